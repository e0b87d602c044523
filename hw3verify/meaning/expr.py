"""The expression tree: what a side of a written derivation means.

Immutable, hashable nodes; equality is structural and cheap because every node keeps its hash. Bound variables
keep the names that the author wrote.

    Number      an exact rational
    Name        a scalar parameter, a variable, or a constant (`infinity`, `pi`)
    Apply       a head at arguments: p(x|z), D(x), x_i; every argument knows the role (axis of the table) it fills
    Sum, Product, Power, Call
    Fold        a binder: sum and integral alike ("sum"), "product", "sup", "inf", "W1"
    Derivative  partial or functional derivative

Expectations, KL, JSD and entropies are definitions that the reader unfolds, not classes of their own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from typing import Any


class Node:
    """A frozen value with a cached hash; subclasses list their fields in `__slots__`."""

    __slots__ = ("_hash",)
    _hash: int

    def __init__(self, *values: Any) -> None:
        for name, value in zip(self.__slots__, values, strict=True):
            object.__setattr__(self, name, value)
        object.__setattr__(self, "_hash", hash((type(self).__name__, values)))

    def __setattr__(self, name: str, value: Any) -> None:
        raise AttributeError(f"{type(self).__name__} is immutable")

    def __hash__(self) -> int:
        return self._hash

    def __eq__(self, other: object) -> bool:
        if self is other:
            return True
        if type(self) is not type(other) or self._hash != other._hash:
            return False
        return all(getattr(self, n) == getattr(other, n) for n in self.__slots__)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({', '.join(repr(getattr(self, n)) for n in self.__slots__)})"

    def __reduce__(self) -> tuple[Any, ...]:  # rebuilt on loading: string hashes differ between processes
        return type(self), tuple(getattr(self, n) for n in self.__slots__)


class Expr(Node):
    """Any expression; it remembers its free names, and the nodes below it, once they have been asked for."""

    __slots__ = ("_below", "_free")
    _free: frozenset[str]
    _below: list[Expr]


class Number(Expr):
    """An exact rational number."""

    __slots__ = ("value",)
    value: Fraction

    def __init__(self, value: Fraction | int) -> None:
        value = value if type(value) is Fraction else Fraction(value)
        object.__setattr__(self, "value", value)
        # the hash of a Fraction is a modular inverse, which is slow; the pair determines the number as well
        object.__setattr__(self, "_hash", hash(("Number", value.numerator, value.denominator)))


class Name(Expr):
    """A scalar parameter or a variable; `infinity` and `pi` are constants."""

    __slots__ = ("id",)
    id: str

    def __init__(self, id: str) -> None:
        super().__init__(id)


class Arg(Node):
    """One argument of an `Apply`: the role it fills (an axis of the head's table) and its value.

    In `p(z')` the role is `z` and the value `Name("z'")`; in `D(G(z))` the role is `x` and the value an `Apply`.
    """

    __slots__ = ("role", "value")
    role: str
    value: Expr

    def __init__(self, role: str, value: Expr) -> None:
        super().__init__(role, value)


class Apply(Expr):
    """A head at arguments, `head(args | given)`; indexed quantities `x_i` are heads over an index role."""

    __slots__ = ("args", "given", "head")
    head: str
    args: tuple[Arg, ...]
    given: tuple[Arg, ...]

    def __init__(self, head: str, args: tuple[Arg, ...], given: tuple[Arg, ...] = ()) -> None:
        object.__setattr__(self, "head", head)
        object.__setattr__(self, "args", tuple(args))
        object.__setattr__(self, "given", tuple(given))
        object.__setattr__(self, "_hash", hash(("Apply", head, self.args, self.given)))

    def __reduce__(self) -> tuple[Any, ...]:
        return Apply, (self.head, self.args, self.given)

    def __repr__(self) -> str:
        return f"Apply({self.head!r}, {self.args!r}, {self.given!r})"


class Sum(Expr):
    """A sum of terms (the empty sum is 0)."""

    __slots__ = ("terms",)
    terms: tuple[Expr, ...]

    def __init__(self, terms: tuple[Expr, ...]) -> None:
        super().__init__(tuple(terms))


class Product(Expr):
    """A product of factors (the empty product is 1); a quotient has a factor `Power(b, Number(-1))`."""

    __slots__ = ("factors",)
    factors: tuple[Expr, ...]

    def __init__(self, factors: tuple[Expr, ...]) -> None:
        super().__init__(tuple(factors))


class Power(Expr):
    """`base ** exponent`; square roots have the exponent 1/2."""

    __slots__ = ("base", "exponent")
    base: Expr
    exponent: Expr

    def __init__(self, base: Expr, exponent: Expr) -> None:
        super().__init__(base, exponent)


class Call(Expr):
    """A known function: log, exp, abs, max, min, sign, indicator of `args[0] <= args[1]` ("le") or `<` ("lt"), pair;
    `put(body, name, value)`, the body at a value of a name, is in no claim."""

    __slots__ = ("fn", "args")
    fn: str
    args: tuple[Expr, ...]

    def __init__(self, fn: str, args: tuple[Expr, ...]) -> None:
        super().__init__(fn, tuple(args))


class Domain(Node):
    """What a bound variable runs over.

    kind "space": the whole space of `role`; "interval": the reals between `lower` and `upper` (oriented, as in
    calculus); "index": the integers from `lower` to `upper` (empty if upper < lower).
    """

    __slots__ = ("kind", "role", "lower", "upper")
    kind: str
    role: str
    lower: Expr | None
    upper: Expr | None

    def __init__(self, kind: str, role: str, lower: Expr | None = None, upper: Expr | None = None) -> None:
        super().__init__(kind, role, lower, upper)


class Fold(Expr):
    """A binder: `op` over `var` in `domain` of `body`.

    op "sum" is a sum over a counting space, a Lebesgue integral over a line, a weighted sum over cells; "product" over
    an index; "sup" and "inf"; "W1": the body is `Call("pair", (p, q))`, two densities of `var`.
    """

    __slots__ = ("op", "var", "domain", "body")
    op: str
    var: str
    domain: Domain
    body: Expr

    def __init__(self, op: str, var: str, domain: Domain, body: Expr) -> None:
        super().__init__(op, var, domain, body)


class Derivative(Expr):
    """The derivative of `body` by `by`: a `Name`, or an `Apply` (one entry of a table: a functional derivative
    where the entry stands under a fold over its argument)."""

    __slots__ = ("body", "by")
    body: Expr
    by: Expr

    def __init__(self, body: Expr, by: Expr) -> None:
        super().__init__(body, by)


MOST_REMEMBERED = 500  # nodes: a large tree is not kept once for each of its subtrees
ZERO, ONE, MINUS_ONE = Number(0), Number(1), Number(-1)
INFINITY, PI = Name("infinity"), Name("pi")


def add(*terms: Expr) -> Expr:
    """The sum of the terms, with no node for fewer than two."""
    return terms[0] if len(terms) == 1 else Sum(terms)


def multiply(*factors: Expr) -> Expr:
    """The product of the factors, with no node for fewer than two."""
    return factors[0] if len(factors) == 1 else Product(factors)


def negate(e: Expr) -> Expr:
    """-e."""
    return Number(-e.value) if isinstance(e, Number) else Product((MINUS_ONE, e))


def subtract(a: Expr, b: Expr) -> Expr:
    """a - b."""
    return Sum((a, negate(b)))


def divide(a: Expr, b: Expr) -> Expr:
    """a / b."""
    return Product((a, Power(b, MINUS_ONE)))


def log(e: Expr) -> Expr:
    """The natural logarithm."""
    return Call("log", (e,))


def exp(e: Expr) -> Expr:
    """The exponential function."""
    return Call("exp", (e,))


def children(e: Expr) -> tuple[Expr, ...]:
    """The direct subexpressions, those in arguments and domains included."""
    return _CHILDREN[type(e)](e)


def _of_fold(e: Any) -> tuple[Expr, ...]:
    return (*(b for b in (e.domain.lower, e.domain.upper) if b is not None), e.body)


# asked for every node of every tree, many times: by a table, not by a row of questions
_CHILDREN: dict[type, Callable[[Any], tuple[Expr, ...]]] = {
    Number: lambda _: (),
    Name: lambda _: (),
    Sum: lambda e: e.terms,
    Product: lambda e: e.factors,
    Power: lambda e: (e.base, e.exponent),
    Call: lambda e: e.args,
    Apply: lambda e: tuple([a.value for a in e.args] + [a.value for a in e.given]),
    Fold: _of_fold,
    Derivative: lambda e: (e.body, e.by),
}


def rebuild(e: Expr, change: Callable[[Expr], Expr]) -> Expr:
    """The same node with `change` applied to every direct subexpression (binders are not renamed)."""
    if isinstance(e, Sum):
        return Sum(tuple(change(t) for t in e.terms))
    if isinstance(e, Product):
        return Product(tuple(change(f) for f in e.factors))
    if isinstance(e, Power):
        return Power(change(e.base), change(e.exponent))
    if isinstance(e, Call):
        return Call(e.fn, tuple(change(a) for a in e.args))
    if isinstance(e, Apply):
        args, given = (tuple(Arg(a.role, change(a.value)) for a in group) for group in (e.args, e.given))
        return Apply(e.head, args, given)
    if isinstance(e, Fold):
        d = e.domain
        lower, upper = (None if end is None else change(end) for end in (d.lower, d.upper))
        return Fold(e.op, e.var, Domain(d.kind, d.role, lower, upper), change(e.body))
    if isinstance(e, Derivative):
        return Derivative(change(e.body), change(e.by))
    return e


def walk(e: Expr) -> Iterator[Expr]:
    """Every node of the tree, the root first."""
    found: list[Expr] | None = getattr(e, "_below", None)
    if found is None:
        found, stack = [], [e]
        while stack:
            found.append(node := stack.pop())
            stack.extend(reversed(children(node)))
        if len(found) <= MOST_REMEMBERED:
            object.__setattr__(e, "_below", found)
    return iter(found)


def free_names(e: Expr) -> frozenset[str]:
    """The names that occur free (constants excluded)."""
    try:
        return e._free
    except AttributeError:
        pass
    if isinstance(e, Name):
        found = frozenset() if e.id in ("infinity", "pi") else frozenset((e.id,))
    elif isinstance(e, Fold):
        found = free_names(e.body) - {e.var}
        for end in (e.domain.lower, e.domain.upper):
            if end is not None:
                found |= free_names(end)
    else:
        found = frozenset().union(*(free_names(c) for c in children(e)))
    object.__setattr__(e, "_free", found)
    return found


def fresh(name: str, taken: frozenset[str] | set[str]) -> str:
    """`name`, primed until it is not taken."""
    while name in taken:
        name += "'"
    return name


def substitute(e: Expr, values: Mapping[str, Expr]) -> Expr:
    """Replace free names by expressions; bound variables are renamed where they would capture."""
    values = {n: v for n, v in values.items() if n in free_names(e)}
    if not values:
        return e
    if isinstance(e, Name):
        return values[e.id]
    if isinstance(e, Fold):
        coming = frozenset().union(*(free_names(v) for n, v in values.items() if n in free_names(e.body) - {e.var}))
        d = e.domain
        lower, upper = (None if end is None else substitute(end, values) for end in (d.lower, d.upper))
        var, body = e.var, e.body
        if var in coming:
            var = fresh(var, coming | free_names(body) | set(values))
            body = substitute(body, {e.var: Name(var)})
        inner = {n: v for n, v in values.items() if n != e.var}
        return Fold(e.op, var, Domain(d.kind, d.role, lower, upper), substitute(body, inner))
    return rebuild(e, lambda c: substitute(c, values))
