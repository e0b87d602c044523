"""Rigorous quadrature: integrals on finite ranges that have no closed form here.

The range is cut where an absolute value, a maximum or an indicator inside may change its branch; on each piece the
integrand is analytic and `flint.acb.integral` encloses the integral. Law: the ball contains the exact value. Without
finite ends, or where a branch cannot be told, the integral is refused.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from flint import acb, arb, fmpq

from hw3verify.kernel.law import density_of, law_for
from hw3verify.kernel.line import read
from hw3verify.kernel.piecewise import Pieces, integral
from hw3verify.meaning.expr import Apply, Call, Expr, Fold, Name, Number, Power, Product, Sum, free_names
from hw3verify.meaning.value import (
    Ball,
    CannotEvaluate,
    Infinite,
    LogLinear,
    Undefined,
    Value,
    add_all,
    as_rational,
    enclosure,
)

if TYPE_CHECKING:
    from hw3verify.kernel.evaluate import Evaluation, Places

MOST_EVALUATIONS = 4000


def enclose(run: Evaluation, e: Expr, var: str, places: Places, low: fmpq | None, high: fmpq | None) -> Value:
    """The integral of `e` over the finite range."""
    if isinstance(e, Sum):  # closed forms where they exist, term by term
        return add_all([_one(run, t, var, places, low, high) for t in e.terms])
    return _one(run, e, var, places, low, high)


def _one(run: Evaluation, e: Expr, var: str, places: Places, low: fmpq | None, high: fmpq | None) -> Value:
    try:
        return integral(read(run, e, var, places), low, high)
    except CannotEvaluate:
        pass
    e = _unfolded(run, e, var, places)
    if low is None or high is None:
        raise CannotEvaluate("an integral over an infinite range without a closed form")
    cuts = sorted({low, high, *(c for c in _cuts(run, e, var, places) if low < c < high)})
    if len(cuts) > 32:
        raise CannotEvaluate("an integrand of too many pieces")
    total: list[Value] = []
    for start, stop in pairwise(cuts):
        middle = LogLinear((start + stop) / 2)
        plain = _branch(run, e, var, {**places, var: middle})

        def integrand(z: acb, analytic: bool, plain: Expr = plain) -> acb:
            return _complex(run, plain, var, z, places, analytic)

        try:
            found = acb.integral(integrand, acb(start), acb(stop), eval_limit=MOST_EVALUATIONS, rel_tol=arb(2) ** -60)
        except (ValueError, ZeroDivisionError, SystemError) as problem:  # SystemError: raised in the integrand
            raise CannotEvaluate("an integral that could not be enclosed") from problem
        if not found.is_finite():
            raise CannotEvaluate("an integral that could not be enclosed")
        total.append(Ball(found.real))
    return add_all(total)


def _unfolded(run: Evaluation, e: Expr, var: str, places: Places) -> Expr:
    """Densities with laws written out."""
    from hw3verify.meaning.expr import rebuild

    if isinstance(e, Apply) and e.head in run.facts.densities:
        law = law_for(run.facts, e)
        if law is not None:
            run.check_law(law, e, places)
            return density_of(law, e)
    return e if var not in free_names(e) else rebuild(e, lambda c: _unfolded(run, c, var, places))


def _cuts(run: Evaluation, e: Expr, var: str, places: Places) -> set[fmpq]:
    """Where a branch inside may change."""
    found: set[fmpq] = set()
    if isinstance(e, Call) and e.fn in ("abs", "sign", "le", "lt", "max", "min") and var in free_names(e):
        pieces: Pieces = read(run, e, var, places)
        found.update(pieces.cuts)
    if isinstance(e, Fold) and var in free_names(e):
        raise CannotEvaluate("an integral inside an integral")
    from hw3verify.meaning.expr import children

    for c in children(e):
        found |= _cuts(run, c, var, places)
    return found


def _branch(run: Evaluation, e: Expr, var: str, middle: Places) -> Expr:
    """The expression with every branching call replaced by the branch taken on this piece."""
    from hw3verify.meaning.expr import negate, rebuild

    if var not in free_names(e):
        return e
    e = rebuild(e, lambda c: _branch(run, c, var, middle))
    if not isinstance(e, Call) or e.fn in ("log", "exp"):
        return e
    values = [run.value(a, middle) for a in e.args]
    if e.fn in ("le", "lt", "sign"):
        chosen = as_rational(run.value(e, middle))
        if chosen is None:
            raise CannotEvaluate("a branch that is not certain")
        return Number(0) if chosen == 0 else Number(1) if chosen > 0 else Number(-1)
    from hw3verify.kernel.evaluate import holds

    if e.fn == "abs":
        positive = holds(">=", values[0], LogLinear(fmpq(0)))
        if positive is None:
            raise CannotEvaluate("a branch that is not certain")
        return e.args[0] if positive else negate(e.args[0])
    if e.fn in ("max", "min") and len(values) == 2:
        larger = holds(">=", values[0], values[1])
        if larger is None:
            raise CannotEvaluate("a branch that is not certain")
        return e.args[0] if larger == (e.fn == "max") else e.args[1]
    raise CannotEvaluate(f"{e.fn} in an integrand")


def _complex(run: Evaluation, e: Expr, var: str, z: acb, places: Places, analytic: bool) -> acb:
    """The expression at a complex ball."""
    if isinstance(e, Name) and e.id == var:
        return z
    if var not in free_names(e):
        value = run.value(e, places)
        if isinstance(value, (Infinite, Undefined)):
            raise CannotEvaluate("an integrand that is not finite")
        return acb(enclosure(value))
    if isinstance(e, Sum):
        return sum((_complex(run, t, var, z, places, analytic) for t in e.terms), acb(0))
    if isinstance(e, Product):
        result = acb(1)
        for f in e.factors:
            result *= _complex(run, f, var, z, places, analytic)
        return result
    if isinstance(e, Power):
        base = _complex(run, e.base, var, z, places, analytic)
        if isinstance(e.exponent, Number) and e.exponent.value.denominator == 1 and abs(e.exponent.value) <= 64:
            return base ** int(e.exponent.value)
        return (_complex(run, e.exponent, var, z, places, analytic) * base.log(analytic=analytic)).exp()
    if isinstance(e, Call) and e.fn == "exp":
        return _complex(run, e.args[0], var, z, places, analytic).exp()
    if isinstance(e, Call) and e.fn == "log":
        return _complex(run, e.args[0], var, z, places, analytic).log(analytic=analytic)
    raise CannotEvaluate("an integrand that is not analytic")


