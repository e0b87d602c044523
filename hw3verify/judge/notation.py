"""Links whose notation may mean two things, whichever way they are judged.

Law: where the chosen reading of a side multiplies what may be an application (or convolves), or where words within the
display deny or change what is written, nothing is asserted of the link; where one name stands in two fonts side by
side, nothing is proved.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from hw3verify.judge.flow import Side
from hw3verify.language.ambiguity import fonts_apart
from hw3verify.language.point_masses import sifted
from hw3verify.language.surface import Big, Node, Sym, walk


def chosen(sides: Sequence[Side], choice: Mapping[int, int]) -> list[Node]:
    """The sides' formulas under a choice of readings, those that could be read."""
    numbers = ((s, choice.get(id(s), 0)) for s in sides if s.readings.first is not None)
    found = (s.readings.first if k == 0 else s.readings.readings[k] for s, k in numbers)
    return [r.node for r in found if r is not None]


def two_meanings(sides: Sequence[Side], words: str, choice: Mapping[int, int], verdict: str) -> str:
    """What in the chosen readings may mean something else, and the text does not settle which; or "".

    Two fonts stand against a proof, which takes them for one name; what is false of one name is false of two.
    """
    one = verdict != "refuted"
    nodes = []
    for side in sides:
        if side.readings.first is None:
            continue
        k = choice.get(id(side), 0)
        chosen = side.readings.first if k == 0 else side.readings.readings[k]
        masses = any(isinstance(n, Big) and sifted(n) is not None for n in walk(chosen.node))  # of \\delta(x - a)
        doubtful = ("product", "slash") if one else ("product",)  # with a slash, the plain reading may be refuted
        products = (r.message for r in chosen.repairs if r.kind in doubtful)
        found = next((m for m in products if not (masses and m.startswith("delta "))), "")
        found = found or (fonts_apart((chosen.node,)) if one else "")
        if found:
            return found
        nodes.append(chosen.node)
    plain = any(isinstance(n, Sym) for n in nodes)  # `\\mathbf{x} = x` is between two fonts of one name
    return (fonts_apart(nodes) if plain and one else "") or words
