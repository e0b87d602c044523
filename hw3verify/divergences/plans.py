"""What moves where, and the proof that nothing is cheaper: optimal plans and dual potentials of samples on the line.

The monotone coupling (the smallest masses of u go to the smallest places of v, in order) is optimal for every cost that
is a convex function of u - v, |u - v| and (u - v)^2 among them: two crossing movements could be exchanged at no loss.
For |u - v| there is a witness. A function f with |f(x) - f(y)| <= |x - y| gives, for every plan,
sum f(u_i) p_i - sum f(v_j) q_j = sum mass_ij (f(u_i) - f(v_j)) <= sum mass_ij |u_i - v_j|. Take f with slope 1 where
G > F, -1 where G < F and 0 where they agree: it is feasible, as its slopes are at most 1, and by summation by parts
sum f p - sum f q = integral of f' (G - F) = integral of |F - G| = W1. So both are optimal, and the gap is 0."""

from __future__ import annotations

from collections.abc import Sequence
from math import fsum, sqrt
from typing import Any, NamedTuple

import numpy as np

from hw3verify.divergences import check as checks
from hw3verify.divergences import exactly
from hw3verify.divergences.arrays import frame_of


class Plan(NamedTuple):
    """A coupling of two samples: `mass[k]` goes from `u[i[k]]` to `v[j[k]]`, in increasing order of both. Masses are
    above 0 and add up to 1, each correctly rounded; there are fewer than there are numbers in both samples."""

    i: Any
    j: Any
    mass: Any


class Potential(NamedTuple):
    """A function of slope at most 1, at the numbers of u and at those of v: 0 at the smallest of all."""

    u: Any
    v: Any


def taken_in(u: Any, v: Any, u_weights: Any, v_weights: Any) -> tuple[list[float], ...]:
    """Numbers and weights of two samples as lists of floats. Errors as `wasserstein1`; infinite numbers and NaN are
    errors here."""
    frame = frame_of(u, v, u_weights, v_weights)
    found = []
    for name, x, weights in (("u", u, u_weights), ("v", v, v_weights)):
        numbers = np.asarray(_plain(frame.take(x, name)), np.float64)
        if numbers.ndim != 1:
            raise ValueError(f"{name}: expected one sample along one axis, not shape {numbers.shape}")
        checks.axis_of(name, numbers, -1)
        masses = np.ones(len(numbers))
        if weights is not None:
            masses = np.asarray(_plain(frame.take(weights, f"{name}_weights")))
        if masses.shape != numbers.shape:
            told = f"{name}_weights: expected one weight for each of {len(numbers)} numbers"
            raise ValueError(f"{told}, not shape {masses.shape}")
        for what, values in ((name, numbers), (f"{name}_weights", masses)):
            checks.holds(np, what, np.where(np.isnan(values), np.inf, values), np.isfinite, "a finite number")
        checks.nonnegative(np, f"{name}_weights", masses)
        checks.some_mass(f"{name}_weights", masses.max(keepdims=True))
        found.append((numbers.tolist(), masses.tolist()))
    return found[0][0], found[1][0], found[0][1], found[1][1]


def _plain(x: Any) -> Any:
    return x.detach().cpu().numpy() if hasattr(x, "detach") else x


def optimal_plan(u: Any, v: Any, u_weights: Any = None, v_weights: Any = None) -> Plan:
    """The cheapest way to move one sample (one axis) onto the other: the monotone coupling, optimal for |u - v|,
    (u - v)^2 and every other convex function of u - v.

    Sparse: `plan.i`, `plan.j` (indices into u and v as they were given) and `plan.mass`, numpy arrays of one length,
    fewer than len(u) + len(v); as a matrix, `M[plan.i, plan.j] = plan.mass`. Ties are taken in the order in which they
    are given. Masses are exact up to one rounding; numbers without weight do not occur. About 2 us for each number.
    ValueError as `wasserstein1`, and for NaN and infinities."""
    pairs, whole = exactly.coupling(*taken_in(u, v, u_weights, v_weights))
    return Plan(
        np.array([i for i, _, _ in pairs]),
        np.array([j for _, j, _ in pairs]),
        np.array([part / whole for _, _, part in pairs]),
    )


def dual_potential(u: Any, v: Any, u_weights: Any = None, v_weights: Any = None) -> Potential:
    """A function f of slope at most 1 whose mean over u less its mean over v is W1: a proof that no plan is cheaper.

    `potential.u` and `potential.v` are its values at the numbers of u and v as they were given; between them it is
    linear. Where the distribution functions agree it is constant. Signs of F - G are exact; values are sums of
    differences, with an error of 2^-52 of the range for each. ValueError as `optimal_plan`."""
    x, y, p, q = taken_in(u, v, u_weights, v_weights)
    order, signs = exactly.slopes(x, y, p, q)
    points = np.array([*x, *y])
    sorted_points = points[order]
    rises = np.array(signs[:-1], np.float64) * np.diff(sorted_points)
    values = np.empty(len(points))
    values[order] = np.concatenate([[0.0], np.cumsum(rises)])
    return Potential(values[: len(x)], values[len(x) :])


def second_moment(values: tuple[Sequence[float], ...]) -> float:
    """The root of the least mean square of u - v for two weighted samples of finite numbers: within 2 units."""
    pairs, whole = exactly.coupling(*values)
    u, v = values[:2]
    gaps = [abs(u[i] - v[j]) for i, j, _ in pairs]
    if not gaps or not max(gaps):
        return 0.0
    unit = float(2.0 ** (np.frexp(max(gaps))[1] - 1)) if max(gaps) < float("inf") else float("inf")
    if unit == float("inf"):
        return 4.0 * second_moment(([x * 0.25 for x in u], [y * 0.25 for y in v], *values[2:]))
    square = fsum((gap / unit) ** 2 * (part / whole) for gap, (_, _, part) in zip(gaps, pairs, strict=True))
    return sqrt(square) * unit
