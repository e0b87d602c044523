"""How fast are distances on the line, beside the fastest peer and beside the sorts that they need?

    python benchmarks/line_speed.py [--sizes 1000 100000 1000000] [--repeat 5] [--markdown]

Times are the least of several, in milliseconds, and as multiples of the floor: `np.sort` of both samples (`np.argsort`
with weights), SciPy's `pdist(..., "cityblock")` on sorted rows (cumulated masses) for matrices, `np.sum` over all
numbers for tables and laws, all of them in one thread. Peers with loops over pairs are measured on a part and
multiplied. Numba is loaded before if it is there; without it, or with HW3VERIFY_FAST=0, the numbers are those of numpy.
Time is that of the clock where several threads may work, else (HW3VERIFY_THREADS=1) that of the thread, which other
processes disturb less. Compare ratios of one run only."""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from typing import Any

import numpy as np

from hw3verify.divergences import (
    MultivariateNormal,
    Normal,
    compiled,
    js,
    js_distance,
    kl,
    pairwise,
    threads,
    wasserstein1,
)


def least(f: Callable[[], Any], repeat: int, inner: int = 1) -> float:
    """The least milliseconds of `repeat` measurements of `inner` calls each, per call."""
    f()
    clock = time.thread_time if threads.processors() == 1 else time.perf_counter
    times = []
    for _ in range(repeat):
        start = clock()
        for _ in range(inner):
            f()
        times.append(clock() - start)
    return min(times) / inner * 1e3


Timed = dict[str, float]


