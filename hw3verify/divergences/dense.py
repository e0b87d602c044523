"""The usual case in few passes: numpy tables of moderate numbers, evaluated in place in buffers that stay in the cache.

A relative error of 2^-52 in a mass moves relative entropy by its square, and the Jensen-Shannon divergence by less than
itself times that. So rounded masses will do; where P and Q differ by no more than rounding, p - q needs no product, and
else one with its error. Tables of float32 are exact in float64 with digits to spare: q r may be rounded there. The
kernels are those of `kernels`. Whatever is not so (a row that is nearly equal, nearly disjoint, badly scaled, no table)
is left to the general way: `quick` returns None, or recomputes the few rows by what it is given.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from hw3verify.divergences import compiled, kernels, threads
from hw3verify.divergences.errorfree import SPLITTER, split, two_product

PIECE = 32768
"""Numbers in a buffer, of which there are ten."""

_SMALL = 2.0**-44
_TINY = 1e-280
_LONGEST = 32768

Buffers = tuple[Any, ...]
Kernel = Callable[[Any, Any, Any, Buffers], Any]


def _ratio(w: Any, above: tuple[float, ...], below: tuple[float, ...], value: Any, other: Any) -> Any:
    """The rational function of `kernels` in place: into `value`, spoiling `other`."""
    np.multiply(w, above[-1], out=value)
    value += above[-2]
    for coefficient in above[-3::-1]:
        value *= w
        value += coefficient
    np.add(w, below[-2], out=other)
    for coefficient in below[-3::-1]:
        other *= w
        other += coefficient
    value /= other
    return value


def _product(q: Any, ratio: Any, buffers: Buffers) -> None:
    """q r rounded into the seventh buffer, what is missing into the eighth."""
    high, low, part = buffers[:3]
    product, error = buffers[6], buffers[7]
    ratio_high, ratio_low = split(ratio)
    np.multiply(q, ratio, out=product)
    np.multiply(q, SPLITTER, out=part)
    np.subtract(part, q, out=high)
    np.subtract(part, high, out=high)
    np.subtract(q, high, out=low)
    np.multiply(high, ratio_high, out=error)
    error -= product
    high *= ratio_low
    error += high
    np.multiply(low, ratio_high, out=part)
    error += part
    low *= ratio_low
    error += low


def _differences(p: Any, q: Any, error: Any, buffers: Buffers) -> tuple[Any, Any, Any, Any, Any]:
    """n = p - q - error, s = n / (p + q), z = s^2 and 1 - z in the buffers, and where |s| is too large for the
    series."""
    n, s, z, w = buffers[:4]
    np.subtract(p, q, out=n)
    if error is not None:
        n -= error
    np.add(p, q, out=z)
    np.maximum(z, 5e-324, out=z)
    np.divide(n, z, out=s)
    np.multiply(s, s, out=z)
    far = (z > kernels.NEAR**2).ravel().nonzero()[0]
    np.subtract(1.0, z, out=w)
    return n, s, z, w, far


def _taken(x: Any, far: Any) -> Any:
    """The entries at these places of a piece, or of one row that stands for all of its rows."""
    return x.take(far) if x.ndim > 1 else x.take(far % len(x))


def relative_entropy(p: Any, q: Any, error: Any, buffers: Buffers) -> Any:
    """p log(p/q) - p + q of a piece, in a buffer; `error` is what q lacks."""
    n, s, z, w, far = _differences(p, q, error, buffers)
    value = _ratio(w, kernels.ATANH_ABOVE, kernels.ATANH_BELOW, buffers[4], buffers[5])
    value *= z
    value += 0.3333333333333333
    value *= z
    value *= p
    value += value
    value += n
    value *= s
    if far.size:
        divisor = q.take(far)
        # times a ratio of masses these may have lost digits: their rows are handed on as NaN
        divisor[(divisor < _TINY) & (divisor > 0)] = np.nan
        value.put(far, kernels.entropy_far(np, _taken(p, far), divisor, n.take(far)))
    return value


def jensen_shannon(p: Any, q: Any, error: Any, buffers: Buffers) -> Any:
    """p log(2p/(p+q)) + q log(2q/(p+q)) of a piece, in a buffer; `error` is what q lacks."""
    n, s, z, w, far = _differences(p, q, error, buffers)
    value = _ratio(w, kernels.JENSEN_ABOVE, kernels.JENSEN_BELOW, buffers[4], buffers[5])
    value *= z
    value += 1.0
    n *= s
    n *= 0.5
    value *= n
    if far.size:
        value.put(far, kernels.jensen_far(np, _taken(p, far), q.take(far)))
    return value


def _masses(x: Any) -> Any:
    """The rounded masses of rows, or None unless all are tables of moderate numbers."""
    top = np.maximum.reduce(x, axis=-1)
    if not (float(x.min()) >= 0 and float(top.min()) > 1e-9 and float(top.max()) < 1e90):
        return None
    return np.add.reduce(x, axis=-1, dtype=np.float64)


def _tables(x: Any) -> bool:
    """Whether all rows are tables."""
    top = np.maximum.reduce(x, axis=-1)
    return bool(x.min() >= 0 and top.min() > 0 and top.max() < np.inf)


def _normalised(x: Any, mass: Any) -> tuple[Any, Any]:
    """x / mass as a pair."""
    x = x.astype(np.float64)
    high = x / mass
    product, error = two_product(high, mass)
    return high, ((x - product) - error) / mass


def _crossed(kernel: Kernel, p: tuple[Any, Any], q: tuple[Any, Any], same: bool) -> Any:
    """The sums of the kernel for all pairs of rows of two tables of mass one, given as pairs; of the upper half where a
    table is compared with itself."""
    count, length = q[0].shape
    step = max(1, PIECE // length)
    matrix = np.empty((len(p[0]), count))

    def some(first: int, last: int) -> None:
        buffers = np.empty((7, min(step, count), length))
        with np.errstate(all="ignore"):
            for i in range(first, last):
                row, rest = p[0][i], p[1][i]
                for start in range(i if same else 0, count, step):
                    y = q[0][start : start + step]
                    pieces = tuple(buffers[:, : len(y)])
                    np.subtract(q[1][start : start + step], rest, out=pieces[6])
                    np.add.reduce(kernel(row, y, pieces[6], pieces), axis=-1, out=matrix[i, start : start + step])

    threads.spread(some, len(matrix), p[0].size * count, 4)
    return matrix


def _rows_compiled(kernel: Kernel, p: Any, q: Any) -> Any:
    """The divergences of rows by a compiled loop (NaN: not this way), or None."""
    loop = compiled.kernel("relative_entropies" if kernel is relative_entropy else "jensen_shannons", p.size)
    if loop is None:
        return None
    value = np.empty(len(p))
    loop(p, q, *(x.view(f"i{x.itemsize}") for x in (p, q)), value)
    return value


def _crossed_compiled(kernel: Kernel, p: tuple[Any, Any], q: tuple[Any, Any], same: bool) -> Any:
    """What `_crossed` gives, by a compiled loop, or None."""
    name = "crossed_relative" if kernel is relative_entropy else "crossed_jensen"
    loop = compiled.kernel(name, p[0].size * len(q[0]))
    if loop is None:
        return None
    matrix = np.empty((len(p[0]), len(q[0])))

    def some(start: int, stop: int) -> None:
        first = [start if same else -1] if kernel is jensen_shannon else []
        loop(*(x[start:stop] for x in p), *q, matrix[start:stop], *first)

    threads.spread(some, len(matrix), p[0].size * len(q[0]), 4)
    return matrix


def quick(
    kernel: Kernel,
    slow: Callable[[Any, Any], Any],
    p: Any,
    q: Any,
    factor: float = 1.0,
    limit: float = np.inf,
    finish: Callable[[Any], Any] | None = None,
) -> Any:
    """factor times the sum of the kernel over (P + Q) / 2 for rows along the last axis, or None: this is not the way.

    `slow(p, q)` gives the values of rows that are below 2^-44 or at `limit`, `finish` those of the others, if it is
    given. Arrays are of one type, float64 or float32, and of one shape, or of (m, 1, n) and (1, k, n).
    """
    length = p.shape[-1]
    if not (p.size and q.size) or length > _LONGEST or not (p.flags.c_contiguous and q.flags.c_contiguous):
        return None
    if p.shape == q.shape:
        found = _rows_compiled(kernel, p.reshape(-1, length), q.reshape(-1, length))
        if found is not None:
            unusual = np.isnan(found)
            if unusual.any() and not all(_tables(x.reshape(-1, length)[unusual]) for x in (p, q)):
                return None  # the general way says which entry is wrong
            with np.errstate(all="ignore"):
                again = np.flatnonzero(~(found >= _SMALL) | (found > limit * (1 - 2.0**-45)))
                value = found if finish is None else finish(found)
                if again.size:
                    value[again] = slow(p.reshape(-1, length)[again], q.reshape(-1, length)[again])
            return value.reshape(p.shape[:-1])
    mass, other = _masses(p), _masses(q)
    if mass is None or other is None:
        return None
    if p.shape != q.shape:
        one, two = (_normalised(x.reshape(-1, length), m.reshape(-1, 1)) for x, m in ((p, mass), (q, other)))
        with np.errstate(all="ignore"):
            same = kernel is jensen_shannon and p.ctypes.data == q.ctypes.data and p.size == q.size
            matrix = _crossed_compiled(kernel, one, two, same)
            if matrix is None:
                matrix = _crossed(kernel, one, two, same)
            if same:
                for k in range(len(matrix)):
                    matrix[k + 1 :, k] = matrix[k, k + 1 :]
            matrix *= factor
            doubtful = ~(matrix >= _SMALL) | (matrix > limit * (1 - 2.0**-45))
            matrix = matrix if finish is None else finish(matrix)
            at, beside = np.nonzero(doubtful)
            step = max(1, PIECE // length)
            for start in range(0, len(at), step):
                i, j = at[start : start + step], beside[start : start + step]
                matrix[i, j] = slow(p[i, 0], q[0, j])
        return matrix
    single = p.dtype != np.float64
    flat_p, flat_q = p.reshape(-1, length), q.reshape(-1, length)
    mass, other = mass.reshape(-1), other.reshape(-1)
    apart = np.abs(mass - other) > 2.0**-51 * mass
    scaled = not single and 32 * np.count_nonzero(apart) > len(mass)
    value = np.empty(len(mass))
    step = max(1, PIECE // length)
    ratio = (mass / other)[:, None]

    def some(first: int, last: int) -> None:
        buffers = np.empty((10, step * length))
        with np.errstate(all="ignore"):
            for start in range(first, last, step):
                stop = min(start + step, last)
                used = buffers[:, : (stop - start) * length].reshape(10, stop - start, length)
                x, y = flat_p[start:stop], flat_q[start:stop]
                pieces, error = tuple(used), None
                if single:
                    np.copyto(pieces[8], x)
                    np.multiply(y, ratio[start:stop], out=pieces[9])
                    x, y = pieces[8], pieces[9]
                elif scaled:
                    _product(y, ratio[start:stop], pieces)
                    y, error = pieces[6], pieces[7]
                np.add.reduce(kernel(x, y, error, pieces), axis=-1, out=value[start:stop])

    threads.spread(some, len(mass), p.size)
    with np.errstate(all="ignore"):
        value *= 2.0 * factor
        value /= 2.0 * mass if single or scaled else mass + other
        doubtful = ~(value >= _SMALL) | (value > limit * (1 - 2.0**-45))
        again = np.flatnonzero(doubtful if single or scaled else doubtful | apart)
        value = value if finish is None else finish(value)
        if again.size:
            value[again] = slow(flat_p[again], flat_q[again])
    return value.reshape(p.shape[:-1])
