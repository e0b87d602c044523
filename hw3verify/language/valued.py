r"""Functions of numbers at their arguments: f(p(x)/q(x)), f'(1), f^*(T(x)), \sup_t (ut - f(t)), D_f(P \| Q).

A function is one of numbers if words give it a shape (`shape_words`). f^* is its conjugate where the text says so: by
the formula \sup_t (ut - f(t)), or by the word. D_f(P \| Q), which the text does not define, is the integral of
q f(p/q); where it defines D_f for such an f, D_g is the same with g.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from hw3verify.language.names import Unknown, name_of
from hw3verify.language.ranges import REAL, WHOLE, Range
from hw3verify.language.scope import Scope
from hw3verify.language.surface import App, Node, Sym
from hw3verify.meaning.expr import (
    MINUS_ONE,
    ZERO,
    Call,
    Expr,
    Name,
    Product,
    Sum,
    add,
    free_names,
    multiply,
    rebuild,
    substitute,
    walk,
)
from hw3verify.meaning.shape import CONVEX, MARK, called, named

if TYPE_CHECKING:
    from hw3verify.language.elaborate import Elaborator

_CONJUGATE = re.compile(r"\b(?:conjugates?|Legendre|Fenchel)\b", re.IGNORECASE)
_STARS = ("*", "**")


def valued(e: Elaborator, fn: Sym, node: App | None) -> Expr | None:
    """The meaning of a name that stands for a function of a stated shape, its slope, its conjugate, or for D_f."""
    if node is not None and fn.base == "D" and len(fn.sub) == 1 and isinstance(fn.sub[0], Sym):
        return _divergence(e, fn, node)
    plain = replace(fn, marks="")
    shape = e.scope.shape(name_of(plain))
    if shape is None:
        return None
    starred, order = fn.marks.strip("'"), fn.marks.count("'")
    if node is None:
        if starred or order or len(e.under) != 1:
            raise Unknown(f"{shape.head} is a function of numbers, and stands without one", fn)
        return called(shape.head, Name(e.under[0][0]))  # E_p[f]
    if len(node.args) != 1 or node.given or node.params:
        raise Unknown(f"{shape.head} is a function of one number", node)
    if starred and not (shape.sign == CONVEX and starred in _STARS and _is_conjugate(e.scope)):
        raise Unknown(f"nothing says what {name_of(fn)} is", fn)
    return called(shape.head, e.expr(node.args[0]), order, starred == "*")


def _is_conjugate(scope: Scope) -> bool:
    """Do the words speak of conjugates, or has f^* been given by a supremum?"""
    said = any(_CONJUGATE.search(f"{s.before} {s.after}") for s in scope.said)
    return said or any(_starred(d.body) for d in scope.definitions)


def _starred(e: Expr) -> bool:
    found = named(e.fn) if isinstance(e, Call) else None
    return found is not None and found[1]


# -- conjugates -----------------------------------------------------------------------------------------------


def conjugate(scope: Scope, op: str, name: str, body: Expr, where: Range) -> Expr | None:
    """f*(u) for the supremum over t of u t - f(t), f(t) for that over u of u t - f*(u); None for anything else."""
    terms = body.terms if isinstance(body, Sum) else (body,)
    if op != "sup":
        return None
    call: Call | None = None
    slopes: list[Expr] = []
    others: list[Expr] = []
    for term in terms:
        factors = term.factors if isinstance(term, Product) else (term,)
        at = [f for f in factors if name in free_names(f)]
        if not at:
            others.append(term)
        elif at == [Name(name)]:
            rest = list(factors)
            rest.remove(at[0])
            slopes.append(multiply(*rest) if rest else multiply())
        elif len(at) == 1 and call is None and sorted(map(str, factors)) == sorted(map(str, (MINUS_ONE, at[0]))):
            call = at[0] if isinstance(at[0], Call) else None
            if call is None or call.args != (Name(name),):
                return None
        else:
            return None
    found = None if call is None else named(call.fn)
    shape = None if found is None else scope.shape(found[0])
    if found is None or shape is None or shape.sign != CONVEX or found[2]:
        return None
    whole = where in (WHOLE, REAL) or (not found[1] and _is_domain(shape.domain, where))
    if not whole:
        return None
    u = add(*slopes) if slopes else ZERO
    return add(called(shape.head, u, 0, not found[1]), *others)


def _is_domain(domain: str, where: Range) -> bool:
    """The positive numbers, with or without 0, where the function may live there."""
    return domain != "line" and not where.kind and where.lower == ZERO and where.upper is None


# -- divergences ----------------------------------------------------------------------------------------------


def generator(scope: Scope, sym: Sym) -> str:
    """The name of the function that is the index of D_f; "" if nothing says what it is."""
    name = name_of(sym)
    if scope.shape(name) is not None:
        return name
    d = scope.definition(name)
    fits = d is not None and not d.density and len(d.parameters) == 1 and d.parameters[0][:1] != "=" and not d.domain
    return name if fits else ""


def is_divergence(scope: Scope, fn: Sym, node: Node) -> bool:
    """Is D_g known from a D_f that the text defines for any f?"""
    index = fn.sub[0] if fn.base == "D" and len(fn.sub) == 1 else None
    if not isinstance(index, Sym) or not isinstance(node, App) or scope.definition(name_of(fn)) is not None:
        return False
    return bool(generator(scope, index)) and _template(scope) is not None


def _template(scope: Scope) -> tuple[str, str] | None:
    """(the name of a defined D_f, its f)."""
    for d in reversed(scope.definitions):
        head = d.name[2:]
        if d.name[:2] == "D_" and scope.shape(head) is not None and len(d.parameters) == 2:
            if any(isinstance(n, Call) and n.fn == MARK + head for n in walk(d.body)):
                return d.name, head
    return None


def _divergence(e: Elaborator, fn: Sym, node: App) -> Expr | None:
    from hw3verify.language.instances import instance

    index = fn.sub[0]
    name = generator(e.scope, index) if isinstance(index, Sym) else ""
    if not name or len(node.args) != 2 or node.given:
        return None
    template = _template(e.scope)
    if template is None:
        return None
    body = instance(e, template[0], node)
    return None if body is None else _put(e, body, template[1], name)


def _put(e: Elaborator, body: Expr, old: str, new: str) -> Expr:
    """The body with another function called."""
    if isinstance(body, Call) and body.fn == MARK + old:
        (argument,) = (_put(e, a, old, new) for a in body.args)
        if e.scope.shape(new) is not None:
            return called(new, argument)
        d = e.scope.definition(new)
        if d is None:
            raise Unknown(f"nothing says what {new} is")
        e.used[d.source] = None
        return substitute(d.body, {d.parameters[0]: argument})
    return rebuild(body, lambda n: _put(e, n, old, new))
