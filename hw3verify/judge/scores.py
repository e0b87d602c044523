"""Gradients by the parameters of a density, and derivatives at a point.

A parameter that is only an index of a density has no name in the expression. Moving it moves the density in some
direction that keeps its mass: with a function T that may be anything,

    p_t(a | c) = p(a | c) (1 + t (s(a, c) - s(c))) + O(t^2),      s(u) = E[T - m | u],

where E is under the family, T is a function of all its variables, and m is the mean of T given what does not move: the
variables that the family is always conditioned on, and those of a density that the text always writes without the
parameter (the prior p(z) beside p_theta(x|z)). The derivative by the parameter is the derivative by t at t = 0. Every
score function is of this form, so a relation that holds for all T holds for all parametrisations, and one that fails
for some T fails for some of them. Every other thing in the formula does not move.

A value that is put in behind a derivative (`put`) is put in once the derivative has been carried out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from hw3verify.kernel.derive import derive, without_derivatives
from hw3verify.language.vocabulary import Vocabulary
from hw3verify.meaning.claim import Facts, Law, Relation
from hw3verify.meaning.expr import (
    ONE,
    ZERO,
    Apply,
    Arg,
    Call,
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
Fixed = Mapping[tuple[str, str], tuple[frozenset[str], ...]]  # (parameter, family) -> roles of densities without it


def parameters_of(stated: Iterable[tuple[tuple[str, frozenset[str]], ...]], facts: Facts) -> Parameters:
    """Parameter -> the families that have it as an index, and no law that says how they move with it."""
    found: dict[str, frozenset[str]] = {}
    for pairs in stated:
        for name, families in pairs:
            moved = {law.head for law in facts.laws if any(name in free_names(p) for p in law.parameters)}
            found[name] = found.get(name, frozenset()) | (families - moved)
    return {name: families for name, families in found.items() if families}


def has_score(relations: tuple[Relation, ...], parameters: Parameters) -> bool:
    """Does a relation differentiate by the parameter of a density, or at a point?"""
    nodes = [n for r in relations for side in (r.left, r.right) for n in walk(side)]
    found = [n.by for n in nodes if isinstance(n, Derivative)]
    put = any(isinstance(n, Call) and n.fn == "put" for n in nodes)
    return put or any(isinstance(by, Name) and by.id in parameters for by in found)


def carried_out(r: Relation, parameters: Parameters, facts: Facts, fixed: Fixed) -> Relation:
    """The relation with these derivatives carried out; `ValueError` where it is not said how a density moves."""
    nodes = [n for side in (r.left, r.right) for n in walk(side)]
    found = _moving(r) & parameters.keys()
    motions = {p: [_motion(f, nodes, fixed.get((p, f), ())) for f in sorted(parameters[p])] for p in found}
    try:
        return Relation(_carry_out(r.left, motions, facts), r.op, _carry_out(r.right, motions, facts))
    except CannotEvaluate as problem:
        raise ValueError(str(problem)) from problem


def fixed_densities(vocabulary: Vocabulary, parameters: Parameters, r: Relation) -> tuple[Fixed, list[Fixed]]:
    """The densities that the text writes without the parameter of their family, and which something else is given.

    `p(z)` beside `p_theta(x|z)` is a prior that does not move. What is written without a parameter and is no such
    prior (`p(x)` beside `p_theta(x|z)`) may be sloppy: a `ValueError` if the relation speaks of it. Where the text
    never writes the prior, it may be fixed or not: what else is possible comes second.
    """
    uses = {
        (n.head, frozenset(a.role for a in n.args), frozenset(a.role for a in n.given))
        for side in (r.left, r.right)
        for n in walk(side)
        if isinstance(n, Apply)
    }
    found: dict[tuple[str, str], tuple[frozenset[str], ...]] = {}
    possible: list[Fixed] = []
    for parameter in _moving(r) & parameters.keys():
        families = parameters[parameter]
        for family in families:
            written = {outcome for (base, label, (outcome, given)), _ in vocabulary.parameters.items()
                       if family == base + (f"_{label}" if label else "") and not given}  # fmt: skip
            seen_alone = {frozenset(outcome) for outcome in written}
            beneath_all = {given for head, _, given in uses if head == family and given} - seen_alone
            if any(head == family and not given for head, _, given in uses):
                possible.extend({(parameter, family): (given,)} for given in sorted(beneath_all, key=sorted))
        for (base, label, (outcome, given)), seen in vocabulary.parameters.items():
            family = base + (f"_{label}" if label else "")
            if family not in families or any(parameter in names for names in seen):
                continue
            beneath = [
                set(sig[1])
                for (b, k, sig), names in vocabulary.parameters.items()
                if (b, k) == (base, label) and any(parameter in n for n in names)
            ]
            if not given and any(set(outcome) <= g for g in beneath):
                key = (parameter, family)
                found[key] = (*found.get(key, ()), frozenset(outcome))
            elif (family, frozenset(outcome), frozenset(given)) in uses:
                raise ValueError(f"whether {family} without its parameter depends on it is not said")
    return found, [{**other, **found} for other in possible]


def _moving(r: Relation) -> frozenset[str]:
    """The names by which a relation differentiates."""
    nodes = (n for side in (r.left, r.right) for n in walk(side))
    return frozenset(n.by.id for n in nodes if isinstance(n, Derivative) and isinstance(n.by, Name))


def without_laws(facts: Facts, r: Relation, parameters: Parameters, sources: Mapping[Law, str]) -> Facts:
    """The facts without the laws of another density of the name: `q(z) = N(m, 1)` is not the q_phi that phi moves.

    A law that speaks of the parameter, or was stated with its letter, is the law of what moves.
    """
    kept = []
    for law in facts.laws:
        movers = {p for p in _moving(r) & parameters.keys() if law.head in parameters[p]}
        spoken = frozenset().union(*(free_names(x) for x in law.parameters))
        own = movers & spoken or any(p.partition("_")[0].rstrip("'") in sources.get(law, "") for p in movers)
        if not movers or own:
            kept.append(law)
    return replace(facts, laws=tuple(kept))


@dataclass(frozen=True, slots=True)
class _Motion:
    """How a family moves: all its roles, and those whose values do not move."""

    family: str
    roles: tuple[str, ...]
    still: frozenset[str]


def _motion(family: str, nodes: Iterable[Expr], fixed: tuple[frozenset[str], ...]) -> _Motion:
    uses = [n for n in nodes if isinstance(n, Apply) and n.head == family]
    roles = tuple(dict.fromkeys(a.role for n in uses for a in n.args + n.given))
    given = [frozenset(a.role for a in n.given) for n in uses]
    always = frozenset.intersection(*given) if given else frozenset()
    still = [f & set(roles) for f in fixed if f <= set(roles)]
    largest = max(still, key=len, default=frozenset[str]())
    if any(not f <= largest for f in still):
        raise ValueError(f"which part of {family} depends on its parameter is not said")
    return _Motion(family, roles, always | largest)


def _carry_out(e: Expr, motions: Mapping[str, list[_Motion]], facts: Facts) -> Expr:
    if isinstance(e, Derivative) and isinstance(e.by, Name) and e.by.id in motions:
        if e.by.id in free_names(e.body) or any(isinstance(n, Derivative) for n in walk(e.body)):
            raise ValueError(f"{e.by.id} is a parameter of a density and stands by itself too")
        moving = _moved(e.body, {m.family: m for m in motions[e.by.id]})
        return substitute(derive(moving, Name(SPEED), facts), {SPEED: ZERO})
    if isinstance(e, Call) and e.fn == "put":
        body, name, value = e.args
        body = without_derivatives(_carry_out(body, motions, facts), facts)
        if isinstance(name, Name):
            return substitute(body, {name.id: value})
        assert isinstance(name, Apply) and isinstance(value, Apply)
        return _member(body, {name.head: value.head, direction_of(name.head): direction_of(value.head)})
    return rebuild(e, lambda c: _carry_out(c, motions, facts))


def _member(e: Expr, heads: Mapping[str, str]) -> Expr:
    """Another member of a family in the place of one, with the direction in which it moves."""
    e = rebuild(e, lambda c: _member(c, heads))
    return Apply(heads[e.head], e.args, e.given) if isinstance(e, Apply) and e.head in heads else e


def _moved(e: Expr, motions: Mapping[str, _Motion]) -> Expr:
    """Every density of the families in motion."""
    if isinstance(e, Apply) and e.head in motions:
        motion = motions[e.head]
        all_of_it = _score(motion, e.args + e.given)
        speed = subtract(all_of_it, _score(motion, e.given))
        return multiply(e, add(ONE, multiply(Name(SPEED), speed)))
    return rebuild(e, lambda c: _moved(c, motions))


def _score(motion: _Motion, at: tuple[Arg, ...]) -> Expr:
    """The mean of T - m given some of the roles; m is the mean of T given those that do not move."""
    here = {a.role: a.value for a in at}
    if set(here) <= motion.still:
        return ZERO
    values = {role: here.get(role, Name(f"{role}!")) for role in motion.roles}
    outer = tuple(role for role in motion.roles if role not in here)
    inner = tuple(role for role in motion.roles if role not in motion.still)
    within = {**values, **{role: Name(f"{role}!!") for role in inner}}
    centred = subtract(_direction(motion, values), _mean(motion, within, inner, _direction(motion, within)))
    return _mean(motion, values, outer, centred)


def _direction(motion: _Motion, values: Mapping[str, Expr]) -> Expr:
    return Apply(direction_of(motion.family), tuple(Arg(role, values[role]) for role in motion.roles))


def _mean(motion: _Motion, values: Mapping[str, Expr], over: tuple[str, ...], body: Expr) -> Expr:
    """The mean of the body over some of the roles given all others."""
    if not over:
        return body
    density = Apply(
        motion.family,
        tuple(Arg(role, values[role]) for role in over),
        tuple(Arg(role, values[role]) for role in motion.roles if role not in over),
    )
    total = multiply(density, body)
    for role in over:
        bound = values[role]
        assert isinstance(bound, Name)
        total = Fold("sum", bound.id, Domain("space", role), total)
    return total


def direction_of(family: str) -> str:
    """The name of the function that says in which direction a family moves."""
    return f"T!{family}"
