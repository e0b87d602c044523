"""Laws on whole numbers: Bernoulli, binomial, Poisson and geometric."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from hw3verify.divergences.laws.family import (
    INF,
    Condition,
    Family,
    nonnegative,
    parameter,
    probability,
    whole,
)
from hw3verify.divergences.special.discrete import (
    binomial_below,
    binomial_quantile,
    inside,
    log_binomial,
    log_poisson,
    poisson_below,
    poisson_quantile,
)
from hw3verify.divergences.special.incomplete import plain


class Bernoulli(Family):
    """1 with this probability, else 0."""

    __slots__ = ()
    names = ("probability",)
    discrete = True
    probability = parameter(0, "The mass of 1.")

    def __init__(self, probability: Any, *, check: bool = True) -> None:
        super().__init__(probability, check=check)

    @staticmethod
    def _conditions(xp: Any, probability_: Any) -> Iterator[Condition]:
        yield probability("probability", probability_)

    @staticmethod
    def _log_density(xp: Any, x: Any, probability: Any) -> Any:
        value = xp.where(x == 1, xp.log(probability), xp.log1p(-probability))
        return xp.where((x == 0) | (x == 1), value, xp.where(x == x, -INF, x))

    @staticmethod
    def _cdf(xp: Any, x: Any, probability: Any) -> Any:
        return xp.where(x < 0, 0.0, xp.where(x < 1, 1.0 - probability, xp.where(x == x, 1.0, x)))

    @staticmethod
    def _quantile(xp: Any, u: Any, probability: Any) -> Any:
        return xp.where(u <= 1.0 - probability, 0.0, xp.where(u == u, 1.0, u))

    @staticmethod
    def _support(xp: Any, probability: Any) -> tuple[Any, Any]:
        one = 0.0 * probability + 1.0
        return xp.where(probability < 1, 0.0, one), xp.where(probability > 0, one, 0.0)

    @staticmethod
    def _mean(xp: Any, probability: Any) -> Any:
        return probability + 0.0

    @staticmethod
    def _variance(xp: Any, probability: Any) -> Any:
        return probability * (1.0 - probability)


class Binomial(Family):
    """The number of successes in n trials that succeed with this probability."""

    __slots__ = ()
    names = ("n", "probability")
    discrete = True
    n = parameter(0, "The number of trials.")
    probability = parameter(1, "The probability of success.")

    def __init__(self, n: Any, probability: Any, *, check: bool = True) -> None:
        super().__init__(n, probability, check=check)

    @staticmethod
    def _conditions(xp: Any, n: Any, probability_: Any) -> Iterator[Condition]:
        yield whole("n", n)
        yield probability("probability", probability_)

    @staticmethod
    def _log_density(xp: Any, x: Any, n: Any, probability: Any) -> Any:
        good = inside(x, n)
        value = log_binomial(xp, xp.where(good, x, 0.0), n, probability)
        return xp.where(good, value, xp.where(x == x, -INF, x))

    @staticmethod
    def _cdf(xp: Any, x: Any, n: Any, probability: Any) -> Any:
        return plain(xp, binomial_below, x, n, probability)

    @staticmethod
    def _quantile(xp: Any, u: Any, n: Any, probability: Any) -> Any:
        return plain(xp, binomial_quantile, u, n, probability)

    @staticmethod
    def _support(xp: Any, n: Any, probability: Any) -> tuple[Any, Any]:
        return xp.where(probability < 1, 0.0, n), xp.where(probability > 0, n, 0.0)

    @staticmethod
    def _mean(xp: Any, n: Any, probability: Any) -> Any:
        return n * probability

    @staticmethod
    def _variance(xp: Any, n: Any, probability: Any) -> Any:
        return n * probability * (1.0 - probability)


class Poisson(Family):
    """Poisson's law with this rate >= 0."""

    __slots__ = ()
    names = ("rate",)
    discrete = True
    rate = parameter(0, "The mean.")

    def __init__(self, rate: Any, *, check: bool = True) -> None:
        super().__init__(rate, check=check)

    @staticmethod
    def _conditions(xp: Any, rate: Any) -> Iterator[Condition]:
        yield nonnegative("rate", rate)

    @staticmethod
    def _log_density(xp: Any, x: Any, rate: Any) -> Any:
        good = inside(x)
        return xp.where(good, log_poisson(xp, xp.where(good, x, 0.0), rate), xp.where(x == x, -INF, x))

    @staticmethod
    def _cdf(xp: Any, x: Any, rate: Any) -> Any:
        return plain(xp, poisson_below, x, rate)

    @staticmethod
    def _quantile(xp: Any, u: Any, rate: Any) -> Any:
        return plain(xp, poisson_quantile, u, rate)

    @staticmethod
    def _support(xp: Any, rate: Any) -> tuple[Any, Any]:
        return 0.0 * rate, xp.where(rate > 0, INF, 0.0 * rate)

    @staticmethod
    def _mean(xp: Any, rate: Any) -> Any:
        return rate + 0.0

    @staticmethod
    def _variance(xp: Any, rate: Any) -> Any:
        return rate + 0.0


class Geometric(Family):
    """The number of failures before the first success, from 0, for trials that succeed with this probability > 0."""

    __slots__ = ()
    names = ("probability",)
    discrete = True
    probability = parameter(0, "The probability of success.")

    def __init__(self, probability: Any, *, check: bool = True) -> None:
        super().__init__(probability, check=check)

    @staticmethod
    def _conditions(xp: Any, probability: Any) -> Iterator[Condition]:
        yield "probability", probability, (probability > 0) & (probability <= 1), "a probability above 0, at most 1"

    @staticmethod
    def _log_density(xp: Any, x: Any, probability: Any) -> Any:
        inside = (x >= 0) & (x == x // 1.0) & (x < INF)
        count = xp.where(inside & (x > 0), x, 1.0)
        value = xp.where(x > 0, count * xp.log1p(-probability), 0.0) + xp.log(probability)
        return xp.where(inside, value, xp.where(x == x, -INF, x))

    @staticmethod
    def _cdf(xp: Any, x: Any, probability: Any) -> Any:
        count = xp.where(x < 0, 0.0, x // 1.0 + 1.0)
        certain = probability == 1
        value = -xp.expm1(count * xp.log1p(-xp.where(certain, 0.5, probability)))
        return xp.where(certain & (x >= 0), 1.0, xp.where(x == x, xp.where(x == INF, 1.0, value), x))

    @staticmethod
    def _quantile(xp: Any, u: Any, probability: Any) -> Any:
        certain = probability == 1
        safe = xp.where(certain, 0.5, probability)
        count = xp.ceil(xp.log1p(-u) / xp.log1p(-safe)) - 1.0
        count = xp.where(count > 0, count, xp.where(count == count, 0.0, count))
        # a quotient that is a whole number but for rounding belongs to the count below
        count = xp.where((count > 0) & (Geometric._cdf(xp, count - 1.0, safe) >= u), count - 1.0, count)
        return xp.where(certain, 0.0 * u, count)

    @staticmethod
    def _support(xp: Any, probability: Any) -> tuple[Any, Any]:
        return 0.0 * probability, xp.where(probability < 1, INF, 0.0 * probability)

    @staticmethod
    def _mean(xp: Any, probability: Any) -> Any:
        return (1.0 - probability) / probability

    @staticmethod
    def _variance(xp: Any, probability: Any) -> Any:
        return (1.0 - probability) / probability / probability
