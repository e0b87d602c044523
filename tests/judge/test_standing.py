"""Facts that do not stand: from what contradicts itself nothing follows."""

import pytest

import hw3verify
from hw3verify.judge.standing import is_contradicted, scales_apart
from hw3verify.meaning.claim import Facts, Relation
from hw3verify.meaning.expr import ONE, ZERO, Apply, Arg, Name, Number, multiply

X, Z = Arg("x", Name("x")), Arg("z", Name("z"))
A = Name("a")
JENSEN = r"\log p(x)\le E_{q(z)}[\log p(x|z)]"  # the wrong way round


def because(text: str) -> str:
    """The reason of the last verdict, which has to be undecided."""
    link = hw3verify.check(text + "\n").links[-1]
    assert link.verdict == "undecided"
    return link.because


def test_an_equation_of_densities_keeps_the_units() -> None:
    """p(z|x) is a density of z, p(x|z) p(z) one of both; p(x,z) = p(x) q(z) is a possible model."""
    densities = frozenset("pq")
    both, given = Apply("p", (X, Z)), Apply("p", (Z,), (X,))
    assert scales_apart(Relation(given, "=", multiply(Apply("p", (X,), (Z,)), Apply("p", (Z,)))), densities)
    assert not scales_apart(Relation(both, "=", multiply(Apply("p", (X,)), Apply("q", (Z,)))), densities)
    assert not scales_apart(Relation(given, "=", multiply(A, Apply("p", (X,)))), densities)


def test_only_what_never_holds_is_contradicted() -> None:
    """a < 1 beside a > 2 never holds, a < 3 beside a > 2 does at 5/2; 1 = 2 never does."""
    above = Facts(assumptions=(Relation(A, ">", Number(2)),))
    assert is_contradicted(Relation(A, "<", ONE), above)
    assert not is_contradicted(Relation(A, "<", Number(3)), above)
    assert is_contradicted(Relation(ONE, "=", Number(2)), Facts())
    assert not is_contradicted(Relation(A, "=", ZERO), Facts())


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Let $p(x)=2q(x)$.\n\n$$\\int p(x)dx=2 \\tag{1}$$", "mass"),
        ("Let $KL(q\\|p)=\\int p(z)\\log\\frac{p(z)}{q(z)}dz$.\n\n$$KL(q\\|p)\\ge 0 \\tag{1}$$", "stands for"),
        ("Let $a>2$ and $a<1$.\n\n$$a>0 \\tag{1}$$", "contradicts"),
        ("Suppose $p(x,z)=p(x)p(z)$. Drop this.\n\n$$p(x|z)=p(x) \\tag{1}$$", "could not be read"),
        ("Let $a=3$. Drop this.\n\n$$a+1=4 \\tag{1}$$", "takes back"),
        (f"Since ${JENSEN}$,\n\n$${JENSEN} \\tag{{1}}$$", "stated"),
        ("Let $q(z)=N(0,1)$ and $q(z)=N(1,1)$.\n\n$$E_{q(z)}[z]=0 \\tag{1}$$", "two laws"),
    ],
)
def test_the_reason_is_told(text: str, word: str) -> None:
    """The verdict says which fact does not stand, and why."""
    assert word in because(text)
