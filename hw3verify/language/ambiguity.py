"""Notation that may mean two things, where the text does not settle which.

Fonts are mostly dropped: who writes `\\mathbf{x}` here and `x` there means one variable. But a formula in which both
stand side by side (`\\vec{x} - x`), or an equation between the two, sets them against each other. And words within a
formula are mostly comments (`by Jensen`), except where they deny or change what is written (`(not)`, `minus one`).
`fonts_apart` and `changes_meaning` find these; nothing is then asserted of the formula.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from hw3verify.language.names import LAWS, name_of
from hw3verify.language.surface import App, Node, Sym, walk

_LOOKS = {"bf": "bold", "cal": "calligraphic", "bb": "blackboard"}
_CHANGES = re.compile(
    r"\b(?:not|never|no|isn['’]?t|wrong|false|fails?|except|minus|plus|times|divided|multiplied|squared|cubed|negative"
    r"|half|halves|twice|thrice|double[ds]?|triple[ds]?|inverse|reciprocal|opposite|mod(?:ulo)?|up\s+to|something|ignor\w+"
    r"|dropp\w+|without|missing|forgot\w*|roughly|not\s+quite)\b",
    re.IGNORECASE,
)
_HARMLESS = re.compile(
    r"\b(?:do(?:es)?\s+not\s+depend|not\s+depend\w*|no\s+\w+\s+depend\w*|does\s+not\s+\w+|do\s+not\s+\w+|not\s+a\s+function"
    r"|non-?negativ\w+|independent|without\s+loss|no\s+longer\s+depend\w*|completing|up\s+to\s+here)\b",
    re.IGNORECASE,
)


def fonts_apart(nodes: Iterable[Node]) -> str:
    """What stands in two fonts among the nodes, or ""."""
    seen: dict[str, str] = {}
    for node in nodes:
        laws = {id(n.fn) for n in walk(node) if isinstance(n, App) and (n.params or len(n.args) > 1)}
        for part in walk(node):
            if isinstance(part, Sym) and not (part.base in LAWS and id(part) in laws):  # a law is no number N
                look = _LOOKS.get(part.style, "plain")
                if seen.setdefault(name_of(part), look) != look:
                    return f"{name_of(part)} stands in two fonts: one name or two?"
    return ""


def changes_meaning(notes: Iterable[str]) -> str:
    """The first text within a formula that denies or changes what is written; "" if there is none."""
    return next((note for note in notes if _CHANGES.search(_HARMLESS.sub(" ", note))), "")
