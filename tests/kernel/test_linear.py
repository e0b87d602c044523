"""Linear arithmetic: what is said to follow does, at points; and simple consequences are found."""

from fractions import Fraction

from flint import fmpq
from hypothesis import given
from hypothesis import strategies as st

from hw3verify.kernel.atoms import variable_form
from hw3verify.kernel.form import UNIT, Form
from hw3verify.kernel.linear import contradictory, follows

A, B, C = map(variable_form, "abc")
ROWS = st.tuples(*[st.integers(-3, 3)] * 4)


def row(numbers: tuple[int, ...]) -> Form:
    """k + l a + m b + n c."""
    k, *rest = numbers
    total = UNIT.scale(fmpq(k))
    for weight, name in zip(rest, (A, B, C), strict=True):
        total = total + name.scale(fmpq(weight))
    return total


def at(numbers: tuple[int, ...], point: tuple[Fraction, ...]) -> Fraction:
    """The value of the row at a point."""
    return numbers[0] + sum(n * x for n, x in zip(numbers[1:], point, strict=True))


@given(
    known=st.lists(st.tuples(ROWS, st.booleans()), max_size=4),
    goal=ROWS,
    strict=st.booleans(),
    points=st.lists(st.tuples(*[st.fractions(-4, 4, max_denominator=4)] * 3), min_size=30, max_size=30),
)
def test_what_follows_holds_at_all_points(
    known: list[tuple[tuple[int, ...], bool]],
    goal: tuple[int, ...],
    strict: bool,
    points: list[tuple[Fraction, ...]],
) -> None:
    """Wherever the known inequalities hold, what is said to follow holds; a contradiction holds nowhere."""
    forms = [(row(r), s) for r, s in known]
    yes, never = follows(forms, row(goal), strict), contradictory(forms)
    for point in points:
        if all(at(r, point) > 0 or (not s and at(r, point) == 0) for r, s in known):
            assert not never
            assert not yes or at(goal, point) > 0 or (not strict and at(goal, point) == 0)


def test_chains_of_inequalities_are_found() -> None:
    """a > b, b >= c and c > 0 imply a > 0 and 2a > b + c, but not b > 1."""
    known = [(A - B, True), (B - C, False), (C, True)]
    assert follows(known, A, True)
    assert follows(known, A.scale(fmpq(2)) - B - C, True)
    assert not follows(known, B - UNIT, True)
    assert contradictory([*known, (-A, False)])
