"""The best mass function in the evidence lower bound is the posterior.

Main definitions: j[i] = p(x|z_i) p(z_i); the bound is the sum of q[i] (log j[i] - log q[i]); its Lagrangian adds
lambda (q[1] + ... + q[n] - 1).

Main statements:
  posterior.stationary  the Lagrangian is stationary at q[k] = j[k] / (j[1] + ... + j[n]) alone
  posterior.maximum     the second derivatives are -1/q[k] on the diagonal and 0 beside it: the bound is strictly
                        concave, and its value at the posterior is greater than at any other q
  posterior.value       that value is log p(x), the logarithm of the sum of j[i]

Implementation: written out for n = 1 ... 4, differentiated by SymPy. The stationarity conditions are solved: each gives
q[i] = j[i] exp(lambda - 1), and the total mass gives lambda. The maximum is shown twice: by the Hessian, and by
value - bound = sum of q[i] G(r[i]/q[i]) with G of `tangent`, where r is the maximiser.

References: Neal and Hinton (1998), A view of the EM algorithm, lemma 1; Boyd and Vandenberghe, section 5.5.3.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sympy import (
    Add,
    And,
    Derivative,
    Eq,
    Equivalent,
    Expr,
    IndexedBase,
    Integer,
    KroneckerDelta,
    Symbol,
    diff,
    exp,
    log,
    solve,
)

from hw3verify.symbolic.record import Step
from hw3verify.symbolic.tables import SIZES, i, k, masses, over, weights, whole, whole_sum, written_out
from hw3verify.symbolic.tangent import tangent_gap, tangent_step
from hw3verify.symbolic.theorem import Claim, Theorem
from hw3verify.symbolic.zero import equal, positive

q = IndexedBase("q", positive=True)  # masses
j = IndexedBase("j", positive=True)  # p(x|z_i) p(z_i)
h = Symbol("h", integer=True, positive=True)  # a second index
lambda_ = Symbol("lambda", real=True)


def bound() -> Expr:
    """The evidence lower bound as a sum to n."""
    return over(q[i] * (log(j[i]) - log(q[i])))


def lagrangian() -> Expr:
    """The bound with the multiplier of the total mass."""
    return bound() + lambda_ * (over(q[i]) - 1)


def posterior() -> Expr:
    """The maximiser as a term in k."""
    return j[k] / whole_sum(j[i])


def hessian() -> Expr:
    """The second derivative by q[k] and q[h]."""
    return -KroneckerDelta(k, h) / q[k]


def _entries(form: Expr, joint: Sequence[Expr]) -> list[Expr]:
    return [written_out(form.subs(k, place + 1), {j: joint}) for place in range(len(joint))]


def _bound(q_: Sequence[Expr], joint: Sequence[Expr]) -> Expr:
    return written_out(bound(), {q: q_, j: joint})


def _stationary_steps(form: Expr) -> Iterator[Step]:
    evidence = Symbol("P", positive=True)
    for size in SIZES:
        q_, joint = weights("q", size), weights("j", size)
        target = written_out(lagrangian(), {q: q_, j: joint})
        claimed = _entries(form, joint)
        multiplier = 1 - log(Add(*joint))
        at = {**dict(zip(q_, claimed, strict=True)), lambda_: multiplier}
        yield equal(f"{size} values: the total mass is 1", Add(*claimed), Integer(1))
        for place, mass in enumerate(q_):
            slope = diff(target, mass)
            left = slope.subs(at, simultaneous=True)
            yield equal(f"{size} values: the slope in q[{place + 1}] is 0 with lambda = 1 - log p(x)", left, Integer(0))
            solved = solve(slope, mass)
            stationary = joint[place] * exp(lambda_ - 1)
            only = len(solved) == 1 and equal("", log(solved[0]), log(stationary)).holds
            yield Step(f"{size} values: it is 0 for q[{place + 1}] = j exp(lambda - 1) alone", only)
    mass = solve(evidence * exp(lambda_ - 1) - 1, lambda_)
    only = len(mass) == 1 and equal("", mass[0], 1 - log(evidence)).holds
    yield Step("the total mass p(x) exp(lambda - 1) is 1 for lambda = 1 - log p(x) alone", only)


def _maximum_steps(form: Expr) -> Iterator[Step]:
    for size in SIZES:
        q_, joint = weights("q", size), weights("j", size)
        target = _bound(q_, joint)
        for a in range(size):
            for b in range(a + 1):
                entry = form.subs({k: a + 1, h: b + 1}).doit().xreplace({q[c + 1]: m for c, m in enumerate(q_)})
                what = f"{size} values: the second derivative in q[{a + 1}], q[{b + 1}] is that of the closed form"
                yield equal(what, diff(target, q_[a], q_[b]), entry)
                step = positive(-entry) if a == b else entry == 0
                yield Step(f"{size} values: it is {'negative' if a == b else '0'}", step)
    yield tangent_step()
    for size in SIZES:
        q_, joint = masses("q", size), weights("j", size)
        best = _entries(posterior(), joint)
        slack = Add(*(m * tangent_gap(r / m) for m, r in zip(q_, best, strict=True)))
        gap = _bound(best, joint) - _bound(q_, joint)
        what = f"{size} values: the bound at the posterior r less that at q is the sum of q G(r/q)"
        yield equal(what, gap, slack, whole(q_))


def _value_steps(form: Expr) -> Iterator[Step]:
    for size in SIZES:
        joint = weights("j", size)
        value = _bound(_entries(posterior(), joint), joint)
        yield equal(f"{size} values: the bound at the posterior is log p(x)", value, written_out(form, {j: joint}))


THEOREM = Theorem(
    (
        Claim(
            "posterior.stationary",
            posterior,
            lambda form: Equivalent(
                And(Eq(Derivative(lagrangian(), q[k]), 0), Eq(Derivative(lagrangian(), lambda_), 0)), Eq(q[k], form)
            ),
            _stationary_steps,
        ),
        Claim(
            "posterior.maximum",
            hessian,
            lambda form: Eq(Derivative(bound(), q[k], q[h]), form),
            _maximum_steps,
        ),
        Claim(
            "posterior.value",
            lambda: log(whole_sum(j[i])),
            lambda form: Eq(bound().xreplace({q[i]: posterior().xreplace({k: i})}), form),
            _value_steps,
        ),
    )
)
statement, closed_form, verify = THEOREM.statement, THEOREM.closed_form, THEOREM.verify
