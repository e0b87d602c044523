"""The ladder: which worlds are tried, smallest first.

A rung is a shape and a style of drawing. The first rungs are tiny counting worlds (two cells of width 1, then one or
three, with small whole numbers), so that what refutes there is already nearly minimal and easy to picture; then cells
get widths, and later rungs spread over many magnitudes. `thorough` adds many more of the
wild kind, for claims that no proof was found of.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rung:
    """`count` worlds with `size` cells a role (and indices up to `integers`)."""

    size: int
    count: int
    style: str
    integers: int


SHORT = (
    Rung(2, 16, "counting", 2),
    Rung(1, 8, "counting", 1),
    Rung(3, 16, "counting", 3),
    Rung(1, 16, "nice", 1),
    Rung(2, 48, "nice", 2),
    Rung(3, 40, "plain", 3),
    Rung(2, 64, "wild", 2),
    Rung(3, 32, "wild", 4),
)


# Under a premise that nothing can be solved for, some tiny worlds satisfy it by chance: many are looked at.
CONDITIONAL = (Rung(2, 1500, "tiny", 2), Rung(1, 300, "tiny", 2))


def rungs(thorough: bool, conditional: bool = False) -> Iterator[Rung]:
    """The rungs in order; 240 worlds, and 6000 more when thorough."""
    yield from SHORT
    if conditional:
        yield from CONDITIONAL
    if thorough:
        for size in (2, 3, 1, 2, 3, 2):
            yield Rung(size, 500, "wild", size + 1)
        for size in (2, 3, 2):
            yield Rung(size, 1000, "wild", size)
