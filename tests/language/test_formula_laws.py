"""Densities by formula, mixtures, point masses, and laws whose name leaves something open."""

import pytest

import hw3verify


def verdict(claim: str, prose: str = "") -> str:
    """The verdict on the last link of a document with one display."""
    return hw3verify.check(f"{prose}\n\n$${claim} \\tag{{1}}$$\n").links[-1].verdict


@pytest.mark.parametrize(
    ("fact", "claim", "said"),
    [
        (r"Let $f(x)=2x$ on $[0,1]$ be a density.", r"E_f[x]=\frac23", "proved"),
        (r"Let $f(x)=2x$ on $[0,1]$ be a density.", r"E_f[x]=\frac12", "refuted"),
        (r"Let $X$ have density $f(x)=2x$ on $[0,1]$.", r"\mathrm{Var}(X)=\frac1{18}", "proved"),
        (r"Let $p(x)=ae^{-ax}$ for $x>0$ with $a>0$.", r"E_p[x]=\frac1a", "proved"),
        (r"Let $p(x)=ae^{-ax}$ for $x>0$ with $a>0$.", r"E_p[x]=a", "refuted"),
        (r"Let $p(x)=ae^{-ax}\mathbb{1}[x\ge 0]$ with $a>0$.", r"E_p[x]=\frac1a", "proved"),
        (r"Let $p(k)=(1-a)^ka$ for $k=0,1,2,\dots$ with $0<a<1$.", r"E_p[k]=\frac{1-a}{a}", "proved"),
        (r"Let $p(k)=(1-a)^ka$ for $k=0,1,2,\dots$ with $0<a<1$.", r"\sum_k p(k)=1", "proved"),
        (r"Let $p(x)=3x$ for $0<x<1$.", r"\int_0^1 p(x)\,dx=1", "refuted"),
    ],
)
def test_densities_by_formula(fact: str, claim: str, said: str) -> None:
    """A formula with its support is a law, whatever it integrates to."""
    assert verdict(claim, fact) == said


MIXTURE = r"Let $p(x)=w\mathcal N(x;a,1)+(1-w)\mathcal N(x;b,1)$ with $0<w<1$."


@pytest.mark.parametrize(
    ("claim", "said"),
    [
        (r"\int p(x)\,dx=1", "proved"),
        ("E_p[x]=wa+(1-w)b", "proved"),
        (r"\mathrm{Var}_p[x]=1+w(1-w)(a-b)^2", "proved"),
        (r"\mathrm{Var}_p[x]=1", "refuted"),
    ],
)
def test_mixtures(claim: str, said: str) -> None:
    """The variance of a mixture has the variance of the means in it."""
    assert verdict(claim, MIXTURE) == said


@pytest.mark.parametrize(
    ("claim", "said"),
    [
        (r"JSD(P\|Q)=\log 2", "proved"),
        (r"JSD(P\|Q)=0", "refuted"),
        (r"KL(P\|Q)=\infty", "proved"),
        (r"W_1(P,Q)=|c|", "proved"),
        ("W_1(P,Q)=c", "refuted"),
        (r"\int f(x)\delta(x-a)\,dx=f(a)", "proved"),
        (r"E_{x\sim\delta_a}[x^2]=a^2", "proved"),
    ],
)
def test_point_masses(claim: str, said: str) -> None:
    """Two different points share no mass, and lie |c| apart."""
    assert verdict(claim, r"Let $P=\delta_0$ and $Q=\delta_c$ with $c\ne 0$.") == said


def test_points_that_may_coincide() -> None:
    """Without c != 0 the divergence is 0 or infinite."""
    assert verdict(r"KL(P\|Q)=\infty", r"Let $P=\delta_0$ and $Q=\delta_c$.") == "undecided"


