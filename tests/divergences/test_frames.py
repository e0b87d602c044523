"""Results are of the caller's kind; computations are in float64."""

from __future__ import annotations

import numpy as np
import pytest

from hw3verify.divergences.arrays import frame_of


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ((np.ones(2),), np.float64),
        (([1, 2],), np.float64),
        (([1.5, 2.0],), np.float64),
        ((np.ones(2, np.int32),), np.float64),
        ((np.ones(2, np.float32),), np.float32),
        ((np.ones(2, np.float32), 0.5), np.float32),
        ((np.ones(2, np.float32), [0.5, 0.5]), np.float64),
        ((np.ones(2, np.float16), np.ones(2, np.float32)), np.float32),
        ((np.ones(2, np.float16),), np.float16),
        ((np.ones(2, np.float32), np.ones(2, np.int64)), np.float64),
        ((1.0, 2), np.float64),
        ((np.ones(2, np.float32), None), np.float32),
        ((np.ones(2, ">f8"),), np.float64),
    ],
)
def test_result_type(values, expected):
    """Narrow floats stay narrow; integers and lists count as float64; Python numbers follow the arrays."""
    frame = frame_of(*values)
    taken = [frame.take(value) for value in values if value is not None]
    assert all(array.dtype == np.float64 for array in taken)
    assert frame.give(np.zeros(2)).dtype == expected


def test_scalars_come_back_as_scalars():
    """A result without axes is a number, as from SciPy."""
    assert isinstance(frame_of([1.0, 2.0]).give(np.asarray(0.5)), float)
    assert type(frame_of(np.ones(2, np.float32)).give(np.asarray(0.5))) is np.float32


@pytest.mark.parametrize("value", [["a"], [[1], [1, 2]], np.ones(2, complex), np.array(["2020"], "M8[Y]"), [1j], None])
def test_what_is_no_number_is_refused_by_name(value):
    """Strings, ragged lists, complex numbers, dates and None raise a TypeError that names the argument."""
    with pytest.raises(TypeError, match=r"^q: "):
        frame_of(np.ones(1)).take(value, "q")


def test_float64_is_not_copied():
    """An array that is float64 already is taken as it is."""
    x = np.ones(3)
    assert frame_of(x).take(x) is x


class Foreign:
    """An array of another library, which has a namespace and is not read by numpy."""

    def __array_namespace__(self):
        return ForeignNamespace


class ForeignNamespace:
    float32 = "float32"
    float64 = "float64"

    @staticmethod
    def astype(value, dtype):
        return (value, dtype)


def test_other_arrays_bring_their_namespace():
    """What has `__array_namespace__` is computed by it."""
    array = Foreign()
    array.dtype = "float32"
    frame = frame_of(array)
    assert (frame.library, frame.xp, frame.take(array)) == ("other", ForeignNamespace, (array, "float64"))
    assert frame.give(array) == (array, "float32")


def test_torch_is_computed_where_it_must_be():
    """Tensors are computed by torch when they are differentiated or mapped, and come back in their type either way."""
    torch = pytest.importorskip("torch")
    plain = torch.ones(2)
    frame = frame_of(plain)
    assert frame.xp is np
    given = frame.give(np.asarray(0.5))
    assert (given.dtype, given.shape) == (torch.float32, ())
    assert frame_of(plain.clone().requires_grad_()).xp is torch
    seen = []
    torch.vmap(lambda row: seen.append(frame_of(row).xp) or row)(torch.ones(2, 2))
    assert seen == [torch]
    with torch.no_grad():
        assert frame_of(plain.clone().requires_grad_()).xp is np
    half = frame_of(torch.ones(2, dtype=torch.bfloat16))
    assert half.take(torch.ones(2, dtype=torch.bfloat16)).dtype == np.float64
    assert half.give(np.zeros(2)).dtype == torch.bfloat16
    assert frame_of(torch.ones(2, dtype=torch.int32)).give(np.zeros(2)).dtype == torch.float64
    assert frame_of(torch.ones(2), np.ones(2)).give(np.zeros(2)).dtype == torch.float64


def test_two_libraries_do_not_mix():
    """Arrays of two libraries in one call are an error that names both."""
    torch = pytest.importorskip("torch")
    array = Foreign()
    array.dtype = "float32"
    with pytest.raises(TypeError, match="other and torch"):
        frame_of(torch.ones(2), array)
