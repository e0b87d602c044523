"""Sums over infinitely many integers, exact or enclosed.

A summand is read as a sum of terms `c k^n r^k (k!)^f (log k!)^l` of the index k, which are closed under sums, products,
powers of single terms, exponentials of linear functions and logarithms of terms without a power of k. What remains
with f = -1 or with |r| < 1 and f = 0 has a closed form (k^n by Stirling numbers, the first terms taken off); one
factor log k! is enclosed by a partial sum and a tail, since log k! <= k^2.

Law: the value is exact or a ball around the exact value of a convergent series. A series that is not known to converge
absolutely, or is of another shape, is refused.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flint import arb, fmpq

from hw3verify.kernel.law import LEAST, density_of, is_discrete, is_infinite, law_for, parameters_at
from hw3verify.meaning.expr import (
    INFINITY,
    Apply,
    Call,
    Expr,
    Fold,
    Name,
    Power,
    Product,
    Sum,
    free_names,
    substitute,
    walk,
)
from hw3verify.meaning.power import exp, factorial, log, power, reciprocal
from hw3verify.meaning.value import (
    ONE,
    Ball,
    CannotEvaluate,
    Infinite,
    LogLinear,
    Undefined,
    Value,
    absolute,
    add_all,
    as_rational,
    compare,
    enclosure,
    is_zero,
    multiply,
    multiply_all,
    rational,
    sign_of,
    subtract,
)

if TYPE_CHECKING:
    from hw3verify.kernel.evaluate import Evaluation, Places

MOST_DEGREE, MOST_TERMS, LATEST_START, PARTIAL = 20, 200, 200, 150
ENDLESS = ("poisson", "geometric", "geometric0")  # the laws on infinitely many integers
SHAPE = "a series that is not of a known shape"


@dataclass(frozen=True, slots=True)
class Term:
    """coefficient * k^degree * ratio^k * k!^factorials * (log k!)^logs."""

    coefficient: Value
    degree: int = 0
    ratio: Value = ONE
    factorials: int = 0
    logs: int = 0


def beginning(run: Evaluation, e: Fold, places: Places) -> int | None:
    """Where a fold over infinitely many integers begins; None for any other fold."""
    if e.domain.kind == "index":
        return run.integer(e.domain.lower, places) if e.domain.upper == INFINITY and e.domain.lower else None
    if e.domain.kind != "space" or not is_discrete(run.facts, e.domain.role):
        return None
    laws = {law.name for law in run.facts.laws if e.domain.role in law.outcome}
    if laws == {"mass"}:
        begins = [law for law in run.facts.laws if e.domain.role in law.outcome]
        if any(not is_infinite(law.parameters[2]) or is_infinite(law.parameters[1]) for law in begins):
            return None
        first = {run.integer(law.parameters[1], places) for law in begins}
        return first.pop() if len(first) == 1 else None
    starts = {LEAST.get(name) for name in laws}
    return starts.pop() if laws <= set(ENDLESS) and len(starts) == 1 else None


def total(run: Evaluation, e: Expr, var: str, places: Places, start: int) -> Value:
    """The sum of `e` over all integers `var` from `start` on."""
    if not 0 <= start <= LATEST_START:
        raise CannotEvaluate("a series that starts too late")
    for node in walk(e):
        law = law_for(run.facts, node) if isinstance(node, Apply) and node.head in run.facts.densities else None
        if law is not None and law.name in LEAST and start < LEAST[law.name] and var in free_names(node):
            raise CannotEvaluate("a series that begins before its law")
    terms = read(run, e, var, {n: p for n, p in places.items() if n != var})
    return add_all([multiply(t.coefficient, _sum(t, start)) for t in _merged(terms)])


def read(run: Evaluation, e: Expr, var: str, places: Places) -> list[Term]:
    """The expression as a sum of terms of `var`."""
    run.steps += 1
    if isinstance(e, Name) and e.id == var:
        return [Term(ONE, 1)]
    if var not in free_names(e):
        return _constant(run.value(e, places))
    if isinstance(e, Sum):
        return [t for part in e.terms for t in read(run, part, var, places)]
    if isinstance(e, Product):
        result = [Term(ONE)]
        for f in e.factors:
            result = _product(result, read(run, f, var, places))
        return result
    if isinstance(e, Power):
        return _power(read(run, e.base, var, places), read(run, e.exponent, var, places))
    if isinstance(e, Call) and e.fn == "exp":
        start, slope = _linear(read(run, e.args[0], var, places))
        return [Term(_finite(exp(start)), 0, _finite(exp(slope)))]
    if isinstance(e, Call) and e.fn == "log":
        return _log(read(run, e.args[0], var, places))
    if isinstance(e, Call) and e.fn == "factorial" and e.args == (Name(var),):
        return [Term(ONE, factorials=1)]
    if isinstance(e, Apply):
        law = law_for(run.facts, e) if e.head in run.facts.densities else None
        if law is not None and law.name == "mass":  # where the series runs it is its formula
            body = parameters_at(law, e)[0]
            assert isinstance(body, Fold)
            return read(run, substitute(body.body, {body.var: e.args[0].value}), var, places)
        if law is None or law.name not in ENDLESS:
            raise CannotEvaluate(f"nothing says what {e.head} is on the integers")
        run.check_law(law, e, places)
        return read(run, density_of(law, e), var, places)
    if isinstance(e, Fold) and e.op == "sum" and not run.on_line(e) and e.var != var:
        found: list[Term] = []
        for at, weight in run.terms(e, places):
            found += _product(_constant(LogLinear(weight)), read(run, e.body, var, {**places, e.var: at}))
        return found
    raise CannotEvaluate(SHAPE)


def _finite(v: Value) -> Value:
    if isinstance(v, (Infinite, Undefined)):
        raise CannotEvaluate("a series whose terms have no value")
    return v


def _constant(v: Value) -> list[Term]:
    return [] if is_zero(_finite(v)) else [Term(v)]


def _product(first: list[Term], second: list[Term]) -> list[Term]:
    if len(first) * len(second) > MOST_TERMS:
        raise CannotEvaluate("a series of too many terms")
    return [
        Term(
            multiply(s.coefficient, t.coefficient),
            s.degree + t.degree,
            multiply(s.ratio, t.ratio),
            s.factorials + t.factorials,
            s.logs + t.logs,
        )
        for s in first
        for t in second
    ]


def _power(base: list[Term], exponent: list[Term]) -> list[Term]:
    """c^(a + b k) of a constant c, a power of a single term, or a whole power of a sum."""
    start, slope = _linear(exponent)
    if is_zero(slope):
        whole = as_rational(start)
        if whole is not None and whole.denominator == 1 and 0 <= whole <= 8:
            result = [Term(ONE)]
            for _ in range(int(whole)):
                result = _product(result, base)
            return result
        (t,) = base if len(base) == 1 else (None,)
        if t is None or t.degree or t.logs or whole is None or whole.denominator != 1:
            raise CannotEvaluate(SHAPE)
        k = int(whole)
        return [Term(_finite(power(t.coefficient, start)), 0, _finite(power(t.ratio, start)), t.factorials * k)]
    if len(base) != 1 or base[0] != Term(base[0].coefficient) or not sign_of(base[0].coefficient):
        raise CannotEvaluate(SHAPE)
    c = base[0].coefficient
    return [Term(_finite(power(c, start)), 0, _finite(power(c, slope)))]


def _linear(terms: list[Term]) -> tuple[Value, Value]:
    """(a, b) of a + b k."""
    parts: list[list[Value]] = [[], []]
    for t in terms:
        if t.degree > 1 or t.factorials or t.logs or as_rational(t.ratio) != 1:
            raise CannotEvaluate(SHAPE)
        parts[t.degree].append(t.coefficient)
    return add_all(parts[0]), add_all(parts[1])


def _log(terms: list[Term]) -> list[Term]:
    """log (c r^k k!^f) = log c + k log r + f log k!."""
    if len(terms) != 1 or terms[0].degree or terms[0].logs:
        raise CannotEvaluate(SHAPE)
    t = terms[0]
    if sign_of(t.coefficient) != 1 or sign_of(t.ratio) != 1:
        raise CannotEvaluate("the logarithm of a term of unknown sign")
    found = [Term(log(t.coefficient)), Term(log(t.ratio), 1), Term(rational(t.factorials), logs=1)]
    return [s for s in found if not is_zero(s.coefficient)]


def _merged(terms: list[Term]) -> list[Term]:
    """Terms that differ in their coefficients only are added up, so that what cancels is gone."""
    kept: list[Term] = []
    for t in terms:
        for k, s in enumerate(kept):
            same = (s.degree, s.factorials, s.logs) == (t.degree, t.factorials, t.logs)
            if same and isinstance(t.ratio, LogLinear) and s.ratio == t.ratio:
                kept[k] = Term(add_all((s.coefficient, t.coefficient)), t.degree, t.ratio, t.factorials, t.logs)
                break
        else:
            kept.append(t)
    return [t for t in kept if not is_zero(t.coefficient)]


def _sum(t: Term, start: int) -> Value:
    """The sum of the term, its coefficient left out, over all k from `start` on."""
    if t.degree > MOST_DEGREE or not 0 <= t.logs <= 1 or t.factorials not in (0, -1):
        raise CannotEvaluate(SHAPE)
    if t.factorials == 0 and compare(absolute(t.ratio), ONE) != -1:
        raise CannotEvaluate("a series that is not known to converge")
    if t.logs == 0:
        first = [_at(t, k) for k in range(start)]
        return subtract(_closed(t), add_all(first)) if first else _closed(t)
    head = [multiply(_at(t, k), log(factorial(rational(k)))) for k in range(start, start + PARTIAL)]
    beyond = Term(ONE, t.degree + 2, absolute(t.ratio), t.factorials)  # log k! <= k^2
    tail = enclosure(_number(_sum(beyond, start + PARTIAL)))
    return add_all([*head, Ball(arb(0, tail.abs_upper()))])


def _number(v: Value) -> LogLinear | Ball:
    if isinstance(v, (Infinite, Undefined)):
        raise CannotEvaluate("a series without a value")
    return v


def _at(t: Term, k: int) -> Value:
    factors = [LogLinear(fmpq(k) ** t.degree) if t.degree else ONE, power(t.ratio, rational(k))]
    return multiply_all(factors if t.factorials == 0 else [*factors, reciprocal(factorial(rational(k)))])


def _closed(t: Term) -> Value:
    """sum_k k^n r^k / k! = e^r sum_j S(n, j) r^j, and sum_k k^n r^k = sum_j S(n, j) j! r^j / (1 - r)^(j+1)."""
    stirling = [fmpq(int(j == 0)) for j in range(t.degree + 1)]
    for _ in range(t.degree):
        stirling = [j * stirling[j] + (stirling[j - 1] if j else 0) for j in range(t.degree + 1)]
    parts: list[Value] = []
    for j, weight in enumerate(stirling):
        part = multiply(LogLinear(weight), power(t.ratio, rational(j)))
        if t.factorials == 0:
            part = multiply_all((part, factorial(rational(j)), power(subtract(ONE, t.ratio), rational(-j - 1))))
        parts.append(part)
    found = add_all(parts)
    return multiply(exp(t.ratio), found) if t.factorials else found


def value_of(run: Evaluation, e: Fold, places: Places, start: int) -> Value:
    """The value of a series from an integer on; what is of no known shape here may have a closed form all the same."""
    try:
        return total(run, e.body, e.var, places, start)
    except CannotEvaluate:
        from hw3verify.kernel.exact import exact_value

        return exact_value(run, e, places)
