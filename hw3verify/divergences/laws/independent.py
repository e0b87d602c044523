"""Several independent numbers as one law: the last axes of a batch taken together."""

from __future__ import annotations

from typing import Any

from hw3verify.divergences.arrays import frame_of
from hw3verify.divergences.dispatch import Law, find, rule


class Independent(Law):
    """The law of independent entries with the laws of `base`, whose last `axes` batch axes are taken together.

    Divergences and entropies that add up over independent entries (kl, jeffreys, entropy, cross_entropy, renyi,
    bhattacharyya) are sums over these axes.
    """

    __slots__ = ("axes", "base")

    formulas = "hw3verify.divergences.closed.every"

    base: Any
    axes: int

    def __init__(self, base: Any, axes: int = 1) -> None:
        if not 0 <= axes <= len(base.batch_shape):
            raise ValueError(f"axes: expected a number from 0 to {len(base.batch_shape)}, not {axes!r}")
        object.__setattr__(self, "base", base)
        object.__setattr__(self, "axes", int(axes))

    def __setattr__(self, name: str, value: Any) -> None:
        raise AttributeError("Independent cannot be changed; make another one")

    def __repr__(self) -> str:
        return f"Independent({self.base!r}, axes={self.axes})"


def _added(value: Any, axes: int, shape: tuple[int, ...]) -> Any:
    frame = frame_of(value)
    with frame.quiet():
        array = frame.take(value)
        if tuple(array.shape) != shape:
            array = frame.xp.broadcast_to(array, shape)
        for _ in range(axes):
            array = frame.xp.sum(array, axis=-1)
        return frame.give(array)


def _pairwise(functional: str) -> None:
    def answer(p: Independent, q: Independent, *orders: float) -> Any:
        import numpy as np

        if p.axes != q.axes:
            raise ValueError(f"axes: expected the same number of axes in both laws, not {p.axes} and {q.axes}")
        value = find(functional, p.base, q.base)(p.base, q.base, *orders)
        return _added(value, p.axes, np.broadcast_shapes(p.base.batch_shape, q.base.batch_shape))

    rule(functional, Independent, Independent)(answer)


for _name in ("kl", "jeffreys", "cross_entropy", "renyi", "bhattacharyya"):
    _pairwise(_name)


@rule("entropy", Independent)
def entropy(p: Independent) -> Any:
    """The sum of the entries' entropies."""
    return _added(find("entropy", p.base)(p.base), p.axes, p.base.batch_shape)
