"""Derivatives: the expression of the slope, by a parameter or by one entry of a table.

`derive(body, by)` has the value of the derivative of `body` wherever both exist. By a `Name`: sum, product, power and
chain rule, and under folds (derivatives pass through integrals). By an `Apply` such as q(z|x): every entry q(z'|x')
of that table is an independent variable, so its slope is `delta(z', z) delta(x', x)`, and a fold over z' leaves the
term z' = z. On counting spaces this is the partial derivative in one table entry. It refuses what it cannot do: the
same head at other roles (its entries are not independent of the others), maxima, indicators whose edge moves,
derivatives by anything else.
"""

from __future__ import annotations

from fractions import Fraction

from hw3verify.kernel.law import density_of, law_for
from hw3verify.meaning.claim import Facts
from hw3verify.meaning.expr import (
    MINUS_ONE,
    ONE,
    PI,
    ZERO,
    Apply,
    Call,
    Derivative,
    Domain,
    Expr,
    Fold,
    Name,
    Number,
    Power,
    Product,
    Sum,
    add,
    exp,
    free_names,
    fresh,
    log,
    multiply,
    negate,
    rebuild,
    substitute,
    subtract,
    walk,
)
from hw3verify.meaning.value import CannotEvaluate

MOST_NODES = 20_000


def without_derivatives(e: Expr, facts: Facts) -> Expr:
    """The same expression with every `Derivative` carried out, innermost first."""
    if not any(isinstance(n, Derivative) for n in walk(e)):
        return e
    inner = rebuild(e, lambda c: without_derivatives(c, facts))
    return derive(inner.body, inner.by, facts) if isinstance(inner, Derivative) else inner


def derive(body: Expr, by: Expr, facts: Facts) -> Expr:
    """The derivative of `body` by `by`."""
    if not isinstance(by, (Name, Apply)):
        raise CannotEvaluate("a derivative by something that is not a variable")
    if isinstance(by, Apply) and not all(isinstance(a.value, (Name, Number)) for a in by.args + by.given):
        raise CannotEvaluate("a derivative by an entry whose place is not a variable")
    found = _slope(without_derivatives(body, facts), by, facts)
    if sum(1 for _, _ in zip(walk(found), range(MOST_NODES + 1), strict=False)) > MOST_NODES:
        raise CannotEvaluate("the derivative is too large")
    return found


def _depends(e: Expr, by: Expr, facts: Facts) -> bool:
    """Does `by` occur, in the expression or in the parameters of a law that it speaks of?"""
    if _mentions(e, by):
        return True
    for n in walk(e):
        law = law_for(facts, n) if isinstance(n, Apply) else None
        if law is not None and isinstance(n, Apply) and _mentions(density_of(law, n), by):
            return True
    return False


def _mentions(e: Expr, by: Expr) -> bool:
    if isinstance(by, Apply):
        return any(isinstance(n, Apply) and n.head == by.head for n in walk(e))
    assert isinstance(by, Name)
    return by.id in free_names(e)


def _slope(e: Expr, by: Expr, facts: Facts) -> Expr:
    if not _depends(e, by, facts):
        return ZERO
    if isinstance(e, Name):
        return ONE
    if isinstance(e, Apply):
        return _entry_slope(e, by, facts)
    if isinstance(e, Sum):
        return _sum(tuple(_slope(t, by, facts) for t in e.terms))
    if isinstance(e, Product):
        parts = []
        for k, factor in enumerate(e.factors):
            slope = _slope(factor, by, facts)
            if slope != ZERO:
                parts.append(multiply(slope, *e.factors[:k], *e.factors[k + 1 :]))
        return _sum(tuple(parts))
    if isinstance(e, Power):
        return _power_slope(e, by, facts)
    if isinstance(e, Fold):
        return _fold_slope(e, by, facts)
    if isinstance(e, Call) and e.fn in ("log", "exp"):
        outer = Power(e.args[0], MINUS_ONE) if e.fn == "log" else e
        return multiply(outer, _slope(e.args[0], by, facts))
    if isinstance(e, Call) and e.fn in ("erf", "arctan"):
        square = Power(e.args[0], Number(2))
        bell = multiply(Number(2), Power(PI, Number(Fraction(-1, 2))), exp(negate(square)))
        rise = bell if e.fn == "erf" else Power(add(ONE, square), MINUS_ONE)
        return multiply(rise, _slope(e.args[0], by, facts))
    if isinstance(e, Call) and e.fn == "gamma":
        return multiply(e, Call("digamma", e.args), _slope(e.args[0], by, facts))
    raise CannotEvaluate("a derivative of this is not defined here")


def _sum(terms: tuple[Expr, ...]) -> Expr:
    kept = tuple(t for t in terms if t != ZERO)
    return add(*kept) if kept else ZERO


def _power_slope(e: Power, by: Expr, facts: Facts) -> Expr:
    base, exponent = _slope(e.base, by, facts), _slope(e.exponent, by, facts)
    parts = []
    if base != ZERO:
        lower = Number(e.exponent.value - 1) if isinstance(e.exponent, Number) else subtract(e.exponent, ONE)
        parts.append(multiply(e.exponent, Power(e.base, lower), base))
    if exponent != ZERO:
        parts.append(multiply(e, log(e.base), exponent))
    return _sum(tuple(parts))


def _entry_slope(e: Apply, by: Expr, facts: Facts) -> Expr:
    law = law_for(facts, e)
    if any(_mentions(a.value, by) for a in e.args + e.given):
        raise CannotEvaluate("a derivative of a density or function by its argument")
    if law is not None and not (isinstance(by, Apply) and e.head == by.head):
        return _slope(density_of(law, e), by, facts)
    if not isinstance(by, Apply) or e.head != by.head:
        raise CannotEvaluate("a derivative of a density or function by its argument")
    roles = tuple(a.role for a in e.args), tuple(a.role for a in e.given)
    if law is not None or roles != (tuple(a.role for a in by.args), tuple(a.role for a in by.given)):
        raise CannotEvaluate(f"a derivative by an entry of {by.head}, which occurs at other roles too")
    pairs = zip(e.args + e.given, by.args + by.given, strict=True)
    deltas = tuple(Call("delta", (a.value, b.value)) for a, b in pairs if a.value != b.value)
    return multiply(*deltas) if deltas else ONE


def _fold_slope(e: Fold, by: Expr, facts: Facts) -> Expr:
    taken = free_names(by)
    var, body = e.var, e.body
    if var in taken:  # the bound variable hides the entry's: rename it
        var = fresh(var, taken | free_names(body))
        body = substitute(body, {e.var: Name(var)})
    domain = e.domain
    for end in (domain.lower, domain.upper):
        if end is not None and _depends(end, by, facts):
            raise CannotEvaluate("a derivative by a limit of an integral")
    if e.op == "sum":
        return Fold("sum", var, domain, _slope(body, by, facts))
    if e.op == "product" and domain.kind == "index":  # the derivative of exp(sum log), which needs no division by zero
        total = Fold("sum", var, domain, multiply(_slope(body, by, facts), Power(body, MINUS_ONE)))
        return multiply(Fold("product", var, Domain(domain.kind, domain.role, domain.lower, domain.upper), body), total)
    raise CannotEvaluate(f"a derivative of a {e.op}")
