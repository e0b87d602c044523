"""Renyi's and Tsallis' divergences of any order, accurate at every order: near 0, near 1 and for large ones.

With L = log(p/q), the cells of sum p^alpha q^(1-alpha) - 1 are gaps between a weighted arithmetic and a geometric
mean, all of one sign. They are formed from terms of one sign:

    alpha > 1:      (alpha-1) [p log(p/q) - p + q] + p E((alpha-1) L)                with E(x) = e^x - 1 - x
    0 < alpha < 1:  q sum_k (alpha - alpha^k) L^k/k!     for 0 <= L <= 4, and with p, 1-alpha, -L for -4 <= L < 0
                    p [(1 - e^(-(1-alpha) L)) - (1-alpha)] + (1-alpha) q, or the like, beyond

so that neither near-equal tables nor orders near 1 lose digits. Orders 1/2, 1, 2 are Hellinger's, Kullback's and
Pearson's terms."""

from __future__ import annotations

from collections.abc import Callable
from math import factorial, isinf
from typing import Any

import numpy as np

from hw3verify.divergences import kernels
from hw3verify.divergences.arrays import largest
from hw3verify.divergences.blocks import WHOLE
from hw3verify.divergences.dispatch import answer
from hw3verify.divergences.errorfree import two_product
from hw3verify.divergences.relative import divided, lifted, relative_entropy_term, square_term
from hw3verify.divergences.rows import Cells, summed
from hw3verify.divergences.settled import settled
from hw3verify.divergences.symmetric import root_term
from hw3verify.divergences.tables import compared, in_base

_SERIES = 4.0
_TERMS = 36


def _both(xp: Any, cells: Cells) -> Any:
    """Where log(p/q) is a number."""
    return (cells.p > 0) & (cells.q > 0) if cells.log is None else xp.abs(cells.log) < float("inf")


def _log(xp: Any, cells: Cells) -> Any:
    """log(p/q) of a piece; 0 where p = 0 or q = 0."""
    both = _both(xp, cells)
    if cells.log is not None:
        return xp.where(both, cells.log, 0.0)
    p, q = xp.where(both, cells.p, 1.0), xp.where(both, cells.q, 1.0)
    return kernels.log_relative(xp, p, q, xp.where(both, cells.n, 0.0), xp.where(both, cells.low, 0.0))


def _power_of_two(exponent: float) -> float:
    return float(2.0**exponent) if exponent < 1024 else float("inf")


def _grown(xp: Any, cells: Cells, beta: float, factor: float = 1.0) -> Any:
    """factor p (p/q)^beta of a piece, over the mass; 0 at p = 0 or q = 0.

    The rounding of p/q would count beta times; its remainder, and the rest of q, are put back to first order.
    """
    both = _both(xp, cells)
    fits = (cells.p > 0) & (cells.q > 1e-300)
    p, q = xp.where(fits, cells.p, 1.0), xp.where(fits, cells.q, 1.0)
    # ratios beyond 2^800 are brought back by 2^900
    high, low = p * 2.0**-800 > q, p * 2.0**800 < q
    lifted_p = xp.where(high, p * 2.0**-900, xp.where(low, p * 2.0**900, p))
    ratio = lifted_p / q
    product, lost = two_product(ratio, q)
    remainder = ((lifted_p - product) - lost - ratio * xp.where(fits, cells.rest, 0.0)) / lifted_p
    half = ratio ** (0.5 * beta)
    half = xp.where(high, half * _power_of_two(450 * beta), xp.where(low, half * _power_of_two(-450 * beta), half))
    share = p * factor / cells.mass[0]
    value = share * half * (1.0 + beta * remainder) * half
    if xp is np and fits.all():
        return value
    # what scaling lost is known by its logarithm only, and the larger of p and q is what there is
    half = xp.exp(0.5 * xp.where(cells.p > 0, beta, 1.0 + beta) * _log(xp, cells))
    share = xp.where(cells.p > 0, cells.p, cells.q) * factor / cells.mass[0]
    return xp.where(fits, value, xp.where(both, share * half * half, 0.0 * cells.p))


def _above(beta: float) -> Callable[[Any, Cells], Any]:
    """(p^alpha q^(1-alpha) - alpha p + (alpha-1) q) / (alpha-1) for alpha = 1 + beta > 1, over the mass."""

    def term(xp: Any, cells: Cells) -> Any:
        x = beta * _log(xp, cells)
        share = cells.p / cells.mass[0]
        middle = (x > -1.2) & (x < 3.0)
        excess = share * (kernels.minus_log1p(xp, xp.expm1(xp.where(middle, x, 0.0))) / beta)
        if not (xp is np and middle.all()):
            excess = xp.where(middle, excess, _grown(xp, cells, beta, 1.0 / beta) - share * ((1.0 + x) / beta))
        return relative_entropy_term(xp, cells) / cells.mass[0] + excess

    return term


