"""Definitions that wait for later ones.

A definition that is not understood makes its name vague. When all facts of the prose have been taken in it is tried
again, because a later one may have explained it: `Let $r = p e^f / Z$ with $Z = ...$`. If it is understood then, its
name is vague no more, unless words made it vague besides.
"""

from __future__ import annotations

from dataclasses import replace

from hw3verify.language.predicates import described
from hw3verify.language.scope import Scope
from hw3verify.language.statements import Statement, learn
from hw3verify.language.vocabulary import Vocabulary


class Late:
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
