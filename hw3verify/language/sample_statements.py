r"""Samples stated by one of their members: `$X_1, \dots, X_n$ be independent with $X_i \sim N(\mu, \sigma^2)$`.

What the i-th is drawn from all are drawn from, where the law does not speak of i; the sentence is read as
`X_1, \dots, X_n \sim N(\mu, \sigma^2)`. The same holds of `$X_i \sim N(\mu, \sigma^2)$ for $i = 1, \dots, n$`
beside "independently".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from hw3verify.language.statements import Statement
from hw3verify.language.surface import Dots, Node, Num, Sym, walk
from hw3verify.language.vocabulary import Vocabulary

_INDEPENDENT = re.compile(r"\bindependent(?:ly)?\b|\bi\.?\s?i\.?\s?d\b", re.IGNORECASE)


def sampled(
    stated: Sequence[Statement | None], vocabulary: Vocabulary, words: str
) -> list[Statement | None]:
    """The statements of a sentence, with every such sample as one."""
    if not _INDEPENDENT.search(words):
        return list(stated)
    found = list(stated)
    for k, s in enumerate(stated):
        member = None if s is None else _member(s)
        if s is None or member is None:
            continue
        sym, letter, right = member
        if any(isinstance(n, Sym) and n.base == letter.base and not n.sub for n in walk(right)):
            continue  # a law of its own for each
        lists = [j for j, t in enumerate(stated) if t is not None and _lists(t, sym)]
        if len(lists) == 1:
            j = lists[0]
            items = stated[j]
            assert items is not None
            found[j] = replace(items, sides=(*items.sides, right), ops=(*items.ops, "~"))
            found[k] = None
            continue
        size = vocabulary.ranges.get(letter.base)
        if not lists and isinstance(size, Sym | Num) and any(t is not None and _runs(t, letter) for t in stated):
            first, last = (replace(sym, sub=(n,)) for n in (Num(Fraction(1)), size))
            found[k] = replace(s, sides=(first, Dots(), last, right), ops=(",", ",", "~"))
    return found


def _member(s: Statement) -> tuple[Sym, Sym, Node] | None:
    """(X_i, i, the law) of `X_i ~ law`."""
    if s.ops != ("~",) or len(s.sides) != 2:
        return None
    left, right = s.sides
    if not isinstance(left, Sym) or len(left.sub) != 1 or left.marks or right is None:
        return None
    (letter,) = left.sub
    return (left, letter, right) if isinstance(letter, Sym) and not letter.sub and len(letter.base) == 1 else None


def _lists(s: Statement, sym: Sym) -> bool:
    """Is this `X_1, ..., X_n`, without a law?"""
    bases = {n.base for n in s.items if isinstance(n, Sym)}
    return set(s.ops) <= {","} and any(isinstance(n, Dots) for n in s.items) and bases == {sym.base}


def _runs(s: Statement, letter: Sym) -> bool:
    """Is this `i = 1, ..., n`?"""
    return bool(s.ops) and s.ops[0] == "=" and s.sides[0] == letter and any(isinstance(n, Dots) for n in s.sides)
