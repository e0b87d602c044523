r"""Laws of random variables by their mass functions."""

import pytest

import hw3verify


def verdict(claim: str, prose: str) -> str:
    """The verdict on the last link of a document with one display."""
    return hw3verify.check(f"{prose}\n\n$${claim} \\tag{{1}}$$\n").links[-1].verdict


GEOMETRIC = r"Let $Y$ be geometric, $\Pr(Y=k)=(1-\theta)^{k-1}\theta$ for $k=1,2,\dots$. Let $0<\theta<1$."
COUNTS = r"Let $X$ be a random variable with $P(X=k)=\frac{\lambda^k e^{-\lambda}}{k!}$ for $k=0,1,2,\dots$."
THREE = r"Let $X$ have $P(X=k)=\frac{k}{6}$ for $k=1,2,\dots,3$."
EVEN = r"Let $P(X=k)=\frac1n$ for $k=1,\dots,n$."


@pytest.mark.parametrize(
    ("prose", "claim", "said"),
    [
        (GEOMETRIC, r"E[Y] = \frac1\theta", "proved"),
        (GEOMETRIC, r"E[Y] = \frac{1-\theta}\theta", "refuted"),
        (GEOMETRIC, r"\mathrm{Var}(Y) = \frac{1-\theta}{\theta^2}", "proved"),
        (GEOMETRIC, r"\mathrm{Var}(Y) = \frac{1-\theta}{\theta}", "refuted"),
        (COUNTS, r"E[X(X-1)] = \lambda^2", "proved"),
        (COUNTS, r"E[X^2] = \lambda^2", "refuted"),
        (EVEN, r"E[X] = \frac{n}{2}", "refuted"),
        (THREE, r"E[X] = \frac73", "proved"),
        (THREE, r"E[X] = 2", "refuted"),
    ],
)
def test_laws_by_mass_functions(prose: str, claim: str, said: str) -> None:
    """Known laws by their formula, and one that has no name: 1/6 + 4/6 + 9/6 = 7/3."""
    assert verdict(claim, prose) == said


def test_the_number_of_values_is_a_positive_integer() -> None:
    """Of `k = 1, ..., n` there is at least one."""
    assert verdict(r"E[X] = \frac{n+1}{2}", EVEN) in ("proved", "supported")


def test_without_values_nothing_is_refuted() -> None:
    """A formula without the values for which it holds may be anything."""
    prose = r"Let $X$ have $P(X=k)=\frac{\lambda^k e^{-\lambda}}{k!}$."
    assert verdict("E[X] = 2\\lambda", prose) == "undecided"


def test_numbered_paragraphs_state_facts() -> None:
    """`**3.2** Let ...` is a sentence that begins with Let."""
    assert verdict("x^2 > 0", "**3.2** Let $x > 0$.") == "proved"
