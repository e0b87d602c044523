"""Functions that stand for every one of a shape: they have it, their conjugates are conjugates, the rest is refused."""

import math
from fractions import Fraction

import pytest

from hw3verify.kernel.reduction import REFUTATION, NoStep
from hw3verify.kernel.specimen import GENERATORS, MIRRORED, Generator, specialised
from hw3verify.meaning.claim import Claim, Facts, Relation
from hw3verify.meaning.expr import ZERO, Call, Expr, Name, Number, Power, Product, Sum, free_names, walk
from hw3verify.meaning.shape import ANY, CONCAVE, CONVEX, Shape, called, heads_called

POINTS = (0.2, 0.5, 0.9, 1.0, 1.3, 2.0, 2.7, 5.0)
FUNCTIONS = {"log": math.log, "exp": math.exp, "abs": abs}


def value(e: Expr, at: float) -> float:
    """The value of a formula in one name, in floating point."""
    if isinstance(e, Number):
        return float(e.value)
    if isinstance(e, Name):
        return at
    if isinstance(e, Sum):
        return sum(value(t, at) for t in e.terms)
    if isinstance(e, Product):
        return math.prod(value(f, at) for f in e.factors)
    if isinstance(e, Power):
        return float(value(e.base, at) ** value(e.exponent, at))
    assert isinstance(e, Call)
    return FUNCTIONS[e.fn](value(e.args[0], at))


@pytest.mark.parametrize("name", GENERATORS)
def test_every_generator_is_convex(name: str) -> None:
    """Between two points it lies below the chord, strictly where it is called strict."""
    g: Generator = GENERATORS[name]
    line = POINTS if g.positive else (*(-t for t in POINTS), *POINTS)
    for a in line:
        for b in line:
            gap = (value(g.body, a) + value(g.body, b)) / 2 - value(g.body, (a + b) / 2)
            assert gap >= -1e-12
            assert not g.strict or a == b or gap > 1e-9


@pytest.mark.parametrize("name", [n for n, g in GENERATORS.items() if g.conjugate is not None])
def test_every_conjugate_is_one(name: str) -> None:
    """f(t) + f*(u) >= ut for all t and u, with equality where u is the slope at t (measured by differences)."""
    g: Generator = GENERATORS[name]
    assert g.conjugate is not None
    for s in POINTS:
        u = (value(g.body, s + 1e-6) - value(g.body, s - 1e-6)) / 2e-6
        assert math.isclose(value(g.body, s) + value(g.conjugate, u), u * s, abs_tol=1e-6)
        for t in POINTS:
            assert value(g.body, t) + value(g.conjugate, u) >= u * t - 1e-6


@pytest.mark.parametrize("name", sorted(MIRRORED))
def test_mirror_images(name: str) -> None:
    """g(t) = t g(1/t); with b t + c it stays so for b = c only."""
    g: Generator = GENERATORS[name]
    for t in POINTS:
        assert math.isclose(value(g.body, t), t * value(g.body, 1 / t), abs_tol=1e-12)
    put(claim(mirrored=True), name, 1, 2, 2)
    with pytest.raises(NoStep):
        put(claim(mirrored=True), name, 1, 2, 1)


def claim(sign: int = CONVEX, **more: object) -> Claim:
    """f(t) >= 0 for an f of a shape."""
    shape = Shape("f", sign, **more)  # type: ignore[arg-type]
    return Claim(Relation(called("f", Name("t")), ">=", ZERO), (), Facts(shapes=(shape,)))


def put(c: Claim, name: str, *numbers: int) -> Claim:
    """The claim with one function put in."""
    rest, uses = specialised(c, ["shaped", "f", name, *map(str, numbers)], set())
    assert uses == {REFUTATION}
    return rest


def test_a_function_outside_of_the_shape_is_refused() -> None:
    """Convex for concave, not strict for strict, a corner for smooth, t log t on the whole line, another value at 1."""
    one = ((0, Fraction(1), Fraction(0)),)
    refused = [
        (claim(CONCAVE), "square", 1, 0, 0), (claim(CONVEX), "square", -1, 0, 0), (claim(ANY), "square", 1, 0, 0),
        (claim(strict=True), "flat", 1, 0, 0), (claim(smooth=True), "corner", 1, 0, 0),
        (claim(domain="line"), "entropy", 1, 0, 0), (claim(known=one), "square", 1, 0, 0),
    ]  # fmt: skip
    for c, name, *numbers in refused:
        with pytest.raises(NoStep):
            put(c, name, *numbers)
    assert heads_called(put(claim(known=one), "square", 1, 0, -1).says.left) == frozenset()


def test_a_function_on_the_line_is_looked_at_inside_the_domain() -> None:
    """For an f on the positive numbers the arguments of t^2 are made positive; on the line they are not."""
    inside = Relation(Name("t"), ">", ZERO)
    assert inside in put(claim(domain="positive"), "square", 1, 0, 0).facts.assumptions
    assert put(claim(domain="line"), "square", 1, 0, 0).facts.assumptions == ()


def test_the_conjugate_of_a_function_on_the_line_stands_for_no_other() -> None:
    """sup over t > 0 of ut - t^2 is no polynomial for u < 0, so t^2 is refused beside f* of an f on the positives."""
    says = Relation(called("f", Name("u"), starred=True), ">=", ZERO)
    for domain, fits in (("line", True), ("positive", False), ("", False)):
        c = Claim(says, (), Facts(shapes=(Shape("f", CONVEX, domain=domain),)))
        if fits:
            assert free_names(put(c, "square", 1, 0, 0).says.left) == {"u"}
        else:
            with pytest.raises(NoStep):
                put(c, "square", 1, 0, 0)


def test_slopes_are_put_in_with_the_function() -> None:
    """f'(t) of 2 t^2 + 3 t is 4 t + 3."""
    c = Claim(Relation(called("f", Name("t"), 1), ">=", ZERO), (), Facts(shapes=(Shape("f", CONVEX, domain="line"),)))
    found = put(c, "square", 2, 3, 0).says.left
    assert not any(isinstance(n, Call) for n in walk(found))
    assert all(math.isclose(value(found, t), 4 * t + 3) for t in POINTS)
