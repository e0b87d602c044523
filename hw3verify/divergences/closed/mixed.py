"""Jensen-Shannon divergence, total variation and Hellinger's distance of laws, where they are in closed form."""

from __future__ import annotations

from typing import Any

from hw3verify.divergences.closed.rules import closed
from hw3verify.divergences.errorfree import two_sum
from hw3verify.divergences.kernels import jensen_shannon
from hw3verify.divergences.laws.counts import Bernoulli
from hw3verify.divergences.laws.interval import Uniform
from hw3verify.divergences.laws.point import PointMass

LOG_2 = 0.6931471805599453


def lengths(xp: Any, low_p: Any, high_p: Any, low_q: Any, high_q: Any) -> tuple[Any, ...]:
    """The length that two intervals share, and what each has alone."""
    left, right = xp.where(low_p > low_q, low_p, low_q), xp.where(high_p < high_q, high_p, high_q)
    shared = right - left
    some = shared > 0
    return (
        xp.where(some, shared, 0.0 * shared),
        xp.where(some, (left - low_p) + (high_p - right), high_p - low_p),
        xp.where(some, (left - low_q) + (high_q - right), high_q - low_q),
    )


@closed("js", Uniform, Uniform)
def uniform_js(xp: Any, low_p: Any, high_p: Any, low_q: Any, high_q: Any) -> Any:
    """What is shared counts by the two heights, what is not log 2 each: log 2 exactly for disjoint intervals."""
    shared, alone_p, alone_q = lengths(xp, low_p, high_p, low_q, high_q)
    width_p, width_q = high_p - low_p, high_q - low_q
    # heights 1/w, in units of the shared length; their difference is (w' - w) / (w w')
    n = (((high_q - high_p) + (low_p - low_q)) / width_p) * (shared / width_q)
    inside = jensen_shannon(xp, shared / width_p, shared / width_q, n)
    value = 0.5 * inside + 0.5 * LOG_2 * (alone_p / width_p + alone_q / width_q)
    return xp.where(shared > 0, value, LOG_2 + 0.0 * value)


@closed("total_variation", Uniform, Uniform)
def uniform_total_variation(xp: Any, low_p: Any, high_p: Any, low_q: Any, high_q: Any) -> Any:
    """The larger of the shares that one has alone."""
    _, alone_p, alone_q = lengths(xp, low_p, high_p, low_q, high_q)
    one, two = alone_p / (high_p - low_p), alone_q / (high_q - low_q)
    return xp.where(one > two, one, two)


@closed("hellinger", Uniform, Uniform)
def uniform_hellinger(xp: Any, low_p: Any, high_p: Any, low_q: Any, high_q: Any) -> Any:
    """sqrt(1 - shared / sqrt(w w'))."""
    shared, alone_p, alone_q = lengths(xp, low_p, high_p, low_q, high_q)
    a, b = alone_p / (high_p - low_p), alone_q / (high_q - low_q)
    # 1 - sqrt((1-a)(1-b)) = (a + b - a b) / (1 + sqrt((1-a)(1-b)))
    root = xp.sqrt((shared / (high_p - low_p)) * (shared / (high_q - low_q)))
    square = (a + b * (1.0 - a)) / (1.0 + root)
    some = square > 0
    return xp.where(some, xp.sqrt(xp.where(some, square, 1.0)), 0.0 * square)


@closed("js", Bernoulli, Bernoulli)
def bernoulli_js(xp: Any, p: Any, q: Any) -> Any:
    """Of the two outcomes; log 2 exactly for laws without a common one."""
    n, low = two_sum(p, -q)
    value = 0.5 * (jensen_shannon(xp, p, q, n, low) + jensen_shannon(xp, 1.0 - p, 1.0 - q, -n, -low))
    return xp.where(xp.abs(n) == 1.0, LOG_2 + 0.0 * value, value)


@closed("total_variation", Bernoulli, Bernoulli)
def bernoulli_total_variation(xp: Any, p: Any, q: Any) -> Any:
    """|p - q|."""
    return xp.abs(p - q)


@closed("js", PointMass, PointMass)
def point_js(xp: Any, p: Any, q: Any) -> Any:
    """0 for the same point, else log 2."""
    return xp.where(p == q, 0.0, LOG_2 + 0.0 * (p + q))


@closed("total_variation", PointMass, PointMass)
def point_total_variation(xp: Any, p: Any, q: Any) -> Any:
    """0 for the same point, else 1."""
    return xp.where(p == q, 0.0, 1.0 + 0.0 * (p + q))


@closed("hellinger", PointMass, PointMass)
def point_hellinger(xp: Any, p: Any, q: Any) -> Any:
    """0 for the same point, else 1."""
    return xp.where(p == q, 0.0, 1.0 + 0.0 * (p + q))

