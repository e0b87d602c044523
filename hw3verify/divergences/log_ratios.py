"""Two laws of a number brought to where they are compared best, and log p/q from the differences of their parameters.

Divergences do not change when both laws are moved and scaled alike: laws with a location are moved to p's, and all are
scaled by a power of two, without rounding, until p's scale is about 1; log-normal laws are compared as normal ones, and
von Mises' laws on the circle, at the angle between their directions. With z = x/s, w = (x-n)/r for p = (0, s) and
q = (n, r) and d = w - z = (z (s-r) - n)/r,

    Normal    log(r/s) + d (w+z)/2              Laplace   log(r/s) + |w| - |z|
    Cauchy    log(r/s) + log(1 + d (w+z)/(1+z^2))    Gumbel    log(r/s) + d + e^-z (e^-d - 1)
    exponential families     (t_p - t_q) . (T(x) - E_q T) - KL(q || p)

so that near laws keep their digits. Source: derived from the densities."""

from __future__ import annotations

from collections.abc import Callable
from math import frexp, inf, isfinite
from typing import Any

import numpy as np

from hw3verify.divergences.closed.within import turned
from hw3verify.divergences.dispatch import find
from hw3verify.divergences.laws.circle import Angle, VonMises
from hw3verify.divergences.laws.counts import Binomial, Geometric, Poisson
from hw3verify.divergences.laws.family import Family
from hw3verify.divergences.laws.interval import Beta, Uniform
from hw3verify.divergences.laws.lines import Cauchy, Gumbel, Laplace
from hw3verify.divergences.laws.normal import HalfNormal, LogNormal, Normal
from hw3verify.divergences.laws.waiting import Exponential, Gamma, Pareto
from hw3verify.divergences.special.bessel import bessel_lack
from hw3verify.divergences.special.gamma import digamma, digamma_difference

Ratio = Callable[[Any], tuple[Any, Any]]
"""Places to log p/q there, and the sum of the sizes of its terms."""

LOCATED: tuple[type[Family], ...] = (Normal, Laplace, Gumbel, Cauchy)

# how parameters change when the number is multiplied: 1 with it, -1 against it, 0 not
_POWERS: dict[type[Family], tuple[int, ...]] = {
    **dict.fromkeys((*LOCATED, Uniform), (1, 1)),
    HalfNormal: (1,), Exponential: (-1,), Gamma: (0, -1), Pareto: (1, 0),
}  # fmt: skip


def compared(p: Family, q: Family) -> tuple[Family, Family]:
    """Two laws with plain numbers as parameters, moved and scaled alike; the same laws where that would round."""
    kinds = (type(p), type(q))
    if kinds == (VonMises, VonMises):
        angle = float(turned(np, np.float64(q.parameters[0]), np.float64(p.parameters[0])))
        return Angle(0.0, p.parameters[1], check=False), Angle(angle, q.parameters[1], check=False)
    if kinds == (LogNormal, LogNormal):
        p, q = Normal(*p.parameters, check=False), Normal(*q.parameters, check=False)
    if type(p) in LOCATED and type(q) in LOCATED and isfinite(q.parameters[0] - p.parameters[0]):
        (m, s), (n, r) = p.parameters, q.parameters
        p, q = type(p)(0.0, s, check=False), type(q)(n - m, r, check=False)
    if type(p) in _POWERS and type(q) in _POWERS:
        scaled = _scaled(p, q)
        if scaled is not None:
            return scaled
    return p, q


def _scaled(p: Family, q: Family) -> tuple[Family, Family] | None:
    if type(p) is Uniform:
        size = float(p.parameters[1] - p.parameters[0])
    else:
        at, power = next((k, x) for k, x in reversed(list(enumerate(_POWERS[type(p)]))) if x)
        size = float(p.parameters[at]) ** power
    if not 0.0 < size < inf:
        return None
    factor = 2.0 ** -max(-1000, min(frexp(size)[1], 1000))
    found = []
    for law in (p, q):
        powers = _POWERS[type(law)]
        changed = [x * factor**k for x, k in zip(law.parameters, powers, strict=True)]
        back = [x / factor**k for x, k in zip(changed, powers, strict=True)]
        if not all(map(isfinite, changed)) or back != list(law.parameters):
            return None
        found.append(type(law)(*changed, check=False))
    return found[0], found[1]


