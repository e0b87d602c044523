"""Expectations of functions under normal laws: one variable for each, and no derivatives of functions.

    E[g(a + b e)] for e ~ N(m, v)   =  E[g(u)] for u ~ N(a + b m, b^2 v)                     (b > 0)
    E[h(u) f'(u)] for u ~ N(m, v)   =  E[((u - m)/v h(u) - h'(u)) f(u)]                      (Stein; h a polynomial)

Pathwise gradients, score functions and second derivatives come to one shape in this way. Law: what is written says the
same as the claim wherever the integrals exist and f grows slowly enough for integration by parts, as in the texts.
"""

from __future__ import annotations

from dataclasses import replace

from hw3verify.judge.agreed import Decider
from hw3verify.judge.link import Outcome
from hw3verify.kernel.derive import derive
from hw3verify.meaning.claim import Claim, Facts, Law, Relation
from hw3verify.meaning.expr import (
    ONE,
    ZERO,
    Apply,
    Arg,
    Domain,
    Expr,
    Fold,
    Name,
    Number,
    Power,
    Product,
    Sum,
    divide,
    free_names,
    fresh,
    multiply,
    negate,
    rebuild,
    substitute,
    subtract,
    walk,
)

MOST_TERMS = 24


def pathwise(by: Decider, claim: Claim, vague: frozenset[str], imposed: bool, outcome: Outcome) -> Outcome:
    """The outcome, or that of the claim in which functions stand at plain variables and without derivatives."""
    if outcome.verdict != "undecided" or claim.premises or not claim.facts.functions:
        return outcome
    written = at_variables(claim)
    if written == claim:
        return outcome
    second = by.decide(written, vague, imposed)
    return second if second.verdict in ("proved", "refuted") else outcome


def at_variables(claim: Claim) -> Claim:
    """The claim with its expectations under normal laws in this shape."""
    run = _Run(claim.facts)
    says = Relation(run.changed(claim.says.left), claim.says.op, run.changed(claim.says.right))
    if says == claim.says:
        return claim
    facts = claim.facts
    sides = [side for r in (says, *facts.assumptions) for side in (r.left, r.right)]
    kept = {n.head for side in sides for n in walk(side) if isinstance(n, Apply)}
    functions = frozenset(f for f in facts.functions | {f.rstrip("'") for f in facts.functions} if f in kept)
    heads = frozenset(law.head for law in run.laws)
    return Claim(
        says, (), replace(facts, functions=functions, densities=facts.densities | heads, laws=(*facts.laws, *run.laws))
    )


