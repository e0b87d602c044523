"""What the sentences of a part state, one sentence after the other.

First every formula of a sentence is learned by itself, then what its words say of random variables and laws, then what
the remaining words restrict: an understood word restricts nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import groupby, pairwise

from hw3verify.judge.asides import is_law, support_of
from hw3verify.judge.hearing import heard
from hw3verify.judge.learning import Late
from hw3verify.judge.piecewise import joined
from hw3verify.language.clauses import drawn_in_words, image_in_words, made_in_words, marked
from hw3verify.language.cues import PARTLY, REMARK, Cue
from hw3verify.language.data_facts import UNDERSTOOD, conditional
from hw3verify.language.data_wordings import plainly
from hw3verify.language.discrete import WORDS, with_discrete
from hw3verify.language.disjoint import kept_apart
from hw3verify.language.finite_values import finite
from hw3verify.language.images import with_images
from hw3verify.language.introductions import introduced
from hw3verify.language.laws import said_anew
from hw3verify.language.partial import domain_of, holds_partly, is_support, names_range
from hw3verify.language.predicates import described
from hw3verify.language.random_facts import Told, told
from hw3verify.language.sample_statements import sampled
from hw3verify.language.scope import ANYTHING, Scope
from hw3verify.language.shape_words import rest_of_words, shapes_told, signature_of, subject_of
from hw3verify.language.spans import Span, lives_on, vanishes
from hw3verify.language.stated_ranges import with_range
from hw3verify.language.statements import Statement, learn, names_of
from hw3verify.language.surface import App, Sym
from hw3verify.language.usage import is_energy
from hw3verify.language.vocabulary import LAWS, Vocabulary
from hw3verify.meaning.expr import Apply, walk

_ANEW = re.compile(
    r"\b(?:any|arbitrary|another|every|general|different|new)\b"
    r"|\b(?:be|denote)\s+an?\s+(?:\w+\s+){0,3}(?:functions?|discriminators?|constants?|numbers?|scalars?|parameters?)\b",
    re.IGNORECASE,
)


_LISTED = re.compile(r"\W*(?:and)?\W*")


def learned(
    scope: Scope, vocabulary: Vocabulary, cues: Sequence[Cue], statement_of: Callable[[Cue], Statement]
) -> Scope:
    """The scope with the facts of some cues."""
    before, late = scope, Late(vocabulary)
    cues, statement_of = plainly(cues, statement_of)
    statement_of = _with_draws(cues, statement_of)
    for _, group in groupby(enumerate(cues), key=lambda pair: pair[1].sentence_start):
        sentence, begun = list(group), scope
        stated = joined([c for _, c in sentence], statement_of)
        passed, spanned, narrowed = -1, -2, (-1, "")
        spoken = [(s, c.before, c.after) for s, (_, c) in zip(stated, sentence, strict=True) if s is not None]
        words = " ".join((sentence[0][1].before, *(c.after for _, c in sentence)))
        stated = sampled(stated, vocabulary, words)
        scope = kept_apart(scope, vocabulary, stated, words)
        scope, by_values = finite(scope, vocabulary, [s for s, _, _ in spoken], marked([(b, a) for _, b, a in spoken]))
        scope, understood = (scope, True) if by_values else introduced(scope, vocabulary, spoken)
        scope = shapes_told(scope, vocabulary, spoken)
        scope, discrete = with_discrete(scope, vocabulary, spoken)
        for k, (i, cue) in enumerate(sentence):
            said = stated[k]
            if i == passed or said is None:
                continue  # the range of a fact that was not used, or one of several pieces
            if signature_of(said.source) is not None and scope.shape(subject_of(vocabulary, said)) is not None:
                continue  # where it lives is part of its shape
            if cue.kind == REMARK:
                scope = _remarked(scope, vocabulary, said)
                continue
            support = _support(cues, i, statement_of)
            whole = said != statement_of(cue)  # what is said piece by piece
            statement = said if whole else replace(said, support=support)
            if set(statement.ops) <= {","} and _ANEW.search(f"{cue.before} {cue.after}"):
                scope = scope.introduced_anew(_names(vocabulary, statement))
            before_it, behind = _beside(cues, i)
            following = statement_of(behind) if behind is not None and cue.after == behind.before else None
            span, beside = lives_on(vocabulary, statement, cue.after, following)
            gone = vanishes(vocabulary, replace(statement_of(cue), support=support))
            if span is not None or gone is not None:
                scope = _with_span(scope, vocabulary, span or gone, statement.source)
                spanned = i + 1 if beside or gone is not None else i
                passed = spanned
                continue
            known = learn(scope, vocabulary, statement)
            known = with_range(scope, known, narrowed[1]) if i == narrowed[0] else known
            if spanned == i - 1:  # `on $[0, 1]$` was said of the density, not of this
                cue, before_it = replace(cue, lead=""), None
            partly = not whole and holds_partly(cue, before_it, behind)
            if partly and (cue.kind == PARTLY or known.laws == scope.laws):
                where = statement_of(behind) if behind is not None and names_range(cue) else None
                limited = None if where is None else _limited(scope, known, where)
                if limited is None:
                    scope = _doubted(scope, vocabulary, statement)
                    passed = i + 1 if where is not None else -1
                    continue
                known, narrowed = limited, (i + 1, statement.source)
            if i and support_of(cues[i - 1], cue, statement_of) and is_law(scope, cues[i - 1].inline.latex):
                continue  # where a law lives is part of the law
            late.note(scope, known, statement, _near(statement, sentence[k:]))
            scope = known.hear(heard(statement, cues, i))
            scope = replace(scope, withdrawn=scope.withdrawn - {cue.inline.latex})  # until it is stated again
            if cue.kind in ("since", "recall"):
                scope = replace(scope, reasons=scope.reasons | {cue.inline.latex})
        formulas = [Told(s, c.before) for s, (_, c) in zip(stated, sentence, strict=True) if s is not None]
        scope, rest = (scope, "") if understood else told(scope, vocabulary, formulas, words)
        scope, of_data = conditional(begun, scope, vocabulary, stated, words)
        rest = UNDERSTOOD.sub(" ", rest) if of_data else rest
        if any(map(is_law_alone, stated)) and scope.laws == begun.laws:
            scope = replace(scope, vague=scope.vague | {ANYTHING})  # `$X$ be $N(0, 1)$`: whose law it is was not heard
        for k in range(len(sentence)):
            told_of = stated[k]
            if told_of is None or by_values:
                continue
            near = rest if rest != words else _near(told_of, sentence[k:])
            near = rest_of_words(scope, vocabulary, told_of, near)
            scope = described(scope, vocabulary, told_of, WORDS.sub(" ", near) if discrete else near)
    return with_images(said_anew(before, late.again(scope)), vocabulary)


def is_law_alone(s: Statement | None) -> bool:
    """Is the formula nothing but a named law with its parameters: `$N(\\mu, \\sigma^2)$`?"""
    node = s.sides[0] if s is not None and not s.ops else None
    named = isinstance(node, App) and isinstance(node.fn, Sym) and node.fn.base in LAWS and not node.fn.sub
    return named and isinstance(node, App) and not is_energy(node)


def _with_span(scope: Scope, vocabulary: Vocabulary, span: Span | None, source: str) -> Scope:
    """The scope with where a density lives, and its variable with it."""
    if span is None:
        return scope
    scope = replace(scope, spans=(*scope.spans, span), mentioned=scope.mentioned | {span.family, span.variable})
    return learn(scope, vocabulary, Statement(*span.range, source))


def _support(cues: Sequence[Cue], i: int, statement_of: Callable[[Cue], Statement]) -> Statement | None:
    """Where a formula holds: the last of `$P(k) = ...$ and $Q(k) = ...$ for $k = 0, 1, \\dots$` speaks for all."""
    k, begin = i, cues[i].sentence_start
    while k + 1 < len(cues) and _LISTED.fullmatch(cues[k].after) and cues[k + 1].sentence_start == begin:
        one, two = (statement_of(c).sides[0] for c in (cues[i], cues[k + 1]))
        if not isinstance(one, App) or not isinstance(two, App) or one.args != two.args:
            break
        k += 1
    return support_of(cues[k], cues[k + 1], statement_of) if k + 1 < len(cues) else None


def _with_draws(cues: Sequence[Cue], statement_of: Callable[[Cue], Statement]) -> Callable[[Cue], Statement]:
    """The statements of cues, those that words draw from a density as draws."""
    drawn: dict[int, Statement] = {}
    for k, (cue, following) in enumerate(pairwise(cues)):
        if cue.sentence_start == following.sentence_start and cue.after == following.before:
            one, two = statement_of(cue), statement_of(following)
            found = drawn_in_words(_list_of(cues, k, statement_of), cue.after, two)
            found = found or image_in_words(one, cue.after, two)
            made = made_in_words(one, cue.after, two)
            if made is not None:
                drawn[following.inline.start] = made
            if found is not None:
                drawn[cue.inline.start] = found
    return lambda cue: drawn.get(cue.inline.start) or statement_of(cue)


def _list_of(cues: Sequence[Cue], k: int, statement_of: Callable[[Cue], Statement]) -> Statement:
    """The names of a list that ends with a formula, `$z_1$ and $z_2$`, as one statement."""
    s = statement_of(cues[k])
    first = k
    begin = cues[k].sentence_start
    while first and cues[first - 1].sentence_start == begin and _LISTED.fullmatch(cues[first - 1].after):
        first -= 1
    several = [statement_of(c) for c in cues[first : k + 1]]
    if len(several) < 2 or any(len(t.sides) != 1 or t.ops for t in several):
        return s
    sides = tuple(side for t in several for side in t.sides)
    return replace(s, sides=sides, ops=(",",) * (len(sides) - 1))


def _beside(cues: Sequence[Cue], i: int) -> tuple[Cue | None, Cue | None]:
    """The stated formulas before and behind one in its sentence."""
    near = (cues[k] if 0 <= k < len(cues) else None for k in (i - 1, i + 1))
    before, after = (c if c is not None and c.sentence_start == cues[i].sentence_start else None for c in near)
    return before, after


def _limited(scope: Scope, known: Scope, where: Statement) -> Scope | None:
    """The scope with definitions that hold on a range only; None if the fact is no such definition."""
    new = known.definitions[len(scope.definitions) :]
    if all(d.density and not any(isinstance(n, Apply) for n in walk(d.body)) for d in new) and new:
        return known  # a density by a formula, which has its support
    if not new or any(d.density for d in new):
        return None
    limited = (replace(d, domain=domain_of(d, where.sides, where.ops)) for d in new)
    return replace(known, definitions=(*scope.definitions, *limited))


def _names(vocabulary: Vocabulary, statement: Statement) -> frozenset[str]:
    return frozenset(n for side in statement.sides if side is not None for n in names_of(vocabulary, side))


def _doubted(scope: Scope, vocabulary: Vocabulary, statement: Statement) -> Scope:
    """The scope with a fact that holds for some values only: it is not used, and nothing about its names is refuted."""
    names = _names(vocabulary, statement)
    known = scope.introduced_anew(names)
    known = replace(known, mentioned=scope.mentioned | names)
    return known if is_support(statement.sides, vocabulary) else replace(known, vague=scope.vague | names)


def _remarked(scope: Scope, vocabulary: Vocabulary, statement: Statement) -> Scope:
    """What a remark says of a law is no fact; where no fact says it, the name is vague."""
    lawful = {law.head for law, _ in scope.laws} | {draw.name for draw in scope.random.known}
    names = _names(vocabulary, statement) - lawful - {d.name for d in scope.definitions}
    return replace(scope, vague=scope.vague | names)


def _near(statement: Statement, following: Sequence[tuple[int, Cue]]) -> str:
    """The words that may restrict a statement: of those further on in the sentence only where it states no relation."""
    cue = following[0][1]
    words = " ".join((cue.before, *(c.after for _, c in following)))
    return words if set(statement.ops) <= {","} else cue.after
