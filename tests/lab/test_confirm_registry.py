"""The registry of experiments, and the whole set at its smallest setting."""

import dataclasses
import subprocess
import sys

import pytest

pytest.importorskip("torch")

from hw3verify.lab.claims import Run
from hw3verify.lab.confirm import EXPERIMENTS, chosen, confirm, experiment
from hw3verify.symbolic.registry import entry


@pytest.mark.parametrize("identifier", EXPERIMENTS)
def test_experiments_are_what_the_registry_says(identifier: str) -> None:
    """A module has its identifier, cites theorems that exist, and its config is frozen and has its settings."""
    module = experiment(identifier)
    assert identifier == module.IDENTIFIER
    assert [entry(theorem).identifier for theorem in module.THEOREMS] == list(module.THEOREMS)
    for setting in (module.Config.SMALL, module.Config.FULL):
        with pytest.raises(dataclasses.FrozenInstanceError):
            setattr(setting, dataclasses.fields(setting)[0].name, 0)


def test_names_are_chosen_in_the_registrys_order() -> None:
    """Single rows, a whole letter and nothing at all; a name that stands for nothing is refused."""
    assert chosen(["V9", "v1"]) == ("V1", "V9")
    assert chosen(["V"]) == tuple(e for e in EXPERIMENTS if e.startswith("V"))
    assert chosen([]) == tuple(EXPERIMENTS)
    for wrong in ("V99", "X", "1"):
        with pytest.raises(ValueError, match="only"):
            chosen([wrong])


def test_bad_arguments_are_named() -> None:
    """An unknown setting and a number of seeds below 1 are ValueErrors."""
    with pytest.raises(ValueError, match="setting"):
        confirm("V9", "huge")
    with pytest.raises(ValueError, match="seeds"):
        confirm("V9", "tiny", Run(seeds=0))
    with pytest.raises(ValueError, match="only"):
        confirm("V0")


def test_the_registry_is_light() -> None:
    """Importing the lab, its claims, its quadrature and its registry loads no torch."""
    names = ", ".join(f"hw3verify.lab.{name}" for name in ("claims", "quadrature", "confirm"))
    code = f"import sys, {names}\nprint('torch' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert done.stdout.strip() == "False", done.stderr
