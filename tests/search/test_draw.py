"""Drawn worlds are proper and obey the facts."""

import numpy as np
import pytest
from flint import fmpq

from hw3verify.kernel.counterexample import check_counterexample
from hw3verify.meaning.claim import Claim, Facts, Relation
from hw3verify.meaning.evidence import Counterexample
from hw3verify.meaning.expr import ONE, ZERO, Apply, Arg, Domain, Fold, Name, add, multiply
from hw3verify.search.refute.draw import draw
from hw3verify.search.refute.subject import subject_of

FACTS = Facts(
    densities=frozenset("p"),
    functions=frozenset("fg"),
    positive=frozenset(("g", "s")),
    unit=frozenset(("f", "t")),
    binary=frozenset("b"),
    integer=frozenset("N"),
    assumptions=(Relation(ZERO, "<", Name("a")), Relation(Name("a"), "<", ONE)),
)
BODY = multiply(
    Apply("p", (Arg("z", Name("z")),)), Apply("f", (Arg("z", Name("z")),)), Apply("g", (Arg("z", Name("z")),))
)
CLAIM = Claim(
    Relation(Fold("sum", "z", Domain("space", "z"), BODY), "=", add(*(Name(n) for n in "stbNa"), Name("free"))),
    (),
    FACTS,
)


@pytest.mark.parametrize("style", ["counting", "nice", "plain", "wild", "tiny"])
@pytest.mark.parametrize("size", [1, 2, 3])
def test_every_drawn_world_is_proper(style: str, size: int) -> None:
    """The kernel has nothing to say against a drawn world but that the claim may hold in it."""
    batch = draw(subject_of(CLAIM), size, 12, style, np.random.default_rng(size))
    for k in range(12):
        checked = check_counterexample(Counterexample(CLAIM, batch.world(k), ()))
        assert checked.accepted or checked.reason == "the claim holds there"


def test_counting_worlds_have_no_widths() -> None:
    """A counting world is a mass function on values: no cell has a width of its own."""
    batch = draw(subject_of(CLAIM), 2, 8, "counting", np.random.default_rng(3))
    assert not batch.widths
    assert all(sum(v.rational for v in batch.world(k).tables["p"].values) == 1 for k in range(8))


def test_half_of_the_nice_worlds_count() -> None:
    """Nice worlds alternate between widths 1 and others; tables add up with their widths."""
    batch = draw(subject_of(CLAIM), 3, 8, "nice", np.random.default_rng(3))
    worlds = [batch.world(k) for k in range(8)]
    assert all(w.widths["z"] == (fmpq(1),) * 3 for w in worlds[::2])
    assert any(w.widths["z"] != (fmpq(1),) * 3 for w in worlds[1::2])
    for w in worlds:
        assert sum(v.rational * w.width("z", k) for k, v in enumerate(w.tables["p"].values)) == 1


def test_wild_parameters_spread_over_magnitudes() -> None:
    """Among wild parameters there are some above 100 and some below 1/100 in size."""
    batch = draw(subject_of(CLAIM), 1, 200, "wild", np.random.default_rng(0))
    sizes = [abs(batch.world(k).scalars["free"].rational) for k in range(200)]
    assert max(sizes) > 100
    assert min(sizes) < fmpq(1, 100)
