"""The divergence of normal laws of vectors with any covariances, part of `gaussian_kl`.

Main definitions: N(mu, Sigma) has the density exp(-(z-mu)' Sigma^-1 (z-mu)/2) / sqrt((2 pi)^d det Sigma).

Main statements: KL(N(mu_q, Sigma_q), N(mu_p, Sigma_p)) is
  (tr(Sigma_p^-1 (Sigma_q + (mu_q-mu_p)(mu_q-mu_p)')) - d + log(det Sigma_p / det Sigma_q)) / 2.

Implementation: every positive definite matrix is L L' with a lower triangular L whose diagonal is positive (Cholesky),
so symbols for the entries of L stand for all covariances. z = mu_q + L_q u turns the integral into the expectation
of a polynomial in independent standard normal u. Written out for d = 1, 2, 3.
 For zeros: with M = L_p^-1 L_q
and y = L_p^-1 (mu_q - mu_p) it is half the sum of G(M_ii^2), of the squares of M below the diagonal and of those of y,
so it is 0 only for M = 1 and y = 0.

References: Golub and Van Loan, Matrix Computations, theorem 4.2.7 (Cholesky); Kullback (1959), chapter 9.
"""

from __future__ import annotations

from collections.abc import Iterator

from sympy import (
    Determinant,
    Eq,
    Expr,
    ImmutableMatrix,
    Integer,
    Inverse,
    MatrixSymbol,
    Symbol,
    Trace,
    log,
    pi,
    symbols,
)
from sympy.core.relational import Relational

from hw3verify.symbolic.gaussian import mean_of, moment_step
from hw3verify.symbolic.record import Step
from hw3verify.symbolic.tangent import tangent_gap
from hw3verify.symbolic.zero import equal, positive, split_logs

d = Symbol("d", integer=True, positive=True)
Sigma_q, Sigma_p = MatrixSymbol("Sigma_q", d, d), MatrixSymbol("Sigma_p", d, d)
mu_q, mu_p = MatrixSymbol("mu_q", d, 1), MatrixSymbol("mu_p", d, 1)
KL = Symbol("KL", real=True)  # the divergence, which SymPy has no integral for in d dimensions
DIMENSIONS = (1, 2, 3)


def closed_form() -> Expr:
    """KL in matrices of dimension d."""
    spread = Sigma_q + (mu_q - mu_p) * (mu_q - mu_p).T
    return (Trace(Inverse(Sigma_p) * spread) - d + log(Determinant(Sigma_p) / Determinant(Sigma_q))) / 2


def statement(form: Expr) -> Relational:
    """KL(N(mu_q, Sigma_q), N(mu_p, Sigma_p)) is the closed form."""
    return Eq(KL, form)


def _factor(letter: str, size: int) -> ImmutableMatrix:
    """A lower triangular matrix of symbols, positive on the diagonal."""

    def cell(row: int, column: int) -> Expr:
        if column > row:
            return Integer(0)
        sign = {"positive": True} if row == column else {"real": True}
        return Symbol(f"{letter}{row + 1}{column + 1}", **sign)

    return ImmutableMatrix(size, size, cell)


def _log_density(z: ImmutableMatrix, mean: ImmutableMatrix, covariance: ImmutableMatrix) -> Expr:
    gap = z - mean
    size = covariance.rows
    square = (gap.T * covariance.inv() * gap)[0, 0]
    return -square / 2 - log(covariance.det()) / 2 - size * log(2 * pi) / 2


def _at(form: Expr, size: int, values: dict[MatrixSymbol, ImmutableMatrix]) -> Expr:
    """The closed form for matrices of that size."""
    sized = {name.subs(d, size): matrix for name, matrix in values.items()}
    return form.subs(d, size).subs(sized).doit()


def _means(size: int) -> tuple[ImmutableMatrix, ImmutableMatrix]:
    """The two vectors of means, in symbols."""
    mean_q, mean_p = (ImmutableMatrix(symbols(f"{letter}1:{size + 1}", real=True)) for letter in "mn")
    return mean_q, mean_p


def steps(form: Expr) -> Iterator[Step]:
    """For d = 1, 2, 3 the integral of q (log q - log p) is the closed form."""
    yield moment_step()
    for size in DIMENSIONS:
        root_q, root_p = _factor("a", size), _factor("b", size)
        cov_q, cov_p = root_q * root_q.T, root_p * root_p.T
        mean_q, mean_p = _means(size)
        u = symbols(f"u1:{size + 1}", real=True)
        z = mean_q + root_q * ImmutableMatrix(u)
        standard = -sum(v**2 for v in u) / 2 - size * log(2 * pi) / 2
        log_q = split_logs(_log_density(z, mean_q, cov_q))
        stretched = log_q + split_logs(log(root_q.det()))
        yield equal(f"d = {size}: with z = mu_q + L u the density is that of independent u", stretched, standard)
        value = mean_of(split_logs(standard - log(root_q.det()) - _log_density(z, mean_p, cov_p)), u)
        given = _at(form, size, {Sigma_q: cov_q, Sigma_p: cov_p, mu_q: mean_q, mu_p: mean_p})
        yield equal(f"d = {size}: the integral of q (log q - log p) is the closed form", value, given)


def zero_steps() -> Iterator[Step]:
    """For d = 1, 2, 3 the closed form is a sum of nonnegative terms which are 0 together for equal laws only."""
    for size in DIMENSIONS:
        root_q, root_p = _factor("a", size), _factor("b", size)
        mean_q, mean_p = _means(size)
        values = {Sigma_q: root_q * root_q.T, Sigma_p: root_p * root_p.T, mu_q: mean_q, mu_p: mean_p}
        inverse = root_p.inv()
        ratio, shift = inverse * root_q, inverse * (mean_q - mean_p)
        squares = [ratio[row, column] ** 2 for row in range(size) for column in range(row)] + [y**2 for y in shift]
        parts = sum(tangent_gap(ratio[row, row] ** 2) for row in range(size)) + sum(squares)
        what = f"d = {size}: the closed form is half the sum of G(M_ii^2) and squares of the rest of M and of y"
        yield equal(what, _at(closed_form(), size, values), parts / 2)
        yield Step(f"d = {size}: the diagonal of M is positive", all(positive(ratio[k, k]) for k in range(size)))
        yield Step(f"d = {size}: the squares are nonnegative", all(square.is_nonnegative for square in squares))
