"""The one inequality of logarithms: log t <= t - 1, with equality at t = 1 alone.

Main definitions: `tangent_gap` is G(t) = t - 1 - log t.

Main statements: G >= 0 on t > 0, and G(t) = 0 only for t = 1. A sum of G under positive weights is therefore at
least 0, and 0 only where every argument is 1: Gibbs' and Jensen's inequalities as the other modules use them.

Implementation: `tangent_steps` checks it rather than taking it on trust: G(1) = 0 = G'(1), the slope is positive at
every t = 1 + s and negative at every t = 1/(1+s) with s > 0, and these, with 1, are all t > 0. (A function that falls
up to 1 and rises after it is least at 1 alone.)

References: Cover and Thomas, Elements of Information Theory, theorem 2.6.3; Boyd and Vandenberghe, Convex
Optimization, section 3.1.3.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from sympy import Expr, Integer, Symbol, diff, log

from hw3verify.symbolic.record import Step, together
from hw3verify.symbolic.zero import equal, positive


def tangent_gap(t: Expr) -> Expr:
    """G(t) = t - 1 - log t, by which the tangent of the logarithm at 1 lies above it."""
    return t - 1 - log(t)


def tangent_steps(gap: Callable[[Expr], Expr] = tangent_gap) -> Iterator[Step]:
    """That the gap is 0 at 1 and positive elsewhere on t > 0."""
    t, s = Symbol("t", positive=True), Symbol("s", positive=True)
    slope = diff(gap(t), t)
    yield equal("G(t) = t - 1 - log t is 0 at t = 1", gap(t).subs(t, 1), Integer(0))
    yield equal("the slope of G is 0 there", slope.subs(t, 1), Integer(0))
    yield Step("G rises after t = 1", positive(slope.subs(t, 1 + s)))
    yield Step("G falls before t = 1", positive(-slope.subs(t, 1 / (1 + s))))


def tangent_step() -> Step:
    """`tangent_steps` as one step."""
    return together("G(t) = t - 1 - log t is 0 at t = 1 and positive at every other t > 0", tangent_steps())
