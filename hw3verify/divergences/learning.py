"""What generative models are trained by: the optimal discriminator, the value of the game, the evidence lower bound."""

from __future__ import annotations

from collections.abc import Callable
from math import log
from typing import Any

import numpy as np

from hw3verify.divergences import check as checks
from hw3verify.divergences.arrays import frame_of, largest
from hw3verify.divergences.dispatch import find, laws_of
from hw3verify.divergences.jensen import js
from hw3verify.divergences.laws.circle import Angle, VonMises
from hw3verify.divergences.relative import kl
from hw3verify.divergences.scaling import ceiling, factors, scale
from hw3verify.divergences.sums import total
from hw3verify.divergences.tables import in_base


def _share(xp: Any, p: Any, q: Any) -> Any:
    """p / (p + q) for p, q >= 0; 1/2 where both are 0."""
    both = p + q
    return xp.where(both > 0, p / xp.where(both > 0, both, 1.0), xp.where(both == 0, 0.5, both))


def _mass(xp: Any, table: Any, axis: int) -> tuple[Any, Any, Any]:
    """A table with its axis last, times a power of two of each row, its sum as a pair, and what undoes the powers."""
    x = xp.moveaxis(table, axis, -1)
    by = factors(xp, largest(xp, x))
    x = scale(xp, x, by)
    return x, total(xp, x, ceiling(xp)), by


def _normalised(xp: Any, table: Any, axis: int) -> Any:
    x, (mass, _), _ = _mass(xp, table, axis)
    return xp.moveaxis(x / mass, -1, axis)


def optimal_discriminator(p: Any, q: Any, *, axis: int = -1, check: bool = True) -> Any:
    """D*(x) = p(x) / (p(x) + q(x)), the probability that x was drawn from p if p and q are drawn from equally often.

    For tables (along `axis`, normalised) the table of D*; for laws the function x -> D*(x), for two von Mises' laws of
    any angle x. It is 1/2 where neither has mass, 1 where q has none. Within 4 units for tables; two continuous or two
    discrete laws, TypeError otherwise. Errors: see `kl`. Source: Goodfellow et al. 2014, proposition 1."""
    laws = laws_of("optimal_discriminator", p=p, q=q)
    if laws is not None:
        return _discriminator(*laws)
    frame = frame_of(p, q)
    with frame.quiet():
        xp = frame.xp
        x, y = frame.take(p, "p"), frame.take(q, "q")
        for name, table in (("p", x), ("q", y)):
            checks.axis_of(name, table, axis)
            if check:
                checks.nonnegative(xp, name, table)
                top = xp.moveaxis(table, axis, -1)
                checks.some_mass(name, xp.sum(0.25 * top, axis=-1, keepdims=True))
        x, y = (_normalised(xp, table, axis) for table in (x, y))
        return frame.give(_share(xp, x, y))


def _discriminator(p: Any, q: Any) -> Callable[[Any], Any]:
    if p.discrete != q.discrete:
        raise TypeError("optimal_discriminator: expected two discrete or two continuous laws")
    if type(p) is VonMises and type(q) is VonMises:
        p, q = (Angle(*law.parameters, check=False) for law in (p, q))

    def discriminator(x: Any) -> Any:
        """p(x) / (p(x) + q(x)), from the difference of logarithms; 1/2 where both densities are 0."""
        one, two = p.log_density(x), q.log_density(x)
        frame = frame_of(one, two)
        xp = frame.xp
        with frame.quiet():
            a, b = frame.take(one), frame.take(two)
            neither = (a == b) & (xp.abs(a) == float("inf"))
            gap = xp.where(neither, 0.0, b - a)
            return frame.give(1.0 / (1.0 + xp.exp(gap)) + 0.0)

    return discriminator


