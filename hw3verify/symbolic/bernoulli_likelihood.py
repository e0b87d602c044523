"""The likelihood of independent bits, its logarithm, and its gradient in the logits.

Main definitions: bits x[i] of 0 and 1, which are 1 with the probabilities y[i], 0 < y[i] < 1; logits a[i], with
y[i] = 1/(1 + exp(-a[i])).

Main statements:
  bernoulli_likelihood.likelihood  the probability of x is the product of y[i]^x[i] (1-y[i])^(1-x[i])
  bernoulli_likelihood.log         its logarithm is the sum of x[i] log y[i] + (1-x[i]) log(1-y[i])
  bernoulli_likelihood.gradient    the slope of the logarithm in a[i] is x[i] - y[i]

Implementation: the probability of a bit is defined by cases, not by powers, and every vector of 1 ... 4 bits is tried;
these probabilities have the sum 1. Probabilities are o/(1+o) with the odds o = exp(a) > 0, which makes both y and 1 - y
visibly positive; the slope in a is o times the slope in o.

References: McCullagh and Nelder, Generalized Linear Models, section 4.3.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product

from sympy import (
    Add,
    Derivative,
    Eq,
    Expr,
    IndexedBase,
    Integer,
    Mul,
    Piecewise,
    Product,
    diff,
    exp,
    log,
)
from sympy.core.relational import Relational

from hw3verify.symbolic.record import Step, together
from hw3verify.symbolic.tables import SIZES, i, k, n, over, weights, written_out
from hw3verify.symbolic.theorem import Claim, Theorem
from hw3verify.symbolic.zero import equal, split_logs

x = IndexedBase("x", integer=True)  # bits, 0 or 1
y = IndexedBase("y", positive=True)  # their probabilities, below 1
a = IndexedBase("a", real=True)  # logits


def likelihood() -> Expr:
    """The likelihood as a product of powers to n."""
    return Product(y[i] ** x[i] * (1 - y[i]) ** (1 - x[i]), (i, 1, n))


def log_likelihood() -> Expr:
    """Its logarithm as a sum to n."""
    return over(x[i] * log(y[i]) + (1 - x[i]) * log(1 - y[i]))


def gradient() -> Expr:
    """The slope of the logarithm in the logit a[k]."""
    return x[k] - 1 / (1 + exp(-a[k]))


def by_cases() -> Expr:
    """The probability of the bits, by the definition of each: y[i] where the bit is 1, else 1 - y[i]."""
    return Product(Piecewise((y[i], Eq(x[i], 1)), (1 - y[i], True)), (i, 1, n))


def _in_logits() -> Expr:
    return log_likelihood().xreplace({y[i]: 1 / (1 + exp(-a[i]))})


def _probabilities(size: int) -> list[Expr]:
    """Any probabilities between 0 and 1, by their odds."""
    return [odds / (1 + odds) for odds in weights("o", size)]


def _chance(bits: Sequence[int], probabilities: Sequence[Expr]) -> Expr:
    """The probability of these bits, with no power."""
    return Mul(*(p if bit else 1 - p for bit, p in zip(bits, probabilities, strict=True)))


def _vectors(size: int) -> Iterator[tuple[Integer, ...]]:
    return product((Integer(0), Integer(1)), repeat=size)


def _likelihood_steps(form: Expr) -> Iterator[Step]:
    for size in SIZES:
        ps = _probabilities(size)
        values = {bits: written_out(form, {x: bits, y: ps}) for bits in _vectors(size)}
        each = (equal(f"at {bits}", value, _chance(bits, ps)) for bits, value in values.items())
        yield together(f"{size} bits: at all {2**size} vectors it is the product of the bits' probabilities", each)
        yield equal(f"{size} bits: over all vectors its sum is 1", Add(*values.values()), Integer(1))


def _log_steps(form: Expr) -> Iterator[Step]:
    for size in SIZES:
        ps = _probabilities(size)
        each = (
            equal(f"at {bits}", written_out(form, {x: bits, y: ps}), log(_chance(bits, ps))) for bits in _vectors(size)
        )
        yield together(f"{size} bits: at all {2**size} vectors it is the logarithm of the probability", each)


def _gradient_steps(form: Expr) -> Iterator[Step]:
    for size in SIZES:
        odds = weights("o", size)
        logits = [log(o) for o in odds]
        ps = _probabilities(size)
        yield together(
            f"{size} bits: the probability 1/(1+exp(-a)) at a = log o is o/(1+o)",
            (equal(str(o), 1 / (1 + exp(-logit)), p) for o, logit, p in zip(odds, logits, ps, strict=True)),
        )
        for place in range(size):
            claimed = form.subs(k, place + 1)
            each = [
                equal(
                    f"at {bits}",
                    odds[place] * diff(split_logs(log(_chance(bits, ps))), odds[place]),
                    written_out(claimed, {x: bits, a: logits}),
                )
                for bits in _vectors(size)
            ]
            yield together(f"{size} bits: the slope in a[{place + 1}] is the closed form at every vector", each)


def _log_statement(form: Expr) -> Relational:
    return Eq(log(by_cases()), form)


THEOREM = Theorem(
    (
        Claim("bernoulli_likelihood.likelihood", likelihood, lambda form: Eq(by_cases(), form), _likelihood_steps),
        Claim("bernoulli_likelihood.log", log_likelihood, _log_statement, _log_steps),
        Claim(
            "bernoulli_likelihood.gradient",
            gradient,
            lambda form: Eq(Derivative(_in_logits(), a[k]), form),
            _gradient_steps,
        ),
    )
)
statement, closed_form, verify = THEOREM.statement, THEOREM.closed_form, THEOREM.verify
