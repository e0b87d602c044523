"""What is wrong with an argument is said with its name, the first offending index and what was expected."""

from __future__ import annotations

import numpy as np
import pytest

from hw3verify.divergences import check


@pytest.mark.parametrize(
    ("rule", "x", "sentence"),
    [
        ("nonnegative", [[1, 2], [-0.5, -1]], r"q: entry \(1, 0\) is -0\.5; expected a finite number >= 0"),
        ("nonnegative", [1, np.inf], r"q: entry 1 is inf; expected a finite number >= 0"),
        ("positive", 0.0, r"q: the value is 0\.0; expected a finite number > 0"),
        ("finite", [0, -np.inf], r"q: entry 1 is -inf; expected a finite number"),
        ("probability", [0.5, 1.5], r"q: entry 1 is 1\.5; expected a probability, between 0 and 1"),
        ("at_most_zero", [0, np.inf], r"q: entry 1 is inf; expected the logarithm of a finite number"),
        ("whole", [3, 2.5], r"q: entry 1 is 2\.5; expected a whole number >= 0"),
    ],
)
def test_sentence(rule, x, sentence):
    """Each rule names the argument, the place, the value and what it wanted."""
    with pytest.raises(ValueError, match=sentence):
        getattr(check, rule)(np, "q", np.asarray(x, float))


@pytest.mark.parametrize(
    ("rule", "x"),
    [
        ("nonnegative", [0.0, -0.0, 5e-324, np.nan]),
        ("positive", [5e-324, np.nan]),
        ("finite", [-1e308, np.nan]),
        ("probability", [0.0, 1.0, np.nan]),
        ("at_most_zero", [-np.inf, 700.0, np.nan]),
        ("whole", [0.0, 1e300, np.nan]),
    ],
)
def test_what_passes(rule, x):
    """Bounds that belong to the domain pass, and NaN always does."""
    getattr(check, rule)(np, "q", np.asarray(x))


def test_rule_of_ones_own():
    """Any elementwise condition can be asked for, with its own words."""
    with pytest.raises(ValueError, match=r"n: entry 1 is 3\.0; expected an even number"):
        check.holds(np, "n", np.array([2.0, 3.0, np.nan]), lambda n: n % 2 == 0, "an even number")


def test_row_without_mass():
    """The first row without a positive entry is named."""
    with pytest.raises(ValueError, match=r"p: row \(0, 1\) has no mass; expected at least one entry > 0"):
        check.some_mass("p", np.array([[[1.0], [0.0]]]))
    with pytest.raises(ValueError, match=r"p: row has no mass"):
        check.some_mass("p", np.array([0.0]))
    check.some_mass("p", np.array([np.nan]))


def test_axis():
    """An axis is an integer within the array, and has entries."""
    x = np.zeros((2, 3, 0))
    assert check.axis_of("p", x, -2) == 1
    with pytest.raises(ValueError, match=r"p: expected an array with an axis 3, not one of shape \(2, 3, 0\)"):
        check.axis_of("p", x, 3)
    with pytest.raises(ValueError, match="p: expected at least one entry along axis -1"):
        check.axis_of("p", x, -1)
    for axis in (1.0, "0", True, None):
        with pytest.raises(TypeError, match="axis: expected an integer"):
            check.axis_of("p", x, axis)


def test_shapes_that_do_not_go_together():
    """Both arguments are named with their shapes."""
    with pytest.raises(ValueError, match=r"shapes that do not go together: p \(3,\), q \(2,\)"):
        check.broadcast(("p", "q"), ((3,), (2,)))
    assert check.broadcast(("p", "q"), ((3, 1), (2,))) == (3, 2)


@pytest.mark.parametrize("base", [0, 1, -2, float("inf"), float("nan")])
def test_base(base):
    """A base is above zero and not one."""
    with pytest.raises(ValueError, match="base: expected None or a number above 0"):
        check.base_of(base)
    assert check.base_of(None) is None
    assert check.base_of(2) == 2


def test_tensors_are_told_alike():
    """The sentences are the same for torch tensors."""
    torch = pytest.importorskip("torch")
    with pytest.raises(ValueError, match=r"q: entry \(1, 0\) is -0\.5; expected a finite number >= 0"):
        check.nonnegative(torch, "q", torch.tensor([[1, 2], [-0.5, -1]], requires_grad=True))
