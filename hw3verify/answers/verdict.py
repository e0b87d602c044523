"""Verdicts on a person's functions: one for each function that is asked for.

    agrees      on every input that was tried (that is no proof)
    differs     the smallest input found on which it gives something else
    fails       the smallest input found on which it raises, hangs, exits or crashes
    undecided   no time was left before enough inputs were tried; none of those that were tried failed
    missing     the file does not define it

A file that cannot be loaded (a syntax error, an exit, a hang) fails in every function that is asked for. Nothing that
the file does raises here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from typing import Any

from hw3verify.answers.agreement import disagreement
from hw3verify.answers.confinement import Confined, Limits, Unloadable
from hw3verify.answers.questions import QUESTIONS, Question

TRIES = 200
WORDS = ("agrees", "differs", "fails", "undecided", "missing")


@dataclass(frozen=True, slots=True)
class FunctionVerdict:
    """One function: its name, one of WORDS, a sentence, the number of calls, and the part that asks for it."""

    name: str
    verdict: str
    because: str
    calls: int = 0
    part: str = ""

    def to_json(self) -> dict[str, Any]:
        """The record as JSON values."""
        return asdict(self)


def function_verdicts(
    code: bytes,
    asked: Iterable[tuple[str, str]],
    limits: Limits | None = None,
    kind: str = "numpy",
    tries: int = TRIES,
) -> Iterator[FunctionVerdict]:
    """A verdict for each (part, function) that is asked for, as soon as it is known.

    `code` is the Python file, `kind` how tables and numbers are handed over ("numpy", "torch", "lists"), `tries`
    how many inputs are drawn for each beside its edge cases. ValueError for a function that is not one of QUESTIONS.
    """
    wanted = tuple(asked)
    for part, name in wanted:
        if name not in QUESTIONS:
            raise ValueError(f"function {name} of part {part}: expected one of {', '.join(QUESTIONS)}")
    try:
        with Confined(code, limits, kind) as answers:
            for part, name in wanted:
                yield _verdict(answers, part, QUESTIONS[name], tries)
    except Unloadable as problem:
        for part, name in wanted:
            yield FunctionVerdict(name, "fails", f"the file cannot be loaded: {problem}", 0, part)


def _verdict(answers: Confined, part: str, question: Question, tries: int) -> FunctionVerdict:
    if question.name not in answers.names:
        return FunctionVerdict(question.name, "missing", f"def {question.call} is not there", 0, part)
    answers.restart_clock()

    def student(*arguments: Any) -> Any:
        return answers.call(question.name, arguments)

    inputs = question.inputs()
    found = disagreement(student, question.reference, inputs, question.tolerance, question.examples, tries)
    calls = answers.calls
    if found is not None:
        word = "fails" if found.error else "differs"
        return FunctionVerdict(question.name, word, found.said(question.name), calls, part)
    if answers.exhausted:
        return FunctionVerdict(question.name, "undecided", f"time was up after {calls} calls", calls, part)
    return FunctionVerdict(question.name, "agrees", f"in {calls} calls", calls, part)
