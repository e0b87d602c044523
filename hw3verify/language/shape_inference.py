r"""Shapes read off the use of names: `x^\top` makes x a vector, `\det A` makes A a matrix, `x - \mu` makes both alike.

`observe(shapes, node, expected)` gives the shape of a formula as far as it is known and notes what it says of the names
in it. It is a guess from below: what clashes is left alone here, and the strict reading (`arrays`) refuses it later.
What it does not do: it decides no products of two unknown letters, and it makes nothing a vector because something else
would then be a number.
"""

from __future__ import annotations

from collections.abc import Iterable

from hw3verify.language.names import DIVERGENCES, LAWS, index_text
from hw3verify.language.shape_products import shape_of_product
from hw3verify.language.shapes import (
    Clash,
    Shapes,
    by_looks,
    dimension,
    ident,
    is_lower,
    is_transpose,
    is_zero,
    may_be_vector,
)
from hw3verify.language.surface import (
    Abs,
    Add,
    App,
    Big,
    Deriv,
    Div,
    Dots,
    Expect,
    Func,
    Matrix,
    Mul,
    Neg,
    Node,
    Norm,
    Num,
    Pow,
    Rel,
    Sym,
    Transpose,
    children,
)
from hw3verify.meaning.matrix import SCALAR, Shape

ROUNDS = 4


def infer(shapes: Shapes, groups: Iterable[tuple[Node, ...]], ranges: dict[str, Node | None]) -> None:
    """Look at the formulas until nothing changes; the sides of one group have one shape."""
    groups = list(groups)
    eye = _Eye(shapes, ranges)
    for _ in range(ROUNDS):
        before = shapes.changes
        for group in groups:
            known: Shape | None = None
            for _ in range(2):
                for side in group:
                    try:
                        found = eye.shape(side, known)
                        if found is not None and known is None and not is_zero(side):
                            known = found
                        elif found is not None and known is not None:
                            shapes.unify(found, known)
                    except Clash:
                        continue
        if shapes.changes == before:
            return


