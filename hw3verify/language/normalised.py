"""Densities that are given up to a factor: `q^*(z) \\propto p(z) e^{f(z)}` names the normalised density.

Law: the factor is one over the integral of the right side over the outcome of the left one, all else being fixed.
That the integral exists is taken for granted, as in the texts.
"""

from __future__ import annotations

from hw3verify.language.surface import App, Big, Div, Node, Sym
from hw3verify.language.vocabulary import Vocabulary


def normalised(vocabulary: Vocabulary, left: Node, right: Node) -> Node | None:
    """The right side over its integral, if the left side is a density at plain variables."""
    if not isinstance(left, App) or not isinstance(left.fn, Sym) or not vocabulary.is_density(left.fn):
        return None
    if not left.args or not all(isinstance(a, Sym) for a in left.args):
        return None
    mass = right
    for variable in reversed(left.args):
        mass = Big("int", variable, None, None, None, mass, True)
    return Div(right, mass, start=right.start, end=right.end)
