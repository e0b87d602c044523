"""The functions of the homework's models, exactly, and the mistakes that are made in them: what each would give.

For every function there is the right value, in 64-bit floats from the definition, and a table of mistakes with names.
A value that is not right is compared with each of them: where one gives the same on all inputs, it is named. A table is
gone through from its beginning, so that what is more common stands first.

    log_normal       log N(z; mean, diag(variance)) of every row
    log_bernoulli    log of prod p^x (1 - p)^(1 - x) of every row
    elbo             the mean over the rows of log p(x|z) + log N(z; 0, I) - log N(z; mean, diag(variance))
    discriminator    the mean of -log D on real images plus the mean of -log(1 - D) on made ones, from logits
    generator        the mean of -log D on made images, from logits
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

Array = np.ndarray[Any, Any]
Formula = Callable[..., Any]
LOG_2PI = math.log(2 * math.pi)


def log_normal(z: Array, mean: Array, variance: Array) -> Array:
    """The logarithm of a normal density with independent components, of every row."""
    total: Array = -0.5 * (LOG_2PI + np.log(variance) + (z - mean) ** 2 / variance).sum(1)
    return total


def log_bernoulli(x: Array, p: Array) -> Array:
    """The logarithm of the probability of bits under independent Bernoulli laws, of every row."""
    total: Array = (x * np.log(p) + (1 - x) * np.log1p(-p)).sum(1)
    return total


def elbo(z: Array, mean: Array, variance: Array, x: Array, p: Array) -> float:
    """The one-sample estimate of the lower bound, averaged over the rows."""
    return float((log_bernoulli(x, p) + _prior(z) - log_normal(z, mean, variance)).mean())


def discriminator(real: Array, fake: Array) -> float:
    """The discriminator's loss from its logits."""
    return float(_softplus(-real).mean() + _softplus(fake).mean())


def generator(fake: Array) -> float:
    """The generator's loss from the discriminator's logits: the non-saturating one."""
    return float(_softplus(-fake).mean())


def _prior(z: Array) -> Array:
    return log_normal(z, np.zeros_like(z), np.ones_like(z))


def _softplus(a: Array) -> Array:
    return np.logaddexp(0, a)


def _sigmoid(a: Array) -> Array:
    result: Array = 1 / (1 + np.exp(-a))
    return result


def _divergence(mean: Array, variance: Array) -> Array:
    """KL(N(mean, variance), N(0, I)) of every row."""
    total: Array = 0.5 * (mean**2 + variance - 1 - np.log(variance)).sum(1)
    return total


