r"""Names that are explained by the definition of another: slopes, members of an indexed family, conjugates.

    f'(t), f''(1)         from f(t) = ...                        the derivative, at the value that stands there
    D_{1/2}(p \| q)       from D_\alpha(p \| q) = ... \alpha     the body with the value put for the index
    f_1^*(t)              from f^*(t) = \sup_u (ut - f(u))       the same of f_1, where only f_1(u) = ... is defined

Law: what comes out is what the definition says, with one name replaced throughout. Where a name is both an index
and part of what stands at the arguments, or moves a law, it is `Unknown`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from hw3verify.language.instances import instance, replace_heads
from hw3verify.language.names import GREEK, Unknown, name_of
from hw3verify.language.scope import Definition, Scope
from hw3verify.language.surface import App, Node, Sym, walk
from hw3verify.language.usage import arity
from hw3verify.language.valued import is_divergence, valued
from hw3verify.meaning.expr import Apply, Call, Derivative, Expr, Name, free_names, substitute
from hw3verify.meaning.expr import walk as walk_expr

if TYPE_CHECKING:
    from hw3verify.language.elaborate import Elaborator


def derived(e: Elaborator, fn: Sym, node: App | None) -> Expr | None:
    """The meaning of a name, at arguments or bare, that follows from another's definition; None if none explains it."""
    shaped = valued(e, fn, node)
    if shaped is not None:
        return shaped
    if node is not None:
        slope = _slope(e, name_of(fn), node)
        if slope is not None:
            return slope
        conjugate = _conjugate(e, fn, node)
        if conjugate is not None:
            return conjugate
    return None if e.vocabulary.is_density(fn) else _member(e, fn, node)


def is_derived(scope: Scope, fn: Sym, node: Node) -> bool:
    """Is the name explained by the definition of another, so that an equation with it is a claim?"""
    at = node if isinstance(node, App) else None
    return any(_families(scope, fn, at)) or _generic(scope, fn) is not None or is_divergence(scope, fn, node)


def _slope(e: Elaborator, name: str, node: App) -> Expr | None:
    """l'(t), l''(t), l'(0) for a defined function l of one variable."""
    plain = name.rstrip("'")
    d = e.scope.definition(plain) or e.scope.definition(f"{plain}/{arity(node)}")
    if d is None or plain == name or len(d.parameters) != 1 or len(node.args) != 1 or d.parameters[0][0] == "=":
        return None
    e.used[d.source] = None
    e.note_heads(d.body)
    (parameter,) = d.parameters
    body = d.body
    for _ in range(len(name) - len(plain)):
        body = Derivative(body, Name(parameter))
    value = e.expr(node.args[0])
    if value == Name(parameter):
        return body
    e.keep_free(frozenset(d.parameters), body, node)
    if isinstance(value, Name):
        return substitute(body, {parameter: value})
    return Call("put", (body, Name(parameter), value))


def _families(scope: Scope, fn: Sym, node: App | None) -> Iterator[tuple[Definition, str]]:
    """Definitions of the name with a Greek letter for its index, a letter of which the body speaks."""
    if len(fn.sub) != 1 or not _is_value(fn.sub[0]) or (node is None and not fn.base.isupper()):
        return
    ending = "" if node is None else f"/{arity(node)}"
    for d in reversed(scope.definitions):
        if d.density or not d.name.startswith(fn.base) or bool(d.parameters) != (node is not None):
            continue
        for letter in sorted(free_names(d.body) & GREEK - {*d.parameters}):
            name = name_of(replace(fn, sub=(Sym(letter),)))
            if d.name in (name, name + ending):
                yield d, letter


def _is_value(index: Node) -> bool:
    """A number, or a formula of numbers and Greek letters."""
    return all(n.base in GREEK and not n.sub and not n.marks for n in walk(index) if isinstance(n, Sym)) and not any(
        isinstance(n, App) for n in walk(index)
    )


def _member(e: Elaborator, fn: Sym, node: App | None) -> Expr | None:
    """D_{1/2}(p || q), where D_alpha(p || q) is defined."""
    if name_of(fn) in e.scope.mentioned:
        return None
    for d, letter in _families(e.scope, fn, node):
        body = instance(e, d.name, node)
        value = e.expr(fn.sub[0])
        if body is None or value == Name(letter):
            return body
        written = () if node is None else (n for a in (*node.args, *node.given) for n in walk(a))
        if any(isinstance(n, Sym) and (n.base == letter or Sym(letter) in n.sub) for n in written):
            raise Unknown(f"{letter} is an index and stands at the arguments", node or fn)
        e.keep_free(frozenset((letter,)), body, node or fn)
        return substitute(body, {letter: value})
    return None


def _generic(scope: Scope, fn: Sym) -> tuple[Definition, str, Definition] | None:
    """f^* as it is defined for any f, the name of that f, and the definition of the one that is meant."""
    if not fn.sub or fn.marks != "*" or scope.definition(name_of(fn)) is not None:
        return None
    whole, own = scope.definition(fn.base + "*"), scope.definition(name_of(replace(fn, marks="")))
    if whole is None or own is None or scope.definition(fn.base) is not None or len(whole.parameters) != 1:
        return None
    if len(own.parameters) != 1 or own.parameters[0][0] == "=" or own.density or not _speaks(whole.body, fn.base):
        return None
    return whole, fn.base, own


def _speaks(body: Expr, head: str) -> bool:
    return any(isinstance(n, Apply) and n.head == head and len(n.args) == 1 for n in walk_expr(body))


def _conjugate(e: Elaborator, fn: Sym, node: App) -> Expr | None:
    """f_1^*(t) from f^*(t) = ... f ..."""
    found = _generic(e.scope, fn)
    if found is None or len(node.args) != 1 or node.given:
        return None
    whole, head, own = found
    e.used[whole.source] = e.used[own.source] = None
    e.note_heads(own.body)
    roles = {n.args[0].role for n in walk_expr(whole.body) if isinstance(n, Apply) and n.head == head}
    if len(roles) != 1:
        raise Unknown(f"{head} occurs with several variables", node)
    body = replace_heads(whole.body, {head: ({roles.pop(): own.parameters[0]}, own.body)})
    value = e.expr(node.args[0])
    return body if value == Name(whole.parameters[0]) else substitute(body, {whole.parameters[0]: value})
