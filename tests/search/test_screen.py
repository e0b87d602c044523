"""The screen's floats agree with the kernel's exact values, in drawn worlds of every style."""

import numpy as np
import pytest

from hw3verify.kernel.evaluate import Cell, evaluate
from hw3verify.meaning.claim import Claim, Facts, PushForward, Relation
from hw3verify.meaning.expr import (
    ONE,
    ZERO,
    Apply,
    Arg,
    Call,
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
)
from hw3verify.meaning.numeral import to_float
from hw3verify.search.refute.draw import draw
from hw3verify.search.refute.screen import Screen
from hw3verify.search.refute.subject import subject_of

FACTS = Facts(
    densities=frozenset(("p", "q", "image")),
    functions=frozenset("fG"),
    indexed=frozenset("u"),
    unit=frozenset("f"),
    integer=frozenset("N"),
    roles=(("x", "x"),),
    push_forwards=(PushForward("G", "q", "z", "image", "x"),),
)


def at(head: str, *args: str, given: tuple[str, ...] = ()) -> Apply:
    """head(args | given), every variable in the role of its first letter."""
    return Apply(head, tuple(Arg(a[0], Name(a)) for a in args), tuple(Arg(a[0], Name(a)) for a in given))


def over(var: str, body: Expr, op: str = "sum") -> Fold:
    """The fold over the whole space."""
    return Fold(op, var, Domain("space", var[0]), body)


GENERATED = Apply("f", (Arg("x", Apply("G", (Arg("z", Name("z")),))),))
U = Apply("u", (Arg("i", Name("i")),))
EXPRESSIONS = {
    "conditionals": multiply(at("p", "x", given=("z",)), over("z'", log(at("p", "z'", given=("x",))))),
    "a divergence": over("z", multiply(at("q", "z"), log(divide(at("q", "z"), at("p", "z", given=("x",)))))),
    "a generated point": over("z", multiply(at("q", "z"), GENERATED)),
    "an image density": over("x'", multiply(at("image", "x'"), at("f", "x'"))),
    "index sums": Fold("sum", "i", Domain("index", "i", ONE, Name("N")), Power(U, Number(2))),
    "index products": Fold("product", "i", Domain("index", "i", ONE, Name("N")), add(Power(U, Number(2)), ONE)),
    "by value": over("y", multiply(at("p", "y"), Name("y"))),
    "extremes": add(over("x'", at("f", "x'"), "sup"), over("x'", at("f", "x'"), "inf")),
    "calls": add(Call("abs", (Name("a"),)), Call("max", (Name("a"), ONE)), Call("le", (Name("a"), ONE)), Number(3)),
    "powers": exp(divide(Number(1), add(ONE, Power(Name("a"), Number(2))))),
    "shadowing": add(at("f", "x"), over("x", at("f", "x"))),
}


@pytest.mark.parametrize("style", ["nice", "plain", "wild", "tiny"])
@pytest.mark.parametrize("name", EXPRESSIONS)
def test_floats_agree_with_exact_values(name: str, style: str) -> None:
    """In each of five worlds, at every place of the free variables."""
    left = over("z", EXPRESSIONS[name]) if name == "conditionals" else EXPRESSIONS[name]
    subject = subject_of(Claim(Relation(left, "=", ZERO), (), FACTS))
    batch = draw(subject, 2, 5, style, np.random.default_rng(7), 3)
    screen = Screen(batch, subject)
    with np.errstate(all="ignore"):
        found = screen.value(left)
    for k in range(5):
        world = batch.world(k)
        for place in np.ndindex(found.shape[1:]):
            places = {n: Cell(role, place[slot - 1]) for n, (role, slot) in screen.shapes.items()}
            exact = to_float(evaluate(left, world, places, FACTS))
            seen = found[(k if found.shape[0] > 1 else 0, *place)]
            assert seen == pytest.approx(exact, rel=1e-9, abs=1e-9 * max(1.0, screen.scale[k]))


def test_the_scale_bounds_what_was_added() -> None:
    """After 10^6 - 10^6 + a the scale is at least 10^6."""
    million = Number(10**6)
    left = add(million, subtract(Name("a"), million))
    subject = subject_of(Claim(Relation(left, "=", Name("a"))))
    screen = Screen(draw(subject, 1, 4, "nice", np.random.default_rng(1)), subject)
    screen.value(left)
    assert (screen.scale >= 1e6).all()


def test_values_that_are_remembered_are_the_same() -> None:
    """With and without a memory every part has the same values and scales, in any order; "shadowing" binds x anew."""
    parts = [over("z", e) if n == "conditionals" else e for n, e in EXPRESSIONS.items()]
    whole = add(*parts)
    subject = subject_of(Claim(Relation(whole, "=", ZERO), (), FACTS))
    batch = draw(subject, 2, 6, "nice", np.random.default_rng(3), 3)
    plain, keen = Screen(batch, subject), Screen(batch, subject)
    keen.remember()
    for e in (whole, *parts, *reversed(parts), whole):
        plain.scale, keen.scale = np.zeros(6), np.zeros(6)
        with np.errstate(all="ignore"):
            assert np.array_equal(plain.value(e), keen.value(e), equal_nan=True)
        assert np.array_equal(plain.scale, keen.scale, equal_nan=True)
