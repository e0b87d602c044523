"""What is said in a part, as it was written: its formulas, the stated ones with the words around them, and the theorems
that its prose cites.

What is known of vectors and matrices follows from all of this (`language.array_facts`); it is worked out only where a
part could speak of them at all, once for everything that is said up to a place.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from hw3verify.language.array_facts import Ground, survey
from hw3verify.language.array_numbers import informations
from hw3verify.language.array_use import marked, speaks
from hw3verify.language.cues import Cue
from hw3verify.language.readings import DisplayReading
from hw3verify.language.scope import Said, Scope
from hw3verify.language.statements import Statement
from hw3verify.language.surface import Node, Sym
from hw3verify.language.vocabulary import Vocabulary

if TYPE_CHECKING:
    from hw3verify.judge.cited import Lemma

MOST_FORMULAS = 400  # of a part, that are looked at for the shapes of names
_OF_THE_NEXT = re.compile(  # words that say what the formula behind them is: `and covariance $S$`
    r"(?:,|\band\b|\bwith\b)\s+(?:an?\s+|the\s+|its\s+)?(?:mean|expectation|(?:co)?variance|vector|matrix)"
    r"(?:\s+(?:vector|matrix|value))?\s*$",
    re.IGNORECASE,
)
Groups = tuple[tuple[Node, ...], ...]


@dataclass(slots=True)
class Hearing:
    """The formulas of a part, the sides of one relation together, and what was worked out from them."""

    groups: Groups = ()
    numbers: frozenset[Node] = frozenset()  # names I, I_q that are no identity matrices
    lemmas: tuple[Lemma, ...] = ()  # what the cited theorems state
    _arrays: bool | None = None
    _grounds: dict[int, tuple[tuple[Said, ...], Ground]] = field(default_factory=dict)

    def ground(self, scope: Scope, vocabulary: Vocabulary) -> Ground | None:
        """What is known of vectors and matrices under a scope; None where none are in sight."""
        if self._arrays is None:
            self._arrays = any(marked(n, self.numbers) for group in self.groups for n in group)
        said = scope.said
        if not self._arrays and not any(s.arrays for s in said):
            return None
        if id(said) not in self._grounds:
            self._grounds[id(said)] = said, survey(scope, vocabulary, self.groups[:MOST_FORMULAS])
        return self._grounds[id(said)][1]

    def local_ground(self, scope: Scope, vocabulary: Vocabulary) -> Ground | None:
        """The same without what earlier parts have said; None where they said nothing."""
        if not any(s.inherited for s in scope.said):
            return None
        return survey(scope.without_inherited(), vocabulary, self.groups[:MOST_FORMULAS])


def heard(statement: Statement, cues: Sequence[Cue], i: int) -> Said:
    """A statement with the words behind it; in a list the words behind the last speak of all."""
    after = cues[i].after
    k = i
    while re.fullmatch(r"\W*(?:and)?\W*", after) and k + 1 < len(cues):
        if cues[k + 1].sentence_start != cues[i].sentence_start:
            break
        k += 1
        after = cues[k].after
    if k + 1 < len(cues) and cues[k + 1].sentence_start == cues[i].sentence_start:
        after = _OF_THE_NEXT.sub("", after)
    before = cues[i].before
    arrays = speaks(statement.sides, f"{before} {after}")
    return Said(statement.sides, statement.ops, statement.source, before, after, arrays)


def hearing_of(readings: Iterable[DisplayReading], stated: Sequence[Statement], scope: Scope) -> Hearing:
    """What is heard in a part with these displays and facts."""
    groups = groups_of(readings)
    numbers = informations([s.sides for s in stated if s.ops == ("=",)] + [s.sides for s in scope.said] + [*groups])
    return Hearing(groups, numbers | frozenset((Sym("I"),) if scope.definition("I") is not None else ()))


def groups_of(readings: Iterable[DisplayReading]) -> Groups:
    """The sides of displays, those of one relation together."""
    found: list[tuple[Node, ...]] = []
    last: Node | None = None
    for reading in readings:
        nodes = [None if s is None or s.first is None else s.first.node for s in reading.sides]
        if nodes and nodes[0] is None and reading.ops and reading.sides[0] is None:
            nodes[0] = last
        found.extend((n,) for n in nodes if n is not None)
        for a, op, b in zip(nodes, reading.ops, nodes[1:], strict=False):
            if a is not None and b is not None and op in ("=", ":=", "~=", "<=", ">="):
                found.append((a, b))
        last = nodes[-1] if nodes else last
    return tuple(found)
