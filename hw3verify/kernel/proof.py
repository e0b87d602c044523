"""Proofs, and their check.

A proof names its method and carries the witnesses that a search has found; the check below repeats no search:

    identity     left - right has the normal form zero
    order        left - right = sum of c * fold(w * g) + remainder with c > 0, w >= 0, remainder >= 0, where g is
                 t - 1 - log t (t > 0), or -log t (0 < t <= 1), or 1; or a gap between distances (`kernel.norm`), or
                 between a convex function and its tangents (`kernel.tangent`)
    cases        a binary name is 0 or 1: a proof for each
    ends         what is stated with <= holds at the end and beyond it (`kernel.ends`)
    situations   a tree of cases by the signs of expressions; in each the branches are resolved (`kernel.situations`)
    told         a name that a premise tells is put in (`kernel.told`)
    monotone     signs of derivatives on ranges, and limits at their ends (`kernel.monotone`)
    implication  the premises' equations, solved or transformed by named moves, give the conclusion
    compute      both sides are closed and have the same exact value
    a comparison (`kernel.comparison`): simpler claims that imply this one, with a proof for each
    extremum     steps that take the claim to one without extrema (`kernel.extremum`), and a proof of that

Law: `check(claim, proof)` returns the names of the rules used only if the claim holds in every world of its facts; any
other answer is `None`. A malformed proof is no proof (None), never an exception.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from flint import fmpq

from hw3verify.kernel.atoms import Binder, Binders, variable_form
from hw3verify.kernel.form import UNIT, Form, NoForm, TooLarge
from hw3verify.kernel.normal import Normal
from hw3verify.kernel.supposed import learn_written
from hw3verify.kernel.zero import is_zero
from hw3verify.meaning.claim import Claim, Law, Relation
from hw3verify.meaning.codec import decode, decode_domain
from hw3verify.meaning.expr import Apply, Derivative, Expr, Fold, Number, children, free_names, substitute, walk
from hw3verify.meaning.extremum import extrema

COMPARISONS = (
    "pointwise", "squared", "both signs", "Cauchy", "scaled", "exponentials", "divided", "gathered", "lemmas",
)  # fmt: skip
ON_THE_LINE = ("normal", "laplace")
ON_INTEGERS = ("bernoulli", "poisson", "geometric", "categorical")  # with the same support if the law is the same


@dataclass(frozen=True, slots=True)
class Proof:
    """A method and its witnesses (JSON data)."""

    method: str
    witness: dict[str, Any]


def check(claim: Claim, proof: Proof) -> tuple[str, ...] | None:
    """The rules that the proof uses if it is one, else None."""
    try:
        if proof.method == "compute":
            from hw3verify.kernel.compute import equal_in_all_worlds

            return ("exact value",) if not claim.premises and equal_in_all_worlds(claim) else None
        if proof.method == "cases":
            return _cases(claim, proof)
        if proof.method == "ends":
            return _ends(claim, proof)
        if proof.method == "told":
            return _told(claim, proof)
        if proof.method == "situations":
            from hw3verify.kernel.situations import check_cases

            return check_cases(claim, proof.witness, lambda c, method, w: check(c, Proof(method, w)))
        if proof.method == "extremum":
            return _reduced(claim, proof)
        if proof.method == "monotone":
            from hw3verify.kernel.monotone import check_monotone

            return ("sign of the derivative",) if check_monotone(claim, proof.witness) else None
        if proof.witness.get("generic"):
            claim = generic(claim)
        if proof.method in COMPARISONS:
            from hw3verify.kernel.comparison import check_comparison

            return check_comparison(claim, proof.method, proof.witness, lambda c, m, w: check(c, Proof(m, dict(w))))
        normal = Normal(claim.facts)
        if proof.method == "implication":
            from hw3verify.kernel.implication import check_implication

            holds = check_implication(normal, claim, proof.witness)
        elif proof.method == "identity":
            learn_written(normal, claim.says.left, claim.says.right)
            holds = claim.says.op in ("=", ">=", "<=") and (is_same(claim.says) or check_identity(normal, claim.says))
        elif proof.method == "order":
            learn_written(normal, claim.says.left, claim.says.right)
            holds = check_order(normal, claim.says, proof.witness.get("gaps", []))
        else:
            return None
        return tuple(sorted(normal.trace)) if holds else None
    except (NoForm, TooLarge, ArithmeticError, AttributeError, LookupError, TypeError, ValueError, RecursionError):
        return None


def _reduced(claim: Claim, proof: Proof) -> tuple[str, ...] | None:
    """The claim without its extrema, and a proof of that."""
    from hw3verify.kernel.extremum import reduced
    from hw3verify.kernel.reduction import PROOF

    used: set[str] = set()
    rest, uses = reduced(claim, proof.witness["steps"], used)
    inner = proof.witness["inner"]
    rules = check(rest, Proof(str(inner["method"]), dict(inner["witness"]))) if PROOF in uses else None
    return None if rules is None else tuple(sorted({*used, *rules}))


def _cases(claim: Claim, proof: Proof) -> tuple[str, ...] | None:
    """A binary name is 0 or 1: a proof for each."""
    name = str(proof.witness["name"])
    used = {"both cases of a binary name"}
    for value in (0, 1):
        case = at_value(claim, name, value)
        inner = proof.witness[str(value)]
        rules = None if case is None else check(case, Proof(str(inner["method"]), dict(inner["witness"])))
        if rules is None:
            return None
        used.update(rules)
    return tuple(sorted(used))


def _ends(claim: Claim, proof: Proof) -> tuple[str, ...] | None:
    """A proof at the end of a stated range, and one beyond it."""
    from hw3verify.kernel.ends import ends

    used = {"ends of a range"}
    for case, inner in zip(ends(claim, int(proof.witness["assumption"])), proof.witness["inner"], strict=True):
        rules = check(case, Proof(str(inner["method"]), dict(inner["witness"])))
        if rules is None:
            return None
        used.update(rules)
    return tuple(sorted(used))


def _told(claim: Claim, proof: Proof) -> tuple[str, ...] | None:
    """The claim with the value of a name that a premise tells, and a proof of that."""
    from hw3verify.kernel.told import told

    rest = told(claim, int(proof.witness["premise"]), str(proof.witness["name"]))
    rules = check(rest, Proof(str(proof.witness["method"]), dict(proof.witness["inner"])))
    return None if rules is None else tuple(sorted({*rules, "insert an equation"}))


def at_value(claim: Claim, name: str, value: int) -> Claim | None:
    """The claim with a number for a binary name that is no place in a table."""
    sides = [side for r in (claim.says, *claim.premises) for side in (r.left, r.right)]
    placed = any(name in free_names(c) for s in sides for n in walk(s) if isinstance(n, Apply) for c in children(n))
    fixed = any(name in free_names(p) for law in claim.facts.laws for p in law.parameters)
    if name not in claim.facts.binary or placed or fixed or not any(name in free_names(side) for side in sides):
        return None
    put = {name: Number(value)}

    def at(r: Relation) -> Relation:
        return Relation(substitute(r.left, put), r.op, substitute(r.right, put))

    assumptions = tuple(map(at, claim.facts.assumptions))
    facts = replace(claim.facts, assumptions=assumptions)
    return Claim(at(claim.says), tuple(map(at, claim.premises)), facts)


def generic(claim: Claim) -> Claim:
    """The claim about any densities in the place of those that a law gives, where the law's density is positive
    everywhere: what holds for all densities holds for these. Not where something is differentiated by a parameter of
    a law, or summed over it: any density does not move with it, this one does."""
    laws = claim.facts.laws
    relations = (claim.says, *claim.premises, *claim.facts.assumptions)
    if any(_moves(law, n) for r in relations for side in (r.left, r.right) for n in walk(side) for law in laws):
        return claim
    kinds = {role: {law.name for law in laws if role in law.outcome} for law in laws for role in law.outcome}
    alike = [law for law in laws if law.name in ON_INTEGERS and all(kinds[r] == {law.name} for r in law.outcome)]
    kept = tuple(law for law in laws if law.name not in ON_THE_LINE and law not in alike)
    return replace(claim, facts=replace(claim.facts, laws=kept))


def _moves(law: Law, n: Expr) -> bool:
    """Is the node a derivative by, or a sum over, something that the law's parameters speak of?"""
    if isinstance(n, Fold):
        return n.var not in law.given and any(n.var in free_names(p) for p in law.parameters)
    if not isinstance(n, Derivative):
        return False
    heads = {a.head for a in walk(n.by) if isinstance(a, Apply)} | free_names(n.by)
    return any(
        heads & free_names(p) or any(isinstance(a, Apply) and a.head in heads for a in walk(p)) for p in law.parameters
    )


