r"""Disjoint supports: what no place has of both densities.

    Suppose $p$ and $q$ have disjoint supports.    $\mathrm{supp}\,p\cap\mathrm{supp}\,q=\emptyset$    $p(x)q(x)=0$

An integral of F(p(x), q(x)) with F(c a, c b) = c F(a, b), as every f-divergence is, is then F(1, 0) + F(0, 1): what it
is for two point masses that differ. So such densities stand for laws on points of their own, `@group@name`, wherever
an f-divergence between them, or between mixtures of them, is asked for. Law: nothing else is said of these points;
where they are (a distance, an expectation) is `Unknown`, and so is the density at any place.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from hw3verify.language.surface import App, Mul, Node, Num, Sym
from hw3verify.language.vocabulary import Vocabulary, name_of
from hw3verify.meaning.expr import Expr, Name

if TYPE_CHECKING:
    from hw3verify.language.scope import Scope
    from hw3verify.language.statements import Statement

SOMEWHERE = "@"  # before the name of a point of which nothing is known
_WORDS = re.compile(
    r"\b(?:have|has|having|with|are|be|of|whose)\b(?:\s+(?:pairwise|mutually|completely|entirely|with|probability|densities)){0,3}\s+(?:disjoint|disjointly|non-?overlapping)\s+support"
    r"|\bsupports?\b[\w\s]{0,20}\b(?:are|is|be)\s+(?:pairwise\s+|mutually\s+)?(?:disjoint|non-?overlapping)"
    r"|\bsupports?\b[\w\s]{0,20}\b(?:do|does)\s+not\s+(?:overlap|intersect|meet)\b"
    r"|\bmutually\s+singular\b|\bdisjointly\s+supported\b",
    re.IGNORECASE,
)
_DENIED = re.compile(r"\b(?:not|no|never|nearly|almost|if|partly|partially|unless|without)\b|n['’]t\b", re.IGNORECASE)
_SUPPORT = r"\\(?:operatorname|mathrm|text|textrm|mathsf)\s*\{\s*[Ss]upp\s*\}\s*(?:\\[,;:! ])?\s*"
_NAME = r"(?:\\left)?\(?\s*([A-Za-z](?:_(?:\{[^{}]*\}|\w))?)\s*(?:\\right)?\)?\s*"
_EMPTY = re.compile(rf"\s*{_SUPPORT}{_NAME}\\cap\s*{_SUPPORT}{_NAME}=\s*\\(?:emptyset|varnothing)\s*[.,]?\s*$")


def kept_apart(
    scope: Scope, vocabulary: Vocabulary, stated: Sequence[Statement | None], words: str
) -> Scope:
    """The scope after a sentence that may keep supports apart, in words or in signs."""
    spoken = [s for s in stated if s is not None]
    for s in spoken:
        pair = _in_signs(vocabulary, s)
        if pair:
            scope = _apart(scope, pair, s.source)
    said = _WORDS.search(words)
    if said and not _DENIED.search(words.replace(said[0], " ")):
        named: list[Sym] = []
        for s in spoken:
            if set(s.ops) <= {","}:
                named += [d for n in s.items if (d := _density(vocabulary, n)) is not None]
        if len(named) == 2:
            scope = _apart(scope, tuple(map(name_of, named)), spoken[0].source)
    return scope


def _density(vocabulary: Vocabulary, node: Node) -> Sym | None:
    fn = node.fn if isinstance(node, App) and not node.given else node
    return fn if isinstance(fn, Sym) and vocabulary.is_density(fn) else None


def _in_signs(vocabulary: Vocabulary, s: Statement) -> tuple[str, ...]:
    """The two names of `supp p \\cap supp q = \\emptyset`, of `p(x) q(x) = 0`; () if it is neither."""
    match = _EMPTY.match(s.source)
    if match:
        return tuple(re.sub(r"[{}\s]", "", m) for m in match.groups())
    if s.ops != ("=",) or len(s.sides) != 2 or not isinstance(s.sides[0], Mul):
        return ()
    left, right = s.sides
    assert isinstance(left, Mul)
    of = [_density(vocabulary, f) for f in left.factors]
    same = len({f.args for f in left.factors if isinstance(f, App)}) == 1
    zero = isinstance(right, Num) and right.value == 0
    if len(of) == 2 and None not in of and same and zero:
        return tuple(name_of(d) for d in of if d is not None)
    return ()


def _apart(scope: Scope, names: tuple[str, ...], source: str) -> Scope:
    """The scope where each of the densities stands for a point of its own; what has a law keeps it."""
    from hw3verify.language.point_masses import MARK
    from hw3verify.language.scope import Definition

    known = {law.head for law, _ in scope.laws} | {d.name for d in scope.definitions}
    if len(set(names)) < 2 or any(n in known for n in names):
        return scope
    group = len(scope.definitions)
    for n in names:
        for spelling in dict.fromkeys((n, n[:1].swapcase() + n[1:])):
            at = Name(f"{SOMEWHERE}{group}{SOMEWHERE}{n}")
            scope = scope.define(Definition(MARK + spelling, (), at, source))
    return scope


def is_somewhere(at: Expr | None) -> bool:
    """Is this a point of which nothing is known but that it is not the other?"""
    return isinstance(at, Name) and at.id.startswith(SOMEWHERE)


def differ_somewhere(a: Expr, b: Expr) -> bool:
    """Are these the points of two densities whose supports are disjoint?"""
    if not (isinstance(a, Name) and isinstance(b, Name) and is_somewhere(a) and is_somewhere(b)):
        return False
    return a != b and a.id.split(SOMEWHERE)[1] == b.id.split(SOMEWHERE)[1]
