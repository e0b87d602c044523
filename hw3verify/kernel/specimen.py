r"""One function for each that only has a shape: what a claim says of every convex f, it says of this one.

    f(t) = a g(t) + b t + c     with g from the table below, a > 0 (a < 0 for a concave f)

    g           domain     strict   g*(u)
    t log t     positive   yes      e^{u - 1}
    -log t      positive   yes      -1 - log(-u)
    t log t - (t + 1) log((t + 1)/2)   positive   yes   -log(2 - e^u)
    t^2         line       yes      u^2 / 4
    e^{t - 1}   line       yes      u log u
    -sqrt t     positive   yes
    1/t         positive   yes
    |t - 1|, |t - 2|  line no
    0           line       no

and f*(u) = a g*((u - b)/a) - c. Where g* is infinite its formula has no value, so such a world does not count.
Conjugates of g that live on the line are taken over the line: they stand for f only if its domain is said to be that.

Law: a step is used for counterexamples only. It checks that the function has the shape and the stated values; f is only
looked at inside its domain: where a function on the line stands for one on the positive numbers, its arguments are made
positive by facts.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from hw3verify.kernel.derive import derive
from hw3verify.kernel.form import NoForm, TooLarge
from hw3verify.kernel.nonnegative import never_negative
from hw3verify.kernel.normal import Normal
from hw3verify.kernel.reduction import REFUTATION, NoStep, Uses
from hw3verify.meaning.claim import Claim, Facts, Relation
from hw3verify.meaning.expr import (
    ONE,
    ZERO,
    Call,
    Expr,
    Fold,
    Name,
    Number,
    Power,
    add,
    children,
    divide,
    exp,
    free_names,
    log,
    multiply,
    negate,
    rebuild,
    substitute,
    subtract,
)
from hw3verify.meaning.shape import ANY, CONVEX, Shape, heads_called, named
from hw3verify.meaning.value import CannotEvaluate

T, U = Name("t"), Name("u")
HALF, TWO = Number(Fraction(1, 2)), Number(2)


@dataclass(frozen=True, slots=True)
class Generator:
    """A convex function g(t), its conjugate g*(u) if that has a formula, and what g is."""

    body: Expr
    conjugate: Expr | None
    positive: bool  # does it live on the positive numbers only?
    strict: bool
    smooth: bool


_MIXED = multiply(add(T, ONE), log(multiply(HALF, add(T, ONE))))
GENERATORS = {
    "entropy": Generator(multiply(T, log(T)), exp(subtract(U, ONE)), True, True, True),
    "logarithm": Generator(negate(log(T)), subtract(Number(-1), log(negate(U))), True, True, True),
    "square": Generator(Power(T, TWO), multiply(Number(Fraction(1, 4)), Power(U, TWO)), False, True, True),
    "mixed": Generator(subtract(multiply(T, log(T)), _MIXED), negate(log(subtract(TWO, exp(U)))), True, True, True),
    "exponential": Generator(exp(subtract(T, ONE)), multiply(U, log(U)), False, True, True),
    "root": Generator(negate(Power(T, HALF)), None, True, True, True),
    "inverse": Generator(exp(negate(log(T))), None, True, True, True),
    "corner": Generator(Call("abs", (subtract(T, ONE),)), None, False, False, False),
    "kink": Generator(Call("abs", (subtract(T, TWO),)), None, False, False, False),
    "flat": Generator(ZERO, None, False, False, True),
}
MIRRORED = frozenset(("mixed", "root", "corner", "flat"))  # g(t) = t g(1/t)


def specialised(claim: Claim, step: Sequence[Any], used: set[str]) -> tuple[Claim, Uses]:
    """The claim with one function in the place of another of which the shape is known; NoStep where it has not that
    shape."""
    _, head, name, *numbers = step
    a, b, c = (Fraction(n) for n in numbers)
    shape, g = claim.facts.shape_of(str(head)), GENERATORS.get(str(name))
    if shape is None or g is None or shape.sign == ANY or a == 0 or (a > 0) != (shape.sign == CONVEX):
        raise NoStep("no such function, or nothing is known of its shape")
    if (shape.strict and not g.strict) or (shape.smooth and not g.smooth) or (g.positive and shape.domain == "line"):
        raise NoStep("the function has not this shape, or another domain")
    if shape.mirrored and not (name in MIRRORED and b == c):
        raise NoStep("not the mirror image of itself")
    body = add(multiply(Number(a), g.body), multiply(Number(b), T), Number(c))
    _check_values(shape, body)
    conjugate = None
    if g.conjugate is not None and shape.sign == CONVEX and (g.positive or shape.domain == "line"):
        at = divide(subtract(U, Number(b)), Number(a))
        conjugate = subtract(multiply(Number(a), substitute(g.conjugate, {"u": at})), Number(c))
    facts = claim.facts
    facts = replace(facts, shapes=tuple(s for s in facts.shapes if s is not shape))
    if shape.domain != "line":
        try:
            facts = _inside(claim, facts, shape.head)
        except NoStep:
            if not g.positive:  # else the formula has no value elsewhere
                raise

    def put(r: Relation) -> Relation:
        return Relation(_put(r.left, shape.head, body, conjugate), r.op, _put(r.right, shape.head, body, conjugate))

    facts = replace(facts, assumptions=tuple(map(put, facts.assumptions)))
    used.add("one function of the shape")
    return Claim(put(claim.says), tuple(map(put, claim.premises)), facts), frozenset((REFUTATION,))


def _check_values(shape: Shape, body: Expr) -> None:
    """The stated values are those of the function."""
    for order, point, value in shape.known:
        try:
            at = substitute(slopes(body, "t", order), {"t": Number(point)})
            found = Normal(Facts()).form(at).constant
        except (NoForm, TooLarge, ArithmeticError, ValueError):
            found = None
        if found is None or Fraction(int(found.p), int(found.q)) != value:
            raise NoStep("a stated value is another one")


def slopes(body: Expr, name: str, order: int) -> Expr:
    """The derivative of an order."""
    try:
        for _ in range(order):
            body = derive(body, Name(name), Facts())
    except CannotEvaluate as problem:
        raise NoStep(str(problem)) from None
    return body


def _put(e: Expr, head: str, body: Expr, conjugate: Expr | None) -> Expr:
    """The expression with the function's formula wherever it is called."""
    found = named(e.fn) if isinstance(e, Call) else None
    if not isinstance(e, Call) or found is None or found[0] != head:
        return rebuild(e, lambda n: _put(n, head, body, conjugate))
    (argument,) = (_put(n, head, body, conjugate) for n in e.args)
    _, starred, order = found
    formula = conjugate if starred else body
    if formula is None:
        raise NoStep("the conjugate has no formula here")
    name = "u" if starred else "t"
    return substitute(slopes(formula, name, order), {name: argument})


