r"""One space for a whole difference: integrals over some variables of a joint density become integrals over all.

    -\int p(x) log p(x) dx     is     -\int\int p(x,y) log p(x) dx dy

so that a comparison with \int\int p(x,y) log p(x,y) dx dy can be made point by point. What is proposed has to have the
normal form of the difference (`kernel.comparison`, gathered).
"""

from __future__ import annotations

from hw3verify.kernel.comparison import terms_of
from hw3verify.meaning.expr import (
    Apply,
    Arg,
    Domain,
    Expr,
    Fold,
    Name,
    Product,
    add,
    multiply,
    negate,
    substitute,
    walk,
)

MOST_TERMS = 8


def gathered(small: Expr, big: Expr) -> Expr | None:
    """big - small with every integral over the variables of one joint density; None where that is not possible."""
    joint = _joint(small, big)
    if joint is None:
        return None
    variables = {arg.role: f"{arg.role}'all" for arg in joint.args}
    found, changed = [], False
    terms = [(f, fold, False) for f, fold in terms_of(big)] + [(f, fold, True) for f, fold in terms_of(small)]
    if len(terms) > MOST_TERMS or len(terms) < 2:
        return None
    for factors, fold, minus in terms:
        if fold is None:
            return None
        body = _opened(fold, joint, variables)
        if body is None:
            return None
        changed = changed or _roles(fold) != variables.keys()
        term = multiply(*factors, body)
        found.append(negate(term) if minus else term)
    if not changed:
        return None
    inner = add(*found)
    for role, var in variables.items():
        inner = Fold("sum", var, Domain("space", role), inner)
    return inner


def _joint(small: Expr, big: Expr) -> Apply | None:
    """The density of most variables, all with names of their own, that the sides speak of."""
    nodes = [n for side in (small, big) for n in walk(side) if isinstance(n, Apply) and not n.given and len(n.args) > 1]
    nodes = [n for n in nodes if len({a.role for a in n.args}) == len(n.args)]
    return max(nodes, key=lambda n: len(n.args), default=None)


def _roles(fold: Fold) -> set[str]:
    """The variables of integrals that stand directly inside one another."""
    found, body = {fold.domain.role}, fold.body
    while isinstance(body, Fold) and body.op == "sum" and body.domain.kind == "space":
        found, body = found | {body.domain.role}, body.body
    return found


def _opened(fold: Fold, joint: Apply, variables: dict[str, str]) -> Expr | None:
    """What stands under the integral signs over all variables: a marginal factor becomes the joint density."""
    put: dict[str, Expr] = {}
    body: Expr = fold
    while isinstance(body, Fold) and body.op == "sum" and body.domain.kind == "space":
        role = body.domain.role
        if role not in variables or body.var in put:
            return None
        put[body.var] = Name(variables[role])
        body = body.body
    body = substitute(body, put)
    bound = {variables[role] for role in _roles(fold)}
    left = set(variables.values()) - bound
    if not left:
        return body
    whole = Apply(joint.head, tuple(Arg(a.role, Name(variables[a.role])) for a in joint.args))
    marginal = {Name(v) for v in bound}
    factors = body.factors if isinstance(body, Product) else (body,)
    for k, f in enumerate(factors):
        if isinstance(f, Apply) and f.head == joint.head and not f.given and {a.value for a in f.args} == marginal:
            return multiply(whole, *factors[:k], *factors[k + 1 :])
    return None
