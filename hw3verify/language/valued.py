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
from hw3verify.language.scope import Definition, Scope
from hw3verify.language.shape_formulas import formula_at
from hw3verify.language.surface import App, Node, Sym
from hw3verify.meaning.expr import (
    MINUS_ONE,
    ZERO,
    Call,
    Expr,
    Fold,
    Name,
    Power,
    Product,
    Sum,
    add,
    divide,
    free_names,
    multiply,
    rebuild,
    walk,
)
from hw3verify.meaning.shape import CONVEX, MARK, Shape, called, named

if TYPE_CHECKING:
    from hw3verify.language.elaborate import Elaborator
    from hw3verify.language.vocabulary import Vocabulary

_CONJUGATE = re.compile(r"\b(?:conjugates?|Legendre|Fenchel)\b", re.IGNORECASE)
_STARS = ("*", "**")
_GENERATORS = ("f", "g", "h")  # indices of D by which everybody means the integral of q f(p/q)


def valued(e: Elaborator, fn: Sym, node: App | None) -> Expr | None:
    """The meaning of a name that stands for a function of a stated shape, its slope, its conjugate, or for D_f."""
    if node is not None and fn.base == "D" and len(fn.sub) == 1 and isinstance(fn.sub[0], Sym):
        return _divergence(e, fn, node)
    plain = replace(fn, marks="")
    shape = shape_here(e.scope, e.vocabulary, name_of(plain))
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


def shape_here(scope: Scope, vocabulary: Vocabulary, name: str) -> Shape | None:
    """The shape of a function of numbers; one that stands at ratios of densities is any, where nothing else is told."""
    known = scope.shape(name)
    if known is None and name in vocabulary.valued and scope.definition(name) is None:
        return Shape(name)
    return known


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


def generator(scope: Scope, vocabulary: Vocabulary | None, sym: Sym) -> str:
    """The name of the function that is the index of D_f; "" if nothing says what it is."""
    name = name_of(sym)
    if scope.shape(name) is not None:
        return name
    d = scope.definition(name)
    if d is None:
        return name if vocabulary is not None and name in vocabulary.valued else ""
    fits = not d.density and len(d.parameters) == 1 and d.parameters[0][:1] != "=" and not d.domain
    return name if fits else ""


def is_divergence(scope: Scope, fn: Sym, node: Node) -> bool:
    """Is D_g known from a D_f that the text defines for any f, or f** from f?"""
    shape = scope.shape(name_of(replace(fn, marks="")))
    if fn.marks == "**" and shape is not None and shape.sign == CONVEX and _is_conjugate(scope):
        return True
    index = fn.sub[0] if fn.base == "D" and len(fn.sub) == 1 else None
    if not isinstance(index, Sym) or not isinstance(node, App) or scope.definition(name_of(fn)) is not None:
        return False
    return bool(generator(scope, None, index)) and _template(scope) is not None


def _template(scope: Scope) -> Definition | None:
    """The latest D_f that is defined for an f that any function may stand for."""
    for d in reversed(scope.definitions):
        if d.name[:2] == "D_" and len(d.parameters) == 2:
            if any(isinstance(n, Call) and n.fn == MARK + d.name[2:] for n in walk(d.body)):
                return d
    return None


def is_usual(d: Definition) -> bool:
    """Is this the integral of q f(p/q), for the p and q at which D_f is defined?"""
    if d.name[:2] != "D_" or len(d.slots) != 2 or not isinstance(d.body, Fold) or d.body.op != "sum":
        return False
    p, q = d.slots
    factors = d.body.body.factors if isinstance(d.body.body, Product) else ()
    call = next((n for n in factors if isinstance(n, Call) and n.fn == MARK + d.name[2:]), None)
    if call is None or p is None or q is None or len(factors) != 2 or q not in factors:
        return False
    ratio = call.args[0]
    return isinstance(ratio, Product) and set(ratio.factors) == {p, Power(q, MINUS_ONE)} and len(ratio.factors) == 2


def usual_divergence(e: Elaborator, d: Definition, node: App) -> Expr | None:
    """D_f at two densities of any variables, where it is defined as usual; None for another definition."""
    return _integral(e, node, d.name[2:]) if is_usual(d) and len(node.args) == 2 and not node.given else None


def _integral(e: Elaborator, node: App, name: str) -> Expr:
    """The integral of q f(p/q)."""
    from hw3verify.language.binders import space_fold
    from hw3verify.language.unfold import two_densities

    p, q, variables = two_densities(e, node, *node.args)
    return space_fold(variables, multiply(q, formula_at(e, name, divide(p, q))))


def _divergence(e: Elaborator, fn: Sym, node: App) -> Expr | None:
    from hw3verify.language.instances import instance

    index = fn.sub[0]
    name = generator(e.scope, e.vocabulary, index) if isinstance(index, Sym) else ""
    if not name or len(node.args) != 2 or node.given:
        return None
    template = _template(e.scope)
    if template is None or is_usual(template):
        if template is not None:
            e.used[template.source] = None
        elif not isinstance(index, Sym) or index.base.rpartition("_")[2] not in _GENERATORS or node.sep != "||":
            return None  # D_\phi may be Bregman's
        return _integral(e, node, name)
    body = instance(e, template.name, node, plain=True)
    return None if body is None else _put(e, body, template.name[2:], name)


def _put(e: Elaborator, body: Expr, old: str, new: str) -> Expr:
    """The body with another function called."""
    if isinstance(body, Call) and body.fn == MARK + old:
        (argument,) = (_put(e, a, old, new) for a in body.args)
        return formula_at(e, new, argument)
    return rebuild(body, lambda n: _put(e, n, old, new))
