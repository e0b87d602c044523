"""The facts of a prose, taken in one after the other.

A definition that is not understood makes its name vague. When all facts of the prose have been taken in it is tried
again, because a later one may have explained it: `Let $r = p e^f / Z$ with $Z = ...$`. If it is understood then, its
name is vague no more, unless words made it vague besides.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from hw3verify.judge.asides import is_law, support_of
from hw3verify.judge.hearing import heard
from hw3verify.language.cues import Cue
from hw3verify.language.laws import said_anew
from hw3verify.language.predicates import described
from hw3verify.language.scope import Scope
from hw3verify.language.statements import Statement, learn
from hw3verify.language.vocabulary import Vocabulary


def taken_in(scope: Scope, vocabulary: Vocabulary, cues: list[Cue], stated: Callable[[Cue], Statement]) -> Scope:
    """The scope with the facts of some cues."""
    before, late = scope, _Late(vocabulary)
    for i, cue in enumerate(cues):
        support = support_of(cue, cues[i + 1], stated) if i + 1 < len(cues) else None
        statement = replace(stated(cue), support=support)
        known = learn(scope, vocabulary, statement)
        if i and support_of(cues[i - 1], cue, stated) and is_law(scope, cues[i - 1].inline.latex):
            continue  # where a law lives is part of the law
        words = [cue.before, *(c.after for c in cues[i:] if c.sentence_start == cue.sentence_start)]
        near = " ".join(words) if set(statement.ops) <= {","} else cue.after  # words further on narrow no range
        late.note(scope, known, statement, near)
        scope = known.hear(heard(statement, cues, i))
        scope = replace(scope, withdrawn=scope.withdrawn - {cue.inline.latex})  # until it is stated again
        if cue.kind in ("since", "recall"):
            scope = replace(scope, reasons=scope.reasons | {cue.inline.latex})
        scope = described(scope, vocabulary, statement, near)
    return said_anew(before, late.again(scope))


class _Late:
    """The definitions of one prose that wait for later ones."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self.waiting: list[tuple[Statement, frozenset[str]]] = []

    def note(self, before: Scope, after: Scope, statement: Statement, words: str) -> None:
        """Keep a definition that only made its name vague; forget those whose names the words make vague."""
        if after.vague - before.vague and after.definitions == before.definitions and statement.ops == ("=",):
            self.waiting.append((statement, after.vague - before.vague))
        told = described(replace(after, vague=before.vague), self.vocabulary, statement, words).vague - before.vague
        self.waiting = [(s, names) for s, names in self.waiting if not names & told]

    def again(self, scope: Scope) -> Scope:
        """The scope with the definitions that are understood now."""
        for statement, names in self.waiting:
            found = learn(replace(scope, vague=scope.vague - names), self.vocabulary, statement)
            scope = scope if found.vague & names else found
        return scope
