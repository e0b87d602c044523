"""A document to its report: read, collect facts, form links, decide each, choose readings, look at the goals.

    blocks -> readings -> vocabulary -> (part by part, in order) facts, definitions, links -> verdicts -> goals

Order matters: a fact or a definition holds from where it stands to the end of its part; names that were introduced hold
to the end of their problem. Nothing raises: what cannot be understood is a verdict of its link.
"""

from __future__ import annotations

import time
from dataclasses import replace

from hw3verify.assignments.loader import Assignment
from hw3verify.judge.assess import Assessor
from hw3verify.judge.broken import Diagnosis, diagnoses
from hw3verify.judge.cited import notices
from hw3verify.judge.goals import mark_answers, part_verdicts
from hw3verify.judge.present import certificate_of, link_record
from hw3verify.judge.record import LinkVerdict, Report
from hw3verify.judge.trial import Trial, try_document
from hw3verify.language.source import Source


def judge_source(source: Source, assignment: Assignment | None = None, hints: bool = False) -> Report:
    """The report on one document, under an assignment's facts and goals if one is given.

    `hints`: look for the single change that mends a refuted link (takes about as long again).
    """
    start = time.perf_counter()
    report = report_on(try_source(source, assignment), assignment, hints)
    return replace(report, seconds=time.perf_counter() - start)


def try_source(source: Source, assignment: Assignment | None = None, assessor: Assessor | None = None) -> Trial:
    """The document with the verdicts on its links, by an assessor of one's own if one is given."""
    trial = try_document(source, assignment, assessor, choosing=True)
    if assignment is not None:
        mark_answers(trial, assignment)
    return trial


def report_on(trial: Trial, assignment: Assignment | None = None, hints: bool = False) -> Report:
    """The records of a document that has been tried; they do not say how long it took."""
    source = trial.document.source
    found = diagnoses(trial) if hints else {}
    links: list[LinkVerdict] = []
    for i, verdict in enumerate(trial.verdicts):
        said = found.get(i, Diagnosis())
        links.append(replace(link_record(source, verdict), slip=said.words, inherits=said.inherits))
    certificates = [c for c in (certificate_of(verdict) for verdict in trial.verdicts) if c is not None]
    parts = part_verdicts(trial, assignment)
    name = None if assignment is None else assignment.id
    cited = notices(trial.document, {part.label: context for part, _, _, context in trial.shown})
    noticed = tuple(f"line {source.position(citation.start)[0]}: {words}" for citation, words in cited)
    return Report(source.name, name, tuple(links), parts, 0.0, tuple(certificates), noticed)


__all__ = ["Trial", "judge_source", "report_on", "try_source"]
