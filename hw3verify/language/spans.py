r"""Densities that live on a part of the line: "a density on `$[0,\infty)$`", `$p(x)=0$` for `$x<0$`.

Law: where p lives between two ends, an integral of a multiple of p between just these ends is one over the whole range
of its variable, and the variable lies there wherever it is averaged. Nothing is said of other integrals.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from hw3verify.language.names import name_of
from hw3verify.language.surface import App, Infinity, Interval, Neg, Node, Num, Sym
from hw3verify.meaning.expr import Apply, Expr, Name, Product

if TYPE_CHECKING:
    from hw3verify.language.elaborate import Elaborator
    from hw3verify.language.statements import Statement
    from hw3verify.language.vocabulary import Vocabulary

_LIVES = re.compile(
    r"\W*(?:be|is|denote)?\W*(?:an?|any|some|the)?\W*(?:(?:arbitrary|other|probability|continuous)\W+)*"
    r"(?:densit(?:y|ies)|distribution|pdf)(?:\W+function)?\W+(?:on|over|supported\W+on|concentrated\W+on)"
    r"(?:\W+the)?(?:\W+(?:half\W*line|interval|set|positive\W+reals|nonnegative\W+reals))?\W*",
    re.IGNORECASE,
)
_HALF_LINE = re.compile(
    r"(?:densit(?:y|ies)|distribution|pdf)(?:\W+function)?\W+(?:on|over|supported\W+on)\W+the\W+"
    r"(?:(?:positive|non-?negative)\W+)?(?:half\W*line|half\W*axis|(?:positive|non-?negative)\W+reals)\b(?!\W*\$)",
    re.IGNORECASE,
)


ZERO = Num(Fraction(0))


@dataclass(frozen=True, slots=True)
class Span:
    """The density `family` of one variable lives between two ends."""

    family: str
    variable: str
    interval: Interval

    @property
    def range(self) -> tuple[tuple[Node, ...], tuple[str, ...]]:
        """Where its variable lies, as sides and relations."""
        if isinstance(self.interval.high, Infinity):
            return (Sym(self.variable), self.interval.low), (">=",)
        return (Sym(self.variable), self.interval), ("in",)


def lives_on(
    vocabulary: Vocabulary, s: Statement, after: str, following: Statement | None
) -> tuple[Span | None, bool]:
    """What a sentence says of where the density `s` lives, and whether the formula behind it says so."""
    subject = density_at_variable(vocabulary, s)
    if subject is None:
        return None, False
    if _HALF_LINE.search(after):
        return Span(*subject, Interval(ZERO, Infinity(), True, False)), False
    if following is None or not _LIVES.fullmatch(after):
        return None, False
    interval = _interval(following, subject[1])
    return (None, False) if interval is None else (Span(*subject, interval), True)


def vanishes(vocabulary: Vocabulary, s: Statement) -> Span | None:
    """`p(x) = 0` for `x < 0`."""
    where = s.support
    if s.ops != ("=",) or len(s.sides) != 2 or where is None or s.sides[1] != ZERO:
        return None
    left = s.sides[0]
    subject = None if left is None else _at_variable(vocabulary, left)
    if subject is None or where.ops not in (("<",), ("<=",)) or where.sides != (Sym(subject[1]), ZERO):
        return None
    return Span(*subject, Interval(ZERO, Infinity(), True, False))


def is_whole(e: Elaborator, var: str, body: Expr, lower: Node | None, upper: Node | None) -> bool:
    """Is the integral over all of where one of the densities that multiply its body lives?"""
    factors = body.factors if isinstance(body, Product) else (body,)
    ends = {
        s.family for s in e.scope.spans if lower is not None and upper is not None
        and (s.interval.low, s.interval.high) == (lower, upper)
    }  # fmt: skip
    return any(
        isinstance(f, Apply) and f.head in ends and not f.given and [a.value for a in f.args] == [Name(var)]
        for f in factors
    )


def density_at_variable(vocabulary: Vocabulary, s: Statement) -> tuple[str, str] | None:
    """The family and the variable, where a formula is `p(x)` or a bare `p`, and no more."""
    (side, *more) = s.sides
    return None if more or s.ops or side is None else _at_variable(vocabulary, side)


def _at_variable(vocabulary: Vocabulary, node: Node) -> tuple[str, str] | None:
    """The family and the variable of `p(x)`, or of a bare `p` that has one variable."""
    fn = node.fn if isinstance(node, App) else node
    if not isinstance(fn, Sym) or not vocabulary.is_density(fn):
        return None
    if isinstance(node, App):
        if len(node.args) != 1 or node.given or not isinstance(node.args[0], Sym):
            return None
        return vocabulary.family(fn), name_of(node.args[0])
    outcome, given = vocabulary.signature(vocabulary.family(fn))
    return (vocabulary.family(fn), outcome[0]) if len(outcome) == 1 and not given else None


def _interval(s: Statement, variable: str) -> Interval | None:
    if not s.ops and isinstance(s.sides[0], Interval) and len(s.sides) == 1:
        interval = s.sides[0]
        whole = isinstance(interval.low, Neg) and isinstance(interval.low.arg, Infinity)
        return None if whole else interval
    if s.ops in ((">=",), (">",)) and s.sides == (Sym(variable), ZERO):
        return Interval(ZERO, Infinity(), True, False)
    return None
