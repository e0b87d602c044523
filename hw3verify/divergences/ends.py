"""How laws of a number end, and whether integrals of powers of two densities exist there.

Towards an end, the logarithm of a density is a sum of terms of different growth: e^(r x), x^2, x, log^2 x and log x far
out, powers of log(1/t) at distance t from a finite end, log k! for laws of counts. Of p^alpha q^(1-alpha) the first
term decides that does not cancel. Exact for exact parameters; nothing is evaluated."""

from __future__ import annotations

from math import exp, inf, log1p
from typing import Any, NamedTuple

from hw3verify.divergences.laws.counts import Geometric, Poisson
from hw3verify.divergences.laws.family import Family
from hw3verify.divergences.laws.interval import Beta
from hw3verify.divergences.laws.lines import Cauchy, Gumbel, Laplace
from hw3verify.divergences.laws.normal import HalfNormal, LogNormal, Normal
from hw3verify.divergences.laws.waiting import Exponential, Gamma, Pareto

Terms = dict[tuple[int, float], float]
"""Coefficients by growth: (4, r) of e^(r x), (3, 2) of x^2, (3, 1.5) of log k!, (3, 1) of x, (2, 2) of squared and
(2, 1) of plain logarithms (of x, or of 1/t)."""

LOG, SQUARED_LOG, PLAIN, FACTORIAL, SQUARE = (2, 1.0), (2, 2.0), (3, 1.0), (3, 1.5), (3, 2.0)


class End(NamedTuple):
    """Where a support ends, and how the log density behaves there."""

    place: float
    terms: Terms


def end(law: Family, *, upper: bool) -> End:
    """The upper or the lower end of a law with plain numbers as parameters."""
    place = float(law.support[int(upper)])
    a, b = (*(float(x) for x in law.parameters), 0.0)[:2]
    side = 1.0 if upper else -1.0
    kind: Any = type(law)
    terms: Terms = {}
    if kind in (Normal, HalfNormal):
        mean, scale = (a, b) if kind is Normal else (0.0, a)
        terms = {SQUARE: -0.5 / scale / scale, PLAIN: side * mean / scale / scale} if abs(place) == inf else {}
    elif kind is Laplace:
        terms = {PLAIN: -1.0 / b}
    elif kind is Gumbel:
        terms = {PLAIN: -1.0 / b} if upper else {(4, 1.0 / b): -exp(max(-700.0, min(a / b, 700.0))), PLAIN: 1.0 / b}
    elif kind is Cauchy:
        terms = {LOG: -2.0}
    elif kind is LogNormal:
        terms = {SQUARED_LOG: -0.5 / b / b, LOG: a / b / b - 1.0 if upper else 1.0 - a / b / b}
    elif kind is Exponential:
        terms = {PLAIN: -a} if upper else {}
    elif kind is Gamma:
        terms = {PLAIN: -b, LOG: a - 1.0} if upper else {LOG: 1.0 - a}
    elif kind is Pareto:
        terms = {LOG: -b - 1.0} if upper else {}
    elif kind is Beta:
        terms = {LOG: 1.0 - (b if upper else a)}
    elif kind is Poisson and upper:
        terms = {FACTORIAL: -1.0}
    elif kind is Geometric and upper:
        terms = {PLAIN: log1p(-a) if a < 1 else -inf}
    return End(place, terms)


def covered(p: Family, q: Family) -> bool:
    """Whether q's support holds p's."""
    below = end(p, upper=False).place >= end(q, upper=False).place
    return below and end(p, upper=True).place <= end(q, upper=True).place


def apart(p: Family, q: Family) -> bool:
    """Whether the supports have no interior point in common."""
    low = max(end(law, upper=False).place for law in (p, q))
    high = min(end(law, upper=True).place for law in (p, q))
    return not low < high if not p.discrete else not low <= high


def power_exists(p: Family, q: Family, alpha: float) -> bool:
    """Whether the integral (or sum) of p^alpha q^(1-alpha) is finite, for alpha > 0; always for alpha <= 1."""
    if alpha <= 1:
        return True
    if not covered(p, q):
        return False
    for up in (False, True):
        one, two = end(p, upper=up), end(q, upper=up)
        theirs = two.terms if two.place == one.place else {}
        bound = (0.0 if p.discrete else -1.0) if abs(one.place) == inf else 1.0
        if p.discrete and abs(one.place) < inf:
            continue
        for key in sorted({*one.terms, *theirs}, reverse=True):
            total = alpha * one.terms.get(key, 0.0) + (1.0 - alpha) * theirs.get(key, 0.0)
            if key == LOG:
                break
            if total != 0:
                if total > 0:
                    return False
                break
        else:
            key, total = LOG, 0.0
        if key == LOG and not total < bound:
            return False
    return True


def divergence_exists(p: Family, q: Family) -> bool:
    """Whether KL(p || q) is finite: q covers p, and what q's logarithm grows by has a mean under p."""
    if not covered(p, q):
        return False
    for up in (False, True):
        one, two = end(p, upper=up), end(q, upper=up)
        if abs(one.place) < inf or not two.terms:
            continue
        own, other = max(one.terms), max(two.terms)
        if own == LOG and other[0] >= 3:
            power = inf if other[0] == 4 else other[1]
            if not one.terms[own] + power < -1.0:
                return False
        elif other[0] == 4 and own[0] < 4:
            rate = -one.terms[own] if own == PLAIN else inf if own[0] == 3 else 0.0
            if not rate > other[1]:
                return False
    return True
