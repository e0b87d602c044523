r"""The wordings in which data are introduced, brought to one: a list of names, and the law that they are drawn from.

    given $\theta$, conditionally on $\theta$       is taken out: the law says what it is given
    `x_i | \theta \sim P`, `x_1, \dots, x_n | \theta \sim P`     lose their bar, and are independent given it
    `D = \{x_1, \dots, x_n\}` be i.i.d. ...         is the list
    a $\mathrm{Beta}(a,b)$ prior on $\theta$        is `\theta \sim \mathrm{Beta}(a,b)`
    `p(x_i | \theta) = f(x_i, \theta)` for `x_i > 0`  is said of x

Law: what is rewritten says of the same variables what the words say of them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Any

from hw3verify.language.cues import Cue
from hw3verify.language.data_names import named_list
from hw3verify.language.names import INDICES
from hw3verify.language.random_letters import NAMES
from hw3verify.language.statements import Statement
from hw3verify.language.surface import App, Dots, Node, Num, Rel, SetOf, Sym, Tuple_, fields_of, walk
from hw3verify.language.vocabulary import LAWS

_GIVEN = re.compile(
    r"[,(]?\s*\b(?:conditional(?:ly)?\s+(?:up)?on|conditioned\s+on|given)(?:\s+the\s+(?:value\s+of\s+(?:the\s+)?)?"
    r"(?:(?:unknown|random|latent|common)\s+)?(?:parameters?|rates?|means?|probability|bias))?\s*$", re.IGNORECASE,
)  # fmt: skip
_CONDITIONALLY = re.compile(r"\bconditionally\s+(?=(?:independent|i\.?\s?i\.?\s?d))", re.IGNORECASE)
_CALLED_DATA = re.compile(
    r"\b(?:the\s+)?(?:data(?:\s+points?)?|observations?|measurements?|outcomes?|tosses|flips|counts)\s*$", re.IGNORECASE
)
_PRIOR_BEFORE = re.compile(r"\bprior(?:\s+(?:distribution|law|density))?\s*$", re.IGNORECASE)
_PRIOR_BEHIND = re.compile(r"\s*(?:conjugate\s+)?prior\b", re.IGNORECASE)
_DRAWN = re.compile(
    r"(?:\s|,|\bi\.?\s?i\.?\s?d\b\.?|\b(?:be|are|is|denote|an?|the|random|samples?|of\s+size|independent(?:ly)?|draws?|drawn"
    r"|conditionally|and|identically|distributed|sampled|from|as|according\s+to|with|law|distribution|observations?|data"
    r"|variables?|outcomes?|flips?|tosses|counts|each|follow(?:ing|s)?|observed|realisations?|realizations?)\b)+",
    re.IGNORECASE,
)
_INDEPENDENT = re.compile(r"\bi\.?\s?i\.?\s?d\b|\bindependent|\brandom\s+sample", re.IGNORECASE)
StatementOf = Callable[[Cue], Statement]


def plainly(cues: Sequence[Cue], statement_of: StatementOf) -> tuple[list[Cue], StatementOf]:
    """The cues and their statements with what is said of data in plain words."""
    found: list[Cue] = []
    changed: dict[int, Statement] = {}
    for _, group in groupby(cues, key=lambda c: c.sentence_start):
        sentence = list(group)
        statements = [statement_of(c) for c in sentence]
        if not any(_random(n) for s in statements for side in s.sides if side is not None for n in walk(side)):
            found += sentence
            continue
        kept, bar = _without_conditions(sentence, statements)  # in the words, what is given stands in marks
        for cue in kept:
            s, letter = _without_bar(statement_of(cue))
            bar = bar or letter
            s = _prior(s, cue, statements)
            s = _listed(s, cue)
            changed[cue.inline.start] = s
        kept = _with_laws(kept, changed)
        if any(_at_entry(s) for s in changed.values()):
            changed |= {start: _at_variable(s) for start, s in changed.items()}
        kept = [replace(c, before=_bare(c.before), after=_bare(c.after)) for c in kept]
        if bar:
            kept[-1] = replace(kept[-1], after=f"{kept[-1].after} independently {bar} ")
        found += kept
    return found, lambda cue: changed.get(cue.inline.start) or statement_of(cue)


def _with_laws(kept: list[Cue], changed: dict[int, Statement]) -> list[Cue]:
    """`x_1, ..., x_n` be i.i.d. `P`, where P is a law alone, as `x_1, ..., x_n ~ P`."""
    found: list[Cue] = []
    for cue in kept:
        s = changed[cue.inline.start]
        (law, *more) = s.sides
        alone = not s.ops and not more and isinstance(law, App) and isinstance(law.fn, Sym) and law.fn.base in LAWS
        before = changed[found[-1].inline.start] if found else None
        if not alone or before is None or not set(before.ops) <= {","} or named_list(before.items) is None:
            found.append(cue)
            continue
        if not _DRAWN.fullmatch(cue.before) or not _INDEPENDENT.search(cue.before):
            found.append(cue)
            continue
        ops = (*(",",) * (len(before.items) - 1), "~")
        changed[found[-1].inline.start] = replace(before, sides=(*before.items, law), ops=ops)
        found[-1] = replace(found[-1], after=f"{cue.before} {cue.after}")
    return found


def _bare(words: str) -> str:
    return _CALLED_DATA.sub("", _CONDITIONALLY.sub("", words))


def _random(node: Node) -> bool:
    return isinstance(node, Sym) and node.base in NAMES and not node.marks


def _mark(node: Node | None) -> str:
    return f"⟪{node.base}⟫" if isinstance(node, Sym) else ""


def _without_conditions(sentence: list[Cue], statements: list[Statement]) -> tuple[list[Cue], str]:
    """The cues of a sentence without `given $\\theta$`, and the mark of what stood there."""
    kept: list[Cue] = []
    dropped = ""
    for cue, s in zip(sentence, statements, strict=True):
        plain = not s.ops and len(s.sides) == 1 and s.sides[0] is not None and _random(s.sides[0])
        opening = not kept and cue.kind == "given" and not cue.before.strip()
        if plain and len(sentence) > 1 and (_GIVEN.search(cue.before) or opening):
            dropped = _mark(s.sides[0])
            if kept:
                joined = f"{_GIVEN.sub('', kept[-1].after)} {cue.after}"
                kept[-1] = replace(kept[-1], after=joined)
            continue
        if kept and dropped and cue.before != kept[-1].after:
            cue = replace(cue, before=kept[-1].after)
        kept.append(cue)
    return (kept, dropped) if kept else (sentence, "")


def _without_bar(s: Statement) -> tuple[Statement, str]:
    """`x_i | \\theta ~ P` as `x_i ~ P`, for entries of data, and the mark of theta; what is no entry keeps its bar."""
    if s.ops[-1:] != ("~",):
        return s, ""
    found = ""

    def plain(side: Node | None) -> Node | None:
        nonlocal found
        entry = isinstance(side, Rel) and side.op == "|" and isinstance(side.left, Sym) and bool(side.left.sub)
        if not entry or not isinstance(side, Rel):
            return side
        given = side.right.items if isinstance(side.right, Tuple_) else (side.right,)
        if len(given) != 1 or not _random(given[0]):
            return side
        found = _mark(given[0])
        return side.left

    return replace(s, sides=tuple(map(plain, s.sides))), found


def _prior(s: Statement, cue: Cue, statements: list[Statement]) -> Statement:
    """A law alone that words call the prior is the law of the random letter of its sentence."""
    (law, *more) = s.sides
    if s.ops or more or not isinstance(law, App) or not isinstance(law.fn, Sym) or law.fn.base not in LAWS:
        return s
    if not _PRIOR_BEFORE.search(cue.before) and not _PRIOR_BEHIND.match(cue.after):
        return s
    letters = {n for t in statements for side in t.sides if side is not None for n in walk(side) if _random(n)}
    return replace(s, sides=(letters.pop(), law), ops=("~",)) if len(letters) == 1 else s


def _listed(s: Statement, cue: Cue) -> Statement:
    """`D = \\{x_1, \\dots, x_n\\}` that are drawn independently is the list."""
    if s.ops != ("=",) or not _INDEPENDENT.search(cue.after):
        return s
    right = s.sides[-1]
    if not isinstance(s.sides[0], Sym) or not isinstance(right, SetOf | Tuple_) or named_list(right.items) is None:
        return s
    return replace(s, sides=right.items, ops=(",",) * (len(right.items) - 1))


def _at_entry(s: Statement) -> bool:
    """Is this `p(x_i | \\theta) = ...`, with a formula?"""
    left = s.sides[0]
    if s.ops != ("=",) or not isinstance(left, App) or len(left.args) != 1 or len(left.given) != 1:
        return False
    return _is_entry(left.args[0]) and _random(left.given[0])


def _is_entry(node: Node) -> bool:
    if not isinstance(node, Sym) or len(node.sub) != 1 or node.marks:
        return False
    (letter,) = node.sub
    return isinstance(letter, Sym) and letter.base in INDICES and not letter.sub


def _at_variable(s: Statement) -> Statement:
    """What is said of x_i as said of x; lists, and what runs, stay."""
    if any(isinstance(n, Dots) for n in s.items) or s.ops[-1:] == ("~",):
        return s
    return replace(s, sides=tuple(_plain(side) for side in s.sides))


def _plain(node: Any) -> Any:
    if isinstance(node, tuple):
        return tuple(map(_plain, node))
    if not isinstance(node, Node) or isinstance(node, Num):
        return node
    if isinstance(node, Sym) and _is_entry(node):
        return replace(node, sub=())
    return replace(node, **{name: _plain(getattr(node, name)) for name in fields_of(type(node))})
