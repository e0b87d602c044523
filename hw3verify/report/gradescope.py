"""Gradescope's `results.json` for one submission.

    every scored part      a test with `score` and `max_score`
    every link below it    a test without a score: passed where it is proved, failed where it is refuted, else neither
    a part for a person    a test without a score that says so

Law: what is undecided costs no points and passes for nothing, it is information. The total stands at the top because
tests without scores are present. Every text is of the format `text`, so that nothing in it is markup.

Source: Gradescope's autograder specification, "Output format".
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from hw3verify.judge.record import LinkVerdict, PartVerdict
from hw3verify.report.graded import DIGITS, Graded, need_points
from hw3verify.report.text import clean, goal_lines, link_lines, plain_text

STATUS = {"proved": "passed", "refuted": "failed"}
NO_CLAIM = ("definition", "condition")
NOT_JUDGED = "This submission could not be judged automatically; a person has to look at it"


def gradescope(graded: Graded) -> str:
    """The text of `results.json`. Raises ValueError where the report has no points."""
    need_points(graded, "gradescope")
    result: dict[str, Any] = {
        "score": graded.points,
        "execution_time": round(graded.report.seconds, 3),
        "output": _said(graded),
        "output_format": "text",
        "test_output_format": "text",
        "test_name_format": "text",
        "visibility": "visible",
        "tests": list(_tests(graded)),
        "extra_data": {"counts": graded.report.counts(), "open": [part.part for part in graded.open]},
    }
    return json.dumps(result, indent=1, allow_nan=False) + "\n"


def _said(graded: Graded) -> str:
    if graded.error:
        return f"{NOT_JUDGED}: {clean(graded.error)}"
    left = ", ".join(clean(part.part) for part in graded.open)
    return f"{graded.points:g} of {graded.of:g} points" + (f"; a person reads {left}" if left else "")


def _tests(graded: Graded) -> Iterator[dict[str, Any]]:
    parts = {part.part: part for part in graded.report.parts}
    labels = dict.fromkeys([*parts, *(link.part for link in graded.report.links)])
    for label in labels:
        if label in parts:
            yield from _part(parts[label], label in {part.part for part in graded.scored})
        yield from (_link(link) for link in graded.report.links if link.part == label and link.verdict not in NO_CLAIM)


def _part(part: PartVerdict, scored: bool) -> Iterator[dict[str, Any]]:
    if not part.goal:
        return
    test: dict[str, Any] = {
        "name": f"{clean(part.part)} {clean(part.title)}".strip(),
        "number": clean(part.part),
        "output": plain_text(goal_lines(part)).strip(),
    }
    if scored:
        test |= {"score": round(part.points, DIGITS), "max_score": round(part.of, DIGITS)}
    yield test


def _link(link: LinkVerdict) -> dict[str, Any]:
    test: dict[str, Any] = {
        "name": f"({clean(link.equation)})#{link.link} {link.verdict}",
        "number": f"{clean(link.part)} ({clean(link.equation)})#{link.link}".strip(),
        "output": plain_text(link_lines(link)),
        "tags": [link.verdict],
    }
    if link.verdict in STATUS:
        test["status"] = STATUS[link.verdict]
    return test
