"""Names that look like arrays and are numbers: the information `I_q = E[KL(...)]` is no identity matrix.

Law: only a name that is explained, by an equation whose other side averages or is a divergence, is such a number.
"""

from __future__ import annotations

from collections.abc import Iterable

from hw3verify.language.names import DIVERGENCES
from hw3verify.language.scope import Said, Scope
from hw3verify.language.shapes import BOLD, ident
from hw3verify.language.surface import App, Big, Expect, Node, Sym, walk

Pairs = Iterable[tuple[Node | None, ...]]


def informations(pairs: Pairs) -> frozenset[Node]:
    """The names I, I_q ... that the first two sides of these equations explain as numbers."""
    return frozenset(
        p[0] for p in pairs
        if len(p) > 1 and isinstance(p[0], Sym) and p[0].base == "I" and p[0].style not in BOLD
        and (p[0] == Sym("I") or (p[1] is not None and any(map(_is_number, walk(p[1])))))
    )  # fmt: skip


def numbers_of(scope: Scope, said: Iterable[Said], groups: Pairs) -> frozenset[str]:
    """The same as names; of a plain I the definition has to be understood."""
    pairs = [s.sides for s in said if s.ops in (("=",), (":=",))] + [g for g in groups if len(g) == 2]
    found = {ident(n) for n in informations(pairs) if isinstance(n, Sym)}
    return frozenset(found if scope.definition("I") is not None else found - {"I"})


def _is_number(node: Node) -> bool:
    if isinstance(node, Expect | Big):
        return True
    return isinstance(node, App) and isinstance(node.fn, Sym) and node.fn.base in DIVERGENCES
