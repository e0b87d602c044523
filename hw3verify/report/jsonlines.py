"""JSON Lines: one object a line for each submission, all that is known of it.

    {"student": ..., "points": ..., "of": ..., "open": [...], "error": ..., and the keys of the report}

The keys of the report are those of `hw3verify/report/schema.json`. Law: `points` is null where the submission could not
be judged; every line is a JSON value by itself, in ASCII, and no line is empty.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from hw3verify.report.graded import Graded


def jsonlines(many: Iterable[Graded]) -> str:
    """The lines, each with its line feed."""
    return "".join(json.dumps(_object(graded), allow_nan=False) + "\n" for graded in many)


def _object(graded: Graded) -> dict[str, Any]:
    return {
        "student": graded.student,
        "points": None if graded.error else graded.points,
        "of": graded.of,
        "open": [part.part for part in graded.open],
        "error": graded.error or None,
        **graded.report.to_json(),
    }
