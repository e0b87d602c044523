"""Limits: what an expression tends to, `\\lim_{x \\to 0^+} x \\log x`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hw3verify.language.law_formulas import density_formula
from hw3verify.language.surface import Big, Rel, Sym, Tuple_, Word
from hw3verify.language.vocabulary import Unknown, name_of, role_of
from hw3verify.meaning.expr import (
    INFINITY,
    ZERO,
    Apply,
    Arg,
    Domain,
    Expr,
    Fold,
    Name,
    free_names,
    negate,
    rebuild,
    walk,
)

if TYPE_CHECKING:
    from hw3verify.language.elaborate import Elaborator

SUPPORTS = {"normal": negate(INFINITY), "exponential": ZERO}  # where the supports of laws begin that have no end


def limit(e: Elaborator, node: Big) -> Expr:
    """What the body tends to; a point with a sign behind it is approached from that side."""
    side, point = "", node.domain
    if isinstance(point, Tuple_) and len(point.items) == 2 and isinstance(point.items[1], Word):
        side, point = point.items[1].text, point.items[0]
    if not isinstance(node.var, Sym) or point is None or isinstance(point, Rel) or node.lower is not None:
        raise Unknown("this limit is not understood", node)
    var = name_of(node.var)
    if e.scope.definition(var) is not None:
        raise Unknown(f"{var} is defined and bound at once", node.var)
    at = e.expr(point)
    body = written_out(e, e.expr(node.body), var)
    return Fold(f"limit{side}", var, Domain("interval", role_of(var), at, None), body)


def written_out(e: Elaborator, body: Expr, var: str) -> Expr:
    """The body with the densities of laws that move with the bound name as formulas, integrated over their support.

    A law is a fact of the whole document, which a binder would not reach; its formula is part of the expression.
    """
    laws = {law.head: law for law in (*(law for law, _ in e.scope.laws), *e.laws)}
    moved = {h for h, law in laws.items() if any(var in free_names(p) for p in law.parameters)}

    def change(x: Expr) -> Expr:
        if not isinstance(x, Fold) or x.op != "sum" or x.domain.kind != "space":
            return rebuild(x, change)
        own = [n for n in walk(x.body) if isinstance(n, Apply) and any(a.role == x.domain.role for a in n.args)]
        names = {laws[n.head].name if n.head in laws else "" for n in own}
        plain = all(n.args == (Arg(x.domain.role, Name(x.var)),) and not n.given for n in own)
        if not {n.head for n in own} & moved or len(names) > 1 or not names <= SUPPORTS.keys() or not plain:
            return rebuild(x, change)
        if any(laws[n.head].index or laws[n.head].given for n in own):
            return x
        formulas: dict[Expr, Expr] = {}
        for n in own:
            formulas[n] = density_formula(laws[n.head].name, laws[n.head].parameters, Name(x.var))
        if any(x.var in free_names(p) for n in own for p in laws[n.head].parameters):
            raise Unknown(f"{x.var} is a parameter and bound at once")
        low = SUPPORTS[names.pop()]
        return Fold("sum", x.var, Domain("interval", x.domain.role, low, INFINITY), _put(x.body, formulas))

    return change(body) if moved else body


def _put(x: Expr, formulas: dict[Expr, Expr]) -> Expr:
    return formulas[x] if x in formulas else rebuild(x, lambda c: _put(c, formulas))
