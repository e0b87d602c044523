"""KL of laws with a table of parameters: categorical, Dirichlet, multivariate normal.

Dirichlet's laws by breaking sticks: the first share and the rest are independent, so that the divergence is the sum of
those of the beta laws of (x_k, x_k+1 + ... + x_K), with rests summed from the right, and their differences too.

Normal laws of vectors: with a Cholesky factor L' of q's covariance, E = L'^-1 (C - C') L'^-T from the difference of
the covariances, and the Cholesky factor M of 1 + E, whose pivots are 1 + e_i, e_i = E_ii - sum_k<i M_ik^2,

    2 KL = |L'^-1 (m - m')|^2 + sum_i [e_i - log(1 + e_i)] + sum_k<i M_ik^2

as trace(E) - sum e_i is the last sum: nothing cancels. The error is that of L', that is the condition number's
(of C' scaled to unit diagonal) and no more for near-equal laws; where C is small beside C', and a pivot below 1/2, the
determinants are those of the given matrices. Factors given by `cholesky` are compared as such:
with F = L'^-1 (L - L'), 2 KL = ... + sum_k<i F_ik^2 + sum_i [(1+F_ii)^2 - 1 - log (1+F_ii)^2], where C' is never
formed; precisions by exchanging the roles of the two laws; independent entries one by one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from hw3verify.divergences.arrays import frame_of, largest
from hw3verify.divergences.closed.rules import closed
from hw3verify.divergences.closed.within import scale_term
from hw3verify.divergences.dispatch import rule
from hw3verify.divergences.errorfree import two_sum
from hw3verify.divergences.kernels import minus_log1p
from hw3verify.divergences.laws.vectors import Categorical, Dirichlet, MultivariateNormal
from hw3verify.divergences.special.beta import beta_kl
from hw3verify.divergences.special.triangular import cholesky, solved

PIECE = 2**18
"""Numbers in the matrices of a piece."""


def table_rule(functional: str) -> None:
    """Let the function of tables answer for categorical laws."""

    def answer(p: Categorical, q: Categorical, *orders: float) -> Any:
        from hw3verify import divergences

        check = p.checked and q.checked
        return getattr(divergences, functional)(p.probabilities, q.probabilities, *orders, check=check)

    rule(functional, Categorical, Categorical)(answer)


for _name in (
    "kl", "jeffreys", "chi2", "js", "js_distance", "total_variation", "hellinger", "bhattacharyya", "cross_entropy",
    "renyi", "tsallis",
):  # fmt: skip
    table_rule(_name)


@rule("entropy", Categorical)
def categorical_entropy(p: Categorical) -> Any:
    """The entropy of the table."""
    from hw3verify import divergences

    return divergences.entropy(p.probabilities, check=p.checked)


@closed("kl", Dirichlet, Dirichlet)
def dirichlet(xp: Any, p: Any, q: Any) -> Any:
    """KL of Dirichlet's laws of tables of the same length."""
    if p.shape[-1] != q.shape[-1]:
        raise ValueError(
            f"concentration: expected tables of one length, not of {p.shape[-1]} and {q.shape[-1]} entries"
        )
    return dirichlet_given(xp, p, q, *two_sum(q, -p))


def dirichlet_given(xp: Any, p: Any, q: Any, n: Any, low: Any) -> Any:
    """KL of Dirichlet's laws, for the pair n + low = q - p, which may be known better than from q and p."""
    length = p.shape[-1]
    rest_p, rest_q = p[..., -1], q[..., -1]
    rest_n, rest_low = n[..., -1], low[..., -1]
    total: Any = 0.0 * (rest_p + rest_q)
    for k in range(length - 2, -1, -1):
        total = total + beta_kl(xp, p[..., k], rest_p, q[..., k], rest_q, (n[..., k], low[..., k]), (rest_n, rest_low))
        rest_p, rest_q = rest_p + p[..., k], rest_q + q[..., k]
        rest_n, error = two_sum(rest_n, n[..., k])
        rest_low = rest_low + (error + low[..., k])
    return total


def _mean_term(xp: Any, factor: Any, gap: Any) -> Any:
    y = solved(xp, factor, gap[..., None])[..., 0]
    return 0.5 * xp.sum(y * y, axis=-1)


def relative_covariance(xp: Any, n: Any, factor: Any, other: Callable[[], Any]) -> Any:
    """KL of centred normal laws, for the difference n = C - C' of their covariances, a Cholesky factor of C', and a
    function that gives one of C."""
    half = solved(xp, factor, n)
    e = solved(xp, factor, xp.swapaxes(half, -1, -2))
    return relative(xp, 0.5 * (e + xp.swapaxes(e, -1, -2)), factor, other)


def relative(xp: Any, e: Any, factor: Any, other: Callable[[], Any]) -> Any:
    """[trace E - log det(1 + E)] / 2, where 1 + E is C in units of C'.

    Where C is small beside C', 1 + E has lost what C has, and its determinant is that of the factors."""
    value, least = phi(xp, e)
    small = least < -0.5
    if xp is np and not np.any(small):
        return 0.5 * value
    lengths = [xp.sum(xp.log(xp.diagonal(x, 0, -2, -1)), axis=-1) for x in (factor, other())]
    apart = 0.5 * xp.sum(xp.diagonal(e, 0, -2, -1), axis=-1) + (lengths[0] - lengths[1])
    return xp.where(small, apart, 0.5 * value)


