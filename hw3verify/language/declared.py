"""Names that words make densities: `Let $f$ be a probability density`, `Let $g$ and $h(x)$ be densities`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import groupby

from hw3verify.language.cues import Cue
from hw3verify.language.names import name_of
from hw3verify.language.surface import App, Node, Sym

_BE_DENSITY = re.compile(
    r"\W*(?:be|are|is|denote)\s+(?:(?:both|an?|the|any|two|three|some|arbitrary|fixed|given|strictly|positive|smooth"
    r"|continuous|symmetric|probability|its|their)\s+)*(?:densit(?:y|ies)|pdfs?|p\.d\.f\.?|mass functions?)\b"
    r"(?!\s+(?:matri|parameter|ratio))",
    re.IGNORECASE,
)
_GOES_ON = re.compile(r"\W*(?:and)?\W*")


def densities_in_words(cues: Iterable[tuple[Cue, Node | None]]) -> set[str]:
    """The names of the formulas (each with its only side, if it has just one) of which the words behind say so."""
    found: set[str] = set()
    for _, group in groupby(cues, key=lambda pair: pair[0].sentence_start):
        waiting: set[str] = set()
        for cue, node in group:
            fn = node.fn if isinstance(node, App) else node
            if not isinstance(fn, Sym) or not fn.base.isalpha() or len(fn.base) > 1:
                waiting = set()
                continue
            waiting.add(name_of(fn))
            if _BE_DENSITY.match(cue.after):
                found |= waiting
            if not _GOES_ON.fullmatch(cue.after):
                waiting = set()
    return found
