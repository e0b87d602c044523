"""Is an expression zero? A normal form in place of SymPy's `simplify`.

Main definitions: `split_logs` writes the logarithm of every product, quotient and power of positive things as a sum of
logarithms of primes and of irreducible positive polynomials; `is_zero` then takes the expression as a polynomial in
those logarithms and asks whether every coefficient is the zero rational function.

Main statements: `is_zero` is sound (every rewriting is an identity for positive symbols), and complete for rational
combinations of logarithms of rational functions with positive factors, since logarithms of distinct irreducible
polynomials and primes are linearly independent over the rational functions.

Implementation: log(ab) = log a + log b is used only where each factor is shown to be positive (`positive`); any other
logarithm stays whole. `equal` makes a `Step` of the question; when the answer is no it also looks at one rational
point, to say by how much the sides differ there, which is a screen for the reader and never evidence.

References: M. Bronstein, Symbolic Integration I (2005), section 3 (towers of logarithms); D. Richardson (1968) on why
`simplify` can promise nothing in general.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import lru_cache

from sympy import (
    Add,
    Dummy,
    Expr,
    Integer,
    Mul,
    Poly,
    Pow,
    Rational,
    Symbol,
    cancel,
    exp,
    expand,
    factor,
    factorint,
    fraction,
    log,
    nan,
    oo,
    together,
    zoo,
)

from hw3verify.symbolic.record import Step

Relations = Mapping[Symbol, Expr]
SHOWN = 160  # characters of a difference that a step quotes


def positive(expression: Expr) -> bool:
    """Is it shown to be positive for all positive symbols?

    Both parts of the fraction must have positive coefficients alone in positive generators. Nothing is shown of other
    expressions: False means "not shown".
    """
    if expression.is_positive:
        return True
    return all(_posynomial(part) for part in fraction(cancel(together(expression))))


def _posynomial(expression: Expr) -> bool:
    expression = expand(expression)
    if not expression.free_symbols:
        return bool(expression.is_positive)
    poly = Poly(expression)
    return all(g.is_positive for g in poly.gens) and all(c.is_positive for c in poly.coeffs())


def split_logs(expression: Expr) -> Expr:
    """The expression with its logarithms apart: log(6 x^2/(x+y)) is log 2 + log 3 + 2 log x - log(x+y)."""
    return expression.replace(lambda part: isinstance(part, log), lambda part: _split(part.args[0]))


@lru_cache(maxsize=4096)
def _split(argument: Expr) -> Expr:
    """log(argument), apart."""
    if isinstance(argument, exp) and argument.args[0].is_real:
        return argument.args[0]
    if isinstance(argument, Rational) and argument.is_positive:
        primes = [*factorint(argument.p).items(), *((prime, -k) for prime, k in factorint(argument.q).items())]
        return Add(*(k * log(Integer(prime)) for prime, k in primes))
    if isinstance(argument, Pow) and argument.exp.is_real and positive(argument.base):
        return argument.exp * _split(argument.base)
    if isinstance(argument, Mul) and all(positive(part) for part in argument.args):
        return Add(*(_split(part) for part in argument.args))
    if isinstance(argument, Add):
        factored = factor(together(argument))
        if isinstance(factored, Mul | Pow):
            return _split(factored)
        return log(expand(factored), evaluate=False)
    return log(argument)


def is_zero(expression: Expr, given: Relations | None = None) -> bool:
    """Is it zero for all positive (or real) values of its symbols? False where this is not shown.

    `given` has relations between symbols, such as the last mass being 1 less the others; they are used in the
    coefficients, after the logarithms are apart, so that positivity is seen before them.
    """
    if expand(expression) == 0:
        return True
    expression = split_logs(expression)
    if expression.has(nan, oo, zoo):
        return False
    # the whole logarithms first; what is nested inside one that could not be split stays inside
    names = {part: Dummy() for part in expression.atoms(log)}
    coefficients: defaultdict[Expr, list[Expr]] = defaultdict(list)
    for term in Add.make_args(expand(expression.xreplace(names))):
        coefficient, power = term.as_independent(*names.values(), as_Add=False)
        coefficients[power].append(coefficient.xreplace(given or {}))
    return all(_rational_zero(Add(*parts)) for parts in coefficients.values())


def _rational_zero(expression: Expr) -> bool:
    return bool(expand(fraction(together(expression))[0]) == 0)


def equal(what: str, left: Expr, right: Expr, given: Relations | None = None) -> Step:
    """The step "left = right", under the relations."""
    if left == right or is_zero(left - right, given):
        return Step(what, True)
    return Step(what, False, difference(left.xreplace(given or {}), right.xreplace(given or {})))


def difference(left: Expr, right: Expr) -> str:
    """In words, how the sides differ: at one rational point where they do, else the difference itself."""
    gap = left - right
    symbols = sorted(gap.free_symbols, key=str)
    point = {symbol: Rational(k + 3, 2 * k + 1) for k, symbol in enumerate(symbols)}
    value = gap.subs(point).evalf(20)
    if value.is_number and value.is_comparable and abs(value) > Rational(1, 10**9):
        where = ", ".join(f"{symbol} = {number}" for symbol, number in point.items())
        return f"the left side less the right side is {value.evalf(6)}" + (f" at {where}" if where else "")
    text = str(gap)
    return "not shown: " + (text if len(text) <= SHOWN else text[:SHOWN] + " ...")
