"""Special functions in floating point: what Python's `math` knows, with nan where there is no value."""

from __future__ import annotations

import math
from collections.abc import Callable

Function = Callable[[float], float]


def _safe(function: Function) -> Function:
    def value(x: float) -> float:
        try:
            return function(x)
        except (ValueError, OverflowError):
            return math.nan

    return value


SPECIAL: dict[str, Function] = {
    "erf": _safe(math.erf),
    "gamma": _safe(math.gamma),
    "factorial": _safe(lambda n: math.gamma(n + 1)),
}
