r"""Does a formula use vectors or matrices by value, so that it has to be read with their shapes?

"value": a transpose, a trace, a determinant, an inner product, a norm of vectors, or a name that is a vector or matrix
where numbers are calculated. Such a formula is never read with numbers in their place. "law": a density or a divergence
whose law is one of vectors; it can also be read with densities of which nothing is known. "": neither; a bold letter
that only stands at a density, as in p(\mathbf{x}), is a variable like any other.
"""

from __future__ import annotations

import re

from hw3verify.language.array_facts import Ground
from hw3verify.language.names import DIVERGENCES, LAWS, signature_of
from hw3verify.language.shapes import BOLD, FUNCTIONAL, dimension, ident, is_transpose
from hw3verify.language.surface import (
    App,
    Big,
    Deriv,
    Expect,
    Func,
    Matrix,
    Node,
    Norm,
    Pow,
    Rel,
    Sym,
    Transpose,
    children,
)
from hw3verify.language.surface import walk as walk_surface
from hw3verify.language.vocabulary import Vocabulary
from hw3verify.meaning.matrix import SCALAR

_WORDS = re.compile(r"\b(?:matri(?:x|ces)|vectors?)\b", re.IGNORECASE)
FUNCTIONS = ("tr", "det", "inner", "hadamard")
STRENGTH = {"": 0, "law": 1, "value": 2}


def marked(node: Node, numbers: frozenset[Node] = frozenset()) -> bool:
    """Could anything in the formula be a vector or matrix? A quick look, before anything is inferred.

    `numbers`: the names I, I_q that are explained as numbers and are no identity matrices.
    """
    if isinstance(node, Sym) and node == Sym("I") and node.style not in BOLD:  # `I = KL(...)`: an information
        return False
    for n in walk_surface(node):
        if isinstance(n, Transpose | Norm | Matrix) or (
            isinstance(n, Func) and n.name in ("tr", "det", "inner", "hadamard")
        ):
            return True
        eye = isinstance(n, Sym) and n.base == "I" and n not in numbers
        if eye or (isinstance(n, Sym) and (n.style in BOLD or n.base in ("Sigma", "diag"))):
            return True
        if isinstance(n, Pow) and isinstance(n.base, Sym) and n.base.base.startswith("reals"):
            return True
    return False


def speaks(sides: tuple[Node | None, ...], words: str = "") -> bool:
    """Could a stated formula, with the words around it, speak of vectors or matrices?"""
    return bool(_WORDS.search(words)) or any(side is not None and marked(side) for side in sides)


def use(node: Node, ground: Ground, vocabulary: Vocabulary) -> str:
    """How the formula uses vectors and matrices."""
    return _Look(ground, vocabulary).at(node)


class _Look:
    def __init__(self, ground: Ground, vocabulary: Vocabulary) -> None:
        self.ground, self.vocabulary = ground, vocabulary
        self.heads = {law.head for law in ground.laws}

    def at(self, node: Node) -> str:
        """The strongest use in a formula."""
        if isinstance(node, Transpose) or (is_transpose(node) and Sym("T") not in self.vocabulary.ranges.values()):
            return "value"
        if isinstance(node, Func) and node.name in FUNCTIONS:
            return "value"
        if isinstance(node, Matrix):
            return "value"
        if isinstance(node, Norm):
            letters = [n for n in walk_surface(node.arg) if isinstance(n, Sym)]
            plain = not any(isinstance(n, App) for n in walk_surface(node.arg))
            if plain and any(s.base in FUNCTIONAL and not self.ground.shapes.is_array(ident(s)) for s in letters):
                return ""
            inner = self.most(children(node.arg)) if not isinstance(node.arg, Sym) else self.at(node.arg)
            return "value" if inner == "value" or plain else inner
        if isinstance(node, Sym):
            return self.symbol(node)
        if isinstance(node, App):
            return self.application(node)
        if isinstance(node, Expect):
            found = [self.at(node.body)]
            for s in node.sub:
                if isinstance(s, Rel):
                    s = s.right
                found.append(self.at(s) if isinstance(s, App | Sym) else "")
            return self.strongest(found)
        if isinstance(node, Big):
            return self.at(node.body)
        if isinstance(node, Deriv):
            return self.strongest([self.at(node.body), *("law" if self.at(b) == "value" else "" for b, _ in node.by)])
        return self.most(children(node))

    def symbol(self, sym: Sym) -> str:
        """A name where a value is asked for."""
        name = ident(sym)
        shapes = self.ground.shapes
        if sym.base == "1" or (sym.base == "I" and name not in shapes.env and self.is_identity(sym)):
            return "value"
        if name in shapes.declared and shapes.is_array(name):
            return "value"
        if self.vocabulary.is_density(sym) and sym.style not in BOLD:
            return "law" if self.vocabulary.family(sym) in self.heads else ""
        if shapes.is_array(name):
            return "value"
        if sym.sub and shapes.is_array(ident(Sym(sym.base, sym.sub[:-1], sym.marks, sym.style)) + "[]"):
            return "value"
        return "law" if sym.style in BOLD else ""

    def is_identity(self, sym: Sym) -> bool:
        """`I_d`, a bold I, or any I beside vectors and matrices."""
        sized = len(sym.sub) == 1 and dimension(sym.sub[0]) is not None
        return sym.style in BOLD or sized or any(s != SCALAR for s in self.ground.shapes.env.values())

    def application(self, node: App) -> str:
        """A law, a divergence, a density, a function."""
        fn = node.fn
        if not isinstance(fn, Sym):
            return ""
        if fn.base == "diag":
            return "value"
        if fn.base in DIVERGENCES:
            return self.strongest(
                ["law" if found == "value" and isinstance(a, Sym) else found for a, found in
                 ((a, self.at(a)) for a in node.args)]
            )  # fmt: skip
        if LAWS.get(fn.base) == "normal":
            parts = [*node.args, *node.given, *node.params]
            wide = any(self.at(p) == "value" for p in parts)
            eye = any(isinstance(n, Sym) and n.base == "I" for p in parts[-1:] for n in walk_surface(p))
            return "value" if wide or eye else ""
        if self.vocabulary.is_density(fn):
            if self.vocabulary.family(fn, signature_of(node)) in self.heads:
                return "law"
            one = node.args[0] if len(node.args) == 1 else None
            return "law" if isinstance(one, Sym) and self.ground.of_variable(ident(one)) is not None else ""
        shape = self.ground.shapes.shape(ident(fn) + "()")
        return "value" if shape is not None and shape != SCALAR else ""

    def most(self, nodes: tuple[Node, ...]) -> str:
        """The strongest of several."""
        return self.strongest([self.at(n) for n in nodes])

    def strongest(self, found: list[str]) -> str:
        """The strongest use."""
        return max(found, key=STRENGTH.__getitem__, default="")
