"""PrairieLearn's external grader result, `results.json`, for one submission.

    score      the share of the points, between 0 and 1
    gradable   false where the submission could not be judged: then the attempt does not count
    tests      every scored part with its points, every link that is a claim with none of none, shown neutrally

Law: every test has points and a maximum, because PrairieLearn shows points only then; links have the maximum 0. The
file stays below one megabyte: of a longer one the links are left out, the last first, and the message says so.

Source: PrairieLearn's documentation, "External grading", section "Grading result".
"""

from __future__ import annotations

import json
from typing import Any

from hw3verify.report.graded import DIGITS, Graded, need_points
from hw3verify.report.gradescope import NO_CLAIM
from hw3verify.report.text import clean, link_lines, plain_text

LARGEST = 1_000_000  # bytes
LONGEST = 2_000  # characters of one text


def prairielearn(graded: Graded) -> str:
    """The text of `results.json`. Raises ValueError where the report has no points."""
    need_points(graded, "prairielearn")
    if graded.error:
        return _text({"gradable": False, "format_errors": [clean(graded.error)[:LONGEST]]})
    links = [link for link in graded.report.links if link.verdict not in NO_CLAIM]
    message = f"{graded.points:g} of {graded.of:g} points"
    if graded.open:
        message += "; a person reads " + ", ".join(clean(part.part) for part in graded.open)
    parts = [
        {
            "name": f"{clean(part.part)} {clean(part.title)}".strip()[:LONGEST],
            "points": round(part.points, DIGITS),
            "max_points": round(part.of, DIGITS),
            "message": f"{part.goal}: {clean(part.because)}".removesuffix(": ")[:LONGEST],
        }
        for part in graded.scored
    ]
    tests: list[dict[str, Any]] = [
        {
            "name": f"({clean(link.equation)})#{link.link} {link.verdict}"[:LONGEST],
            "points": 0,
            "max_points": 0,
            "output": plain_text(link_lines(link))[:LONGEST],
        }
        for link in links
    ]
    result: dict[str, Any] = {"gradable": True, "score": graded.points / graded.of, "message": message[:LONGEST]}
    kept = tests
    while len(text := _text({**result, "tests": [*parts, *kept]})) > LARGEST and kept:  # JSON is ASCII here: bytes
        kept = kept[: len(kept) // 2]
        result["message"] = f"{message[:LONGEST]}; only the first {len(kept)} of {len(tests)} links are listed"
    return text


def _text(result: dict[str, Any]) -> str:
    return json.dumps(result, indent=1, allow_nan=False) + "\n"
