"""Facts that the text takes back: `Drop that assumption`, `This is absurd`, `we no longer assume it`.

A withdrawn fact may still be read (it says what the names were), but nothing that rests on it is asserted any more.
The words are taken at their widest: of several facts it is not told which one is meant, so all that stand before them
in reach are withdrawn. A fact too many withdrawn costs a verdict, a fact too few costs the truth.
"""

from __future__ import annotations

import re
from dataclasses import replace

from hw3verify.language.scope import Scope
from hw3verify.meaning.expr import Apply, free_names, walk

_THING = r"(?:assumptions?|hypothes[ie]s|suppositions?|conditions?|restrictions?|premises?|requirements?)"
_WITHDRAWS = re.compile(
    rf"\b(?:drop|discard|abandon|withdraw|remove|forget|retract|reject|lift|waive|undo|revoke|give\s+up|dispense\s+with"
    rf"|relax)(?:s|ped|ed|ing|ping)?\s+(?:\w+\s+){{0,3}}(?:{_THING}|this|that|it|them)\b"
    rf"|\b(?:no\s+longer|not\s+any\s+more|(?:do|does|did|shall|will|can)\s*(?:not|n['’]t|nt)|cannot|never)\s+(?:\w+\s+)?"
    r"(?:assum|suppos|hold)\w*"
    rf"|\b(?:without|contrary\s+to)\s+(?:\w+\s+){{0,2}}{_THING}\b"
    rf"|\b{_THING}\s+(?:\w+\s+){{0,2}}(?:fail|dropped|violated|absurd|false|wrong|untrue|unjustified|not\b|wrongly|withdrawn)"
    r"|\b(?:this|that|which|it|these|those|both)\s+(?:is|are|was|were|turns?\s+out(?:\s+to\s+be)?|must\s+be|cannot\s+be)\s+(?:\w+\s+)?"
    r"(?:absurd|impossible|false|wrong|untrue|true\s+no\s+more|contradict\w*|nonsense|refuted|not\s+(?:true|the\s+case|so))"
    r"|\bit\s+is\s+(?:not\s+true|false|untrue|wrong)\s+that\b|\bcontradict\w*|\brefut\w+",
    re.IGNORECASE,
)


def last_withdrawal(text: str) -> int:
    """Where the last words end by which the text takes back what it stated before; -1 if there are none."""
    return max((m.end() for m in _WITHDRAWS.finditer(text)), default=-1)


def withdraw(scope: Scope) -> Scope:
    """The scope in which everything that was stated so far is taken back.

    Assumptions go; what they spoke of is vague, because another fact may have been meant. Definitions and laws stay, as
    without them their names would mean nothing, but nothing is concluded from them.
    """
    sources = {d.source for d in scope.definitions} | {s for _, s in (*scope.laws, *scope.push_forwards)}
    sides = [side for r, _ in scope.assumptions for side in (r.left, r.right)]
    heads = {n.head for side in sides for n in walk(side) if isinstance(n, Apply)}
    places = {x for side in sides for n in walk(side) if isinstance(n, Apply) for a in n.args + n.given
              for x in free_names(a.value)}  # fmt: skip
    names = heads | {n for side in sides for n in free_names(side)} - places
    return replace(scope, withdrawn=scope.withdrawn | sources, assumptions=(), vague=scope.vague | names)
