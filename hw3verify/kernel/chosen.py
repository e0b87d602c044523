"""Laws that a world chooses for families that no fact gives, when their roles lie on the line.

Where some law puts z on the line, a density p(x|z) without a law cannot be a table of cells. The world then chooses: a
normal law for a density of z; and for p(x|z), with x standing in one cell throughout, a positive function of z,
exp(c0 + c1 z + c2 z^2). Everything else about the family follows: p(x, z) = p(x|z) p(z), p(x) is its integral over z,
and p(z|x) the quotient.

Law: such a world is a genuine one. The function is bounded (c2 < 0, or constant), so with a narrow enough cell it is a
density of x there, the rest of x's mass lying elsewhere; hence nothing may be integrated over x. `improper_choice`
refuses whatever would let two laws of one family contradict each other.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction

from hw3verify.kernel.law import density_of, law_for
from hw3verify.meaning.claim import Facts, Law
from hw3verify.meaning.expr import (
    MINUS_ONE,
    Apply,
    Arg,
    Derivative,
    Domain,
    Expr,
    Fold,
    Name,
    Number,
    Power,
    add,
    free_names,
    fresh,
    multiply,
)
from hw3verify.meaning.world import Chosen, World


def with_choices(facts: Facts, world: World) -> Facts:
    """The facts together with the laws that the world has chosen."""
    if not world.chosen:
        return facts
    return replace(facts, laws=(*facts.laws, *(_law(c) for c in world.chosen)))


def _law(c: Chosen) -> Law:
    numbers = [Number(Fraction(int(n.numerator), int(n.denominator))) for n in c.numbers]
    if c.name == "likelihood":
        z = Name(c.given[0])
        body = add(numbers[0], multiply(numbers[1], z), multiply(numbers[2], Power(z, Number(2))))
        return Law(c.head, c.outcome, c.given, c.name, (body,))
    return Law(c.head, c.outcome, c.given, c.name, tuple(numbers))


def derived(facts: Facts, e: Apply) -> Expr | None:
    """A joint, marginal or reversed conditional density of a family with a prior and a likelihood."""
    likelihood = next((law for law in facts.laws if law.head == e.head and law.name == "likelihood"), None)
    if likelihood is None:
        return None
    (z,), x = likelihood.given, frozenset(likelihood.outcome)
    values = {a.role: a for a in e.args + e.given}
    own, given = frozenset(a.role for a in e.args), frozenset(a.role for a in e.given)
    if len(values) != len(e.args) + len(e.given):
        return None

    def joint(at: Expr) -> Expr:
        here = Arg(z, at)
        prior = Apply(e.head, (here,))
        law = law_for(facts, prior)
        assert law is not None  # `improper_choice` has seen to it
        outcome = tuple(values[r] for r in likelihood.outcome)
        return multiply(density_of(likelihood, Apply(e.head, outcome, (here,))), density_of(law, prior))

    var = fresh(z, free_names(e))
    if own == x and not given:
        return Fold("sum", var, Domain("space", z), joint(Name(var)))
    if own == x | {z} and not given:
        return joint(values[z].value)
    if own == {z} and given == x:
        evidence = Fold("sum", var, Domain("space", z), joint(Name(var)))
        return multiply(joint(values[z].value), Power(evidence, MINUS_ONE))
    return None


def improper_choice(facts: Facts, world: World, nodes: Iterable[Expr]) -> str:
    """Why the chosen laws are none, or do not go together with the facts and the claim; or nothing."""
    if not world.chosen:
        return ""
    line = facts.line_roles
    spread: set[str] = set()
    signatures = [(c.head, frozenset(c.outcome), frozenset(c.given)) for c in world.chosen]
    for k, c in enumerate(world.chosen):
        own, given = frozenset(c.outcome), frozenset(c.given)
        stated = [(frozenset(law.outcome), frozenset(law.given)) for law in facts.laws if law.head == c.head]
        others = [(o, g) for j, (head, o, g) in enumerate(signatures) if head == c.head and j != k]
        if c.head not in facts.densities or own & given or len(own) != len(c.outcome):
            return f"{c.head} is no density to choose a law for"
        if c.name == "normal":
            bad = len(own) != 1 or not own <= line or given & line or len(c.numbers) != 2 or c.numbers[1] <= 0
            others = [o for o in others if given or o[1] != own]  # a prior may have its likelihood
            if bad or stated or others:
                return f"the law chosen for {c.head} is none"
        elif c.name == "likelihood":
            spread |= own
            prior: tuple[frozenset[str], frozenset[str]] = (given, frozenset())
            bounded = len(c.numbers) == 3 and (c.numbers[2] < 0 or c.numbers[1] == c.numbers[2] == 0)
            if len(given) != 1 or not given <= line or own & line or not own or not bounded:
                return f"the likelihood chosen for {c.head} is none"
            if [*stated, *others] != [prior] or any(world.sizes.get(r) != 1 for r in own):
                return f"the likelihood chosen for {c.head} has no prior of its own"
        else:
            return f"the law {c.name} cannot be chosen"
    for node in nodes:
        if isinstance(node, Derivative):
            return "a derivative where laws are chosen"
        if isinstance(node, Fold) and node.domain.role in spread:
            return "an integral over a variable that stands in one cell"
    return ""
