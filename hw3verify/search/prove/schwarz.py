"""Looking for products: the a and b with u^2 = a^2 b^2 for which Cauchy and Schwarz bound the integral of u.

For the difference of two densities these are the difference and the sum of their roots, and the difference over the
root of a density beside that root. For any other product each density stands under a root in both, and what is left is
divided between the two in every way.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import product

from hw3verify.meaning.claim import Claim
from hw3verify.meaning.expr import Apply, Call, Expr, Number, Power, Product, Sum, add, divide, multiply, subtract

HALF = Number(Fraction(1, 2))
MOST_FACTORS = 4


def products(claim: Claim, u: Expr) -> Iterator[tuple[Expr, Expr]]:
    """Pairs (a, b) to be tried for the integral of u."""
    if isinstance(u, Call) and u.fn == "abs":
        u = u.args[0]
    pair = _difference(claim, u)
    if pair is not None:
        p, q = pair
        roots = [Power(d, HALF) for d in pair]
        yield subtract(*roots), add(*roots)
        for weight in (add(p, q), q, p):
            yield divide(subtract(p, q), Power(weight, HALF)), Power(weight, HALF)
        return
    densities: list[Expr] = []
    rest: list[Expr] = []
    for f in _factors(u):
        (densities if _is_density(claim, f) else rest).append(f)
    if len(rest) > MOST_FACTORS or not (densities or rest):
        return
    root = [Power(d, HALF) for d in densities]
    for chosen in product((True, False), repeat=len(rest)):
        if all(chosen) and not densities:
            continue
        left = [f for f, mine in zip(rest, chosen, strict=True) if mine]
        right = [f for f, mine in zip(rest, chosen, strict=True) if not mine]
        if chosen[:1] != (False,):  # the other way round is the same
            yield multiply(*root, *left), multiply(*root, *right)


def _factors(u: Expr) -> list[Expr]:
    """The factors of a product; a root of a product is the product of roots."""
    if isinstance(u, Call) and u.fn == "abs":
        return _factors(u.args[0])
    if isinstance(u, Product):
        return [inner for f in u.factors for inner in _factors(f)]
    if isinstance(u, Power) and isinstance(u.base, Product):
        return [Power(f, u.exponent) for f in _factors(u.base)]
    return [u]


def _is_density(claim: Claim, e: Expr) -> bool:
    return isinstance(e, Apply) and e.head in claim.facts.densities


def _difference(claim: Claim, u: Expr) -> tuple[Expr, Expr] | None:
    """p and q, where u is p - q."""
    if not isinstance(u, Sum) or len(u.terms) != 2:
        return None
    found = [f for t in u.terms for f in _factors(t) if _is_density(claim, f)]
    return (found[0], found[1]) if len(found) == 2 and subtract(*found) in (u, Sum((u.terms[1], u.terms[0]))) else None