def phi(xp: Any, e: Any) -> tuple[Any, Any]:
    """trace E - log det(1 + E) >= 0 for symmetric E with 1 + E positive definite, and the least pivot less 1."""
    d = e.shape[-1]
    unit = xp.eye(d) if xp is np else xp.eye(d, dtype=e.dtype)
    root = cholesky(xp, e + unit)
    below = xp.tril(root, -1)
    rows = xp.sum(below * below, axis=-1)
    pivots = xp.diagonal(e, 0, -2, -1) - rows
    pivot_roots = xp.diagonal(root, 0, -2, -1)
    # far below 1 the pivot is known better as the square of its root
    small = pivots < -0.5
    one = minus_log1p(xp, xp.where(small, 0.0, pivots))
    two = pivots - 2.0 * xp.log(xp.where(small, pivot_roots, 1.0))
    value = xp.sum(xp.where(small, two, one), axis=-1) + xp.sum(rows, axis=-1)
    return value, -largest(xp, -pivots)[..., 0]


def relative_factors(xp: Any, one: Any, two: Any) -> Any:
    """KL of centred normal laws with these Cholesky factors."""
    f = solved(xp, two, one - two)
    below = xp.tril(f, -1)
    scales = scale_term(xp, xp.diagonal(one, 0, -2, -1), xp.diagonal(two, 0, -2, -1))
    return 0.5 * xp.sum(xp.sum(below * below, axis=-1), axis=-1) + xp.sum(scales, axis=-1)


def _full(xp: Any, way: str, matrix: Any) -> Any:
    """The covariance, however it was given."""
    if way == "variance":
        d = matrix.shape[-1]
        unit = xp.eye(d) if xp is np else xp.eye(d, dtype=matrix.dtype)
        return matrix[..., None] * unit
    if way == "cholesky":
        return matrix @ xp.swapaxes(matrix, -1, -2)
    return xp.linalg.inv(matrix) if way == "precision" else matrix


def _factor(xp: Any, way: str, matrix: Any) -> Any:
    """A Cholesky factor of the covariance."""
    return matrix if way == "cholesky" else cholesky(xp, _full(xp, way, matrix))


def multivariate(xp: Any, mean_p: Any, one: Any, mean_q: Any, two: Any, ways: tuple[str, str]) -> Any:
    """KL of normal laws of vectors, whose covariances are given in these ways."""
    gap = mean_p - mean_q
    if ways == ("variance", "variance"):
        from hw3verify.divergences.closed.within import normal

        # the difference of variances, not of their roots, is exact
        root_p, root_q = xp.sqrt(one), xp.sqrt(two)
        z = normal(xp, mean_p, root_q, mean_q, root_q)
        n = (one - two) / two
        near = xp.abs(n) < 0.5
        spread = xp.where(near, 0.5 * minus_log1p(xp, xp.where(near, n, 0.0)), scale_term(xp, root_p, root_q))
        return xp.sum(z + spread, axis=-1)
    if ways == ("cholesky", "cholesky"):
        return relative_factors(xp, one, two) + _mean_term(xp, two, gap)
    if ways == ("precision", "precision"):
        root = cholesky(xp, two)
        y = (xp.swapaxes(root, -1, -2) @ gap[..., None])[..., 0]
        spread = relative_covariance(xp, two - one, cholesky(xp, one), lambda: root)
        return spread + 0.5 * xp.sum(y * y, axis=-1)
    if "covariance" in ways or "variance" in ways:
        first, second = (_full(xp, way, matrix) for way, matrix in zip(ways, (one, two), strict=True))
        factor = two if ways[1] == "cholesky" else cholesky(xp, second)
        spread = relative_covariance(xp, first - second, factor, lambda: _factor(xp, ways[0], one))
        return spread + _mean_term(xp, factor, gap)
    first, second = (_factor(xp, way, matrix) for way, matrix in zip(ways, (one, two), strict=True))
    return relative_factors(xp, first, second) + _mean_term(xp, second, gap)


def _in_pieces(xp: Any, mean: Any, matrix: Any, other: Any, two: Any, ways: tuple[str, str]) -> Any:
    """`multivariate`, for large batches of one shape a few matrices at a time, so that they stay in the cache."""
    length = mean.shape[-1]
    step = max(1, PIECE // (length * length))
    alike = xp is np and mean.ndim == 2 and mean.shape == other.shape and matrix.shape == two.shape
    if not alike or mean.shape[0] != matrix.shape[0] or mean.shape[0] <= step:
        return multivariate(xp, mean, matrix, other, two, ways)
    value = np.empty(mean.shape[0])
    for start in range(0, len(value), step):
        place = slice(start, start + step)
        value[place] = multivariate(np, mean[place], matrix[place], other[place], two[place], ways)
    return value


@rule("kl", MultivariateNormal, MultivariateNormal)
def multivariate_normal(p: MultivariateNormal, q: MultivariateNormal) -> Any:
    """KL of normal laws of vectors of the same length."""
    frame = frame_of(*p.parameters, *q.parameters)
    xp = frame.xp
    with frame.quiet():
        mean_p, one = p.taken(frame)
        mean_q, two = q.taken(frame)
        if mean_p.shape[-1] != mean_q.shape[-1]:
            raise ValueError(f"mean: expected vectors of one length, not {mean_p.shape[-1]} and {mean_q.shape[-1]}")
        try:
            value = _in_pieces(xp, mean_p, one, mean_q, two, (p.way, q.way))
        except np.linalg.LinAlgError:
            raise ValueError(f"{p.way}, {q.way}: expected positive definite matrices") from None
        for law, mean in ((p, mean_p), (q, mean_q)):
            if not law.checked:
                value = xp.where(law.valid(xp, (mean,)), value, float("nan"))
        return frame.give(value)
