r"""Laws by their mass function: `\Pr(Y=k) = (1-\theta)^{k-1}\theta` for `k = 1, 2, \dots`.

The formula with its values makes a law of Y, one that has a name where the formula is that of a known law. Without
values, or where Y has a law already, nothing is made: what is recalled of a named law says nothing new.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from hw3verify.language.distributed import head_for
from hw3verify.language.elaborate import Elaborator
from hw3verify.language.formula_laws import Ends, stated_ends
from hw3verify.language.law_formulas import COIN, COUNTS, TRIALS, recognised
from hw3verify.language.laws import add_law
from hw3verify.language.random_variables import Draw
from hw3verify.language.scope import Scope
from hw3verify.language.statements import Statement
from hw3verify.language.surface import Num, Sym
from hw3verify.language.variables import mass_function, small
from hw3verify.language.vocabulary import Vocabulary, name_of
from hw3verify.meaning.claim import Law
from hw3verify.meaning.expr import INFINITY, Apply, Arg, Domain, Fold, Name, substitute


def mass_functions(
    scope: Scope, vocabulary: Vocabulary, formulas: Sequence[tuple[Statement, str]]
) -> Scope:
    """The scope with the laws that mass functions of one sentence give; `formulas`: with the words before them."""
    for i, (s, _) in enumerate(formulas):
        found = mass_function(s.sides[0]) if s.ops == ("=",) and None not in s.sides else None
        if found is None or (scope.random.of(name_of(found[0])) is not None):
            continue
        name, value = found
        ends: Ends | None = None
        for other, before in formulas[i + 1 : i + 3]:
            ends = ends or stated_ends(other, value, before)
        made = None if ends is None or not ends[2] else _with_law(scope, vocabulary, s, name, value, ends)
        scope = replace(scope, vague=scope.vague | {"p"}) if made is None else made
    return scope


def _with_law(
    scope: Scope, vocabulary: Vocabulary, s: Statement, name: Sym, value: Sym, ends: Ends
) -> Scope | None:
    e = Elaborator(vocabulary, scope)
    role = small(name)
    right = s.sides[1]
    assert right is not None
    body = substitute(e.expr(right), {name_of(value): Name(role)})
    if e.laws or e.heads:
        return None
    head = head_for(scope, vocabulary, role, set())
    low, high, _ = ends
    density = Apply(head, (Arg(role, Name(role)),))
    first = low.value if isinstance(low, Num) else None
    where = ""
    if high is None:
        where = COUNTS if first == 0 else TRIALS if first == 1 else ""
    elif isinstance(high, Num) and first == 0 and high.value == 1:
        where = COIN
    law = recognised(density, body, where) if where else None
    if law is None:
        limits = (e.expr(low) if low is not None else Name("infinity"), INFINITY if high is None else e.expr(high))
        law = Law(head, (role,), (), "mass", (Fold("lambda", role, Domain("space", role), body), *limits))
    scope = add_law(scope, law, s.source)
    if isinstance(high, Sym):  # k = 1, ..., n
        size = frozenset((name_of(high),))
        scope = replace(scope, integer=scope.integer | size, positive=scope.positive | size)
    return replace(scope, random=scope.random.add(Draw(name_of(name), head, role)))
