r"""A report as lines of text, for a person.

    1(c) Lower bound
      (2)#0  =   proved      by conditional densities, marginals
      (3)#0  =   refuted     the left side is 0 and the right side is 0.693147 in a counterexample
             left    \log(\int_z q(z|x) ...)
             right   ...
             world   x has 1 value, z has 2 values
             at      x = 1
                     q(z|x=1)  1/2  1/2
             left  = 0
             right = log 2 = 0.693147
      goal: asserted, 1 of 3 points: ...

One layout serves both printers: a line is a sequence of pieces, each with the name of its style; a plain printer drops
the styles, a terminal gives them colours (`terminal`). Text that comes from a document is shown without its control
characters, so that a submission cannot move the cursor of the person who reads the report.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

from hw3verify.judge.record import LinkVerdict, PartVerdict, Rechecked, Report, Shown
from hw3verify.report.plain_latex import readable

Line = tuple[tuple[str, str], ...]

INDENT = "  "
DETAILS = 9  # where what is said of a link begins, below its line
LONGEST = 1200  # characters of one formula or sentence; JSON has all of it
GOAL_STYLES = {"reached": "proved", "asserted": "supported", "wrong": "refuted", "missing": "undecided"}


def clean(text: object) -> str:
    """One line without control characters (they are shown as spaces, or as a question mark)."""
    joined = " ".join(str(text).split())
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in joined)


def counted(number: float, noun: str) -> str:
    """The number with its noun: 1 link, 2 links."""
    return f"{number:g} {noun}" + ("" if number == 1 else "s")


def plain_text(lines: Iterable[Line]) -> str:
    """The lines without their styles."""
    return "".join("".join(piece for piece, _ in line).rstrip() + "\n" for line in lines)


def report_lines(report: Report, width: int = 100) -> list[Line]:
    """The whole report of one file."""
    heading = clean(report.file) + (f"  (assignment {clean(report.assignment)})" if report.assignment else "")
    lines: list[Line] = [((heading, "title"),)]
    goals = {part.part: part for part in report.parts}
    shown = set()
    for part, group in groupby(report.links, key=lambda link: link.part):
        lines += [(), *_part(part, list(group), goals.get(part) if part not in shown else None, width)]
        shown.add(part)
    silent = [part for part in report.parts if part.part not in shown and (part.goal or part.of)]
    people = [part for part in silent if part.goal == "for a person" and not part.because]
    if silent:
        lines.append(())
        for part_verdict in silent:
            if part_verdict not in people:
                lines += _goal(part_verdict, width, f"{_part_name(part_verdict.part, part_verdict)}: ")
    if people:
        points = counted(sum(part.of for part in people), "point")
        names = ", ".join(clean(part.part) for part in people)
        lines += _wrapped("for a person: ", f"{names} ({points})", width, 0, "")
    if report.notices:
        lines.append(())
    for notice in report.notices:
        lines += _wrapped("notice: ", notice, width, 0, "")
    return [*lines, (), _summary(report)]


def link_lines(link: LinkVerdict, width: int = 100) -> list[Line]:
    """One link by itself, with all that the whole report says of it."""
    return list(_part(link.part, [link], None, width))[1:]


def goal_lines(goal: PartVerdict, width: int = 100) -> list[Line]:
    """What became of one part's goal, by itself."""
    return _goal(goal, width, f"{INDENT}goal: ")


def quiet_lines(report: Report) -> list[Line]:
    """One line for each link that is false or could not be read, as compilers write theirs."""
    return [
        (
            (f"{clean(report.file)}:{link.line}:{link.column}: ", ""),
            (f"({clean(link.equation)})#{link.link} ", ""),
            (link.verdict, link.verdict),
            (f": {clean(link.because)}" if link.because else "", ""),
        )
        for link in report.links
        if link.verdict in ("refuted", "unreadable")
    ]


