"""Random variables that words introduce: what they are, which law they have, of what they are independent.

    Let $T>0$ be a random variable         Let $N$ be Poisson with mean $\\lambda$, and let $B$ be Bernoulli ...
    Let $X$ and $Y$ be independent random variables

Each clause of a sentence is read phrase by phrase. A law is given to a variable only if the words name exactly one and
call its parameters by what they are. Law: what is added to a scope is said by the sentence; where a phrase is left that
is not understood, nothing is said of the variable, and nothing about it is refuted.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from hw3verify.language.clauses import Clause, clauses, marked, subject_of
from hw3verify.language.conventions import settled
from hw3verify.language.density_words import are_densities, lawful_densities
from hw3verify.language.distributed import drawn_from, head_for, sample_of
from hw3verify.language.elaborate import Elaborator
from hw3verify.language.law_words import LAW_WORDS, law_in_words
from hw3verify.language.laws import add_law
from hw3verify.language.phrases import Said, phrases, shares
from hw3verify.language.random_variables import Draw
from hw3verify.language.scope import Scope
from hw3verify.language.statements import Statement
from hw3verify.language.surface import Add, App, Dots, Interval, Neg, Node, Num, Rel, SetOf, Sym, walk
from hw3verify.language.variables import CAPITALS, is_probability, small
from hw3verify.language.vocabulary import GREEK, LAWS, Unknown, Vocabulary, name_of
from hw3verify.meaning.claim import Relation
from hw3verify.meaning.expr import ZERO, Apply, Expr, Name
from hw3verify.meaning.expr import walk as walk_expr

NOISE = frozenset(("epsilon", "varepsilon", "xi", "eta", "zeta"))  # letters of random numbers
Pieces = Sequence[tuple[Statement, str, str]]  # stated formulas, with the words before and behind each
_MOMENTS = {"mean", "expectation", "expected value", "variance", "standard deviation", "probability"}
_IS = ("be", "is", "denote", "denotes")
_RANDOM = re.compile(r"\brandom\b|\bvariates?\b|\br\.?v\.?\b|\bi\.?i\.?d\b|\bdistribut|\bindependent\b", re.IGNORECASE)
_NAMES_A_LAW = re.compile(rf"\b(?:{LAW_WORDS})(?:ly)?\b", re.IGNORECASE)
_NO_NUMBER = re.compile(
    r"\b(?:matri\w+|vectors?|spaces?|sets?|alphabets?|data|latent|observ\w+|hidden|code\w*|inputs?|images?|labels?"
    r"|densit\w+|pdf|pmf|distribut\w+|variables?)\b", re.IGNORECASE,
)  # fmt: skip
_DENSITY = re.compile(r"\b(?:density|densities|pdf|pmf|mass function)\b", re.IGNORECASE)


def introduced(scope: Scope, vocabulary: Vocabulary, pieces: Pieces) -> tuple[Scope, bool]:
    """The scope with the variables of a sentence, and whether its words are all understood.

    `pieces`: the stated formulas, each with the words before and behind it.
    """
    try:
        return _introduced(scope, vocabulary, pieces)
    except (Unknown, RecursionError):
        return scope, False


def _introduced(scope: Scope, vocabulary: Vocabulary, pieces: Pieces) -> tuple[Scope, bool]:
    found = clauses(marked([(before, after) for _, before, after in pieces]))
    statements = [s for s, _, _ in pieces]
    names: list[str] = []
    complete = bool(found) and found[0].subjects[0] == 0
    for s in statements:
        scope = _limited(scope, s)
    for clause in found:
        subjects = [sym for k in clause.subjects for sym in _subjects(scope, vocabulary, statements[k])]
        sampled = any(_has_dots(statements[k]) for k in clause.subjects)
        densities = bool(subjects) and are_densities(vocabulary, subjects, clause)
        if densities:
            known = lawful_densities(scope, vocabulary, clause, subjects, statements)
            if known is not None:
                scope = known
                continue
            if _NAMES_A_LAW.search(clause.words):
                scope = replace(scope, vague=scope.vague | {vocabulary.family(s) for s in subjects})
        if not subjects or densities or not _is_random(clause, subjects):
            complete = False
            if subjects and clause.verb in _IS and all(s.base in CAPITALS for s in subjects):
                if phrases(clause, statements, set()).left and not _NO_NUMBER.search(clause.words):
                    scope = replace(scope, vague=scope.vague | {name_of(s) for s in subjects})
            continue
        said = phrases(clause, statements, {name_of(s) for s in subjects})
        scope, understood = _taken(scope, vocabulary, clause, said, subjects, statements)
        if said.independent and understood and not sampled:
            own = {name_of(s) for s in subjects}
            group = own | {name_of(n) for k in said.of for n in subject_of(statements[k])}
            group = own if said.copy and len(own) > 1 else group
            group = group if len(group) > 1 else own | set(names)
            if len(group) > 1:
                groups = (*scope.random.independent, frozenset(group))
                scope = replace(scope, random=replace(scope.random, independent=groups))
        names += [name_of(s) for s in subjects]
        complete = complete and understood and not sampled and not _moments(said)
    return scope, complete


def _limited(scope: Scope, s: Statement) -> Scope:
    """`Suppose $X \\ge 0$` of a variable without a law: a range of all its values."""
    for sym in subject_of(s) if set(s.ops) - {","} else ():
        draw = scope.random.of(name_of(sym))
        told = draw is not None and any(w.head == draw.head and draw.role in w.outcome for w, _ in scope.laws)
        moments = any(draw is not None and draw.head in names_in(r) for r, _ in scope.assumptions)
        if draw is not None and draw.size is None and not told and not moments:
            scope = replace(scope, random=scope.random.add(replace(draw, role=draw.name, plain=False)))
    return scope


def names_in(r: Relation) -> frozenset[str]:
    """The heads of a relation."""
    return frozenset(n.head for side in (r.left, r.right) for n in walk_expr(side) if isinstance(n, Apply))


def _subjects(scope: Scope, vocabulary: Vocabulary, s: Statement) -> tuple[Sym, ...]:
    if _has_dots(s):
        found = sample_of(scope, vocabulary, s)
        return () if found is None else (Sym(found[0]),)
    return subject_of(s)


def _is_random(clause: Clause, subjects: Sequence[Sym]) -> bool:
    """Does the clause speak of random variables at all?"""
    if _DENSITY.search(clause.words) or any(s.base in GREEK - NOISE or s.marks.strip("'") or s.style for s in subjects):
        return False
    if any(s.base.islower() for s in subjects) and not _NAMES_A_LAW.search(clause.words):
        return False
    capital = all(s.base in CAPITALS for s in subjects)
    return bool(_RANDOM.search(clause.words) or _NAMES_A_LAW.search(clause.words)) or (
        capital and clause.verb.startswith("take") and "values" in clause.words
    )


def _moments(said: Said) -> bool:
    """Means and variances without a law, which are said of each variable (`random_facts`)."""
    return not said.laws and bool(said.parameters)


def _taken(
    scope: Scope, vocabulary: Vocabulary, clause: Clause, said: Said, subjects: Sequence[Sym],
    statements: Sequence[Statement],
) -> tuple[Scope, bool]:  # fmt: skip
    """The scope with what one clause says, and whether all of it is understood."""
    names = frozenset(name_of(s) for s in subjects)
    written = [statements[k] for k in said.formulas if not statements[k].ops and _law_app(statements[k])]
    if said.left or len(said.laws) + len(written) > 1:
        restricts = not said.laws or len(said.laws) > 1 or bool(_BLACK.search(clause.words))
        if restricts:
            for sym in subjects if not said.laws and not written and not said.copy and not said.same else ():
                scope = _without_law(scope, vocabulary, said, sym, statements, clause, None) or scope
            return replace(scope, vague=scope.vague | names), False
    if not said.parameters and any(_is_mass(statements[k], names) for k in said.formulas):
        return scope, False  # the law is given by its masses (`mass_functions`), which the name only recalls
    each = shares(said, len(subjects))
    for k, sym in enumerate(subjects):
        size = _size(scope, vocabulary, clause, statements)
        said.parameters = each[k]
        if k and said.same and not said.copy:
            found = _like(scope, sym, subjects[0])
        elif written:
            (right,) = (side for side in written[0].sides if side is not None)
            found = drawn_from(scope, vocabulary, sym, right, f"{name_of(sym)} is drawn from {written[0].source}", size)
        elif said.laws:
            found = _with_law(scope, vocabulary, clause, said, sym, size, statements)
        elif said.copy:
            found = _copy(scope, sym, statements[said.of[0]])
        elif _is_coin(said, subjects, statements, clause):
            said.laws.append("bernoulli")
            said.values.clear()
            found = _with_law(scope, vocabulary, clause, said, sym, size, statements)
        else:
            found = _without_law(scope, vocabulary, said, sym, statements, clause, size)
        if found is None:
            return replace(scope, vague=scope.vague | names), False
        scope = found
    return scope, not said.left


_BLACK = re.compile(
    r"\b(?:not|never|approximately|truncated|inflated|shifted|folded|mixture|conditional\w*|given|density|process|prior"
    r"|posterior|compound|log|inverse|multivariate|vector|minus|plus|times|squared?|sum)\b", re.IGNORECASE,
)  # fmt: skip


def _like(scope: Scope, sym: Sym, first: Sym) -> Scope | None:
    """One more variable with the law of the first."""
    draw = scope.random.of(name_of(first)) or Draw(name_of(first), "p", small(first))
    return replace(scope, random=scope.random.add(draw).add(replace(draw, name=name_of(sym), plain=False)))


def _copy(scope: Scope, sym: Sym, of: Statement) -> Scope | None:
    """An independent copy has the law of the original."""
    original = subject_of(of)
    if len(original) != 1:
        return None
    draw = scope.random.of(name_of(original[0]))
    if draw is None and original[0].base in CAPITALS and not original[0].sub:
        draw = Draw(name_of(original[0]), "p", small(original[0]))
    if draw is None:
        return None
    return replace(scope, random=scope.random.add(replace(draw, name=name_of(sym), plain=False)))


def _is_coin(said: Said, subjects: Sequence[Sym], statements: Sequence[Statement], clause: Clause) -> bool:
    """Values 0 and 1, of which 1 has a probability that is stated."""
    if len(subjects) != 1 or [called for called, _ in said.parameters] != ["probability"]:
        return False
    name, ((_, one),) = name_of(subjects[0]), said.parameters
    for k in said.formulas:
        left, right = statements[k].sides[0], statements[k].sides[-1]
        if isinstance(left, App) and is_probability(left) and len(statements[k].sides) == 2:
            event = left.args[0] if not left.given else None
            zero = _is_value(event, name, 0) and isinstance(right, Add) and right.terms[1:] == (Neg(one),)
            if zero and isinstance(right, Add) and _is_one(right.terms[0]):
                return True
    sides = [side for k in (*clause.subjects, *said.values) for side in statements[k].sides]
    sets = [side for side in sides if isinstance(side, SetOf | Interval)]
    of = sets[0] if len(sets) == 1 else None
    return isinstance(of, SetOf) and [n.value for n in of.items if isinstance(n, Num)] == [0, 1] and len(of.items) == 2


def _is_mass(s: Statement, names: frozenset[str]) -> bool:
    """Is this the mass function of one of these variables: `P(X = k) = ...`?"""
    left = s.sides[0]
    if not isinstance(left, App) or not is_probability(left) or "=" not in s.ops or left.given:
        return False
    event = left.args[0]
    return isinstance(event, Rel) and isinstance(event.left, Sym) and name_of(event.left) in names


def _is_value(event: Node | None, name: str, value: int) -> bool:
    """Is this `X = value`?"""
    if not isinstance(event, Rel) or event.op != "=" or not isinstance(event.left, Sym):
        return False
    return name_of(event.left) == name and isinstance(event.right, Num) and event.right.value == value


def _is_one(node: Node) -> bool:
    return isinstance(node, Num) and node.value == 1


def _has_dots(s: Statement) -> bool:
    return any(isinstance(n, Dots) for side in s.sides if side is not None for n in walk(side))


def _law_app(s: Statement) -> bool:
    (side, *more) = s.sides
    return not more and isinstance(side, App) and isinstance(side.fn, Sym) and side.fn.base in LAWS


def _size(scope: Scope, vocabulary: Vocabulary, clause: Clause, statements: Sequence[Statement]) -> Expr | None:
    for k in clause.subjects:
        if _has_dots(statements[k]):
            found = sample_of(scope, vocabulary, statements[k])
            return None if found is None else found[1]
    return None


def _with_law(
    scope: Scope, vocabulary: Vocabulary, clause: Clause, said: Said, sym: Sym, size: Expr | None,
    statements: Sequence[Statement],
) -> Scope | None:  # fmt: skip
    name, role = name_of(sym), small(sym)
    sets: list[Node] = []
    for k in said.values:
        (side, *more) = statements[k].sides
        if more or side is None:
            return None
        sets.append(side)
    chances = {name_of(n) for _, node in said.parameters for n in walk(node) if isinstance(n, Sym)} & {"p", "q"}
    if any(c in vocabulary.signatures and c not in vocabulary.numbers for c in chances):
        return None  # a density, or a probability?
    scope = replace(scope, unit=scope.unit | chances, positive=scope.positive | chances)
    head = head_for(scope, vocabulary, role, chances)
    e = Elaborator(vocabulary, scope)
    law = law_in_words(e, said.laws[0], said.parameters, sets, head, role)
    if law is None or _BLACK.search(clause.words):
        return None
    source = f"{name} is {said.laws[0]}"
    scope = add_law(scope, law, source, head in e.open_laws)
    near = [(before, statements[k].source) for before, k in _befores(clause.words)]
    if law.name == "mass":
        scope = replace(scope, integer=scope.integer | {p.id for p in law.parameters if isinstance(p, Name)})
    if law.name == "geometric":
        scope = settled(scope, [source, *(s for _, s in near)], clause.words, near)
    return replace(scope, random=scope.random.add(Draw(name, head, role, size=size)))


def _befores(words: str) -> list[tuple[str, int]]:
    return [(m[1], int(m[2])) for m in re.finditer(r"([^⟦⟧]*)⟦(\d+)⟧", words)]


def _without_law(
    scope: Scope, vocabulary: Vocabulary, said: Said, sym: Sym, statements: Sequence[Statement], clause: Clause,
    size: Expr | None,
) -> Scope | None:  # fmt: skip
    """A variable of which no law is said: it has one, and a range where that is said."""
    name, called = name_of(sym), [kind for kind, _ in said.parameters]
    if len(set(called)) < len(called) or not set(called) <= _MOMENTS:
        return None  # `with means $a$ and $b$`: which of several?
    if size is not None:
        return scope
    known = scope.random.of(name)
    if known is not None and any(w.head == known.head and known.role in w.outcome for w, _ in scope.laws):
        return scope if not said.values and not said.positive and not said.least else None
    about = [k for k in (*clause.subjects, *said.formulas) if statements[k].ops]
    ranged = any(name in map(name_of, subject_of(statements[k])) and set(statements[k].ops) != {","} for k in about)
    if said.positive:
        scope = replace(scope, positive=scope.positive | {name})
    if said.least:
        scope = replace(scope, assumptions=(*scope.assumptions, (Relation(ZERO, "<=", Name(name)), f"{name} >= 0")))
    if said.values:
        if len(said.values) > 1:
            return None
        (side, *more) = statements[said.values[0]].sides
        if more or not isinstance(side, SetOf | Interval | Sym):
            return None
        from hw3verify.language.statements import learn

        if not (isinstance(side, Sym) and side.base == "reals" and not side.sub):
            vague = scope.vague
            source = f"{name} in {statements[said.values[0]].source}"
            scope = learn(scope, vocabulary, Statement((sym, side), ("in",), source))
            if scope.vague != vague:
                return scope
            ranged = True
    ranged = ranged or said.positive or said.least
    role = small(sym)
    spoken = any(role in (*out, *given) for seen in vocabulary.signatures.values() for out, given in seen)
    if sym.base in CAPITALS and spoken:
        random = replace(scope.random, usual=scope.random.usual | {name})
        return replace(scope, random=random)  # by the convention it is the x of p(x)
    role = name if ranged else role
    draw = Draw(name, head_for(scope, vocabulary, role, set()), role, plain=not ranged and sym.base in CAPITALS)
    return replace(scope, random=scope.random.add(draw))
