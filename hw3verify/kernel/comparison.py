r"""Comparisons: an inequality between integrals from inequalities that are simpler.

    pointwise    if A(x) <= B(x) for all x, the integral of A is at most that of B; a constant c stands under the
                 integral as c w(x), where w has mass 1, and a function of mass 0 may be added
    squared      L^2 <= R^2 and 0 <= R give L <= R
    both signs   A <= R and -A <= R give |A| <= R; c A <= R and -c A <= R give c |A| <= R, which is one of the two
    Cauchy       L <= R follows from L <= k (integral of u)^2 and from R being at least the bound on this that Cauchy
                 and Schwarz give (`kernel.schwarz`)
    exponentials L <= R follows from exp(sL) <= exp(sR) with s > 0, and from exp(sR) <= exp(sL) with s < 0
    divided      L <= R follows from L/c <= R/c with c > 0
    gathered     L <= R follows from 0 <= D, where D has the normal form of R - L
    scaled       a homogeneous inequality holds if it holds where the two numbers add up to 2 (`kernel.homogeneous`)
    lemmas       inequalities that are proved by themselves, and the claim with numbers for integrals, of which these
                 are facts (`about_numbers`)

Law: `simpler(claim, method, witness)` are claims which together imply the claim in every world of its facts. In a
pointwise claim the values of tables and functions at the point have become numbers: any positive number for a density,
any number (or one with the sign that the facts give) for a function, so nothing is lost but what ties them together.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from hw3verify.kernel.form import NOTHING, UNIT, Form
from hw3verify.kernel.generalisation import NoComparison, generalised, ranges_at
from hw3verify.kernel.homogeneous import scaled
from hw3verify.kernel.normal import Normal
from hw3verify.kernel.rational import power, reduce
from hw3verify.kernel.roots import is_never_negative, squared
from hw3verify.kernel.schwarz import brought, schwarz
from hw3verify.kernel.written import expression
from hw3verify.kernel.zero import is_zero
from hw3verify.meaning.claim import Claim, Facts, Relation
from hw3verify.meaning.codec import decode
from hw3verify.meaning.expr import (
    ZERO,
    Apply,
    Call,
    Domain,
    Expr,
    Fold,
    Name,
    Number,
    Power,
    Product,
    Sum,
    free_names,
    multiply,
    negate,
    substitute,
    walk,
)

TWO, HALF = Number(2), Number(Fraction(1, 2))
MOST_VARIABLES = 3
Inner = Callable[[Claim, str, Mapping[str, Any]], "tuple[str, ...] | None"]


def check_comparison(claim: Claim, method: str, witness: Mapping[str, Any], inner: Inner) -> tuple[str, ...] | None:
    """The rules that the proofs of the simpler claims use, if all of these are proofs."""
    used = {f"comparison: {method}"}
    claims = simpler(claim, method, witness)
    if len(claims) != len(witness["inner"]):
        return None
    for one, proof in zip(claims, witness["inner"], strict=True):
        rules = inner(one, str(proof["method"]), dict(proof["witness"]))
        if rules is None:
            return None
        used.update(rules)
    return tuple(sorted(used))


def simpler(claim: Claim, method: str, witness: Mapping[str, Any]) -> tuple[Claim, ...]:
    """Claims that together imply the claim; `NoComparison` or another ValueError where the step does not fit."""
    small, big = sides(claim)

    def of(left: Expr, right: Expr) -> Claim:
        return replace(claim, says=Relation(left, "<=", right))

    if method == "pointwise":
        weight = None if witness.get("weight") is None else decode(witness["weight"])
        shift = None if witness.get("shift") is None else decode(witness["shift"])
        return (pointwise(claim, weight, shift),)
    if method == "squared":
        first = of(squared(small), squared(big))
        return (first,) if is_never_negative(big) else (first, of(ZERO, big))
    if method == "both signs":
        opened = without_size(small)
        if opened is None:
            raise NoComparison("no absolute value")
        return of(opened, big), of(negate(opened), big)
    if method == "Cauchy":
        _no_new_names(claim, brought(witness))
        try:
            return tuple(of(*pair) for pair in schwarz(Normal(claim.facts), small, big, witness))
        except ValueError as problem:
            raise NoComparison(str(problem)) from problem
    if method == "scaled":
        return scaled(claim)
    if method == "exponentials":
        return (of(*exponentials(Normal(claim.facts), small, big, decode(witness["scale"]))),)
    if method == "divided":
        return (of(*divided(Normal(claim.facts), small, big, decode(witness["by"]))),)
    if method == "gathered":
        normal, rest = Normal(claim.facts), decode(witness["as"])
        _no_new_names(claim, rest)
        if not is_zero(normal.form(big) - normal.form(small) - normal.form(rest)):
            raise NoComparison("not the difference of the sides")
        return (of(ZERO, rest),)
    if method == "lemmas":
        said = tuple(Relation(decode(left), "<=", decode(right)) for left, right in witness["lemmas"])
        for r in said:
            _no_new_names(claim, Sum((r.left, r.right)))
        return (*(replace(claim, says=r) for r in said), about_numbers(claim, said))
    raise NoComparison("no such method")


def sides(claim: Claim) -> tuple[Expr, Expr]:
    """The side that is to be smaller, and the other."""
    if claim.premises or claim.says.op not in ("<=", ">="):
        raise NoComparison("not a comparison")
    says = claim.says
    return (says.left, says.right) if says.op == "<=" else (says.right, says.left)


def without_size(small: Expr) -> Expr | None:
    """A for |A|, c A for c |A|; None where no absolute value stands."""
    factors = small.factors if isinstance(small, Product) else (small,)
    sizes = [k for k, f in enumerate(factors) if isinstance(f, Call) and f.fn == "abs"]
    if len(sizes) != 1:
        return None
    (k,) = sizes
    inner = factors[k]
    assert isinstance(inner, Call)
    return multiply(*factors[:k], inner.args[0], *factors[k + 1 :])


def divided(normal: Normal, small: Expr, big: Expr, by: Expr) -> tuple[Expr, Expr]:
    """Both sides divided by something positive, in normal form."""
    scale = reduce(normal.form(by))
    if not normal.signs.positive(scale):
        raise NoComparison("the divisor may be negative")
    one, other = (reduce(normal.form(side) * power(scale, -1)) for side in (small, big))
    return expression(one), expression(other)


def exponentials(normal: Normal, small: Expr, big: Expr, scale: Expr) -> tuple[Expr, Expr]:
    """exp(s L) and exp(s R) in the order that the sign of s gives, in normal form."""
    s = reduce(normal.form(scale))
    rising = normal.signs.positive(s)
    if not rising and not normal.signs.positive(-s):
        raise NoComparison("a scale of unknown sign")
    one, other = (expression(normal.rules.exp(reduce(normal.form(side) * s))) for side in (small, big))
    return (one, other) if rising else (other, one)


def _no_new_names(claim: Claim, e: Expr) -> None:
    """What a witness brings in speaks of what the claim speaks of."""
    known = [n for s in (claim.says.left, claim.says.right) for n in walk(s)]
    heads = {n.head for n in known if isinstance(n, Apply)}
    names = free_names(claim.says.left) | free_names(claim.says.right)
    new = {n.head for n in walk(e) if isinstance(n, Apply)}
    if not new <= heads or not free_names(e) <= names:
        raise NoComparison("a name that the claim does not know")


# -- pointwise ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Linear:
    """constant + the integral of `body` over the variables."""

    constant: tuple[Expr, ...]
    bodies: tuple[Expr, ...]


def pointwise(claim: Claim, weight: Expr | None, shift: Expr | None = None) -> Claim:
    """What has to hold at every point, with numbers for tables and functions; what has mass 0 may be added."""
    small, big = sides(claim)
    roles = roles_of(small, big)
    taken = {n for s in (small, big) for node in walk(s) for n in free_names(node)}
    taken |= {node.var for s in (small, big) for node in walk(s) if isinstance(node, Fold)}
    names = tuple(f"{role}_{k}'at" for k, role in enumerate(roles))
    if not roles or taken & set(names) or len(roles) > MOST_VARIABLES:
        raise NoComparison("no integrals over one space")
    parts = [linear(side, roles, names) for side in (small, big)]
    if any(p.constant for p in parts):
        if weight is None:
            raise NoComparison("a constant, and nothing of mass 1 to put under it")
        weight = _of_mass(UNIT, claim, weight, roles, names)
    says = []
    for part in parts:
        terms = [*part.bodies, *(multiply(c, weight) for c in part.constant if weight is not None)]
        if shift is not None and part is parts[1]:
            terms.append(_of_mass(NOTHING, claim, shift, roles, names))
        says.append(terms[0] if len(terms) == 1 else Sum(tuple(terms)))
    at_points = ranges_at(claim.facts, dict(zip(names, roles, strict=True)))
    facts = replace(claim.facts, assumptions=(*claim.facts.assumptions, *at_points))
    tables = {n for side in says for n in walk(side) if isinstance(n, Apply)}
    of_tables = tuple(r for r in at_points if (found := _applied(r)) and found <= tables)  # p(x) <= 1 for every x
    return generalised(Claim(Relation(says[0], "<=", says[1]), (), facts), of_tables, Normal(claim.facts))


def _applied(r: Relation) -> set[Expr]:
    return {n for side in (r.left, r.right) for n in walk(side) if isinstance(n, Apply)}


def roles_of(*parts: Expr) -> tuple[str, ...]:
    """The roles of the variables of the first integral that stands as a term, in order."""
    for part in parts:
        for coefficient, fold in terms_of(part):
            del coefficient
            if fold is not None:
                return tuple(sorted(role for _, role in _opened(fold)[0]))
    return ()


def terms_of(e: Expr) -> list[tuple[tuple[Expr, ...], Fold | None]]:
    """The terms of a sum: (factors, integral), where one factor is an integral over a space, else (factors, None)."""
    if isinstance(e, Sum):
        return [pair for t in e.terms for pair in terms_of(t)]
    if isinstance(e, Fold) and e.op == "sum" and e.domain.kind == "space":
        return [((), e)]
    if isinstance(e, Product):
        found = [
            f for f in e.factors if isinstance(f, (Sum, Product, Fold)) and any(p[1] is not None for p in terms_of(f))
        ]
        if len(found) == 1:
            rest = tuple(f for f in e.factors if f is not found[0])
            if len(rest) == len(e.factors) - 1:
                return [((*rest, *own), fold) for own, fold in terms_of(found[0])]
    return [((e,), None)]


def _opened(e: Fold) -> tuple[list[tuple[str, str]], Expr]:
    """The variables of integrals that stand directly inside one another, with their roles, and the innermost body."""
    variables: list[tuple[str, str]] = []
    body: Expr = e
    factors: list[Expr] = []
    while True:
        if isinstance(body, Fold) and body.op == "sum" and body.domain.kind == "space":
            if body.var in {v for v, _ in variables} or any(body.var in free_names(f) for f in factors):
                raise NoComparison("a variable that is bound twice")
            variables.append((body.var, body.domain.role))
            body = body.body
            continue
        if isinstance(body, Product) and sum(isinstance(f, Fold) for f in body.factors) == 1:
            (inner,) = (f for f in body.factors if isinstance(f, Fold))
            if inner.op == "sum" and inner.domain.kind == "space":
                factors += [f for f in body.factors if f is not inner]
                body = inner
                continue
        return variables, multiply(*factors, body) if factors else body


def linear(e: Expr, roles: tuple[str, ...], names: tuple[str, ...]) -> Linear:
    """A side as constant + integral; the variables are renamed to `names`, in the order of their roles."""
    constant: list[Expr] = []
    bodies: list[Expr] = []
    for factors, fold in terms_of(e):
        if fold is None:
            constant.extend(t for t in (multiply(*factors),) if t != ZERO)
            continue
        variables, body = _opened(fold)
        if tuple(sorted(role for _, role in variables)) != roles:
            raise NoComparison("integrals over different spaces")
        left = list(zip(roles, names, strict=True))
        renaming = {}
        for var, role in variables:
            pair = next(p for p in left if p[0] == role)
            left.remove(pair)
            renaming[var] = Name(pair[1])
        bodies.append(multiply(*factors, substitute(body, renaming)))
    return Linear(tuple(constant), tuple(bodies))


def _of_mass(mass: Form, claim: Claim, weight: Expr, roles: tuple[str, ...], names: tuple[str, ...]) -> Expr:
    """The weight, at the variables' names, after a look at its mass."""
    _no_new_names(claim, _folded(weight, roles, names))
    normal = Normal(claim.facts)
    if not is_zero(normal.form(_folded(weight, roles, names)) - mass):
        raise NoComparison("the weight has another mass")
    return weight