def log_ratio(p: Family, q: Family) -> Ratio | None:
    """log p/q of two laws that `compared` returned; None for laws of two families, and for exponential families whose
    laws are not near."""
    if type(p) is not type(q):
        return None
    given = [float(x) for law in (p, q) for x in law.parameters]
    if type(p) in LOCATED:
        return _located(type(p), *given)
    if type(p) is Pareto:
        return _paretos(*given)
    family = _FAMILIES.get(type(p))
    if family is None or (type(p) is Binomial and given[0] != given[2]):
        return None
    one, two = (VonMises(*law.parameters) if type(law) is Angle else law for law in (p, q))
    back = float(find("kl", two, one)(two, one))
    if not back < 0.5:
        return None
    statistics = family(*map(np.float64, given))

    def ratio(x: Any) -> tuple[Any, Any]:
        terms = [step * centred(x) for step, centred in statistics]
        value = sum(terms) - back
        return value, sum(np.abs(term) for term in terms) + back

    return ratio


def _located(kind: type[Family], m: float, s: float, n: float, r: float) -> Ratio:
    length = float(np.log1p((r - s) / s)) if abs(r - s) < 0.5 * s else float(np.log(r) - np.log(s))

    def ratio(x: Any) -> tuple[Any, Any]:
        z, w = (x - m) / s, (x - n) / r
        d = (z * (s - r) - (n - m)) / r
        if kind is Normal:
            part = 0.5 * d * (w + z)
        elif kind is Laplace:
            part = np.where(z * w > 0, np.sign(z) * d, np.abs(w) - np.abs(z))
        elif kind is Gumbel:
            part = d + np.exp(-z) * np.expm1(-d)
            return length + part, abs(length) + np.abs(d) + np.abs(part - d)
        else:
            root = np.hypot(1.0, z)
            part = np.log1p(d / root * ((w + z) / root))
        return length + part, abs(length) + np.abs(part)

    return ratio


def _paretos(m: float, a: float, n: float, b: float) -> Ratio:
    shapes = float(np.log1p((a - b) / b)) if abs(a - b) < 0.5 * b else float(np.log(a) - np.log(b))
    minima = float(np.log1p((m - n) / n)) if abs(m - n) < 0.5 * n else float(np.log(m) - np.log(n))

    def ratio(x: Any) -> tuple[Any, Any]:
        length = (a - b) * np.log1p(np.maximum(x - n, 0.0) / n)
        return (shapes + a * minima) - length, abs(shapes) + abs(a * minima) + np.abs(length)

    return ratio


Statistics = list[tuple[Any, Callable[[Any], Any]]]
"""Differences of natural parameters, and statistics less their means under q."""


def _exponentials(a: Any, b: Any) -> Statistics:
    return [(b - a, lambda x: x - 1.0 / b)]


def _half_normals(s: Any, r: Any) -> Statistics:
    return [(0.5 * ((s - r) / s) * ((s + r) / s), lambda x: (x / r - 1.0) * (x / r + 1.0))]


def _gammas(k: Any, a: Any, m: Any, b: Any) -> Statistics:
    mean = digamma(np, m) - np.log(m)
    return [
        (k - m, lambda x: np.log(np.where(x > 0, x, 1.0) * b / m) - mean),
        ((b - a) / b, lambda x: x * b - m),
    ]


def _betas(a: Any, b: Any, c: Any, d: Any) -> Statistics:
    one, two = digamma_difference(np, c + d, c, d), digamma_difference(np, c + d, d, c)

    def inner(x: Any) -> Any:
        return np.where((x > 0) & (x < 1), x, 0.5)

    return [(a - c, lambda x: np.log(inner(x)) + one), (b - d, lambda x: np.log1p(-inner(x)) + two)]


def _angles(m: Any, k: Any, n: Any, c: Any) -> Statistics:
    angle = m - n
    half, lack = np.sin(0.5 * angle), bessel_lack(np, c)
    return [
        ((k - c) - 2.0 * k * half * half, lambda x: lack - 2.0 * np.sin(0.5 * (x - n)) ** 2),
        (k * np.sin(angle), lambda x: np.sin(x - n)),
    ]


def _quotient(a: Any, b: Any) -> Any:
    return np.log1p((a - b) / b)


def _poissons(a: Any, b: Any) -> Statistics:
    return [(_quotient(a, b), lambda x: x - b)]


def _binomials(n: Any, a: Any, _: Any, b: Any) -> Statistics:
    return [(_quotient(a, b) - np.log1p((b - a) / (1.0 - b)), lambda x: x - n * b)]


def _geometrics(a: Any, b: Any) -> Statistics:
    return [(np.log1p((b - a) / (1.0 - b)), lambda x: x - (1.0 - b) / b)]


_FAMILIES: dict[type[Family], Callable[..., Statistics]] = {
    Exponential: _exponentials, HalfNormal: _half_normals, Gamma: _gammas, Beta: _betas, Angle: _angles,
    Poisson: _poissons, Binomial: _binomials, Geometric: _geometrics,
}  # fmt: skip