def _gap(xp: Any, x: Any, y: Any, length: Any, a: float) -> Any:
    """(a x + (1-a) y - x^a y^(1-a)) / (a (1-a)) for x >= y > 0 with log(x/y) = length."""
    short = length <= _SERIES
    inner = xp.where(short, length, 0.0)
    value = inner * 0.0
    for k in range(_TERMS, 1, -1):
        # (a - a^k) / (a (1-a)), that is 1 + a + ... + a^(k-2): no difference is left for orders near 1
        value = value * inner + (sum(a**j for j in range(k - 1)) / factorial(k))
    near = y * value * inner * inner
    outer = xp.where(short, 2.0 * _SERIES, length)
    if a <= 0.7:
        # y (e^length - 1) is x - y; and where a power of e^length overflows, only x counts
        power = y * xp.expm1(a * xp.where(outer < 600.0, outer, 600.0))
        far = xp.where(outer < 600.0, (a * (x - y) - power) / (a * (1.0 - a)), x / (1.0 - a))
    else:
        b = 1.0 - a
        far = x * ((-xp.expm1(-b * outer) / b - 1.0) / a) + y / a
    return xp.where(short, near, far)


def _between(alpha: float) -> Callable[[Any, Cells], Any]:
    """(alpha p + (1-alpha) q - p^alpha q^(1-alpha)) / (1-alpha) for 0 < alpha < 1."""

    def term(xp: Any, cells: Cells) -> Any:
        p, q = cells.p, cells.q
        length = _log(xp, cells)
        both = _both(xp, cells)
        larger = length >= 0
        up = _gap(xp, p, q, xp.where(larger, length, 0.0), alpha)
        down = _gap(xp, q, p, xp.where(larger, 0.0, -length), 1.0 - alpha)
        single = p * (alpha / (1.0 - alpha)) + q
        return xp.where(both, xp.where(larger, up, down) * alpha, single)

    return term


def _half(xp: Any, cells: Cells) -> Any:
    return root_term(xp, cells)


def tsallis_term(alpha: float) -> Callable[[Any, Cells], Any]:
    """The cells of Tsallis' divergence, (sum p^alpha q^(1-alpha) - 1) / (alpha - 1)."""
    special = {0.5: _half, 1.0: relative_entropy_term, 2.0: square_term}
    if alpha in special:
        return special[alpha]
    return _above(alpha - 1.0) if alpha > 1 else _between(alpha)


def _finish(alpha: float) -> Callable[..., Any]:
    return lifted if alpha > 1 else divided


def _tsallis(pair: Any, alpha: float) -> Any:
    return settled(pair, _finish(alpha), (tsallis_term(alpha),))


def _missed(xp: Any, cells: Cells) -> Any:
    return xp.where(cells.p > 0, 0.0, cells.q)


def _covered(xp: Any, cells: Cells) -> Any:
    return xp.where(cells.p > 0, cells.q, 0.0)


def _support(pair: Any) -> Any:
    """The divergence of order 0: -log of the mass that q has where p has any."""
    xp = pair.xp
    missed, covered = (pair.divided(x) for x in summed(pair, _missed, _covered))
    return xp.where(missed < 0.5, -xp.log1p(-xp.where(missed < 0.5, missed, 0.0)), -xp.log(covered)) + 0.0


def _extreme(pair: Any) -> Any:
    """The divergence of order infinity: the largest log(p/q)."""
    xp = pair.xp
    cells = pair.cells(WHOLE)
    beyond = xp.where(cells.p > 0, float("inf"), 0.0 * cells.p - float("inf"))
    length = xp.where(_both(xp, cells), _log(xp, cells), beyond)
    length = xp.where((cells.p == cells.p) & (cells.q == cells.q), length, float("nan"))
    top = largest(xp, length)
    return xp.where(top < 0, 0.0, top)


