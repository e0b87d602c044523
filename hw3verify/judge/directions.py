"""Another direction: what holds of the same two sides, or of the same two statements, where what was written does not.

Each function answers in words, or "" where nothing is found. What is said has been proved.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from hw3verify.judge.attempts import Attempts
from hw3verify.judge.choose import Verdict
from hw3verify.judge.flow import Link, Proposition

TURNS = {"=": (">=", "<="), ">=": ("<=",), "<=": (">=",), ">": ("<",), "<": (">",), "!=": ("=",)}


def turned(attempts: Attempts, v: Verdict) -> str:
    """The same sides with another relation."""
    for op in TURNS.get(v.link.op, ()):
        if attempts.holds(v, replace(v.link, op=op)):
            if v.link.op == "=":
                return f"only {op} holds here, not ="
            if v.link.op == "!=":
                return "both sides are equal"
            return f"the inequality points the other way: {op}"
    return ""


def one_way(attempts: Attempts, v: Verdict) -> str:
    """An equivalence that holds one way only."""
    if attempts.holds(v, replace(v.link, op="=>")):
        return "only => holds here, not <="
    return "only <= holds here, not =>" if attempts.holds(v, _reversed(v.link)) else ""


def reversed_arrow(attempts: Attempts, v: Verdict) -> str:
    """An implication whose converse holds."""
    if v.link.also or not attempts.holds(v, _reversed(v.link)):
        return ""
    return "the arrow points the other way: what is concluded implies what was assumed"


def other_premise(attempts: Attempts, v: Verdict, verdicts: Iterable[Verdict]) -> str:
    """What was assumed or concluded elsewhere in the part, from which the conclusion does follow."""
    link = v.link
    if link.premise is None or link.consequent is None:
        return ""
    same = {(q.left.latex, q.right.latex) for q in (link.premise, link.consequent)}
    for w in verdicts:
        p = w.link
        if p.left is None or p.part != link.part or p.role not in ("premise", "consequent"):
            continue
        other = Proposition(p.left, p.op, p.right)
        if (p.left.latex, p.right.latex) not in same and attempts.holds(v, replace(link, premise=other, also=())):
            return f"this follows from ({p.number}), not from what stands before the arrow"
    return ""


def _reversed(link: Link) -> Link:
    return replace(link, op="=>", premise=link.consequent, consequent=link.premise)
