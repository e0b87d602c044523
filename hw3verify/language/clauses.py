"""Clauses: what a sentence says of one random variable, or of several at once, in words and formulas together.

    Let $N$ be Poisson with mean $\\lambda>0$, and let $B$ be Bernoulli with $P(B=1)=\\theta$

is two clauses, the first about N, the second about B. A clause begins at formulas that name its subjects and a verb
and goes on to where the next begins. `Clause.words` has a mark for every formula, so that words and the
formulas that they speak of stay together. Law: clauses do not overlap, and no formula stands in two of them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from hw3verify.language.statements import Statement
from hw3verify.language.surface import App, Dots, Interval, Node, Num, Rel, SetOf, Sym

_MARK = re.compile(r"⟦(\d+)⟧")
_LIST = r"⟦\d+⟧(?:\s*(?:,\s*and|,|and)\s*⟦\d+⟧)*"
_BEGINS = re.compile(
    rf"(?:^|\b(?:let|that|where|and|suppose|assume|while|with|also)\b|[,;.])\s*(?:the\s+)?(?:random\s+variables?\s+)?"
    rf"({_LIST})\s*,?\s*\b(be|is|are|has|have|follows?|takes?|being|having|denotes?)\b",
    re.IGNORECASE,
)
_JOINT = re.compile(r"(?:[\s,;.]|\b(?:and|let|where|that|suppose|assume|while|also)\b)*$", re.IGNORECASE)
_DRAWN = re.compile(
    r"(?:be|are|denote)\s+(?:\w+\s+)?(?:(?:i\.?i\.?d\.?|independent(?:ly)?(?:\s+and\s+identically\s+distributed)?)"
    r"\s+(?:(?:draws?|samples?|drawn|sampled)\s+)?|(?:drawn|sampled)\s+(?:i\.?i\.?d\.?|independently)\s+)"
    r"from(?:\s+the\s+\w+)?", re.IGNORECASE,
)  # fmt: skip
_LAW_OF = re.compile(
    r"(?:be|is|as|for|denotes?|denoting)?\s*the\s+(?:\w+\s+)?(?:laws?|distributions?|densit(?:y|ies)|pdf|p\.d\.f\.)\s+of"
    r"(?:\s+the\s+(?:\w+\s+)?(?:variables?|samples?|outputs?|images?))?", re.IGNORECASE,
)  # fmt: skip
_HAS_DENSITY = re.compile(
    r"(?:have|has|having|with|be\s+distributed\s+(?:as|with))\s+(?:the\s+)?(?:densit(?:y|ies)|law|distribution|pdf)",
    re.IGNORECASE,
)
_WITHOUT_VERB = re.compile(  # `Let $X$ be uniform on [0, 1] and $Y$ uniform on [1, 2]`
    r"(\band\s+⟦\d+⟧)\s+(?=(?:the\s+|an?\s+)?(?:standard\s+)?(?:normal|gaussian|uniform|bernoulli|poisson|exponential"
    r"|laplace|binomial|geometric|gamma|beta)\b)", re.IGNORECASE,
)  # fmt: skip
RANGES = ("in", "<", "<=", ">", ">=", ",")


@dataclass(frozen=True, slots=True)
class Clause:
    """What is said of some formulas of a sentence; `words` is the predicate, with a mark for each formula in it."""

    subjects: tuple[int, ...]
    verb: str
    words: str


def marked(pieces: Sequence[tuple[str, str]]) -> str:
    """A sentence as words with a mark for each formula; `pieces`: the words before and behind each stated formula."""
    text = ""
    for k, (before, after) in enumerate(pieces):
        if k == 0:
            text += before
        elif before != pieces[k - 1][1]:
            text += " ⟦?⟧ " + before  # a formula that is not stated stands between
        text += f" ⟦{k}⟧ {after}"
    return _WITHOUT_VERB.sub(r"\1 be ", text)


def clauses(text: str) -> list[Clause]:
    """The clauses of a sentence with marks."""
    found = list(_BEGINS.finditer(text))
    parts = []
    for k, m in enumerate(found):
        end = found[k + 1].start() if k + 1 < len(found) else len(text)
        words = _JOINT.sub("", text[m.end() : end])
        parts.append(Clause(tuple(map(int, _MARK.findall(m[1]))), m[2].lower(), words.strip()))
    return parts


def subject_of(s: Statement) -> tuple[Sym, ...]:
    """The names that a formula introduces: `X`, `X, Y`, also with a range, `T > 0`, `X \\in \\{0, 1\\}`; or ()."""
    sides = [side for side in s.sides if side is not None]
    if len(sides) != len(s.sides) or not set(s.ops) <= set(RANGES):
        return ()
    names = tuple(n for n in s.items if isinstance(n, Sym) and n.style != "bb" and n.base not in ("reals", "naturals"))
    if set(s.ops) <= {","}:
        return names if len(names) == len(s.items) else ()
    rest = [n for n in s.items if n not in names]
    return names[:1] if len(names) == 1 and all(isinstance(n, Num | Interval | SetOf) for n in rest) else ()


def drawn_in_words(s: Statement, after: str, following: Statement) -> Statement | None:
    """`$z_1, \\dots, z_K$ be i.i.d. draws from $q(z|x)$` as `z_1, \\dots, z_K \\sim q(z|x)`; None for anything else."""
    right = following.sides[0]
    if not _DRAWN.fullmatch(after.strip()) or following.ops or not isinstance(right, App) or None in s.sides:
        return None
    several = any(isinstance(n, Dots) or (isinstance(n, Sym) and n.sub and isinstance(n.sub[0], Sym)) for n in s.items)
    numbered = len(s.items) > 1 and all(isinstance(n, Sym) and n.sub and isinstance(n.sub[0], Num) for n in s.items)
    if not set(s.ops) <= {","} or not (several or numbered):
        return None
    return replace(s, sides=(*s.sides, right), ops=(*s.ops, "~"))


def image_in_words(s: Statement, after: str, following: Statement) -> Statement | None:
    """`$p_G$ be the law of $G(z)$` as `G(z) \\sim p_G`; None for anything else."""
    (left, *more), image = s.sides, following.sides[0]
    if more or s.ops or following.ops or not _LAW_OF.fullmatch(after.strip()) or not isinstance(left, Sym | App):
        return None
    fn = left.fn if isinstance(left, App) else left
    if not isinstance(fn, Sym) or fn.base.lower() not in "pqr" or not isinstance(image, App | Sym):
        return None
    return replace(s, sides=(image, left), ops=("~",))


def made_in_words(s: Statement, after: str, following: Statement) -> Statement | None:
    """The q(x) of `$x = e^y$ have the density $q(x)$` as `x \\sim q(x)`; None for anything else."""
    (image, *more) = following.sides
    if s.ops != ("=",) or more or not isinstance(s.sides[0], Sym) or not isinstance(image, Sym | App):
        return None
    if not _HAS_DENSITY.fullmatch(after.strip()):
        return None
    return replace(following, sides=(s.sides[0], image), ops=("~",))


def values_of(s: Statement) -> tuple[Node, ...]:
    """What a formula gives for a parameter: `\\lambda`, `\\lambda > 0`, `0 < \\theta < 1`, `n = 10`, `a, b > 0`."""
    sides = [side for side in s.sides if side is not None]
    if len(sides) != len(s.sides):
        return ()
    if set(s.ops) <= {","}:
        return s.items
    if set(s.ops) == {"="}:
        return (sides[-1],)
    if set(s.ops) <= set(RANGES):
        named = tuple(n for n in s.items if not isinstance(n, Num | Interval | SetOf | Rel))
        return named if len(named) == 1 or "," in s.ops else ()
    return ()
