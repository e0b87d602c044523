r"""Names whose index moves under a sum: `a_{k+1}`, `x_{n-i}`, `x_{\sigma(k)}`, `p_k(x)` under a sum over k.

Such a name is no constant of the sum. An entry at a place that depends on k is an entry of a list of its own, of which
nothing else is known: what holds of every list holds of it, and nothing is refuted, since the other entries of the list
it comes from are other names here. A density or a function with a moving index is not understood.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from hw3verify.language.names import Unknown, name_of
from hw3verify.language.surface import Node, Sym
from hw3verify.language.surface import walk as walk_surface
from hw3verify.meaning.expr import Apply, Arg, Expr, Fold, Name, free_names, walk

if TYPE_CHECKING:
    from hw3verify.language.elaborate import Elaborator

_TOKEN = re.compile(r"[A-Za-z]+")


def moving(e: Elaborator, labels: Iterable[Node]) -> bool:
    """Does an index bound around stand inside one of these subscripts?"""
    inner = (n for label in labels for n in walk_surface(label))
    return any(isinstance(n, Sym) and n.base in e.indices and not n.sub for n in inner)


def shifted(e: Elaborator, sym: Sym) -> Expr:
    """`a_{k+1}` under a sum over k: the k-th entry of a list of its own."""
    parts = (n for label in sym.sub for n in walk_surface(label))
    letters = sorted({n.base for n in parts if isinstance(n, Sym) and n.base in e.indices and not n.sub})
    head = f"{name_of(sym)}[]"
    e.heads[head] = "indexed"
    e.guessed = True
    return Apply(head, tuple(Arg(e.index_role(letter), Name(letter)) for letter in letters))


def stay_fixed(e: Elaborator, body: Expr, var: str, node: Node) -> None:
    """Refuse what stands under a sum over `var` as a constant, though its index moves with it.

    The entries of a vector of independent components, and their parameters, are known to move.
    """
    products = {f"{product.head}[]" for product in e.scope.products}
    components = [law for law, _ in e.scope.laws if law.head in products]
    known = {f"{role}_{var}" for law in components for role in law.outcome} | e.components
    known |= {n.head for law in components for p in law.parameters for n in walk(p) if isinstance(n, Apply)}
    folds = [n for n in walk(body) if isinstance(n, Fold)]
    lengths = {f.domain.upper.id for f in folds if isinstance(f.domain.upper, Name)}
    heads = {n.head for n in walk(body) if isinstance(n, Apply) and not n.head.endswith("[]") and ":" not in n.head}
    for name in sorted(((free_names(body) - lengths) | heads) - known):
        if var in _TOKEN.findall(name.partition("_")[2]):
            raise Unknown(f"{name} moves with {var}, and is not understood", node)
