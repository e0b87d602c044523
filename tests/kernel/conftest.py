"""A small vocabulary, random expressions over it and random exact worlds, for tests of laws in worlds.

Densities p and q over x and z, u and w over x; functions D in (0, 1) and h of x, r > 0 of z; indexed y; parameters
a and c (any), s > 0, t in (0, 1), n (the length of y), b in {0, 1}.
"""

from __future__ import annotations

import random
from fractions import Fraction
from types import SimpleNamespace

import pytest
from flint import fmpq

from hw3verify.kernel.evaluate import Cell, evaluate
from hw3verify.meaning.claim import Facts
from hw3verify.meaning.expr import (
    ONE,
    Apply,
    Arg,
    Call,
    Derivative,
    Domain,
    Expr,
    Fold,
    Name,
    Number,
    Power,
    add,
    divide,
    exp,
    log,
    multiply,
    subtract,
    walk,
)
from hw3verify.meaning.value import Ball, CannotEvaluate, LogLinear, compare
from hw3verify.meaning.world import Table, World

ROLE = {"x": "x", "x'": "x", "z": "z", "z'": "z", "i": "i"}
FACTS = Facts(
    densities=frozenset("pquw"),
    functions=frozenset("Drh"),
    indexed=frozenset("y"),
    positive=frozenset("rs"),
    unit=frozenset("Dt"),
    integer=frozenset("n"),
    binary=frozenset("b"),
    roles=tuple(ROLE.items()),
)
NUMBERS = [Fraction(k) for k in (0, 1, 1, 2, 3, -1, -2)] + [Fraction(1, 2), Fraction(1, 3)]
EXPONENTS = [Fraction(k) for k in (2, -1, 3, 0, -2)] + [Fraction(1, 2), Fraction(-1, 2), Fraction(3, 2)]


def arg(name: str) -> Arg:
    """A variable in its role."""
    return Arg(ROLE[name], Name(name))


def entry(rnd: random.Random, scope: list[str]) -> Expr | None:
    """A density or function at variables in scope."""
    x = rnd.choice([v for v in scope if ROLE[v] == "x"] or [""])
    z = rnd.choice([v for v in scope if ROLE[v] == "z"] or [""])
    options: list[Expr] = []
    if x:
        options += [Apply(head, (arg(x),)) for head in "puwDh"]
    if z:
        options += [Apply(head, (arg(z),)) for head in "pqr"]
    if x and z:
        for head in "pq":
            options += [Apply(head, (arg(x), arg(z))), Apply(head, (arg(x),), (arg(z),))]
            options += [Apply(head, (arg(z),), (arg(x),))]
    return rnd.choice(options) if options else None


def leaf(rnd: random.Random, scope: list[str]) -> Expr:
    """A smallest expression."""
    found = entry(rnd, scope) if rnd.random() < 0.45 else None
    if found is not None:
        return found
    if "i" in scope and rnd.random() < 0.3:
        return Apply("y", (Arg("i", Name("i")),))
    places = [v for v in scope if v != "i"]
    if places and rnd.random() < 0.1:
        return Name(rnd.choice(places))
    return Name(rnd.choice("acsttnb")) if rnd.random() < 0.6 else Number(rnd.choice(NUMBERS))


def expression(rnd: random.Random, depth: int, scope: list[str]) -> Expr:
    """A random expression with these free variables."""

    def part() -> Expr:
        return expression(rnd, depth - 1, scope)

    if depth <= 0:
        return leaf(rnd, scope)
    kind = rnd.choice("+ + - * * / log log exp ^ call d fold fold fold leaf".split())
    if kind == "+":
        return add(*(part() for _ in range(rnd.choice([2, 2, 3]))))
    if kind == "-":
        return subtract(part(), part())
    if kind == "*":
        return multiply(*(part() for _ in range(rnd.choice([2, 2, 3]))))
    if kind == "/":
        return divide(part(), part())
    if kind in ("log", "exp"):
        return (log if kind == "log" else exp)(part())
    if kind == "^":
        return Power(part(), Number(rnd.choice(EXPONENTS)) if rnd.random() < 0.8 else part())
    if kind == "call":
        fn = rnd.choice(["abs", "sign", "max", "min", "le", "lt"])
        return Call(fn, (part(),) if fn in ("abs", "sign") else (part(), part()))
    if kind == "d":
        return Derivative(part(), entry(rnd, scope) or Name("a") if rnd.random() < 0.5 else Name(rnd.choice("ast")))
    return fold(rnd, depth, scope) if kind == "fold" else leaf(rnd, scope)


