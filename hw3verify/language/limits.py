"""Limits: what an expression tends to, `\\lim_{x \\to 0^+} x \\log x`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hw3verify.language.surface import Big, Rel, Sym, Tuple_, Word
from hw3verify.language.vocabulary import Unknown, name_of, role_of
from hw3verify.meaning.expr import Domain, Expr, Fold

if TYPE_CHECKING:
    from hw3verify.language.elaborate import Elaborator


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
    return Fold(f"limit{side}", var, Domain("interval", role_of(var), at, None), e.expr(node.body))
