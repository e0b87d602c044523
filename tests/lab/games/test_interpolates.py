"""The penalty's exact optimum, against other ways to the same integrals."""

import math
from itertools import pairwise

import numpy as np
import pytest
from scipy import integrate

pytest.importorskip("torch")

from hw3verify.lab.games import interpolates


def given_share(x, e, shift):
    """The density at x of (1 - e) U + e (shift + U') by convolution: a window of 1 - e slid over one of e."""
    low, high = max(0.0, (x - e * shift) - (1 - e)), min(e, x - e * shift)
    return max(0.0, high - low) / (e * (1 - e))


@pytest.mark.parametrize(("x", "shift"), [(0.1, 0.5), (0.6, 0.5), (1.3, 0.5), (0.5, 1.0), (0.9, 1.0), (1.7, 2.0)])
def test_the_density_of_interpolates_is_the_mean_of_convolutions(x, shift):
    """rho(x) is the integral over e of a convolution of two windows, by SciPy's adaptive rule."""
    turns = [t for t in (x / shift, x / (1 + shift), (x - 1) / shift, 0.5) if 0 < t < 1]
    turns += [(x - 1) / (shift - 1)] if shift != 1 and 0 < (x - 1) / (shift - 1) < 1 else []
    expected = integrate.quad(lambda e: given_share(x, e, shift), 1e-12, 1 - 1e-12, points=turns, limit=400)[0]
    assert interpolates.density(np.array([x]), shift)[0] == pytest.approx(expected, abs=1e-9)


def test_the_density_is_one_and_symmetric():
    """rho integrates to 1, and x and 1 + t - x are as likely; at the middle for t = 1/2 it is log 4."""
    for shift in (0.25, 1.0, 1.75):
        edges = sorted({0.0, min(1.0, shift), max(1.0, shift), 1 + shift})
        total = sum(
            integrate.quad(lambda v, s=shift: interpolates.density(np.array([v]), s)[0], low, high, limit=200)[0]
            for low, high in pairwise(edges)
        )
        assert total == pytest.approx(1.0, abs=1e-8)
        x = np.linspace(0.05, 0.95, 7) * (1 + shift)
        assert interpolates.density(x, shift) == pytest.approx(interpolates.density(1 + shift - x, shift), abs=1e-12)
    # at x = 3/4 given e the density is 1 / max(e, 1 - e), since the middle of the trapezoid is its plateau
    assert interpolates.density(np.array([0.75]), 0.5)[0] == pytest.approx(math.log(4), abs=1e-12)


@pytest.mark.parametrize(
    ("shift", "weight", "expected"),
    [(0.5, 10.0, 0.513618), (1.0, 10.0, 1.051413), (0.5, 100.0, 0.501362), (1.0, 100.0, 1.005141)],
)
def test_the_optimum_of_the_homeworks_laws(shift, weight, expected):
    """The differences that another integration of the same functional gave, to its six digits."""
    found = interpolates.difference(shift, weight)
    assert found.value == pytest.approx(expected, abs=6e-7)
    assert found.error < 1e-12


@pytest.mark.parametrize(("right", "sign"), [(True, -1), (False, 1)])
def test_the_slope_is_stationary_on_a_fine_grid(right, sign):
    """The functional -f' (F - G) - w rho (|f'| - 1)^2 has slope 0 in f' at the closed form, by central differences."""
    shift, weight, h = 0.5, 10.0, 1e-5
    x = np.linspace(0.1, 1.4, 9)
    rho, ahead = interpolates.density(x, shift), np.minimum(x, 1) - np.maximum(x - shift, 0)

    def functional(slope):
        return -slope * ahead - weight * rho * (np.abs(slope) - 1) ** 2

    slope = interpolates.slope(x, shift, weight, right=right)
    assert np.all(np.sign(slope) == sign)
    assert (functional(slope + h) - functional(slope - h)) / (2 * h) == pytest.approx(np.zeros(9), abs=1e-8)


def test_bad_arguments_are_named():
    """A shift or a weight that is not positive is a ValueError that names it."""
    with pytest.raises(ValueError, match="shift"):
        interpolates.excess(0.0)
    with pytest.raises(ValueError, match="shift"):
        interpolates.density(np.array([0.5]), -1.0)
    with pytest.raises(ValueError, match="weight"):
        interpolates.difference(0.5, 0.0)