def of_samples(u: Any, v: Any, p: Any, q: Any, repeat: int) -> tuple[Timed, float]:
    """Times for one pair of samples, and the floor."""
    inner = max(1, 5_000 // len(u))
    sort = np.sort if p is None else np.argsort
    floor = least(lambda: (sort(u), sort(v)), repeat, inner)
    times = {"ours": least(lambda: wasserstein1(u, v, p, q), repeat, inner)}
    try:
        from scipy.stats import wasserstein_distance

        times["scipy"] = least(lambda: wasserstein_distance(u, v, p, q), repeat, inner)
    except ImportError:
        pass
    try:
        import ot

        a, b = (None if w is None else w / w.sum() for w in (p, q))
        times["POT emd2_1d"] = least(lambda: ot.emd2_1d(u, v, a, b, metric="euclidean"), repeat, inner)
        times["POT wasserstein_1d"] = least(lambda: ot.wasserstein_1d(u, v, a, b), repeat, inner)
    except ImportError:
        pass
    return times, floor


def of_matrices(rng: np.random.Generator, repeat: int) -> dict[str, tuple[Timed, float]]:
    """Times for matrices of 200 x 200."""
    from scipy.spatial.distance import pdist

    X, H = rng.standard_normal((200, 256)), rng.random((200, 128))
    H /= H.sum(-1, keepdims=True)
    grid = np.arange(128.0)
    sampled = {"ours": least(lambda: pairwise(wasserstein1, X), repeat)}
    binned = {"ours": least(lambda: pairwise(wasserstein1, H, support=grid), repeat)}
    divergent = {"ours": least(lambda: pairwise(js, H), repeat)}
    divergent["scipy pdist"] = least(lambda: pdist(H, "jensenshannon"), repeat)
    try:
        from scipy.stats import wasserstein_distance

        sampled["scipy loop"] = 199 * 100 / 50 * least(
            lambda: [wasserstein_distance(X[0], X[j]) for j in range(1, 51)], repeat
        )
        binned["scipy loop"] = 199 * 100 / 50 * least(
            lambda: [wasserstein_distance(grid, grid, H[0], H[j]) for j in range(1, 51)], repeat
        )
        import ot

        columns = np.repeat(X[0][:, None], 200, 1)
        sampled["POT wasserstein_1d, 200 at a time"] = 100 * least(lambda: ot.wasserstein_1d(columns, X.T), repeat)
        bins = np.repeat(grid[:, None], 200, 1)
        first = np.repeat(H[0][:, None], 200, 1)
        binned["POT wasserstein_1d, 200 at a time"] = 100 * least(
            lambda: ot.wasserstein_1d(bins, bins, first, H.T), repeat
        )
    except ImportError:
        pass
    return {
        "W1, 200 samples of 256": (sampled, least(lambda: pdist(np.sort(X, -1), "cityblock"), repeat)),
        "W1, 200 histograms of 128": (binned, least(lambda: pdist(np.cumsum(H, -1), "cityblock"), repeat)),
        "JS, 200 histograms of 128": (divergent, least(lambda: pdist(H, "cityblock"), repeat)),
    }


def of_tables(rng: np.random.Generator, repeat: int) -> dict[str, tuple[Timed, float]]:
    """Times for tables of 1e5 x 100, where the floor is one pass."""
    found = {}
    for kind in (np.float64, np.float32):
        p, q = (rng.random((100_000, 100)).astype(kind) for _ in range(2))
        p, q = p / p.sum(-1, keepdims=True), q / q.sum(-1, keepdims=True)
        floor = least(lambda p=p, q=q: (p.sum(), q.sum()), repeat)
        for f in (kl, js):
            times = {"ours": least(lambda f=f, p=p, q=q: f(p, q), repeat)}
            if f is kl:
                from scipy.special import kl_div

                times["scipy kl_div, not normalised"] = least(lambda p=p, q=q: kl_div(p, q).sum(-1), repeat)
            else:
                from scipy.spatial.distance import jensenshannon

                times["scipy jensenshannon"] = least(lambda p=p, q=q: jensenshannon(p, q, axis=-1), min(repeat, 2))
            found[f"{f.__name__}, 1e5 x 100 of {np.dtype(kind)}"] = times, floor
    return found


def of_small(rng: np.random.Generator, repeat: int) -> dict[str, tuple[Timed, float]]:
    """Times for single tables of 10, where the floor is one `np.sum` for each."""
    from scipy.spatial.distance import jensenshannon
    from scipy.stats import entropy

    p, q = rng.dirichlet(np.ones(10), 2)
    floor = least(lambda: (p.sum(), q.sum()), repeat, 300)
    return {
        "kl, 10 outcomes": (
            {"ours": least(lambda: kl(p, q), repeat, 300), "scipy entropy": least(lambda: entropy(p, q), repeat, 30)},
            floor,
        ),
        "js_distance, 10 outcomes": (
            {
                "ours": least(lambda: js_distance(p, q), repeat, 300),
                "scipy jensenshannon": least(lambda: jensenshannon(p, q), repeat, 300),
            },
            floor,
        ),
    }


def of_laws(rng: np.random.Generator, repeat: int) -> dict[str, tuple[Timed, float]]:
    """Times for a million normal laws, and for a thousand of 64 numbers, where the floor is one pass."""
    n, batch, d = 10**6, 1000, 64
    numbers = [rng.normal(size=n), rng.uniform(0.5, 2, n), rng.normal(size=n), rng.uniform(0.5, 2, n)]
    roots = rng.normal(size=(2, batch, d, d))
    means = rng.normal(size=(2, batch, d))
    one, two = (x @ x.swapaxes(-1, -2) + 5 * np.eye(d) for x in roots)
    one, two = ((x + x.swapaxes(-1, -2)) / 2 for x in (one, two))
    found = {}
    for task, law, parameters in (
        (f"kl, {n} normal laws", Normal, numbers),
        (f"kl, {batch} normal laws of {d} numbers", MultivariateNormal, [means[0], one, means[1], two]),
    ):
        times = {"ours": least(lambda law=law, x=parameters: kl(law(*x[:2]), law(*x[2:])), repeat)}  # type: ignore[misc]
        try:
            import torch
            from torch import distributions

            torch.set_num_threads(threads.processors())
            kind, tensors = getattr(distributions, law.__name__), [torch.from_numpy(x) for x in parameters]
            times["torch, unchecked"] = least(
                lambda kind=kind, x=tensors: distributions.kl_divergence(  # type: ignore[misc]
                    kind(*x[:2], validate_args=False), kind(*x[2:], validate_args=False)
                ),
                repeat,
            )
        except ImportError:
            pass
        found[task] = times, least(lambda x=parameters: [y.sum() for y in x], repeat)  # type: ignore[misc]
    return found


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="*", default=[10, 1000, 100_000, 1_000_000])
    parser.add_argument("--repeat", type=int, default=5)
    parser.add_argument("--markdown", action="store_true", help="a table as the documentation has it")
    asked = parser.parse_args()
    rng = np.random.default_rng(0)
    compiled.kernel("merged", compiled.IMPORTS)
    if asked.markdown:
        print("| task | floor | ours | ours / floor | fastest peer | peer / ours |\n|" + " --- |" * 6)
    for n in asked.sizes:
        u, v, p, q = rng.standard_normal(n), rng.standard_normal(n), rng.random(n), rng.random(n)
        fewer = v[: n - n // 10]
        told({f"W1, {n} and {n}": of_samples(u, v, None, None, asked.repeat)}, asked.markdown)
        told({f"W1, {n} and {len(fewer)}": of_samples(u, fewer, None, None, asked.repeat)}, asked.markdown)
        told({f"W1, {n} and {n}, weighted": of_samples(u, v, p, q, asked.repeat)}, asked.markdown)
    told(of_matrices(rng, asked.repeat), asked.markdown)
    told(of_tables(rng, asked.repeat), asked.markdown)
    told(of_laws(rng, asked.repeat), asked.markdown)
    told(of_small(rng, asked.repeat), asked.markdown)


def told(rows: dict[str, tuple[Timed, float]], markdown: bool) -> None:
    """Prints rows."""
    for task, (times, floor) in rows.items():
        others = {name: ms for name, ms in times.items() if name != "ours"}
        best = min(others, key=others.__getitem__) if others else "none"
        ratio = others[best] / times["ours"] if others else float("nan")
        own = times["ours"]
        cells = [task, f"{floor:.3g} ms", f"{own:.3g} ms", f"{own / floor:.2f}", best, f"{ratio:.3g}"]
        print("| " + " | ".join(cells) + " |" if markdown else "  ".join(f"{cell:<34}" for cell in cells), flush=True)


if __name__ == "__main__":
    main()
