"""The variables at which a density stands where nothing, or only a formula, says them.

A mixture or a product of densities is a density of the variables that its factors leave free; bare densities that
stand at different variables elsewhere are not of one kind; functions of one variable show what is integrated.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hw3verify.language.surface import App, Mul, Neg, Node, Sym
from hw3verify.language.surface import walk as walk_surface
from hw3verify.language.vocabulary import name_of
from hw3verify.meaning.expr import Apply, Expr, Name, free_names, walk

if TYPE_CHECKING:
    from hw3verify.language.elaborate import Elaborator

LETTERS = frozenset("xyzuvwst")  # single letters that are variables without a word


def are_apart(e: Elaborator, terms: tuple[Node, ...]) -> bool:
    """Are bare densities added that stand at different variables elsewhere: p of x and q of z in `(p + q)/2`?"""
    inner = (t.arg if isinstance(t, Neg) else t for t in terms)
    factors = [f for t in inner for f in (t.factors if isinstance(t, Mul) else (t,)) if isinstance(f, Sym)]
    bare = [f for f in factors if e.vocabulary.is_density(f) and e.scope.definition(name_of(f)) is None]
    return len({e.vocabulary.signature(e.vocabulary.family(f)) for f in bare}) > 1


def places_of(e: Elaborator, body: Node) -> set[str]:
    """The letters for variables at which functions of one variable stand."""
    applied = (n for n in walk_surface(body) if isinstance(n, App) and len(n.args) == 1 and not n.given)
    places = (n.args[0] for n in applied if isinstance(n.fn, Sym) and not e.vocabulary.is_density(n.fn))
    return {name_of(a) for a in places if isinstance(a, Sym) and a.base in LETTERS and not a.sub}


def outcomes_of(e: Elaborator, value: Expr) -> set[str]:
    """The outcome variables of a density given by a formula (a mixture, a product)."""
    free = free_names(value)
    found = set()
    for part in walk(value):
        if isinstance(part, Apply) and e.heads.get(part.head) == "density":
            found |= {a.value.id for a in part.args if isinstance(a.value, Name) and a.value.id in free}
    return found
