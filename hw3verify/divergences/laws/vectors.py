"""Laws with a table of parameters: categorical laws, Dirichlet's laws of tables, and normal laws of vectors."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from hw3verify.divergences.laws.family import (
    INF,
    Condition,
    Family,
    evaluated,
    finite,
    nonnegative,
    parameter,
    positive,
    refuse,
)
from hw3verify.divergences.special.errors import HALF_LOG_2PI
from hw3verify.divergences.special.gamma import lgamma
from hw3verify.divergences.special.triangular import cholesky, solved


class Categorical(Family):
    """k with probability proportional to probabilities[..., k]: a table along the last axis, exactly normalised.

    Outcomes are the whole numbers from 0.
    """

    __slots__ = ()
    names = ("probabilities",)
    discrete = True
    event = 1
    probabilities = parameter(0, "The masses of 0, 1, ..., as they were given.")

    def __init__(self, probabilities: Any, *, check: bool = True) -> None:
        super().__init__(probabilities, check=check)

    @staticmethod
    def _conditions(xp: Any, probabilities: Any) -> Iterator[Condition]:
        if not probabilities.shape or probabilities.shape[-1] == 0:
            shape = tuple(probabilities.shape)
            raise ValueError(f"probabilities: expected at least one entry along the last axis, not shape {shape}")
        yield nonnegative("probabilities", probabilities)
        some = xp.any(probabilities > 0, axis=-1, keepdims=True) & (probabilities == probabilities)
        yield "probabilities", probabilities, some, "a row with an entry > 0"

    def valid(self, xp: Any, parameters: tuple[Any, ...]) -> Any:
        """Where all conditions hold for all entries."""
        return xp.all(super().valid(xp, parameters), axis=-1)

    def log_density(self, x: Any) -> Any:
        """log of the mass of x, which broadcasts against the batch; -inf for what is no outcome."""

        def formula(xp: Any, x: Any, table: Any) -> Any:
            length = table.shape[-1]
            places = xp.arange(length)
            total = xp.sum(table, axis=-1)
            mass = xp.sum(xp.where(x[..., None] == places, table, 0.0), axis=-1)
            value = xp.log(mass / total)
            return xp.where(x == x, value, x)

        return evaluated(formula, (self,), x)

    @staticmethod
    def _cdf(xp: Any, x: Any, table: Any) -> Any:
        places = xp.arange(table.shape[-1])
        below = xp.sum(xp.where(places <= x[..., None], table, 0.0), axis=-1)
        return xp.where(x == x, below / xp.sum(table, axis=-1), x)

    @staticmethod
    def _quantile(xp: Any, u: Any, table: Any) -> Any:
        sums = xp.cumsum(table, axis=-1) if hasattr(xp, "cumsum") else xp.cumulative_sum(table, axis=-1)
        reached = sums >= u[..., None] * sums[..., -1:]
        # the least outcome whose cumulated mass reaches u, and that has mass
        one = 0.0 * sums + 1.0
        first = xp.sum(xp.where(reached, 0.0, one), axis=-1)
        leading = xp.sum(xp.where(sums > 0, 0.0, one), axis=-1)
        return xp.where(u == u, xp.where(first < leading, leading, first), u)

    @staticmethod
    def _support(xp: Any, table: Any) -> tuple[Any, Any]:
        places = xp.arange(table.shape[-1]) + 0.0 * table
        low = -xp.max(-xp.where(table > 0, places, INF), axis=-1) if xp is np else xp.amin(
            xp.where(table > 0, places, INF), axis=-1
        )
        high = xp.max(xp.where(table > 0, places, -INF), axis=-1) if xp is np else xp.amax(
            xp.where(table > 0, places, -INF), axis=-1
        )
        return low, high

    @staticmethod
    def _mean(xp: Any, table: Any) -> Any:
        places = xp.arange(table.shape[-1])
        return xp.sum(table / xp.sum(table, axis=-1, keepdims=True) * places, axis=-1)

    @staticmethod
    def _variance(xp: Any, table: Any) -> Any:
        places = xp.arange(table.shape[-1])
        shares = table / xp.sum(table, axis=-1, keepdims=True)
        centred = places - xp.sum(shares * places, axis=-1, keepdims=True)
        return xp.sum(shares * centred * centred, axis=-1)


class Dirichlet(Family):
    """Dirichlet's law of tables, with density proportional to the product of x_k^(concentration_k - 1)."""

    __slots__ = ()
    names = ("concentration",)
    event = 1
    concentration = parameter(0, "Along the last axis: the exponents, plus one.")

    def __init__(self, concentration: Any, *, check: bool = True) -> None:
        super().__init__(concentration, check=check)

    @staticmethod
    def _conditions(xp: Any, concentration: Any) -> Iterator[Condition]:
        if not concentration.shape or concentration.shape[-1] == 0:
            shape = tuple(concentration.shape)
            raise ValueError(f"concentration: expected at least one entry along the last axis, not shape {shape}")
        yield positive("concentration", concentration)

    def valid(self, xp: Any, parameters: tuple[Any, ...]) -> Any:
        """Where all conditions hold for all entries."""
        return xp.all(super().valid(xp, parameters), axis=-1)

    def log_density(self, x: Any) -> Any:
        """The logarithm of the density at the tables x (last axis), with respect to all entries but one; -inf for what
        is no table of positive masses that sum to 1 within 1e-9."""

        def formula(xp: Any, x: Any, concentration: Any) -> Any:
            good = xp.all(x > 0, axis=-1) & (xp.abs(xp.sum(x, axis=-1) - 1.0) <= 1e-9)
            safe = xp.where(x > 0, x, 1.0)
            powers = xp.sum((concentration - 1.0) * xp.log(safe) - lgamma(xp, concentration + 0.0 * safe), axis=-1)
            return xp.where(good, powers + lgamma(xp, xp.sum(concentration + 0.0 * safe, axis=-1)), -INF)

        return evaluated(formula, (self,), x)

    @staticmethod
    def _mean(xp: Any, concentration: Any) -> Any:
        return concentration / xp.sum(concentration, axis=-1, keepdims=True)

    @staticmethod
    def _variance(xp: Any, concentration: Any) -> Any:
        total = xp.sum(concentration, axis=-1, keepdims=True)
        share = concentration / total
        return share * ((total - concentration) / total) / (total + 1.0)


