"""The gradient penalty's optimum between U[0, 1] and U[t, 1 + t], t > 0, by exact integrals.

The critic of WGAN-GP (Gulrajani et al., "Improved training of Wasserstein GANs", 2017) maximises

    E_data f - E_model f - w E (|f'(X)| - 1)^2         X = (1 - e) x + e y,  e ~ U[0, 1], x and y independent.

On the line E_data f - E_model f = -integral f' (F - G), with F - G >= 0 the difference of the distribution
functions; so with rho the density of X the functional splits into a quadratic in f'(x) at each x. On the side f' <
0, with s = -f':

    s (F - G) - w rho (s - 1)^2    is greatest at    s = 1 + (F - G) / (2 w rho),

and the difference there is W_1 + (1 / 2w) integral (F - G)^2 / rho, since W_1 = integral (F - G): the penalised critic
**overestimates** W_1. As s >= 1, a penalty on the excess max(|f'| - 1, 0) alone has the same optimum. The penalty of
both sides has a second stationary point on the wrong side, f' = 1 - (F - G) / (2 w rho), where the difference is
-W_1 + (1 / 2w) integral (F - G)^2 / rho: a gradient flow that begins with f' > 0 ends there wherever 2 w rho > F - G.

rho is an integral over e of trapezoids: given e, X - e t is the sum of U[0, 1 - e] and U[0, e], whose density is
min(1, s / m, (1 - s) / m) / (1 - m) with m = min(e, 1 - e). Between the places where the formula changes
its integral is elementary; the one over x is taken by Gauss-Legendre rules between the places where rho has kinks.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np

Array = Any
ORDER = 12


@dataclass(frozen=True, slots=True)
class Excess:
    """integral (F - G)^2 / rho, and how far it moved when all panels were halved."""

    value: float
    error: float


def ahead(x: Array, shift: float) -> Array:
    """F(x) - G(x), the distribution functions of U[0, 1] and U[shift, 1 + shift]."""
    return np.clip(x, 0.0, 1.0) - np.clip(np.asarray(x) - shift, 0.0, 1.0)


def density(x: Array, shift: float) -> Array:
    """rho at each x in an array, for shift > 0; 0 outside of (0, 1 + shift). Raises ValueError for another shift."""
    _positive(shift)
    places = np.asarray(x, dtype=np.float64).reshape(-1, 1)
    with np.errstate(divide="ignore", invalid="ignore"):
        # where s = x - e t is 0, e, 1 - e and 1; and e = 1/2
        turns = [places / shift, places / (1 + shift), (places - 1) / (shift - 1), (places - 1) / shift]
    inner = [np.where(np.isfinite(turn), np.clip(turn, 0.0, 1.0), 0.0) for turn in turns]
    zero = np.zeros_like(places)
    pieces = np.sort(np.concatenate([zero, *inner, zero + 0.5, zero + 1.0], 1), 1)
    low, high = pieces[:, :-1], pieces[:, 1:]
    e = 0.5 * (low + high)
    s, narrow = places - e * shift, np.minimum(e, 1 - e)
    # the formula that holds in the middle of a piece holds on all of it
    kinds = [np.minimum(s, 1 - s) <= 0, s < narrow, 1 - s < narrow, e < 0.5]
    rising, falling = _ramp(places, shift, low, high), _ramp(1 - places, -shift, low, high)
    level = [np.log1p(-np.minimum(low, 0.5)) - np.log1p(-np.minimum(high, 0.5)),
             np.log(np.maximum(high, 0.5)) - np.log(np.maximum(low, 0.5))]  # fmt: skip
    return np.select(kinds, [zero * e, rising, falling, level[0]], level[1]).sum(1).reshape(np.shape(x))


def _ramp(start: Array, shift: float, low: Array, high: Array) -> Array:
    """The integral of (start - e shift) / (e (1 - e)) over e from low to high, by partial fractions."""
    from scipy.special import xlog1py, xlogy

    with np.errstate(divide="ignore", invalid="ignore"):
        at = [xlogy(start, e) - xlog1py(start - shift, -e) for e in (low, high)]
        return at[1] - at[0]


def excess(shift: float, panels: int = 24) -> Excess:
    """integral (F - G)^2 / rho over [0, 1 + shift], and what halving all panels changes. ValueError for shift <= 0."""
    _positive(shift)
    coarse, fine = (_excess(shift, number) for number in (panels, 2 * panels))
    return Excess(fine, abs(fine - coarse))


def slope(x: Array, shift: float, weight: float, *, right: bool = True) -> Array:
    """f' of the penalised critic inside of (0, 1 + shift), on the right side or in the second basin."""
    more = ahead(x, shift) / (2 * weight * density(x, shift))
    return -1.0 - more if right else 1.0 - more


def difference(shift: float, weight: float, *, right: bool = True) -> Excess:
    """E_data f - E_model f of the penalised critic, and its error: W_1 is the shift. ValueError for weight <= 0."""
    if not (math.isfinite(weight) and weight > 0):
        raise ValueError(f"weight: a positive number was expected, not {weight}")
    found = excess(shift)
    return Excess((shift if right else -shift) + found.value / (2 * weight), found.error / (2 * weight))


def _excess(shift: float, panels: int) -> float:
    edges = sorted({0.0, min(shift, 1.0), max(shift, 1.0), 1.0 + shift})
    nodes, weights = np.polynomial.legendre.leggauss(ORDER)
    total = 0.0
    for low, high in pairwise(edges):
        # graded towards both ends, where rho has logarithms: u^2 (3 - 2u) makes them harmless
        share = np.linspace(0.0, 1.0, panels + 1)
        half = 0.5 / panels
        u = (share[:-1, None] + half * (1 + nodes)).reshape(-1)
        x = low + (high - low) * u * u * (3 - 2 * u)
        jacobian = (high - low) * 6 * u * (1 - u) * np.tile(half * weights, panels)
        total += float((ahead(x, shift) ** 2 / density(x, shift) * jacobian).sum())
    return total


def _positive(shift: float) -> None:
    if not (math.isfinite(shift) and shift > 0):
        raise ValueError(f"shift: a positive number was expected, not {shift}")
