"""Kantorovich-Rubinstein duality: a supremum over Lipschitz functions is a Wasserstein distance.

    sup over f with |f(x) - f(y)| <= K |x - y|  of  integral p f - integral q f   =   K W_1(p, q)

for densities p and q of one variable, which both have total mass one. The distance is symmetric and never negative, so
the absolute value of the difference has the same supremum. What stands beside f under the integrals has to be a
density of the variable, at the variable alone.
"""

from __future__ import annotations

from hw3verify.meaning.claim import Facts
from hw3verify.meaning.expr import Apply, Arg, Call, Domain, Expr, Fold, Name, Number, Product, Sum, multiply
from hw3verify.meaning.extremum import is_upper


def as_distance(e: Fold, facts: Facts, turned: bool = False) -> Expr | None:
    """The Wasserstein distance that an extremum over Lipschitz functions is, of p and q or (turned) of q and p; None
    where the law does not apply."""
    if e.domain.kind != "lipschitz" or not is_upper(e) or e.op != "sup" or e.domain.upper is None:
        return None
    body = e.body
    if isinstance(body, Call) and body.fn == "abs" and len(body.args) == 1:
        body = body.args[0]
    if not isinstance(body, Sum) or len(body.terms) != 2:
        return None
    found: dict[int, Apply] = {}
    for t in body.terms:
        sign, density = _expectation(t, e.var, facts)
        if density is None or sign in found:
            return None
        found[sign] = density
    if set(found) != {1, -1} or [a.role for a in found[1].args] != [a.role for a in found[-1].args]:
        return None
    role = found[1].args[0].role
    pair = tuple(Apply(found[k].head, (Arg(role, Name("x")),)) for k in ((-1, 1) if turned else (1, -1)))
    distance = Fold("W1", "x", Domain("space", role), Call("pair", pair))
    return distance if e.domain.upper == Number(1) else multiply(e.domain.upper, distance)


def _expectation(t: Expr, function: str, facts: Facts) -> tuple[int, Apply | None]:
    """(sign, p) of a term +- integral p(x) f(x) dx."""
    sign = 1
    if isinstance(t, Product) and len(t.factors) == 2 and t.factors[0] == Number(-1):
        sign, t = -1, t.factors[1]
    if not (isinstance(t, Fold) and t.op == "sum" and t.domain.kind == "space" and isinstance(t.body, Product)):
        return sign, None
    if len(t.body.factors) != 2:
        return sign, None
    f = next((x for x in t.body.factors if isinstance(x, Apply) and x.head == function), None)
    p = next((x for x in t.body.factors if isinstance(x, Apply) and x.head in facts.densities), None)
    if f is None or p is None or p.given or [a.value for a in p.args] != [Name(t.var)] or f.args != p.args:
        return sign, None
    return sign, p
