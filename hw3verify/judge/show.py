"""Our reading of every display, so that a person sees at once where we misread.

The document is judged as `check` does it, because neighbours decide which reading a side has; shown is the reading that
was judged in the end: every name with its meaning put in, what had to be mended, and the facts that were used. A side
without a meaning is left empty, and the error says why.
"""

from __future__ import annotations

from collections.abc import Iterable

from hw3verify.assignments.loader import Assignment
from hw3verify.judge.choose import Verdict
from hw3verify.judge.context import Context, Meaning
from hw3verify.judge.flow import Side, sides_of
from hw3verify.judge.record import Shown
from hw3verify.judge.trial import Trial, try_document
from hw3verify.language.blocks import Display, Part
from hw3verify.language.printer import latex, name_latex
from hw3verify.language.readings import DisplayReading
from hw3verify.language.source import Source
from hw3verify.meaning.claim import Claim, Facts


def show_source(source: Source, assignment: Assignment | None = None) -> Iterable[Shown]:
    """One row a display, in the order of the document."""
    trial = try_document(source, assignment)
    verdicts: dict[tuple[str, str], list[Verdict]] = {}
    chosen: dict[int, int] = {}
    for v in trial.verdicts:
        verdicts.setdefault((v.link.part, v.link.number), []).append(v)
        picked = dict(v.choice)
        for s in sides_of(v.link):
            if id(s) in picked:
                chosen[id(s.readings)] = picked[id(s)]
    return [
        _row(trial, part, display, reading, context, verdicts.get((part.label, display.number), []), chosen)
        for part, display, reading, context in trial.shown
    ]


def _row(
    trial: Trial,
    part: Part,
    display: Display,
    reading: DisplayReading,
    context: Context,
    verdicts: list[Verdict],
    chosen: dict[int, int],
) -> Shown:
    known = _meanings(verdicts)
    sides: list[str] = []
    notes: list[str] = []
    facts: list[str] = []
    errors = [f"not understood: {reading.error}"] if reading.error is not None else []
    for s in reading.sides:
        if s is None:  # the side before
            sides.append(r"\dots")
            continue
        meaning = known.get(id(s))
        if meaning is None:
            side = Side(display.number, display.latex[s.start : s.end].strip(), display.start + s.start, s)
            meaning = context.elaborate(side, chosen.get(id(s), 0))
        sides.append("" if meaning.expr is None else latex(meaning.expr))
        notes += meaning.notes
        facts += meaning.used
        if meaning.expr is None:
            errors.append(meaning.problem)
    for v in verdicts:
        facts += v.assessment.facts
        if isinstance(v.assessment.claim, Claim):
            facts += signs(v.assessment.claim.facts)
    line, column = trial.document.source.position(display.start)
    return Shown(
        part.label,
        display.number,
        " ".join(display.latex.split()),
        tuple(sides),
        reading.ops,
        _role(verdicts),
        tuple(dict.fromkeys(notes)),
        tuple(dict.fromkeys(facts)),
        "; ".join(dict.fromkeys(errors)),
        line,
        column,
    )


def _meanings(verdicts: list[Verdict]) -> dict[int, Meaning]:
    """The meanings with which the sides were judged (definitions on the way included)."""
    found: dict[int, Meaning] = {}
    for v in verdicts:
        picked = dict(v.choice)
        for s in sides_of(v.link):
            found.setdefault(id(s.readings), v.context.elaborate(s, picked.get(id(s), 0)))
    return found


def _role(verdicts: list[Verdict]) -> str:
    """What the display is: a definition, a condition, an implication or a claim; an expression without relations."""
    if not verdicts:
        return "expression"
    said = [v.assessment.outcome.verdict for v in verdicts]
    if any(v.link.role == "arrow" for v in verdicts):
        return "implication"
    roles = dict.fromkeys(s if s in ("definition", "condition") else "claim" for s in said)
    return " and ".join(roles)


def signs(facts: Facts) -> list[str]:
    """The signs and ranges that hold by convention or because the text says so, as formulas."""
    unit = sorted(facts.unit)
    found = [rf"0 < {name_latex(n)} < 1" for n in unit]
    found += [f"{name_latex(n)} > 0" for n in sorted(facts.positive - facts.unit)]
    found += [rf"{name_latex(n)} \in \{{0, 1\}}" for n in sorted(facts.binary)]
    found += [rf"{name_latex(n)} \in \mathbb{{N}}" for n in sorted(facts.integer)]
    return found
