"""Distances of weighted samples in whole numbers: correctly rounded, at a microsecond a point.

Floats are whole multiples of a power of two. With weights u_i, v_j of sums U, V as whole numbers, the cumulated
difference times U V is a whole number, and so is everything up to one last division, which Python rounds
correctly. This is the way of small samples, and of the rows whose weights agree to more digits than pairs of
floats hold."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import gcd, inf

Whole = tuple[list[int], int]
"""Whole numbers n_i that stand for n_i / 2^k, and k."""


def whole(values: Iterable[float]) -> Whole:
    """Finite floats as multiples of one power of two."""
    ratios = [value.as_integer_ratio() for value in values]
    most = max([below for _, below in ratios]).bit_length()
    return [above << (most - below.bit_length()) for above, below in ratios], most - 1


def quotient(above: int, below: int, shift: int = 0) -> float:
    """above / below / 2^shift, correctly rounded; inf beyond the range."""
    if shift >= 0:
        below <<= shift
    else:
        above <<= -shift
    try:
        return above / below
    except OverflowError:
        return inf


def wasserstein1(
    u: Sequence[float], v: Sequence[float], u_weights: Sequence[float], v_weights: Sequence[float]
) -> float:
    """W1 of two weighted samples of finite numbers in any order, whose weights are >= 0 and not all 0, correctly
    rounded."""
    masses, _ = whole(u_weights)
    others, _ = whole(v_weights)
    mass, other = sum(masses), sum(others)
    points, shift = whole([*u, *v])
    signed = [weight * other for weight in masses]
    signed += [-weight * mass for weight in others]
    total = cumulated = last = 0
    for point, weight in sorted(zip(points, signed, strict=True)):
        total += abs(cumulated) * (point - last)
        last = point
        cumulated += weight
    return quotient(total, mass * other, shift)


def same_share(p: Sequence[float], some: Iterable[bool], q: Sequence[float], others: Iterable[bool]) -> bool:
    """Whether the chosen weights of p have the share in their sum that the chosen weights of q have in theirs."""
    if not all(0 <= weight < inf for weight in (*p, *q)):
        return False
    one, two = whole(p)[0], whole(q)[0]
    part = sum(x for x, chosen in zip(one, some, strict=True) if chosen)
    other = sum(x for x, chosen in zip(two, others, strict=True) if chosen)
    return part * sum(two) == other * sum(one)


Coupling = list[tuple[int, int, int]]


def coupling(
    u: Sequence[float], v: Sequence[float], u_weights: Sequence[float], v_weights: Sequence[float]
) -> tuple[Coupling, int]:
    """The monotone coupling of two weighted samples: pairs of indices with whole numbers, which are masses times the
    number that is returned beside."""
    masses, others = whole([*u_weights, 0.0])[0][:-1], whole([*v_weights, 0.0])[0][:-1]
    mass, other = sum(masses), sum(others)
    common = gcd(mass, other)
    up, down = other // common, mass // common
    one, two = (sorted((k for k in range(len(x)) if w[k]), key=x.__getitem__) for x, w in ((u, masses), (v, others)))
    found: Coupling = []
    right = iter(two)
    j = next(right)
    room = others[j] * down
    for i in one:
        left = masses[i] * up
        while left:
            part = min(left, room)
            found.append((i, j, part))
            left -= part
            room -= part
            if not room:
                j = next(right, -1)
                room = others[j] * down if j >= 0 else 0
    return found, mass * up


def slopes(
    u: Sequence[float], v: Sequence[float], u_weights: Sequence[float], v_weights: Sequence[float]
) -> tuple[list[int], list[int]]:
    """The places of all numbers of u and then v in increasing order, and the sign of G - F after each."""
    masses, others = whole([*u_weights, 0.0])[0][:-1], whole([*v_weights, 0.0])[0][:-1]
    mass, other = sum(masses), sum(others)
    signed = [-weight * other for weight in masses] + [weight * mass for weight in others]
    points = [*u, *v]
    order = sorted(range(len(points)), key=points.__getitem__)
    signs, cumulated = [], 0
    for index in order:
        cumulated += signed[index]
        signs.append((cumulated > 0) - (cumulated < 0))
    return order, signs
