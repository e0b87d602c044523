"""Facts that do not stand: what is stated of names contradicts itself, or says what is to be shown.

From facts that contradict each other everything follows, so nothing is concluded from them:

    a density p, q, r that is stated to be something whose mass is not 1, or two stated sides that scale differently
    a standard functional or function that is given a meaning of its own (`Let $KL(q \\| p) = \\int p ...$`)
    an assumption of which the kernel proves the opposite from the other facts
    what the text has taken back (`Drop that assumption`)
    what the text claims to know (Since, Recall) and only says again as a result

Law: a reason given is certain (the kernel has proved it, or it is a matter of words); "" says only that nothing was
found. The facts of a claim that was refuted hold in its world, so only words and names can speak against that.
"""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction
from functools import lru_cache

from hw3verify.judge.context import Context
from hw3verify.kernel.certify import certify_proof
from hw3verify.language.scope import Definition, Redefined
from hw3verify.language.surface import App, Sym
from hw3verify.meaning.claim import Claim, Facts, Relation
from hw3verify.meaning.expr import (
    ONE,
    Apply,
    Arg,
    Call,
    Domain,
    Expr,
    Fold,
    Name,
    Number,
    Power,
    Product,
    free_names,
    multiply,
    walk,
)

OPPOSITE = {"=": ("<", ">"), "!=": ("=",), "<=": (">",), ">=": ("<",), "<": (">=",), ">": ("<=",)}
DENSITIES = ("p", "q", "r")
APART = "as densities the two sides cannot be equal"
ORDERED = "two densities of one mass cannot be ordered everywhere"
CONTRADICTED = "what is stated contradicts itself or what always holds"
REDEFINED = "what is stated is not what the name stands for"
MASSLESS = "a density has mass 1, and this has not"
STATED = "this is not shown but stated"
FIXED = ("KL", "JSD", "H", "I")  # functionals on whose scale all books agree


_FUNCTION = re.compile(  # `let $q(z) > 0$ be a function`, and no word of a density
    r"\W*(?:be|is|denotes?)\s+(?:an?|any|some|the)\s+(?:(?!density|mass|probability|distribution|likelihood|pdf|pmf)[\w-]+\s+){0,3}"
    r"functions?\b(?![^.]*\b(?:densit\w+|mass|integrat\w+|normali[sz]\w+|probabilit\w+|distribution))",
    re.IGNORECASE,
)
_MASS = re.compile(r"\\(?:int|sum)\b.*=\s*1|∫.*=\s*1|∑.*=\s*1")


def standing_fault(claim: Claim, sources: tuple[str, ...], context: Context) -> str:
    """Why nothing may be concluded from what is stated here; "" if nothing was found. `sources`: what is used."""
    scope = context.scope
    for source in sources:
        if source in scope.withdrawn:
            return f"it rests on what the text takes back: {source}"
    calls = {n.fn for r in (claim.says, *claim.premises) for e in (r.left, r.right) for n in walk(e)
             if isinstance(n, Call)}  # fmt: skip
    for r in scope.redefined:
        if (r.source in sources or r.call in calls) and _differs(r, context):
            return f"{REDEFINED}: {r.source}"
    heads = {n.head for r in (claim.says, *claim.premises) for e in (r.left, r.right) for n in walk(e)
             if isinstance(n, Apply)}  # fmt: skip
    whole = " ".join(s.source for s in scope.said if _MASS.search(s.source))  # a function that integrates to 1
    for s in scope.said:
        left = s.sides[0]
        if isinstance(left, App) and isinstance(left.fn, Sym) and not s.inherited and _FUNCTION.match(s.after):
            if left.fn.base not in whole and context.vocabulary.family(left.fn) in heads & claim.facts.densities:
                return f"{left.fn.base} is called a function, and was read as a density"
    for n, (law, _) in enumerate(scope.laws):
        same = [w for w, _ in scope.laws[:n] if (w.head, w.outcome, w.given) == (law.head, law.outcome, law.given)]
        if any(w != law for w in same) and law in claim.facts.laws:
            return f"two laws are stated for {law.head}"
    for d in scope.definitions:
        if d.density and d.parameters and d.source in sources and d.name.split("_")[0].rstrip("*'") in DENSITIES:
            fault = _mass_fault(_as_relation(d), _heads(d.body, context))
            if fault:
                return f"{d.source}: {fault}"
    return ""


