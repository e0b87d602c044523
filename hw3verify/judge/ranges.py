"""Which way a written range runs.

Whoever writes a sum over k from 5 to n means a range that has members, or is just empty: `sum_{k=5}^n 1 = n - 4` speaks
of n >= 4. At n = 1 the sum is empty by convention and the line false, which nobody meant to deny.

Law: `in_order` gives b >= a - 1 for every range a..b of an index whose upper end has a name free in the claim, unless
that holds for all positive integers anyway. A sum that cancels or is multiplied away supposes nothing: otherwise
`n >= 4 + 0 sum_{k=5}^n k` would show what it says.
"""

from __future__ import annotations

from fractions import Fraction

from hw3verify.meaning.claim import Facts, Relation
from hw3verify.meaning.expr import INFINITY, ONE, Expr, Fold, Name, Number, Sum, free_names, rebuild, subtract, walk

STAND_IN = "a written range"


def in_order(relations: tuple[Relation, ...]) -> tuple[Relation, ...]:
    """The suppositions that the ranges in these relations make."""
    found: dict[Relation, None] = {}
    for r in relations:
        folds = {n: None for side in (r.left, r.right) for n in walk(side) if _may_be_reversed(n)}
        for fold in folds:
            assert isinstance(fold, Fold) and fold.domain.lower is not None and fold.domain.upper is not None
            ends = free_names(fold.domain.lower) | free_names(fold.domain.upper)
            if ends <= free_names(r.left) | free_names(r.right) and _counts(fold, r):
                found[Relation(fold.domain.upper, ">=", subtract(fold.domain.lower, ONE))] = None
    return tuple(found)


def _may_be_reversed(n: Expr) -> bool:
    """A fold over an index whose range is not in order for every positive integer, as that from 1 to n is."""
    if not isinstance(n, Fold) or n.domain.kind != "index" or n.domain.lower is None or n.domain.upper is None:
        return False
    lower, upper = n.domain.lower, n.domain.upper
    if INFINITY in (lower, upper) or not free_names(upper):
        return False
    terms = upper.terms if isinstance(upper, Sum) else (upper,)
    shift = sum((t.value for t in terms if isinstance(t, Number)), Fraction(0))
    names = [t for t in terms if not isinstance(t, Number)]
    plain = len(names) == 1 and isinstance(names[0], Name)
    return not (plain and isinstance(lower, Number) and 1 + shift >= lower.value - 1)


def _counts(fold: Fold, r: Relation) -> bool:
    """Does what the relation says depend on the value of the fold?"""
    from hw3verify.kernel.form import NoForm, TooLarge
    from hw3verify.kernel.normal import Normal

    def put(e: Expr) -> Expr:
        return Name(STAND_IN) if e == fold else rebuild(e, put)

    try:
        return STAND_IN in Normal(Facts()).form(subtract(put(r.left), put(r.right))).names
    except (NoForm, TooLarge, ArithmeticError, LookupError, ValueError):
        return False
