"""Claims about draws, written out for several numbers of them.

A formula about K independent draws is one for every K (`language.draws`). It is written out for two draws and for
three: where one of these is false, so is the claim. Where both are true nothing has been proved for all K, and the
claim is supported only; unless the formula does not speak of the number at all.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from hw3verify.judge.context import Context, Meaning
from hw3verify.judge.flow import Proposition, Side
from hw3verify.language.draws import CannotDraw, ManyMeanings, at_size, averages, inline
from hw3verify.language.readings import Reading
from hw3verify.language.surface import Sym, walk

SIZES = (2, 3)


def written_out(p: Proposition, context: Context, choice: Mapping[int, int]) -> list[tuple[Meaning, Meaning]] | None:
    """The meanings of both sides by the number of draws: one pair if it does not matter, none without draws.

    None where a side has a name that was defined by an average over draws, and cannot be written out.
    """
    left, right = _reading(p.left, choice), _reading(p.right, choice)
    if left is None or right is None:
        return []
    draws = context.scope.draws
    averaged = [body for _, _, body in draws.sized] + [body for _, body in draws.plain]
    draws = inline(draws, left.node, right.node, *averaged)
    names = replace(draws, letter="", each=())
    named = any(isinstance(n, Sym) and names.names(n) for side in (left, right) for n in walk(side.node))
    if not draws.known:
        return None if named else []
    if draws.size.isdigit() and not context.independent:  # z_1, z_2 ~ q says nothing of their dependence
        return None
    if not (averages(draws, left.node) or averages(draws, right.node)):
        return []
    found: list[tuple[Reading, Reading]] = []
    for size in SIZES if not draws.size.isdigit() else (int(draws.size),):
        try:
            pair = (
                replace(left, node=at_size(draws, left.node, size)),
                replace(right, node=at_size(draws, right.node, size)),
            )
        except ManyMeanings:
            return None
        except CannotDraw:
            return None if named else []
        if pair not in found:
            found.append(pair)
    return [(context.meaning(a), context.meaning(b)) for a, b in found]


def _reading(side: Side, choice: Mapping[int, int]) -> Reading | None:
    number = choice.get(id(side), 0)
    return side.readings.first if number == 0 else side.readings.readings[number]
