"""The push-forward of noise by a generator, and the divergence that it may have; part of `wasserstein`.

Main definitions: noise z with the mass function r over 1 ... n is sent by G to the values 1 ... m; the push-forward has
the mass g[k] = the sum of r[i] over the i with G[i] = k. P_t is the uniform law on [t, 1+t].

Main statements: E h(G(z)) over the noise is the sum of g[k] h(k), for every h, which turns the game's value over noise
into one over data; for z standard normal and G(z) = c z + d the density of G(z) is that of N(d, c^2). KL(P_0, P_t) is
infinite for every t > 0.

Implementation: every map from n to m values is tried, n, m <= 4, with h in symbols. KL is the limit of the integral in
which the second density has been raised by eps: its part where the second density is 0 grows like log(1/eps), on an
interval of positive length, and the rest is bounded.

References: Billingsley, Probability and Measure, theorem 16.13 (change of variable); Arjovsky et al. (2017), example 1.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from sympy import (
    Add,
    Eq,
    Expr,
    Function,
    IndexedBase,
    Integer,
    Integral,
    KroneckerDelta,
    Limit,
    Sum,
    Symbol,
    integrate,
    limit,
    log,
    oo,
)
from sympy.core.relational import Relational

from hw3verify.symbolic.gaussian import density
from hw3verify.symbolic.record import Step, together
from hw3verify.symbolic.tables import SIZES, i, k, masses, n, over, weights, whole
from hw3verify.symbolic.uniforms import CASES, cells, mass_rate, t, z
from hw3verify.symbolic.uniforms import density as uniform_density
from hw3verify.symbolic.zero import equal, positive

r = IndexedBase("r", positive=True)  # the noise's masses
h = IndexedBase("h", real=True)  # any function of the value
G = IndexedBase("G", integer=True, positive=True)  # the generator
m = Symbol("m", integer=True, positive=True)  # how many values it may have
_eps = Symbol("eps", positive=True)


def closed_form() -> Expr:
    """The push-forward mass of the value k."""
    return over(r[i] * KroneckerDelta(G[i], k))


def statement(form: Expr) -> Relational:
    """E h(G(z)) is the mean of h over the push-forward."""
    return Eq(over(r[i] * h[G[i]]), Sum(form * h[k], (k, 1, m)))


def _spelled(expression: Expr) -> Expr:
    """Its sums written out term by term, where `doit` would turn deltas into cases."""

    def terms(found: Sum) -> Expr:
        index, low, high = found.limits[0]
        return Add(*(found.function.xreplace({index: Integer(place)}) for place in range(int(low), int(high) + 1)))

    return expression.replace(lambda part: isinstance(part, Sum), terms)


def _under(plain: Expr, values: int, images: tuple[int, ...], entries: dict[Expr, Expr]) -> Expr:
    """Sums that are written out, for the map with these images."""
    # the deltas by a table: to evaluate them one by one is most of the time otherwise
    hits = {
        KroneckerDelta(value, G[place + 1]): Integer(int(value == image))
        for place, image in enumerate(images)
        for value in range(1, values + 1)
    }
    moved = {h[G[place + 1]]: h[image] for place, image in enumerate(images)}
    rest = {G[place + 1]: Integer(image) for place, image in enumerate(images)}
    return plain.xreplace({**hits, **moved}).xreplace(rest).xreplace(entries)


def steps(form: Expr) -> Iterator[Step]:
    """For every map of up to 4 values to up to 4, and for a normal law under a line."""
    claim = statement(form)
    for sizes in product(SIZES, repeat=2):
        noise, values = masses("r", sizes[0]), weights("h", sizes[1])
        entries = {r[place + 1]: mass for place, mass in enumerate(noise)}
        entries |= {h[place + 1]: value for place, value in enumerate(values)}
        plain = [_spelled(side.subs({n: sizes[0], m: sizes[1]})) for side in (claim.lhs, claim.rhs)]
        each = []
        for images in product(range(1, sizes[1] + 1), repeat=sizes[0]):
            left, right = (_under(side, sizes[1], images, entries) for side in plain)
            each.append(equal(f"G = {images}", left, right, whole(noise)))
            if not each[-1].holds:
                break
        what = f"{sizes[1] ** sizes[0]} maps from {sizes[0]} to {sizes[1]} values: both means agree for every h"
        yield together(what, each)
    x, d, c = Symbol("x", real=True), Symbol("d", real=True), Symbol("c", positive=True)
    any_h = Function("h", real=True)
    before = Integral(any_h(c * z + d) * density(z, Integer(0), Integer(1)), (z, -oo, oo))
    moved = before.transform(c * z + d, x)
    data = density(x, d, c)
    yield Step("G(z) = c z + d: the substitution keeps the line", moved.limits == ((x, -oo, oo),))
    yield equal("G(z) = c z + d, z standard normal: the density of G(z) is N(d, c^2)", moved.function / any_h(x), data)


def infinite_statement(form: Expr) -> Relational:
    """KL(U[0,1], U[t,1+t]) as a limit is the closed form."""
    return Eq(Limit(Integral(log(1 / (uniform_density(t) + _eps)), (z, 0, 1)), _eps, 0, "+"), form)


def infinite_steps(form: Expr) -> Iterator[Step]:
    """The uncovered part of [0,1] has a length, and its term grows without bound."""
    for case, shift in CASES[1:]:
        uncovered, bounded = Integer(0), Integer(0)
        for low, high in cells(shift):
            one, other = mass_rate(Integer(0), (low, high)), mass_rate(shift, (low, high))
            if one == 1 and other == 0:
                uncovered = uncovered + integrate(Integer(1), (z, low, high))
            elif one == 1:
                bounded = bounded + integrate(log(1 / (other + _eps)), (z, low, high))
        yield Step(f"{case}: the part of [0,1] that the second law does not cover has a length", positive(uncovered))
        yield equal(f"{case}: the covered part adds 0 in the limit", limit(bounded, _eps, 0, "+"), Integer(0))
        grown = limit(log(1 / _eps), _eps, 0, "+")
        yield Step(f"{case}: the length times log(1/eps) has the limit {form}", positive(uncovered) and grown == form)