def _renyi(pair: Any, alpha: float) -> Any:
    xp = pair.xp
    if alpha == 0:
        return _support(pair)
    if isinf(alpha):
        return _extreme(pair)
    value = _tsallis(pair, alpha)
    if alpha == 1:
        return value
    beta = alpha - 1.0
    if beta > 0:
        fits = value * beta < 1e300
        near = xp.where(value * beta < 1e-17, value, xp.log1p(xp.where(fits, value * beta, 0.0)) / beta)
        if xp is np and fits.all():
            return near
        return xp.where(fits, near, _shifted(pair, beta))
    gap = value * -beta
    near = gap < 0.5
    value = xp.where(gap < 1e-17, value, xp.log1p(-xp.where(near, gap, 0.0)) / beta)
    if xp is np and near.all():
        return value
    powers = lifted(pair, summed(pair, lambda xp, cells: _grown(xp, cells, beta))[0])
    return xp.where(near, value, xp.log(xp.where(near, 1.0, powers)) / beta)


def _shifted(pair: Any, beta: float) -> Any:
    """log(sum p e^(beta L)) / beta where the sum overflows: the largest exponent is taken out."""
    xp = pair.xp
    cells = pair.cells(WHOLE)
    bare = (cells.p > 0) & (cells.q == 0) if cells.log is None else cells.log == float("inf")
    endless = xp.any(bare, axis=-1, keepdims=True)
    some = cells.p > 0
    exponent = xp.where(some, beta * _log(xp, cells) + xp.log(xp.where(some, cells.p, 1.0)), -float("inf"))
    top = largest(xp, exponent)
    sums = xp.sum(xp.exp(exponent - top), axis=-1, keepdims=True)
    value = ((top - xp.log(cells.mass[0])) + xp.log(sums)) / beta
    return xp.where(endless, float("inf"), value)


def renyi_rule(alpha: float) -> Callable[[Any], Any]:
    """Renyi's divergence of this order, of every pair of rows; ValueError for a negative order."""
    order = _order(alpha)
    return lambda pair: _renyi(pair, order)


def tsallis_rule(alpha: float) -> Callable[[Any], Any]:
    """Tsallis' divergence of this order, of every pair of rows; ValueError for an order that is not positive and
    finite."""
    order = _order(alpha)
    if not 0 < order < float("inf"):
        raise ValueError(f"alpha: expected a finite order > 0, not {alpha!r}")
    return lambda pair: _tsallis(pair, order)


def _order(alpha: float) -> float:
    if not hasattr(alpha, "__float__"):
        raise TypeError(f"alpha: expected a number, not {alpha!r}")
    alpha = float(alpha)
    if not alpha >= 0:
        raise ValueError(f"alpha: expected an order >= 0, not {alpha!r}")
    return alpha


def renyi(
    p: Any,
    q: Any,
    alpha: float,
    *,
    axis: int = -1,
    base: float | None = None,
    keepdims: bool = False,
    check: bool = True,
) -> Any:
    """Renyi's divergence log(sum p^alpha q^(1-alpha)) / (alpha - 1) of order alpha >= 0, in nats, of tables.

    Order 1 is KL(p || q), order 0 is -log q(p > 0), order inf is log max p/q: the limits. inf from order 1 on if q is
    0 where p is not, and for disjoint tables at any order; 0 if and only if the tables are proportional, but for
    order 0, which only sees where they are 0. Within 4 units of the last place at orders 0, 1/2, 1, 2 and inf, within
    8 at others, also next to 1. ValueError for a negative order; other conventions and errors: see `kl`. Source:
    Renyi 1961; van Erven and Harremoes 2014."""
    rule = renyi_rule(alpha)
    value = answer("renyi", alpha, p=p, q=q)
    if value is not None:
        return in_base(value, base)
    return compared(rule, p, q, axis, base, keepdims, True, check)


def tsallis(
    p: Any, q: Any, alpha: float, *, axis: int = -1, keepdims: bool = False, check: bool = True
) -> Any:
    """Tsallis' relative entropy (sum p^alpha q^(1-alpha) - 1) / (alpha - 1) of order alpha > 0 of tables: no
    logarithm at the end, hence no base.

    Order 1 is KL(p || q), order 2 is chi^2(p || q). inf from order 1 on if q is 0 where p is not; 1/(1-alpha) for
    disjoint tables below; 0 if and only if the tables are proportional. Within 4 units of the last place at orders
    1/2, 1 and 2, within 8 at others. Errors: see `renyi`. Source: Tsallis 1998; Cressie and Read 1984."""
    rule = tsallis_rule(alpha)
    value = answer("tsallis", alpha, p=p, q=q)
    if value is not None:
        return value
    return compared(rule, p, q, axis, None, keepdims, True, check)


