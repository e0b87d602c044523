"""Where worlds draw the values at which laws stand."""

from __future__ import annotations

from hw3verify.meaning.claim import Claim, Facts, Law, Relation
from hw3verify.meaning.expr import ONE, Apply, Arg, Name
from hw3verify.search.refute.values import COUNT, UNIT, lives


def test_entries_live_where_the_law_of_a_draw_does() -> None:
    """Counts for a Poisson law of x_i, the unit interval for the beta law of t, nothing for a normal law of m."""
    laws = (Law("p", ("x",), ("t",), "poisson", (Name("t"),)), Law("p", ("t",), (), "beta", (ONE, ONE)),
            Law("p", ("m",), (), "normal", (ONE, ONE)))  # fmt: skip
    facts = Facts(densities=frozenset("p"), indexed=frozenset(("x[]",)), laws=laws)
    entry = Apply("x[]", (Arg("#n", Name("i")),))
    says = Relation(Apply("p", (Arg("x", entry),), (Arg("t", Name("t")),)), "=", ONE)
    found = lives(Claim(says, (), facts))
    assert (found["x[]"], found["t"], found.get("m")) == (COUNT, UNIT, None)
