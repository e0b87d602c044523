"""Agreement of functions: conventions, and the smallest input on which two differ."""

import math
import random
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import strategies as st

from hw3verify.answers.agreement import Disagreement, Tolerance, agree, disagreement, shown

EXACT = Tolerance(0.0, 0.0)


@pytest.mark.parametrize(
    ("got", "expected"),
    [
        (1.0, 1), (np.float32(0.5), Fraction(1, 2)), (math.nan, math.nan), (math.inf, math.inf),
        ([1, 2], np.array([1.0, 2.0])), (np.array([[1.0]]), 1.0), ((), []), (10**400, math.inf),
    ],
)  # fmt: skip
def test_values_that_agree(got: object, expected: object) -> None:
    """Numbers of any type, NaN and infinities agree with themselves; sequences entry by entry."""
    assert agree(got, expected, EXACT)


@pytest.mark.parametrize(
    ("got", "expected"),
    [
        (True, 1.0), (None, 0.0), ("1", 1.0), (1 + 0j, 1.0), (math.inf, -math.inf), (math.nan, 0.0), (0.0, math.nan),
        ([1.0], [1.0, 1.0]), ([1.0, 1.0], 1.0), (1.0, [1.0]), (np.nextafter(1.0, 2.0), 1.0), ({1.0}, [1.0]),
    ],
)  # fmt: skip
def test_values_that_do_not(got: object, expected: object) -> None:
    """Booleans, None, text and complex numbers are no numbers here; lengths count."""
    assert not agree(got, expected, EXACT)


def test_the_tolerance_is_what_it_says() -> None:
    """|got - expected| <= absolute + relative |expected|, at the border and just beyond it (exact in binary)."""
    tolerance = Tolerance(relative=0.25, absolute=0.5)
    assert tolerance.allows(5.5, 4.0) and not tolerance.allows(5.5000001, 4.0)
    assert tolerance.allows(-0.5, 0.0) and not tolerance.allows(math.inf, 4.0)
    for wrong in (-1.0, math.inf, math.nan, "1"):
        with pytest.raises(ValueError, match="absolute: expected a finite number"):
            Tolerance(0.0, wrong)  # type: ignore[arg-type]


def test_a_bent_self_is_no_number() -> None:
    """A list that holds itself is followed to a bounded depth."""
    bent: list = []
    bent.append(bent)
    assert not agree(bent, 1.0, EXACT)


def test_the_input_is_the_smallest() -> None:
    """Functions that differ from 1000 on differ first at 1000, and a sum that is wrong for two entries needs two."""
    found = disagreement(lambda x: min(x, 999), lambda x: x, st.integers(0), EXACT)
    assert found == Disagreement((1000,), (), 1000, 999)
    found = disagreement(lambda xs: xs[0], sum, st.lists(st.integers(), min_size=1), EXACT)
    assert found is not None and found.arguments in (([0, 1],), ([0, -1],))


def test_examples_come_first_and_calls_have_shapes() -> None:
    """Tuples are arguments, dictionaries keywords; the first example that fails is shown as it is."""
    found = disagreement(lambda a, b: a - b, lambda a, b: a + b, st.nothing(), EXACT, [(1, 0), {"a": 1, "b": 2}])
    assert found is not None
    assert found.said("f") == "f(a=1, b=2) gives -1, expected 3"


def test_exceptions_are_told_apart() -> None:
    """What the function raises is a disagreement; what the reference raises is the caller's."""
    found = disagreement(lambda x: 1 / x, lambda x: 0 * x, st.just(0), EXACT)
    assert found is not None and found.said("f") == "f(0) raises ZeroDivisionError: division by zero, expected 0"
    with pytest.raises(ZeroDivisionError):
        disagreement(lambda x: x, lambda x: 1 / x, st.just(0), EXACT)


def test_inputs_are_not_shared() -> None:
    """A function that empties its argument does not change what the reference sees, or what is shown."""

    def empties(xs: list) -> float:
        total = sum(xs)
        xs.clear()
        return total

    assert disagreement(empties, sum, st.lists(st.integers(-5, 5)), EXACT) is None


def test_functions_that_do_not_repeat_themselves() -> None:
    """A function that fails now and then is reported, whatever the search makes of it."""
    dice = random.Random(1)
    found = disagreement(lambda x: x + (dice.random() < 0.3), lambda x: x, st.integers(), EXACT)
    assert found is not None and found.got == found.expected + 1


def test_values_are_shown_safely() -> None:
    """A representation that raises, is long or has control characters is one short line."""
    class Rude:
        def __repr__(self) -> str:
            raise RuntimeError

    assert shown(Rude()) == "<Rude whose repr raises RuntimeError>"
    assert len(shown("x" * 10_000)) < 500 and "\x1b" not in shown(type("R", (), {"__repr__": lambda s: "\x1b[2J"})())
