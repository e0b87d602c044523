r"""Looking for a comparison: which simpler inequalities would give this one.

An absolute value on the smaller side is split into its signs, roots are squared, the square of an integral is bounded
by Cauchy and Schwarz, by the products of `schwarz` and with weights that such proofs use (for total variation
(p + 2q)/3, which gives Pinsker's inequality), and integrals are compared point by point. A
constant is put under the integral with the weights of mass one that occur. What floats refute (`sampling`) is not
tried, and known inequalities come first (`lemmas`). `kernel.comparison` checks what is found.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from functools import partial
from itertools import permutations
from typing import Any

from hw3verify.kernel.comparison import roles_of, sides, simpler, without_size
from hw3verify.kernel.form import NoForm, TooLarge
from hw3verify.kernel.generalisation import NoComparison
from hw3verify.kernel.proof import Proof
from hw3verify.kernel.roots import is_root
from hw3verify.meaning.claim import Claim
from hw3verify.meaning.codec import encode
from hw3verify.meaning.expr import (
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
    add,
    free_names,
    multiply,
    substitute,
    subtract,
    walk,
)
from hw3verify.search.prove.gathering import gathered
from hw3verify.search.prove.lemmas import prove_by_lemmas, prove_by_logarithm
from hw3verify.search.prove.sampling import fails_somewhere
from hw3verify.search.prove.schwarz import products
from hw3verify.search.prove.tangents import scales, tangents

Inner = Callable[[Claim], Proof | None]
MOST_DEPTH = 4
MOST_WEIGHTS = 8
MOST_TRIES = 8  # that hold in floats
HALF, TWO = Number(Fraction(1, 2)), Number(2)


def prove_comparison(claim: Claim, inner: Inner) -> Proof | None:
    """A proof from simpler inequalities, if one is found within the bounds."""
    if claim.premises or claim.says.op not in ("<=", ">="):
        return None
    if not any(
        isinstance(n, Fold) and n.op in ("sum", "W1") for s in (claim.says.left, claim.says.right) for n in walk(s)
    ):
        return None
    try:
        return prove_by_lemmas(claim, partial(_of_numbers, inner), lambda c: _found(c, inner)) or _found(claim, inner)
    except (NoForm, TooLarge, ValueError):  # a side of another shape
        return None


def _found(claim: Claim, inner: Inner) -> Proof | None:
    """A proof without lemmas."""
    found = inner(claim) or prove_by_logarithm(claim, partial(_of_numbers, inner), inner)
    return found or _Search(inner).prove(claim, 0)


def _of_numbers(inner: Inner, claim: Claim) -> Proof | None:
    """A proof of a claim about numbers, if need be of the squares."""
    search = _Search(inner)
    return None if fails_somewhere(claim) else inner(claim) or search.by(claim, "squared", {}, MOST_DEPTH - 1)


class _Search:
    def __init__(self, inner: Inner) -> None:
        self.inner = inner
        self.tries = 0
        self.known: dict[Claim, Proof | None] = {}

    def prove(self, claim: Claim, depth: int) -> Proof | None:
        """A comparison for the claim."""
        if depth >= MOST_DEPTH:
            return None
        for method, witness in _steps(claim):
            if self.tries > MOST_TRIES:
                return None
            found = self.by(claim, method, witness, depth)
            if found is not None:
                return found
        return None

    def _inner(self, claim: Claim) -> Proof | None:
        """A proof by the other methods; each claim is tried once."""
        if claim not in self.known:
            self.known[claim] = self.inner(claim)
        return self.known[claim]

    def by(self, claim: Claim, method: str, witness: Mapping[str, Any], depth: int) -> Proof | None:
        try:
            claims = simpler(claim, method, witness)
        except (NoComparison, NoForm, TooLarge, ValueError):
            return None
        proofs = []
        if any(map(fails_somewhere, claims)):
            return None
        self.tries += 1
        for one in claims:
            proof = self.by(one, "scaled", {}, depth + 1) if method == "pointwise" else None
            proof = proof or self._inner(one)
            if proof is None and method not in ("pointwise", "scaled"):
                proof = self.prove(one, depth + 1)
            if proof is None:
                return None
            proofs.append({"method": proof.method, "witness": proof.witness})
        return Proof(method, {**witness, "inner": proofs})


def _steps(claim: Claim) -> Iterator[tuple[str, dict[str, Any]]]:
    small, big = sides(claim)
    if without_size(small) is not None:
        yield "both signs", {}
    if _rooted(big) or _rooted(small):
        yield "squared", {}
    elif isinstance(small, Call) or not _squares(small):
        yield from _pointwise(claim)
    together = gathered(small, big)
    if together is not None:
        yield "gathered", {"as": encode(together)}
    for fold in _squares(small):
        yield from _cauchy(claim, fold, big)
    for scale in scales(claim):
        yield "exponentials", {"scale": encode(scale)}
    means = [f for f in big.factors if isinstance(f, Fold)] if isinstance(big, Product) else []
    for factor in means if len(means) == 2 else ():
        yield "divided", {"by": encode(factor)}


def _rooted(e: Expr) -> bool:
    """Is the side a root, up to a factor?"""
    factors = e.factors if isinstance(e, Product) else (e,)
    return any(is_root(f) and any(isinstance(n, Fold) for n in walk(f)) for f in factors)


def _pointwise(claim: Claim) -> Iterator[tuple[str, dict[str, Any]]]:
    small, big = sides(claim)
    roles = roles_of(small, big)
    names = tuple(f"{role}_{k}'at" for k, role in enumerate(roles))
    yield "pointwise", {"weight": None}
    yield from tangents(claim)
    plain = _densities(claim, roles, names)
    for p, q in permutations(plain[:2], 2):
        yield "pointwise", {"weight": None, "shift": encode(subtract(p, q))}
        yield "pointwise", {"weight": None, "shift": encode(multiply(HALF, subtract(p, q)))}
    for weight in (*_weights(plain), *_tilted(claim, plain)):
        yield "pointwise", {"weight": encode(weight)}


def _densities(claim: Claim, roles: tuple[str, ...], names: tuple[str, ...]) -> list[Expr]:
    """Densities of all the variables that occur, given what is not bound."""
    found: dict[Expr, None] = {}
    bound = {n.var for side in (claim.says.left, claim.says.right) for n in walk(side) if isinstance(n, Fold)}
    for side in (claim.says.left, claim.says.right):
        for n in walk(side):
            if isinstance(n, Apply) and n.head in claim.facts.densities:
                if any(free_names(a.value) & bound for a in n.given):
                    continue
                if tuple(sorted(a.role for a in n.args)) == roles and len(set(roles)) == len(roles):
                    at = dict(zip(roles, names, strict=True))
                    put = tuple(type(a)(a.role, Name(at[a.role])) for a in n.args)
                    found[Apply(n.head, put, n.given)] = None
    return list(found)[:3]


def _weights(plain: list[Expr]) -> list[Expr]:
    """Weights of mass one: densities, and mixtures of two of them."""
    mixed = [multiply(HALF, add(p, q)) for k, p in enumerate(plain) for q in plain[k + 1 :]]
    skewed = [subtract(multiply(TWO, p), q) for p, q in permutations(plain, 2)]
    return [*mixed, *plain, *skewed][:MOST_WEIGHTS]


def _tilted(claim: Claim, plain: list[Expr]) -> list[Expr]:
    """a p + (1 - a) q for the numbers a of the claim: what p^a q^(1-a) is compared with."""
    roles = dict(claim.facts.roles)
    names = sorted((free_names(claim.says.left) | free_names(claim.says.right)) - roles.keys())[:2]
    return [
        add(multiply(Name(n), p), multiply(subtract(Number(1), Name(n)), q))
        for n in names for p, q in permutations(plain[:2], 2)
    ]  # fmt: skip


def _squares(e: Expr) -> list[Fold]:
    """Integrals over one variable that stand squared in the side."""
    found: dict[Fold, None] = {}
    for n in walk(e):
        if isinstance(n, Power) and isinstance(n.exponent, Number) and n.exponent.value == 2:
            for inner in walk(n.base):
                if isinstance(inner, Fold) and inner.op == "sum" and inner.domain.kind == "space":
                    found[inner] = None
                    break
    return list(found)[:2]


def _cauchy(claim: Claim, fold: Fold, big: Expr) -> Iterator[tuple[str, dict[str, Any]]]:
    var = f"{fold.domain.role}'on"
    u = substitute(fold.body, {fold.var: Name(var)})
    small, _ = sides(claim)
    for factor in _factors(small):
        bound = {"var": var, "role": fold.domain.role, "factor": str(factor), "u": encode(u)}
        for a, b in products(claim, u):
            yield "Cauchy", {**bound, "a": encode(a), "b": encode(b)}
        for w in _kernels(claim, fold, u, var, big):
            yield "Cauchy", {**bound, "w": encode(w)}


def _factors(small: Expr) -> list[Fraction]:
    """c k^2 where the side has the term c (k * integral)^2."""
    found: list[Fraction] = []
    for n in small.terms if isinstance(small, Sum) else (small,):
        c, square = Fraction(1), n
        if isinstance(n, Product):
            numbers = [f.value for f in n.factors if isinstance(f, Number)]
            rest = [f for f in n.factors if not isinstance(f, Number)]
            if len(rest) != 1:
                continue
            for value in numbers:
                c *= value
            square = rest[0]
        if isinstance(square, Power) and square.exponent == TWO:
            base = square.base
            for f in base.factors if isinstance(base, Product) else ():
                c *= f.value**2 if isinstance(f, Number) else 1
            found.append(c)
    return found[:1]


def _kernels(claim: Claim, fold: Fold, u: Expr, var: str, big: Expr) -> list[Expr]:
    """Weights for the inequality of Cauchy and Schwarz."""
    role = fold.domain.role
    whole = Domain("space", role)
    folds = [n for n in walk(big) if isinstance(n, Fold) and n.op == "sum" and n.domain == whole]
    found = [substitute(n.body, {n.var: Name(var)}) for n in folds]  # a factor of the larger side
    heads = {n: None for n in walk(u) if isinstance(n, Apply) and n.head in claim.facts.densities and not n.given}
    plain = [h for h in heads if free_names(h) == {var}][:2]
    if len(plain) == 2:
        p, q = plain
        third = Number(Fraction(1, 3))
        roots = add(Power(p, HALF), Power(q, HALF))
        found = [
            multiply(third, add(p, multiply(TWO, q))), multiply(third, add(multiply(TWO, p), q)), Power(roots, TWO),
            multiply(HALF, add(p, q)), q, p, *found,
        ]  # fmt: skip
    else:
        found = [*plain, *found]
    return list(dict.fromkeys(found))[:MOST_WEIGHTS]
