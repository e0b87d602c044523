"""What drawn numbers become: numpy arrays, torch tensors or exact rationals.

A strategy draws nested tuples of `Fraction`; `made` turns them into what the caller asked for. A float is the rational
number nearest to the exact one (one correct rounding, subnormal numbers included), so a numpy table is the exact one to
half a unit in each entry, and an entry that is not 0 stays above 0 as long as it is at least 2^-1074."""

from __future__ import annotations

from fractions import Fraction
from typing import Any, Literal

import numpy as np

Kind = Literal["numpy", "torch", "exact"]
"""What a strategy draws: `numpy` (float64 arrays), `torch` (float64 tensors) or `exact` (tuples of fractions)."""

KINDS: tuple[Kind, ...] = ("numpy", "torch", "exact")


def known(kind: str) -> None:
    """ValueError unless this is one of the kinds."""
    if kind not in KINDS:
        raise ValueError(f"kind: expected one of {', '.join(KINDS)}, not {kind!r}")


def sizes(least: Any, most: Any, floor: int = 1, names: tuple[str, str] = ("min_size", "max_size")) -> None:
    """ValueError unless floor <= least <= most, TypeError unless these are whole numbers."""
    for name, value in zip(names, (least, most), strict=True):
        if not isinstance(value, int) or isinstance(value, bool):
            raise TypeError(f"{name}: expected a whole number, not {value!r}")
    if least < floor:
        raise ValueError(f"{names[0]}: expected at least {floor}, not {least}")
    if most < least:
        raise ValueError(f"{names[1]}: expected at least {names[0]} = {least}, not {most}")


def rounded(values: Any) -> Any:
    """The nearest floats, in nested lists."""
    return [rounded(value) for value in values] if isinstance(values, tuple) else float(values)


def made(values: Any, kind: Kind) -> Any:
    """Nested tuples of fractions (or one fraction) as an array, a tensor, or as they are.

    A single number is a float for numpy, a tensor without axes for torch. ImportError if torch is asked for and is
    not installed."""
    if kind == "exact":
        return values
    floats = rounded(values)
    if kind == "torch":
        import torch

        return torch.tensor(floats, dtype=torch.float64)
    return np.array(floats, np.float64) if isinstance(values, tuple) else floats


def normalised(weights: tuple[Fraction, ...]) -> tuple[Fraction, ...]:
    """The weights over their sum, exactly."""
    total = sum(weights)
    return tuple(weight / total for weight in weights)
