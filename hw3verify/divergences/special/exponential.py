"""The exponential integral E1(x), and Ein(x) = E1(x) + log x + Euler's constant, which is entire."""

from __future__ import annotations

from typing import Any

EULER = 0.5772156649015329

# (-1)^(k+1) / (k k!)
_SERIES = []
_factorial = 1.0
for _k in range(1, 31):
    _factorial *= _k
    _SERIES.append((-1.0) ** (_k + 1) / (_k * _factorial))


def entire_integral(xp: Any, x: Any) -> Any:
    """Ein(x) = x - x^2/4 + x^3/18 - ... for 0 <= x <= 2.2: within 4 units."""
    value = 0.0 * x
    for coefficient in _SERIES[::-1]:
        value = value * x + coefficient
    return value * x


def exponential_integral(xp: Any, x: Any) -> Any:
    """E1(x), the integral of e^-w / w from x on, for x >= 0.5: within 1e-16 of it, or relatively 1e-15.

    Its series up to 2, then the continued fraction of Legendre, 60 steps from below.
    """
    near = x < 2.0
    small = xp.where(near, x, 1.0)
    series = entire_integral(xp, small) - xp.log(small) - EULER
    large = xp.where(near, 2.0, xp.where(x < 740.0, x, 740.0))
    fraction = 0.0 * large
    for k in range(60, 0, -1):
        fraction = k * k / (2.0 * k + 1.0 + large - fraction)
    return xp.where(near, series, xp.exp(-large) / (1.0 + large - fraction))
