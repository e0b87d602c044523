"""What a verdict is as a test: the cases of a report, part by part.

    proved, definition, condition               passed
    supported                                   passed, although it is no proof; the property `verdict` tells it apart
    refuted                                     failed
    undecided, unreadable                       skipped with the reason; failed if strict

    goal reached                                passed
    goal wrong                                  failed
    goal asserted or missing                    failed, but skipped (if strict, failed) where no link of the part is
                                                refuted and one is undecided or unreadable: it is not known to be wrong
    goal for a person                           skipped

Everything here is plain data, so that it can go from one process to another as JSON (`to_json`, `from_json`), and text
of a submission stands in it without control characters. Names are unique within their part, and neither `::` nor `[`
is in them, since pytest splits identifiers there.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from hw3verify.judge.record import LinkVerdict, PartVerdict, Report
from hw3verify.report.plain_latex import readable
from hw3verify.report.text import Line, clean, counted, goal_lines, link_lines, plain_text

OPEN = ("undecided", "unreadable")
UNLABELLED = "document"  # the part of what stands before the first heading
LONGEST_LINE = 500  # characters of a source line that are shown


@dataclass(frozen=True, slots=True)
class Case:
    """One item: its name, where it stands, what becomes of it ("passed", "failed", "skipped") and what is said then.

    `text` is the whole report for "failed", the reason for "skipped" and "" otherwise; `verdict` is the link's verdict
    or the goal's word; `properties` go into JUnit XML.
    """

    name: str
    line: int
    outcome: str
    verdict: str
    text: str = ""
    properties: tuple[tuple[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """A part of the document with its cases, in the order of the document; the goal comes last."""

    name: str
    cases: tuple[Case, ...]


def groups(report: Report, text: str, strict: bool = False) -> tuple[Group, ...]:
    """The cases of a report on a document with this text; `strict` as in the table above."""
    lines = text.split("\n")
    links: dict[str, list[LinkVerdict]] = {}
    for link in report.links:
        links.setdefault(link.part, []).append(link)
    goals = {part.part: part for part in report.parts if part.goal}
    found = []
    used: set[str] = set()
    for part in dict.fromkeys([*links, *goals]):
        taken: set[str] = set()
        here = links.get(part, [])
        cases = [_link(link, report.file, lines, strict, taken) for link in here]
        if part in goals:
            cases.append(_goal(goals[part], report.file, here, strict))
        found.append(Group(_free(named(part) or UNLABELLED, used), tuple(cases)))
    return tuple(found)


def failure(message: str) -> tuple[Group, ...]:
    """The one failing case of a document that could not be judged."""
    return (Group(UNLABELLED, (Case("file", 1, "failed", "unusable", message),)),)


def to_json(cases: Iterable[Group]) -> list[Any]:
    """The groups as JSON values."""
    return [asdict(group) for group in cases]


def from_json(value: Any) -> tuple[Group, ...]:
    """The groups that `to_json` made this of; ValueError where it is something else."""
    try:
        return tuple(Group(group["name"], tuple(_case(case) for case in group["cases"])) for group in value)
    except (KeyError, TypeError) as problem:
        raise ValueError("value: expected what to_json gives") from problem


def named(text: str) -> str:
    """The text as a part of an identifier of pytest."""
    return clean(text).replace("::", ":").replace("[", "(").replace("]", ")")


def _case(value: Any) -> Case:
    return Case(**{**value, "properties": tuple((key, item) for key, item in value["properties"])})


def _free(name: str, used: set[str]) -> str:
    """The name, with a number behind it where it is taken; it is taken now."""
    free, number = name, 2
    while free in used:
        free, number = f"{name}~{number}", number + 1
    used.add(free)
    return free


def _link(link: LinkVerdict, file: str, lines: list[str], strict: bool, used: set[str]) -> Case:
    name = _free(f"({named(link.equation)})#{link.link}", used)
    properties = (("verdict", link.verdict), ("line", link.line))
    why = readable(link.slip.replace("$", "")) or link.because
    said = f"{link.verdict}: {clean(why)}" if why else link.verdict
    if link.verdict == "refuted" or (strict and link.verdict in OPEN):
        written = clean(lines[link.line - 1]) if 0 < link.line <= len(lines) else ""
        if len(written) > LONGEST_LINE:
            written = written[:LONGEST_LINE] + " ..."
        place = f"{clean(file)}:{link.line}:{link.column}"
        lines_above: list[Line] = [((text, ""),) for text in (said, place, f"  {written}", "")]
        return Case(name, link.line, "failed", link.verdict, plain_text([*lines_above, *link_lines(link)]), properties)
    if link.verdict in OPEN:
        return Case(name, link.line, "skipped", link.verdict, f"line {link.line}: {said}", properties)
    return Case(name, link.line, "passed", link.verdict, "", properties)


def _goal(goal: PartVerdict, file: str, links: list[LinkVerdict], strict: bool) -> Case:
    line = links[-1].line if links else 1
    properties = (("verdict", goal.goal), ("points", goal.points), ("of", goal.of))
    title = f" ({clean(goal.title)})" if goal.title else ""
    if goal.goal == "reached":
        return Case("goal", line, "passed", goal.goal, "", properties)
    if goal.goal == "for a person":
        reason = f"for a person to read, {counted(goal.of, 'point')}{title}"
        return Case("goal", line, "skipped", goal.goal, reason, properties)
    verdicts = {link.verdict for link in links}
    unknown = goal.goal != "wrong" and "refuted" not in verdicts and bool(verdicts & set(OPEN))
    if unknown and not strict:
        reason = f"undecided, as links of the part are: goal {goal.goal}: {clean(goal.because)}"
        return Case("goal", line, "skipped", goal.goal, reason, properties)
    heading: Line = ((f"goal {goal.goal}: {clean(file)}, {clean(goal.part) or UNLABELLED}{title}", ""),)
    return Case("goal", line, "failed", goal.goal, plain_text([heading, *goal_lines(goal)]), properties)