class _Eye:
    """Looks at formulas."""

    def __init__(self, shapes: Shapes, ranges: dict[str, Node | None]) -> None:
        self.shapes, self.ranges = shapes, ranges

    def shape(self, node: Node, expected: Shape | None = None) -> Shape | None:
        """The shape of a formula, or None."""
        s = self.shapes
        if isinstance(node, Num):
            return None if node.value == 0 else SCALAR
        if isinstance(node, Sym):
            return self.symbol(node, expected)
        if isinstance(node, Neg):
            return self.shape(node.arg, expected)
        if isinstance(node, Add):
            return self.sum(node, expected)
        if isinstance(node, Mul):
            return shape_of_product(self.shapes, node, expected, self.shape)
        if isinstance(node, Div):
            self.shape(node.den, SCALAR)
            return self.shape(node.num, expected)
        if isinstance(node, Transpose):
            return self.transposed(node.arg, expected)
        if isinstance(node, Pow):
            if is_transpose(node):
                return self.transposed(node.base, expected)
            return self.power(node, expected)
        if isinstance(node, Func):
            return self.function(node)
        if isinstance(node, Norm):
            self.under_norm(node.arg)
            return SCALAR
        if isinstance(node, Abs):
            self.shape(node.arg)
            return SCALAR
        if isinstance(node, App):
            return self.application(node, expected)
        if isinstance(node, Expect):
            for sub in node.sub:
                self.subscript(sub)
            inner = self.shape(node.body, expected if node.op == "E" else None)
            if inner is None or node.op == "E":
                return inner
            return (inner[0], inner[0])
        if isinstance(node, Deriv):
            self.shape(node.body, SCALAR)
            by, order = node.by[0] if node.by else (None, 0)
            found = self.shape(by) if isinstance(by, Sym) else None
            return (found[0], found[0]) if found is not None and order == 2 else found
        if isinstance(node, Big):
            return self.shape(node.body, expected)
        if isinstance(node, Matrix):
            return (len(node.rows), len(node.rows[0]) if node.rows else 0)
        for child in children(node):
            self.shape(child)
        return s.shape("")

    def symbol(self, sym: Sym, expected: Shape | None) -> Shape | None:
        """A letter, a component or an item of a list."""
        s = self.shapes
        name = ident(sym)
        known = s.shape(name)
        if known is not None:
            return s.unify(known, expected) if expected is not None and known != expected else known
        if sym.base == "1":
            return s.vector() if expected is None or expected == SCALAR else expected
        if sym.base == "I":
            return s.matrix() if not sym.sub or dimension(sym.sub[0]) is None else self._sized(sym)
        if sym.sub and self.is_index(sym.sub[-1]):
            return self.indexed(sym, expected)
        looks = by_looks(sym, s)
        if looks is not None:
            return s.give(name, looks if expected is None or expected == SCALAR else expected)
        if expected is not None and name not in ("e", "pi") and not sym.base.startswith("reals"):
            return s.give(name, expected)
        return None

    def _sized(self, sym: Sym) -> Shape:
        d = dimension(sym.sub[0])
        assert d is not None
        return (d, d)

    def is_index(self, node: Node) -> bool:
        """Is it the letter of a sum somewhere?"""
        return isinstance(node, Sym) and not node.sub and node.base in self.ranges

    def indexed(self, sym: Sym, expected: Shape | None) -> Shape | None:
        """`x_i`: the component of a vector, or a vector of a list."""
        s = self.shapes
        whole = [ident(Sym(sym.base, sym.sub[:-1], sym.marks, style)) for style in (sym.style, "bf")]
        items = ident(Sym(sym.base, sym.sub[:-1], sym.marks, sym.style)) + "[]"
        if items in s.env:
            return s.shape(items)
        if sym.style not in ("bf", "bs") and any(s.is_array(w) for w in whole):
            return SCALAR
        if sym.style in ("bf", "bs") or (expected is not None and expected != SCALAR):
            upper = self.ranges.get(index_text(sym.sub[-1]))
            d = dimension(upper)
            s.over[items] = (s.fresh() if d is None else d,)
            return s.give(items, expected if expected is not None and expected != SCALAR else s.vector())
        return None

    def sum(self, node: Add, expected: Shape | None) -> Shape | None:
        """All terms have one shape."""
        known = expected
        for _ in range(2):
            for t in node.terms:
                found = self.shape(t, known)
                known = found if known is None and not is_zero(t) else known
        return known

    def transposed(self, arg: Node, expected: Shape | None) -> Shape | None:
        """Under a transpose stands a vector or a matrix."""
        back = None if expected is None else (expected[1], expected[0])
        found = self.shape(arg, back)
        if found is None and isinstance(arg, Sym):
            if is_lower(arg):
                found = self.wanted(arg, self.shapes.vector())
            else:
                found = self.shapes.give(ident(arg), (self.shapes.fresh(), self.shapes.fresh()))
        elif found is None and isinstance(arg, Add):
            found = self.shape(arg, self.shapes.vector()) if any(is_lower(n) for n in _letters(arg)) else None
        return None if found is None else (found[1], found[0])

    def wanted(self, sym: Sym, shape: Shape) -> Shape | None:
        """The letter has this shape, or is an item that has."""
        if sym.sub and self.is_index(sym.sub[-1]):
            return self.indexed(sym, shape)
        return self.shapes.give(ident(sym), shape)

    def under_norm(self, arg: Node) -> None:
        """Plain letters under a norm are vectors, unless they are functions."""
        found = self.shape(arg)
        letters = _letters(arg)
        if found is None and letters and all(map(may_be_vector, letters)):
            if isinstance(arg, Sym) and is_lower(arg):
                self.wanted(arg, self.shapes.vector())
            elif isinstance(arg, Add | Neg):
                self.shape(arg, self.shapes.vector())

    def power(self, node: Pow, expected: Shape | None) -> Shape | None:
        """A square matrix, a vector entry by entry, a number."""
        self.shape(node.exponent)
        found = self.shape(node.base)
        if found is None and expected is not None and expected[1] == 1 and isinstance(node.base, Sym | App):
            return self.shape(node.base, expected)
        return found

    def function(self, node: Func) -> Shape | None:
        """Traces and determinants are of matrices, inner products of vectors."""
        if node.name == "hadamard":
            alike: Shape | None = None
            for _ in range(2):
                for arg in node.args:
                    alike = self.shape(arg, alike)
            return alike
        if node.name in ("tr", "det"):
            arg = node.args[0]
            if self.shape(arg) is None and isinstance(arg, Sym | Mul):
                self.shape(arg, self.shapes.matrix())
            return SCALAR
        if node.name == "inner":
            shape: Shape | None = self.shapes.vector()
            for _ in range(2):
                for arg in node.args:
                    shape = self.shape(arg, shape)
            return SCALAR
        found = [self.shape(a) for a in node.args]
        return found[0] if found and found[0] is not None and node.name in ("log", "exp", "sqrt") else SCALAR

    def application(self, node: App, expected: Shape | None) -> Shape | None:
        """Laws join the shapes of their parameters; other functions have one of their own."""
        fn = node.fn
        if not isinstance(fn, Sym):
            return None
        if fn.base == "diag":
            return self.diagonal(node)
        if fn.base in LAWS:
            if LAWS[fn.base] == "normal":
                self.law(node, None)
            return SCALAR
        for a in (*node.args, *node.given, *node.params):
            if fn.base in DIVERGENCES or isinstance(a, App):
                self.shape(a)
        known = self.shapes.shape(ident(fn) + "()")
        looks = by_looks(fn, self.shapes) if known is None and fn.base != "Sigma" else None
        if looks is not None:
            known = self.shapes.give(ident(fn) + "()", looks)
        if known is None and expected is not None and expected != SCALAR:
            known = self.shapes.give(ident(fn) + "()", expected)
        return known

    def law(self, node: App, variable: Node | None) -> None:
        """N(x; mu, Sigma): variable and mean are vectors if the covariance is a matrix, and the other way round."""
        parts = [*node.args, *node.given, *node.params]
        if len(parts) == 3:
            variable, parts = variable or parts[0], parts[1:]
        if len(parts) != 2:
            return
        mean, covariance = parts
        found = self.shape(mean)
        if found is None and variable is not None:
            found = self.shape(variable)
        matrix = self.shape(covariance)
        if found is not None and found != SCALAR and not is_zero(mean):
            letter = covariance.fn if isinstance(covariance, App) else covariance
            if isinstance(letter, Sym) and not is_lower(letter) and letter.base not in LAWS:
                matrix = self.shape(covariance, (found[0], found[0]))
        if matrix is not None and matrix != SCALAR:
            shape = (matrix[0], 1)
            if not is_zero(mean):
                self.shape(mean, shape)
            if variable is not None:
                self.shape(variable, shape)

    def diagonal(self, node: App) -> Shape | None:
        """diag(v), diag(v^2), diag(s_1, ..., s_d)."""
        last = node.args[-1]
        if any(isinstance(a, Dots) for a in node.args):
            letter = next(iter(n for n in _letters(last) if n.sub), None)
            d = None if letter is None else dimension(letter.sub[-1])
            if d is None or letter is None:
                return None
            self.shapes.give(ident(Sym(letter.base, letter.sub[:-1], letter.marks, letter.style)), (d, 1))
            return (d, d)
        if len(node.args) != 1:
            return (len(node.args), len(node.args))
        found = self.shape(last)
        if found is None:
            found = self.shape(last, self.shapes.vector())
        if found is None or found == SCALAR:
            return None
        return (found[0], found[0]) if found[1] == 1 else (found[0], 1)

    def subscript(self, node: Node) -> None:
        """`z \\sim N(mu, Sigma)` below an expectation."""
        if isinstance(node, Rel) and isinstance(node.right, App):
            fn = node.right.fn
            if isinstance(fn, Sym) and LAWS.get(fn.base) == "normal":
                self.law(node.right, node.left)


def _letters(node: Node) -> list[Sym]:
    """The letters of a formula, without those in indices."""
    found: list[Sym] = []
    stack = [node]
    while stack:
        top = stack.pop()
        if isinstance(top, Sym):
            found.append(top)
        elif not isinstance(top, App):
            stack.extend(children(top))
    return found
