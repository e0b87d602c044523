"""What is false of one density is false of every density: claims with a law for a density of which none is stated.

A claim about any density of x on the line, with its entropy and its moments, has few worlds: cells have no numbers, and
points no entropy. Where the density has a law it has values. Law: a claim that fails for one density that the facts
allow is false; so names that the facts make moments of it (`E_p[x] = m`) get the values that they have for this law,
other facts stay, and only refutations are taken over.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from math import isqrt

from hw3verify.judge.agreed import Decider
from hw3verify.judge.link import Outcome
from hw3verify.kernel.form import NoForm, TooLarge
from hw3verify.kernel.normal import Normal
from hw3verify.kernel.proof import check_identity
from hw3verify.language.scope import DISCRETE, SUMMED
from hw3verify.meaning.claim import Claim, Facts, Law, Relation
from hw3verify.meaning.expr import (
    Apply,
    Call,
    Derivative,
    Expr,
    Fold,
    Name,
    Number,
    Power,
    Product,
    children,
    free_names,
    substitute,
    walk,
)
from hw3verify.meaning.occurrence import by_value

HALF = Fraction(1, 2)
ON_THE_LINE = (("normal", (0, 4)), ("normal", (1, 4)), ("laplace", (1, 1)), ("laplace", (0, 1)))
ON_THE_HALF_LINE = (("exponential", (HALF,)), ("gamma", (4, 1)), ("gamma", (3, 2)))  # positive wherever x may be
SHORT = (("uniform", (0, 2)),)  # for claims that do not divide by the density


def specialised(by: Decider, claim: Claim, vague: frozenset[str], imposed: bool, outcome: Outcome) -> Outcome:
    """The outcome, or the refutation of the claim for one law of its density."""
    if outcome.verdict != "undecided" or imposed or claim.premises or {DISCRETE, SUMMED} & vague:
        return outcome
    found = _density(claim)
    if found is None or found[0] in vague:
        return outcome
    head, role = found
    ranges = [r for r in claim.facts.assumptions if free_names(r.left) | free_names(r.right) == {role}]
    half = all(r.op in (">=", ">") and r.left == Name(role) and r.right == Number(0) for r in ranges)
    if ranges and not half:
        return outcome
    short = SHORT if ranges and _only_weighs(claim.says, head) else ()
    for name, numbers in (*ON_THE_HALF_LINE, *short) if ranges else ON_THE_LINE:
        law = Law(head, (role,), (), name, tuple(map(Number, numbers)))
        example = with_law(claim, law, ranges)
        second = None if example is None else by.decide(example, vague, imposed)
        if second is not None and second.verdict == "refuted":
            return second
    return outcome


def _density(claim: Claim) -> tuple[str, str] | None:
    """The only density without a law in the claim, if it has one variable, which is a number somewhere."""
    facts = claim.facts
    sides = [s for r in (claim.says, *facts.assumptions) for s in (r.left, r.right)]
    nodes = [n for s in sides for n in walk(s)]
    laws = {law.head for law in facts.laws}
    uses = [n for n in nodes if isinstance(n, Apply) and n.head in facts.densities - laws]
    heads = {(n.head, n.args[0].role) for n in uses if len(n.args) == 1 and not n.given}
    if len(heads) != 1 or any(len(n.args) != 1 or n.given for n in uses) or facts.push_forwards or facts.functions:
        return None
    if any(isinstance(n, Derivative) and isinstance(n.by, Apply) for n in nodes):
        return None
    ((head, role),) = heads
    numbers = {n.domain.role for n in nodes if isinstance(n, Fold) and n.var in by_value(n.body)}
    return (head, role) if role in numbers or role in facts.line_roles else None


def _only_weighs(says: Relation, head: str) -> bool:
    """Does the density stand as a weight only, its logarithm under the weight too? Then it may vanish somewhere."""

    def stands(e: Expr) -> bool:
        if isinstance(e, Fold):
            return False
        return (isinstance(e, Apply) and e.head == head) or any(map(stands, children(e)))

    def well(e: Expr, weighed: bool) -> bool:
        if isinstance(e, Power) and not (isinstance(e.exponent, Number) and e.exponent.value > 0) and stands(e):
            return False
        if isinstance(e, Call) and stands(e) and not (e.fn == "log" and weighed):
            return False
        if isinstance(e, Product):
            own = weighed or any(isinstance(f, Apply) and f.head == head for f in e.factors)
            return all(well(f, own) for f in e.factors)
        return all(well(c, weighed and not isinstance(e, Fold)) for c in children(e))

    return well(says.left, False) and well(says.right, False)


def with_law(claim: Claim, law: Law, inside: Sequence[Relation] = ()) -> Claim | None:
    """The claim with a law for a density, and with values for the names that facts make moments of it.

    What is true of the law is no fact any more; nor is `inside`, which says where the law lives.
    """
    facts = replace(claim.facts, laws=(*claim.facts.laws, law))
    values: dict[str, Expr] = {}
    for _ in range(len(facts.assumptions)):
        for r in facts.assumptions:
            found = _solved(Relation(substitute(r.left, values), r.op, r.right), law, facts)
            if found is not None and found[0] not in values:
                values[found[0]] = found[1]

    def put(r: Relation) -> Relation:
        return Relation(substitute(r.left, values), r.op, substitute(r.right, values))

    laws = tuple(replace(w, parameters=tuple(substitute(p, values) for p in w.parameters)) for w in facts.laws)
    gone = frozenset(values)
    facts = replace(
        facts, laws=laws, assumptions=tuple(map(put, facts.assumptions)), positive=facts.positive - gone,
        unit=facts.unit - gone, binary=facts.binary - gone, integer=facts.integer - gone,
    )  # fmt: skip
    other = tuple(r for r in facts.assumptions if not _holds(r, facts) and r not in inside)
    low = [n for n in sorted(gone & claim.facts.positive) if not _is_positive(values[n])]
    if low or gone & (claim.facts.unit | claim.facts.binary | claim.facts.integer):
        return None
    return Claim(put(claim.says), (), replace(facts, assumptions=other))


def _is_positive(e: Expr) -> bool:
    return (isinstance(e, Number) and e.value > 0) or (isinstance(e, Power) and _is_positive(e.base))


def _solved(r: Relation, law: Law, facts: Facts) -> tuple[str, Expr] | None:
    """`moment = m` or `moment = s^2`: the name and its value for the law."""
    square = isinstance(r.right, Power) and r.right.exponent == Number(2)
    name = r.right.base if isinstance(r.right, Power) and square else r.right
    if r.op != "=" or not isinstance(name, Name) or not any(isinstance(n, Apply) and n.head == law.head
                                                            for n in walk(r.left)):  # fmt: skip
        return None
    number = None if free_names(r.left) else _number(r.left, facts)
    if number is None:
        return None
    if not square:
        return name.id, Number(number)
    root = Fraction(isqrt(abs(number.numerator)), isqrt(number.denominator))
    return name.id, Number(root) if root * root == number else Power(Number(number), Number(HALF))


def _number(e: Expr, facts: Facts) -> Fraction | None:
    """The value that the rules give to a moment."""
    try:
        value = Normal(replace(facts, assumptions=())).form(e).constant
    except (NoForm, TooLarge, ValueError):
        return None
    return None if value is None else Fraction(int(value.numerator), int(value.denominator))


def _holds(r: Relation, facts: Facts) -> bool:
    """Is a fact true of the law, by the rules alone?"""
    try:
        return r.op == "=" and check_identity(Normal(replace(facts, assumptions=())), r)
    except (NoForm, TooLarge, ValueError):
        return False

