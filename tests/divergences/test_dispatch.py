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


@pytest.mark.usefixtures("rules")
def test_functions_of_tables_ask_for_laws():
    """Every function of two tables answers for laws by their formula, in the base asked for, and orders come along."""
    from hw3verify import divergences

    names = "kl jeffreys chi2 js js_distance total_variation hellinger bhattacharyya cross_entropy".split()
    for name in names:
        dispatch.rule(name, Mother, Mother)(lambda p, q: 2.0)
        assert getattr(divergences, name)(Mother(), Daughter()) == 2.0
        with pytest.raises(TypeError, match=f"q: expected a law beside the other argument of {name}"):
            getattr(divergences, name)(Mother(), [1.0])
    for name in ("renyi", "tsallis"):
        dispatch.rule(name, Mother, Mother)(lambda p, q, alpha: alpha)
        assert getattr(divergences, name)(Mother(), Mother(), 3) == 3
    dispatch.rule("entropy", Mother)(lambda p: 2.0)
    assert divergences.entropy(Mother(), base=np.e**2) == pytest.approx(1.0)
    assert divergences.js_distance(Mother(), Mother(), base=np.e**4) == pytest.approx(1.0)
