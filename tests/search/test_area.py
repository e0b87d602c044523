"""Slices of the area between two distribution functions."""

import numpy as np
import pytest

from hw3verify.search.refute.area import slices


@pytest.mark.parametrize(
    ("points", "gap", "distance"),
    [
        ([0.0, 3.0], [1.0, -1.0], 3.0),
        ([3.0, 0.0], [1.0, -1.0], 3.0),
        ([0.0, 1.0, 3.0], [0.5, -1.0, 0.5], 0.5 + 2 * 0.5),
        ([2.0, 5.0], [0.0, 0.0], 0.0),
    ],
)
def test_they_add_up_to_the_distance(points: list[float], gap: list[float], distance: float) -> None:
    """Mass 1 moved from 0 to 3, in either order of the points; 1/2 moved by 1 and 1/2 by 2; nothing moved."""
    found = slices(np.array([gap]), np.array([points]), 1)
    assert found.sum() == pytest.approx(distance)
