"""Bits and grey values, on images that can be counted by hand and on scikit-learn's digits."""

import numpy as np
import pytest

from hw3verify.lab.data.digits import digits
from hw3verify.lab.data.images import Images, bits, greys


def small(values: list[int], top: int) -> Images:
    return Images("small", np.array([values]), np.array([3]), 2, top)


def test_bits_round_the_half_up() -> None:
    """127 of 255 is 0 and 128 is 1, as in the homework; 7 of 16 is 0 and 8 is 1."""
    assert bits(small([0, 127, 128, 255], 255)).tolist() == [[0, 0, 1, 1]]
    assert bits(small([0, 7, 8, 16], 16)).tolist() == [[0, 0, 1, 1]]


def test_greys_are_divided_by_the_largest_value() -> None:
    """51 of 255 is 1/5, and the ends are 0 and 1."""
    assert greys(small([0, 51, 102, 255], 255)).tolist() == [[0, np.float32(0.2), np.float32(0.4), 1]]


def test_what_does_not_fit_is_refused() -> None:
    """Shapes, numbers of labels, values and kinds of numbers are checked; arrays cannot be changed."""
    good = {"name": "x", "pixels": np.zeros((2, 4), int), "labels": np.zeros(2, int), "side": 2, "top": 1}
    images = Images(**good)
    with pytest.raises(ValueError, match="read-only"):
        images.pixels[0, 0] = 1
    for change, said in (
        ({"side": 3}, r"expected shape \(n, 9\)"),
        ({"labels": np.zeros(3, int)}, "one for each of 2 images"),
        ({"pixels": np.full((2, 4), 2)}, "from 0 to 1"),
        ({"pixels": np.zeros((2, 4))}, "expected whole numbers"),
    ):
        with pytest.raises(ValueError, match=said):
            Images(**{**good, **change})


def test_digits() -> None:
    """1,797 images of 8 x 8; the numbers of each class are those of the set's description."""
    pytest.importorskip("sklearn")
    images = digits()
    assert (len(images), images.side, images.top) == (1797, 8, 16)
    assert np.bincount(images.labels).tolist() == [178, 182, 177, 183, 181, 182, 181, 179, 174, 180]
    assert set(np.unique(bits(images))) == {0.0, 1.0}
