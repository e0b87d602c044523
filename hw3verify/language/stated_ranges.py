"""Ranges that are stated of a random variable X which, by convention, is the x of p(x), or of the x of a definition.

Law: what is added says of x what the part says of X, and no more; what an earlier part says of a variable that is bound
here is not used.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from hw3verify.language.scope import Ranged, Scope, valued
from hw3verify.language.surface import Sym
from hw3verify.language.variables import small
from hw3verify.language.vocabulary import Vocabulary
from hw3verify.meaning.claim import Relation
from hw3verify.meaning.expr import ONE, ZERO, Expr, Fold, Name, free_names, substitute, walk


def ended(carried: Scope, told: Scope, vocabulary: Vocabulary) -> Scope:
    """What goes on from earlier parts, where the range of a variable of densities is over: the next part may average
    over another. It is kept in mind, so that nothing is refuted which needs it."""
    roles = {r for seen in vocabulary.signatures.values() for signature in seen for group in signature for r in group}
    said = told.positive | told.unit | told.binary | told.integer
    earlier = carried.earlier - said  # what is stated before all parts is no earlier part's
    return replace(carried, earlier=earlier, vague=carried.vague | {valued(n) for n in earlier & roles})


def lasting_signs(scope: Scope, exprs: Iterable[Expr | None]) -> frozenset[str]:
    """The names that are positive, without variables that are averaged over and whose range an earlier part stated."""
    folds = (n for e in exprs if e is not None for n in walk(e) if isinstance(n, Fold))
    return scope.positive - {n.domain.role for n in folds if valued(n.domain.role) in scope.vague}


def ranges_of_variables(scope: Scope) -> tuple[Relation, ...]:
    """What is stated of X, of the x that stands for its values."""
    found: list[Relation] = []
    for name in sorted(scope.random.usual - scope.random.faded):
        role = Name(small(Sym(name)))
        if name in (scope.positive | scope.unit) - scope.earlier:
            found.append(Relation(ZERO, "<", role))
        if name in scope.unit - scope.earlier:
            found.append(Relation(role, "<", ONE))
        for r, _ in scope.assumptions:
            if free_names(r.left) | free_names(r.right) == {name}:
                found.append(Relation(substitute(r.left, {name: role}), r.op, substitute(r.right, {name: role})))
    return tuple(found)


def with_range(before: Scope, after: Scope, source: str) -> Scope:
    """The scope behind `for $x \\ge 0$`, which says of the variable of a definition where it lies."""
    names = (after.positive - before.positive) | (after.unit - before.unit)
    known = [r for r, _ in before.assumptions]
    relations = tuple(r for r, _ in after.assumptions if r not in known)
    found = Ranged(source, names, relations)
    return replace(after, ranged=(*after.ranged, found)) if names or relations else after


def without_ranges(scope: Scope, used: frozenset[str]) -> Scope:
    """The scope without what is said of the variables of definitions that are not used."""
    gone = [r for r in scope.ranged if r.source not in used]
    names = frozenset().union(*(r.names for r in gone))
    relations = {r for found in gone for r in found.relations}
    if not names and not relations:
        return scope
    kept = tuple((r, s) for r, s in scope.assumptions if r not in relations)
    return replace(scope, positive=scope.positive - names, unit=scope.unit - names, assumptions=kept)
