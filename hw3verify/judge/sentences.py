"""What the sentences of a part state, one sentence after the other.

First every formula of a sentence is learned by itself, then what its words say of random variables and laws, then what
the remaining words restrict: an understood word restricts nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import groupby

from hw3verify.judge.asides import is_law, support_of
from hw3verify.judge.hearing import heard
from hw3verify.judge.learning import Late
from hw3verify.language.cues import Cue
from hw3verify.language.laws import said_anew
from hw3verify.language.predicates import described
from hw3verify.language.random_facts import Told, told
from hw3verify.language.scope import Scope
from hw3verify.language.statements import Statement, learn
from hw3verify.language.vocabulary import Vocabulary


def learned(
    scope: Scope, vocabulary: Vocabulary, cues: Sequence[Cue], statement_of: Callable[[Cue], Statement]
) -> Scope:
    """The scope with the facts of some cues."""
    before, late = scope, Late(vocabulary)
    for _, group in groupby(enumerate(cues), key=lambda pair: pair[1].sentence_start):
        sentence = list(group)
        for k, (i, cue) in enumerate(sentence):
            support = support_of(cue, cues[i + 1], statement_of) if i + 1 < len(cues) else None
            statement = replace(statement_of(cue), support=support)
            known = learn(scope, vocabulary, statement)
            if i and support_of(cues[i - 1], cue, statement_of) and is_law(scope, cues[i - 1].inline.latex):
                continue  # where a law lives is part of the law
            late.note(scope, known, statement, _near(statement, sentence[k:]))
            scope = known.hear(heard(statement, cues, i))
            scope = replace(scope, withdrawn=scope.withdrawn - {cue.inline.latex})  # until it is stated again
            if cue.kind in ("since", "recall"):
                scope = replace(scope, reasons=scope.reasons | {cue.inline.latex})
        formulas = [Told(statement_of(c), c.before) for _, c in sentence]
        words = " ".join((sentence[0][1].before, *(c.after for _, c in sentence)))
        scope, rest = told(scope, vocabulary, formulas, words)
        for k, (_, cue) in enumerate(sentence):
            statement = statement_of(cue)
            near = rest if rest != words else _near(statement, sentence[k:])
            scope = described(scope, vocabulary, statement, near)
    return said_anew(before, late.again(scope))


def _near(statement: Statement, following: Sequence[tuple[int, Cue]]) -> str:
    """The words that may restrict a statement: of those further on in the sentence only where it states no relation."""
    cue = following[0][1]
    words = " ".join((cue.before, *(c.after for _, c in following)))
    return words if set(statement.ops) <= {","} else cue.after