def fold(rnd: random.Random, depth: int, scope: list[str]) -> Expr:
    """A sum over a space, over an index (its range may be empty), or an integral of a power between limits."""
    kind = rnd.random()
    if kind < 0.84:
        var = rnd.choice(["x", "z", "x'", "z'"])
        op = "sum" if rnd.random() < 0.95 else rnd.choice(["sup", "inf"])
        return Fold(op, var, Domain("space", ROLE[var]), expression(rnd, depth - 1, [*scope, var]))
    if kind < 0.97:
        low = rnd.choice([ONE, ONE, Number(2), Name("n")])
        high = rnd.choice([Name("n"), Name("n"), Number(3), ONE, subtract(Name("n"), ONE)])
        body = expression(rnd, depth - 1, [*scope, "i"])
        return Fold(rnd.choice(["sum", "sum", "product"]), "i", Domain("index", "i", low, high), body)
    power = Power(Name("a"), Number(rnd.choice([0, 1, 2, 3])))
    return Fold("sum", "a", Domain("interval", "", leaf(rnd, []), leaf(rnd, [])), power)


def rational(rnd: random.Random, positive: bool = False) -> LogLinear:
    """A small number."""
    value = fmpq(rnd.choice([1, 1, 2, 2, 3, 5, 7]), rnd.choice([1, 1, 2, 3, 4]))
    return LogLinear(value if positive or rnd.random() < 0.6 else rnd.choice([-value, fmpq(0)]))


def unit(rnd: random.Random) -> LogLinear:
    """A number strictly between 0 and 1."""
    return LogLinear(fmpq(rnd.choice([1, 2, 3]), rnd.choice([4, 5, 7, 100])))


def world(rnd: random.Random, counting: bool) -> World:
    """A random exact world; counting worlds have widths 1."""
    sizes = {"x": rnd.choice([1, 2, 2, 3]), "z": rnd.choice([1, 2, 2, 3]), "i": rnd.choice([1, 2, 3, 4])}
    widths = {} if counting else {r: tuple(rational(rnd, True).rational for _ in range(sizes[r])) for r in "xz"}
    points = {r: tuple(fmpq(k) for k in rnd.sample(range(-3, 6), sizes[r])) for r in "xz"}

    def density(roles: tuple[str, ...]) -> Table:
        cells: list[tuple[int, ...]] = [()]
        for r in roles:
            cells = [(*c, k) for c in cells for k in range(sizes[r])]
        raw = [fmpq(rnd.choice([1, 2, 3, 5, 20])) for _ in cells]
        total = fmpq(0)
        for cell, value in zip(cells, raw, strict=True):
            for r, k in zip(roles, cell, strict=True):
                value = value * widths[r][k] if widths else value
            total += value
        return Table(roles, tuple(LogLinear(v / total) for v in raw))

    def table(role: str, draw: object) -> Table:
        return Table((role,), tuple(draw() for _ in range(sizes[role])))  # type: ignore[operator]

    tables = {"p": density(("x", "z")), "q": density(("x", "z")), "u": density(("x",)), "w": density(("x",))}
    functions = {
        "D": table("x", lambda: unit(rnd)),
        "h": table("x", lambda: rational(rnd)),
        "r": table("z", lambda: rational(rnd, True)),
        "y": table("i", lambda: rational(rnd)),
    }
    scalars = {
        "a": rational(rnd),
        "c": rational(rnd),
        "s": rational(rnd, True),
        "t": unit(rnd),
        "n": LogLinear(fmpq(sizes["i"])),
        "b": LogLinear(fmpq(rnd.choice([0, 1]))),
    }
    return World(sizes, widths, points, tables, functions, {}, scalars, frozenset("i"))


def places(rnd: random.Random, w: World) -> dict[str, object]:
    """A place for every free variable."""
    index = LogLinear(fmpq(rnd.randrange(w.sizes["i"]) + 1))
    return {v: index if v == "i" else Cell(r, rnd.randrange(w.sizes[r])) for v, r in ROLE.items()}


def differ(left: Expr, right: Expr, w: World, at: dict[str, object]) -> bool | None:
    """Are the values certainly different? None where one of them is missing."""
    try:
        values = [evaluate(e, w, at, FACTS, 256) for e in (left, right)]  # type: ignore[arg-type]
    except CannotEvaluate:
        return None
    if not all(isinstance(v, LogLinear) or (isinstance(v, Ball) and v.ball.is_finite()) for v in values):
        return None
    return compare(*values) in (-1, 1)


def differentiates(e: Expr) -> bool:
    """Is there a derivative by a table entry? Those are partial derivatives only on counting spaces."""
    return any(isinstance(n, Derivative) and isinstance(n.by, Apply) for n in walk(e))


@pytest.fixture(scope="session")
def vocabulary() -> SimpleNamespace:
    """The functions of this module, for tests."""
    return SimpleNamespace(**globals())
