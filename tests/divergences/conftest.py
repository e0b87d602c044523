"""Exact references for all tests of divergences: floats as rational numbers, logarithms in balls of 1300 bits."""

from __future__ import annotations

from pathlib import Path
from runpy import run_path
from types import SimpleNamespace

import flint
import pytest


class References(SimpleNamespace):
    """The module as a fixture, with a short name in reports."""

    def __repr__(self) -> str:
        return "references"


REFERENCES = References(**run_path(str(Path(__file__).with_name("references.py"))))


@pytest.fixture(scope="session")
def exact():
    """The functions of `references.py`, at the precision that they want."""
    before = flint.ctx.prec
    flint.ctx.prec = REFERENCES.BITS
    yield REFERENCES
    flint.ctx.prec = before


LINES = References(**run_path(str(Path(__file__).with_name("transported.py"))))


@pytest.fixture(scope="session")
def lines():
    """The functions of `transported.py`."""
    return LINES