def shown_lines(rows: Iterable[Shown], width: int = 100) -> list[Line]:
    """How every display was read, beside what was written."""
    lines: list[Line] = []
    part: str | None = None
    for row in rows:
        if row.part != part:
            part = row.part
            lines += [(), ((clean(part) or "(before the first heading)", "title"),)]
        role = f"  {clean(row.role)}" if row.role else ""
        lines += [(), ((f"{INDENT}({clean(row.equation)})", "title"), (f"  line {row.line}{role}", "faint"))]
        lines += _wrapped("written  ", row.written, width, 4, "faint")
        relations = ("", *row.relations, *[""] * len(row.sides))
        for relation, side in zip(relations, row.sides, strict=False):
            style = "" if side else "unreadable"
            lines += _wrapped(f"{clean(relation):>7}  ", readable(side) or "(no reading)", width, 4, style)
        if row.error:
            lines += _wrapped("unread   ", row.error, width, 4, "unreadable")
        for repair in row.repairs:
            lines += _wrapped("repair   ", repair, width, 4, "supported")
        for fact in row.facts:
            lines += _wrapped("fact     ", fact, width, 4, "faint")
    return lines


def rechecked_lines(rows: Iterable[Rechecked], width: int = 100) -> list[Line]:
    """Each certificate and whether the kernel accepts it for this document."""
    lines: list[Line] = []
    for row in rows:
        state, style = ("accepted", "proved") if row.holds else ("rejected", "refuted")
        start = f"({clean(row.equation)})#{row.link}"
        lines += _wrapped(f"{start:<12}{clean(row.verdict):<12}{state}  ", row.because, width, 0, style)
    return lines


def _part_name(part: str, verdict: PartVerdict | None) -> str:
    title = f" {clean(verdict.title)}" if verdict is not None and verdict.title else ""
    return (clean(part) or "(before the first heading)") + title


def _part(part: str, links: list[LinkVerdict], goal: PartVerdict | None, width: int) -> Iterator[Line]:
    yield ((_part_name(part, goal), "title"),)
    names = [f"({clean(link.equation)})#{link.link}" for link in links]
    relations = [clean(link.relation) for link in links]
    name_width, relation_width = max(map(len, names)), max(map(len, relations))
    margin = len(INDENT) + name_width + 2 + relation_width + 2
    for link, name, relation in zip(links, names, relations, strict=True):
        start = f"{INDENT}{name:<{name_width}}  {relation:<{relation_width}}  "
        said = _wrapped(f"{link.verdict:<12}", link.because, width, margin, "")
        first = said[0]
        yield ((start, ""), (link.verdict, link.verdict), (first[0][0][margin + len(link.verdict) :], ""), *first[1:])
        yield from said[1:]
        yield from _details(link, width)
    if goal is not None and (goal.goal or goal.of):
        yield from goal_lines(goal, width)


def _details(link: LinkVerdict, width: int) -> Iterator[Line]:
    reading = link.reading
    if link.verdict in ("refuted", "undecided", "supported", "unreadable"):
        names = ("if", "then") if link.relation in ("=>", "<=>") else ("left", "right")
        for side, name in zip(("left", "right"), names, strict=True):
            text = reading.get(side)
            text = readable(str(text)) if text else getattr(link, side)
            if text:
                yield from _wrapped(f"{name:<8}", text, width, DETAILS, "faint")
    for label, key in (("repair  ", "repairs"), ("or      ", "alternatives")):
        notes = reading.get(key) or ()
        for note in [notes] if isinstance(notes, str) else notes:
            yield from _wrapped(label, _note(note), width, DETAILS, "supported")
    if link.inherits:
        yield from _wrapped("hint    ", f"inherits the slip of {link.inherits}", width, DETAILS, "supported")
    elif link.slip:
        yield from _wrapped("hint    ", readable(link.slip.replace("$", "")), width, DETAILS, "supported")
    if link.verdict == "refuted" and link.counterexample:
        yield from _counterexample(link.counterexample, width)


def _note(note: Any) -> str:
    """A repair or an alternative is a sentence, or a mapping whose values make one."""
    return "; ".join(f"{k}: {v}" for k, v in note.items() if v) if isinstance(note, dict) else str(note)