def is_same(says: Relation) -> bool:
    """Are both sides one expression with an extremum, of which there is no form?"""
    return says.left == says.right and bool(extrema(says.left))


def check_identity(normal: Normal, says: Relation) -> bool:
    """left - right has the normal form zero."""
    return vanishes(normal, normal.form(says.left) - normal.form(says.right))


def vanishes(normal: Normal, f: Form) -> bool:
    """Is the form zero, if need be after its folds have been put under one sign?"""
    return is_zero(f) or is_zero(normal.rules.regrouped(f))


def suffices(normal: Normal, f: Form, strict: bool) -> bool:
    """Is the form visibly nonnegative (positive)?"""
    if strict:
        return normal.signs.positive(f)
    if is_zero(f) or normal.signs.nonnegative(f):
        return True
    g = normal.rules.regrouped(f)
    return g is not f and (is_zero(g) or normal.signs.nonnegative(g))


def check_order(normal: Normal, says: Relation, gaps: list[dict[str, Any]]) -> bool:
    """The difference minus its gaps is nonnegative; for a strict relation it, or one of the gaps, is positive."""
    f = normal.form(says.left) - normal.form(says.right)
    if says.op in ("<=", "<"):
        f = -f
    elif says.op not in (">=", ">"):
        return False
    strict = False
    for gap in gaps:
        found, positive = gap_form(normal, gap)
        f, strict = f - found, strict or positive
    return suffices(normal, f, says.op in (">", "<") and not strict)


