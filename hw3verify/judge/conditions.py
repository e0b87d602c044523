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
_RELATION = re.compile(r"=|<|>|\\(?:leq?|geq?|lt|gt|neq?|in|sim|equiv|to|ll|gg|perp|independent)(?![A-Za-z])")


def condition_beside(latex: str) -> str:
    """The words that restrict a display and the formula behind them; "" if there are none."""
    for word in _WORD.finditer(latex):
        rest = latex[word.end() : word.end() + 200]
        if _RELATION.search(word.group()) or _RELATION.search(rest):
            return (word.group() + rest[:40]).strip()
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
