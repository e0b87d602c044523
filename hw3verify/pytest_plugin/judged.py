"""A document, judged: its cases, whatever the file is.

Law: `judged` returns; a file that cannot be used, and an error of ours, become one failing case with a sentence that
says so (`HW3VERIFY_TRACEBACK=1` in the environment lets an error of ours through). A file is judged once for a call,
with hints, since a failing item names the slip; that takes about twice as long as without.
"""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from hw3verify.pytest_plugin.case import Group, failure, groups

if TYPE_CHECKING:
    from hw3verify.assignments.loader import Assignment


def judged(path: Path, assignment: str | None = None, strict: bool = False) -> tuple[Group, ...]:
    """The cases of this file, under an assignment (its name or path) if one is given."""
    from hw3verify.language.source import UnusableInput, load

    try:
        source = load(path)
        from hw3verify.judge.judge import judge_source

        report = judge_source(source, _loaded(assignment), hints=True)
        return groups(report, source.text, strict)
    except UnusableInput as problem:
        return failure(str(problem))
    except Exception as problem:  # one file's trouble must not end the session
        if os.environ.get("HW3VERIFY_TRACEBACK"):
            raise
        said = f"{type(problem).__name__}: {problem}".strip()[:300]
        return failure(f"{path}: internal error, please report it with the file ({said})")


@cache
def _loaded(name: str | None) -> Assignment | None:
    from hw3verify.assignments.loader import load_assignment

    return None if name is None else load_assignment(name)
