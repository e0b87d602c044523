"""What arguments must be, and the sentence that says what is wrong with them: name, first offending index, what was
expected.

These functions look at values, so they cannot run inside a traced or vectorised function: callers leave them out by
`check=False`, and results for such input are then NaN, never a number that looks right. NaN is let through: it is no
contradiction to any condition here, and spoils its own row only.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np


def nonnegative(xp: Any, name: str, x: Any) -> None:
    """ValueError unless every entry of x is NaN, or finite and at least 0."""
    _hold(xp, name, x, (x < 0) | (x == float("inf")), "a finite number >= 0")


def positive(xp: Any, name: str, x: Any) -> None:
    """ValueError unless every entry of x is NaN, or finite and above 0."""
    _hold(xp, name, x, (x <= 0) | (x == float("inf")), "a finite number > 0")


def finite(xp: Any, name: str, x: Any) -> None:
    """ValueError unless every entry of x is NaN or finite."""
    _hold(xp, name, x, (x == float("inf")) | (x == -float("inf")), "a finite number")


def probability(xp: Any, name: str, x: Any) -> None:
    """ValueError unless every entry of x is NaN or in [0, 1]."""
    _hold(xp, name, x, (x < 0) | (x > 1), "a probability, between 0 and 1")


def at_most_zero(xp: Any, name: str, x: Any) -> None:
    """ValueError unless no entry of x is +inf: a logarithm of a mass may be any other number, -inf included."""
    _hold(xp, name, x, x == float("inf"), "the logarithm of a finite number")


def whole(xp: Any, name: str, x: Any) -> None:
    """ValueError unless every entry of x is NaN, or a whole number that is at least 0."""
    _hold(xp, name, x, (x < 0) | (x == float("inf")) | (x != x // 1.0) & (x == x), "a whole number >= 0")


def holds(xp: Any, name: str, x: Any, good: Callable[[Any], Any], expected: str) -> None:
    """ValueError unless `good` (elementwise) holds at every entry of x that is not NaN; `expected` completes the
    sentence."""
    _hold(xp, name, x, ~good(x) & (x == x), expected)


def some_mass(name: str, largest: Any) -> None:
    """ValueError unless every row, of which `largest` are the maxima (last axis of length one), has a positive
    entry."""
    bad = np.asarray(_plain(largest <= 0))
    if bad.any():
        row = _index(bad[..., 0])
        where = f" {row}" if row else ""
        raise ValueError(f"{name}: row{where} has no mass; expected at least one entry > 0")


def axis_of(name: str, x: Any, axis: int) -> int:
    """The axis as a number from 0; TypeError if it is no integer, ValueError if x has no such axis or none of its
    entries."""
    if isinstance(axis, bool) or not hasattr(axis, "__index__"):
        raise TypeError(f"axis: expected an integer, not {axis!r}")
    axis = axis.__index__()
    dimensions = len(x.shape)
    if not -dimensions <= axis < dimensions:
        raise ValueError(f"{name}: expected an array with an axis {axis}, not one of shape {tuple(x.shape)}")
    if x.shape[axis] == 0:
        raise ValueError(f"{name}: expected at least one entry along axis {axis}, not shape {tuple(x.shape)}")
    return axis % dimensions


def broadcast(names: tuple[str, ...], shapes: tuple[tuple[int, ...], ...], what: str = "shapes") -> tuple[int, ...]:
    """The common shape of arguments with these names and shapes; ValueError that names them if there is none."""
    try:
        return np.broadcast_shapes(*shapes)
    except ValueError:
        told = ", ".join(f"{name} {tuple(shape)}" for name, shape in zip(names, shapes, strict=True))
        raise ValueError(f"{what} that do not go together: {told}") from None


def base_of(base: float | None) -> float | None:
    """The base of logarithms; ValueError unless it is None or a finite number above 0 other than 1."""
    if base is not None and not (base > 0 and base != 1 and base < float("inf")):
        raise ValueError(f"base: expected None or a number above 0 other than 1, not {base!r}")
    return base


def _hold(xp: Any, name: str, x: Any, bad: Any, expected: str) -> None:
    if not bool(np.any(bad) if xp is np else xp.any(bad)):
        return
    index = _index(np.asarray(_plain(bad)))
    plain = _plain(x)
    value = float(plain[index]) if index else float(plain)
    place = f"entry {index[0] if len(index) == 1 else index} is" if index else "the value is"
    raise ValueError(f"{name}: {place} {value!r}; expected {expected}")


def _index(bad: Any) -> tuple[int, ...]:
    """The first place, in the order of reading, where an array of truth values holds; the empty tuple without axes."""
    return tuple(int(i) for i in np.unravel_index(int(np.argmax(bad)), bad.shape)) if bad.shape else ()


def _plain(x: Any) -> Any:
    """An array that numpy can read: torch tensors are brought to main memory."""
    return x.detach().cpu() if hasattr(x, "detach") else x
