"""How exact a written value is: half a unit of the last decimal of a side that is a number."""

from __future__ import annotations

from fractions import Fraction

from hw3verify.judge.flow import Proposition
from hw3verify.language.surface import Num, walk


def rounded(p: Proposition) -> Fraction | None:
    """Half a unit of the last written decimal, if a side is a decimal number."""
    for side in (p.right, p.left):
        first = side.readings.first
        if first is None:
            continue
        numbers = [n.text for n in walk(first.node) if isinstance(n, Num) and "." in n.text]
        whole = first.node if isinstance(first.node, Num) else getattr(first.node, "arg", None)
        if numbers and isinstance(whole, Num):
            return Fraction(1, 2 * 10 ** len(numbers[0].rpartition(".")[2]))
    return None
