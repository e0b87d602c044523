r"""Lists of numbers that words describe: `Let $p_1, \dots, p_K$ be probabilities`, `positive numbers`.

What the words say is stated of every entry, as `p_1, \dots, p_K \ge 0` would; a probability vector has the sum 1
besides.
"""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction

from hw3verify.language.distributed import sample
from hw3verify.language.scope import Scope
from hw3verify.language.statements import Statement, learn
from hw3verify.language.surface import Big, Dots, Node, Num, Sym, Tuple_
from hw3verify.language.vocabulary import Unknown, Vocabulary

_POSITIVE = re.compile(r"(?<!semi)(?<!semi-)\bpositive\b(?!\W+(?:integer|semi|definite))", re.IGNORECASE)
_NOT_NEGATIVE = re.compile(r"\bnon-?negative\b|\bprobabilit(?:y|ies)\b|\bmass(?:es)?\b", re.IGNORECASE)
_WHOLE = re.compile(r"\bprobability\W+(?:vector|distribution|mass\W+function)|\bdistribution\b", re.IGNORECASE)


def numbers_in_words(scope: Scope, vocabulary: Vocabulary, s: Statement, words: str) -> Scope | None:
    """The scope with what the words say of a list; None if the formula is no list, or the words say nothing of it."""
    found = _list(s)
    positive = bool(_POSITIVE.search(words))
    if found is None or not (positive or _NOT_NEGATIVE.search(words)):
        return None
    try:
        known = sample(scope, vocabulary, found)
    except Unknown:
        return None
    last = next((n for n in reversed(found) if isinstance(n, Sym)), None)
    if known is None or last is None or not last.sub:
        return None
    (size,) = last.sub
    letter = next((i for i, upper in sorted(vocabulary.ranges.items()) if upper == size), "")
    if not letter:
        return None
    entry = replace(last, sub=(Sym(letter),))
    zero, one = Num(Fraction(0)), Num(Fraction(1))
    at_least = replace(s, sides=(entry, zero), ops=(">" if positive else ">=",), source=s.source)
    scope = learn(scope, vocabulary, at_least)
    if _WHOLE.search(words):
        total: Node = Big("sum", Sym(letter), one, size, None, entry)
        scope = learn(scope, vocabulary, replace(s, sides=(total, one), ops=("=",)))
    return scope


def _list(s: Statement) -> tuple[Node, ...] | None:
    """The items of `p_1, \\dots, p_K` and of `(p_1, \\dots, p_K)`, also behind a name: `p = (p_1, \\dots, p_K)`."""
    sides = tuple(n for n in s.sides if n is not None)
    if s.ops == ("=",) and len(sides) == 2 and isinstance(sides[1], Tuple_):
        sides = sides[1].items
    elif len(sides) == 1 and isinstance(sides[0], Tuple_):
        sides = sides[0].items
    elif set(s.ops) - {","}:
        return None
    return sides if any(isinstance(n, Dots) for n in sides) else None
