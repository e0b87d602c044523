"""The check of a proof about vectors and matrices: the claim becomes one about numbers, which the scalar kernel checks.

`as_numbers(claim)`: both sides are multiplied out into words (`array_form`), every closed word becomes a sum over
components or a name, and what is known of these values is noted: determinants and traces of positive definite matrices
are positive, x^T S x is a square. What holds for all numbers in the place of the names holds for the values. An
equation of vectors or matrices L = R becomes tr(C^T L) = tr(C^T R) with a fresh C, which says the same.

In an inequality products of vectors may be replaced by their sizes (`norms`): x^T x = |x|^2 and, by Cauchy and Schwarz,
x^T y = |x| |y| (2 u - 1) with 0 <= u <= 1. There |x| > 0 and 0 < u < 1 are assumed: both sides have to be continuous,
and an inequality that is not strict then holds in the limit. A root may be squared away (`squared`): A <= R^2 and
R >= 0 give root(A) <= R, and A >= R^2 gives root(A) >= R.

Law: if the scalar claims hold, so does the claim, in every dimension.
"""

from __future__ import annotations

from fractions import Fraction

from hw3verify.kernel.array_form import ArrayForm
from hw3verify.kernel.array_linear import drawn_out
from hw3verify.kernel.proof import Proof, check
from hw3verify.kernel.words import NoWords
from hw3verify.meaning.claim import Claim, Facts, Relation
from hw3verify.meaning.expr import Apply, Call, Expr, Fold, Name, Number, Power, Product, Sum, free_names, walk
from hw3verify.meaning.matrix import Array, ArrayClaim, name, subtract, times, trace, transpose

FRESH = "C?"


def check_array_proof(claim: ArrayClaim, proof: Proof) -> tuple[str, ...] | None:
    """The rules that the proof uses if it is one, else None."""
    try:
        if proof.method != "array":
            return None
        norms, squared = bool(proof.witness.get("norms")), bool(proof.witness.get("squared"))
        found = as_numbers(claim, norms, squared)
        if found is None:
            return None
        claims, trace = found
        used = set(trace)
        inner = proof.witness["inner"]
        if len(inner) != len(claims):
            return None
        for scalar, how in zip(claims, inner, strict=True):
            rules = check(scalar, Proof(str(how["method"]), dict(how["witness"])))
            if rules is None:
                return None
            used |= set(rules)
        return tuple(sorted(used))
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError, RecursionError):
        return None


def as_numbers(
    claim: ArrayClaim, norms: bool = False, squared: bool = False
) -> tuple[tuple[Claim, ...], tuple[str, ...]] | None:
    """The claims about numbers that give the claim, and the rules that led to them; None where words cannot say it."""
    form = ArrayForm(claim, norms)
    try:
        if claim.left.is_scalar:
            left, right = form.scalar(drawn_out(claim.left)), form.scalar(drawn_out(claim.right))
        elif claim.op == "=":
            left, right = form.scalar(drawn_out(_tested(subtract(claim.left, claim.right)))), Number(0)
            form.trace.add("words")
        else:
            return None
    except (NoWords, RecursionError):
        return None
    relations: tuple[Relation, ...] = (Relation(left, claim.op, right),)
    if norms:
        if claim.op not in ("<=", ">=") or not (_continuous(left) and _continuous(right)):
            return None
        form.trace.add("Cauchy-Schwarz")
    if squared:
        found = _without_root(relations[0])
        if found is None:
            return None
        relations = found
        form.trace.add("squared")
    claims = tuple(Claim(r, (), _facts(form, claim, r)) for r in relations)
    return claims, tuple(sorted(form.trace))


def _continuous(e: Expr) -> bool:
    """Is it made of sums, products, absolute values, and powers with positive exponents?"""
    for n in walk(e):
        if isinstance(n, Power):
            if not (isinstance(n.exponent, Number) and n.exponent.value > 0):
                return False
        elif isinstance(n, Call):
            if n.fn != "abs":
                return False
        elif not isinstance(n, Sum | Product | Number | Name | Fold | Apply):
            return False
    return True


def _without_root(r: Relation) -> tuple[Relation, ...] | None:
    """root(A) <= R from A <= R^2 and 0 <= R; root(A) >= R from A >= R^2."""
    low, high = (r.left, r.right) if r.op == "<=" else (r.right, r.left)
    if r.op not in ("<=", ">="):
        return None
    if _is_root(low):
        assert isinstance(low, Power)
        return Relation(low.base, "<=", Power(high, Number(2))), Relation(Number(0), "<=", high)
    if _is_root(high):
        assert isinstance(high, Power)
        return (Relation(Power(low, Number(2)), "<=", high.base),)
    return None


def _is_root(e: Expr) -> bool:
    return isinstance(e, Power) and e.exponent == Number(Fraction(1, 2))


def _tested(e: Array) -> Array:
    """tr(C^T e) for a fresh C."""
    test = name(FRESH, e.shape)
    if e.shape[1] == 1:
        return times(transpose(test), e)
    return times(e, transpose(test)) if e.shape[0] == 1 else trace(times(transpose(test), e))


def _facts(form: ArrayForm, claim: ArrayClaim, says: Relation) -> Facts:
    """What is known of the names of the scalar claim."""
    values = form.values
    positive = set(values.positive)
    positive |= {leaf.name for leaf in claim.leaves if leaf.is_number and "positive" in leaf.known}
    nodes = [n for side in (says.left, says.right) for n in walk(side)]
    indexed = {n.head for n in nodes if isinstance(n, Apply)}
    ends = {n.domain.upper.id for n in nodes if isinstance(n, Fold) and isinstance(n.domain.upper, Name)}
    dims = {d for leaf in claim.leaves for d in (*leaf.shape, *leaf.over) if isinstance(d, str)}
    free = free_names(says.left) | free_names(says.right)
    return Facts(
        indexed=frozenset(indexed),
        positive=frozenset(positive),
        integer=frozenset((dims & free) | ends | values.sizes),
        unit=frozenset(values.unit),
    )
