"""Integrals and distances in a world, by the rules of proof: the numbers of the world are put in for the parameters.

With numbers every sign can be told, so pieces and antiderivatives (`kernel.pieces`, `kernel.fundamental`) give a closed
form, which is then evaluated. Law: the value that the integral has, also where the range has no end or the integrand
is infinite at an end; what has no closed form, or parameters that are not rational, are refused.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

from hw3verify.kernel.form import NoForm, TooLarge
from hw3verify.meaning.expr import INFINITY, Call, Expr, Fold, Name, Number, free_names, negate, substitute, walk
from hw3verify.meaning.value import CannotEvaluate, Infinite, LogLinear, Value, as_rational, is_zero

if TYPE_CHECKING:
    from hw3verify.kernel.evaluate import Evaluation, Places

NO_CLOSED_FORM = "an integral without a closed form"


def exact_value(run: Evaluation, e: Fold, places: Places) -> Value:
    """The value of the fold at the numbers of the world."""
    from hw3verify.kernel.normal import Normal
    from hw3verify.kernel.pieces import Resolver
    from hw3verify.kernel.ranges import Unresolved, Unsettled
    from hw3verify.kernel.situation import Situation
    from hw3verify.kernel.written import expression

    facts = run.facts
    spoken = free_names(e).union(*(free_names(p) for law in facts.laws for p in law.parameters))
    numbers = {name: n for name in spoken if (n := _number(run, name, places)) is not None}
    laws = tuple(
        replace(law, parameters=tuple(substitute(p, _outside(numbers, law.given)) for p in law.parameters))
        for law in facts.laws
    )
    facts = replace(facts, laws=laws, assumptions=())
    try:
        plain = Resolver(facts).resolve(substitute(e, numbers), Situation(facts))
        if plain in (INFINITY, negate(INFINITY)):
            return Infinite(1 if plain == INFINITY else -1)
        closed = expression(Normal(facts).form(plain))
    except (NoForm, TooLarge, Unresolved, Unsettled, ValueError, RecursionError) as problem:
        raise CannotEvaluate(NO_CLOSED_FORM) from problem
    if free_names(closed) or any(isinstance(n, Fold) for n in walk(closed)):
        raise CannotEvaluate(NO_CLOSED_FORM)
    return run.value(closed, {})


def limit_value(run: Evaluation, e: Fold, places: Places) -> Value:
    """The value of a limit; f tends to infinity exactly if exp(-f) tends to zero, or if f > 0 and 1/f does."""
    try:
        return exact_value(run, e, places)
    except CannotEvaluate:
        for sign in (1, -1):
            body = Call("exp", (negate(e.body) if sign == 1 else e.body,))
            try:
                if is_zero(exact_value(run, Fold(e.op, e.var, e.domain, body), places)):
                    return Infinite(sign)
            except CannotEvaluate:
                continue
        way = _pole(run, e, places)
        if way is None:
            raise
        return Infinite(way)


def _pole(run: Evaluation, e: Fold, places: Places) -> int | None:
    """The sign of infinity that the limit is, as the limit of a reciprocal."""
    from hw3verify.kernel.approach import infinite
    from hw3verify.kernel.infinity import sides_of
    from hw3verify.kernel.normal import Normal

    numbers = {name: n for name in free_names(e) if (n := _number(run, name, places)) is not None}
    normal = Normal(replace(run.facts, assumptions=()))
    plain = substitute(e, numbers)
    try:
        assert isinstance(plain, Fold)
        point, ways = sides_of(normal.form, plain)
        return infinite(normal.rules, lambda x: normal.within(plain.body, {plain.var: x}), point, ways)
    except (NoForm, TooLarge, ValueError, RecursionError):
        return None


def _outside(numbers: dict[str, Expr], given: tuple[str, ...]) -> dict[str, Expr]:
    return {name: n for name, n in numbers.items() if name not in given}


def _number(run: Evaluation, name: str, places: Places) -> Expr | None:
    """The number of a name, if it has a rational one."""
    try:
        value = run.value(Name(name), places)
    except CannotEvaluate:
        return None
    exact = as_rational(value) if isinstance(value, LogLinear) else None
    return None if exact is None else Number(Fraction(int(exact.numerator), int(exact.denominator)))
