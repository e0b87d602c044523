"""Variables that words call discrete: their densities are mass functions.

    Let $X$, $Y$ be discrete random variables     Consider two discrete variables $x$ and $z$
    Let $p(x|z)$ be a mass function               Let $X$ take values in a finite set

Law: words speak of the formulas beside them, up to the next clause, and of the list in which these stand; what is said
of X is not said of Y. Where words tell the discrete from the continuous, or deny, nothing is said.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from hw3verify.language.names import role_of
from hw3verify.language.scope import Scope
from hw3verify.language.statements import Statement
from hw3verify.language.surface import App, Node, Sym
from hw3verify.language.variables import CAPITALS, small
from hw3verify.language.vocabulary import Vocabulary, name_of

WORDS = re.compile(
    r"\b(?<!not )(?<!non-)(?:discrete|finite-valued|(?:finite|countable)\W+(?:sets?|alphabets?|spaces?|supports?)"
    r"|mass\W+functions?|pmfs?|p\.m\.f)\b", re.IGNORECASE,
)  # fmt: skip
_OTHERWISE = re.compile(r"\b(?:continuous|not|never|non|either|or|unless|if)\b", re.IGNORECASE)
_CLAUSE = re.compile(r"[,;:.]|\b(?:and|let|while|whereas|where|but|then)\b", re.IGNORECASE)
_LISTED = re.compile(r"\s*(?:,|and|,\s*and)\s*", re.IGNORECASE)
_MASS = re.compile(r"\bmass\W+functions?\b|\bpmfs?\b|p\.m\.f", re.IGNORECASE)


def with_discrete(
    scope: Scope, vocabulary: Vocabulary, pieces: Sequence[tuple[Statement, str, str]]
) -> tuple[Scope, bool]:
    """The scope with the variables that a sentence calls discrete, and whether there are any.

    `pieces`: the stated formulas, each with the words before and behind it.
    """
    roles: set[str] = set()
    for group in _lists(pieces):
        words = f"{_CLAUSE.split(group[0][1])[-1]} ; {_CLAUSE.split(group[-1][2])[0]}"
        if WORDS.search(words) and not _OTHERWISE.search(words):
            for s, _, _ in group:
                roles |= _roles(vocabulary, s, bool(_MASS.search(words)))
    new = roles - {role for role, _ in scope.counted}
    return replace(scope, counted=scope.counted | {(role, "") for role in new}), bool(roles)


def _lists(pieces: Sequence[tuple[Statement, str, str]]) -> list[list[tuple[Statement, str, str]]]:
    """Formulas that stand in one list."""
    found: list[list[tuple[Statement, str, str]]] = []
    for piece in pieces:
        if found and found[-1][-1][2] == piece[1] and _LISTED.fullmatch(piece[1]):
            found[-1].append(piece)
        else:
            found.append([piece])
    return found


def _roles(vocabulary: Vocabulary, s: Statement, mass: bool) -> set[str]:
    """The variables of a formula: of `X, Y` these, of `p(x|z)` its x where words speak of a mass function."""
    if any(op != "," for op in s.ops):
        return set()
    found: set[str] = set()
    for side in s.sides:
        if isinstance(side, App) and mass and isinstance(side.fn, Sym) and vocabulary.is_density(side.fn):
            found |= {role_of(name_of(a)) for a in side.args if isinstance(a, Sym)}
        elif isinstance(side, Sym) and not mass and not side.style and _is_variable(vocabulary, side):
            found.add(small(side) if side.base in CAPITALS else role_of(name_of(side)))
    return found


def _is_variable(vocabulary: Vocabulary, side: Node) -> bool:
    """A random variable, or an argument of densities."""
    if not isinstance(side, Sym) or side.base in CAPITALS:
        return isinstance(side, Sym)
    return role_of(name_of(side)) in map(role_of, vocabulary.variables)
