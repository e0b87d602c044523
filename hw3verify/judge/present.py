"""Verdicts as records: plain data for reports, and certificates for `recheck`."""

from __future__ import annotations

from typing import Any

from hw3verify.judge.array_refutation import array_refutation
from hw3verify.judge.choose import Verdict
from hw3verify.judge.context import Meaning
from hw3verify.judge.flow import Link, Proposition, Side, sides_of
from hw3verify.judge.record import LinkVerdict
from hw3verify.judge.refutation import refutation
from hw3verify.judge.steps import because as rests_on
from hw3verify.judge.steps import steps
from hw3verify.kernel.certify import Certified
from hw3verify.kernel.proof import Proof
from hw3verify.language.printer import latex
from hw3verify.language.source import Source
from hw3verify.meaning.array_world import ArrayCounterexample
from hw3verify.meaning.claim import Claim, Relation
from hw3verify.meaning.evidence import Counterexample


def link_record(source: Source, v: Verdict) -> LinkVerdict:
    """One link as a record."""
    link, a = v.link, v.assessment
    line, column = source.position(link.start)
    proof: list[Any] | None = None
    counterexample = None
    because = a.outcome.because
    if a.outcome.certified is not None:
        evidence = a.outcome.certified.evidence
        if isinstance(evidence, Proof) and a.outcome.verdict == "proved":
            proof, because = list(steps(a.outcome.certified)), rests_on(a.outcome.certified)
        elif isinstance(evidence, ArrayCounterexample) and a.outcome.verdict == "refuted":
            counterexample = array_refutation(evidence)
            because = counterexample["statement"]
        elif isinstance(evidence, Counterexample) and a.outcome.verdict == "refuted":
            counterexample = refutation(evidence)
            because = counterexample["statement"]
    left, right = written(link)
    return LinkVerdict(
        link.part,
        link.number,
        link.index,
        link.op,
        left,
        right,
        a.outcome.verdict,
        because,
        _reading(v),
        a.facts,
        counterexample,
        proof,
        a.outcome.worlds,
        line,
        column,
    )


def written(link: Link) -> tuple[str, str]:
    """Both sides as they stand in the document; for an arrow what is before it and behind it."""

    def text(p: Proposition | None) -> str:
        return "" if p is None else f"{p.left.latex} {p.op} {p.right.latex}"

    if link.role == "arrow":
        return text(link.premise), text(link.consequent)
    return "" if link.left is None else link.left.latex, link.right.latex


def _reading(v: Verdict) -> dict[str, Any]:
    """Both sides as they were read; for an arrow the relations before it and behind it."""
    a = v.assessment
    left, right = (_shown(m) for m in (a.left, a.right))
    if v.link.role == "arrow" and isinstance(a.claim, Claim) and a.claim.premises:
        left, right = _relation(a.claim.premises[-1]), _relation(a.claim.says)
    notes = [n for m in (a.left, a.right) if m is not None for n in m.notes]
    return {
        "left": left,
        "right": right,
        "repairs": list(dict.fromkeys(notes)),
        "alternatives": list(v.alternatives),
    }


def _shown(m: Meaning | None) -> str:
    """A side as it was read."""
    return "" if m is None else m.shown or ("" if m.expr is None else latex(m.expr))


def _relation(r: Relation) -> str:
    return f"{latex(r.left)} {r.op} {latex(r.right)}"


def certificate_of(v: Verdict) -> dict[str, Any] | None:
    """What `recheck` needs: the link as written, the readings that were chosen, and the evidence."""
    outcome, other = v.assessment.outcome, v.assessment.other
    if outcome.certified is None or outcome.verdict not in ("proved", "refuted"):
        return None
    chosen = dict(v.choice)
    left, right = written(v.link)
    data: dict[str, Any] = {
        "part": v.link.part,
        "equation": v.link.number,
        "link": v.link.index,
        "verdict": outcome.verdict,
        "left": left,
        "right": right,
        "readings": [list(_path(s, chosen.get(id(s), 0))) for s in sides_of(v.link)],
        **_evidence(outcome.certified),
    }
    if other is not None and other.certified is not None:
        data["other"] = _evidence(other.certified)
    return data


def _evidence(certified: Certified) -> dict[str, Any]:
    evidence = certified.evidence
    if isinstance(evidence, Proof):
        return {"proof": {"method": evidence.method, "witness": evidence.witness}}
    return {"counterexample": evidence.to_dict()}


def _path(side: Side, number: int) -> tuple[int, ...]:
    first = side.readings.first
    if first is None:
        return ()
    return first.path if number == 0 else side.readings.readings[number].path