def contradiction(claim: Claim, context: Context) -> str:
    """Why the facts that a proof rests on cannot all hold, or why they say what it shows; "" if nothing was found."""
    facts = claim.facts
    equations = [p for p in claim.premises if any(p == r for r, _ in context.scope.assumptions)]
    stated = [*facts.assumptions, *equations]
    for r in stated:
        source = next((s for known, s in context.scope.assumptions if known == r), "a stated fact")
        if scales_apart(r, facts.densities):
            return f"{APART}: {source}"
        fault = _mass_fault(r, facts)
        if fault:
            return f"{source}: {fault}"
        if _masses_ordered(r, facts):
            return f"{ORDERED}: {source}"
        others = tuple(a for a in facts.assumptions if a != r)
        if is_contradicted(r, replace(facts, assumptions=others)):
            return f"{CONTRADICTED}: {source}"
        if source in context.scope.reasons and says_again(claim.says, r):
            return f"{STATED}: {source}"
    return ""


@lru_cache(maxsize=512)
def is_contradicted(r: Relation, facts: Facts) -> bool:
    """Does the kernel prove that the relation never holds?"""
    from hw3verify.search.prove.prove import prove

    for op in OPPOSITE.get(r.op, ()):
        claim = Claim(Relation(r.left, op, r.right), (), facts)
        proof = prove(claim)
        if proof is not None and certify_proof(claim, proof) is not None:
            return True
    return False


def _differs(r: Redefined, context: Context) -> bool:
    """Is the stated meaning another than the usual one? (Of some distances books differ by a factor of 2 or 4.)"""
    facts = _heads(r.stated.left, context, r.stated.right)
    scales = (1,) if r.call or r.name in FIXED else (1, 2, Fraction(1, 2), 4, Fraction(1, 4))
    said = [_known_equal(Relation(r.stated.left, "=", multiply(Number(c), r.stated.right)), facts) for c in scales]
    return True not in said and (bool(r.call) or None not in said)


@lru_cache(maxsize=64)
def _known_equal(r: Relation, facts: Facts) -> bool | None:
    from hw3verify.search.prove.prove import prove
    from hw3verify.search.refute.find import find_counterexample

    claim = Claim(r, (), facts)
    proof = prove(claim)
    if proof is not None and certify_proof(claim, proof) is not None:
        return True
    return False if find_counterexample(claim).counterexample is not None else None


def _heads(e: Expr, context: Context, *more: Expr) -> Facts:
    """The facts about kinds that hold of the heads in some expressions."""
    from hw3verify.judge.relevance import facts_for

    kinds: dict[str, str] = {}
    for n in (n for x in (e, *more) for n in walk(x)):
        if isinstance(n, Apply):
            density = n.head in context.vocabulary.signatures or n.head.split("_")[0] in DENSITIES
            kinds[n.head] = "indexed" if n.head.endswith("[]") else "density" if density else "function"
    base = Facts(positive=context.scope.positive, unit=context.scope.unit, laws=tuple(w for w, _ in context.scope.laws))
    try:
        return facts_for(tuple(Relation(x, "=", ONE) for x in (e, *more)), base, kinds)
    except ValueError:
        return Facts(densities=frozenset(h for h, k in kinds.items() if k == "density"))


def _as_relation(d: Definition) -> Relation:
    at = tuple(Arg(p, Name(p)) for p in d.parameters)
    roles = {a.value.id: a.role for n in walk(d.body) if isinstance(n, Apply) for a in n.args + n.given
             if isinstance(a.value, Name)}  # fmt: skip
    first, *given = (Arg(roles.get(a.role, a.role), a.value) for a in at)
    return Relation(Apply(d.name, (first,), tuple(given)), "=", d.body)