@pytest.mark.parametrize(
    ("fact", "claim", "said"),
    [
        (r"Let $p(x)=\mathrm{Geom}(a)$.", r"E_p[x]=\frac1a", "undecided"),
        (r"Let $p(x)=\mathrm{Geom}(a)$.", r"E_p[x]=\frac{1-a}a", "undecided"),
        (r"Let $p(x)=\mathrm{Geom}(a)$.", "E_p[x]=a", "refuted"),
        (r"Let $p(x)=\mathrm{Geom}(a)$.", r"\mathrm{Var}_p[x]=\frac{1-a}{a^2}", "proved"),
        (r"Let $X\sim\mathrm{Geom}(a)$ be the number of trials.", r"E[X]=\frac1a", "proved"),
        (r"Let $X\sim\mathrm{Geom}(a)$ be the number of failures.", r"E[X]=\frac1a", "refuted"),
        (r"Let $X\sim\mathrm{Exp}(\beta)$.", r"E[X]=\beta", "undecided"),
        (r"Let $X\sim\mathrm{Exp}(\beta)$ with mean $\beta$.", r"E[X]=\beta", "proved"),
        (r"Let $X\sim\mathrm{Exp}(\beta)$ with rate $\beta$.", r"E[X]=\beta", "refuted"),
        (r"Let $X\sim\mathrm{Exp}(\beta)$.", r"\mathrm{Var}(X)=E[X]^2", "proved"),
    ],
)
def test_names_that_leave_something_open(fact: str, claim: str, said: str) -> None:
    """From 0 or from 1 on, rate or mean: only what both have in common is said, until the words tell."""
    assert verdict(claim, fact) == said


@pytest.mark.parametrize(
    ("fact", "claim", "said"),
    [
        ("Let $X$ be a standard normal random variable.", "E[X^2]=1", "proved"),
        ("Let $X$ be a standard normal random variable.", "E[X^2]=2", "refuted"),
        ("Let $U$ be uniform on $[0,1]$.", r"E[U]=\frac12", "proved"),
        (r"Let $X$ be exponential with mean $\lambda$.", r"E[X]=\lambda", "proved"),
        (r"Let $X$ be exponential with rate $\lambda$.", r"E[X]=\lambda", "refuted"),
        (r"Let $X_1,\dots,X_n$ be i.i.d. Bernoulli($a$).", r"\mathrm{Var}(\bar X)=\frac{a(1-a)}n", "proved"),
        ("Let $X$ be normal.", "E[X]=0", "undecided"),
        (r"Let $X$ be not normal with mean $\mu$ and variance $1$.", r"E[X^4]=\mu^4+6\mu^2+3", "undecided"),
    ],
)
def test_laws_in_words(fact: str, claim: str, said: str) -> None:
    """A law that is named with all its parameters is a fact; one that is named without them only restricts."""
    assert verdict(claim, fact) == said


def test_a_formula_with_a_mass_that_depends_on_a_parameter_refutes_nothing() -> None:
    """`p(x) = \\lambda e^{-x}` for x > 0 is a density for one lambda, and for that one its mean is 1."""
    prose = r"Let $p(x)=\lambda e^{-x}$ for $x>0$."
    text = f"{prose}\n\n$$E_{{p(x)}}[x] = 1 \\tag{{1}}$$\n"
    assert hw3verify.check(text).links[0].verdict == "undecided"


def test_a_law_with_a_density() -> None:
    """`R the law with density a e^{-ax}`: W_1 of two exponential laws is the difference of their means."""
    given = (
        "Let $0<a<b$. Let $R_a$ be the law with density $ae^{-ax}$ on $x>0$ and $R_b$ the law with density $be^{-bx}$ "
        "on $x>0$.\n\n"
    )
    right, wrong = (
        hw3verify.check(given + f"$$W_1(R_a,R_b) = {value} \\tag{{1}}$$\n").links[-1].verdict
        for value in (r"\frac1a-\frac1b", "b-a")
    )
    assert (right, wrong) == ("proved", "refuted")
