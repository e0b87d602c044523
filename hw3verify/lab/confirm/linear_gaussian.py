"""The linear-Gaussian model of a number, z ~ N(0, 1) and x | z ~ N(a z, s^2), with q = N(m, t^2) for one x: closed
forms.

    p(x)        N(0, a^2 + s^2)          posterior  N(a x / (a^2 + s^2), s^2 / (a^2 + s^2))
    log w(e)    log p(x, z) - log q(z) at z = m + t e, a quadratic of the standard normal e

so means, variances and exponential moments of log w follow from those of a quadratic A e^2 + B e + C:

    E = A + C    Var = 2 A^2 + B^2
    log E exp(p (A e^2 + B e + C)) = p C + (p B)^2 / (2 (1 - 2 p A)) - log(1 - 2 p A) / 2        where 2 p A < 1

The same holds for EQ1's integrand, log p(x|z), whose divergence is a constant. All numbers are Python floats.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, NamedTuple


class Quadratic(NamedTuple):
    """A e^2 + B e + C for a standard normal e."""

    square: float
    slope: float
    constant: float

    @property
    def mean(self) -> float:
        """Its expectation, A + C."""
        return self.square + self.constant

    @property
    def variance(self) -> float:
        """Its variance, 2 A^2 + B^2."""
        return 2 * self.square**2 + self.slope**2

    def log_moment(self, power: float) -> float:
        """log E exp(power Q). Infinite where 2 power A >= 1."""
        left = 1 - 2 * power * self.square
        if left <= 0:
            return math.inf
        return power * self.constant + (power * self.slope) ** 2 / (2 * left) - math.log(left) / 2

    def at(self, e: Any) -> Any:
        """Its value at a number or a tensor."""
        return self.square * e * e + self.slope * e + self.constant


@dataclass(frozen=True, slots=True)
class Model:
    """z ~ N(0, 1), x | z ~ N(slope z, noise^2), at one x."""

    slope: float = 1.5
    noise: float = 0.5**0.5
    x: float = 1.2

    @property
    def log_evidence(self) -> float:
        """log p(x)."""
        variance = self.slope**2 + self.noise**2
        return -0.5 * (math.log(2 * math.pi * variance) + self.x**2 / variance)

    @property
    def posterior(self) -> tuple[float, float]:
        """The posterior's mean and standard deviation."""
        total = self.slope**2 + self.noise**2
        return self.slope * self.x / total, self.noise / total**0.5

    def log_likelihood(self, mean: float, scale: float) -> Quadratic:
        """log p(x | z) at z = mean + scale e."""
        apart = self.x - self.slope * mean
        constant = -0.5 * math.log(2 * math.pi * self.noise**2) - 0.5 * (apart / self.noise) ** 2
        step = self.slope * scale
        return Quadratic(-0.5 * (step / self.noise) ** 2, apart * step / self.noise**2, constant)

    def log_weight(self, mean: float, scale: float) -> Quadratic:
        """log p(x|z) + log p(z) - log q(z) at z = mean + scale e."""
        fit = self.log_likelihood(mean, scale)
        # log p(z) - log q(z) = log t + e^2/2 - (m + t e)^2/2
        return Quadratic(
            fit.square + 0.5 - 0.5 * scale**2, fit.slope - mean * scale, fit.constant + math.log(scale) - 0.5 * mean**2
        )


def divergence(mean: float, scale: float, mean2: float = 0.0, scale2: float = 1.0) -> float:
    """KL(N(mean, scale^2) || N(mean2, scale2^2))."""
    ratio = (scale / scale2) ** 2
    return 0.5 * (ratio - 1 - math.log(ratio) + ((mean - mean2) / scale2) ** 2)
