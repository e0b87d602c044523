"""Formulas are found by the classes of laws."""

from __future__ import annotations

import sys
from types import ModuleType

import numpy as np
import pytest

from hw3verify.divergences import dispatch


class Mother(dispatch.Law):
    pass


class Daughter(Mother):
    pass


@pytest.fixture
def rules(monkeypatch):
    """A registry of its own."""
    monkeypatch.setattr(dispatch, "_RULES", {})
    monkeypatch.setattr(dispatch, "READERS", {})
    dispatch.rule("f", Mother, Mother)(lambda *_: "mothers")
    dispatch.rule("f", Daughter, Mother)(lambda *_: "daughter first")


@pytest.mark.usefixtures("rules")
def test_nearest_classes_answer():
    """The formula of the classes themselves comes before that of their bases."""
    assert dispatch.find("f", Mother(), Mother())() == "mothers"
    assert dispatch.find("f", Daughter(), Daughter())() == "daughter first"
    assert dispatch.find("f", Mother(), Daughter())() == "mothers"


@pytest.mark.usefixtures("rules")
def test_unknown_pair_is_named():
    """A pair without a formula is an error that names functional and classes."""
    with pytest.raises(NotImplementedError, match=r"g\(Mother, Daughter\)"):
        dispatch.find("g", Mother(), Daughter())


@pytest.mark.usefixtures("rules")
def test_foreign_objects_are_read(monkeypatch):
    """An object whose class lives below a known module is read by the module's reader, which is loaded then."""
    home = ModuleType("hw3verify.divergences.elsewhere")
    home.read = lambda value: Mother()
    monkeypatch.setitem(sys.modules, home.__name__, home)
    dispatch.READERS["far.away"] = "elsewhere"
    kind = type("Stranger", (), {"__module__": "far.away.laws"})
    assert isinstance(dispatch.law_of(kind()), Mother)
    assert dispatch.law_of(type("Stranger", (), {"__module__": "far.awayness"})()) is None


@pytest.mark.parametrize("table", [np.ones(2), [1, 2], (1, 2), 1.0])
def test_tables_are_no_laws(table):
    """Arrays and lists are tables; a law beside a table is an error that names the table."""
    assert dispatch.law_of(table) is None
    assert dispatch.laws_of("kl", p=table, q=table) is None
    with pytest.raises(TypeError, match="q: expected a law beside"):
        dispatch.laws_of("kl", p=Mother(), q=table)
    assert all(type(law) is Mother for law in dispatch.laws_of("kl", p=Mother(), q=Mother()))
