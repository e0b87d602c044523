"""Sums of |x_i - y_j| for all rows of two tables. Rows of y are gone through side by side, so that the processor adds
several of them at a time and each keeps the error of its own sum."""

from __future__ import annotations

from typing import Any

import numpy as np

HELPERS = ()


def crossed(x: Any, y: Any, x_low: Any, y_low: Any, weights: Any, same: bool, value: Any) -> None:
    """value[i, j] = sum over k of weights_k |x_ik - y_jk|, where x and y may have lower parts, and weights may be
    empty (ones); with `same`, y is x."""
    a, n = x.shape
    b = y.shape[0]
    low = x_low.size > 0
    weighted = weights.size > 0
    turned = np.ascontiguousarray(y.T)
    turned_low = np.ascontiguousarray(y_low.T)
    all_sums = np.empty(b)
    all_rests = np.empty(b)
    for i in range(a):
        first = i if same else 0
        sums, rests = all_sums[first:], all_rests[first:]
        for j in range(b - first):
            sums[j] = 0.0
            rests[j] = 0.0
        for k in range(n):
            own = x[i, k]
            row = turned[k, first:]
            factor = weights[k] if weighted else 1.0
            if low:
                own_low = x_low[i, k]
                row_low = turned_low[k, first:]
                for j in range(b - first):
                    term = abs((own - row[j]) + (own_low - row_low[j])) * factor
                    total = sums[j] + term
                    part = total - sums[j]
                    rests[j] += (sums[j] - (total - part)) + (term - part)
                    sums[j] = total
            else:
                for j in range(b - first):
                    term = abs(own - row[j]) * factor
                    total = sums[j] + term
                    part = total - sums[j]
                    rests[j] += (sums[j] - (total - part)) + (term - part)
                    sums[j] = total
        for j in range(b - first):
            value[i, first + j] = sums[j] + rests[j]
    if same:
        for i in range(a):
            for j in range(i):
                value[i, j] = value[j, i]
