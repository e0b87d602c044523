"""Suprema of linear objectives over bounded functions and numbers: these are at one of their bounds everywhere.

For all D with a <= D(x) <= b, and for all D with the two values a and b as well,

    sup of  B(D)  =  B((a + b)/2) + (b - a)/2 * integral of |g(x)| dx,    B(D) = B(0) + integral of g(x) D(x) dx,

because g D <= g (a + b)/2 + |g| (b - a)/2 with equality for D = b where g >= 0 and D = a elsewhere. An infimum has the
minus sign, and the supremum of |B(D)| is the larger of sup B and -inf B. Where a bound is left out, functions with
values inside come as near to this value as one likes, so the supremum is the same. This is the total variation
distance as a supremum over events and over functions. For a number w between a and b, B(w) = B(0) + g w is extreme
likewise, with |g| in the place of the integral: a linear critic with a clipped weight.

`extreme_value` takes g as a witness and checks that it is the (functional) derivative, without D or w.
"""

from __future__ import annotations

from hw3verify.kernel.atoms import parts
from hw3verify.kernel.concave import generic, member_facts
from hw3verify.kernel.form import Form, datum_key
from hw3verify.kernel.normal import Normal
from hw3verify.kernel.proof import vanishes
from hw3verify.meaning.claim import Facts
from hw3verify.meaning.expr import (
    ONE,
    ZERO,
    Call,
    Derivative,
    Domain,
    Expr,
    Fold,
    Name,
    Number,
    add,
    multiply,
    substitute,
    subtract,
)
from hw3verify.meaning.extremum import Member, at_member, is_upper


def bounds(e: Fold) -> tuple[Expr, Expr] | None:
    """The bounds of the bound function or number, whether or not they are values that it may have."""
    if e.domain.kind not in ("functions", "numbers"):
        return None
    if e.domain.role == "{}":
        return ZERO, ONE
    low, high = e.domain.lower, e.domain.upper
    return None if low is None or high is None else (low, high)


def extreme_value(facts: Facts, e: Fold, weight: Expr) -> Expr | None:
    """The value of a supremum or infimum of a linear objective, given its functional derivative at role + ring."""
    ends = bounds(e)
    if ends is None or e.op not in ("sup", "inf"):
        return None
    body, absolute = e.body, False
    if isinstance(body, Call) and body.fn == "abs" and len(body.args) == 1 and is_upper(e):
        body, absolute = body.args[0], True
    number = e.domain.kind == "numbers"
    place = Name(e.var) if number else generic(e)
    places = () if isinstance(place, Name) else tuple((a.role, a.value.id) for a in place.args
                                                      if isinstance(a.value, Name))  # fmt: skip
    normal = Normal(member_facts(e, facts))
    slope = normal.form(Derivative(body, place))
    if _speaks_of(slope, e.var) or e.var in slope.names or not vanishes(normal, slope - normal.form(weight)):
        return None
    if not normal.signs.nonnegative(normal.form(subtract(ends[1], ends[0]))):
        return None
    middle = at_member(body, e.var, Member(multiply(_HALF, add(*ends)), places))
    spread: Expr = Call("abs", (weight,))
    for role, name in places:
        spread = Fold("sum", name + "'", Domain("space", role), substitute(spread, {name: Name(name + "'")}))
    spread = multiply(_HALF, subtract(ends[1], ends[0]), spread)
    if absolute:
        return Call("max", (add(middle, spread), subtract(spread, middle)))
    return add(middle, spread) if is_upper(e) else subtract(middle, spread)


def _speaks_of(f: Form, head: str) -> bool:
    stack = [a for m in f.terms for a, _ in m]
    while stack:
        a = stack.pop()
        if (a.kind in ("function", "table", "entry") and a.data[0] == head) or f"({datum_key(head)}," in a.key:
            return True
        stack.extend(x for g in parts(a) for m in g.terms for x, _ in m)
    return False


_HALF = Number(ONE.value / 2)
