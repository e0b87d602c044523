"""What properties share: exact references (those of the tests of divergences) and tables of whole numbers."""

from __future__ import annotations

from pathlib import Path
from runpy import run_path
from types import SimpleNamespace

import flint
import pytest

HERE = Path(__file__).parent


class Shared(SimpleNamespace):
    """A file's functions as a fixture, with a short name in reports."""

    def __repr__(self) -> str:
        return "..."


EXACT = Shared(**run_path(str(HERE.parent / "divergences" / "references.py")))
LINES = Shared(**run_path(str(HERE.parent / "divergences" / "transported.py")))
WHOLE = Shared(**run_path(str(HERE / "whole.py")))


@pytest.fixture(scope="module")
def exact():
    """Divergences in balls of many bits."""
    before, flint.ctx.prec = flint.ctx.prec, 2600
    yield EXACT
    flint.ctx.prec = before


@pytest.fixture(scope="module")
def lines():
    """Distances on the line in rational numbers, and by linear programming."""
    return LINES


@pytest.fixture(scope="module")
def whole():
    """Tables of whole numbers and exact operations on them."""
    return WHOLE
