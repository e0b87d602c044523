"""Exact values of divergences of tables: floats are rational numbers, logarithms balls of 1300 bits.

Read by tests and by the benchmark of accuracy; nothing here is taken from the package.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from fractions import Fraction

import flint

BITS = 1300
"""Differences of numbers 10^-150 apart lose a thousand bits."""

ZERO = flint.arb(0)


def ball(x) -> flint.arb:
    """A float or a fraction as a ball."""
    ratio = Fraction(x)
    return flint.arb(flint.fmpq(ratio.numerator, ratio.denominator))


def log_ratio(a, b) -> flint.arb:
    """log(a/b), where the difference from 1 is formed exactly."""
    ratio = Fraction(a) / Fraction(b)
    return ball(ratio - 1).log1p() if Fraction(1, 2) < ratio < 2 else ball(ratio).log()


def normalised(table: Sequence[float]) -> list[Fraction]:
    """The exactly normalised table."""
    exact = [Fraction(float(x)) for x in table]
    mass = sum(exact)
    return [x / mass for x in exact]


def _sum(values) -> flint.arb:
    return sum(values, ZERO)


def _kl(p, q):
    if any(a and not b for a, b in zip(p, q, strict=True)):
        return math.inf
    return _sum(ball(a) * log_ratio(a, b) for a, b in zip(p, q, strict=True) if a)


def _js(p, q):
    m = [(a + b) / 2 for a, b in zip(p, q, strict=True)]
    return (_kl(p, m) + _kl(q, m)) / 2


def _coefficient(p, q):
    return _sum((ball(a) * ball(b)).sqrt() for a, b in zip(p, q, strict=True))


def _bhattacharyya(p, q):
    coefficient = _coefficient(p, q)
    return math.inf if coefficient == 0 else -coefficient.log()


def _chi2(p, q):
    if any(a and not b for a, b in zip(p, q, strict=True)):
        return math.inf
    return ball(sum((a - b) ** 2 / b for a, b in zip(p, q, strict=True) if b))


def _powers(p, q, alpha: float):
    """sum p^alpha q^(1-alpha), or None where it is infinite."""
    order = ball(alpha)
    total = ZERO
    for a, b in zip(p, q, strict=True):
        if a and b:
            total += ball(b) * (order * log_ratio(a, b)).exp()
        elif a and alpha > 1:
            return None
    return total


def _jeffreys(p, q):
    forth, back = _kl(p, q), _kl(q, p)
    return math.inf if math.inf in (forth, back) else forth + back


DIVERGENCES: dict[str, Callable] = {
    "kl": _kl,
    "jeffreys": _jeffreys,
    "js": _js,
    "js_distance": lambda p, q: _js(p, q).sqrt() if p != q else ZERO,
    "total_variation": lambda p, q: ball(sum(abs(a - b) for a, b in zip(p, q, strict=True)) / 2),
    "hellinger": lambda p, q: (1 - _coefficient(p, q)).sqrt() if p != q else ZERO,
    "bhattacharyya": lambda p, q: _bhattacharyya(p, q) if p != q else ZERO,
    "chi2": _chi2,
    "cross_entropy": lambda p, q: (
        math.inf
        if any(a and not b for a, b in zip(p, q, strict=True))
        else -_sum(ball(a) * log_ratio(b, 1) for a, b in zip(p, q, strict=True) if a)
    ),
}


def divergence(name: str, p, q, alpha: float | None = None):
    """The exact value (a ball, or inf) of a divergence of two tables of floats."""
    p, q = normalised(p), normalised(q)
    if name == "renyi":
        powers = _powers(p, q, alpha)
        if powers is None or powers == 0:
            return math.inf
        return powers.log() / (ball(alpha) - 1) if p != q else ZERO
    if name == "tsallis":
        powers = _powers(p, q, alpha)
        return math.inf if powers is None else (powers - 1) / (ball(alpha) - 1) if p != q else ZERO
    return DIVERGENCES[name](p, q)


def entropy(p):
    """The exact entropy of a table of floats."""
    return -_sum(ball(a) * log_ratio(a, 1) for a in normalised(p) if a)


def weighted_js(tables, weights):
    """The exact generalised Jensen-Shannon divergence."""
    tables, weights = [normalised(t) for t in tables], normalised(weights)
    mean = [sum(w * t[i] for w, t in zip(weights, tables, strict=True)) for i in range(len(tables[0]))]
    return _sum(ball(w) * _kl(t, mean) for w, t in zip(weights, tables, strict=True) if w)


def mutual_information(joint):
    """The exact mutual information of a matrix of floats."""
    exact = [[Fraction(float(x)) for x in row] for row in joint]
    mass = sum(map(sum, exact))
    exact = [[x / mass for x in row] for row in exact]
    across, down = [sum(row) for row in exact], [sum(column) for column in zip(*exact, strict=True)]
    return _sum(
        ball(x) * log_ratio(x, across[i] * down[j]) for i, row in enumerate(exact) for j, x in enumerate(row) if x
    )


def units(value: float, exact, eps: Fraction = Fraction(1, 2**52), tiny: Fraction = Fraction(1, 2**1074)) -> float:
    """The error of a float in units of eps times the exact value (or of the smallest subnormal); inf for NaN, a wrong
    infinity, a wrong zero or a wrong sign."""
    value = float(value)
    if not isinstance(exact, flint.arb) or math.isinf(value) or math.isnan(value):
        top = Fraction(2) ** (1024 if eps < Fraction(1, 2**30) else 128)
        overflow = isinstance(exact, flint.arb) and exact > ball(top * (1 - eps / 4))
        return 0.0 if value == math.inf and (overflow or not isinstance(exact, flint.arb)) else math.inf
    centre = _fraction(exact)
    if exact.rel_accuracy_bits() < 70:
        # the ball holds zero: the exact value is zero, or the ball is not good enough
        assert abs(centre) + _fraction(exact.rad()) < Fraction(1, 2**1200), exact
        return 0.0 if abs(Fraction(value)) <= tiny else math.inf
    if Fraction(value) * centre < 0 or (value == 0 and abs(centre) > tiny):
        return math.inf
    return float(abs(Fraction(value) - centre) / max(abs(centre) * eps, tiny))


def _fraction(x) -> Fraction:
    mantissa, exponent = (int(part) for part in x.mid().man_exp())
    return Fraction(mantissa) * Fraction(2) ** exponent
