r"""Known inequalities between divergences of two densities, as lemmas for others.

Total variation, Hellinger's affinity, KL, chi^2, the triangular discrimination and JSD bound one another (Pinsker, Le
Cam, Bretagnolle and Huber, Lin). A claim about such integrals follows from these by arithmetic: those whose integrals
the claim speaks of are assumed, with numbers for integrals; where that is enough, those that are needed are proved,
each once in a process. `kernel.comparison` checks all of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from functools import cache
from itertools import permutations

from hw3verify.kernel.comparison import simpler
from hw3verify.kernel.form import NoForm, TooLarge
from hw3verify.kernel.generalisation import NoComparison
from hw3verify.kernel.proof import Proof
from hw3verify.meaning.claim import Claim, Facts, Relation
from hw3verify.meaning.codec import encode
from hw3verify.meaning.expr import (
    ONE,
    ZERO,
    Apply,
    Arg,
    Call,
    Domain,
    Expr,
    Fold,
    Name,
    Number,
    Power,
    add,
    divide,
    exp,
    log,
    multiply,
    negate,
    subtract,
    walk,
)

Inner = Callable[[Claim], Proof | None]
HALF, TWO = Number(Fraction(1, 2)), Number(2)
MOST_PAIRS = 6
MOST_LEMMAS = 20
FIRST = 4  # lemmas that others are proved from


def prove_by_lemmas(claim: Claim, inner: Inner, prover: Inner) -> Proof | None:
    """A proof from lemmas: `inner` proves claims about numbers, `prover` the lemmas."""
    if claim.premises or claim.says.op not in ("<=", ">=") or claim.facts.laws:
        return None
    return _from([r for r in _lemmas(claim) if _fits(claim, r)][:MOST_LEMMAS], claim, inner, prover)


def prove_by_logarithm(claim: Claim, inner: Inner, prover: Inner) -> Proof | None:
    """exp u <= R from u <= log R."""
    says = claim.says
    small, big = (says.left, says.right) if says.op == "<=" else (says.right, says.left)
    if claim.premises or says.op not in ("<=", ">=") or not (isinstance(small, Call) and small.fn == "exp"):
        return None
    return _from([Relation(small.args[0], "<=", log(big))], claim, inner, prover)


def _from(known: list[Relation], claim: Claim, inner: Inner, prover: Inner) -> Proof | None:
    if not known or _by(claim, known, inner) is None:
        return None
    for r in list(known) if len(known) > 1 else ():  # only what is needed
        fewer = [k for k in known if k is not r]
        if _by(claim, fewer, inner) is not None:
            known = fewer
    last = _by(claim, known, inner)
    heads = frozenset(n.head for r in known for n in walk(r.left) if isinstance(n, Apply))
    heads |= frozenset(n.head for r in known for n in walk(r.right) if isinstance(n, Apply))
    proofs = [_proved(Claim(r, (), Facts(densities=heads)), inner, prover) for r in known]
    if last is None or any(p is None for p in proofs):
        return None
    witness = [{"method": p.method, "witness": p.witness} for p in (*proofs, last) if p is not None]
    return Proof("lemmas", {"lemmas": [[encode(r.left), encode(r.right)] for r in known], "inner": witness})


_KNOWN: dict[Claim, Proof | None] = {}


def _proved(lemma: Claim, inner: Inner, prover: Inner) -> Proof | None:
    """A proof of a lemma, if need be from the first lemmas."""
    if lemma not in _KNOWN:
        first = list(_lemmas(lemma))[:FIRST]
        _KNOWN[lemma] = prover(lemma) or (None if lemma.says in first else _from(first, lemma, inner, prover))
    return _KNOWN[lemma]


def _numbers(claim: Claim, lemmas: list[Relation]) -> Claim | None:
    """The claim about numbers under these lemmas."""
    try:
        return simpler(claim, "lemmas", {"lemmas": [[encode(r.left), encode(r.right)] for r in lemmas]})[-1]
    except (NoComparison, NoForm, TooLarge, ValueError):
        return None


def _fits(claim: Claim, lemma: Relation) -> bool:
    return _numbers(claim, [lemma]) is not None


def _by(claim: Claim, lemmas: list[Relation], inner: Inner) -> Proof | None:
    """A proof of the claim about numbers."""
    about = _numbers(claim, lemmas)
    return None if about is None else inner(about)


def _lemmas(claim: Claim) -> Iterator[Relation]:
    """The inequalities for every two densities of one variable."""
    nodes = [n for e in (claim.says.left, claim.says.right) for n in walk(e)]
    roles = {(n.head, n.args[0].role) for n in nodes if isinstance(n, Apply) and n.head in claim.facts.densities
             and len(n.args) == 1 and not n.given}  # fmt: skip
    pairs = [(p, q) for p, q in permutations(sorted(roles), 2) if p[1] == q[1]]
    for (p, role), (q, _) in pairs[:MOST_PAIRS]:
        yield from _between(p, q, role)


@cache
def _between(first: str, second: str, role: str) -> tuple[Relation, ...]:
    def over(body: Expr) -> Expr:
        return Fold("sum", role, Domain("space", role), body)

    p, q = (Apply(head, (Arg(role, Name(role)),)) for head in (first, second))
    m = multiply(HALF, add(p, q))
    tv = multiply(HALF, over(Call("abs", (subtract(p, q),))))
    affinity = over(Power(multiply(p, q), HALF))
    kl, chi = over(multiply(p, log(divide(p, q)))), over(divide(Power(subtract(p, q), TWO), q))
    triangle = over(divide(Power(subtract(p, q), TWO), add(p, q)))
    jsd = add(*(multiply(HALF, over(multiply(d, log(divide(d, m))))) for d in (p, q)))
    square = Power(tv, TWO)
    symmetric = (
        (square, subtract(ONE, Power(affinity, TWO))),
        (subtract(ONE, tv), affinity),
        (ZERO, tv),
        (Power(affinity, TWO), ONE),
        (affinity, ONE),
        (multiply(TWO, affinity), add(ONE, Power(affinity, TWO))),
        (tv, subtract(ONE, multiply(HALF, Power(affinity, TWO)))),
        (multiply(TWO, square), triangle),
        (triangle, multiply(TWO, tv)),
        (multiply(HALF, square), jsd),
        (jsd, multiply(log(TWO), tv)),
    )
    directed = (
        (multiply(TWO, square), kl),
        (ZERO, kl),
        (exp(negate(kl)), Power(affinity, TWO)),
        (exp(negate(kl)), ONE),
        (multiply(Number(4), square), chi),
        (kl, log(add(ONE, chi))),
    )
    said = (*symmetric, *directed) if first < second else directed
    return tuple(Relation(left, "<=", right) for left, right in said)