def _best(p: Any, q: Any, axis: int, value: Any) -> Any:
    """The value of the game for the optimal discriminator of tables, from 2 JS - log 4, which has lost its digits where
    the tables are almost disjoint: there -sum p log(1 + q/p) + q log(1 + p/q)."""
    frame = frame_of(p, q, value)
    with frame.quiet():
        xp = frame.xp
        x, y, plain = frame.take(p, "p"), frame.take(q, "q"), frame.take(value, "value")
        if xp is np and not (plain > -0.4).any():
            return value
        x, y = _normalised(xp, x, axis), _normalised(xp, y, axis)
        both = (x > 0) & (y > 0)
        least, most = xp.where(both, xp.where(x < y, x, y), 1.0), xp.where(both, xp.where(x < y, y, x), 1.0)
        ratio = least / most
        length = xp.where(ratio > 1e-300, xp.log1p(1.0 / xp.where(ratio > 1e-300, ratio, 1.0)), 0.0)
        length = xp.where(ratio > 1e-300, length, xp.log(most) - xp.log(least))
        direct = -xp.sum(xp.where(both, least * length + most * xp.log1p(ratio), 0.0), axis=axis) + 0.0
        return frame.give(xp.where(plain > -0.4, direct, plain))


def gan_value(
    p: Any, q: Any, discriminator: Any = None, *, axis: int = -1, base: float | None = None, check: bool = True
) -> Any:
    """The value E_p log D + E_q log(1 - D) of the game between a generator (q) and a discriminator D, in nats.

    Without D, for the optimal one: 2 JS(p, q) - log 4. D is a table of probabilities beside tables p and q, and a
    function beside laws (continuous ones are integrated numerically, as accurate as `integrated` says). -inf where D
    is certain and wrong. ValueError for entries of D outside of [0, 1]; others: see `kl`. Source: Goodfellow et al.
    2014."""
    if discriminator is None:
        tables = laws_of("gan_value", p=p, q=q) is None
        divergence = js(p, q, axis=axis, check=check) if tables else js(p, q)
        value = 2.0 * divergence - log(4.0)
        return in_base(_best(p, q, axis, value) if tables else value, base)
    laws = laws_of("gan_value", p=p, q=q)
    if laws is not None:
        return in_base(find("gan_value", *laws)(*laws, discriminator), base)
    frame = frame_of(p, q, discriminator)
    with frame.quiet():
        xp = frame.xp
        x, y, d = frame.take(p, "p"), frame.take(q, "q"), frame.take(discriminator, "discriminator")
        if check:
            checks.nonnegative(xp, "p", x)
            checks.nonnegative(xp, "q", y)
            checks.probability(xp, "discriminator", d)
        x, y = (_normalised(xp, table, axis) for table in (x, y))
        one = xp.where(x > 0, x * xp.log(xp.where(x > 0, d, 1.0)), 0.0 * x)
        two = xp.where(y > 0, y * xp.log1p(-xp.where(y > 0, d, 0.0)), 0.0 * y)
        return in_base(frame.give(xp.sum(one + two, axis=axis)), base)


def elbo(joint: Any, q: Any, *, axis: int = -1, base: float | None = None, check: bool = True) -> Any:
    """The evidence lower bound sum_z q(z) log(joint(z) / q(z)) for one observation x, in nats.

    `joint` holds p(x, z) for the given x and all z along `axis`: it is not normalised, and its sum is the evidence
    p(x); q(z) is a table, exactly normalised. Other axes broadcast (observations, say). Computed as
    log p(x) - KL(q || p(z|x)), so that the gap to the evidence has its digits; -inf where q has mass and the joint has
    none. Errors: see `kl`, with the names `joint` and `q`. Source: Jordan et al. 1999; Kingma and Welling 2014."""
    frame = frame_of(joint, q)
    with frame.quiet():
        xp = frame.xp
        x = frame.take(joint, "joint")
        checks.axis_of("joint", x, axis)
        if check:
            checks.nonnegative(xp, "joint", x)
        _, (mass, rest), by = _mass(xp, x, axis)
        # the powers of two are taken back where no digit is lost to them
        plain = mass / by[0] / by[1]
        usual = (plain > 1e-290) & (plain < float("inf"))
        length = xp.log(xp.where(usual, plain, 1.0)) + rest / mass
        evidence = xp.where(usual, length, xp.log(mass) - xp.log(by[0]) - xp.log(by[1]))[..., 0]
        try:
            gap = frame.take(kl(q, joint, axis=axis, check=check), "q")
        except ValueError as error:
            # kl calls its arguments p and q
            text = str(error)
            said = text.replace("q:", "joint:", 1) if text.startswith("q:") else text.replace("p:", "q:", 1)
            raise ValueError(said) from None
        return in_base(frame.give(evidence - gap), base)
