"""Which vague names a claim speaks of."""

import random

import pytest

from hw3verify.judge.hidden import concerning, hidden_names
from hw3verify.meaning.claim import Claim, Facts, Law, Relation
from hw3verify.meaning.expr import Apply, Arg, Domain, Fold, Name, Product

DENSITY = Apply("p", (Arg("x", Name("x")),))
MEAN = Fold("sum", "x", Domain("space", "x"), Product((Name("x"), DENSITY)))
LAW = Law("p", ("x",), (), "normal", (Name("mu"), Name("s")))
CLAIMS = (
    Claim(Relation(MEAN, "=", Name("K")), (), Facts(densities=frozenset("p"))),
    Claim(Relation(MEAN, "=", Name("m")), (), Facts(densities=frozenset("p"), laws=(LAW,))),
    Claim(Relation(Name("a"), "=", Name("b"))),
)
VAGUE = ("p", "q", "x", "X", "Y", "mu", "s", "K", "a", "m", "K#x", "n#x", "#x", "#y", "#", "#sum", "?")


@pytest.mark.parametrize("seed", range(60))
def test_what_concerns_a_claim_is_enough(seed: int) -> None:
    """The vague names that concern a claim hide the same names in it as all vague names do."""
    dice = random.Random(seed)
    vague = frozenset(dice.sample(VAGUE, dice.randint(1, 8)))
    for claim in CLAIMS:
        kept = concerning(claim, vague)
        assert kept <= vague
        assert hidden_names(claim, kept) == hidden_names(claim, vague)
        assert kept & {"#", "#sum"} == vague & {"#", "#sum"}


def test_what_does_not_concern_it_is_left_out() -> None:
    """A name that the claim does not speak of is left out; a parameter of a law that it speaks of is kept."""
    assert concerning(CLAIMS[2], frozenset(("a", "z", "mu", "X", "K#x"))) == frozenset("a")
    assert concerning(CLAIMS[1], frozenset(("mu", "q"))) == frozenset(("mu",))
    assert concerning(CLAIMS[0], frozenset(("X", "Y", "K#x", "n#x"))) == frozenset(("X", "K#x"))
