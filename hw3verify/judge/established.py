"""A theorem that is established: the shipped evidence for every step of its section has been checked again.

The document is read as any submission is, every certificate is handed to the kernel for the claim that the document
makes today (`recheck`), and what the kernel does not accept is not established. So a changed document, a certificate of
another text, or one that is missing shows here, whatever the files say of themselves.

Law: of an `Established` theorem every link is proved by `language`, `meaning` and `kernel` alone, or is no claim (a
definition, the side of an implication).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from hw3verify.judge.recheck import NO_LINK, rechecked
from hw3verify.language.source import Source, UnusableInput
from hw3verify.theorems.document import Theorem
from hw3verify.theorems.shelf import certificates, document_source, theorem

NO_CLAIM = ("definition", "condition")


class UnprovedTheorem(UnusableInput):
    """A theorem whose shipped evidence the kernel does not accept; the message names the step."""


@dataclass(frozen=True, slots=True)
class Step:
    """One proved link of a theorem: where it stands, what is written there, the kernel's rules."""

    equation: str
    link: int
    left: str
    relation: str
    right: str
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Established:
    """A theorem with the steps that the kernel has accepted just now, those of its statement first."""

    theorem: Theorem
    steps: tuple[Step, ...]

    @property
    def statement(self) -> tuple[str, ...]:
        """The displays of the statement as LaTeX."""
        return self.theorem.statement

    @property
    def rules(self) -> tuple[str, ...]:
        """The kernel's rules on which it rests, each once."""
        return tuple(dict.fromkeys(rule for step in self.steps for rule in step.rules))


def load_theorem(identifier: str) -> Established:
    """A shipped theorem, its evidence re-checked (once in a process).

    Raises `UnusableTheorem` for an unknown identifier and `UnprovedTheorem` where the evidence is not accepted.
    """
    found = theorem(identifier)
    steps, faults = _document(found.document)
    fault = faults.get(found.part)
    if fault:
        raise UnprovedTheorem(f"{identifier}: {fault}")
    return Established(found, steps.get(found.part, ()))


def check_document(
    source: Source, kept: Sequence[Mapping[str, Any]]
) -> tuple[dict[str, tuple[Step, ...]], dict[str, str]]:
    """The steps that are proved, and the first fault, of each part of a document under this evidence."""
    trial, rows = rechecked(source, kept)
    steps: dict[str, tuple[Step, ...]] = {}
    faults: dict[str, str] = {}
    for row in rows:
        if not row.holds:
            faults.setdefault(row.part, f"({row.equation})#{row.link}: {row.because}")
        if row.because == NO_LINK:  # evidence for something else: it belongs to another text
            faults.update({part.label: faults[row.part] for part in trial.document.parts if part.label not in faults})
    for v in trial.verdicts:
        link, outcome = v.link, v.assessment.outcome
        if outcome.verdict == "proved" and outcome.certified is not None:
            left, right = v.link.left, v.link.right
            step = Step(link.number, link.index, "" if left is None else left.latex, link.op, right.latex,
                        outcome.certified.rules)  # fmt: skip
            steps[link.part] = (*steps.get(link.part, ()), step)
        elif outcome.verdict not in NO_CLAIM:
            faults.setdefault(link.part, f"({link.number})#{link.index}: {outcome.because}")
    return steps, faults


@lru_cache(maxsize=32)
def _document(name: str) -> tuple[dict[str, tuple[Step, ...]], dict[str, str]]:
    return check_document(document_source(name), certificates(name))
