"""The importance-weighted bounds for one, two and three samples, part of `elbo`.

Main definitions: with weights w[i] = p(x, z_i)/q[i], which have the mean p(x) under q, L_K is the expectation of
log((w[i_1] + ... + w[i_K])/K) over K independent draws from q. L_1 is the evidence lower bound.

Main statements: L_1 <= L_2 <= L_3 <= log p(x).

Implementation: with G(t) = t - 1 - log t >= 0 (`tangent`) the differences are expectations of sums of G: the mean of
the pairs' means is the mean of the triple, and the logarithm of a mean less the mean of logarithms is the mean of
G(part/mean). Written out for variables of 1 ... 4 values (2 for L_3), as polynomials in the masses.

References: Burda, Grosse and Salakhutdinov (2016), Importance weighted autoencoders, theorem 1.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations, product

from sympy import Add, And, Expr, IndexedBase, Integer, Le, Mul, Rational, Sum, Symbol, log
from sympy.logic.boolalg import Boolean

from hw3verify.symbolic.record import Step
from hw3verify.symbolic.tables import SIZES, i, masses, n, over, weights, whole, written_out
from hw3verify.symbolic.tangent import tangent_gap, tangent_step
from hw3verify.symbolic.zero import equal, positive

q = IndexedBase("q", positive=True)  # masses
w = IndexedBase("w", positive=True)  # weights p(x, z_i)/q[i]
j = Symbol("j", integer=True, positive=True)
EVIDENCE = log(over(q[i] * w[i]))  # log p(x)


def one_sample() -> Expr:
    """L_1 as a sum to n."""
    return over(q[i] * log(w[i]))


def two_samples() -> Expr:
    """L_2 as a double sum to n."""
    return Sum(q[i] * q[j] * log((w[i] + w[j]) / 2), (i, 1, n), (j, 1, n))


def statement(form: Expr) -> Boolean:
    """L_1 <= L_2 <= log p(x)."""
    return And(Le(one_sample(), form), Le(form, EVIDENCE))


def _mean(parts: Sequence[Expr]) -> Expr:
    return Add(*parts) / len(parts)


def _bound(k: int, q_: Sequence[Expr], w_: Sequence[Expr]) -> Expr:
    """L_K written out over all K-tuples of values."""
    tuples = product(range(len(q_)), repeat=k)
    return Add(*(Mul(*(q_[a] for a in t)) * log(_mean([w_[a] for a in t])) for t in tuples))


def _slack(k: int, q_: Sequence[Expr], w_: Sequence[Expr]) -> Expr:
    """E[mean over the K parts, each without one of the K draws, of G(its mean / the mean of all)]."""
    found: Expr = Integer(0)
    for t in product(range(len(q_)), repeat=k):
        whole = _mean([w_[a] for a in t])
        parts = [_mean([w_[a] for a in part]) for part in combinations(t, k - 1)]
        found = found + Mul(*(q_[a] for a in t)) * Rational(1, k) * Add(*(tangent_gap(p / whole) for p in parts))
    return found


def steps(form: Expr) -> Iterator[Step]:
    """Each difference is an expectation of G."""
    yield tangent_step()
    for size in SIZES:
        q_, w_ = masses("a", size), weights("w", size)
        one = whole(q_)
        two = written_out(form, {q: q_, w: w_})
        mean = Add(*(a * b for a, b in zip(q_, w_, strict=True)))
        yield equal(f"{size} values: the closed form is L_2 written out", two, _bound(2, q_, w_), one)
        yield equal(f"{size} values: L_2 - L_1 is an expectation of G", two - _bound(1, q_, w_), _slack(2, q_, w_), one)
        pairs = product(range(size), repeat=2)
        slack = Add(*(q_[a] * q_[b] * tangent_gap((w_[a] + w_[b]) / (2 * mean)) for a, b in pairs))
        yield equal(f"{size} values: log p(x) - L_2 is an expectation of G", log(mean) - two, slack, one)
        yield Step(f"{size} values: masses and weights are positive", all(map(positive, (*q_, *w_, mean))))
    q_, w_ = masses("a", 2), weights("w", 2)
    one = whole(q_)
    two = written_out(form, {q: q_, w: w_})
    yield equal("2 values: L_3 - L_2 is an expectation of G", _bound(3, q_, w_) - two, _slack(3, q_, w_), one)
    mean = Add(*(a * b for a, b in zip(q_, w_, strict=True)))
    triples = product(range(2), repeat=3)
    top = Add(*(Mul(*(q_[a] for a in t)) * tangent_gap(_mean([w_[a] for a in t]) / mean) for t in triples))
    yield equal("2 values: log p(x) - L_3 is an expectation of G", log(mean) - _bound(3, q_, w_), top, one)