class _Run:
    """One claim on its way, and the laws of the variables that were changed."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.laws: list[Law] = []

    def changed(self, e: Expr) -> Expr:
        """The expression with every expectation under a normal law in this shape."""
        e = rebuild(e, self.changed)
        if not isinstance(e, Fold) or e.op != "sum" or e.domain.kind != "space":
            return e
        factors = _factors(e.body)
        for i, f in enumerate(factors):
            law = self._law(f, e.var)
            if law is not None:
                rest = (*factors[:i], *factors[i + 1 :])
                return self._expectation(e, f, law, multiply(*rest) if rest else ONE)
        return e

    def _law(self, f: Expr, var: str) -> Law | None:
        if not isinstance(f, Apply) or f.given or len(f.args) != 1 or f.args[0].value != Name(var):
            return None
        law = next((w for w in (*self.facts.laws, *self.laws) if w.head == f.head and not w.given), None)
        known = law is not None and law.name == "normal" and law.outcome == (f.args[0].role,)
        return law if known and law is not None and not any(var in free_names(p) for p in law.parameters) else None

    def _expectation(self, e: Fold, weight: Expr, law: Law, rest: Expr) -> Expr:
        var, (mean, variance) = e.var, law.parameters
        places = {a.args[0] for a in walk(rest) if self._is_function(a, var) and isinstance(a, Apply)}
        if not places:
            return e
        moved = {p for p in places if p.value != Name(var)}
        if moved:
            found = None if len(places) != 1 else self._affine(places.pop(), var)
            if found is None:
                return e
            role, start, slope = found
            var = fresh(role, free_names(rest) | free_names(start) | free_names(slope))
            variance = multiply(Power(slope, Number(2)), variance)
            mean = Sum((start, multiply(slope, mean)))
            law = Law(f"law:moved {len(self.laws)}", (role,), (), "normal", (mean, variance))
            self.laws.append(law)
            back = divide(subtract(Name(var), start), slope)
            rest = substitute(_put(rest, next(iter(moved)).value, Name(f"{var}~")), {e.var: back})
            rest = substitute(rest, {f"{var}~": Name(var)})
            weight = Apply(law.head, (Arg(role, Name(var)),))
            e = Fold("sum", var, Domain("space", role), ONE)
        terms = [self._by_parts(t, var, mean, variance) for t in _terms(rest)]
        body = Sum(tuple(terms)) if len(terms) > 1 else terms[0]
        return Fold("sum", var, e.domain, Product((weight, body)))

    def _is_function(self, n: Expr, var: str) -> bool:
        known = isinstance(n, Apply) and n.head.rstrip("'") in {f.rstrip("'") for f in self.facts.functions}
        return known and isinstance(n, Apply) and len(n.args) == 1 and var in free_names(n)

    def _affine(self, place: Arg, var: str) -> tuple[str, Expr, Expr] | None:
        """(role, a, b) for a function at a + b var with b > 0."""
        start: list[Expr] = []
        slope: Expr | None = None
        for t in place.value.terms if isinstance(place.value, Sum) else (place.value,):
            if var not in free_names(t):
                start.append(t)
                continue
            factors = list(_factors(t))
            if slope is not None or factors.count(Name(var)) != 1:
                return None
            factors.remove(Name(var))
            slope = multiply(*factors) if factors else ONE
        if slope is None or var in free_names(slope) or not all(map(self._positive, _factors(slope))):
            return None
        return place.role, Sum(tuple(start)) if start else ZERO, slope

    def _positive(self, e: Expr) -> bool:
        if isinstance(e, Power):
            return self._positive(e.base)
        if isinstance(e, Number):
            return e.value > 0
        return isinstance(e, Name) and e.id in self.facts.positive

    def _by_parts(self, term: tuple[Expr, ...], var: str, mean: Expr, variance: Expr) -> Expr:
        """A term without derivatives of functions, where it has one function and otherwise a polynomial."""
        whole = multiply(*term)
        functions = [f for f in term if isinstance(f, Apply) and self._is_function(f, var)]
        others = [f for f in term if f not in functions]
        plain = all(isinstance(n, Name | Number | Sum | Product | Power) for f in others for n in walk(f))
        if len(functions) != 1 or not functions[0].head.endswith("'") or not plain:
            return whole
        (f,) = functions
        h: Expr = multiply(*others) if others else ONE
        score = divide(subtract(Name(var), mean), variance)
        for _ in range(len(f.head) - len(f.head.rstrip("'"))):
            h = Sum((multiply(score, h), negate(derive(h, Name(var), self.facts))))
        return multiply(h, Apply(f.head.rstrip("'"), f.args))


def _factors(e: Expr) -> tuple[Expr, ...]:
    return tuple(f for part in e.factors for f in _factors(part)) if isinstance(e, Product) else (e,)


def _terms(e: Expr) -> list[tuple[Expr, ...]]:
    """The expression multiplied out, as products of factors."""
    if isinstance(e, Sum):
        return [t for part in e.terms for t in _terms(part)]
    if not isinstance(e, Product):
        return [(e,)]
    found: list[tuple[Expr, ...]] = [()]
    for f in e.factors:
        found = [(*a, *b) for a in found for b in _terms(f)]
        if len(found) > MOST_TERMS:
            return [(e,)]
    return found


def _put(e: Expr, old: Expr, new: Expr) -> Expr:
    return new if e == old else rebuild(e, lambda c: _put(c, old, new))


