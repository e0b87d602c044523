"""Gradients by the parameters of a density: `\\nabla_\\phi E_q[f]`, `\\partial_\\theta \\log p_\\theta(x)`.

A parameter that is only an index of a density has no name in the expression. Moving it moves the density in some
direction that keeps its mass: with a function T that may be anything,

    q_t(z | x) = q(z | x) (1 + t (T(z, x) - fold over z of q(z | x) T(z, x))),

and the derivative by the parameter is the derivative by t at t = 0. Every score function is of this form, so a relation
that holds for all T holds for all parametrisations, and one that fails for some T fails for some of them. Every other
thing in the formula does not move. One signature a family only: how a marginal moves is not said.
"""

from __future__ import annotations

from collections.abc import Mapping

from hw3verify.kernel.derive import derive
from hw3verify.meaning.claim import Facts, Relation
from hw3verify.meaning.expr import (
    ONE,
    ZERO,
    Apply,
    Arg,
    Derivative,
    Domain,
    Expr,
    Fold,
    Name,
    add,
    free_names,
    multiply,
    rebuild,
    substitute,
    subtract,
    walk,
)
from hw3verify.meaning.value import CannotEvaluate

SPEED = "t!"  # a name that no document can write

Parameters = Mapping[str, frozenset[str]]  # parameter -> the families that have it as an index


def has_score(relations: tuple[Relation, ...], parameters: Parameters) -> bool:
    """Does a relation differentiate by the parameter of a density?"""
    sides = [side for r in relations for side in (r.left, r.right)]
    found = [n.by for side in sides for n in walk(side) if isinstance(n, Derivative)]
    return any(isinstance(by, Name) and by.id in parameters for by in found)


def carried_out(r: Relation, parameters: Parameters, facts: Facts) -> Relation:
    """The relation with these derivatives carried out; `ValueError` where it is not said how a density moves."""
    for families in parameters.values():
        for family in families:
            found = {
                (frozenset(a.role for a in n.args), frozenset(a.role for a in n.given))
                for side in (r.left, r.right)
                for n in walk(side)
                if isinstance(n, Apply) and n.head == family
            }
            if len(found) > 1:
                raise ValueError(f"how the marginals of {family} depend on its parameter is not said")
    try:
        return Relation(_carry_out(r.left, parameters, facts), r.op, _carry_out(r.right, parameters, facts))
    except CannotEvaluate as problem:
        raise ValueError(str(problem)) from problem


def _carry_out(e: Expr, parameters: Parameters, facts: Facts) -> Expr:
    if isinstance(e, Derivative) and isinstance(e.by, Name) and e.by.id in parameters:
        if e.by.id in free_names(e.body) or any(isinstance(n, Derivative) for n in walk(e.body)):
            raise ValueError(f"{e.by.id} is a parameter of a density and stands by itself too")
        moving = _moved(e.body, parameters[e.by.id])
        return substitute(derive(moving, Name(SPEED), facts), {SPEED: ZERO})
    return rebuild(e, lambda c: _carry_out(c, parameters, facts))


def _moved(e: Expr, families: frozenset[str]) -> Expr:
    """Every density of the families in motion."""
    if isinstance(e, Apply) and e.head in families:
        return multiply(e, add(ONE, multiply(Name(SPEED), _centred(e))))
    return rebuild(e, lambda c: _moved(c, families))


def _centred(density: Apply) -> Expr:
    """T - fold of density * T over the outcome."""
    direction = Apply(direction_of(density.head), tuple(Arg(a.role, a.value) for a in density.args + density.given))
    renamed = {a.role: Name(f"{a.role}!") for a in density.args}
    there = Apply(density.head, tuple(Arg(r, v) for r, v in renamed.items()), density.given)
    score = Apply(direction.head, tuple(Arg(a.role, renamed.get(a.role, a.value)) for a in direction.args))
    mean = multiply(there, score)
    for role, name in renamed.items():
        mean = Fold("sum", name.id, Domain("space", role), mean)
    return subtract(direction, mean)


def direction_of(family: str) -> str:
    """The name of the function that says in which direction a family moves."""
    return f"T!{family}"
