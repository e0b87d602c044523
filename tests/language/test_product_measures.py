"""Divergences between products of n densities, against sums over all pairs or triples of outcomes."""

from itertools import product
from math import isclose, log, prod, sqrt

import pytest

import hw3verify

P, Q = (0.5, 0.3, 0.2), (0.2, 0.2, 0.6)


def over(n: int, row: tuple[float, ...]) -> list[float]:
    """The mass function of n draws."""
    return [prod(values) for values in product(row, repeat=n)]


def kl(p: list[float], q: list[float]) -> float:
    """The Kullback-Leibler divergence."""
    return sum(a * log(a / b) for a, b in zip(p, q, strict=True))


def affinity(p: list[float], q: list[float]) -> float:
    """The Bhattacharyya coefficient."""
    return sum(sqrt(a * b) for a, b in zip(p, q, strict=True))


def chi2(p: list[float], q: list[float]) -> float:
    """The chi-square divergence."""
    return sum((a - b) ** 2 / b for a, b in zip(p, q, strict=True))


@pytest.mark.parametrize("n", [1, 2, 3])
def test_the_laws_that_the_reader_uses(n: int) -> None:
    """KL is n times, the affinity and 1 + chi2 are to the power n."""
    p, q = over(n, P), over(n, Q)
    assert isclose(kl(p, q), n * kl(list(P), list(Q)))
    assert isclose(affinity(p, q), affinity(list(P), list(Q)) ** n)
    assert isclose(1 + chi2(p, q), (1 + chi2(list(P), list(Q))) ** n)


PRODUCT = r"\prod_{i=1}^n p(x_i)", r"\prod_{i=1}^n q(x_i)"
POWER = r"p^{\otimes n}", r"q^{\otimes n}"
LINKS = [
    (r"KL(%s\|%s) = n\,KL(p\|q)", "proved"),
    (r"KL(%s\|%s) = KL(p\|q)^n", "refuted"),
    (r"H^2(%s,%s) = 1-(1-H^2(p,q))^n", "proved"),
    (r"H^2(%s,%s) = n\,H^2(p,q)", "refuted"),
    (r"\chi^2(%s\|%s) = (1+\chi^2(p\|q))^n-1", "proved"),
    (r"BC(%s,%s) = BC(p,q)^n", "proved"),
    (r"TV(%s,%s) = n\,TV(p,q)", "undecided"),
]


@pytest.mark.parametrize("pair", [PRODUCT, POWER, ("p^n", "q^n")])
@pytest.mark.parametrize(("link", "expected"), LINKS)
def test_products_of_densities(pair: tuple[str, str], link: str, expected: str) -> None:
    """Written out, as a power of measures, or as a plain power, which is no density itself."""
    text = f"Let $p$ and $q$ be densities, $n$ a natural number.\n\n$${link % pair} \\tag{{1}}$$\n"
    assert hw3verify.check(text).links[0].verdict == expected
