"""Notation that may mean two things, where the text does not settle which.

Fonts are mostly dropped: who writes `\\mathbf{x}` here and `x` there means one variable. But a formula in which both
stand side by side (`\\vec{x} - x`), or an equation between the two, sets them against each other. And words within a
formula are mostly comments (`by Jensen`), except where they deny or change what is written (`(not)`, `minus one`).
`fonts_apart` and `changes_meaning` find these; nothing is then asserted of the formula. Words may change a standing
convention for the whole text, too (`conventions`: logarithms to base 2, a prime for a derivative); then nothing is
asserted of the displays that the convention concerns (`unsettled`). Nor of orders of magnitude: `o(h)` is no function.
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

_BASE = re.compile(
    r"\blog\w*\b[^.]{0,40}\b(?:to|in|with|of|have|has|use)?\s*(?:the\s+)?base\W{0,3}(?:2|two|10|ten|b)\b|\bbase[-\s$]*(?:2|two|10|ten|b)[$\s-]+log"
    r"|\\log\s*(?:=|:=|\\equiv|\\triangleq)\s*\\(?:log_|lg)|\b(?:binary|decimal|common)\s+logarithms?\b"
    r"|\b(?:measure[ds]?|expressed|given|count(?:ed)?|all|everything|information|entrop(?:y|ies)|divergences?)\b[^.]{0,30}\bin\s+bits\b",
    re.IGNORECASE,
)
_LOGARITHM = re.compile(r"log|\\lg|KL|JS|TV|\bH\b|\bI\b|\bD\b|\bh\b|mathcal|\\Delta|^\s*(?:[=<>&]|\\[lg]eq?)")
_SLOPE = re.compile(
    r"[pqr]'[^.]{0,60}\b(?:derivative|slope)s?\b|\b(?:derivative|slope)s?\b[^.]{0,40}[pqr]'"
    r"|\b(?:prime|dash)(?:s|es)?\b[^.]{0,40}\b(?:derivative|differentiat\w+)",
    re.IGNORECASE,
)
_MARKED = re.compile(r"(?<![A-Za-z\\])[pqr](?:_\{?\w+\}?)?(?:'|\^\{?\\prime)")
_LANDAU = re.compile(
    r"(?<![A-Za-z\\_^])[oO](?:_\{?\\?[A-Za-z]+\}?)?\s*(?:\\[a-zA-Z]+\s*)?\("
    r"|\\(?:mathcal|mathrm|operatorname|text)\s*\{?\s*[oO]\}?(?:_\{?\\?[A-Za-z]+\}?)?\s*(?:\\[a-zA-Z]+\s*)?\("
)


def conventions(words: str) -> frozenset[str]:
    """Which standing conventions the words of a text change: "base" of logarithms, "slope" for a prime."""
    found = (("base", _BASE), ("slope", _SLOPE))
    return frozenset(name for name, pattern in found if pattern.search(words))


_SIGMOID = re.compile(r"\b(?:sigmoid|logistic)\b", re.IGNORECASE)
_APPLIED = re.compile(r"\\sigma\s*(?:\\left|\\big[lr]?)?\s*\(")
_EXPLAINED = re.compile(r"\\sigma\s*(?:\\left)?\(\s*\\?\w+\s*(?:\\right)?\)\s*:?=\s*(?:\\[dt]?frac|1|\(1|\{)")


def told_functions(words: str, latexes: Iterable[str]) -> frozenset[str]:
    """The sigma of a text that calls something a sigmoid and applies sigma, and gives no formula for it."""
    formulas = list(latexes)
    told = _SIGMOID.search(words) and any(map(_APPLIED.search, formulas))
    return frozenset(("sigma",)) if told and not any(map(_EXPLAINED.search, formulas)) else frozenset()


def unsettled(latex: str, notes: Iterable[str], changed: frozenset[str]) -> str:
    """Why nothing is asserted of a display, given the conventions that its text changes; "" if nothing was found."""
    if _LANDAU.search(latex):
        return "an order of magnitude is no function"
    if "base" in changed and _LOGARITHM.search(latex):
        return "the words may give logarithms another base than e"
    if "slope" in changed and _MARKED.search(latex):
        return "a prime may stand for a derivative here"
    return changes_meaning(notes)


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
