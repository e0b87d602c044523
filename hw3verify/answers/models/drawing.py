"""Is a sample what it should be? What a draw of N(mean, diag(variance)) depends on, and the mistakes in drawing one.

Draws are made at fixed seeds, so a verdict is the same every time; a right function fails a test of means or variances
with probability below 1e-6 for one seed, and the seeds were not chosen. The variances 1/4 and 4 tell the variance from
its root and from no scale at all.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np

Array = np.ndarray[Any, Any]
Call = Callable[..., Any]
ROWS = 2000
MEAN, VARIANCE = (1.0, -2.0), (0.25, 4.0)
Z = 5.5  # standard errors


def normal_sample(call: Call) -> str:
    """What is wrong with a function that draws from N(mean, diag(variance)); "" where nothing was found.

    `call(operation, *arguments)` runs an operation of the limited process, and raises what it raises.
    """
    mean, variance = np.tile(MEAN, (ROWS, 1)), np.tile(VARIANCE, (ROWS, 1))
    draws = _array(call("sample_normal", mean, variance, 11), (ROWS, 2))
    if draws is None:
        return "does not give a number for every entry of the mean"
    said = _moments(draws, mean, variance)
    if said:
        return said
    first, second = (_array(d, (3, 2)) for d in call("sample_twice", mean[:3], variance[:3], 12))
    if first is None or second is None:
        return "does not work for a batch of 3: a number is written into it"
    if np.array_equal(first, second):
        return "draws the same noise at every call"
    found = call("sample_gradient", mean[:3], variance[:3], 13)
    if found is None:
        return "lets no gradient through to mean and variance: the sample is not reparametrised"
    slope = _array(found[0], (3, 2))
    if slope is None or not np.allclose(slope, 1, atol=1e-4):
        return "has another derivative with respect to the mean than 1"
    return ""


def _moments(draws: Array, mean: Array, variance: Array) -> str:
    noise = (draws - mean) / np.sqrt(variance)
    if not np.isfinite(draws).all():
        return "gives numbers that are infinite or none"
    if np.allclose(noise, 0, atol=1e-4):
        return "adds no noise"
    if np.allclose(draws, draws[0], atol=1e-4):
        return "adds the same noise to every point of the batch: expected noise of its own for each" + _scale(draws)
    centred = noise - noise.mean(0)
    correlation = float((centred[:, 0] * centred[:, 1]).mean() / (centred[:, 0].std() * centred[:, 1].std()))
    if abs(correlation) > Z / math.sqrt(ROWS):
        return "uses the same noise for every dimension of a point" + _scale(draws)
    ratio = draws.var(0)
    for said, wanted in (
        ("takes the variance for the scale: expected its square root", np.array(VARIANCE) ** 2),
        ("takes the variance for its logarithm", np.exp(VARIANCE)),
        ("does not scale the noise", np.ones(2)),
        ("draws uniform noise in place of normal noise", np.array(VARIANCE) / 12),
        ("divides the noise by its scale", 1 / np.array(VARIANCE)),
    ):
        if _consistent(ratio, wanted):
            return said
    if not _consistent(ratio, np.array(VARIANCE)):
        return f"draws with variances {ratio[0]:.3g} and {ratio[1]:.3g}, expected {VARIANCE[0]:g} and {VARIANCE[1]:g}"
    means = draws.mean(0)
    if (np.abs(means - MEAN) > Z * np.sqrt(np.array(VARIANCE) / ROWS)).any():
        return f"draws with means {means[0]:.3g} and {means[1]:.3g}, expected {MEAN[0]:g} and {MEAN[1]:g}"
    kurtosis = float((noise**4).mean())
    if abs(kurtosis - 3) > Z * math.sqrt(96 / (2 * ROWS)):  # 24 / n, and as much again for its own skewness
        return "draws noise that is not normal"
    return ""


def _scale(draws: Array) -> str:
    """One number for all entries shows its scale in the ratio of the deviations: 4 if right, 16 for the variance."""
    away = np.abs(draws[0] - MEAN)
    squared = VARIANCE[1] / VARIANCE[0]
    return "; and takes the variance for the scale" if abs(away[1] - squared * away[0]) < 1e-3 * away[1] else ""


def _consistent(found: Array, variance: Array) -> bool:
    """Could sample variances of ROWS normal draws be these?"""
    return bool((np.abs(found / variance - 1) < Z * math.sqrt(2 / ROWS)).all())


def bernoulli_sample(call: Call) -> str:
    """What is wrong with a function that draws bits with probabilities p; "" where nothing was found."""
    p = np.tile([0.0, 0.1, 0.7, 1.0], (ROWS, 1))
    draws = _array(call("sample_bernoulli", p, 21), p.shape)
    if draws is None:
        return "does not give a bit for every entry of p"
    if not np.isin(draws, (0, 1)).all():
        return "gives values other than 0 and 1"
    if np.array_equal(draws, np.tile(draws[0], (ROWS, 1))):
        again = [_array(call("sample_bernoulli", p[:1], seed), (1, 4)) for seed in range(22, 38)]
        if all(other is not None and np.array_equal(other[0], draws[0]) for other in again):
            return "rounds the probabilities in place of drawing"
        return "draws one bit for the whole batch: expected one for every point"
    rates, limit = draws.mean(0), Z * np.sqrt(p[0] * (1 - p[0]) / ROWS)
    if (np.abs(rates - (1 - p[0])) <= limit).all():
        return "swaps 0 and 1"
    if (np.abs(rates - p[0]) > limit).any():
        shares = ", ".join(f"{rate:.3g}" for rate in rates)
        return f"gives 1 with frequencies {shares}, expected {', '.join(f'{q:g}' for q in p[0])}"
    # with noise of its own for every pixel the two middle columns are independent
    both = float((draws[:, 1] * draws[:, 2]).mean())
    if abs(both - 0.07) > Z * math.sqrt(0.07 * 0.93 / ROWS):
        return "uses the same noise for every pixel of a point"
    return ""


def _array(value: Any, shape: tuple[int, ...]) -> Array | None:
    """A value as an array of this shape; None where it is none."""
    try:
        array = np.asarray(value, dtype=float)
    except (TypeError, ValueError):
        return None
    return array if array.shape == shape else None