class MultivariateNormal(Family):
    """The normal law of vectors with this mean and covariance.

    The covariance is given in one of four ways: the full symmetric matrix, `cholesky` (its lower triangular factor L,
    covariance L L^T), `variance` (of independent entries, a vector) or `precision` (its inverse). Vectors and matrices
    lie along the last axes; leading axes are the batch. ValueError for a matrix that is not square, symmetric and
    positive definite, and unless exactly one way is used.
    """

    __slots__ = ("_way",)
    names = ("mean", "covariance")
    event = 1
    _way: str

    def __init__(
        self,
        mean: Any,
        covariance: Any = None,
        *,
        cholesky: Any = None,
        variance: Any = None,
        precision: Any = None,
        check: bool = True,
    ) -> None:
        ways = {"covariance": covariance, "cholesky": cholesky, "variance": variance, "precision": precision}
        given = [name for name, value in ways.items() if value is not None]
        if len(given) != 1:
            raise ValueError(f"covariance: expected one of {', '.join(ways)}, not {' and '.join(given) or 'none'}")
        object.__setattr__(self, "_way", given[0])
        super().__init__(mean, ways[given[0]], check=check)

    @property
    def way(self) -> str:
        """How the covariance was given: covariance, cholesky, variance or precision."""
        return self._way

    def __reduce__(self) -> tuple[Any, ...]:
        return _remade_normal, (self.parameters[0], self.way, self.parameters[1], self.checked)

    def __repr__(self) -> str:
        return super().__repr__().replace("covariance=", f"{self.way}=", 1)

    @property
    def batch_shape(self) -> tuple[int, ...]:
        """The shape of the batch of laws."""
        mean, matrix = (np.shape(value) for value in self.parameters)
        return np.broadcast_shapes(mean[:-1], matrix[: -1 if self.way == "variance" else -2])

    def _check(self, frame: Any) -> None:
        xp = frame.xp
        mean, matrix = (frame.take(value, name) for value, name in zip(self.parameters, self.names, strict=True))
        if not mean.shape:
            raise ValueError("mean: expected a vector along the last axis, not a number")
        d = mean.shape[-1]
        wanted = (d,) if self.way == "variance" else (d, d)
        if tuple(matrix.shape[-len(wanted) :]) != wanted:
            shape = tuple(matrix.shape)
            raise ValueError(f"{self.way}: expected the last axes {wanted} as the mean has {d}, not {shape}")
        np.broadcast_shapes(tuple(mean.shape[:-1]), tuple(matrix.shape[: -len(wanted)]))
        with frame.quiet():
            for name, x, good, expected in self._conditions(xp, mean, matrix):
                refuse(xp, name, x, good, expected)
            for name, x, good, expected in self._matrix_conditions(xp, matrix):
                refuse(xp, name, x, good, expected)

    @staticmethod
    def _conditions(xp: Any, mean: Any, matrix: Any) -> Iterator[Condition]:
        yield finite("mean", mean)

    def _matrix_conditions(self, xp: Any, matrix: Any) -> Iterator[Condition]:
        if self.way == "variance":
            yield positive("variance", matrix)
            return
        mirrored = xp.swapaxes(matrix, -1, -2)
        if xp is np and self.way != "cholesky" and np.array_equal(matrix, mirrored) and np.isfinite(np.sum(matrix)):
            return
        yield finite(self.way, matrix)
        if self.way == "cholesky":
            d = matrix.shape[-1]
            upper = xp.arange(d)[:, None] < xp.arange(d)
            yield "cholesky", matrix, ~upper | (matrix == 0), "0 above the diagonal"
            diagonal = xp.arange(d)[:, None] == xp.arange(d)
            yield "cholesky", matrix, ~diagonal | (matrix > 0), "a number > 0 on the diagonal"
            return
        slack = 1e-8 * (xp.abs(matrix) + xp.abs(mirrored)) + _slack(xp, matrix)
        yield self.way, matrix, xp.abs(matrix - mirrored) <= slack, "a symmetric matrix"

    @property
    def mean(self) -> Any:
        """The vector of means, as it was given."""
        return self.parameters[0]

    def log_density(self, x: Any) -> Any:
        """The logarithm of the density at the vectors x (last axis)."""
        way = self.way

        def formula(xp: Any, x: Any, mean: Any, matrix: Any) -> Any:
            gap = x - mean
            d = gap.shape[-1]
            if way == "variance":
                return -0.5 * xp.sum(gap * gap / matrix + xp.log(matrix), axis=-1) - d * HALF_LOG_2PI
            root = matrix if way == "cholesky" else cholesky(xp, matrix)
            half = xp.sum(xp.log(xp.diagonal(root, 0, -2, -1)), axis=-1)
            if way == "precision":
                y, half = (xp.swapaxes(root, -1, -2) @ gap[..., None])[..., 0], -half
            else:
                y = solved(xp, root, gap[..., None])[..., 0]
            return -0.5 * xp.sum(y * y, axis=-1) - half - d * HALF_LOG_2PI

        return evaluated(formula, (self,), x)

    def valid(self, xp: Any, parameters: tuple[Any, ...]) -> Any:
        """Where the entries are finite; a matrix without a Cholesky factor spoils its own results."""
        return xp.all((parameters[0] > -INF) & (parameters[0] < INF), axis=-1)


def _slack(xp: Any, matrix: Any) -> Any:
    """What rounding leaves of symmetry: 1e-12 of the geometric mean of the diagonal's entries."""
    d = matrix.shape[-1]
    diagonal = xp.where(xp.arange(d)[:, None] == xp.arange(d), matrix, 0.0)
    scale = xp.sqrt(xp.abs(xp.sum(diagonal, axis=-1)))
    return 1e-12 * scale[..., None] * scale[..., None, :]


def _remade_normal(mean: Any, way: str, matrix: Any, checked: bool) -> MultivariateNormal:
    return MultivariateNormal(mean, check=checked, **{way: matrix})


