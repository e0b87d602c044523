"""Tangents: Jensen's inequality for any function, point by point.

In a difference c(A) + (integral of b) with A = E_w[u], a mean under a density w, the integral of w (u - A) is zero;
with the factor c'(A) it makes the integrand b + w c(A) + c'(A) w (u - A), not negative where the function is convex:
it lies above its tangent at the mean. Only choices are made here; `kernel.comparison` checks the masses, and the
claim about numbers that is left is proved by itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from hw3verify.kernel.atoms import name_atom, variable_form
from hw3verify.kernel.comparison import roles_of, sides, terms_of
from hw3verify.kernel.differentiate import derive
from hw3verify.kernel.form import NOTHING, Atom, Form, NoForm, TooLarge, atom_form, monomial_form
from hw3verify.kernel.normal import Normal
from hw3verify.kernel.rational import power, reduce
from hw3verify.meaning.claim import Claim
from hw3verify.meaning.codec import encode
from hw3verify.meaning.expr import (
    Apply,
    Expr,
    Fold,
    Name,
    add,
    multiply,
    rebuild,
    substitute,
    subtract,
    walk,
)
from hw3verify.search.prove.expression import expression

MOST_MEANS = 3
MEAN = "mean'"

Term = tuple[tuple[tuple[Expr, ...], Fold | None], bool]  # a term of a side; of the smaller side?


def tangents(claim: Claim) -> Iterator[tuple[str, dict[str, Any]]]:
    """Pointwise comparisons with the tangent at a mean that stands in the claim."""
    small, big = sides(claim)
    roles = roles_of(small, big)
    if len(roles) != 1:
        return
    point = f"{roles[0]}_0'at"
    pairs = [*((pair, False) for pair in terms_of(big)), *((pair, True) for pair in terms_of(small))]
    means = dict.fromkeys(
        n for (factors, _), _ in pairs for f in factors for n in walk(f)
        if isinstance(n, Fold) and n.op == "sum" and n.domain.kind == "space" and n.domain.role == roles[0]
    )  # fmt: skip
    slopes = [(mean, _slope(claim, pairs, mean)) for mean in list(means)[:MOST_MEANS]]
    known = [(mean, slope) for mean, slope in slopes if slope is not None]
    for group in dict.fromkeys((tuple(known), *((pair,) for pair in known))):
        for weight in _weights(claim, [mean for mean, _ in group], point):
            shifts = [
                multiply(slope, subtract(substitute(mean.body, {mean.var: Name(point)}), multiply(weight, mean)))
                for mean, slope in group
            ]  # of mass zero: the mean less the mean
            yield "pointwise", {"weight": encode(weight), "shift": encode(add(*shifts))}


def _weights(claim: Claim, means: list[Fold], point: str) -> list[Apply]:
    """The densities under the means, at the point."""
    bodies = [substitute(mean.body, {mean.var: Name(point)}) for mean in means]
    found = dict.fromkeys(
        n for body in bodies for n in walk(body)
        if isinstance(n, Apply) and n.head in claim.facts.densities and not n.given and len(n.args) == 1
        and n.args[0].value == Name(point)
    )  # fmt: skip
    return list(found)[:2]


def scales(claim: Claim) -> list[Expr]:
    """What the logarithms of integrals are to be multiplied by to stand alone: alpha - 1 for log A / (alpha - 1)."""
    normal = Normal(claim.facts)
    found: dict[Form, None] = {}
    try:
        coefficients: dict[Atom, Form] = {}
        for side in sides(claim):
            for m, c in normal.form(side).terms.items():
                for a, e in m:
                    if a.kind == "log" and e == 1 and any(x.kind == "fold" for n in a.data[0].terms for x, _ in n):
                        rest = monomial_form(tuple(pair for pair in m if pair[0] is not a), c)
                        coefficients[a] = coefficients.get(a, NOTHING) + rest
        for whole in list(coefficients.values())[:MOST_MEANS]:
            if reduce(whole).terms:
                found[reduce(power(reduce(whole), -1))] = None
    except (NoForm, TooLarge, ValueError):
        return []
    return [expression(f) for f in found]


def _slope(claim: Claim, pairs: list[Term], mean: Fold) -> Expr | None:
    """The derivative of the difference by the mean, where the mean is no term of it, at the mean."""

    def put(e: Expr) -> Expr:
        return Name(MEAN) if e == mean else rebuild(e, put)

    facts = claim.facts
    positive = Normal(facts)
    try:
        if positive.signs.positive(positive.form(mean)):
            facts = replace(facts, positive=facts.positive | {MEAN})
        normal = Normal(facts)
        total = NOTHING
        for (factors, fold), smaller in pairs:
            if any(mean in walk(f) for f in factors):
                slope = derive(normal.rules, normal.form(multiply(*map(put, factors))), name_atom(MEAN))
                term = slope if fold is None else slope * normal.form(fold)
                total = total - term if smaller else total + term
        own = normal.form(mean)
        total = normal.rules.substitute(total, {}, lambda a: variable_form(MEAN) if atom_form(a) == own else None)
        return substitute(expression(reduce(total)), {MEAN: mean})
    except (NoForm, TooLarge, ValueError):
        return None
