"""Verdicts as records: plain data for reports, and certificates for `recheck`."""

from __future__ import annotations

from typing import Any

from hw3verify.judge.assess import sides_of
from hw3verify.judge.choose import Verdict
from hw3verify.judge.context import Meaning
from hw3verify.judge.flow import Link, Proposition, Side
from hw3verify.judge.record import LinkVerdict
from hw3verify.kernel.certify import Certified
from hw3verify.kernel.proof import Proof
from hw3verify.language.printer import latex
from hw3verify.language.source import Source
from hw3verify.meaning.evidence import Counterexample
from hw3verify.meaning.expr import Apply, Expr, walk
from hw3verify.meaning.world import World


def link_record(source: Source, v: Verdict) -> LinkVerdict:
    """One link as a record."""
    link, a = v.link, v.assessment
    line, column = source.position(link.start)
    proof: list[Any] | None = None
    counterexample = None
    if a.outcome.certified is not None:
        evidence = a.outcome.certified.evidence
        if isinstance(evidence, Proof) and a.outcome.verdict == "proved":
            proof = [{"method": evidence.method, "rules": list(a.outcome.certified.rules), **evidence.witness}]
        elif isinstance(evidence, Counterexample) and a.outcome.verdict == "refuted":
            counterexample = world_record(evidence)
    left, right = written(link)
    return LinkVerdict(
        link.part,
        link.number,
        link.index,
        link.op,
        left,
        right,
        a.outcome.verdict,
        a.outcome.because,
        _reading(a.left, a.right, v.alternatives),
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


def _reading(left: Meaning | None, right: Meaning | None, alternatives: tuple[str, ...]) -> dict[str, Any]:
    def text(m: Meaning | None) -> str:
        return "" if m is None or m.expr is None else latex(m.expr)

    notes = [n for m in (left, right) if m is not None for n in m.notes]
    return {
        "left": text(left),
        "right": text(right),
        "repairs": list(dict.fromkeys(notes)),
        "alternatives": list(alternatives),
    }


def world_record(found: Counterexample) -> dict[str, Any]:
    """A counterexample as the record's dictionary."""
    world = found.world
    exprs = [found.claim.says.left, found.claim.says.right]
    data = world.to_dict()
    return {
        "statement": _statement(found),
        "where": {n: str(x) for n, x in found.where},
        "sizes": data.get("sizes", {}),
        "widths": data.get("widths", {}),
        "points": data.get("points", {}),
        "tables": tables_record(world, exprs),
        "scalars": data.get("scalars", {}),
        "left": found.left,
        "left_value": _number(found.left),
        "right": found.right,
        "right_value": _number(found.right),
        "kind": found.kind,
    }


def tables_record(world: World, exprs: list[Expr]) -> dict[str, Any]:
    """The world's tables and functions as they are stored (joint tables, in the order of their roles)."""
    data = world.to_dict()
    heads = {n.head for e in exprs for n in walk(e) if isinstance(n, Apply)}
    found = {}
    for kind in ("tables", "functions", "maps"):
        for head, table in (data.get(kind) or {}).items():
            if kind != "functions" or head in heads or not heads:
                found[head] = table
    return found


def _statement(found: Counterexample) -> str:
    op = found.claim.says.op
    if found.kind == "undefined":
        return f"one side has no value here: {found.left} {op} {found.right}"
    return f"{found.left} {op} {found.right} is false"


def _number(text: str) -> Any:
    """The float of an exact value's text where it is a plain rational; else the text's approximation if it has one."""
    from fractions import Fraction

    try:
        return float(Fraction(text))
    except (ValueError, ZeroDivisionError, OverflowError):
        return text


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
