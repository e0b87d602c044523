"""W2 of normal laws of vectors: means apart, and the distance of Bures between covariances A and B,

    W^2 = tr A + tr B - 2 tr (A^(1/2) B A^(1/2))^(1/2),

which cancels all its digits when they are near. Two forms do not. With a root of each, the distance is the least
|A^(1/2) - B^(1/2) U| over orthogonal U, attained by the polar factor of B^(1/2) A^(1/2): a norm of a difference, with
an error of some units of |A|^(1/2). For near covariances the optimal map T = 1 - S, T A T = B, has
S A + A S = (A - B) + S A S, which is solved for S by iteration in the eigenbasis of A, from the difference of the
matrices; then W^2 = tr(S A S), a sum of squares. Its error is some units times the condition number of A at worst."""

from __future__ import annotations

from typing import Any

import numpy as np

from hw3verify.divergences import check as checks

NEAR = 0.25
"""The size of S up to which it is found by iteration."""

_STEPS = 60

Given = tuple[Any, str, Any]
"""The mean, how the covariance is given, and what is given."""


def normal_distance(p: Given, q: Given) -> Any:
    """W2 of two batches of normal laws of vectors."""
    if p[0].shape[-1] != q[0].shape[-1]:
        raise ValueError(f"v: expected vectors of length {p[0].shape[-1]}, not {q[0].shape[-1]}")
    gap = np.linalg.norm(p[0] - q[0], axis=-1)
    if p[1] == q[1] == "variance":
        differences = (p[2] - q[2]) / (np.sqrt(p[2]) + np.sqrt(q[2]))
        return np.hypot(gap, np.linalg.norm(differences, axis=-1))
    a, b = covariance(p), covariance(q)
    if p[1] == q[1] == "cholesky":
        d = p[2] - q[2]
        half = d @ _turned(p[2])
        difference = half + q[2] @ _turned(d)
    else:
        difference = a - b
    lead = checks.broadcast(("u", "v"), (a.shape[:-2], b.shape[:-2]), "batches")
    a, b, difference = (np.broadcast_to(x, (*lead, *x.shape[-2:])) for x in (a, b, difference))
    value = np.empty(lead)
    for at in np.ndindex(lead):
        value[at] = distance(a[at], b[at], difference[at])
    return np.hypot(gap, value)


def covariance(law: Given) -> Any:
    """The full covariance matrix."""
    _, way, given = law
    if way == "covariance":
        return 0.5 * (given + _turned(given))
    if way == "variance":
        return given[..., None] * np.eye(given.shape[-1])
    if way == "cholesky":
        return given @ _turned(given)
    inverse = np.linalg.inv(given)
    return 0.5 * (inverse + _turned(inverse))


def _turned(x: Any) -> Any:
    return np.swapaxes(x, -1, -2)


def distance(a: Any, b: Any, difference: Any) -> float:
    """The distance of Bures between covariances a and b with a - b = `difference`; NaN where one has NaN. ValueError if
    one is not positive semidefinite."""
    if not (np.isfinite(a).all() and np.isfinite(b).all()):
        return float("nan")
    scale = max(float(np.abs(a).max()), float(np.abs(b).max()))
    if not scale or not difference.any():
        return 0.0
    # an even power of two: the distance is halved with each
    unit = 2.0 ** (2 * (int(np.frexp(scale)[1]) // 2))
    a, b, difference = a / unit, b / unit, 0.5 * (difference + difference.T) / unit
    values, basis = np.linalg.eigh(a)
    _semidefinite(values)
    near = _near(values, basis.T @ difference @ basis)
    value = _far(a, b) if near is None else near
    return value * float(np.sqrt(unit))


def _semidefinite(values: Any) -> None:
    if values[0] < -1e-10 * abs(values[-1]):
        raise ValueError(f"covariance: the least eigenvalue is {values[0]!r} of {values[-1]!r}; expected none below 0")


def _near(values: Any, difference: Any) -> float | None:
    """The distance by iteration, or None where the covariances are not near."""
    values = np.maximum(values, 0.0)
    both = values[:, None] + values
    if not both.min() > 0:
        return None
    first = difference / both
    if not np.abs(np.linalg.norm(first, 2)) < NEAR:
        return None
    s = first
    for _ in range(_STEPS):
        later = first + (s * values) @ s / both
        moved = float(np.abs(later - s).max())
        s = later
        if moved <= 2.0**-54 * float(np.abs(s).max()):
            break
    terms = s * np.sqrt(values)
    largest = float(np.abs(terms).max())
    return largest * float(np.linalg.norm(terms / largest)) if largest else 0.0


def _far(a: Any, b: Any) -> float:
    """The distance as a norm of a difference of roots."""
    one, two = _root(a), _root(b)
    left, _, right = np.linalg.svd(two @ one)
    return float(np.linalg.norm(one - two @ (left @ right)))


def _root(a: Any) -> Any:
    values, basis = np.linalg.eigh(a)
    _semidefinite(values)
    return (basis * np.sqrt(np.maximum(values, 0.0))) @ basis.T
