"""Integrals without ends: what they are is known from tables of integrals, and computed here by hand."""

import pytest
from flint import fmpq

from hw3verify.judge.judge import judge_source
from hw3verify.kernel.moment import moment
from hw3verify.language.source import Source
from hw3verify.meaning.value import Infinite, LogLinear, negate

ZERO = fmpq(0)

TRUE = [
    r"\int_{-\infty}^{\infty} e^{-t^2/2} dt = \sqrt{2\pi}",
    r"\int_{-\infty}^{\infty} t^2 e^{-t^2/2} dt = \sqrt{2\pi}",
    r"\int_{-\infty}^{\infty} e^{-\frac{(x-\mu)^2}{2\sigma^2}} dx = \sqrt{2\pi}\sigma",
    r"\int_{-\infty}^{\infty} e^{-2x^2+3x} dx = \sqrt{\pi/2}\, e^{9/8}",
    r"\int_0^{\infty} e^{-t^2/2} dt = \sqrt{\pi/2}",
    r"\int_0^{\infty} t^3 e^{-\sigma t^2} dt = \frac{1}{2\sigma^2}",
    r"\int_a^{\infty} \sigma e^{-\sigma x} dx = e^{-\sigma a}",
    r"\int_{-\infty}^0 e^{\sigma x} dx = \frac{1}{\sigma}",
    r"\int_0^1 x e^{-x} dx = 1 - 2e^{-1}",
    r"\int_0^{\infty} x^2 e^{-\sigma x} dx = \frac{2}{\sigma^3}",
    r"\int_1^{\infty} \frac{1}{x^2} dx = 1",
]
FALSE = [
    r"\int_{-\infty}^{\infty} e^{-t^2/2} dt = 2\sqrt{\pi}",
    r"\int_{-\infty}^{\infty} e^{-\frac{(x-\mu)^2}{2\sigma^2}} dx = \sqrt{2\pi}\sigma^2",
    r"\int_0^{\infty} e^{-t^2/2} dt = \sqrt{2\pi}",
    r"\int_0^{\infty} t^3 e^{-\sigma t^2} dt = \frac{1}{2\sigma}",
    r"\int_a^{\infty} \sigma e^{-\sigma x} dx = 1 - e^{-\sigma a}",
    r"\int_0^1 x e^{-x} dx = 1 - e^{-1}",
    r"\int_1^{\infty} \frac{1}{x^2} dx = 2",
]


@pytest.mark.parametrize("formula", TRUE + FALSE)
def test_known_integrals(formula: str) -> None:
    """What the tables say is proved, and what they deny is refuted."""
    text = f"Let $\\sigma>0$ and $a>0$.\n\n$${formula} \\quad (1)$$\n"
    (link,) = judge_source(Source("a.md", text)).links
    assert link.verdict == ("proved" if formula in TRUE else "refuted")


@pytest.mark.parametrize(
    ("n", "low", "high", "expected"),
    [
        (-2, 1, None, LogLinear(fmpq(1))),
        (-2, None, -1, LogLinear(fmpq(1))),
        (-3, None, -1, LogLinear(fmpq(-1, 2))),
        (-1, 1, 2, LogLinear(ZERO, ((2, fmpq(1)),))),
        (-1, -2, -1, negate(LogLinear(ZERO, ((2, fmpq(1)),)))),
        (-1, 1, None, Infinite(1)),
        (-1, None, -1, Infinite(-1)),
        (-2, 0, 1, Infinite(1)),
        (-3, -1, 0, Infinite(-1)),
    ],
)
def test_reciprocal_powers(n: int, low: int | None, high: int | None, expected: object) -> None:
    """x^n on one side of 0, from its antiderivative x^(n+1)/(n+1), or log |x|; it diverges at 0, and 1/x far out."""
    ends = [None if x is None else fmpq(x) for x in (low, high)]
    assert moment((n, ZERO, ZERO), *ends) == expected

SERIES = {
    r"\sum_{k=0}^{\infty} r^k = \frac{1}{1-r}": True,
    r"\sum_{k=1}^{\infty} r^k = \frac{1}{1-r}": False,
    r"\sum_{k=1}^{\infty} k(1-r)^{k-1} r = \frac{1}{r}": True,
    r"\sum_{k=1}^{\infty} k(1-r)^{k-1} r = \frac{1}{r^2}": False,
    r"\sum_{k=0}^{\infty} k^2 r^k = \frac{r(1+r)}{(1-r)^3}": True,
    r"\sum_{k=0}^{\infty} \frac{\lambda^k}{k!} = e^{\lambda}": True,
    r"\sum_{k=1}^{\infty} \frac{\lambda^k}{k!} = e^{\lambda}": False,
    r"\sum_{k=0}^{\infty} k \frac{\lambda^k e^{-\lambda}}{k!} = \lambda": True,
    r"\sum_{k=0}^{\infty} k^2 \frac{\lambda^k e^{-\lambda}}{k!} = \lambda^2": False,
    r"\sum_{k=2}^{\infty} \frac{\lambda^k}{k!} = e^{\lambda} - 1 - \lambda": True,
}


@pytest.mark.parametrize("formula", SERIES)
def test_known_series(formula: str) -> None:
    """Geometric and exponential series with powers of the index, from textbooks."""
    text = f"Let $0<r<1$ and $\\lambda>0$.\n\n$${formula} \\quad (1)$$\n"
    (link,) = judge_source(Source("a.md", text)).links
    assert link.verdict == ("proved" if SERIES[formula] else "refuted")


def test_a_ratio_that_may_be_too_large_proves_nothing() -> None:
    """sum r^k = 1/(1 - r) is not proved for any positive r."""
    text = "Let $s>0$.\n\n$$\\sum_{k=0}^{\\infty} s^k = \\frac{1}{1-s} \\quad (1)$$\n"
    (link,) = judge_source(Source("a.md", text)).links
    assert link.verdict not in ("proved", "refuted")
