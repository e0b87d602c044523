"""Mutual information of a joint table: the divergence between it and the product of its margins."""

from __future__ import annotations

from typing import Any

from hw3verify.divergences import check as checks
from hw3verify.divergences import kernels
from hw3verify.divergences.arrays import constant, frame_of, largest
from hw3verify.divergences.blocks import covering
from hw3verify.divergences.errorfree import divide, fast_two_sum, multiply, two_sum
from hw3verify.divergences.rows import checked, stacked, term_sum
from hw3verify.divergences.scaling import ceiling, factors
from hw3verify.divergences.sums import combine, total
from hw3verify.divergences.tables import in_base


def mutual_information(
    joint: Any,
    *,
    axes: tuple[int, int] = (-2, -1),
    base: float | None = None,
    keepdims: bool = False,
    check: bool = True,
) -> Any:
    """Mutual information sum p(x,y) log(p(x,y) / (p(x) p(y))), in nats, of a joint table whose variables lie along
    two axes.

    The table is normalised exactly; leading axes are a batch. Never negative, finite always; 0 if p(x,y) = p(x) p(y)
    for the exact margins (differences below 2^-90 are those of rounding). Within 4 units of the last place, also for
    variables that are almost independent. Errors: see `kl`; ValueError for axes that are equal. Source: Shannon 1948.
    """
    frame = frame_of(joint)
    xp = frame.xp
    with frame.quiet():
        x = frame.take(joint, "joint")
        first, second = (checks.axis_of("joint", x, axis) for axis in axes)
        if first == second:
            raise ValueError(f"axes: expected two different ones, not {axes}")
        lead, (rows, columns) = x.ndim - 2, (x.shape[first], x.shape[second])
        x = xp.moveaxis(x, (first, second), (-2, -1)) if (first, second) != (lead, lead + 1) else x
        shape = tuple(x.shape[:-2])
        flat = xp.reshape(x, (*shape, rows * columns))
        top, bottom = largest(xp, flat), -largest(xp, -flat)
        if check:
            checked(xp, "joint", flat, top, bottom)
        by = factors(xp, constant(top))
        found = []
        for place in covering(xp, (*shape, rows * columns)):
            piece = (flat[(*place, slice(None))] * by[1][place]) * by[0][place]
            found.append(_informed(xp, xp.reshape(piece, (*piece.shape[:-1], rows, columns))))
        value = stacked(found, (*shape, 1))
        if not check:
            valid = (bottom >= 0) & (top > 0) & (top < float("inf"))
            value = xp.where(valid, value, float("nan"))
        value = in_base(value, base)[..., 0]
        if keepdims:
            kept = [1 if axis in (first, second) else size for axis, size in enumerate(frame.take(joint).shape)]
            value = xp.reshape(value, tuple(kept))
        return frame.give(value)


def _informed(xp: Any, p: Any) -> Any:
    """The information of scaled joint tables along the last two axes, with a last axis of length one."""
    across = total(xp, p, ceiling(xp))  # (..., rows, 1)
    turned = total(xp, xp.moveaxis(p, -1, -2), ceiling(xp))
    down = (xp.moveaxis(turned[0], -1, -2), xp.moveaxis(turned[1], -1, -2))  # (..., 1, columns)
    mass = combine(xp, (xp.moveaxis(across[0], -1, -2), xp.moveaxis(across[1], -1, -2)))  # (..., 1, 1)
    # margins over the mass first, so that no product overflows
    product = multiply(divide(across, mass), down)
    n, error = two_sum(p, -product[0])
    n, low = fast_two_sum(n, error - product[1])
    both = p + product[0]
    dependent = xp.any(xp.any(xp.abs(n) > both * 2.0**-90, axis=-1, keepdims=True), axis=-2, keepdims=True)
    terms = kernels.relative_entropy(xp, p, product[0], n, low)
    terms = terms * xp.where(dependent, 1.0, 0.0 * mass[0])
    sums = term_sum(xp, xp.reshape(terms, (*terms.shape[:-2], terms.shape[-2] * terms.shape[-1])))
    return (sums[0] + sums[1]) / mass[0][..., 0]
