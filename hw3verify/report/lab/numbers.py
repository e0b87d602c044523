"""Numbers of the lab's tables as text: enough digits to see a difference, few enough to read."""

from __future__ import annotations

from typing import Any

DIGITS = 8
SMALL = 1e-6  # what is smaller is a rest of rounding or nearly so: its size says all


def shown(value: Any, digits: int = DIGITS) -> str:
    """A number with so many significant digits; a missing one (not finite in JSON) as a dash."""
    if value is None:
        return "-"
    text = f"{value:.{digits if abs(value) >= SMALL else 2}g}"
    return "0" if text == "-0" else text


def short(value: Any) -> str:
    """An error or a tolerance: two digits say all."""
    return shown(value, 2)


def seconds(value: float) -> str:
    """A duration."""
    return f"{value:.1f} s"
