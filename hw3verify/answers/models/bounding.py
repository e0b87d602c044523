"""Is a lower bound right, as a function of what it is given, and in the mean over its draws?

Two checks, each of which says what is wrong:

    value      the function at given z, mean, variance, x and p: with right densities in the place of the file's own, so
               that it is not blamed for theirs, and with its own
    unbiased   the mean of 40 x 250 estimates with the file's own sample, for a decoder sigmoid(z W + b) that is known,
               against E_q[log p(x|z)] - KL(q, p(z)): the expectation by Gauss-Hermite quadrature, the divergence in
               closed form. They may differ by Z standard errors, which the spread of the 40 means gives; and the error
               may not be WIDER times that of independent draws, else the points of a batch share their noise.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from hw3verify.answers.agreement import Failed
from hw3verify.answers.models.mistakes import close, closed_divergence, elbo, named

Array = np.ndarray[Any, Any]
Call = Callable[..., Any]
MEAN, VARIANCE = np.array([0.75, -0.5]), np.array([0.25, 1.75])
BITS = np.array([1.0, 0.0, 1.0, 1.0])
SLOPE = np.array([[1.0, -0.5, 0.75, 1.5], [-1.25, 0.5, 1.0, 0.25]])
SHIFT = np.array([0.25, -0.5, 0.0, 0.5])
COPIES, SEEDS = 250, tuple(range(100, 140))
NODES = 40
WIDER = 2.0  # the deviation of 40 numbers is known to 11 %
Z = 6.0  # of a t distribution with 39 degrees of freedom: a probability of 5e-7


def value(call: Call) -> str:
    """What is wrong with the bound as a function; "" where nothing was found, a remark behind "+"."""
    draw = np.random.default_rng(7)
    for rows, width in ((100, 784), (3, 4)):
        z, mean = draw.normal(size=(2, rows, 2))
        variance, p = draw.uniform(0.2, 3, (rows, 2)), draw.uniform(0.05, 0.95, (rows, width))
        x = draw.integers(0, 2, (rows, width)).astype(float)
        given = (z, mean, variance, x, p)
        said = _at(call, given)
        if said:
            return said if rows > 10 or said.startswith("+") else f"{said} (for a batch of 3 rows of 4 pixels)"
    return ""


def _at(call: Call, given: tuple[Array, ...]) -> str:
    expected = elbo(*given)
    found: list[Any] = []
    problem: Failed | None = None
    for own in (False, True):
        try:
            found.append(call("elbo", *given, own))
        except Failed as failed:
            problem = failed
    if not found:
        assert problem is not None
        raise problem
    if close(found[-1], expected):
        return ""
    if close(found[0], expected):
        return "+itself; with the file's own densities it inherits their mistakes"
    if any(close(got, closed_divergence(*given)) for got in found):
        return "+in the mean: it has the divergence in closed form (EQ1), where the homework asks for EQ2"
    for got in found:
        said = named("elbo", got, given)
        if said:
            return said
    shown = np.asarray(found[0], dtype=float)
    if shown.size != 1:
        return f"gives an array of shape {shown.shape}, expected one number"
    return f"gives {float(shown.ravel()[0]):.6g}, expected {expected:.6g}"


def exact() -> tuple[float, float]:
    """The bound at the known point for the known decoder, and the deviation of one estimate of it, by quadrature.

    The deviation is the larger one of both forms, with the divergence sampled and in closed form.
    """
    nodes, weights = np.polynomial.hermite_e.hermegauss(NODES)
    weights = weights / math.sqrt(2 * math.pi)
    first, second = (m + math.sqrt(v) * nodes for m, v in zip(MEAN, VARIANCE, strict=True))
    z = np.stack(np.meshgrid(first, second, indexing="ij"), -1).reshape(-1, 2)
    logits = z @ SLOPE + SHIFT
    log_p = (BITS * logits - np.logaddexp(0, logits)).sum(1)
    divergence = 0.5 * (MEAN**2 + VARIANCE - 1 - np.log(VARIANCE)).sum()
    log_ratio = 0.5 * ((z - MEAN) ** 2 / VARIANCE + np.log(VARIANCE) - z**2).sum(1)
    mass = np.outer(weights, weights).ravel()
    bound = float(mass @ log_p - divergence)
    forms = (log_p + log_ratio, log_p - divergence)
    return bound, math.sqrt(max(float(mass @ (form - bound) ** 2) for form in forms))


def unbiased(call: Call) -> str:
    """What is wrong with the bound in the mean; a remark with both numbers where nothing is."""
    found = np.asarray(call("estimates", MEAN, VARIANCE, BITS, SLOPE, SHIFT, COPIES, list(SEEDS)), dtype=float)
    if found.size != len(SEEDS):
        return f"does not give one number a batch, but {found.size // len(SEEDS)}"
    found = found.ravel()
    if not np.isfinite(found).all():
        return "gives estimates that are infinite or no numbers"
    mean, error = float(found.mean()), float(found.std(ddof=1)) / math.sqrt(len(found))
    wanted, deviation = exact()
    said = f"the mean of {COPIES * len(SEEDS):,} estimates is {mean:.4f} ({error:.4f}), exactly it is {wanted:.4f}"
    wide = error / (deviation / math.sqrt(COPIES * len(SEEDS)))
    if wide > WIDER:
        return f"varies {wide:.0f} times as much as with noise of its own for every point: {said}"
    if abs(mean - wanted) <= Z * error + 1e-4:
        return f"+{said}"
    if abs(mean + wanted) <= Z * error + 1e-4:
        return f"has the other sign: {said}"
    return f"is biased, with the file's own sample: {said}"
