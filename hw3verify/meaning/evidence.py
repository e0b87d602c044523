"""Evidence for a verdict: a counterexample is a world, a place in it, and what both sides are there.

A `Counterexample` is a proposal until the kernel has evaluated it (`kernel.counterexample`). It carries the claim, so
that it can be checked by itself; its JSON form leaves the claim out, because a recheck reads the claim from the
document again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from hw3verify.meaning.claim import Claim
from hw3verify.meaning.numeral import from_text, to_text
from hw3verify.meaning.value import LogLinear
from hw3verify.meaning.world import World


@dataclass(frozen=True, slots=True)
class Counterexample:
    """A world in which the claim's premises hold and what it says is false.

    where   free variable -> the cell (counted from 0) in which it stands, or the number, for an index or on the line
    left, right   what the two sides are there, as text
    steps   what takes the extrema of the claim away (`kernel.extremum`): the world refutes what is left
    kind    "value" (both sides have values), "infinite" (one is infinite), "undefined" (one has no value)
    """

    claim: Claim
    world: World
    where: tuple[tuple[str, int | LogLinear], ...]
    left: str = ""
    right: str = ""
    kind: str = "value"
    steps: tuple[Any, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON data, without the claim."""
        return {
            "world": self.world.to_dict(),
            "where": {n: v if isinstance(v, int) else {"number": to_text(v)} for n, v in self.where},
            "left": self.left,
            "right": self.right,
            "kind": self.kind,
            **({"steps": list(self.steps)} if self.steps else {}),
        }

    @staticmethod
    def from_dict(claim: Claim, data: Mapping[str, Any]) -> Counterexample:
        """The counterexample to `claim` that `to_dict` wrote; `ValueError`, `KeyError` or `TypeError` if malformed."""
        where = tuple(
            (str(n), from_text(str(v["number"])) if isinstance(v, dict) else int(v)) for n, v in data["where"].items()
        )
        return Counterexample(
            claim,
            World.from_dict(data["world"]),
            where,
            str(data["left"]),
            str(data["right"]),
            str(data["kind"]),
            tuple(data.get("steps", ())),
        )
