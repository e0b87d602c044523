"""Symbolic mass functions: sums over a finite variable of any size, and written out for sizes up to 4.

Main definitions: `masses(letter, size)` is a table of positive symbols a1 ... with the relation (`whole`) that the last
is 1 less the others, which is every positive mass function of that size; `written_out` puts tables into a formula with
sums to n; `summand` is what stands behind the one sum to which a linear functional of a mass function amounts.

Main statements: an identity between sums that holds summand by summand holds for every size n (and for every countable
variable, where the sums converge absolutely). A constant c is the sum of c q_i, as q has mass 1.

Implementation: masses are positive symbols, so that positivity is seen from signs alone, and the relation is used in
the zero test. Where a mass is 0 its terms are the limits for an eps that falls to 0.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sympy import Add, Expr, IndexedBase, Integer, Mul, Sum, Symbol, expand, log, symbols

from hw3verify.symbolic.record import Step
from hw3verify.symbolic.zero import equal, split_logs

SIZES = (1, 2, 3, 4)

i = Symbol("i", integer=True, positive=True)
k = Symbol("k", integer=True, positive=True)  # an index that no sum binds
n = Symbol("n", integer=True, positive=True)
_m = Symbol("m", integer=True, positive=True)


def over(term: Expr) -> Sum:
    """The sum of a term over i = 1 ... n."""
    return Sum(term, (i, 1, n))


def whole_sum(term: Expr) -> Sum:
    """The sum of a term in i over all values, by an index of its own, to stand inside other sums."""
    return Sum(term.xreplace({i: _m}), (_m, 1, n))


def weights(letter: str, size: int) -> tuple[Symbol, ...]:
    """Positive symbols a1, a2 ... of that letter."""
    return tuple(symbols(f"{letter}1:{size + 1}", positive=True))


def masses(letter: str, size: int) -> tuple[Expr, ...]:
    """A table of positive masses: weights, which `whole` gives the sum 1; a single mass is 1."""
    return weights(letter, size) if size > 1 else (Integer(1),)


def whole(*tables: Sequence[Expr], total: Expr | int = 1) -> dict[Symbol, Expr]:
    """The relation that each table has the sum 1 (or another total): its last entry in terms of the others."""
    return {table[-1]: total - Add(*table[:-1]) for table in tables if table[-1].is_Symbol}


def written_out(formula: Expr, tables: Mapping[IndexedBase, Sequence[Expr]]) -> Expr:
    """The formula for tables of one size: n is their size, a[k] the k-th entry of the table of a."""
    size = len(next(iter(tables.values())))
    plain = formula.subs(n, size).doit()
    entries = {base[k + 1]: entry for base, table in tables.items() for k, entry in enumerate(table)}
    return plain.xreplace(entries)


def summand(linear: Expr, mass: Expr) -> Expr:
    """The term f(i) of which the expression is the sum over i, where constants count as mass(i) times themselves.

    Raises ValueError where it is no sum of constants and of constants times sums over 1 ... n.
    """
    found: Expr = Integer(0)
    for term in Add.make_args(expand(linear)):
        sums = [part for part in Mul.make_args(term) if isinstance(part, Sum)]
        constant = Mul(*(part for part in Mul.make_args(term) if not isinstance(part, Sum)))
        if len(sums) > 1 or constant.has(Sum) or any(part.limits[0][1:] != (1, n) for part in sums):
            raise ValueError(f"linear: expected constants times sums over 1 ... n, got {term}")
        inner = sums[0].function.xreplace({sums[0].limits[0][0]: i}) if sums else mass
        found = found + constant * inner
    return found


def equal_summands(what: str, linear: Expr, mass: Expr, values: Mapping[Expr, Expr], to: Expr) -> Step:
    """The step that the summand is the given one, in plain symbols: an identity of sums of every size."""
    try:
        return equal(what, summand(linear, mass).xreplace(values), to)
    except ValueError as problem:
        return Step(what, False, str(problem))


def at_zero(expression: Expr, eps: Symbol) -> Expr | None:
    """The limit, as eps falls to 0, of an expression linear in log(eps); None where its logarithm stays.

    Only eps log(eps) -> 0 is used, of which the callers make a step.
    """
    apart = expand(split_logs(expression))
    coefficient = apart.coeff(log(eps))
    if coefficient.subs(eps, 0) != 0:
        return None
    rest = expand(apart - coefficient * log(eps))
    return rest.subs(eps, 0)
