r"""Shapes of names: which are numbers, vectors and matrices, and which dimensions are the same.

A shape is a pair of dimensions; a dimension that nothing has named yet is `?1`, `?2` ..., and two that must be equal
are made one (`unify`). What must be a number and a vector at once is a `Clash`. Law: `shape(name)` only ever gets more
precise, so that formulas can be looked at in any order, again and again, until nothing changes.

A letter that is set bold is another name than its plain twin: its identifier ends in an exclamation mark.
"""

from __future__ import annotations

from hw3verify.language.names import GREEK, name_of
from hw3verify.language.surface import Node, Num, Pow, Sym
from hw3verify.meaning.matrix import SCALAR, Dim, Shape

BOLD = ("bf", "bs")
TRANSPOSED = (Sym("T"), Sym("top"))
SIZES = frozenset("d D k K n N m M J p D_z J_z d_z".split())  # letters that may be a dimension
FUNCTIONAL = frozenset("fghpqrDTPQRFGHKELWVUSX") - frozenset("HX")  # letters that are functions, densities, losses


class Clash(Exception):
    """Two shapes that cannot be one."""


def ident(sym: Sym) -> str:
    """The identifier of a name; bold letters have their own."""
    return name_of(sym) + ("!" if sym.style in BOLD else "")


def is_lower(sym: Sym) -> bool:
    """Is it a small letter, Latin or Greek?"""
    base = sym.base.rpartition("_")[2]
    return base[:1].islower()


class Shapes:
    """What is known of the shapes of names; `over` has the dimensions of the indices of lists."""

    def __init__(self) -> None:
        self.env: dict[str, Shape] = {}
        self.over: dict[str, tuple[Dim, ...]] = {}
        self.declared: set[str] = set()
        self.former: dict[str, Dim] = {}  # letter of a dimension in an earlier part -> the dimension
        self._link: dict[Dim, Dim] = {}
        self._count = 0
        self.changes = 0
        self.lenient = False  # may dimensions with different letters be made equal?
        self.forced = False  # have some been?

    def copy(self) -> Shapes:
        """The same, to be changed apart."""
        new = Shapes()
        new.env, new.over, new.declared = dict(self.env), dict(self.over), set(self.declared)
        new.former = dict(self.former)
        new._link, new._count = dict(self._link), self._count
        return new

    def fresh(self) -> Dim:
        """A dimension that nothing has named."""
        self._count += 1
        return f"?{self._count}"

    def vector(self) -> Shape:
        """A vector of a new dimension."""
        return (self.fresh(), 1)

    def matrix(self) -> Shape:
        """A square matrix of a new dimension."""
        d = self.fresh()
        return (d, d)

    def unnamed(self, shape: Shape) -> Shape:
        """The shape with a new dimension for every letter: of an earlier part, which may have called it otherwise."""
        found = []
        for d in shape:
            if isinstance(d, str) and d not in self.former:
                self.former[d] = self.fresh()
            found.append(self.former[d] if isinstance(d, str) else d)
        return (found[0], found[1])

    def find(self, d: Dim) -> Dim:
        """The representative of a dimension."""
        while d in self._link:
            d = self._link[d]
        return d

    def shape(self, name: str) -> Shape | None:
        """The shape of a name, if it is known."""
        found = self.env.get(name)
        return None if found is None else (self.find(found[0]), self.find(found[1]))

    def same(self, a: Dim, b: Dim) -> None:
        """The dimensions are equal."""
        a, b = self.find(a), self.find(b)
        if a == b:
            return
        if 1 in (a, b):  # nothing becomes a number because something else would fit then
            raise Clash("a number, a vector and a matrix are not alike")
        if isinstance(a, str) and a.startswith("?"):
            self._link[a] = b
        elif isinstance(b, str) and b.startswith("?"):
            self._link[b] = a
        elif self.lenient and isinstance(a, str) and isinstance(b, str):
            self._link[a] = b
            self.forced = True
        else:
            raise Clash(f"the dimensions {a} and {b} differ")
        self.changes += 1

    def unify(self, a: Shape, b: Shape) -> Shape:
        """The shapes are equal."""
        self.same(a[0], b[0])
        self.same(a[1], b[1])
        return (self.find(a[0]), self.find(a[1]))

    def give(self, name: str, shape: Shape) -> Shape:
        """The name has this shape."""
        known = self.env.get(name)
        if known is not None:
            if (known == SCALAR) != (shape == SCALAR):
                raise Clash(f"{name} is a number and a vector or matrix at once")
            return self.unify(known, shape)
        self.env[name] = shape
        self.changes += 1
        return shape

    def is_array(self, name: str) -> bool:
        """Is the name a vector or matrix?"""
        found = self.env.get(name)
        return found is not None and found != SCALAR


def by_looks(sym: Sym, shapes: Shapes) -> Shape | None:
    """What the look of a letter says: bold letters are vectors and matrices, Sigma is a covariance, I the identity."""
    base = sym.base.rpartition("_")[2]
    if sym.style in BOLD:
        if base == "0":
            return None
        upper = base[:1].isupper()
        return shapes.matrix() if upper else shapes.vector()
    if base == "Sigma":
        return shapes.matrix()
    return None


def may_be_vector(sym: Sym) -> bool:
    """Could a plain letter be a vector where a norm or a transpose asks for one?"""
    base = sym.base.rpartition("_")[2]
    return (len(base) == 1 and base not in FUNCTIONAL) or base in GREEK


def is_zero(node: Node) -> bool:
    """Is it the number 0, which fits any shape?"""
    return (isinstance(node, Num) and node.value == 0) or (isinstance(node, Sym) and node.base == "0")


def is_transpose(node: Node) -> bool:
    """`A^T` with a plain T."""
    return isinstance(node, Pow) and node.exponent in TRANSPOSED


def dimension(node: Node | None) -> Dim | None:
    """A dimension as it is written, a letter or a number."""
    if isinstance(node, Num) and node.value.denominator == 1 and node.value > 0:
        return int(node.value)
    return ident(node) if isinstance(node, Sym) else None
