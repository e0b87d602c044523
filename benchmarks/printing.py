"""Tables that the benchmarks print as they go, for a terminal or in Markdown, as the documentation has them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Printed:
    """Rows of cells; in a terminal the first cell is `first` wide and the others are `rest` wide."""

    markdown: bool
    first: int
    rest: int

    def head(self, cells: Sequence[str]) -> None:
        """The names of the columns."""
        if self.markdown:
            print("\n| " + " | ".join(cells) + " |\n|" + " --- |" * len(cells), flush=True)
        else:
            print(f"\n{cells[0]:<{self.first}}" + "".join(f"{cell:>{self.rest}}" for cell in cells[1:]), flush=True)

    def row(self, cells: Sequence[str]) -> None:
        """One row."""
        if self.markdown:
            print("| " + " | ".join(cells) + " |", flush=True)
        else:
            name = f"  {cells[0]}"
            print(f"{name:<{self.first}}" + "".join(f"{cell:>{self.rest}}" for cell in cells[1:]), flush=True)


def units(error: float | None) -> str:
    """An error in units of the last place: `-` where nothing was measured, `!` where it is infinite."""
    return "-" if error is None else "!" if math.isinf(error) else f"{error:.2g}"
