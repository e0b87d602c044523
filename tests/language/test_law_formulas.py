"""Laws given by their formula: recognised with their parameters, and nothing else taken for one."""

import pytest

import hw3verify


def verdicts(prose: str, *displays: str) -> list[str]:
    """The verdicts on a document of one sentence and displays."""
    text = prose + "\n\n" + "\n\n".join(f"$${d} \\tag{{{i}}}$$" for i, d in enumerate(displays, 1))
    return [link.verdict for link in hw3verify.check(text + "\n").links]


GOOD = ("proved", "supported")


@pytest.mark.parametrize(
    ("prose", "true", "false"),
    [
        (
            r"Let $p(x)=\lambda e^{-\lambda x}$ for $x\ge 0$ with $\lambda>0$.",
            r"E_p[x]=\frac1\lambda",
            r"E_p[x]=\lambda",
        ),
        (r"Let $p(x)=\frac1m e^{-x/m}$ on $[0,\infty)$ with $m>0$.", "E_p[x]=m", r"E_p[x]=\frac1m"),
        (r"Let $p(x)=e^{-x}$ for $x>0$.", "E_p[x^2]=2", "E_p[x^2]=1"),
        (
            r"Let $p(x)=\frac{1}{\sqrt{2\pi\sigma^2}}e^{-\frac{(x-\mu)^2}{2\sigma^2}}$ with $\sigma>0$.",
            r"E_p[x^2]=\mu^2+\sigma^2",
            r"E_p[x^2]=\sigma^2",
        ),
        (r"Let $p(x)=\frac{1}{\sqrt\pi}e^{-x^2}$.", r"E_p[x^2]=\frac12", "E_p[x^2]=1"),
        (r"Let $p(x)=\frac{1}{2b}e^{-|x-m|/b}$ with $b>0$.", "E_p[x]=m", "E_p[x]=b"),
        (
            r"Let $p(x)=\theta^x(1-\theta)^{1-x}$ for $x\in\{0,1\}$ with $0<\theta<1$.",
            r"E_p[x]=\theta",
            r"E_p[x]=1-\theta",
        ),
        (
            r"Let $p(x)=e^{-\lambda}\frac{\lambda^x}{x!}$ for $x=0,1,2,\dots$ and $\lambda>0$.",
            r"E_p[x]=\lambda",
            r"E_p[x]=2\lambda",
        ),
        (r"Let $p(x)=6x(1-x)$ for $0<x<1$.", r"E_p[x]=\frac12", r"E_p[x]=\frac13"),
        (r"Let $p(x)=2x$ on $[0,1]$.", r"E_p[x]=\frac23", r"E_p[x]=\frac12"),
    ],
)
def test_a_known_law_by_its_formula(prose: str, true: str, false: str) -> None:
    """The moments are those of the law; a reciprocal, a square or a complement instead of the parameter is false."""
    said = verdicts(prose, true, false)
    assert said[0] in GOOD and said[1] == "refuted"


@pytest.mark.parametrize(
    ("prose", "claim"),
    [
        (r"Let $p(x)=\lambda e^{-\lambda x}$ with $\lambda>0$.", r"E_p[x]=\frac1\lambda"),  # where x lies is not said
        (r"Let $p(x)=2e^{-x}$ for $x>0$.", "E_p[x]=1"),  # no density
        (r"Let $p(x)=e^{-x}$ for $x\ge 1$.", "E_p[x]=1"),
        (r"Let $p(x)=2x$ for $0\le x\le 2$.", r"E_p[x]=\frac23"),
        (r"Let $p(x)=\frac{1}{\sqrt{2\pi}}e^{-x^2/2}$ for $x\ge 0$.", "E_p[x]=0"),  # half of a normal law
    ],
)
def test_another_formula_is_no_known_law(prose: str, claim: str) -> None:
    """Each looks like a law whose formula or support it does not have."""
    assert verdicts(prose, claim)[0] not in GOOD


def test_what_is_said_of_a_parameter_is_no_support() -> None:
    """U[0, 1] and U[t, t + 1] are disjoint for t >= 1: a fact of its own, though it stands behind a law."""
    prose = r"Let $P=U[0,1]$ and $Q=U[t,1+t]$ where $t\ge 1$."
    assert verdicts(prose, r"JSD(P,Q)=\log 2")[0] != "refuted"


def test_a_sum_over_the_outcome_of_a_density_covers_all_of_it() -> None:
    """The masses of a law on 1, 2, ... sum to 1, whatever letter stands for the outcome."""
    prose = r"Let $p(k)=(1-\theta)^{k-1}\theta$ for $k=1,2,\dots$ and $0<\theta<1$."
    assert verdicts(prose, r"\sum_k p(k)=1") == ["proved"]
    assert verdicts(r"Let $p(k)=\mathrm{Poisson}(\lambda)$.", r"\sum_k p(k)=1")[0] != "refuted"
