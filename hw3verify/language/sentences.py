"""Sentences: prose is cut at full stops, blank lines, headings and bullets; a formula is one word of its sentence.

Law: every formula of the prose stands in exactly one sentence, in order, and a sentence that begins with one of the
words that state facts is cut off from what stands before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from hw3verify.language.blocks import Inline, Prose


@dataclass(frozen=True, slots=True)
class Sentence:
    """Words, formula, words, formula ... words."""

    start: int
    pieces: tuple[str, ...]  # words, formula, words, formula ... words: one piece more than formulas
    inlines: tuple[Inline, ...]
    bullet: bool


_ABBREVIATION = re.compile(
    r"(?:\b(?:e\.g|i\.e|w\.r\.t|s\.t|i\.i\.d|a\.e|a\.s|cf|eq|eqs|fig|resp|etc|vs|wrt|st|prob|thm|sec|ex|no|def|prop|approx"
    r"|distr|indep|const|p\.d\.f|c\.d\.f|r\.v)|\.\.)$",
    re.IGNORECASE,
)
_BULLET = re.compile(
    r"[ \t]*(?:[-*+•·–—](?=[ \t\n])|\d{1,2}[.)](?=[ \t])|\\item(?![A-Za-z])|\(?[a-z]\)(?=[ \t])|\([ivx]{1,4}\)|#{1,6} )"
)
_BLANK_LINE = re.compile(r"[ \t]*(?:\n|$)")
_FACT_AHEAD = re.compile(r"\s{1,9}(?:Let|Given|Assume|Suppose|Where|Since|Recall)\b")  # "Solution: Let ..."
_HEADING = r"\\(?:chapter|(?:sub)*section|(?:sub)?paragraph)(?![a-zA-Z])\*?"
_STOP = re.compile(rf"[.!?;:](?=[\s*_)}}\"'’]|$)|\n|{_HEADING}[ \t]*\{{[^{{}}\n]*\}}")
_HEADING_LINE = re.compile(rf"[ \t]*(?:#{{1,6}}[ \t]|{_HEADING}[ \t]*\{{|(\*\*|__)(?=\S).*\1[ \t]*$)")


def sentences(prose: Prose) -> Iterator[Sentence]:
    """Cut the prose at full stops, blank lines and bullets; a formula is one word of its sentence."""
    text, base = prose.text, prose.start
    pieces: list[str] = []
    inlines: list[Inline] = []
    begin = at = 0  # where the sentence and its last piece begin
    spans = [_span(text, inline, base) for inline in prose.inlines]
    bullet = bool(_BULLET.match(text))
    index, scan = 0, 0
    while True:
        stop_at = spans[index][0] if index < len(spans) else len(text)
        cut = -1
        for stop in _STOP.finditer(text, scan, stop_at):
            if _ends_sentence(text, stop, at, bool(inlines), stop_at if index < len(spans) else -1):
                cut = stop.end()
                break
        if cut >= 0:
            pieces.append(text[at:cut])
            yield Sentence(base + begin, tuple(pieces), tuple(inlines), bullet)
            pieces, inlines, begin, at, scan = [], [], cut, cut, cut
            bullet = not text[max(0, cut - 80) : cut].rpartition("\n")[2].strip() and bool(_BULLET.match(text, cut))
            continue
        if index >= len(spans):
            break
        pieces.append(text[at:stop_at])
        inlines.append(prose.inlines[index])
        at = scan = spans[index][1]
        latex = prose.inlines[index].latex
        index += 1
        if latex.endswith(".") and re.match(r"\s+[A-Z]", text[at : at + 20]):
            pieces.append("")
            yield Sentence(base + begin, tuple(pieces), tuple(inlines), bullet)
            pieces, inlines, begin, bullet = [], [], at, False
    pieces.append(text[at:])
    yield Sentence(base + begin, tuple(pieces), tuple(inlines), bullet)


def _span(text: str, inline: Inline, base: int) -> tuple[int, int]:
    """The formula with its delimiters."""
    start, end = inline.start - base, inline.start - base + len(inline.latex)
    while start > 0 and text[start - 1] in " \t\n":
        start -= 1
    while end < len(text) and text[end] in " \t\n":
        end += 1
    for opening, closing in (("$", "$"), ("\\(", "\\)"), ("\\begin{math}", "\\end{math}")):
        if text.endswith(opening, 0, start) and text.startswith(closing, end):
            return start - len(opening), end + len(closing)
    return inline.start - base, inline.start - base + len(inline.latex)


def _ends_sentence(text: str, stop: re.Match[str], begin: int, stated: bool, formula: int) -> bool:
    """Does the sentence end at this mark? `formula` is where the next formula begins, -1 if there is none."""
    mark, end = stop[0], stop.end()
    if mark == "\n":
        line = text[text.rfind("\n", 0, stop.start()) + 1 : stop.start()]
        ahead = _BLANK_LINE.match(text, end) or _BULLET.match(text, end) or _FACT_AHEAD.match(text, stop.start())
        return bool(ahead or _HEADING_LINE.match(line))
    if mark.startswith("\\"):
        return True  # a heading is a sentence of its own
    if mark == ";":  # `Let $a>0$; $b>0$` goes on
        return formula < 0 or text[end:formula].strip(" \n\tand") != ""
    if mark == ":":
        if _FACT_AHEAD.match(text, end):
            return True
        return text[end : end + 1] == "\n" and (stated or not text[begin : stop.start()].isspace())
    if _FACT_AHEAD.match(text, end):  # `at $a = 0$ ... Suppose $a = 0$`
        return True
    return not (mark == "." and _ABBREVIATION.search(text[max(begin, stop.start() - 12) : stop.start()]))
