"""A world for a claim about vectors and matrices: its dimensions, and the exact entries of every name.

Plain data; whether it is proper (shapes that fit, symmetric where the claim says so, positive definite) is for the
kernel to check. Entries are rationals, row by row; a list x_i has its vectors one after the other, the last index
fastest. Rationals travel as "a/b" in JSON.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from flint import fmpq

from hw3verify.meaning.matrix import ArrayClaim
from hw3verify.meaning.numeral import from_text

MOST_ENTRIES = 400


@dataclass(frozen=True, slots=True)
class ArrayWorld:
    """Dimensions by name, entries by name."""

    sizes: Mapping[str, int] = field(default_factory=dict)
    entries: Mapping[str, tuple[fmpq, ...]] = field(default_factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON data."""
        return {"sizes": dict(self.sizes), "entries": {n: [str(x) for x in row] for n, row in self.entries.items()}}

    @staticmethod
    def from_dict(data: Mapping[str, Any]) -> ArrayWorld:
        """The world that `to_dict` wrote; `ValueError`, `KeyError` or `TypeError` if malformed."""
        entries = {str(n): tuple(_fraction(x) for x in row) for n, row in data["entries"].items()}
        if any(len(row) > MOST_ENTRIES for row in entries.values()):
            raise ValueError("too many entries")
        return ArrayWorld({str(d): int(n) for d, n in data["sizes"].items()}, entries)


@dataclass(frozen=True, slots=True)
class ArrayCounterexample:
    """A world in which what the claim says is false; `left` and `right` are what the sides are there, as text."""

    claim: ArrayClaim
    world: ArrayWorld
    left: str = ""
    right: str = ""

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON data, without the claim."""
        return {"arrays": self.world.to_dict(), "left": self.left, "right": self.right}

    @staticmethod
    def from_dict(claim: ArrayClaim, data: Mapping[str, Any]) -> ArrayCounterexample:
        """The counterexample to `claim` that `to_dict` wrote."""
        return ArrayCounterexample(claim, ArrayWorld.from_dict(data["arrays"]), str(data["left"]), str(data["right"]))


def _fraction(text: Any) -> fmpq:
    found = from_text(str(text))
    if found.logs:
        raise ValueError(f"not a rational number: {text!r}")
    return found.rational
