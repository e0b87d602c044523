"""Formulas for functions that had only a shape when something was defined by them: D_f for any f, then f(t) = t log t.

`formula_at(e, name, argument)` is the named function at a number, by its shape or by its formula; `with_formulas` puts
formulas in for all calls of which the text has given one since. Law: a call stands for the function that its name names
here; where neither a shape nor a formula says what that is, it is `Unknown`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hw3verify.language.names import Unknown
from hw3verify.meaning.expr import Call, Derivative, Expr, Name, rebuild, substitute
from hw3verify.meaning.shape import called, heads_called, named

if TYPE_CHECKING:
    from hw3verify.language.elaborate import Elaborator


def formula_at(e: Elaborator, name: str, argument: Expr, order: int = 0, starred: bool = False) -> Expr:
    """f(u), f'(u), f*(u) for the function of this name."""
    if e.scope.shape(name) is not None or (name in e.vocabulary.valued and e.scope.definition(name) is None):
        return called(name, argument, order, starred)
    d = e.scope.definition(name)
    if d is None or starred or len(d.parameters) != 1 or d.parameters[0][:1] == "=" or d.domain:
        raise Unknown(f"nothing says what {name} is here")
    e.used[d.source] = None
    e.note_heads(d.body)
    body, parameter = d.body, Name(d.parameters[0])
    for _ in range(order):
        body = Derivative(body, parameter)
    if argument == parameter:
        return body
    return substitute(body, {parameter.id: argument}) if not order else Call("put", (body, parameter, argument))


def with_formulas(e: Elaborator, body: Expr) -> Expr:
    """The body with formulas for the functions that have one now."""
    if all(e.scope.definition(h) is None for h in heads_called(body)):
        return body
    return _put(e, body)


def _put(e: Elaborator, body: Expr) -> Expr:
    found = named(body.fn) if isinstance(body, Call) else None
    if not isinstance(body, Call) or found is None:
        return rebuild(body, lambda n: _put(e, n))
    (argument,) = (_put(e, a) for a in body.args)
    head, starred, order = found
    return formula_at(e, head, argument, order, starred)
