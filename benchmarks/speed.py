"""How fast are divergences, beside the fastest peer and beside what memory allows?

    python benchmarks/speed.py [--rows 100000] [--columns 100] [--repeat 5]

Times are the least of several, in milliseconds of this thread (other processes count less than on the clock), and as
multiples of one pass, `np.sum` over all inputs. Small calls are timed in microseconds. Compare ratios of one run
only."""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from typing import Any

import numpy as np

from hw3verify import divergences


def least(f: Callable[[], Any], repeat: int, inner: int = 1) -> float:
    """The least seconds of `repeat` measurements of `inner` calls each, per call."""
    times = []
    for _ in range(repeat):
        start = time.thread_time()
        for _ in range(inner):
            f()
        times.append(time.thread_time() - start)
    return min(times) / inner


def peers() -> dict[str, Callable[..., Any]]:
    """Functions of two tables that can be imported, by `function: peer`."""
    found: dict[str, Callable[..., Any]] = {}
    try:
        from scipy.spatial.distance import jensenshannon
        from scipy.special import kl_div, rel_entr
        from scipy.stats import entropy

        found["kl: scipy entropy"] = lambda p, q: entropy(p, q, axis=-1)
        found["kl: scipy rel_entr, not normalised"] = lambda p, q: rel_entr(p, q).sum(-1)
        found["kl: scipy kl_div, not normalised"] = lambda p, q: kl_div(p, q).sum(-1)
        found["js: scipy jensenshannon"] = lambda p, q: jensenshannon(p, q, axis=-1)
    except ImportError:
        pass
    try:
        import torch
        from torch.distributions import Categorical, kl_divergence

        torch.set_num_threads(1)

        def torch_kl(p: Any, q: Any) -> Any:
            one, two = (Categorical(probs=torch.from_numpy(x)) for x in (p, q))
            return kl_divergence(one, two)

        found["kl: torch Categorical"] = torch_kl
    except ImportError:
        pass
    return found


def print_laws(rng: np.random.Generator, repeat: int) -> None:
    """KL of a million normal laws, of a thousand normal laws of vectors, and of two laws, beside torch."""
    try:
        import torch
        from torch import distributions
    except ImportError:
        torch = None  # type: ignore[assignment]
    n, batch, d = 10**6, 1000, 64
    numbers = [rng.normal(size=n), rng.uniform(0.5, 2, n), rng.normal(size=n), rng.uniform(0.5, 2, n)]
    roots = rng.normal(size=(2, batch, d, d))
    one, two = (x @ x.swapaxes(-1, -2) + 5 * np.eye(d) for x in roots)
    one, two = ((x + x.swapaxes(-1, -2)) / 2 for x in (one, two))
    means = rng.normal(size=(2, batch, d))
    single = [0.0, 1.0, 1.0, 2.0]
    cases = {
        f"{n} normal laws": ("Normal", numbers, 1),
        f"{batch} normal laws of {d} numbers": ("MultivariateNormal", [means[0], one, means[1], two], 1),
        "one pair of normal laws": ("Normal", single, 300),
    }
    for case, (name, parameters, inner) in cases.items():
        family = getattr(divergences, name)
        found = {
            "ours": lambda f=family, x=parameters: divergences.kl(f(*x[:2]), f(*x[2:])),
            "ours, unchecked": lambda f=family, x=parameters: divergences.kl(
                f(*x[:2], check=False), f(*x[2:], check=False)
            ),
        }
        if torch is not None:
            kind, tensors = getattr(distributions, name), [torch.as_tensor(x, dtype=torch.float64) for x in parameters]
            for checked in (True, False):
                found["torch" if checked else "torch, unchecked"] = (
                    lambda k=kind, x=tensors, c=checked: distributions.kl_divergence(
                        k(*x[:2], validate_args=c), k(*x[2:], validate_args=c)
                    )
                )
        print(f"\nkl of {case}")
        for who, f in found.items():
            print(f"  {who:<40}{least(f, repeat, inner) * 1e3:10.3f} ms")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--columns", type=int, default=100)
    parser.add_argument("--repeat", type=int, default=5)
    asked = parser.parse_args()
    rng = np.random.default_rng(0)
    names = ("kl", "js", "total_variation", "hellinger", "chi2")
    ours = {f"{name}: ours": getattr(divergences, name) for name in names}
    for kind in (np.float64, np.float32):
        p, q = (rng.random((asked.rows, asked.columns)).astype(kind) for _ in range(2))
        p, q = p / p.sum(-1, keepdims=True), q / q.sum(-1, keepdims=True)
        floor = least(lambda p=p, q=q: (p.sum(), q.sum()), asked.repeat)
        print(f"\n{asked.rows} x {asked.columns} of {np.dtype(kind)}: one pass {floor * 1e3:.1f} ms")
        for name, f in sorted({**ours, **peers()}.items()):
            seconds = least(lambda f=f, p=p, q=q: f(p, q), asked.repeat)
            print(f"  {name:<40}{seconds * 1e3:10.1f} ms{seconds / floor:8.1f} passes")
    print_laws(rng, asked.repeat)
    p, q = rng.dirichlet(np.ones(10)), rng.dirichlet(np.ones(10))
    print("\none call, tables of 10")
    for name, f in sorted({**ours, **peers()}.items()):
        print(f"  {name:<40}{least(lambda f=f: f(p, q), asked.repeat, 300) * 1e6:10.1f} us")


if __name__ == "__main__":
    main()
