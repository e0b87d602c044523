"""The surface tree: what was written, before the names in it get their meaning.

A node says how a formula is put together (this is a fraction, that is an application), never what a name stands
for: `p(x)` is an `App` whatever p may be. Laws: nodes are frozen and hashable; two nodes are equal when the same thing
was written, wherever it stood (`start` and `end`, offsets into the LaTeX text of the display, and `dotted`, a dot
before the factor, do not count); the depth of a tree is bounded by the grammar, so recursive functions over it are
safe.

What it does not do: no arithmetic, no renaming, no unfolding of definitions.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction


class Below:
    """What remembers the nodes below it once they have been asked for; no field, since it says nothing of its own."""

    __slots__ = ("below",)
    below: list[Node]


@dataclass(frozen=True, slots=True)
class Node(Below):
    """Any surface node; `start` and `end` are offsets into the display's LaTeX text (-1: not written)."""

    start: int = field(default=-1, compare=False, repr=False, kw_only=True)
    end: int = field(default=-1, compare=False, repr=False, kw_only=True)
    dotted: bool = field(default=False, compare=False, repr=False, kw_only=True)


@dataclass(frozen=True, slots=True)
class Num(Node):
    """An exact number as written, `0.5` is 1/2."""

    value: Fraction
    text: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Sym(Node):
    """A name with its indices and marks: `\\hat{y}_j^*` is Sym("hat_y", (Sym("j"),), "*").

    `sub` holds the subscript items, then the items of superscripts that are indices (`x^{(i)}`, `\\theta^{old}`).
    `marks` is a string of `*`, `'`, `+`, `-`, `†`, `~` (inverse, as in `f^{-1}(x)`). `style` is how the letter was
    set ("", "bf", "cal", "bb", "rm"); it is not part of what was named. `\\mathbb{R}` has the base "reals".
    """

    base: str
    sub: tuple[Node, ...] = ()
    marks: str = ""
    style: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Word(Node):
    """A word in an index: `data` in `p_{data}`, `p_{\\text{data}}`, `p_{(data)}`."""

    text: str


@dataclass(frozen=True, slots=True)
class App(Node):
    """An application `fn(args | given ; params)`.

    `sep` is the separator between the arguments ("," "||" ";" or "" for one argument; for I all of them, ",;" in
    `I(x, y; z)`), `bracket` is "(" "[" or "{".
    Divergences (KL, JSD, TV, W1, W2, I, and H) keep every separated item in `args`, in the written order; `I(x;y|z)`
    has args (x, y) and given (z). Elsewhere what follows `;` is in `params`. An argument may be a `Rel`.
    """

    fn: Node
    args: tuple[Node, ...]
    given: tuple[Node, ...] = ()
    params: tuple[Node, ...] = ()
    sep: str = field(default="", compare=False)
    bracket: str = field(default="(", compare=False)


@dataclass(frozen=True, slots=True)
class Add(Node):
    """Terms in written order; a subtracted term is a `Neg`."""

    terms: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Neg(Node):
    """-arg."""

    arg: Node


@dataclass(frozen=True, slots=True)
class Mul(Node):
    """Factors in written order."""

    factors: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Div(Node):
    """num / den."""

    num: Node
    den: Node


@dataclass(frozen=True, slots=True)
class Pow(Node):
    """base ^ exponent."""

    base: Node
    exponent: Node


@dataclass(frozen=True, slots=True)
class Func(Node):
    """A known function: log (natural unless `extra` is a base), exp, sqrt (`extra`: the index), sin, cos, tan, tanh,
    sinh, cosh, arctan, max and min of `args`, sign, tr, det, floor, ceil, inner."""

    name: str
    args: tuple[Node, ...]
    extra: Node | None = None


@dataclass(frozen=True, slots=True)
class Big(Node):
    """A binder: sum, prod, int, max, min, sup, inf, argmax, argmin, lim.

    `var` is None when nothing written names the variable. `domain` is the set of `z \\in Z` or `\\int_{\\mathbb{R}}`,
    or the condition (`Rel`) of `i \\neq j`, `\\|f\\|_L \\le 1`, or the point that a lim tends to. `differential`: a
    `dx` was written. `\\sum_{x,z}` is two nested nodes.
    """

    op: str
    var: Node | None
    lower: Node | None
    upper: Node | None
    domain: Node | None
    body: Node
    differential: bool = False


@dataclass(frozen=True, slots=True)
class Expect(Node):
    """E, Var or Cov (`op`) of `body`; `sub` holds the subscript items as written (`z \\sim q` is a `Rel`), `given` the
    conditions behind a bar in the bracket. The body of a Cov is a `Tuple_`."""

    op: str
    sub: tuple[Node, ...]
    body: Node
    given: tuple[Node, ...] = ()


