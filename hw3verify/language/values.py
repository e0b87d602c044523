r"""Densities at values of a binary variable: `p(y=1|x)`, `p(x, z=0)`, `p(x|y=1)`.

    p(a, y=1 | b)  =  sum over y of y p(a, y | b)             p(a, y=0 | b)  =  sum over y of (1 - y) p(a, y | b)
    p(a | y=1, b)  =  p(a, y=1 | b) / p(y=1 | b)

Law: for a variable with the values 0 and 1 these are the definitions. A variable is known to be binary by a stated
range, by words, or because facts give its density at 0 and at 1 and at nothing else; other values are `Unknown`.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import TYPE_CHECKING

from hw3verify.language.names import Unknown, name_of, role_of, running, variable_of
from hw3verify.language.surface import App, Node, Num, Rel, Sym, walk
from hw3verify.meaning.expr import ONE, Domain, Expr, Fold, Name, divide, multiply, subtract

if TYPE_CHECKING:
    from hw3verify.language.elaborate import Elaborator
    from hw3verify.language.vocabulary import Vocabulary

BINARY = frozenset((Fraction(0), Fraction(1)))


def valued(node: Node) -> tuple[Sym, Fraction] | None:
    """The variable and its value, where an argument is `y=1`."""
    variable = variable_of(node)
    if isinstance(node, Rel) and isinstance(node.right, Num) and isinstance(variable, Sym):
        return variable, node.right.value
    return None


def has_values(node: App) -> bool:
    """Does a density stand at values of its variables?"""
    return any(valued(a) is not None for a in (*node.args, *node.given))


def two_valued(vocabulary: Vocabulary, nodes: Iterable[Node]) -> frozenset[str]:
    """The variables whose densities stated formulas write at 0 and at 1, and at no other value."""
    found: dict[str, set[Fraction]] = {}
    for node in nodes:
        for n in walk(node):
            if isinstance(n, App) and isinstance(n.fn, Sym) and vocabulary.is_density(n.fn):
                for at in filter(None, map(valued, (*n.args, *n.given))):
                    found.setdefault(name_of(at[0]), set()).add(at[1])
    return frozenset(v for v, values in found.items() if values == BINARY)


def at_values(e: Elaborator, node: App) -> Expr:
    """A density at values of binary variables."""
    for a in (*node.args, *node.given):
        at = valued(a)
        if at is not None and (name_of(at[0]) not in e.scope.binary or at[1] not in BINARY):
            raise Unknown("a density at a value that is not a variable is not understood yet", a)
    moved = tuple(a for a in node.given if valued(a) is not None)
    rest = tuple(a for a in node.given if valued(a) is None)
    if any(running(a) for a in (*node.args, *node.given)):
        raise Unknown("a density at a number and at a letter that runs is not understood", node)
    whole = _chosen(e, node.fn, (*node.args, *moved), rest)
    return whole if not moved else divide(whole, _chosen(e, node.fn, moved, rest))


def label(e: Elaborator, fn: Node, at: tuple[Sym, Fraction]) -> str:
    """The name under which p(y=1) is known, once the text says what it is."""
    family = e.vocabulary.family(fn, ((role_of(name_of(at[0])),), ())) if isinstance(fn, Sym) else ""
    return f"@{family}({name_of(at[0])}={at[1]})"


def _stated(e: Elaborator, fn: Node, args: tuple[Node, ...], given: tuple[Node, ...]) -> Expr | None:
    """What the text says that p(y=1) is, or one minus what it says that p(y=0) is."""
    at = valued(args[0]) if len(args) == 1 and not given else None
    if at is None:
        return None
    for value in (at[1], 1 - at[1]):
        found = e.scope.definition(label(e, fn, (at[0], value)))
        if found is not None:
            e.used[found.source] = None
            return found.body if value == at[1] else subtract(ONE, found.body)
    return None


def _chosen(e: Elaborator, fn: Node, args: tuple[Node, ...], given: tuple[Node, ...]) -> Expr:
    """p(a, y=1 | b): summed over y with the weight that y has where it has its value."""
    stated = _stated(e, fn, args, given)
    if stated is not None:
        return stated
    body = e.expr(App(fn, tuple(map(variable_of, args)), given))
    for a in args:
        at = valued(a)
        if at is not None:
            name = name_of(at[0])
            weight = Name(name) if at[1] == 1 else subtract(ONE, Name(name))
            body = Fold("sum", name, Domain("space", role_of(name)), multiply(body, weight))
    return body
