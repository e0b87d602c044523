"""Known inequalities: what follows is proved, what does not is not, integrals that may diverge are kept out."""

import pytest

import hw3verify
from hw3verify.kernel.comparison import NoComparison, simpler
from hw3verify.meaning.claim import Claim, Facts, Relation
from hw3verify.meaning.codec import encode
from hw3verify.meaning.expr import ONE, Apply, Arg, Domain, Expr, Fold, Name, Number, Power, divide, subtract

GIVEN = (
    r"Let $TV(p,q)=\frac12\int|p(x)-q(x)|dx$ and $H^2(p,q)=\frac12\int(\sqrt{p(x)}-\sqrt{q(x)})^2dx$"
    r" and let $f(x)$ and $g(x)$ be functions."
)
TRUE = [
    r"TV(p,q)\le\sqrt{\frac12 KL(p\|q)}",
    r"TV(p,q)\le\sqrt{1-e^{-KL(p\|q)}}",
    r"\sqrt{1-e^{-KL(p\|q)}}\le 1-\frac12 e^{-KL(p\|q)}",
    r"TV(p,q)\le\sqrt{1-BC(p,q)^2}",
    r"TV(p,q)\le\sqrt2 \sqrt{H^2(p,q)}",
    r"TV(p,q)\le\frac12\sqrt{\chi^2(p\|q)}",
    r"\int\min(p(x),q(x))dx\ge\frac12e^{-KL(p\|q)}",
    r"JSD(p,q)\ge \frac12 TV(p,q)^2",
    r"JSD(p,q)\le \left(\log 2\right) TV(p,q)",
    r"KL(p\|q)+KL(q\|p)\ge 4 TV(p,q)^2",
    r"\left|E_p[f(x)g(x)]\right|\le \sqrt{E_p[f(x)^2]E_p[g(x)^2]}",
    r"E_p[|f(x)|]\le\sqrt{E_p[f(x)^2]}",
]
FALSE = [
    r"TV(p,q)\le\sqrt{\frac14 KL(p\|q)}",
    r"TV(p,q)\le 1-e^{-KL(p\|q)}",
    r"TV(p,q)^2\le 1-BC(p,q)",
    r"JSD(p,q)\le\frac12\left(\log 2\right) TV(p,q)",
    r"KL(p\|q)+KL(q\|p)\ge 8 TV(p,q)^2",
    r"\int f(x)g(x)dx\le\int f(x)^2dx\int g(x)^2dx",
]


@pytest.mark.parametrize("claim", TRUE)
def test_known_bounds_are_proved(claim: str) -> None:
    """Pinsker, Bretagnolle and Huber, Le Cam, Lin, Cauchy and Schwarz, with their roots and in one another."""
    (link,) = hw3verify.check(f"{GIVEN}\n\n$${claim} \\tag{{1}}$$\n").links
    assert link.verdict == "proved"


@pytest.mark.parametrize("claim", FALSE)
def test_with_another_constant_they_are_refuted(claim: str) -> None:
    """Each of these fails for two mass functions on two points."""
    (link,) = hw3verify.check(f"{GIVEN}\n\n$${claim} \\tag{{1}}$$\n").links
    assert link.verdict == "refuted"


def _over(body: Expr) -> Expr:
    return Fold("sum", "x", Domain("space", "x"), body)


def test_an_integral_that_may_be_infinite_is_no_stepping_stone() -> None:
    """chi^2 may be infinite where what is claimed is finite; so a lemma may not bring it in."""
    p, q = (Apply(head, (Arg("x", Name("x")),)) for head in "pq")
    chi = _over(divide(Power(subtract(p, q), Number(2)), q))
    half = Number(ONE.value / 2)
    claim = Claim(Relation(_over(Power(p, half)), "<=", ONE), (), Facts(densities=frozenset("pq")))
    lemma = {"lemmas": [[encode(Number(0)), encode(chi)]]}
    with pytest.raises(NoComparison):
        simpler(claim, "lemmas", lemma)
