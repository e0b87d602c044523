"""hw3verify: written derivations about probability distributions, verified link by link.

    import hw3verify
    report = hw3verify.check("submission.md", assignment="hw3")
    for link in report.refuted:
        print(link.equation, link.because, link.counterexample)

Importing this package is light: the parts are loaded when they are first asked for, so that a program that only wants a
version number, or a test runner that only registers the plugin, pays nothing for the rest.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from hw3verify.assignments.loader import Assignment, load_assignment
    from hw3verify.grading.scoring import Score, ascore, score
    from hw3verify.judge.record import LinkVerdict, PartVerdict, Report
    from hw3verify.language.source import UnusableInput

__version__ = "0.1.0"
__all__ = [
    "Assignment",
    "LinkVerdict",
    "PartVerdict",
    "Report",
    "Score",
    "UnusableInput",
    "ascore",
    "check",
    "load_assignment",
    "score",
]

_HOMES = {
    "Assignment": "hw3verify.assignments.loader",
    "load_assignment": "hw3verify.assignments.loader",
    "Score": "hw3verify.grading.scoring",
    "ascore": "hw3verify.grading.scoring",
    "score": "hw3verify.grading.scoring",
    "LinkVerdict": "hw3verify.judge.record",
    "PartVerdict": "hw3verify.judge.record",
    "Report": "hw3verify.judge.record",
    "UnusableInput": "hw3verify.language.source",
}


def check(
    text_or_path: str | os.PathLike[str], assignment: str | os.PathLike[str] | Assignment | None = None
) -> Report:
    """Judge every link of a document, given as text or as the path of a file.

    A string is a path when it is one line without mathematics; everything else is the document itself. `assignment`
    is the name of a shipped assignment ("hw3"), the path of an assignment file, or one that is already loaded. Raises
    `UnusableInput` (a ValueError) when there is nothing that could be judged.
    """
    from hw3verify.assignments.loader import load_assignment
    from hw3verify.judge.judge import judge_source
    from hw3verify.language.source import Source, load

    if isinstance(text_or_path, str) and any(sign in text_or_path for sign in "\n$\\"):
        source = Source("<text>", text_or_path)
    else:
        source = load(os.fspath(text_or_path))
    if isinstance(assignment, str | os.PathLike):
        assignment = load_assignment(assignment)
    return judge_source(source, assignment)


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        from importlib import import_module

        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'hw3verify' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *_HOMES})
