"""A short hunt with `benchmarks/soundness.py`: no wrong certificate among random derivations of known truth."""

import sys
from pathlib import Path
from runpy import run_path
from types import SimpleNamespace
from typing import Any

import pytest

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"


@pytest.fixture
def hunts(monkeypatch: pytest.MonkeyPatch) -> Any:
    """The names of the hunt."""
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    yield SimpleNamespace(**run_path(str(BENCHMARKS / "soundness.py")))
    for name in ("hunting", "hostile", "classes", "theorems", "written"):
        sys.modules.pop(name, None)


@pytest.mark.parametrize("start", [0, 60, 120])
def test_no_wrong_certificate_in_a_short_hunt(hunts: Any, start: int) -> None:
    """Nothing false is accepted, nothing true is refuted, and of what is no claim neither is said."""
    count, wrong, cases = hunts.hunt(range(start, start + 60))
    assert wrong == []
    assert cases == 60
    assert count.total() >= 60


def test_the_hunt_is_the_same_every_time(hunts: Any) -> None:
    """A seed makes one document."""
    assert [hunts.made(k) for k in range(40)] == [hunts.made(k) for k in range(40)]


def test_the_hunt_can_find_something(hunts: Any) -> None:
    """A true line with the label of a false one is found."""
    case = hunts.Case("numbers", "$$1+1 = 2 \\tag{1}$$\n", ("f",))
    assert [verdict for _, label, verdict in hunts.judged(case) if verdict in hunts.FORBIDDEN[label]] == ["proved"]
