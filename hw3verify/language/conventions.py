"""Laws whose name leaves something open: does a geometric law begin at 0 or at 1, is a parameter a rate or a scale?

The words and the formulas of the sentence that states the law often tell. Where they do not, the law stands for both of
its meanings, and only what both agree on is said (`judge/assess`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from hw3verify.language.random_letters import NAMES
from hw3verify.language.scope import Scope
from hw3verify.language.surface import Node, Sym, walk
from hw3verify.meaning.claim import Law
from hw3verify.meaning.expr import Name, Number, Power

SCALES = {"gamma": ("theta",), "exponential": ("theta", "beta", "mu", "tau")}  # letters of a scale, or of a rate
_FROM_ONE = re.compile(
    r"=\s*1\s*,\s*2|\\ge(?:q|qslant)?\s*1(?!\d)|\{\s*1\s*,\s*2|\bnumber of trials|\bstarting (?:at|from) (?:1|one)"
    r"|\btrials? until"
    r"|\^\{?\s*[kxnj]\s*-\s*1|positive integers",
    re.IGNORECASE,
)
_FROM_ZERO = re.compile(
    r"=\s*0\s*,\s*1|\\ge(?:q|qslant)?\s*0(?!\d)|\{\s*0\s*,\s*1\s*,|\bnumber of failures"
    r"|\bstarting (?:at|from) (?:0|zero)"
    r"|non-?negative integers|\)\s*\^\{?\s*[kxnj]\s*\}?(?!\s*-)",
    re.IGNORECASE,
)
_RATE = re.compile(r"\brates?\b", re.IGNORECASE)
_SCALE = re.compile(r"\bscales?\b", re.IGNORECASE)
_MEAN = re.compile(r"\bmeans?\W*$", re.IGNORECASE)


def is_open(name: str, written: Sequence[Node]) -> bool:
    """May the law, with its parameters as written, mean two things?"""
    if name == "geometric":
        return True
    letters = SCALES.get(name, ())
    return bool(written) and any(isinstance(n, Sym) and NAMES.get(n.base, n.base) in letters for n in walk(written[-1]))


def other(law: Law) -> Law | None:
    """The other meaning of the law."""
    if law.name in ("geometric", "geometric0"):
        return replace(law, name="geometric0" if law.name == "geometric" else "geometric")
    if law.name in SCALES:
        return replace(law, parameters=(*law.parameters[:-1], Power(law.parameters[-1], Number(-1))))
    return None


def settled(scope: Scope, sources: Sequence[str], words: str, befores: Sequence[tuple[str, str]]) -> Scope:
    """The scope with the laws of one sentence settled, as far as its words go; `befores`: (words before, formula)."""
    text = " ".join(sources) + " " + words
    laws = []
    still = set(scope.open_laws)
    for law, source in scope.laws:
        if source in sources and law.name in ("geometric", *SCALES):
            found = _settled(law, text, words, befores, law.head in still)
            if found is not None:
                law = found
                still.discard(law.head)
        laws.append((law, source))
    named = {law.name for law, _ in laws if law.name in SCALES and law.head not in still}
    still -= {law.head for law, _ in laws if law.name in named}  # who writes Exp(lambda) beside it means rates
    return replace(scope, laws=tuple(laws), open_laws=frozenset(still))


def _settled(law: Law, text: str, words: str, befores: Sequence[tuple[str, str]], is_open_law: bool) -> Law | None:
    if law.name == "geometric":
        one, zero = bool(_FROM_ONE.search(text)), bool(_FROM_ZERO.search(text))
        if one == zero:
            return None
        return law if one else other(law)
    if _RATE.search(words):
        return law
    if _SCALE.search(words):
        return other(law)
    last = law.parameters[-1]
    if law.name == "exponential" and isinstance(last, Name):
        for before, formula in befores:
            if _MEAN.search(before):
                return other(law) if formula.strip().lstrip("\\") == last.id else law
    return None if is_open_law else law