def _counterexample(example: dict[str, Any], width: int) -> Iterator[Line]:
    """The world in which the link is false: its spaces, where the variables stand, its tables, and both values."""
    widths, points = (dict(_items(example.get(key))) for key in ("widths", "points"))
    spaces = [_space(name, size, widths.get(name), points.get(name)) for name, size in _items(example.get("sizes"))]
    if spaces:
        yield from _wrapped("world   ", ", ".join(spaces), width, DETAILS, "world")
    numbers = [*_items(example.get("where")), *_items(example.get("scalars"))]
    if numbers:
        text = ", ".join(f"{readable(str(name))} = {_cell(value)}" for name, value in numbers)
        yield from _wrapped("at      ", text, width, DETAILS, "world")
    rows: list[tuple[str, list[str]]] = []
    for name, value in _items(example.get("tables")):
        for number, row in enumerate(_rows(value)):
            rows.append((readable(clean(name)) if number == 0 else "", row))
    names = max((len(name) for name, _ in rows), default=0)
    cells = max((len(cell) for _, row in rows for cell in row), default=0)
    for name, row in rows:
        text = "  ".join(f"{cell:>{cells}}" for cell in row)
        yield ((" " * (DETAILS + 8) + f"{name:<{names}}  {text}"[: max(width - DETAILS - 8, 40)], "world"),)
    for side in ("left", "right"):
        exact, value = example.get(side), example.get(f"{side}_value")
        known = [clean(v) for v in (exact, _short(value)) if v not in (None, "")]
        if len(known) == 2 and known[0].endswith("..."):  # a decimal already
            del known[0]
        if known:
            yield from _wrapped(f"{side:<5} = ", " = ".join(dict.fromkeys(known)), width, DETAILS, "value")


def _space(name: str, size: Any, widths: Any, points: Any) -> str:
    """`z has 2 values`, `z has 2 cells of widths 1/2, 1`, `z has the values 0, 1`."""
    if points:
        return f"{clean(name)} has the values {_cells(points)}"
    count = f"{clean(name)} has {clean(size)} "
    one = str(size) == "1"
    if widths:
        return count + (f"cell of width {_cells(widths)}" if one else f"cells of widths {_cells(widths)}")
    return count + ("value" if one else "values")


def _cells(value: Any) -> str:
    return ", ".join(_row(value))


def _cell(value: Any) -> str:
    return clean(_short(value))


def _items(value: Any) -> list[tuple[Any, Any]]:
    return list(value.items()) if isinstance(value, dict) else []


def _short(value: Any) -> Any:
    return f"{value:.6g}" if isinstance(value, float) else value


def _row(value: Any) -> list[str]:
    cells = value if isinstance(value, list | tuple) and value else [value]
    return [clean(_short(cell)) for cell in cells]


def _rows(value: Any) -> list[list[str]]:
    """A table as rows of cells, however deep it is nested."""
    if isinstance(value, list | tuple) and value and isinstance(value[0], list | tuple):
        return [row for part in value for row in _rows(part)]
    return [_row(value)]


def _goal(goal: PartVerdict, width: int, start: str) -> list[Line]:
    points = ""
    if goal.of:
        of = counted(goal.of, "point")
        points = f" ({of})" if goal.goal == "for a person" else f", {goal.points:g} of {of}"
    because = f": {clean(goal.because)}" if goal.because else ""
    word = clean(goal.goal) or "nothing asked"
    lines = _wrapped(start, word + points + because, width, 0, "")
    first = lines[0][0][0]
    return [((start, ""), (word, GOAL_STYLES.get(word, "")), (first[len(start) + len(word) :], "")), *lines[1:]]


def _summary(report: Report) -> Line:
    counts = report.counts()
    total = sum(counts.values())
    pieces: list[tuple[str, str]] = [(counted(total, "link") + (": " if counts else ""), "title")]
    for number, (verdict, count) in enumerate(counts.items()):
        pieces += [(", " if number else "", ""), (f"{count} {verdict}", verdict)]
    of = sum(part.of for part in report.parts if part.goal != "for a person")
    if of:
        points = sum(part.points for part in report.parts)
        pieces.append((f"; {points:g} of {counted(of, 'point')}", ""))
    return (*pieces, (f"; {report.seconds:.2f} s", "faint"))


def _wrapped(label: str, text: object, width: int, margin: int, style: str) -> list[Line]:
    """The text after its label, later lines hanging below the first; never fewer than one line."""
    room = max(width - margin - len(label), 30)
    said = clean(text)
    if len(said) > LONGEST:
        said = said[:LONGEST] + " ..."
    pieces = textwrap.wrap(said, room, break_on_hyphens=False) or [""]
    first = " " * margin + label
    return [
        ((first + piece, style),) if number == 0 else ((" " * len(first) + piece, style),)
        for number, piece in enumerate(pieces)
    ]