MISTAKES: Mapping[str, Mapping[str, Formula]] = {
    "log_normal": {
        "takes the variance for the standard deviation": lambda z, m, v: log_normal(z, m, v**2),
        "takes the variance for its logarithm": lambda z, m, v: log_normal(z, m, np.exp(v)),
        "leaves out log(2 pi)": lambda z, m, v: log_normal(z, m, v) + z.shape[1] * LOG_2PI / 2,
        "has log(variance) without the factor 1/2": lambda z, m, v: log_normal(z, m, v) - np.log(v).sum(1) / 2,
        "leaves out log(variance)": lambda z, m, v: log_normal(z, m, v) + np.log(v).sum(1) / 2,
        "has the square without the factor 1/2": lambda z, m, v: log_normal(z, m, v) - ((z - m) ** 2 / v).sum(1) / 2,
        "does not square the distance": lambda z, m, v: -0.5 * (LOG_2PI + np.log(v) + (z - m) / v).sum(1),
        "has the square without dividing by the variance":
            lambda z, m, v: -0.5 * (LOG_2PI + np.log(v) + (z - m) ** 2).sum(1),
        "has the other sign": lambda z, m, v: -log_normal(z, m, v),
        "gives the density, not its logarithm": lambda z, m, v: np.exp(log_normal(z, m, v)),
        "takes the mean over the dimensions in place of the sum": lambda z, m, v: log_normal(z, m, v) / z.shape[1],
        "sums over the whole batch: expected a number for every row": lambda z, m, v: log_normal(z, m, v).sum(),
        "averages over the whole batch: expected a number for every row": lambda z, m, v: log_normal(z, m, v).mean(),
        "does not sum over the dimensions":
            lambda z, m, v: -0.5 * (LOG_2PI + np.log(v) + (z - m) ** 2 / v),
        "sums over the rows in place of the dimensions":
            lambda z, m, v: -0.5 * (LOG_2PI + np.log(v) + (z - m) ** 2 / v).sum(0),
    },
    "log_bernoulli": {
        "has the other sign (a cross-entropy)": lambda x, p: -log_bernoulli(x, p),
        "swaps 0 and 1": lambda x, p: log_bernoulli(1 - x, p),
        "leaves out the pixels that are 0": lambda x, p: (x * np.log(p)).sum(1),
        "leaves out the pixels that are 1": lambda x, p: ((1 - x) * np.log1p(-p)).sum(1),
        "takes the mean over the pixels in place of the sum": lambda x, p: log_bernoulli(x, p) / x.shape[1],
        "sums over the whole batch: expected a number for every row": lambda x, p: log_bernoulli(x, p).sum(),
        "averages over the whole batch: expected a number for every row": lambda x, p: log_bernoulli(x, p).mean(),
        "does not sum over the pixels": lambda x, p: x * np.log(p) + (1 - x) * np.log1p(-p),
        "gives the probability, not its logarithm": lambda x, p: np.exp(log_bernoulli(x, p)),
        "multiplies logarithms": lambda x, p: (x * np.log(p) + (1 - x) * np.log1p(-p)).prod(1),
        "takes probabilities for logits": lambda x, p: log_bernoulli(x, _sigmoid(p)),
        "sums over the rows in place of the pixels": lambda x, p: (x * np.log(p) + (1 - x) * np.log1p(-p)).sum(0),
    },
    "elbo": {
        "has the other sign: the homework's loop takes minus the bound itself": lambda *a: -elbo(*a),
        "leaves out log q(z|x)": lambda z, m, v, x, p: (log_bernoulli(x, p) + _prior(z)).mean(),
        "leaves out log p(z)": lambda z, m, v, x, p: (log_bernoulli(x, p) - log_normal(z, m, v)).mean(),
        "leaves out log p(x|z)": lambda z, m, v, x, p: (_prior(z) - log_normal(z, m, v)).mean(),
        "adds log q(z|x) in place of taking it away":
            lambda z, m, v, x, p: (log_bernoulli(x, p) + _prior(z) + log_normal(z, m, v)).mean(),
        "takes log p(z) away in place of adding it":
            lambda z, m, v, x, p: (log_bernoulli(x, p) - _prior(z) - log_normal(z, m, v)).mean(),
        "has log p(z) and log q(z|x) the wrong way round":
            lambda z, m, v, x, p: (log_bernoulli(x, p) - _prior(z) + log_normal(z, m, v)).mean(),
        "is log p(x|z) alone": lambda z, m, v, x, p: log_bernoulli(x, p).mean(),
        "sums over the batch in place of the mean": lambda z, m, v, x, p: len(z) * elbo(z, m, v, x, p),
        "weights the terms by q(z|x), though z is drawn from it": lambda z, m, v, x, p: (
            np.exp(log_normal(z, m, v)) * (log_bernoulli(x, p) + _prior(z) - log_normal(z, m, v))
        ).mean(),
        "adds the divergence in place of taking it away":
            lambda z, m, v, x, p: (log_bernoulli(x, p) + _divergence(m, v)).mean(),
    },
    "discriminator_loss": {
        "swaps the labels of real and made images": lambda r, f: discriminator(-r, -f),
        "has the other sign": lambda r, f: -discriminator(r, f),
        "is half the sum: with Adam it trains the same": lambda r, f: discriminator(r, f) / 2,
        "sums over the batch in place of the mean: with Adam it trains the same":
            lambda r, f: len(r) * discriminator(r, f),
        "leaves out the made images": lambda r, _: _softplus(-r).mean(),
        "leaves out the real images": lambda _, f: _softplus(f).mean(),
        "labels made images as real": lambda r, f: _softplus(-r).mean() + _softplus(-f).mean(),
        "takes the sigmoid twice": lambda r, f: discriminator(_sigmoid(r), _sigmoid(f)),
    },
    "generator_loss": {
        "is the saturating loss log(1 - D)": lambda f: -_softplus(f).mean(),
        "labels the images as made: the generator would help the discriminator": lambda f: _softplus(f).mean(),
        "has the other sign": lambda f: -generator(f),
        "sums over the batch in place of the mean: with Adam it trains the same": lambda f: len(f) * generator(f),
        "takes the sigmoid twice": lambda f: generator(_sigmoid(f)),
    },
}  # fmt: skip
"""By function: what is said of a mistake, and the value that it gives."""

REFERENCES: Mapping[str, Formula] = {
    "log_normal": log_normal, "log_bernoulli": log_bernoulli, "elbo": elbo,
    "discriminator_loss": discriminator, "generator_loss": generator,
}  # fmt: skip


def closed_divergence(z: Array, mean: Array, variance: Array, x: Array, p: Array) -> float:
    """The bound's other estimate, log p(x|z) - KL(q, p(z)): as right in the mean, though not what was asked."""
    del z
    return float((log_bernoulli(x, p) - _divergence(mean, variance)).mean())


def close(got: Any, expected: Any, relative: float = 1e-4, absolute: float = 1e-5) -> bool:
    """Equal up to what 32-bit floats lose, in shape too; a column of numbers is as good as a row of them."""
    try:
        have, wanted = np.asarray(got, dtype=float), np.asarray(expected, dtype=float)
    except (TypeError, ValueError):
        return False
    if have.ndim == wanted.ndim + 1 and have.shape[-1] == 1:
        have = have[..., 0]
    if wanted.ndim == 0 and have.size == 1:
        have = have.reshape(())
    return have.shape == wanted.shape and bool(np.allclose(have, wanted, rtol=relative, atol=absolute))


def named(kind: str, got: Any, inputs: tuple[Array, ...]) -> str:
    """What is wrong with a value, by the table; "" where no mistake there gives it."""
    with np.errstate(all="ignore"):
        for said, formula in MISTAKES[kind].items():
            if close(got, formula(*inputs)):
                return said
    return ""