@dataclass(frozen=True, slots=True)
class Gap:
    """c * fold(weight * g) as it stands in a witness, with its conditions checked; `body` is weight * g."""

    coefficient: fmpq
    binders: Binders
    weight: Form
    ratio: Form
    body: Form
    positive: bool


def read_gap(normal: Normal, gap: dict[str, Any]) -> Gap:
    """One nonnegative summand of an order proof; ValueError where one of its conditions is not evident."""
    c = Fraction(gap["coefficient"])
    if c <= 0:
        raise ValueError("a gap needs a positive coefficient")
    env, binders = opened(normal, gap["over"])
    w = normal.within(decode(gap["weight"]), env)
    if not normal.signs.nonnegative(w):
        raise ValueError("the weight may be negative")
    positive = all(d[0] == "space" for _, d in binders) and normal.signs.positive(w)
    body, t = w, UNIT
    if gap["kind"] == "nonnegative":
        normal.trace.add("squares and positive terms")
    else:
        t = normal.within(decode(gap["ratio"]), env)
        if not normal.signs.positive(t):
            raise ValueError("the ratio may be negative")
        if gap["kind"] == "gap":
            normal.trace.add("t - 1 - log t >= 0")
            body, positive = w * (t - UNIT - normal.rules.log(t)), False
        elif gap["kind"] == "ratio" and normal.signs.nonnegative(UNIT - t):
            normal.trace.add("log t <= 0 for t <= 1")
            body, positive = -(w * normal.rules.log(t)), positive and normal.signs.positive(UNIT - t)
        else:
            raise ValueError("no such gap, or its ratio may exceed one")
    return Gap(fmpq(c.numerator, c.denominator), binders, w, t, body, positive)


def opened(normal: Normal, over: Sequence[Any]) -> tuple[dict[str, Form], Binders]:
    """The binders of a witness with fresh variables, and these by the names that the witness gives them."""
    env: dict[str, Form] = {}
    binders: list[tuple[str, Binder]] = []
    for name, domain in over:
        d = decode_domain(domain)
        if d.kind not in ("space", "index"):
            raise ValueError("an interval may be reversed")
        ends = [None if x is None else normal.form(x) for x in (d.lower, d.upper)]
        var = normal.rules.variable()
        normal.rules.inside(var, (d.kind, d.role, ends[0], ends[1]))
        env[name] = variable_form(var)
        binders.append((var, (d.kind, d.role, ends[0], ends[1])))
    return env, tuple(binders)


def gap_form(normal: Normal, gap: dict[str, Any]) -> tuple[Form, bool]:
    """The value of a gap, and whether it is positive."""
    if gap["kind"] in ("triangle", "Lipschitz"):
        from hw3verify.kernel.norm import lipschitz, triangle

        c = normal.form(decode(gap["coefficient"]))
        if not normal.signs.nonnegative(c):
            raise ValueError("a gap needs a coefficient that is not negative")
        if gap["kind"] == "triangle":
            return c * triangle(normal, gap["parts"]), False
        return c * lipschitz(normal, gap["of"], gap["test"]), False
    if gap["kind"] in ("tangent", "Fenchel"):
        from hw3verify.kernel.tangent import gap as of_shape

        return of_shape(normal, gap)
    g = read_gap(normal, gap)
    whole = normal.rules.fold(g.binders, g.body) if g.binders else g.body
    return whole.scale(g.coefficient), g.positive
