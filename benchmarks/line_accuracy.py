"""How far are distances on the line (W1, W2) from their exact values, where formulas break down?

    python benchmarks/line_accuracy.py [--count 20] [--seed 0] [--markdown]

For each regime of samples, weights or histograms, the worst error of this package and of each peer that can be imported
(SciPy, POT), in units of 2^-52 of the exact value, which is computed with rational numbers. Sizes go from 1 to 137,
equal and unequal. `!` stands for NaN, a wrong infinity or zero, or an exception."""

from __future__ import annotations

import argparse
import math
import warnings
from collections.abc import Callable
from pathlib import Path
from runpy import run_path
from types import SimpleNamespace
from typing import Any

import numpy as np
from printing import Printed, units

from hw3verify.divergences import wasserstein1, wasserstein2

EXACT = SimpleNamespace(**run_path(str(Path(__file__).parents[1] / "tests" / "divergences" / "transported.py")))

SIZES = [(1, 1), (10, 10), (10, 7), (100, 100), (100, 137), (137, 100)]

Draw = Callable[[np.random.Generator, int, int], tuple[Any, ...]]


def samples(change: Callable[[Any], Any]) -> Draw:
    """Normal samples, changed."""
    return lambda rng, m, n: (change(rng.standard_normal(m)), change(rng.standard_normal(n)), None, None)


def weighted(weights: Callable[[np.random.Generator, int], Any]) -> Draw:
    """Normal samples with weights."""
    return lambda rng, m, n: (rng.standard_normal(m), rng.standard_normal(n), weights(rng, m), weights(rng, n))


def same(change: Callable[[np.random.Generator, Any], Any]) -> Draw:
    """One sample with weights, and with changed ones."""

    def draw(rng: np.random.Generator, m: int, _: int) -> tuple[Any, ...]:
        x, p = rng.standard_normal(m), rng.random(m)
        return x, x, p, change(rng, p)

    return draw


def outlier(x: Any) -> Any:
    """One number becomes 1e15."""
    return np.append(x[1:], 1e15)


REGIMES: dict[str, Draw] = {
    "generic": samples(lambda x: x),
    "offset 1e9, spread 1e-3": samples(lambda x: x * 1e-3 + 1e9),
    "offset 1e15": samples(lambda x: np.round(8 * x) / 8 + 1e15),
    "an outlier 1e15 in both": samples(outlier),
    "ties": samples(lambda x: np.round(2 * x)),
    "subnormal": samples(lambda x: x * 1e-310),
    "up to 1.7e308": samples(lambda x: x / np.abs(x).max() * 1.7e308),
    "every magnitude": samples(lambda x: np.sign(x) * 10.0 ** np.clip(90 * x, -300, 300)),
    "weights": weighted(lambda rng, n: rng.random(n)),
    "weights that are counts": weighted(lambda rng, n: rng.integers(0, 5, n) + (np.arange(n) == 0) * 1.0),
    "weights of every magnitude": weighted(lambda rng, n: 10.0 ** rng.uniform(-300, 300, n)),
    "subnormal weights": weighted(lambda rng, n: rng.integers(1, 50, n) * 5e-324),
    "weights 1e-9 apart": same(lambda rng, p: p * (1 + 1e-9 * rng.standard_normal(len(p)))),
    "weights 1e-15 apart": same(lambda rng, p: p * (1 + 1e-15 * rng.standard_normal(len(p)))),
    "weights proportional by rounding": same(lambda _, p: p / 3),
}


def peers() -> dict[str, dict[str, Callable[..., float]]]:
    """What can be imported, by function."""
    found: dict[str, dict[str, Callable[..., float]]] = {"wasserstein1": {}, "wasserstein2": {}}
    try:
        from scipy.stats import wasserstein_distance

        found["wasserstein1"]["scipy"] = wasserstein_distance
    except ImportError:
        pass
    try:
        import ot

        def normed(w: Any) -> Any:
            return None if w is None else w / w.sum()

        def pot(u: Any, v: Any, p: Any, q: Any, power: int) -> float:
            return float(ot.wasserstein_1d(u, v, normed(p), normed(q), p=power)) ** (1 / power)

        def emd(u: Any, v: Any, p: Any, q: Any, metric: str) -> float:
            return float(ot.emd2_1d(u, v, normed(p), normed(q), metric=metric))

        found["wasserstein1"]["POT wasserstein_1d"] = lambda *given: pot(*given, 1)
        found["wasserstein1"]["POT emd2_1d"] = lambda *given: emd(*given, "euclidean")
        found["wasserstein2"]["POT wasserstein_1d"] = lambda *given: pot(*given, 2)
        found["wasserstein2"]["POT emd2_1d"] = lambda *given: emd(*given, "sqeuclidean") ** 0.5
    except ImportError:
        pass
    return found


def main() -> None:
    """Draw, compare, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=20, help="pairs of samples for each regime")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--markdown", action="store_true", help="tables as the documentation has them")
    asked = parser.parse_args()
    warnings.simplefilter("ignore")
    exact = {
        "wasserstein1": EXACT.wasserstein1,
        "wasserstein2": lambda *given: EXACT.root(EXACT.square2(*given)),
    }
    for ours in (wasserstein1, wasserstein2):
        functions = {"ours": ours, **peers()[ours.__name__]}
        table = Printed(asked.markdown, 36, 20)
        table.head([ours.__name__, *functions])
        for regime, draw in REGIMES.items():
            rng = np.random.default_rng(asked.seed)
            worst = dict.fromkeys(functions, 0.0)
            for k in range(asked.count):
                given = draw(rng, *SIZES[k % len(SIZES)])
                value = exact[ours.__name__](*given)
                for name, f in functions.items():
                    try:
                        with np.errstate(all="ignore"):
                            error = EXACT.units(f(*given), value)
                    except (ValueError, ZeroDivisionError, ArithmeticError, AssertionError):
                        error = math.inf
                    worst[name] = max(worst[name], error)
            table.row([regime, *(units(worst[name]) for name in functions)])


if __name__ == "__main__":
    main()
