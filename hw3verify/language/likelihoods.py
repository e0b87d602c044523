r"""Maxima over a parameter of a stated law: `\\arg\\max_\\mu \\sum_i \\log p(x_i)` with p a normal law of mean mu.

The law is bound with its parameter: under the operator stands a family of its own, whose law speaks of the bound name.
A parameter without a stated range has the range for which the law exists. `\\max_{\\sigma^2}` is over the variance.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from hw3verify.language.ranges import PROBABILITY, WHOLE, Range
from hw3verify.meaning.claim import Law
from hw3verify.meaning.expr import ONE, ZERO, Apply, Expr, Name, Number, Power, divide, free_names, substitute, walk
from hw3verify.meaning.extremum import RING, renamed

if TYPE_CHECKING:
    from hw3verify.language.elaborate import Elaborator

CHANCES = frozenset(("bernoulli", "geometric", "binomial"))
RATES = frozenset(("exponential", "poisson"))


def laws_of(e: Elaborator, body: Expr, name: str) -> tuple[Law, ...]:
    """The stated laws of the families in a formula whose parameters speak of the name."""
    heads = {n.head for n in walk(body) if isinstance(n, Apply)}
    stated = (*(law for law, _ in e.scope.laws), *e.laws)
    moved = (law for law in stated if law.head in heads and name not in law.given)
    return tuple(law for law in moved if any(name in free_names(p) for p in law.parameters))


def with_bound_laws(e: Elaborator, body: Expr, name: str, laws: tuple[Law, ...]) -> Expr:
    """The formula with families of its own in the place of those whose laws move with the name."""
    for law in laws:
        head = law.head + RING
        e.heads[head] = "density"
        parameters = tuple(substitute(p, {name: Name(name + RING)}) for p in law.parameters)
        own = replace(law, head=head, parameters=parameters)
        if own not in e.laws:
            e.laws.append(own)
        body = renamed(body, law.head, head)
    return body


def range_of_law(laws: tuple[Law, ...], name: str, where: Range) -> Range:
    """Where nothing is said of the name: the values for which its law exists."""
    if where != WHOLE:
        return where
    for law in laws:
        if law.name in CHANCES and law.parameters[-1] == Name(name):
            return PROBABILITY
        scale = law.parameters[1:] if law.name in ("normal", "laplace") else law.parameters
        if law.name in RATES | {"normal", "laplace"} and any(p in (Name(name), _square(name)) for p in scale):
            return Range(ZERO, None, "()")
    return where


def _square(name: str) -> Expr:
    return Power(Name(name), Number(2))


def by_square(body: Expr, name: str, square: str) -> Expr:
    """The formula as a function of the square of a positive name."""
    return substitute(body, {name: Power(Name(square), divide(ONE, Number(2)))})