def _folded(body: Expr, roles: tuple[str, ...], names: tuple[str, ...]) -> Expr:
    for role, name in zip(roles, names, strict=True):
        body = Fold("sum", name, Domain("space", role), body)
    return body


def about_numbers(claim: Claim, lemmas: tuple[Relation, ...]) -> Claim:
    """The claim in normal form with a number for each integral, where the lemmas are facts about these numbers.

    What a lemma brings in is an integral that stands in the claim or is finite for all densities; signs are kept.
    """
    normal = Normal(claim.facts)
    says, *said = (
        Relation(expression(normal.form(r.left)), r.op, expression(normal.form(r.right))) for r in (claim.says, *lemmas)
    )
    present = {n for e in (says.left, says.right) for n in walk(e) if isinstance(n, Fold)}
    new = {n for r in said for e in (r.left, r.right) for n in walk(e) if isinstance(n, Fold)} - present
    if not all(_is_affinity(n, claim.facts) for n in new):
        raise NoComparison("an integral that may be infinite")
    return generalised(replace(claim, says=says), tuple(said), normal)


def _is_affinity(e: Fold, facts: Facts) -> bool:
    """An integral of p^a q^(1-a) with densities p and q and 0 < a < 1: between 0 and 1."""
    factors = e.body.factors if isinstance(e.body, Product) else (e.body,)
    powers = [f.exponent.value for f in factors if isinstance(f, Power) and isinstance(f.exponent, Number)]
    bases = [f.base for f in factors if isinstance(f, Power)]
    whole = e.op == "sum" and e.domain.kind == "space" and len(powers) == len(factors) == 2
    return whole and sum(powers) == 1 and min(powers) > 0 and all(
        isinstance(b, Apply) and b.head in facts.densities and not b.given and len(b.args) == 1
        and b.args[0].value == Name(e.var) and b.args[0].role == e.domain.role
        for b in bases
    )