def _inside(claim: Claim, facts: Facts, head: str) -> Facts:
    """The facts with this: wherever the function is called, its argument is positive."""
    roles = dict(facts.roles)
    found: dict[Relation, None] = {}
    for r in (claim.says, *claim.premises, *facts.assumptions):
        for argument, bound in (pair for side in (r.left, r.right) for pair in _arguments(side, head, {})):
            if never_negative(argument, claim.facts):
                continue
            if heads_called(argument):
                raise NoStep("a function of a function")
            for name in free_names(argument) & bound.keys():
                if not bound[name] or roles.setdefault(name, bound[name]) != bound[name]:
                    raise NoStep("a variable stands for two kinds of things")
            found[Relation(argument, ">", ZERO)] = None
    return replace(facts, roles=tuple(sorted(roles.items())), assumptions=(*facts.assumptions, *found))


def _arguments(e: Expr, head: str, bound: dict[str, str]) -> Iterator[tuple[Expr, dict[str, str]]]:
    """Every argument of the function (not of its conjugate), with the roles of the variables that are bound there."""
    found = named(e.fn) if isinstance(e, Call) else None
    if isinstance(e, Call) and found is not None and found[0] == head and not found[1]:
        yield e.args[0], bound
    if isinstance(e, Fold):
        bound = {**bound, e.var: e.domain.role if e.domain.kind in ("space", "index") else ""}
    for child in children(e):
        yield from _arguments(child, head, bound)
