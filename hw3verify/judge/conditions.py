"""Conditions in displays: words beside a formula, and ranges of names.

`a + 1 = 2 \\text{ for } a = 1` is not said of every a, and `0 < \\theta < 1` standing alone says where a name lies. The
first is judged without its condition, so it may be proved but never refuted; the second is no claim. A density is no
such name: `p(x) \\le 1` is a claim, and a false one.
"""

from __future__ import annotations

import re

from hw3verify.judge.context import Context
from hw3verify.judge.flow import ORDER, Side
from hw3verify.language.surface import App, Neg, Node, Num, Sym
from hw3verify.language.vocabulary import name_of

_WORD = re.compile(
    r"\\(?:text|mathrm|textrm|textit|mbox|hbox)\s*\{[^{}]*\b(?:if|when|whenever|where|for|with|given|assuming|provided|since"
    r"|because|as long as|unless|under)\b[^{}]*\}|\\forall(?![A-Za-z])|\\exists(?![A-Za-z])"
)
RESTRICTION = re.compile(
    r"Lipschitz|mean[- ]field|factori[sz]|\bfamil|parametri[sz]ed|\brestrict|\bbounded\b|\bclass of\b|\bamong\b",
    re.IGNORECASE,
)
INDEPENDENCE = re.compile(r"\bindependen|\bi\.?i\.?d\b|\bMarkov", re.IGNORECASE)
_RELATION = re.compile(r"=|<|>|\\(?:leq?|geq?|lt|gt|neq?|in|sim|equiv|to|ll|gg|perp|independent)(?![A-Za-z])")


def condition_beside(latex: str) -> str:
    """The words that restrict a display and the formula behind them; "" if there are none."""
    for word in _WORD.finditer(latex):
        rest = latex[word.end() : word.end() + 200]
        if _RELATION.search(word.group()) or _RELATION.search(rest):
            return (word.group() + rest[:40]).strip()
    return ""


_FORMULA = re.compile(r"\$([^$]+)\$|\\\((.+?)\\\)")
_SENTENCE = re.compile(r"(?<=[.;:!?])\s|\n\s*\n")
_AFTER = re.compile(r"[\s,;.]*(where|with|when|for|if|whenever|provided|assuming|as long as|unless)\b", re.IGNORECASE)
_BEFORE = re.compile(r"(?:(?:so|then|now|and|but|hence|thus|also),? +)?(if|when|for|whenever|at|set)\b", re.IGNORECASE)
_NEAR = 400  # characters of prose before and after a display in which a condition on it is looked for
_ORDER = re.compile(r"<|>|\\(?:leq?|geq?|lt|gt|neq?|in)(?![A-Za-z])")
_BARE = re.compile(r"\s*[pqr](?:_\{?\w+\}?)?(?:\([^()]*\))?\s*=\s*[pqr](?:_\{?\w+\}?)?(?:\([^()]*\))?\s*$")


def condition_around(before: str, after: str) -> str:
    """The condition that the words right before or after a display put on it; "" if there is none.

    `where $M = (p + q)/2$` explains a name and restricts nothing; `where $a > 0$` and `when $p = q$` do.
    """
    before, after = before[-_NEAR:], after[:_NEAR]
    word = _AFTER.match(after)
    if word:
        sentence = _SENTENCE.split(after[word.start(1) :], maxsplit=1)[0]
        return _restriction(sentence, word[1].lower() in ("where", "with"))
    last = _SENTENCE.split(before.rstrip())[-1].lstrip("-*# ") if not before.rstrip().endswith(".") else ""
    return _restriction(last, False) if _BEFORE.match(last) else ""


def _restriction(sentence: str, explains: bool) -> str:
    for one, two in _FORMULA.findall(sentence):
        formula = one or two
        if r"\dots" in formula or r"\ldots" in formula or not _RELATION.search(formula):
            continue
        if _ORDER.search(formula) or _BARE.match(formula) or not explains:
            return sentence.strip()[:80]
    return ""


def is_range(left: Side, op: str, right: Side, context: Context) -> bool:
    """Is this `name < number`, for a name that no definition, law or divergence explains?"""
    if op not in ORDER or left.readings.first is None or right.readings.first is None:
        return False
    one, two = left.readings.first.node, right.readings.first.node
    return (_is_number(one) and _is_free(two, context)) or (_is_number(two) and _is_free(one, context))


def _is_number(node: Node) -> bool:
    return isinstance(node, Num) or (isinstance(node, Neg) and isinstance(node.arg, Num))


def _is_free(node: Node, context: Context) -> bool:
    fn = node.fn if isinstance(node, App) else node
    if not isinstance(fn, Sym) or context.vocabulary.is_density(fn):
        return False
    if context.scope.definition(name_of(fn)) is not None:
        return False
    if isinstance(node, App):
        return name_of(fn) in context.vocabulary.functions
    return name_of(fn) not in context.stated
