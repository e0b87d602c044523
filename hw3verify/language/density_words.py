"""Densities whose law words name: `Let $P$ be uniform on $[0, 1]$ and $Q$ the uniform distribution on $[2, 3]$`.

The words are read as those about random variables are; what is described is the family itself. Law: a law is given only
where the words name exactly one for each density and nothing of them is left over.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from hw3verify.language.clauses import Clause
from hw3verify.language.elaborate import Elaborator
from hw3verify.language.law_words import law_in_words
from hw3verify.language.laws import add_law
from hw3verify.language.phrases import phrases, shares
from hw3verify.language.scope import Scope
from hw3verify.language.statements import Statement
from hw3verify.language.surface import Node, Sym
from hw3verify.language.vocabulary import Vocabulary, name_of

_OF_DENSITIES = re.compile(
    r"\b(?:probability\s+)?(?:densit(?:y|ies)|pdfs?|p\.d\.f\.s?|distributions?|laws?|measures?)(?:\s+functions?)?(?:\s+of)?\b"
    r"|\brespectively\b|\bthe\s+(?:data|model|generator(?:\'s)?|target|reference)\b",
    re.IGNORECASE,
)


def are_densities(vocabulary: Vocabulary, subjects: Sequence[Sym], clause: Clause) -> bool:
    """Do the names stand for densities: in words, as arguments of divergences, or applied to points?"""
    called = _OF_DENSITIES.search(clause.words)
    known = vocabulary.declared | vocabulary.signatures.keys()
    return all(vocabulary.is_density(s) and (called or {name_of(s), vocabulary.family(s)} & known) for s in subjects)


def lawful_densities(
    scope: Scope, vocabulary: Vocabulary, clause: Clause, subjects: Sequence[Sym], statements: Sequence[Statement]
) -> Scope | None:
    """The scope with the laws of the densities; None where the words say something else, or something more."""
    plain = replace(clause, words=_OF_DENSITIES.sub(" ", clause.words))
    said = phrases(plain, statements, {name_of(s) for s in subjects})
    if len(set(said.laws)) != 1 or said.left or said.independent or said.copy:
        return None
    sets: list[Node] = []
    for k in said.values:
        (side, *more) = statements[k].sides
        if more or side is None:
            return None
        sets.append(side)
    each = shares(said, len(subjects))
    apart = len(sets) == len(subjects) > 1
    for k, sym in enumerate(subjects):
        family = vocabulary.family(sym)
        outcome, given = vocabulary.signature(family)
        if len(outcome) != 1 or given or any(w.head == family for w, _ in scope.laws):
            return None
        e = Elaborator(vocabulary, scope)
        law = law_in_words(e, said.laws[0], each[k], sets[k : k + 1] if apart else sets, family, outcome[0])
        if law is None:
            return None
        scope = add_law(scope, law, f"{name_of(sym)} is {said.laws[0]}", family in e.open_laws)
        scope = replace(scope, named=scope.named | {family})
    return scope
