r"""Samples stated by one of their members: `$X_1, \dots, X_n$ be independent with $X_i \sim N(\mu, \sigma^2)$`.

What the i-th is drawn from all are drawn from, where the law does not speak of i; the sentence is read as
`X_1, \dots, X_n \sim N(\mu, \sigma^2)`. Where it does, every draw has a law of its own (`own_laws`). The same holds of
 `$X_i \sim N(\mu, \sigma^2)$ for $i = 1, \dots, n$`
beside "independently".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from hw3verify.language.own_laws import MOST, moves, numbered
from hw3verify.language.statements import Statement
from hw3verify.language.surface import Dots, Node, Num, Sym
from hw3verify.language.vocabulary import Vocabulary

_INDEPENDENT = re.compile(r"\bindependent(?:ly)?\b|\bi\.?\s?i\.?\s?d\b", re.IGNORECASE)


def sampled(
    stated: Sequence[Statement | None], vocabulary: Vocabulary, words: str
) -> list[Statement | None]:
    """The statements of a sentence, with every such sample as one."""
    found = list(stated)
    singles = tuple(t.sides[0] for t in stated if t is not None and not t.ops and isinstance(t.sides[0], Sym))
    for k, s in enumerate(stated):  # `$X_1$ and $X_2$ with $X_i \\sim ...`
        member = None if s is None else _member(s)
        if s is not None and member is not None:
            alike = tuple(n for n in singles if n.base == member[0].base)
            if numbered(alike):
                found[k] = replace(s, sides=(*alike, member[0], member[2]), ops=(*(",",) * len(alike), "~"))
    if not _INDEPENDENT.search(words):
        return found
    for k, s in enumerate(stated):
        member = None if s is None else _member(s)
        if s is None or member is None:
            continue
        sym, letter, right = member
        own = moves(right, letter.base)  # a law of its own for each: the member stays in the list, and names the index
        lists = [j for j, t in enumerate(stated) if t is not None and _lists(t, sym)]
        if len(lists) == 1:
            j = lists[0]
            items = stated[j]
            assert items is not None
            names: tuple[Node, ...] = (*items.items[:-1], sym, items.items[-1]) if own else items.items
            if numbered(items.items):
                names = (*items.items, sym)
            found[j] = replace(items, sides=(*names, right), ops=(*(",",) * (len(names) - 1), "~"))
            found[k] = None
            continue
        size = vocabulary.ranges.get(letter.base)
        runs = own or any(t is not None and counts_up(t, letter) for t in stated)
        if not lists and isinstance(size, Sym | Num) and runs:
            first, last = (replace(sym, sub=(n,)) for n in (Num(Fraction(1)), size))
            names = (first, Dots(), sym, last) if own else (first, Dots(), last)
            if own and isinstance(size, Num) and 2 <= size.value <= MOST:
                names = (*(replace(sym, sub=(Num(Fraction(i)),)) for i in range(1, int(size.value) + 1)), sym)
            found[k] = replace(s, sides=(*names, right), ops=(*(",",) * (len(names) - 1), "~"))
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
    """Is this `X_1, ..., X_n` or `X_1, X_2`, without a law?"""
    bases = {n.base for n in s.items if isinstance(n, Sym)}
    several = any(isinstance(n, Dots) for n in s.items) or bool(numbered(s.items))
    return set(s.ops) <= {","} and several and bases == {sym.base}


def counts_up(s: Statement, letter: Sym) -> bool:
    """Is this `i = 1, ..., n`?"""
    return bool(s.ops) and s.ops[0] == "=" and s.sides[0] == letter and any(isinstance(n, Dots) for n in s.items)
