"""Delimiters: where mathematics begins and ends in a text, displays and inline formulas alike.

One pass over the text lists every delimiter (`$`, `$$`, `\\[`, `\\(`, `\\begin{align}` ...), a second pass pairs them.
Law: the regions are disjoint and in order, and the work is linear in the text.

A delimiter that is never closed must not swallow the document. A display ends at the next blank line where its partner
is missing or where prose would lie inside; an inline `$` pairs with the next `$` of its paragraph if what lies between
can be mathematics ("$5 and $6" cannot), else it is a dollar sign.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

MOST_REGIONS = 50_000  # formulas read in one document; a book has fewer
ENVIRONMENTS = (
    "equation|align|aligned|alignat|alignedat|flalign|gather|gathered|multline|multlined|eqnarray|split|displaymath|"
    "dmath|dgroup|subequations"
)
_DELIMITER = re.compile(
    r"\\(?P<way>begin|end)\s*\{(?P<name>" + ENVIRONMENTS + r"|math)(?P<star>\*?)\}"
    r"|\\\\[\[\]]|\\[\[\]()]|\\.|\$+",
    re.DOTALL,
)
_BREAK = re.compile(r"\n(?=[ \t]*\n|[ \t]*#{1,6} |[ \t]*\\(?:sub)*section\b)")


@dataclass(frozen=True, slots=True)
class Region:
    """A formula with its delimiters (`start`, `end`) and without (`inner_start`, `inner_end`)."""

    start: int
    inner_start: int
    inner_end: int
    end: int
    display: bool
    environment: str = ""
    closed: bool = True


@dataclass(frozen=True, slots=True)
class _Mark:
    kind: str  # "$", "$$", "[", "]", "(", ")", "[[", "]]", "begin", "end"
    start: int
    end: int
    name: str = ""


def regions(text: str, fences: tuple[tuple[int, int, int, int], ...] = ()) -> list[Region]:
    """Every formula of a cleared text, in order; `fences` are formulas that the markup has found before."""
    found: list[Region] = []
    at = 0
    for start, inner_start, inner_end, end in fences:
        found += _regions(text, at, start)
        found.append(Region(start, inner_start, inner_end, end, True, "math"))
        at = end
    return (found + list(_regions(text, at, len(text))))[:MOST_REGIONS]


def _marks(text: str, start: int, end: int) -> list[_Mark]:
    marks: list[_Mark] = []
    for found in _DELIMITER.finditer(text, start, end):
        token = found[0]
        if token[0] == "$":
            if len(token) <= 3:  # a longer run is nothing but empty formulas
                marks.append(_Mark("$" if len(token) == 1 else "$$", found.start(), found.end()))
        elif found["way"]:
            marks.append(_Mark(found["way"], found.start(), found.end(), found["name"] + found["star"]))
        elif token in ("\\[", "\\]", "\\(", "\\)"):
            marks.append(_Mark(token[1], found.start(), found.end()))
        elif token in ("\\\\[", "\\\\]"):
            marks.append(_Mark(token[2] * 2, found.start(), found.end()))
    return marks


_CLOSER = {"[": "]", "(": ")", "[[": "]]"}


def _regions(text: str, start: int, end: int) -> Iterator[Region]:
    marks = _marks(text, start, end)
    breaks = [m.start() for m in _BREAK.finditer(text, start, end)]
    at = 0
    count = 0
    while at < len(marks) and count < MOST_REGIONS:
        mark = marks[at]
        region: Region | None = None
        after = at + 1
        stop = bisect_left(breaks, mark.end)
        limit = breaks[stop] if stop < len(breaks) else end
        if mark.kind == "$":
            region, after = _inline(text, marks, at, limit)
        elif mark.kind == "(" or (mark.kind == "begin" and mark.name == "math"):
            region, after = _bracketed_inline(marks, at, limit)
        elif mark.kind in ("$$", "[", "begin") or (mark.kind == "[[" and _starts_line(text, mark.start)):
            region, after = _display(text, marks, at, limit)
        if region is not None:
            count += 1
            yield region
        at = after


def _display(text: str, marks: list[_Mark], at: int, limit: int) -> tuple[Region | None, int]:
    mark = marks[at]
    name = mark.name
    partner = _partner(marks, at)
    if partner >= 0 and mark.kind == "$$" and _is_opener(text, marks, at, partner):
        partner = -1
        limit = min(limit, marks[at + 1].start)
    if partner >= 0 and mark.kind in ("$$", "[", "[["):
        inner = text[mark.end : marks[partner].start]
        if mark.kind == "[" and "\n" not in inner and re.fullmatch(r"[A-Za-z0-9 ,.;:'-]{0,60}", inner):
            return None, partner + 1  # an escaped bracket of Markdown: \[1\]
        if mark.end + len(inner) > limit and runs_away(inner):
            partner = -1
    if partner >= 0:
        close = marks[partner]
        return Region(mark.start, mark.end, close.start, close.end, True, name or mark.kind), partner + 1
    if mark.kind == "[[" or (mark.kind == "[" and not _starts_line(text, mark.start)):
        return None, at + 1
    # Left open: the formula ends where the paragraph does, or where the next display begins.
    after = at + 1
    while after < len(marks) and marks[after].start < limit:
        if marks[after].kind in ("$$", "[") or (marks[after].kind == "begin" == mark.kind):
            limit = marks[after].start
            break
        after += 1
    return Region(mark.start, mark.end, limit, limit, True, name or mark.kind, False), after


def _partner(marks: list[_Mark], at: int) -> int:
    """The index of the delimiter that closes `marks[at]`, -1 if none does before the same one opens again."""
    mark = marks[at]
    for other in range(at + 1, len(marks)):
        kind = marks[other].kind
        if mark.kind == "$$":
            if kind == "$$":
                return other
        elif mark.kind == "begin":
            if marks[other].name == mark.name:
                return other if kind == "end" else -1
        elif kind in (mark.kind, _CLOSER[mark.kind]):
            return other if kind == _CLOSER[mark.kind] else -1
    return -1


def _is_opener(text: str, marks: list[_Mark], at: int, partner: int) -> bool:
    """Is the `$$` that would close really the beginning of the next display?

    So it is where both begin their formulas on their own lines and the line of the second is complete in itself.
    """
    first, second = marks[at], marks[partner]
    if text[first.end : first.end + 40].lstrip(" \t").startswith("\n") or not _starts_line(text, second.start):
        return False
    line_end = text.find("\n", second.end)
    line_end = len(text) if line_end < 0 else line_end
    if text[second.end : line_end].isspace() or second.end == line_end or "\n" not in text[first.end : second.start]:
        return False
    on_line = 0
    for other in marks[partner : partner + 9]:
        on_line += other.kind == "$$" and other.start < line_end
    return on_line % 2 == 0


_IGNORED = re.compile(r"\\(?:text\w*|mbox|mathrm|operatorname\*?|tag\*?|label|intertext)\s*\{[^{}]*\}|\\[A-Za-z]+")
_WORDS = re.compile(r"(?<![A-Za-z\\])[A-Za-z]{2,}[,;:]?[ \t]+[A-Za-z]{2,}(?![A-Za-z])")
_STEP = re.compile(r"[ \t]*(?:#{1,6} |[•*-][ \t]*\S|\([a-z]\)[ \t]|\*\*)")


def runs_away(inner: str) -> bool:
    """Does the text between two display delimiters look like a stretch of prose with paragraphs?"""
    paragraphs = re.split(r"\n[ \t]*\n", inner)
    for paragraph in paragraphs[1:]:
        plain = _IGNORED.sub(" ", paragraph)
        if re.search(r"(?<!\\)\$", plain) or _WORDS.search(plain):
            return True
        step = _STEP.match(paragraph)
        if step and not re.match(r"[ \t]*[*-]", paragraph):
            return True
    return False


def _starts_line(text: str, at: int) -> bool:
    """Is there nothing before the offset on its line but space and a bullet?"""
    before = text[max(0, at - 40) : at].rpartition("\n")[2]
    return not before.strip(" \t>•*-+")


_AMOUNT = re.compile(r"\s*\d[\d,.]*\s*[kKmM]?\s+[A-Za-z,(]|\s*\d[\d,.]*\s*$")


def _inline(text: str, marks: list[_Mark], at: int, limit: int) -> tuple[Region | None, int]:
    mark = marks[at]
    for other in range(at + 1, min(at + 12, len(marks))):
        close = marks[other]
        if close.start > limit or close.kind in ("$$", "[") or (close.kind == "begin" and close.name != "math"):
            break
        if close.kind != "$":
            continue
        inner = text[mark.end : close.start]
        next_is_digit = text[close.end : close.end + 1].isdigit()
        if not inner.strip() or (next_is_digit and inner[-1:].isspace()):
            break
        if _is_prose(inner) or (inner[-1:].isspace() and _AMOUNT.match(inner)):
            break
        return Region(mark.start, mark.end, close.start, close.end, False, "$"), other + 1
    return None, at + 1


def _is_prose(inner: str) -> bool:
    if inner[:1] in ",.;" and inner[1:2].isspace():
        return True
    return bool(_WORDS.search(_IGNORED.sub(" ", inner[:2_000])))


def _bracketed_inline(marks: list[_Mark], at: int, limit: int) -> tuple[Region | None, int]:
    mark = marks[at]
    for other in range(at + 1, min(at + 12, len(marks))):
        close = marks[other]
        if close.start > limit or close.kind in ("$$", mark.kind):
            break
        if close.kind == ")" if mark.kind == "(" else close.name == "math":
            return Region(mark.start, mark.end, close.start, close.end, False, "("), other + 1
    return None, at + 1
