"""Sums along the last axis that are right to about 80 bits or more, as a pair, at the price of three passes.

Numbers below a power of two `top` are cut at a common binary place: adding and subtracting 2^k top leaves their
leading parts, whose sum is then exact in whatever order a library adds (Rump, Ogita and Oishi 2008, "error-free
vector extraction"). Only the rests, 2^-45 of `top` or less for a run of 256, are added with rounding. Runs are
combined by pair additions, so that the error does not grow with the length; nothing depends on how a namespace orders
its own sums."""

from __future__ import annotations

from typing import Any

from hw3verify.divergences.errorfree import Pair, add, fast_two_sum

RUN = 256
"""How many numbers share one cut: longer runs leave larger rests, shorter ones cost more pair additions."""


def total(xp: Any, x: Any, top: Any) -> Pair:
    """The sum of x along its last axis (kept, of length one), as a pair.

    `top` is a power of two, a float or an array that broadcasts against x, with |x| <= top <= 2^1010; entries beyond
    it spoil the result. NaN and infinities go into both parts of the pair. The error is below 2^-52 times the sum of
    the rests, that is 2^-97 n top at most and below 2^-53 of the sum in any case."""
    length = x.shape[-1]
    if length <= RUN:
        return _run(xp, x, top)
    whole = length - length % RUN
    runs = xp.reshape(x[..., :whole], (*x.shape[:-1], whole // RUN, RUN))
    if not isinstance(top, float) and top.ndim:
        sums = _run(xp, runs, top[..., None])
    else:
        sums = _run(xp, runs, top)
    pair = combine(xp, (sums[0][..., 0], sums[1][..., 0]))
    return pair if whole == length else add(pair, _run(xp, x[..., whole:], top))


def _run(xp: Any, x: Any, top: Any) -> Pair:
    cut = top * float(2 ** (max(x.shape[-1] - 1, 1).bit_length() + 1))
    leading = (cut + x) - cut
    rest = xp.sum(x - leading, axis=-1, keepdims=True)
    return fast_two_sum(xp.sum(leading, axis=-1, keepdims=True), rest)


def combine(xp: Any, pair: Pair) -> Pair:
    """The sum of an array of pairs along the last axis (kept, of length one), by a tree of pair additions."""
    high, low = pair
    while high.shape[-1] > 1:
        half = high.shape[-1] // 2
        more = add((high[..., :half], low[..., :half]), (high[..., half : 2 * half], low[..., half : 2 * half]))
        if high.shape[-1] % 2:
            last = add((more[0][..., :1], more[1][..., :1]), (high[..., -1:], low[..., -1:]))
            more = (glued(xp, [last[0], more[0][..., 1:]]), glued(xp, [last[1], more[1][..., 1:]]))
        high, low = more
    return high, low


def glued(xp: Any, parts: list[Any]) -> Any:
    """Arrays one after the other along the last axis."""
    return (xp.concat if hasattr(xp, "concat") else xp.concatenate)(parts, axis=-1)