@lru_cache(maxsize=512)
def _mass_fault(r: Relation, facts: Facts) -> str:
    """Why a density cannot be the other side of `density = side`: its mass is not 1 as far as the kernel knows."""
    from hw3verify.kernel.form import UNIT, NoForm, TooLarge
    from hw3verify.kernel.normal import Normal
    from hw3verify.search.prove.expression import expression

    at = r.left
    if r.op != "=" or not isinstance(at, Apply) or not at.args or free_names(r.right) & {"infinity"}:
        return ""
    variables = [(a.value.id, a.role) for a in at.args if isinstance(a.value, Name)]
    if len(variables) != len(at.args) or facts.line_roles & {role for _, role in variables}:
        return ""
    if not any(isinstance(n, Apply) and n.head in facts.densities for n in walk(r.right)) and r.right != Number(0):
        return ""  # a formula: what its variable runs over is not known
    body = r.right
    for name, role in variables:
        body = Fold("sum", name, Domain("space", role), body)
    try:
        normal = Normal(facts)
        gap = normal.form(body) - UNIT
        gap = normal.rules.regrouped(gap)
        if normal.signs.positive(gap) or normal.signs.positive(-gap) or _is_number(expression(gap), facts):
            return MASSLESS
    except (NoForm, TooLarge, ArithmeticError, ValueError):
        return ""
    return ""


@lru_cache(maxsize=512)
def _masses_ordered(r: Relation, facts: Facts) -> bool:
    """`p(x) >= q(x)` for every x: then both are equal, or it never holds; it was said of some x."""
    if r.op not in ("<", "<=", ">", ">=") or not isinstance(r.left, Apply) or not isinstance(r.right, Apply):
        return False
    if not {r.left.head, r.right.head} <= facts.densities or r.left.head == r.right.head:
        return False
    left, right = ([a.value for a in side.args] for side in (r.left, r.right))
    return sorted(map(str, left)) == sorted(map(str, right)) and all(isinstance(v, Name) for v in left)


def _is_number(e: Expr, facts: Facts) -> bool:
    """Is the expression a fixed number other than 0?"""
    from hw3verify.kernel.compute import equal_in_all_worlds

    return equal_in_all_worlds(Claim(Relation(e, "!=", Number(0)), (), facts))


def scales_apart(r: Relation, densities: frozenset[str]) -> bool:
    """Do the sides, products of densities, have other units: p(z|x) those of 1/z, p(x|z) p(z) those of 1/(xz)?"""
    if r.op != "=":
        return False
    left, right = _units(r.left, densities), _units(r.right, densities)
    return left is not None and right is not None and left != right


def _units(e: Expr, densities: frozenset[str]) -> dict[str, int] | None:
    factors = e.factors if isinstance(e, Product) else (e,)
    found: dict[str, int] = {}
    for f in factors:
        power = 1
        if isinstance(f, Power) and isinstance(f.exponent, Number) and f.exponent.value.denominator == 1:
            power, f = int(f.exponent.value), f.base
        if isinstance(f, Product) and power == -1:
            inner = _units(f, densities)
            if inner is None:
                return None
            for role, k in inner.items():
                found[role] = found.get(role, 0) - k
            continue
        if isinstance(f, Number):
            continue
        if not isinstance(f, Apply) or f.head not in densities:
            return None
        if not all(isinstance(a.value, Name) for a in f.args + f.given):
            return None
        for a in f.args:
            found[a.role] = found.get(a.role, 0) + power
    return {role: k for role, k in found.items() if k}


def says_again(says: Relation, fact: Relation) -> bool:
    """Is the claim what the fact says of integrals, as it stands or with its sides exchanged?"""
    if not any(isinstance(n, Fold) for side in (says.left, says.right) for n in walk(side)):
        return False
    flipped = {"<": ">", ">": "<", "<=": ">=", ">=": "<="}.get(fact.op, fact.op)
    return says in (fact, Relation(fact.right, flipped, fact.left))
