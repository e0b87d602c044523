"""The functions that an assignment may ask for: what they are called, what is right, on which inputs they are tried.

    kl_normal(mu1, sigma1, mu2, sigma2)   KL(N(mu1, sigma1^2), N(mu2, sigma2^2))
    jsd(p, q)                             the Jensen-Shannon divergence of two tables, with equal weights
    w1_uniform(a, b, c, d)                the 1-Wasserstein distance of U[a, b] and U[c, d]
    optimal_discriminator(p, q)           D*, for every outcome of two tables
    elbo(joint, q)                        the lower bound for one x: tables of p(x, z) and of q(z), over z
    log_normal(x, mu, sigma)              the logarithm of the density of N(mu, sigma^2) at x
    log_bernoulli(x, p)                   the logarithm of the probability of x in {0, 1}

Logarithms are natural, sigma is a standard deviation, tables are lists of probabilities. What is right is what
`hw3verify.divergences` says. Inputs are edge cases first (equal laws, disjoint supports, an outcome without mass, laws
inside one another), then what is drawn: numbers of up to four digits before and after the point, tables of up to six
outcomes made of whole weights, so that what fails shrinks to something that can be computed by hand. Not drawn, since
conventions differ there: laws without width, probabilities 0 and 1 of `log_bernoulli`, outcomes without mass under both
tables, and a joint density that is 0.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from hw3verify.answers.agreement import Tolerance

ALLOWED = Tolerance(1e-6, 1e-9)
"""Closed forms that are written down plainly lose digits where laws are near; a wrong one is farther off than this."""


@dataclass(frozen=True, slots=True)
class Question:
    """A function that is asked for: its call, its reference, its inputs (a Hypothesis strategy, made when called)."""

    name: str
    parameters: str
    reference: Callable[..., Any]
    inputs: Callable[[], Any]
    examples: tuple[tuple[Any, ...], ...]
    tolerance: Tolerance = ALLOWED

    @property
    def call(self) -> str:
        """The call, as Python."""
        return f"{self.name}({self.parameters})"


def kl_normal(mu1: float, sigma1: float, mu2: float, sigma2: float) -> Any:
    """KL of two normal laws."""
    from hw3verify.divergences import Normal, kl

    return kl(Normal(mu1, sigma1), Normal(mu2, sigma2))


def jsd(p: list[float], q: list[float]) -> Any:
    """The Jensen-Shannon divergence of two tables."""
    from hw3verify.divergences import js

    return js(p, q)


def w1_uniform(a: float, b: float, c: float, d: float) -> Any:
    """W1 of two uniform laws."""
    from hw3verify.divergences import Uniform, wasserstein1

    return wasserstein1(Uniform(a, b), Uniform(c, d))


def optimal_discriminator(p: list[float], q: list[float]) -> Any:
    """D* of two tables."""
    from hw3verify import divergences

    return divergences.optimal_discriminator(p, q)


def elbo(joint: list[float], q: list[float]) -> Any:
    """The evidence lower bound for one observation."""
    from hw3verify import divergences

    return divergences.elbo(joint, q)


def log_normal(x: float, mu: float, sigma: float) -> Any:
    """The logarithm of a normal density."""
    from hw3verify.divergences import Normal

    return Normal(mu, sigma).log_density(x)


def log_bernoulli(x: float, p: float) -> Any:
    """The logarithm of a Bernoulli law's mass."""
    from hw3verify.divergences import Bernoulli

    return Bernoulli(p).log_density(x)


def _place() -> Any:
    """A number between -1000 and 1000, with four digits after the point; whole and near 0 where it shrinks."""
    from hypothesis import strategies as st

    return st.one_of(st.integers(-1000, 1000).map(float), st.integers(-(10**7), 10**7).map(lambda n: n / 10**4))


def _scale() -> Any:
    """A positive number between 1e-3 and 1000; 1 where it shrinks."""
    from hypothesis import strategies as st

    return st.one_of(st.integers(1, 1000).map(float), st.integers(1, 1000).map(lambda n: n / 1000))


def _normals() -> Any:
    from hypothesis import strategies as st

    return st.tuples(_place(), _scale(), _place(), _scale())


def _uniforms() -> Any:
    from hypothesis import strategies as st

    def ends(drawn: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
        a, width, c, other = drawn
        return a, a + width, c, c + other

    return st.tuples(_place(), _scale(), _place(), _scale()).map(ends)


def _tables(joint: bool = False) -> Any:
    """Two tables of one length, from whole weights; no outcome without mass under both, or (joint) under the first."""
    from hypothesis import strategies as st

    least = 1 if joint else 0
    weights = st.tuples(st.integers(least, 20), st.integers(0, 20)).filter(any)

    def tables(pairs: list[tuple[int, int]]) -> tuple[list[float], list[float]]:
        first, second = ([pair[side] for pair in pairs] for side in (0, 1))
        below = sum(first) * (2 if joint else 1)  # the evidence of a joint table is 1/2
        return [n / below for n in first], [n / sum(second) for n in second]

    enough = st.lists(weights, min_size=1, max_size=6).filter(lambda pairs: all(map(sum, zip(*pairs, strict=True))))
    return enough.map(tables)


def _points() -> Any:
    from hypothesis import strategies as st

    return st.tuples(_place(), _place(), _scale())


def _bits() -> Any:
    from hypothesis import strategies as st

    return st.tuples(st.sampled_from([0.0, 1.0]), st.integers(1, 999).map(lambda n: n / 1000))


_DISJOINT = ([1.0, 0.0], [0.0, 1.0])
_EQUAL = ([0.5, 0.5], [0.5, 0.5])
_COVERED = ([0.5, 0.5, 0.0], [0.25, 0.25, 0.5])
QUESTIONS = {
    question.name: question
    for question in (
        Question("kl_normal", "mu1, sigma1, mu2, sigma2", kl_normal, _normals,
                 ((0.0, 1.0, 0.0, 1.0), (0.0, 1.0, 1.0, 1.0), (0.0, 1.0, 0.0, 2.0), (0.0, 2.0, 0.0, 1.0))),
        Question("jsd", "p, q", jsd, _tables, (_EQUAL, _DISJOINT, _COVERED)),
        Question("w1_uniform", "a, b, c, d", w1_uniform, _uniforms,
                 ((0.0, 1.0, 0.0, 1.0), (0.0, 1.0, 0.5, 1.5), (0.0, 1.0, 1.0, 2.0), (1.0, 2.0, 0.0, 1.0),
                  (0.0, 4.0, 1.0, 2.0))),
        Question("optimal_discriminator", "p, q", optimal_discriminator, _tables, (_EQUAL, _DISJOINT, _COVERED)),
        Question("elbo", "joint, q", elbo, lambda: _tables(True),
                 (([0.25, 0.25], [0.5, 0.5]), ([0.25, 0.25], [1.0, 0.0]))),
        Question("log_normal", "x, mu, sigma", log_normal, _points,
                 ((0.0, 0.0, 1.0), (1.0, 0.0, 2.0), (900.0, 0.0, 0.01))),
        Question("log_bernoulli", "x, p", log_bernoulli, _bits, ((0.0, 0.5), (1.0, 0.25), (0.0, 0.25))),
    )
}  # fmt: skip
"""All of them, by name."""