@dataclass(frozen=True, slots=True)
class Deriv(Node):
    """A derivative of `body`; kind is "d", "partial", "nabla" or "delta"; `by` holds pairs (node, order)."""

    kind: str
    body: Node
    by: tuple[tuple[Node, int], ...]


@dataclass(frozen=True, slots=True)
class Evaluated(Node):
    """`[F]_a^b` (lower and upper), `F|_{x=a}` (var and upper, lower None), `F|_{x=a}^{x=b}`."""

    body: Node
    var: Node | None
    lower: Node | None
    upper: Node


@dataclass(frozen=True, slots=True)
class Abs(Node):
    """|arg|."""

    arg: Node


@dataclass(frozen=True, slots=True)
class Norm(Node):
    """||arg||, with its index."""

    arg: Node
    sub: tuple[Node, ...] = ()


@dataclass(frozen=True, slots=True)
class Rel(Node):
    """A relation inside a bracket or an index: op is one of the operators of `Chain`."""

    left: Node
    op: str
    right: Node


@dataclass(frozen=True, slots=True)
class Both(Node):
    """Several relations at once: `0 < x < 1`."""

    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Indicator(Node):
    """1 where `of` (a `Rel` or `Both`) holds, else 0."""

    of: Node


@dataclass(frozen=True, slots=True)
class SetOf(Node):
    """`{a, b}`, or `{x : condition}` with `such_that`."""

    items: tuple[Node, ...]
    such_that: Node | None = None


@dataclass(frozen=True, slots=True)
class Interval(Node):
    """An interval with its kinds of ends."""

    low: Node
    high: Node
    closed_low: bool = True
    closed_high: bool = True


@dataclass(frozen=True, slots=True)
class Tuple_(Node):
    """Several things in one bracket, `(a, b)`."""

    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Infinity(Node):
    """Infinity."""


@dataclass(frozen=True, slots=True)
class Dots(Node):
    """An ellipsis, standing as a term, a factor or an argument."""


@dataclass(frozen=True, slots=True)
class Placeholder(Node):
    """The dot of `p(\\cdot | x)`."""


@dataclass(frozen=True, slots=True)
class Cases(Node):
    """Rows (value, condition); condition None is "otherwise"."""

    rows: tuple[tuple[Node, Node | None], ...]


@dataclass(frozen=True, slots=True)
class Matrix(Node):
    """Rows of entries."""

    rows: tuple[tuple[Node, ...], ...]


@dataclass(frozen=True, slots=True)
class Factorial(Node):
    """arg!."""

    arg: Node


@dataclass(frozen=True, slots=True)
class Binom(Node):
    """n over k."""

    n: Node
    k: Node


@dataclass(frozen=True, slots=True)
class Transpose(Node):
    """arg transposed."""

    arg: Node


@dataclass(frozen=True, slots=True)
class Chain(Node):
    """The sides of one display and the relations between them: `sides[i] ops[i] sides[i + 1]`.

    The first side is None where the display begins with a relation. ops: = >= <= > < ~= (approximately) => <=>
    != prop := in ~ to, and "," where a new statement begins (no relation: a comma, `and`, a new row). `=` written as
    a definition (`\\equiv`, `\\triangleq`, `:=`) is ":=". Texts that ended a side are in `notes`.
    """

    sides: tuple[Node | None, ...]
    ops: tuple[str, ...]
    op_starts: tuple[int, ...] = field(default=(), compare=False)
    notes: tuple[str, ...] = ()


MOST_REMEMBERED = 500  # nodes: a large tree is not kept once for each of its subtrees
_FIELDS: dict[type, tuple[str, ...]] = {}


def fields_of(kind: type) -> tuple[str, ...]:
    """The fields that say what was written (not where, nor how it was set)."""
    names = _FIELDS.get(kind)
    if names is None:
        skip = ("start", "end", "dotted", "text", "style", "bracket", "op_starts")
        all_names = kind.__dataclass_fields__  # type: ignore[attr-defined]  # every node is a dataclass
        names = _FIELDS[kind] = tuple(n for n in all_names if n not in skip or (kind is Word and n == "text"))
    return names


def children(node: Node) -> tuple[Node, ...]:
    """The nodes directly inside a node, in written order of the fields (indices of names included)."""
    found: list[Node] = []
    waiting: list[object] = [getattr(node, name) for name in reversed(fields_of(type(node)))]
    while waiting:
        value = waiting.pop()
        if isinstance(value, Node):
            found.append(value)
        elif isinstance(value, tuple):
            waiting.extend(reversed(value))
    return tuple(found)


def walk(node: Node) -> Iterator[Node]:
    """Every node of the tree, the root first."""
    found: list[Node] | None = getattr(node, "below", None)
    if found is None:
        found, stack = [], [node]
        while stack:
            found.append(top := stack.pop())
            stack.extend(reversed(children(top)))
        if len(found) <= MOST_REMEMBERED:
            object.__setattr__(node, "below", found)
    return iter(found)
