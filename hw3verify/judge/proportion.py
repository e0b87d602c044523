"""Proportionality and unnamed constants: relations up to what does not depend on the variable.

`p(z|x) \\propto p(x|z) p(z)` says that the quotient of its sides is the same at every z, and
`\\log q(z) = g(z) + const` that their difference is. Both relate the sides here to the sides at another point:

    a(z) b(z') = a(z') b(z)          a(z) - b(z) = a(z') - b(z')

with a new name z', free like z. The variable is the outcome of the density that heads the chain (`p(z|x)`, also below a
logarithm); for a functional `L(q) = ... + const` it is the density q, and the other point is another density. Where
nothing heads the chain there is no claim. What the word `const` names may be anything that does not move.
"""

from __future__ import annotations

from collections.abc import Iterator

from hw3verify.judge.context import Context
from hw3verify.judge.flow import Side
from hw3verify.kernel.counterexample import names_in
from hw3verify.language.datasets import is_likelihood
from hw3verify.language.surface import App, Func, Neg, Node, Sym
from hw3verify.language.vocabulary import name_of
from hw3verify.meaning.claim import Relation
from hw3verify.meaning.expr import (
    ONE,
    ZERO,
    Apply,
    Expr,
    Name,
    Product,
    Sum,
    add,
    free_names,
    multiply,
    rebuild,
    substitute,
    subtract,
    walk,
)

OTHER = "~"  # behind a name: the other point, or the other density; no document can write it
CONSTANTS = frozenset(("const", "constant", "Const", "cst"))


def is_loose(op: str, left: Expr, right: Expr) -> bool:
    """Is this a relation up to a constant?"""
    return op == "prop" or (op == "=" and any(_split(side)[1] for side in (left, right)))


def relations(op: str, left: Expr, right: Expr, heads: tuple[Side | None, ...], context: Context) -> list[Relation]:
    """What the relation says: first for the variables of the head of its chain, then for other free variables.

    Empty if nothing says which variables are meant.
    """
    (left, loose), (right, also) = _split(left), _split(right)
    if op == "prop" and (loose == "term" or also == "term"):
        return []
    factors = op == "prop" or "factor" in (loose, also)
    moved = next((m for m in (_moving(side, context, left, right) for side in heads) if m), None)
    if not moved:
        return []
    found = [_relation(factors, left, right, moved)]
    if not any(n in context.vocabulary.signatures for n in moved):
        free = (free_names(left) | free_names(right)) & _variables(left, right)
        single = free if len(moved) > 1 else free - moved
        found += [_relation(factors, left, right, frozenset((n,))) for n in sorted(single)]
    return found


def other_heads(kinds: dict[str, str], says: Relation) -> dict[str, str]:
    """The kinds of the other densities that a relation speaks of."""
    nodes = [n for side in (says.left, says.right) for n in walk(side)]
    named = {n.head for n in nodes if isinstance(n, Apply) and n.head.endswith(OTHER)}
    return {n: kinds[n.removesuffix(OTHER)] for n in named if n.removesuffix(OTHER) in kinds}


def _relation(factors: bool, left: Expr, right: Expr, moved: frozenset[str]) -> Relation:
    there, at = _at(left, moved), _at(right, moved)
    if factors:
        return Relation(multiply(left, at), "=", multiply(there, right))
    return Relation(subtract(left, right), "=", subtract(there, at))


def _at(e: Expr, moved: frozenset[str]) -> Expr:
    """The expression at the other point, or at the other density."""
    e = substitute(e, {n: Name(n + OTHER) for n in moved if n in free_names(e)})
    heads = {n.head for n in walk(e) if isinstance(n, Apply)} & moved
    return _with_heads(e, heads) if heads else e


def _with_heads(e: Expr, heads: set[str]) -> Expr:
    e = rebuild(e, lambda c: _with_heads(c, heads))
    return Apply(e.head + OTHER, e.args, e.given) if isinstance(e, Apply) and e.head in heads else e


def _split(e: Expr) -> tuple[Expr, str]:
    """The expression without its unnamed constant, and whether that was a term or a factor."""
    if isinstance(e, Sum):
        kept = tuple(t for t in e.terms if not _is_constant(t))
        if len(kept) < len(e.terms):
            return add(*kept) if kept else ZERO, "term"
    if isinstance(e, Product):
        factors = tuple(f for f in e.factors if not _is_constant(f))
        if len(factors) < len(e.factors):
            return multiply(*factors) if factors else ONE, "factor"
    return e, ""


def _is_constant(e: Expr) -> bool:
    if isinstance(e, Product):
        return all(_is_constant(f) or not free_names(f) for f in e.factors) and any(map(_is_constant, e.factors))
    return isinstance(e, Name) and e.id in CONSTANTS


def _moving(side: Side | None, context: Context, left: Expr, right: Expr) -> frozenset[str]:
    """The variables (or the density) of what heads the chain: z of `p(z|x)` and `\\log p(z|x)`, q of `L(q)`."""
    first = None if side is None else side.readings.first
    if first is None:
        return frozenset()
    fn = _head(first.node)
    if fn is None or not isinstance(fn.fn, Sym):
        return frozenset()
    present = free_names(left) | free_names(right)
    if context.vocabulary.is_density(fn.fn) and is_likelihood(context.scope, fn):  # up to what the parameter is not in
        return frozenset(name_of(n) for n in fn.given if isinstance(n, Sym)) & present
    if context.vocabulary.is_density(fn.fn):
        named = {name_of(a) for a in fn.args if isinstance(a, Sym)}
        return frozenset(named) if len(named) == len(fn.args) and named <= present else frozenset()
    definition = context.scope.definition(name_of(fn.fn))
    slots = [] if definition is None else [s.head for s in definition.slots if isinstance(s, Apply)]
    if len(slots) != 1 or len(fn.args) != 1:
        return frozenset()
    used = {n.head for n in (*walk(left), *walk(right)) if isinstance(n, Apply)}
    spoken = {h for r, _ in context.scope.assumptions for h in names_in(r)}
    # of q(z) = q_1(z_1) q_2(z_2), and beside q_1 by itself, which of them moves?
    alone = slots[0] in used and slots[0] not in spoken and not any(h.startswith(f"{slots[0]}_") for h in used)
    return frozenset(slots) if alone else frozenset()


def _head(node: Node) -> App | None:
    """The application below signs and logarithms."""
    while isinstance(node, Neg) or (isinstance(node, Func) and node.name in ("log", "exp") and len(node.args) == 1):
        node = node.arg if isinstance(node, Neg) else node.args[0]
    return node if isinstance(node, App) else None


def _variables(*sides: Expr) -> frozenset[str]:
    """The names that stand as arguments."""

    def found() -> Iterator[str]:
        for side in sides:
            for n in walk(side):
                if isinstance(n, Apply):
                    yield from (a.value.id for a in n.args + n.given if isinstance(a.value, Name))

    return frozenset(found())
