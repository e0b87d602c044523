"""Labels of the lecture on mixtures by their latent class, and of the sheet on weighted sums."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numeric import Document, Rng, Side

log = np.log


def em_running_class(rng: Rng) -> Iterator[Side]:
    classes, data = int(rng.integers(2, 5)), int(rng.integers(2, 6))
    raw = rng.uniform(0.2, 2, classes)
    weights, means, variances = raw / raw.sum(), rng.normal(0, 2, classes), rng.uniform(0.2, 3, classes)
    x, n, k = rng.normal(0, 2, data), int(rng.integers(data)), int(rng.integers(classes))

    def normal(at: float, mean: float, variance: float) -> float:
        return float(np.exp(-((at - mean) ** 2) / (2 * variance)) / np.sqrt(2 * np.pi * variance))

    table = np.array([[weights[j] * normal(a, means[j], variances[j]) for j in range(classes)] for a in x])
    evidence = table.sum(axis=1)
    shares = table / evidence[:, None]
    own = np.array([normal(x[n], means[j], variances[j]) for j in range(classes)])
    yield "1", 0, evidence[n], "=", float(weights @ own)
    yield "3", 0, shares[n, k], "=", weights[k] * own[k] / float(weights @ own)
    yield "4", 0, shares[n].sum(), "=", weights.sum()
    yield "5", 0, shares[:, k].sum(), "=", 1.0
    rest = (x[n] - means[k]) ** 2 / (2 * variances[k])
    yield "6", 0, log(table[n, k]), "=", log(weights[k]) - log(2 * np.pi * variances[k]) / 2 - rest
    yield "7", 0, log(evidence[n]), "=", float(shares[n] @ log(table[n]))
    yield "8", 0, log(evidence[n]), "=", float(shares[n] @ log(table[n] / shares[n]))
    yield "9", 0, log(evidence[n]), ">=", float(weights @ log(own))
    yield "10", 0, shares[n, k], "=", own[k] / own.sum()
    step = 1e-5  # the slope by differences

    def total(mean: float) -> float:
        return log(evidence[n] - table[n, k] + weights[k] * normal(x[n], mean, variances[k]))

    slope = (total(means[k] + step) - total(means[k] - step)) / (2 * step)
    yield "11", 0, slope, "=", (x[n] - means[k]) / variances[k]


def weighted_sums_sheet(rng: Rng) -> Iterator[Side]:
    n = int(rng.integers(2, 5))
    means, deviations, w = rng.normal(0, 2, n), rng.uniform(0.2, 2, n), rng.uniform(0.2, 2, n)
    i = int(rng.integers(n))
    signs = np.array(np.meshgrid(*[[-1.0, 1.0]] * n)).reshape(n, -1)  # fair signs have the moments that matter here
    draws = means[:, None] + deviations[:, None] * signs
    s = w @ draws
    mean, square = s.mean(), (s**2).mean()
    yield "1", 0, mean, "=", float(w @ means)
    yield "2", 0, square - mean**2, "=", float(w**2 @ deviations**2)
    yield "3", 0, square - mean**2, "=", float(w @ deviations) ** 2
    yield "4", 0, (draws**2).mean(axis=1).sum(), "=", float((deviations**2).sum())
    yield "5", 0, square - mean**2, "=", float(w**2 @ deviations**2)
    together = (draws[i] * s).mean() - draws[i].mean() * mean
    yield "6", 0, together, "=", w[i] * deviations[i] ** 2
    yield "7", 0, together, "=", w[i] ** 2 * deviations[i] ** 2
    yield "8", 0, ((draws - means[:, None]) ** 2).mean(axis=1).sum(), "=", float((deviations**2).sum())
    average = draws.mean(axis=0)
    yield "9", 0, average.var(), "=", float((deviations**2).sum()) / n


DOCUMENTS: dict[str, Document] = {
    "em_running_class": em_running_class,
    "weighted_sums_sheet": weighted_sums_sheet,
}
