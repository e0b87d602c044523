"""KL of many normal laws at once: the formula of `within` by numpy, in pieces that stay in the cache and without
temporaries of the size of the input; by a compiled loop where there is one.

With d = (s-s')/s', u = d/(2+d) and w = u^2, d - log(1+d) = u (d - 2 w Q(w)) for -1/3 < d < 1/2, with a polynomial Q (in
40 digits; relative error 2^-56), and by a logarithm elsewhere, where nothing cancels: log(1+d) is log(r), r = s/s', and
what the rounding of r lost. Pieces with numbers beyond 1e140, or below 1e-140 in scales, are left to `within`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from hw3verify.divergences.compiled import kernel
from hw3verify.divergences.loops.normals import Q0, Q1, Q2, Q3, Q4, Q5, Q6, Q7

PIECE = 8192
LEAST = 2048
"""Below this, one pass of the plain formula is as good."""

_ATANH = (Q0, Q1, Q2, Q3, Q4, Q5, Q6, Q7)


def suited(*arrays: Any) -> bool:
    """Whether these are large contiguous arrays of one shape."""
    first = arrays[0]
    return bool(first.size >= LEAST and all(x.shape == first.shape and x.flags.c_contiguous for x in arrays))


def normal(slow: Callable[..., Any], *arrays: Any) -> Any:
    """KL of normal laws; `slow` does the pieces with extreme numbers."""
    shape = arrays[0].shape
    flat = [x.reshape(-1) for x in arrays]
    result = np.empty(flat[0].shape)
    loop = kernel("normal_laws", 4 * result.size)
    if loop is not None:
        loop(*flat, result)
        if np.isnan(result.min()):
            lost = np.isnan(result)
            result[lost] = slow(np, *(x[lost] for x in flat))
        return result.reshape(shape)
    buffers = np.empty((4, PIECE))
    for start in range(0, result.size, PIECE):
        place = slice(start, start + PIECE)
        piece = [x[place] for x in flat]
        out = result[place]
        if not _piece(out, buffers[:, : out.size], *piece):
            out[:] = slow(np, *piece)
    return result.reshape(shape)


def _piece(out: Any, buffers: Any, mean_p: Any, scale_p: Any, mean_q: Any, scale_q: Any) -> bool:
    d, r, one, two = buffers
    least = min(scale_p.min(), scale_q.min())
    most = max(scale_p.max(), scale_q.max())
    if not (least > 1e-140 and most < 1e140):
        return False
    np.subtract(mean_p, mean_q, out=one)
    np.divide(one, scale_q, out=one)
    np.multiply(one, one, out=out)
    np.subtract(scale_p, scale_q, out=d)
    np.divide(d, scale_q, out=d)
    np.multiply(d, d, out=one)
    np.add(out, one, out=out)
    np.multiply(out, 0.5, out=out)
    if not out.max() < 1e280:
        return False
    near = (d > -0.3333) & (d < 0.5)
    some = int(np.count_nonzero(near))
    if some < near.size:
        np.divide(scale_p, scale_q, out=r)
        np.log(r, out=one)
        # (d - (r - 1)) / r, where r - 1 is exact
        np.subtract(r, 1.0, out=two)
        np.subtract(d, two, out=two)
        np.divide(two, r, out=two)
        np.multiply(two, (d > -0.5) & (d < 1.0), out=two)
        np.add(one, two, out=one)
        np.subtract(d, one, out=one)
    if some == near.size:
        _series(d, one, r, two)
    elif some:
        inner = d[near]
        value, rest, more = np.empty((3, inner.size))
        _series(inner, value, rest, more)
        one[near] = value
    np.add(out, one, out=out)
    return True


def _series(d: Any, value: Any, u: Any, w: Any) -> None:
    """d - log(1+d) for small d."""
    np.add(d, 2.0, out=u)
    np.divide(d, u, out=u)
    np.multiply(u, u, out=w)
    np.multiply(w, _ATANH[-1], out=value)
    for coefficient in _ATANH[-2:0:-1]:
        np.add(value, coefficient, out=value)
        np.multiply(value, w, out=value)
    np.add(value, _ATANH[0], out=value)
    np.multiply(value, w, out=value)
    np.multiply(value, -2.0, out=value)
    np.add(value, d, out=value)
    np.multiply(value, u, out=value)
