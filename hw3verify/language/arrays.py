r"""From what was written to an expression with shapes: products keep their order, `^\top` transposes, `|\Sigma|` is a
determinant.

The strict reading: every name needs a shape that the text gives it (`array_facts`), every product has to fit, and what
could be read in two ways (a product of two columns, a column plus a number) raises `Unknown`. Normal laws and
expectations are in `array_laws`. Dimensions that nothing names stay `?1`; `settled` gives them letters at the end.
"""

from __future__ import annotations

from fractions import Fraction

from hw3verify.language import array_binders, array_laws, array_names, array_norms
from hw3verify.language.array_facts import Ground
from hw3verify.language.names import DIVERGENCES, GREEK, LAWS, Unknown
from hw3verify.language.scope import Scope
from hw3verify.language.shapes import Clash, dimension, ident, is_transpose
from hw3verify.language.sketch import show
from hw3verify.language.surface import (
    Abs,
    Add,
    App,
    Big,
    Deriv,
    Div,
    Expect,
    Func,
    Matrix,
    Mul,
    Neg,
    Node,
    Norm,
    Num,
    Pow,
    Sym,
    Transpose,
    walk,
)
from hw3verify.language.vocabulary import Vocabulary
from hw3verify.meaning import matrix as m
from hw3verify.meaning.matrix import SCALAR, Array, Dim, Shape

NUMBERS = GREEK | frozenset("c k n m t s l i j N K M J T C D d ell const".split())  # numbers, if nothing else is said
TWO = m.number(2)
HALF = m.number(Fraction(1, 2))


