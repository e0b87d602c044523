"""Remarks: what sentences that begin with none of the words for facts say of the names in a text.

`Note that $c > 0$`, `Define $c = 2$`, `Without loss of generality let $a < b$` state no facts by the format, so nothing
is proved by them. But an author who writes them means them, and a line that is true with them is not refuted.

Law: a remark only takes refutations away. What is concluded, denied, asked for or said under a condition is no remark;
nor is what is said of a divergence or an expectation, which is a result.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import replace

from hw3verify.judge.context import Context
from hw3verify.language.blocks import Prose
from hw3verify.language.cues import Cue
from hw3verify.language.orders import ORDER
from hw3verify.language.sentences import sentences
from hw3verify.language.statements import Statement, learn
from hw3verify.language.surface import App, Interval, Neg, Node, Num, SetOf, Sym
from hw3verify.language.vocabulary import DIVERGENCES, name_of

_IS = (("=",), (":=",))
MOST = 20  # remarks in force at one place; further ones are not read
_OPEN = re.compile(  # what follows is no remark, whatever it says
    r"\b(?:not|never|no|nor|cannot|without|contradict\w*|false|wrong|wrongly|fails?|neither|either|show|prove|verify|check|find|want"
    r"|claim\w*|whether|asked|suffices|would|were|if|iff|unless|when|whenever|provided|otherwise|equality|case|for|at|like"
    r"|example|instance|e\.g)\b(?!\s+loss\b)|n['’]t\b",
    re.IGNORECASE,
)
_CONCLUDED = re.compile(
    r"\b(?:then|hence|therefore|thus|so|consequently|follows?|implies|gives?|giving|yields?|means|leads|becomes|obtain|get|have"
    r"|has|conclude|deduce|see|find|arrive|becomes|reduces|simplifies|turns?|written|write|writing|recall)\b",
    re.IGNORECASE,
)


def remarks_of(prose: Prose, stated: Collection[int]) -> Iterator[tuple[Cue, bool]]:
    """The formulas of a prose that are no facts, and whether they may be a conclusion. `stated`: where facts begin."""
    for sentence in sentences(prose):
        words = ""
        opened, concluded = 0, 0  # what is before these places has neither sort of word: a sentence is searched once
        for k, inline in enumerate(sentence.inlines):
            words += sentence.pieces[k] + " "
            if inline.start in stated:
                continue
            open_, drawn = _OPEN.search(words, opened), _CONCLUDED.search(words, concluded)
            opened = len(words) if open_ is None else open_.start()
            concluded = len(words) if drawn is None else drawn.start()
            if open_ is None:
                yield Cue("remark", inline, sentence.start, "", ""), drawn is not None


def remarked(
    prose: Prose, stated: Collection[int], statement_of: Callable[[Cue], Statement]
) -> tuple[Statement, ...]:
    """What a prose remarks."""
    found = ((statement_of(cue), concluded) for cue, concluded in remarks_of(prose, stated))
    return tuple(s for s, concluded in found if _restricts(s) or (not concluded and _names(s)))


def with_remarks(context: Context) -> Iterator[tuple[Context, str]]:
    """The places in which what is false here may be true, and why: on the range that the text states for the variable
    of a definition, and where the remarks are facts."""
    if context.scope.ranged:
        scope = replace(context.scope, ranged=())
        wider = replace(context, scope=scope, _known={}, _kept=[])
        yield wider, "it may be true on the range that is stated for a definition"
    if context.remarks:
        yield _as_facts(context), "it may be true with what the prose says besides its facts"


def _as_facts(context: Context) -> Context:
    """The place if the remarks were facts; what a name is that a fact explains, a remark does not change."""
    scope = context.scope
    for statement in context.remarks:
        left = statement.sides[0]
        fn = left.fn if isinstance(left, App) else left
        if isinstance(fn, Sym) and statement.ops in _IS and scope.definition(name_of(fn)) is not None:
            continue
        scope = learn(scope, context.vocabulary, statement)
    return replace(context, scope=scope, remarks=(), _known={}, _kept=[])


def _restricts(s: Statement) -> bool:
    """`$c > 0$`, `$0 < a < b$`, `$\\\\theta \\\\in (0, 1)$`: where plain names lie."""
    if not s.ops or not set(s.ops) <= {*ORDER, "in"} or None in s.sides:
        return False
    return all(map(_is_plain, s.sides)) and any(isinstance(n, Sym) for n in s.sides)


def _names(s: Statement) -> bool:
    """`$c = 2$`, `$M = (p + q)/2$`, `$p_G = p_{data}$`: what something is."""
    left = s.sides[0]
    if s.ops not in _IS or None in s.sides:
        return False
    if isinstance(left, App):
        return isinstance(left.fn, Sym) and left.fn.base not in DIVERGENCES and all(map(_is_plain, left.args))
    return isinstance(left, Sym)


def _is_plain(node: Node | None) -> bool:
    return _is_plain(node.arg) if isinstance(node, Neg) else isinstance(node, Sym | Num | Interval | SetOf)
