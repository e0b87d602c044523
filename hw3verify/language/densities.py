"""Densities at their arguments: which family, which role every argument fills.

`p(x|z)` stands at its written variables; a bare `p` at those with which the document mostly uses it. A component
`q(z_j)` of a vector of independent components is a density given its index.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hw3verify.language.sketch import show
from hw3verify.language.surface import App, Sym
from hw3verify.language.vocabulary import GREEK, Unknown, name_of, role_of
from hw3verify.meaning.expr import Apply, Arg, Expr, Name

if TYPE_CHECKING:
    from hw3verify.language.elaborate import Elaborator


def density_at(e: Elaborator, sym: Sym, node: App | None) -> Expr:
    """A density at its arguments, or bare: then at the variables with which it is mostly used."""
    if node is None:
        family = e.vocabulary.family(sym)
        if e.scope.product(family) is not None:
            raise Unknown("the joint density of a vector of independent components is not understood here", sym)
        star = e.definition(family)
        if star is not None:
            return star
        outcome, given = e.vocabulary.signature(family)
        e.heads[family] = "density"
        return Apply(
            family,
            tuple(Arg(e.vocabulary.role(family, v), Name(v)) for v in outcome),
            tuple(Arg(e.vocabulary.role(family, v), Name(v)) for v in given),
        )
    names = [tuple(role_of(name_of(a)) if isinstance(a, Sym) else "" for a in g) for g in (node.args, node.given)]
    family = e.vocabulary.family(sym, (names[0], names[1]))
    for s in sym.sub:
        if isinstance(s, Sym) and s.base in GREEK and show(s) not in family:
            e.dropped.add(show(s))
    if e.scope.product(family) is not None:
        return component(e, family, node)
    e.heads[family] = "density"
    groups = []
    for group in (node.args, node.given):
        filled = []
        for a in group:
            if not isinstance(a, Sym):
                raise Unknown("a density at a value that is not a variable is not understood yet", a)
            value = e.symbol(a) if e.indexed(a) is not None else Name(name_of(a))
            if not isinstance(value, Name):
                raise Unknown("densities of samples x_i are not understood yet", a)
            if show(a) in e.dropped or a.base in GREEK:
                if group is node.given:
                    continue  # p(x|\theta): a parameter
                raise Unknown("a density of a parameter is not understood yet", a)
            filled.append(Arg(e.vocabulary.role(family, value.id), value))
        groups.append(tuple(filled))
    return Apply(family, groups[0], groups[1])


def component(e: Elaborator, family: str, node: App) -> Expr:
    """q(z_j) for a vector z of independent components: the density of one component, given its index."""
    product = e.scope.product(family)
    a = node.args[0]
    if product is None or len(node.args) != 1 or node.given or not (isinstance(a, Sym) and len(a.sub) == 1):
        raise Unknown("the joint density of a vector of independent components is not understood here", node)
    (letter,) = a.sub
    if not isinstance(letter, Sym) or letter.sub or e.index_role(letter.base) != product.role:
        raise Unknown("this component is not understood", node)
    e.components.add(name_of(a))
    e.heads[f"{family}[]"] = "density"
    return Apply(f"{family}[]", (Arg(a.base, Name(name_of(a))),), (Arg(product.role, Name(letter.base)),))
