"""What judges distributions: Lipschitz functions (critics of W1) and discriminators.

A critic is piecewise linear with rational knots and slopes, so its values at rational numbers are exact, and its
Lipschitz constant is the largest |slope|: exactly, by the mean value theorem on each piece."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from hypothesis import strategies as st

from hw3verify.strategies.kinds import Kind, known, made, sizes
from hw3verify.strategies.numbers import probabilities

_TENTHS = st.integers(0, 20)


@dataclass(frozen=True, slots=True)
class Critic:
    """A piecewise linear function: 0 at the first knot, `slopes[k]` between knots k - 1 and k, and beyond the ends.

    There is one more slope than there are knots; knots increase. Called with a `Fraction` or an int it is exact; a
    float counts as the rational number that it is."""

    knots: tuple[Fraction, ...]
    slopes: tuple[Fraction, ...]

    def __call__(self, x: Fraction | float) -> Fraction:
        """The value at x."""
        place = Fraction(x)
        first = self.knots[0]
        if place <= first:
            return self.slopes[0] * (place - first)
        value = Fraction(0)
        ends = (*self.knots[1:], place)
        for left, right, slope in zip(self.knots, ends, self.slopes[1:], strict=True):
            if place <= left:
                break
            value += slope * (min(right, place) - left)
        return value


def critics(constant: int = 1, *, max_knots: int = 4) -> st.SearchStrategy[Critic]:
    """A function f with |f(x) - f(y)| <= constant |x - y|: knots are whole numbers from -9 to 9, slopes tenths.

    Shrinks to the identity times the constant (one knot at 0). ValueError or TypeError for a constant or a number of
    knots below 1 or that are no whole numbers."""
    sizes(1, max_knots, names=("1", "max_knots"))
    sizes(constant, constant, names=("constant", "constant"))

    knots = st.lists(st.integers(-9, 9), min_size=1, max_size=max_knots, unique=True)
    return _critics(knots, constant)


@st.composite
def _critics(draw: st.DrawFn, knots: st.SearchStrategy[list[int]], constant: int) -> Critic:
    places = sorted(draw(knots))
    slopes = tuple(constant * (1 - Fraction(draw(_TENTHS), 10)) for _ in range(len(places) + 1))
    return Critic(tuple(map(Fraction, places)), slopes)


def discriminators(size: int, *, kind: Kind = "numpy", edges: bool = True) -> st.SearchStrategy[Any]:
    """A table of `size` probabilities D(x); with `edges`, certain ones (0 and 1) among them.

    Shrinks to 1/2 everywhere. ValueError or TypeError for sizes and kinds that are none."""
    sizes(size, size, names=("size", "size"))
    known(kind)
    drawn = st.lists(probabilities(edges=edges), min_size=size, max_size=size)
    return drawn.map(lambda table: made(tuple(table), kind))
