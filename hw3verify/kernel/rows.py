"""Small matrices as lists of rows: products, determinants by expansion, inverses by adjugates, roots.

An entry is an `arb`, or an `arb_series` along a direction. Nothing is pivoted, and nothing is rounded beyond the
enclosures. Law: every function encloses the exact result, or raises `CannotEvaluate`.
"""

from __future__ import annotations

from typing import Any

from flint import arb, arb_series

from hw3verify.meaning.value import CannotEvaluate

Entry = Any  # arb, or arb_series along a direction
Rows = list[list[Entry]]
MOST = 4  # the largest dimension in which a determinant is expanded


def multiply(a: Rows, b: Rows) -> Rows:
    """The product of matrices."""
    columns = list(zip(*b, strict=True))
    return [[sum((x * y for x, y in zip(row, column, strict=True)), arb(0)) for column in columns] for row in a]


def determinant(m: Rows) -> Entry:
    """The determinant by expansion along the first row."""
    if len(m) > MOST:
        raise CannotEvaluate("a large determinant")
    if len(m) == 1:
        return m[0][0]
    return sum(((-1) ** j * m[0][j] * determinant(_minor(m, 0, j)) for j in range(len(m))), arb(0))


def _minor(m: Rows, i: int, j: int) -> Rows:
    return [[x for k, x in enumerate(row) if k != j] for r, row in enumerate(m) if r != i]


def inverse(m: Rows) -> Rows:
    """The adjugate over the determinant."""
    d = determinant(m)
    nonzero(d)
    if len(m) == 1:
        return [[1 / d]]
    n = range(len(m))
    return [[(-1) ** (i + j) * determinant(_minor(m, j, i)) / d for j in n] for i in n]


def constant_of(x: Entry) -> arb:
    """The value of an entry at the place itself."""
    return x[0] if isinstance(x, arb_series) else x


def nonzero(x: Entry) -> None:
    """Refuse what may be zero."""
    if constant_of(x).contains(0) or not constant_of(x).is_finite():
        raise CannotEvaluate("a division by what may be zero")


def positive(x: Entry) -> Entry:
    """Refuse what may be negative or zero."""
    if not constant_of(x) > 0:
        raise CannotEvaluate("a logarithm or root of what may be negative")
    return x


def sqrt(x: Entry) -> Entry:
    """The square root."""
    if isinstance(x, arb) and x == 0:
        return x
    return positive(x).sqrt()


def raised(base: Entry, exponent: Entry) -> Entry:
    """base ** exponent."""
    whole = exponent.unique_fmpz() if isinstance(exponent, arb) and exponent.is_integer() else None
    if whole is not None:
        n = int(whole)
        if abs(n) > 40:
            raise CannotEvaluate("a large power")
        if n < 0:
            nonzero(base)
        total = arb(1)
        for _ in range(abs(n)):
            total = total * base
        return total if n >= 0 else 1 / total
    if isinstance(exponent, arb) and (2 * exponent).is_integer():
        return raised(sqrt(base), 2 * exponent)
    return (exponent * positive(base).log()).exp()


def cholesky(m: Rows) -> Rows:
    """The lower triangular L with m = L L^T."""
    n = len(m)
    low: Rows = [[arb(0)] * n for _ in range(n)]
    for i in range(n):
        for j in range(i + 1):
            rest = m[i][j] - sum((low[i][k] * low[j][k] for k in range(j)), arb(0))
            if i == j:
                low[i][i] = positive(rest).sqrt()
            else:
                low[i][j] = rest / low[j][j]
    return low
