"""What a person should look at because it may be an attempt to get points without a derivation.

    assumes the goal    a stated fact is what was to be shown, or a link is stated as a fact before it is claimed
    contradiction       stated facts contradict themselves, each other, or what a standard name stands for
    hidden characters   signs that do not show (zero width, direction marks, tags, private use), or hidden formulas

A flag is no verdict and costs no points: people restate assumptions in good faith, and text that was copied brings
odd characters along. Facts of the assignment itself are never flagged.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Any

from hw3verify.assignments.loader import Assignment
from hw3verify.judge.standing import APART, CONTRADICTED, MASSLESS, ORDERED, REDEFINED, STATED, says_again
from hw3verify.judge.trial import Trial
from hw3verify.language.source import Source
from hw3verify.meaning.claim import Claim

MOST_FLAGS = 20  # of one kind
ASSUMES, CONTRADICTION, HIDDEN = "assumes the goal", "contradiction", "hidden characters"
_SPACING = re.compile(
    r"\\(?:left|right|quad|qquad|bigl?|bigr?|Bigl?|Bigr?)(?![A-Za-z])|\\[,;:! ]|[\s{}$]|\\tag\{[^{}]*\}"
)
_HIDING = re.compile(r"\\(?:[hv]?phantom|textcolor\{white\}|color\{white\})|display\s*:\s*none|visibility\s*:\s*hidden")
_JOINERS = "\u200c\u200d"  # between letters of some scripts they are spelling


def flags_of(trial: Trial, assignment: Assignment | None) -> list[dict[str, Any]]:
    """All flags of a document, in order of kind, each with a line (0 where none can be named)."""
    source = trial.document.source
    found = [*_assumed(trial, assignment), *_contradictions(trial), *_hidden(source)]
    counted: dict[str, int] = {}
    kept = []
    for flag in dict.fromkeys(found):
        counted[flag[0]] = counted.get(flag[0], 0) + 1
        if counted[flag[0]] <= MOST_FLAGS:
            kept.append({"kind": flag[0], "because": flag[1], "line": flag[2]})
    return kept


def _assumed(trial: Trial, assignment: Assignment | None) -> Iterator[tuple[str, str, int]]:
    given, asked = _given(assignment), _asked(assignment)
    for label, scope in trial.scopes.items():
        sources = [s for _, s in scope.assumptions] + [d.source for d in scope.definitions]
        for source in dict.fromkeys(sources):
            if bare(source) not in given and bare(source) in asked:
                yield ASSUMES, f"{label or 'the text'} states what is to be shown: {source}"[:300], 0
    for v in trial.verdicts:
        a = v.assessment
        because = a.outcome.because
        line = trial.document.source.position(v.link.start)[0]
        if because.startswith(STATED):
            yield ASSUMES, because[:300], line
        elif isinstance(a.claim, Claim) and a.outcome.verdict in ("proved", "supported"):
            for fact, source in v.context.scope.assumptions:
                if bare(source) not in given and says_again(a.claim.says, fact):
                    yield ASSUMES, f"({v.link.number})#{v.link.index} is what is stated before it: {source}"[:300], line


def _contradictions(trial: Trial) -> Iterator[tuple[str, str, int]]:
    for v in trial.verdicts:
        because = v.assessment.outcome.because
        if because.startswith((APART, ORDERED, CONTRADICTED, REDEFINED)) or because.endswith(MASSLESS):
            yield CONTRADICTION, because[:300], trial.document.source.position(v.link.start)[0]


def _hidden(source: Source) -> Iterator[tuple[str, str, int]]:
    """Signs that do not show, counted by kind at their first place."""
    first: dict[str, list[int]] = {}
    for offset, c in enumerate(source.text):
        if ord(c) > 127 and c not in _JOINERS and unicodedata.category(c) in ("Cf", "Co", "Cn", "Cs"):
            first.setdefault(c, [offset, 0])[1] += 1
    for c, (offset, count) in sorted(first.items()):
        name = unicodedata.name(c, "no character")
        yield HIDDEN, f"U+{ord(c):04X} ({name.lower()}), {count} times", source.position(offset)[0]
    for match in _HIDING.finditer(source.text):
        yield HIDDEN, f"what is marked with {match[0]} does not show", source.position(match.start())[0]


def _given(assignment: Assignment | None) -> set[str]:
    """The formulas in the prose of the assignment."""
    parts = () if assignment is None else assignment.parts
    return {bare(inline.latex) for part in parts for prose in part.prose for inline in prose.inlines}


def _asked(assignment: Assignment | None) -> set[str]:
    """The goals of the assignment, in all their forms."""
    parts = () if assignment is None else assignment.parts
    return {bare(form) for part in parts for goal in part.goals for form in goal.forms}


def bare(latex: str) -> str:
    """LaTeX without spaces, braces and what only sets sizes: what is left when two formulas are written alike."""
    return _SPACING.sub("", latex)