class ArrayReader:
    """One reading of the sides of a link with vectors and matrices."""

    def __init__(self, ground: Ground, vocabulary: Vocabulary, scope: Scope) -> None:
        self.ground, self.vocabulary, self.scope = ground, vocabulary, scope
        self.shapes = ground.shapes
        self.local: dict[str, Array] = {}  # variables of expectations and of laws
        self.free: dict[str, Dim] = {}  # indices that no sum binds, with what they run to
        self.indices: dict[str, Dim] = {}  # bound indices, with what they run to
        self.leaves: dict[str, Shape] = {}
        self.opened: set[str] = set()  # definitions that are being put in
        self.used: dict[str, None] = {}
        self.notes: list[str] = []
        self.depends: dict[str, frozenset[str]] = {}  # mu(x) -> the names that it depends on
        self.count = 0

    def read(self, node: Node) -> Array:
        """The meaning of a formula."""
        try:
            return self._read(node)
        except (Clash, m.ShapeError) as problem:
            raise Unknown(str(problem), node) from problem

    def _read(self, node: Node) -> Array:
        if isinstance(node, Num):
            return m.number(node.value)
        if isinstance(node, Sym):
            return self.symbol(node)
        if isinstance(node, Neg):
            return m.negate(self.read(node.arg))
        if isinstance(node, Add):
            return self.sum([self.read(t) for t in node.terms])
        if isinstance(node, Mul):
            return self.chain(node)
        if isinstance(node, Div):
            return m.times(self.read(node.num), m.power(self.read(node.den), m.number(-1)))
        if isinstance(node, Transpose):
            return m.transpose(self.read(node.arg))
        if isinstance(node, Pow):
            return self.power(node)
        if isinstance(node, Func):
            return self.function(node)
        if isinstance(node, Norm):
            return (
                m.power(array_norms.squared(self, node), HALF)
                if not array_norms.is_one(node)
                else array_norms.taxicab(self, node)
            )
        if isinstance(node, Abs):
            return array_norms.bars(self, node)
        if isinstance(node, App):
            return self.application(node)
        if isinstance(node, Expect):
            return array_laws.expectation(self, node)
        if isinstance(node, Deriv):
            return array_binders.derivative(self, node)
        if isinstance(node, Big):
            return array_binders.big(self, node)
        if isinstance(node, Matrix):
            cells = tuple(self.scalar(c) for row in node.rows for c in row)
            return Array("table", cells, len(node.rows[0]), (len(node.rows), len(node.rows[0])))
        raise Unknown(f"{type(node).__name__.rstrip('_').lower()} has no meaning beside vectors and matrices", node)

    def scalar(self, node: Node) -> Array:
        """The meaning of what has to be a number."""
        found = self.read(node)
        if not found.is_scalar:
            raise Unknown("a vector or matrix where a number is expected", node)
        return found

    # -- names ----------------------------------------------------------------------------------------------

    def symbol(self, sym: Sym) -> Array:
        """A letter."""
        name = ident(sym)
        if name in self.local:
            return self.local[name]
        if name in self.indices or name in self.free:
            return Array("index", (), name, SCALAR)
        if name in self.ground.conflicts:
            raise Unknown(f"two definitions are stated for {show(sym)}", sym)
        if name in self.ground.definitions and name not in self.opened:
            return self.defined(name)
        if name in ("pi", "e"):
            if self.vocabulary.pi_is_name and name == "pi":
                raise Unknown("pi is a name elsewhere", sym)
            return m.PI if name == "pi" else m.call("exp", m.ONE)
        if sym.base == "1":
            return m.constant("ones", self.shapes.vector())
        if sym.base == "I" and name not in self.shapes.env:
            d = dimension(sym.sub[0]) if sym.sub else self.shapes.fresh()
            if d is None:
                raise Unknown("an identity of unknown size", sym)
            return m.constant("eye", (d, d))
        if sym.sub and not self.shapes.shape(name):
            part = array_names.part(self, sym)
            if part is not None:
                return part
        shape = self.shapes.shape(name)
        if shape is None:
            if name in self.dimensions():
                return Array("size", (), name, SCALAR)
            if sym.base.rpartition("_")[2] not in NUMBERS and name not in self.scope.positive | self.scope.integer:
                raise Unknown(f"nothing says whether {show(sym)} is a number, a vector or a matrix", sym)
            shape = SCALAR
        self.leaves[name] = shape
        return m.name(name, shape)

    def defined(self, name: str) -> Array:
        """A defined name, with its body put in."""
        body, source = self.ground.definitions[name]
        self.opened.add(name)
        kept, self.local = self.local, {k: v for k, v in self.local.items() if "#" in str(v.data)}
        try:
            found = self.read(body)
        finally:
            self.opened.discard(name)
            self.local = kept
        self.used[source] = None
        shape = self.shapes.shape(name)
        return found if shape is None else self.fit(found, shape)

    def dimensions(self) -> set[Dim]:
        """All dimensions that have a name."""
        return {self.shapes.find(d) for shape in self.shapes.env.values() for d in shape}

    # -- algebra --------------------------------------------------------------------------------------------

    def fit(self, a: Array, shape: Shape) -> Array:
        """The array in a shape: 0 fits any, other shapes must be equal."""
        if a.shape == shape:
            return a
        if a.op == "number" and a.data == 0:
            return m.constant("zeros", shape)
        if a.is_scalar or shape == SCALAR:
            raise Clash("a number and a vector or matrix")
        self.shapes.unify(a.shape, shape)
        return self.renamed(a)

    def renamed(self, a: Array) -> Array:
        """The same with every dimension by its representative."""
        return m.with_dims(a, self.shapes.find)

    def sum(self, terms: list[Array]) -> Array:
        """Terms of one shape."""
        shape = next((t.shape for t in terms if not (t.op == "number" and t.data == 0)), SCALAR)
        fitted = [self.fit(t, shape) for t in terms]
        return m.add(*(self.renamed(t) for t in fitted)) if len(fitted) > 1 else fitted[0]

    def chain(self, node: Mul) -> Array:
        """A product as it is written; a dot between two vectors is their inner product."""
        factors: list[Array] = []
        for f in node.factors:
            found = self.read(f)
            last = factors[-1] if factors else m.ONE
            if f.dotted and not found.is_scalar and not last.is_scalar and found.shape[1] == last.shape[1] == 1:
                factors[-1] = array_norms.inner(self, last, found, node)
            else:
                factors.append(found)
        return self.product(factors, node)

    def product(self, factors: list[Array], node: Node) -> Array:
        """Factors in this order; columns do not multiply."""
        shape: Shape | None = None
        for f in factors:
            if f.is_scalar:
                continue
            if shape is None or (shape[1] == 1 and shape[0] == 1):
                shape = f.shape
                continue
            if (shape[1] == 1) != (f.shape[0] == 1):
                raise Unknown("a product of two vectors, or of shapes that do not fit", node)
            self.shapes.same(shape[1], f.shape[0])
            shape = (shape[0], f.shape[1])
        return m.times(*map(self.renamed, factors))

    def power(self, node: Pow) -> Array:
        """Powers of numbers, of norms, of square matrices, of the entries of vectors; `A^T`."""
        if is_transpose(node):
            return m.transpose(self.read(node.base))
        if isinstance(node.exponent, Neg) and is_transpose(Pow(node.base, node.exponent.arg)):
            return m.transpose(self.inverse(self.read(node.base), node))
        if isinstance(node.base, Sym) and ident(node.base) == "e" and not self.shapes.is_array("e"):
            return m.call("exp", self.scalar(node.exponent))
        if isinstance(node.base, Abs) and self.read(node.base.arg).shape != SCALAR:
            inner = self.read(node.base.arg)
            if inner.shape[1] == 1:
                return array_norms.norm_power(self, Norm(node.base.arg), node.exponent)
        if isinstance(node.base, Norm) and not array_norms.is_one(node.base):
            return array_norms.norm_power(self, node.base, node.exponent)
        base, exponent = self.read(node.base), self.scalar(node.exponent)
        if base.is_scalar:
            return m.power(base, exponent)
        constant = _constant(exponent)
        if base.shape[1] == 1 and constant is not None:
            return m.each("power", base, m.number(constant))
        if constant is not None and constant.denominator == 1 and abs(constant) <= 6:
            if constant == -1:
                return self.inverse(base, node)
            self.shapes.same(base.shape[0], base.shape[1])
            return m.whole(self.renamed(base), int(constant))
        if constant is not None and abs(constant) == Fraction(1, 2):
            found = m.root(self.renamed(base))
            return found if constant > 0 else m.whole(found, -1)
        raise Unknown("this power of a matrix is not understood", node)

    def inverse(self, base: Array, node: Node) -> Array:
        """The inverse of a square matrix."""
        if base.shape[1] == 1:
            raise Unknown("the inverse of a vector", node)
        self.shapes.same(base.shape[0], base.shape[1])
        return m.whole(self.renamed(base), -1)

    def function(self, node: Func) -> Array:
        """Traces, determinants, logarithms, inner products."""
        if node.name == "inner" and len(node.args) == 2:
            a, b = map(self.read, node.args)
            return array_norms.inner(self, a, b, node)
        if node.name == "log" and len(node.args) == 1 and node.extra is None:
            found = array_laws.log_density(self, node.args[0])
            if found is not None:
                return found
        args = [self.read(a) for a in node.args]
        if not args or node.extra is not None:
            raise Unknown(f"the function {node.name} is not understood here", node)
        a = args[0]
        if node.name in ("tr", "det"):
            if a.is_scalar:
                return a
            self.shapes.same(a.shape[0], a.shape[1])
            return (m.trace if node.name == "tr" else m.det)(self.renamed(a))
        if node.name in ("log", "exp") and len(args) == 1:
            if a.shape != SCALAR and a.shape[1] != 1:
                raise Unknown(f"{node.name} of a matrix", node)
            return m.call(node.name, a) if a.is_scalar else m.each(node.name, a)
        if node.name == "sqrt" and a.is_scalar:
            return m.power(a, HALF)
        if node.name == "abs":
            return array_norms.bars(self, Abs(node.args[0]))
        if node.name == "hadamard" and len(args) == 2:
            return m.hadamard(a, self.fit(args[1], a.shape))
        raise Unknown(f"the function {node.name} is not understood here", node)

    def fresh_index(self, d: Dim) -> Array:
        """A bound index that nothing else uses."""
        self.count += 1
        name = f"#{self.count}"
        self.indices[name] = d
        return Array("index", (), name, SCALAR)

    # -- heads ----------------------------------------------------------------------------------------------

    def application(self, node: App) -> Array:
        """diag, laws, divergences, densities with a law, functions of free names."""
        fn = node.fn
        if not isinstance(fn, Sym):
            raise Unknown("this application is not understood", node)
        if fn.base == "diag":
            return array_binders.diagonal(self, node)
        found = array_laws.log_density(self, node)
        if found is not None:
            return m.call("exp", found)
        if fn.base in DIVERGENCES:
            return array_laws.divergence(self, node)
        if fn.base in LAWS or self.vocabulary.is_density(fn) or node.given:
            raise Unknown(f"{show(fn)} has no known law of vectors", node)
        shape = self.shapes.shape(ident(fn) + "()")
        inside = frozenset(ident(n) for a in (*node.args, *node.params) for n in walk(a) if isinstance(n, Sym))
        if shape is None or any(n in self.local or n in self.indices for n in inside):
            raise Unknown(f"{show(node)} is not understood here", node)
        name = f"{ident(fn)}({','.join(show(a) for a in node.args)})"
        self.depends[name] = inside | {ident(s) for s in fn.sub if isinstance(s, Sym)}
        self.leaves[name] = shape
        return m.name(name, shape)

    # -- binders --------------------------------------------------------------------------------------------


def _constant(a: Array) -> Fraction | None:
    """The rational that a number is, if it is one by plain arithmetic."""
    if a.op == "number":
        return Fraction(a.data)
    if a.op == "times":
        total = Fraction(1)
        for part in a.args:
            value = _constant(part)
            if value is None:
                return None
            total *= value
        return total
    if a.op == "power" and a.args[1] == m.number(-1):
        value = _constant(a.args[0])
        return None if not value else 1 / value
    return None
