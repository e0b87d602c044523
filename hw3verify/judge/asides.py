r"""Conditions on one display: what its own words, its brackets, the statements beside it and the prose around it say.

    \log x \le x - 1 \quad \text{for all } x > 0        a^2 \le a, \quad 0 \le a \le 1
    \frac{1}{x} \ge 1 \quad (0 < x < 1)                 \forall x > 0: \log x \le x - 1

Signs, ranges and memberships of names are understood: they hold for this display, and for those that go on from it,
and nowhere else. Whatever else stands there is a doubt: then the display may be proved, but is not refuted.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from hw3verify.judge.conditions import FORMULA, condition_beside, is_free
from hw3verify.judge.context import Context
from hw3verify.judge.flow import ARROWS
from hw3verify.language.blocks import Display
from hw3verify.language.conjunctions import SHARED
from hw3verify.language.cues import Cue
from hw3verify.language.kinds import Kinds
from hw3verify.language.readings import DisplayReading, read_display
from hw3verify.language.scope import Scope
from hw3verify.language.statements import Statement, learn
from hw3verify.language.surface import Abs, App, Dots, Interval, Neg, Node, Num, SetOf, Sym, Tuple_
from hw3verify.language.tokens import Macros
from hw3verify.language.vocabulary import Vocabulary

_QUANTIFIES = re.compile(
    r"[\s(,]*(?:(?:for|if|where|when|whenever|with|given|assuming|provided|as long as|and|all|any|every|each|that|real"
    r"|numbers?|values?|of|both|always|is|are|holds?|this)\b[\s,]*)*[\s).,:]*",
    re.IGNORECASE,
)

_SUPPORT = re.compile(
    r"^,?\s*(?:be |is )?(?:an? |the )?(?:density )?(?:for|on|over|where|if|when)(?: all| every)?$", re.IGNORECASE
)
_CASES = re.compile(r"\\begin\s*\{cases\}.*?\\end\s*\{cases\}", re.DOTALL)  # its conditions are its own


@dataclass(frozen=True, slots=True)
class Limits:
    """What restricts a display: the scope there, what was not understood, where its own ranges stand, and all of it."""

    scope: Scope
    doubt: str = ""
    ranges: frozenset[int] = frozenset()
    conditions: tuple[Statement, ...] = ()


def restricted(
    display: Display, reading: DisplayReading, plain: Context, around: str, before: Limits, kinds: Kinds, macros: Macros
) -> Limits:
    """The limits of a display in its place; `around` are the words beside it that restrict it."""
    conditions, doubt, ranges = own_conditions(display.latex, reading, plain)
    near = around_conditions(around, kinds, macros) if around else []
    doubt = doubt or (around[:80] if near is None else "")
    goes_on = bool(reading.sides) and reading.sides[0] is None
    everything = (*(before.conditions if goes_on else ()), *conditions, *(near or ()))
    scope, unread = under(plain.scope, plain.vocabulary, everything)
    return Limits(scope, doubt or unread, frozenset(display.start + at for at in ranges), everything)


def own_conditions(latex: str, reading: DisplayReading, context: Context) -> tuple[list[Statement], str, list[int]]:
    """What the display says of its own names, the words in it that were not understood, and where its ranges stand."""
    found: list[Statement] = []
    rest = latex
    for aside in reversed(reading.asides):
        source = latex[aside.start : aside.end]
        mentions = not aside.ops and all(isinstance(s, Sym | App) for s in aside.sides)  # "for all x"
        restricts = bool(aside.ops) and _restricts(aside.sides, aside.ops)
        if not _QUANTIFIES.fullmatch(aside.words) or not (mentions or restricts):
            continue
        if aside.ops:
            found.append(Statement(aside.sides, aside.ops, source))
        rest = rest[: aside.start] + rest[aside.end :]
    beside, ranges = _beside(latex, reading, context)
    within = _within_premise(latex, reading)
    return [*found, *beside], condition_beside(_CASES.sub(" ", rest)) or within, ranges


def _within_premise(latex: str, reading: DisplayReading) -> str:
    """`\\forall f: A(f) \\Rightarrow B`: that A holds of every f may be the premise, which no single f makes true."""
    arrow = next((at for at, op in zip(reading.op_offsets, reading.ops, strict=True) if op in ARROWS), -1)
    return next((latex[a.start : a.end] for a in reading.asides if a.start < arrow), "")


def _beside(latex: str, reading: DisplayReading, context: Context) -> tuple[list[Statement], list[int]]:
    """Ranges of names that nothing explains, beside a statement in one display, and where their relations stand."""
    found: list[Statement] = []
    ranges: list[int] = []
    claims = False
    nodes = tuple(None if s is None or s.first is None else s.first.node for s in reading.sides)
    waiting: tuple[Node | None, ...] = ()
    first = 0
    for k, op in enumerate((*reading.ops, ",")):
        if op != ",":
            continue
        sides, ops = nodes[first : k + 1], reading.ops[first:k]
        if not ops:
            waiting += sides
        else:
            sides, ops = (*waiting, *sides), (*(",",) * len(waiting), *ops)
            limits = any(isinstance(n, Num | Interval | SetOf) or _is_negative(n) for n in sides)
            free = all(n is not None and (_is_end(n) or is_free(n, context)) for n in sides)
            if limits and free and _restricts(sides, ops):
                found.append(Statement(sides, ops, latex))
                ranges += reading.op_offsets[first:k]
            else:
                claims = True
            waiting = ()
        first = k + 1
    return (found, ranges) if claims else ([], [])


def _is_negative(node: Node | None) -> bool:
    return isinstance(node, Neg) and isinstance(node.arg, Num)


def _is_end(node: Node) -> bool:
    """What may stand where a range ends: a number, an interval or a set."""
    return isinstance(node, Num | Interval | SetOf | Dots) or _is_negative(node)


def _restricts(sides: tuple[Node | None, ...], ops: tuple[str, ...]) -> bool:
    """Do all relations say where plain names lie?"""
    return set(ops) <= {*SHARED, ","} and all(map(_is_plain, sides))


def _is_plain(node: Node | None) -> bool:
    if isinstance(node, Neg | Abs):
        return _is_plain(node.arg)
    if isinstance(node, App):
        return all(isinstance(a, Sym) for a in node.args) and not node.given
    return isinstance(node, Sym | Num | Interval | SetOf | Dots)


def around_conditions(sentence: str, kinds: Kinds, macros: Macros) -> list[Statement] | None:
    """`for $x > 0$ and $n \\ge 1$` in the prose right beside a display; None if it says anything else."""
    if not _QUANTIFIES.fullmatch(FORMULA.sub(" ", sentence)):
        return None
    found = []
    for one, two in FORMULA.findall(sentence):
        reading = read_display(one or two, kinds, macros)
        sides = tuple(None if s is None or s.first is None else s.first.node for s in reading.sides)
        if reading.asides or not sides or not _restricts(sides, reading.ops):
            return None
        found.append(Statement(sides, reading.ops, one or two))
    return found


def support_of(cue: Cue, following: Cue, statement: Callable[[Cue], Statement]) -> Statement | None:
    """`p(x) = ...` for `x \\ge 0`: the statement right behind an equation that says where it holds."""
    if following.sentence_start != cue.sentence_start or statement(cue).ops != ("=",):
        return None
    left, where = statement(cue).sides[0], statement(following)
    variable = left.args[0] if isinstance(left, App) and len(left.args) == 1 else None
    spoken = variable in where.sides if where.ops else isinstance(where.sides[0], Interval | Tuple_ | Sym)
    return where if variable is not None and spoken and _SUPPORT.search(following.before) else None


def is_law(scope: Scope, source: str) -> bool:
    """Has this formula just been recognised as a law?"""
    return bool(scope.laws) and scope.laws[-1][1] == source


def under(scope: Scope, vocabulary: Vocabulary, conditions: Iterable[Statement]) -> tuple[Scope, str]:
    """The scope with the conditions, and the first that was not understood."""
    for c in conditions:
        heads = [side.fn for side in c.sides if isinstance(side, App)]
        if any(isinstance(fn, Sym) and vocabulary.is_density(fn) for fn in heads):
            return scope, c.source[:80]  # where p(x) < q(x): said of some points, not of all
        known = learn(scope, vocabulary, c)
        if known.vague != scope.vague:
            return scope, c.source[:80]
        scope = known
    return scope, ""
