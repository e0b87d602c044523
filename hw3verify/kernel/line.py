"""Integrals over the real line, exact or enclosed.

An integrand is read as a piecewise function (`kernel.piecewise`), whose integral is exact or a ball around the exact
value. A density that vanishes on a piece is the zero function there, with the conventions of `meaning.value` (0 log 0
= 0, uncovered mass costs infinity); single points do not matter. What is not of that shape is integrated on finite
ranges by rigorous quadrature (`kernel.quadrature`) or refused.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flint import fmpq

from hw3verify.kernel.chosen import derived
from hw3verify.kernel.derive import derive
from hw3verify.kernel.law import density_of, law_for
from hw3verify.kernel.moment import NotOfThisShape
from hw3verify.kernel.nonnegative import never_negative
from hw3verify.kernel.piecewise import (
    Pieces,
    added,
    branches,
    constant,
    exponential,
    integral,
    logarithm,
    merge,
    multiplied,
    powered,
)
from hw3verify.kernel.unrolled import unrolled
from hw3verify.meaning.expr import Apply, Call, Derivative, Expr, Fold, Name, Power, Product, Sum, free_names
from hw3verify.meaning.value import (
    ONE,
    ZERO,
    CannotEvaluate,
    Infinite,
    LogLinear,
    Undefined,
    Value,
    as_rational,
    negate,
)

if TYPE_CHECKING:
    from hw3verify.kernel.evaluate import Evaluation, Places

EULER = ("beta", "gamma")  # laws whose integrals are Euler's


def integrate(run: Evaluation, e: Fold, places: Places) -> Value:
    """The integral that a fold over the line, or over an interval, stands for."""
    from hw3verify.kernel.exact import exact_value

    plain = unrolled(run, e.body, places, frozenset((e.var,)))
    e = e if plain == e.body else Fold(e.op, e.var, e.domain, plain)
    try:
        found = _integrate(run, e, places)
    except CannotEvaluate as problem:
        try:
            return exact_value(run, e, places)
        except CannotEvaluate:
            raise problem from None
    if isinstance(found, Undefined) and not found.definite and not found.stubborn:  # 0/0 outside of all supports
        try:
            return exact_value(run, e, places)
        except CannotEvaluate:
            return found
    return found


def _integrate(run: Evaluation, e: Fold, places: Places) -> Value:
    low: fmpq | None = None
    high: fmpq | None = None
    way = 1
    if e.domain.kind == "interval":
        ends = []
        for end, without in ((e.domain.lower, Infinite(-1)), (e.domain.upper, Infinite(1))):
            ends.append(without if end is None else run.value(end, places))
        if ends[0] == ends[1]:
            return ZERO
        low, high, way = _range(ends[0], ends[1])
    inside = {n: p for n, p in places.items() if n != e.var}
    try:
        pieces = read(run, e.body, e.var, inside)
        total = integral(pieces, low, high)
    except NotOfThisShape:
        from hw3verify.kernel.exact import exact_value
        from hw3verify.kernel.quadrature import enclose

        if any(law.name in EULER and e.domain.role in law.outcome for law in run.facts.laws):
            try:  # powers that are infinite at the ends: no quadrature comes to an end there
                return exact_value(run, e, places)
            except CannotEvaluate:
                pass
        total = enclose(run, e.body, e.var, inside, low, high)
    return total if way > 0 else negate(total)


def _range(low: Value, high: Value) -> tuple[fmpq | None, fmpq | None, int]:
    """The range in increasing order, and the orientation."""
    ends = [None if isinstance(v, Infinite) else as_rational(v) for v in (low, high)]
    if any(end is None and not isinstance(v, Infinite) for end, v in zip(ends, (low, high), strict=True)):
        raise CannotEvaluate("a limit of an integral that is not rational")
    if isinstance(low, Infinite):
        return (None, ends[1], 1) if low.sign < 0 else (ends[1], None, -1)
    if isinstance(high, Infinite):
        return (ends[0], None, 1) if high.sign > 0 else (None, ends[0], -1)
    assert ends[0] is not None and ends[1] is not None
    return (ends[0], ends[1], 1) if ends[0] <= ends[1] else (ends[1], ends[0], -1)


def read(run: Evaluation, e: Expr, var: str, places: Places) -> Pieces:
    """The expression as a piecewise function of `var`."""
    run.steps += 1
    if isinstance(e, Name) and e.id == var:
        return Pieces((), ({(1, fmpq(0), fmpq(0)): ONE},))
    if var not in free_names(e):
        return Pieces((), (constant(run.value(e, places)),))
    if isinstance(e, Sum):
        return merge([read(run, t, var, places) for t in e.terms], added)
    if isinstance(e, Product):
        return merge([read(run, f, var, places) for f in e.factors], multiplied)
    if isinstance(e, Power):
        base, exponent = read(run, e.base, var, places), read(run, e.exponent, var, places)
        found = merge([base, exponent], powered)
        if never_negative(e.base, run.facts):
            return found
        return merge([found], lambda p: Undefined(stubborn=True) if isinstance(p[0], Infinite) and p[0].pole else p[0])
    if isinstance(e, Call):
        return _call(e, [read(run, a, var, places) for a in e.args])
    if isinstance(e, Apply):
        law = law_for(run.facts, e)
        body = derived(run.facts, e) if law is None else None
        if body is not None:
            return read(run, body, var, places)
        if law is None or e.head not in run.facts.densities:
            raise CannotEvaluate(f"nothing says what {e.head} is on the line")
        run.check_law(law, e, places)
        return read(run, density_of(law, e), var, places)
    if isinstance(e, Derivative):
        return read(run, derive(e.body, e.by, run.facts), var, places)
    if isinstance(e, Fold) and e.op == "sum" and not run.on_line(e):
        inside = [
            merge([Pieces((), (constant(LogLinear(w)),)), read(run, e.body, var, {**places, e.var: at})], multiplied)
            for at, w in run.terms(e, places)
            if e.var != var
        ]
        return merge(inside, added) if inside else Pieces((), ({},))
    raise NotOfThisShape("an integrand that is not of a known shape")


def _call(e: Call, args: list[Pieces]) -> Pieces:
    if e.fn == "log":
        return merge(args, lambda p: logarithm(p[0]))
    if e.fn == "exp":
        return merge(args, lambda p: exponential(p[0]))
    return branches(e.fn, args)
