"""Loading an assignment: a document that says what is to be shown.

An assignment is written in the language of submissions. A part is a heading with attributes, and what is asked stands
in a display after a sentence that begins with Show, Prove, Find, Compute or a similar word:

    ### (h) Normal laws of equal variance {points=3}
    Given $q(z)=\\mathcal{N}(\\mu_1,\\sigma^2)$ and $p(z)=\\mathcal{N}(\\mu_2,\\sigma^2)$ with $\\sigma>0$. Find
    $$KL(q(z), p(z)) = \\frac{(\\mu_1-\\mu_2)^2}{2\\sigma^2}$$

A display after a sentence that begins with `or` is another form of the goal before it. `{person}` marks a part that a
person reads, `{function=NAME}` one that asks for a Python function too (`hw3verify check-code`). Facts are in the
prose, as everywhere; `Assignment.part` hands a part's prose out with that of its problem before it.

Law: a file that loads has at least one part, no part twice, and every part that is not for a person asks for something.
Whatever breaks this raises `UnusableAssignment`, with the place and the line to write instead.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import NoReturn

from hw3verify.language.blocks import Display, Document, Part, Prose, read_blocks
from hw3verify.language.source import Source, UnusableInput, load

HOME = Path(__file__).parent
_SHOW = ("show", "prove", "verify", "derive", "establish")
_FIND = ("find", "compute", "calculate", "determine", "give", "state", "write", "evaluate", "maximise", "minimise")
_ALTERNATIVE = ("or", "equivalently")
_CUE = re.compile(rf"(?:\A|[.;:!?]\s|\n)[\s*•-]*({'|'.join((*_SHOW, *_FIND, *_ALTERNATIVE))})\b", re.IGNORECASE)
_ATTRIBUTES = re.compile(r"(?:^|\s)\{([^{}]*)\}[\s#]*$")


class UnusableAssignment(UnusableInput):
    """An assignment file that cannot be used; the message says where, why, and what to write."""


@dataclass(frozen=True, slots=True)
class Goal:
    """What is to be shown ("show") or found ("find"), as LaTeX with its place, and its other accepted forms."""

    kind: str
    latex: str
    start: int
    alternatives: tuple[str, ...] = ()

    @property
    def forms(self) -> tuple[str, ...]:
        """Every accepted form."""
        return (self.latex, *self.alternatives)


@dataclass(frozen=True, slots=True)
class AssignmentPart:
    """One part: its points, the prose that holds in it (its problem's first), its goals, the functions it asks for."""

    problem: str
    letter: str
    label: str
    title: str
    points: float
    person: bool
    prose: tuple[Prose, ...]
    goals: tuple[Goal, ...]
    functions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Assignment:
    """All parts of an assignment in their order; `macros` are the document's own, for reading its LaTeX."""

    id: str
    title: str
    parts: tuple[AssignmentPart, ...]
    source: Source
    macros: dict[str, tuple[int, str]] = field(default_factory=dict, hash=False)

    def part(self, problem: str, letter: str) -> AssignmentPart | None:
        """The part that answers to this problem and letter.

        A document that gives no problem numbers is matched by the letter alone, where only one problem has it.
        """
        named = [part for part in self.parts if part.letter == letter and problem in ("", part.problem)]
        return named[0] if len(named) == 1 else None

    @property
    def points(self) -> float:
        """The points of all parts."""
        return sum(part.points for part in self.parts)


def shipped() -> tuple[str, ...]:
    """The names of the assignments that come with the package."""
    return tuple(sorted(path.stem for path in HOME.glob("*.md")))


def load_assignment(id_or_path: str | os.PathLike[str]) -> Assignment:
    """A shipped assignment by its name, or an assignment file by its path."""
    name = os.fspath(id_or_path)
    if name in shipped():
        return read_assignment(load(HOME / f"{name}.md"), name)
    if not Path(name).exists() and Path(name).suffix not in (".md", ".tex", ".markdown"):
        raise UnusableAssignment(
            f"{name}: no such assignment; shipped are {', '.join(shipped())}, or give the path of an assignment file"
        )
    return read_assignment(load(name), Path(name).stem)


def read_assignment(source: Source, name: str) -> Assignment:
    """The assignment that this document is."""
    document = read_blocks(source)
    parts = tuple(part for part in (_part(document, part) for part in document.parts) if part is not None)
    if not parts:
        _fail(source, 0, "no part asks for anything", "### (a) Title {points=1}, then a line: Show that $$a = b$$")
    seen: set[tuple[str, str]] = set()
    for part in parts:
        if (part.problem, part.letter) in seen:
            places = [p.heading_offset for p in document.parts if (p.problem, p.letter) == (part.problem, part.letter)]
            _fail(source, places[-1], f"part {part.label} is there twice", "a heading with the next free letter")
        seen.add((part.problem, part.letter))
    return Assignment(name, _title(source) or name, parts, source, dict(document.macros))


def _title(source: Source) -> str:
    """The first heading of the file, if it begins with one."""
    first = next((line for line in source.text.splitlines() if line.strip()), "")
    return first.lstrip("# ").strip() if first.startswith("#") else ""


def _part(document: Document, part: Part) -> AssignmentPart | None:
    source = document.source
    title, attributes = _attributes(source, part)
    points, person, functions = _read_attributes(source, part, attributes)
    goals = () if person else _goals(source, part)
    if not goals and not person:
        if attributes is None:
            return None  # a heading over other parts, or prose: it lends its facts and asks for nothing
        _fail(source, part.heading_offset, "nothing is asked here", "Show that $$a = b$$ below it, or person in { }")
    prose = tuple(item for outer in document.scope(part) for item in outer.items if isinstance(item, Prose))
    return AssignmentPart(part.problem, part.letter, part.label, title, points, person, prose, goals, functions)


def _attributes(source: Source, part: Part) -> tuple[str, str | None]:
    """The heading's title, and what stands in braces at the end of its line (None: no braces)."""
    heading = source.line(source.position(part.heading_offset)[0])
    found = _ATTRIBUTES.search(heading) if part.label else None
    # the title that the reader of blocks gives may end inside the braces
    title = part.title if found is None else re.sub(r"\s*\{[^{}]*\}?$", "", part.title)
    return title.strip(), None if found is None else found[1]


def _read_attributes(
    source: Source, part: Part, attributes: str | None
) -> tuple[float, bool, tuple[str, ...]]:
    points, person = 0.0, False
    functions: list[str] = []
    for word in (attributes or "").replace(",", " ").split():
        key, _, value = word.partition("=")
        number = re.fullmatch(r"\d{1,4}(?:\.\d{1,3})?", value.strip("\"'"))
        if key == "points" and number:
            points = float(number[0])
        elif word in ("person", ".person"):
            person = True
        elif key == "function" and re.fullmatch(r"[A-Za-z]\w{0,60}", value):
            functions.append(value)
        else:
            heading = source.line(source.position(part.heading_offset)[0])
            right = _ATTRIBUTES.sub("", heading).rstrip() + " {points=3}"
            known = "points=NUMBER, person, function=NAME"
            _fail(source, part.heading_offset, f"{word!r} in braces is not known ({known})", right)
    return points, person, tuple(functions)


def _goals(source: Source, part: Part) -> tuple[Goal, ...]:
    goals: list[Goal] = []
    cue = ""
    for item in part.items:
        if isinstance(item, Prose):
            cues = _CUE.findall(item.text)
            cue = cues[-1].lower() if cues else ""
        elif isinstance(item, Display):
            if cue in _ALTERNATIVE and goals:
                last = goals[-1]
                goals[-1] = Goal(last.kind, last.latex, last.start, (*last.alternatives, item.latex))
            elif cue in _SHOW or cue in _FIND:
                goals.append(Goal("show" if cue in _SHOW else "find", item.latex, item.start))
            else:
                _fail(source, item.start, "a display without a word that says what to do with it", "Show that $$...$$")
            cue = ""
    return tuple(goals)


def _fail(source: Source, offset: int, problem: str, instead: str) -> NoReturn:
    line, column = source.position(offset)
    raise UnusableAssignment(f"{source.name}:{line}:{column}: {problem}; write: {instead}")
