"""KL of normal laws, one pair after the other, in one pass over memory: the formula of `closed.within`.

With d = (s-s')/s', u = d/(2+d), w = u^2, d - log(1+d) is u (d - 2 w Q(w)) for -1/3 < d < 1/2 and has a logarithm
elsewhere, where nothing cancels. Logarithms are taken side by side. Numbers that are not moderate give NaN, for the
general way."""

from __future__ import annotations

from typing import Any

import numpy as np

from hw3verify.divergences.loops.logarithms import logarithms

BLOCK = 512
SMALL, LARGE, MOST = 1e-140, 1e140, 1e280

# (atanh(u)/u - 1)/w = 1/3 + w/5 + ... on 0 <= w <= 0.04, fitted in 40 digits to 2^-56
Q0, Q1, Q2, Q3 = 0.3333333333333333, 0.2000000000000397, 0.14285714283637968, 0.11111111524175794
Q4, Q5, Q6, Q7 = 0.09090868813151469, 0.07694433902806859, 0.06604854121029731, 0.06804515131429249


def squares(
    mean_p: Any, scale_p: Any, mean_q: Any, scale_q: Any, value: Any, logs: Any, moved: Any, lost: Any
) -> None:
    """Half of the squares of (m-m')/s' and d into `value` (NaN for what is not moderate), d into `moved`, s/s' into
    `logs`, and what its rounding lost into `lost`."""
    for k in range(value.size):
        s, t = scale_p[k], scale_q[k]
        usable = (s > SMALL) & (s < LARGE) & (t > SMALL) & (t < LARGE)
        inverse = 1.0 / t
        z = (mean_p[k] - mean_q[k]) * inverse
        d = (s - t) / t
        ratio = s * inverse
        moved[k] = d
        logs[k] = ratio if usable else 1.0
        # ratio - 1 is exact where it counts
        rest = (d - (ratio - 1.0)) / ratio
        lost[k] = rest if (d > -0.5) & (d < 1.0) else 0.0
        square = 0.5 * (z * z + d * d)
        value[k] = square if usable & (square < MOST) else np.nan


def completed(moved: Any, logs: Any, lost: Any, value: Any) -> None:
    """Adds d - log(1+d) to `value`."""
    for k in range(value.size):
        d = moved[k]
        u = d / (2.0 + d)
        w = u * u
        series = ((((((Q7 * w + Q6) * w + Q5) * w + Q4) * w + Q3) * w + Q2) * w + Q1) * w + Q0
        near = u * (d - 2.0 * w * series)
        far = d - (logs[k] + lost[k])
        value[k] += near if (d > -0.3333) & (d < 0.5) else far


HELPERS = (logarithms, squares, completed)


def normal_laws(mean_p: Any, scale_p: Any, mean_q: Any, scale_q: Any, value: Any) -> None:
    """value = KL of the normal laws with these means and scales, flat arrays of one size."""
    logs = np.empty(BLOCK)
    bits = logs.view(np.int64)
    parts = np.empty((2, BLOCK))
    moved = np.empty(BLOCK)
    lost = np.empty(BLOCK)
    for start in range(0, value.size, BLOCK):
        stop = min(start + BLOCK, value.size)
        out = value[start:stop]
        m, s, n, t = mean_p[start:stop], scale_p[start:stop], mean_q[start:stop], scale_q[start:stop]
        squares(m, s, n, t, out, logs, moved, lost)
        logarithms(logs, bits, parts, stop - start)
        completed(moved, logs, lost, out)
