"""Brackets with limits and bars with a point: `[F]_a^b`, `F |_{t=0}`, `\\nabla_\\theta Q |_{\\theta'=\\theta}`.

A value is put in at once where nothing is differentiated. Behind a derivative it may only be put in when the derivative
has been carried out, so the expression keeps it as `Call("put", (body, name, value))`; the judge takes it away. A
parameter of densities has no name in the expression: there, `name` and `value` are the families without arguments.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hw3verify.language.names import Unknown, name_of, role_of
from hw3verify.language.parameters import members
from hw3verify.language.surface import Evaluated, Sym
from hw3verify.meaning.expr import Apply, Call, Derivative, Expr, Name, free_names, substitute, subtract, walk

if TYPE_CHECKING:
    from hw3verify.language.elaborate import Elaborator


def evaluated(e: Elaborator, node: Evaluated) -> Expr:
    """[F]_a^b = F(b) - F(a); the variable is the only free name of F, or the letter that is used as one."""
    body = e.expr(node.body)
    upper = e.expr(node.upper)
    if isinstance(node.var, Sym):
        var = name_of(node.var)
    else:
        free = sorted(free_names(body) - free_names(upper) - (free_names(e.expr(node.lower)) if node.lower else set()))
        letters = [n for n in free if role_of(n) in ("x", "t", "u", "z", "y", "s", "w", "v", "r")]
        chosen = letters or free
        if len(chosen) > 1:
            raise Unknown("the variable of the bracket is not clear", node)
        var = chosen[0] if chosen else "x"
    e.keep_free(frozenset((var,)), body, node)
    if isinstance(node.var, Sym) and node.lower is None:
        body = _other_members(e, body, node.var, node)
    at_upper = _put(body, var, upper)
    if node.lower is None:
        return at_upper
    return subtract(at_upper, _put(body, var, e.expr(node.lower)))


def _put(body: Expr, var: str, value: Expr) -> Expr:
    if var in free_names(body) and any(isinstance(n, Derivative) for n in walk(body)):
        return Call("put", (body, Name(var), value))
    return substitute(body, {var: value})


def _other_members(e: Elaborator, body: Expr, var: Sym, node: Evaluated) -> Expr:
    """The families that the parameter moves, at the other parameter."""
    present = {n.head for n in walk(body) if isinstance(n, Apply)}
    for old, new in members(e, var, node.upper).items():
        if old in present and old != new:
            body = Call("put", (body, Apply(old, ()), Apply(new, ())))
    return body
