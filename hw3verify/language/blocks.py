"""Blocks: a document as a row of parts, a part as a row of displays and prose.

    Document -> Part ("1(c)") -> Display (a numbered formula) | Prose (with its inline formulas)

Laws. Every display, prose and inline formula knows the offset where it stands, and its text is the document's text at
that place (cleared characters are spaces). A display without a number has the number of the numbered display before it
plus a letter (`16a`, `16b` ... `aa`; `0a` before the first). Reading a document takes time linear in its length and
never fails: what is not understood is prose.

Facts are local to their part. `Document.scope` says which parts speak for a part: those before any heading, its
problem's part without a letter, parts that announce conventions (Setup, Notation ...), and itself.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from hw3verify.language.delimiters import Region, regions
from hw3verify.language.displays import Aside, Display, clean_number, cut
from hw3verify.language.headings import Mark, is_shared, marks
from hw3verify.language.markup import clear
from hw3verify.language.source import Source

__all__ = ["Display", "Document", "Inline", "Part", "Prose", "read_blocks"]


@dataclass(frozen=True, slots=True)
class Inline:
    """A formula within a line."""

    latex: str
    start: int


@dataclass(frozen=True, slots=True)
class Prose:
    """A stretch of text between displays; code, comments and the like are spaces in it."""

    text: str
    start: int
    inlines: tuple[Inline, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """What stands under one heading; `label` is "1(c)", "(c)" where no problem is known, "2", or ""."""

    problem: str
    letter: str
    title: str
    label: str
    heading_offset: int
    items: tuple[Display | Prose, ...]

    @property
    def displays(self) -> tuple[Display, ...]:
        """The displayed formulas."""
        return tuple(item for item in self.items if isinstance(item, Display))


@dataclass(frozen=True, slots=True)
class Document:
    """All that was written, in order."""

    source: Source
    parts: tuple[Part, ...]
    front_matter: str = ""
    macros: dict[str, tuple[int, str]] = field(default_factory=dict)

    def __hash__(self) -> int:
        return hash((self.source, self.parts))

    @property
    def displays(self) -> tuple[Display, ...]:
        """The displayed formulas of all parts."""
        return tuple(display for part in self.parts for display in part.displays)

    def scope(self, part: Part) -> tuple[Part, ...]:
        """The parts whose facts hold in `part`, outermost first, `part` itself last."""
        enclosing = []
        for other in self.parts:
            if other.heading_offset == part.heading_offset and other == part:
                break
            outer = not other.label or (not other.letter and _within(part.problem, other.problem))
            siblings = other.problem == part.problem and is_shared(other.title)
            if outer or siblings or (not other.letter and is_shared(other.title)):
                enclosing.append(other)
        return (*enclosing, part)


def _within(problem: str, outer: str) -> bool:
    return problem == outer or problem.startswith(outer + ".")


def read_blocks(source: Source) -> Document:
    """The parts of a document."""
    cleared = clear(source.name, source.text)
    text = cleared.text
    found = regions(text, cleared.math_fences)
    shown = [region for region in found if region.display]
    inlines = [Inline(*_stripped(text, r.inner_start, r.inner_end)) for r in found if not r.display]
    blocks: list[Display | Aside] = []
    gaps: list[tuple[int, int]] = []
    at = 0
    for region in shown:
        gaps.append((at, region.start))
        here, end = _blocks_of(text, region)
        blocks += here
        at = end
    gaps.append((at, len(text)))
    heads = marks(text, gaps)
    pieces: list[Display | tuple[int, int]] = list(gaps)
    pieces += (b if isinstance(b, Display) else (b.start, b.end) for b in blocks)
    pieces.sort(key=lambda piece: (piece.start, 1) if isinstance(piece, Display) else (piece[0], 0))
    drafts = _parts(text, pieces, heads, inlines)
    return Document(source, tuple(_numbered(drafts)), cleared.front_matter, cleared.macros)


def _stripped(text: str, start: int, end: int) -> tuple[str, int]:
    inner = text[start:end]
    return inner.strip(), start + len(inner) - len(inner.lstrip())


_BEHIND = re.compile(
    r"[ \t]*(?:\\q?quad[ \t]*)?\(((?:\d{1,3}(?:\.\d{1,3})*[a-z]?'?|[A-Z]\.?\d{1,3}|\*{1,3}))\)[ \t]*(?=\n|$)"
)


def _blocks_of(text: str, region: Region) -> tuple[list[Display | Aside], int]:
    """The blocks of a display, and where the prose behind it begins (a number may stand behind the delimiter)."""
    blocks = cut(text, region.inner_start, region.inner_end, region.environment, region.closed)
    displays = [block for block in blocks if isinstance(block, Display)]
    behind = _BEHIND.match(text, region.end) if region.closed else None
    if behind and len(displays) == 1 and not displays[0].number:
        blocks[blocks.index(displays[0])] = replace(displays[0], number=clean_number(behind[1]), numbered=True)
        return blocks, behind.end()
    return blocks, region.end


def _parts(
    text: str, pieces: list[Display | tuple[int, int]], heads: list[Mark], inlines: list[Inline]
) -> Iterator[tuple[Mark, str, list[Display | Prose]]]:
    """Deal the pieces out to the headings; a mark stands in prose, so only prose is ever cut."""
    starts = [inline.start for inline in inlines]

    def prose(start: int, end: int) -> list[Display | Prose]:
        if end <= start or text[start:end].isspace():
            return []
        inside = tuple(inlines[bisect_left(starts, start) : bisect_left(starts, end)])
        return [Prose(text[start:end], start, inside)]

    mark = Mark(0, 0, "", "", "", 7)
    problem = ""
    items: list[Display | Prose] = []
    head = 0
    for piece in pieces:
        if isinstance(piece, Display):
            items.append(piece)
            continue
        start, end = piece
        while head < len(heads) and heads[head].start < end:
            following = heads[head]
            items += prose(start, following.start)
            yield mark, problem, items
            mark, items = following, []
            problem = problem if mark.problem is None else mark.problem
            head += 1
            start = max(mark.body, start)
            line_end = text.find("\n", mark.body)
            line_end = len(text) if line_end < 0 else min(line_end, end)
            if mark.is_title and "$" not in text[start:line_end]:
                start = max(start, line_end)
        items += prose(start, end)
    yield mark, problem, items


def _numbered(drafts: Iterator[tuple[Mark, str, list[Display | Prose]]]) -> list[Part]:
    """Give every display its number and every part its label."""
    collected = [(mark, problem, items) for mark, problem, items in drafts]
    written = {item.number for _, _, items in collected for item in items if isinstance(item, Display)}
    last, count = "0", 0
    parts: list[Part] = []
    for index, (mark, problem, items) in enumerate(collected):
        done: list[Display | Prose] = []
        for item in items:
            if isinstance(item, Display):
                if item.number:
                    last, count = item.number, 0
                else:
                    count += 1
                    while last + _letters(count) in written:
                        count += 1
                    item = replace(item, number=last + _letters(count))
            done.append(item)
        if index == 0 and not done:
            continue
        label = problem + (f"({mark.letter})" if mark.letter else "")
        parts.append(Part(problem, mark.letter, mark.title, label, mark.start, tuple(done)))
    return parts


def _letters(count: int) -> str:
    """1 -> a, 26 -> z, 27 -> aa."""
    name = ""
    while count:
        count, digit = divmod(count - 1, 26)
        name = chr(ord("a") + digit) + name
    return name
