"""How far are divergences from their exact values, in units of the last place, in the regimes where formulas break
down?

    python benchmarks/accuracy.py                every function of tables, every regime, beside the peers installed
    python benchmarks/accuracy.py --function kl js --count 200 --seed 5
    python benchmarks/accuracy.py --laws         KL of two laws of a family, and of normal laws of vectors
    python benchmarks/accuracy.py --markdown     the tables of docs/divergences.md (with --laws: those of laws)

For each function and regime (tables drawn by class: near-equal, tiny, huge, one-hot, subnormal, extreme ratios,
counts, long) it prints the worst error of this package and of each peer that can be imported (SciPy, torch, dit;
"plain" is the definition in one line of numpy), in units of 2^-52 (float32: 2^-23) of the exact value. The exact
value is computed by python-flint from the floats as rational numbers, on exactly normalised tables. `!` stands for
NaN, a wrong infinity, zero or sign."""

from __future__ import annotations

import argparse
import math
import warnings
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from runpy import run_path
from types import SimpleNamespace
from typing import Any

import flint
import numpy as np
from printing import Printed, units

from hw3verify import divergences

EXACT = SimpleNamespace(**run_path(str(Path(__file__).parents[1] / "tests" / "divergences" / "references.py")))
LAWS = SimpleNamespace(**run_path(str(Path(__file__).parents[1] / "tests" / "divergences" / "law_references.py")))
Table = tuple[Any, Any]
Regime = Callable[[np.random.Generator, int], Table]


def near(rng: np.random.Generator, n: int, low: float, high: float, *, rounded: bool = False) -> Table:
    """A table and one that differs relatively by up to 10^low .. 10^high, both normalised by rounding if that is
    asked for."""
    p = rng.random(n)
    q = p * (1 + 10.0 ** rng.uniform(low, high) * rng.uniform(-1, 1, n))
    return (p / p.sum(), q / q.sum()) if rounded else (p, q)


def one_step(rng: np.random.Generator, n: int) -> Table:
    """A table and itself with one entry moved to the next float."""
    p = rng.random(n)
    q = p.copy()
    q[rng.integers(n)] *= 1 + 2.0**-52
    return p, q


def one_hot(rng: np.random.Generator, n: int, low: float) -> Table:
    """Almost all mass in one place, the rest of magnitudes down to 10^low."""
    p, q = 10.0 ** rng.uniform(low, -10, (2, n))
    p[0], q[0] = rng.uniform(0.5, 1, 2)
    return p, q


def covered(rng: np.random.Generator, n: int) -> Table:
    """Zeros in p, none in q."""
    p = rng.random(n) * (rng.random(n) < 0.6)
    p[0] += 0.1
    return p, rng.random(n)


def disjoint(rng: np.random.Generator, n: int, beside: float) -> Table:
    """Tables whose masses lie apart, but for a factor `beside`."""
    p, q = rng.random((2, n))
    where = np.arange(n) < n // 2
    return np.where(where, p, p * beside), np.where(where, q * beside, q)


REGIMES: dict[str, Regime] = {
    "generic": lambda rng, n: (rng.random(n), rng.random(n)),
    "normalised, Dirichlet": lambda rng, n: (rng.dirichlet(np.ones(n)), rng.dirichlet(np.ones(n))),
    "near, 1e-6 .. 1e-1": lambda rng, n: near(rng, n, -6, -1),
    "near, 1e-15 .. 1e-7": lambda rng, n: near(rng, n, -15, -7),
    "near, rounded sums": lambda rng, n: near(rng, n, -15, -7, rounded=True),
    "one unit apart": one_step,
    "proportional by rounding": lambda rng, n: ((p := rng.random(n)), p / 3),
    "every magnitude": lambda rng, n: (10.0 ** rng.uniform(-300, 0, n), 10.0 ** rng.uniform(-300, 0, n)),
    "subnormal": lambda rng, n: (rng.integers(1, 50, n) * 5e-324, rng.integers(1, 50, n) * 5e-324),
    "subnormal in q": lambda rng, n: (rng.random(n), 10.0 ** rng.uniform(-322, 0, n)),
    "huge": lambda rng, n: (rng.random(n) * 1.7e308, rng.random(n) * 1.7e308),
    "huge and tiny in q": lambda rng, n: (rng.random(n), 10.0 ** rng.uniform(-322, 308, n)),
    "almost one-hot": lambda rng, n: one_hot(rng, n, -20),
    "almost one-hot, far below": lambda rng, n: one_hot(rng, n, -300),
    "zeros in p": covered,
    "almost disjoint": lambda rng, n: disjoint(rng, n, 1e-17),
    "disjoint": lambda rng, n: disjoint(rng, n, 0.0),
    "counts": lambda rng, n: (rng.integers(1, 1000, n) * 1.0, rng.integers(1, 1000, n) * 1.0),
    "ratios of nine": lambda rng, n: ((p := rng.random(n)), p * rng.choice([1 / 9, 9, 1, 8.5], n)),
}


def _plain_kl(p: Any, q: Any) -> float:
    p, q = p / p.sum(), q / q.sum()
    return float(np.sum(np.where(p > 0, p * np.log(p / q), 0)))


def peers() -> dict[str, dict[str, Callable[..., Any]]]:
    """What can be imported, by function: SciPy, torch, dit, and the definition in plain numpy."""
    offered: dict[str, dict[str, Callable[..., Any]]] = {"kl": {"plain": _plain_kl}}

    def offer(function: str, peer: str, f: Callable[..., Any]) -> None:
        offered.setdefault(function, {})[peer] = f

    offer("js", "plain", lambda p, q: (_plain_kl(p, m := p / p.sum() + q / q.sum()) + _plain_kl(q, m)) / 2)
    try:
        from scipy.spatial.distance import jensenshannon
        from scipy.stats import entropy

        offer("kl", "scipy", entropy)
        offer("js", "scipy", lambda p, q: jensenshannon(p, q) ** 2)
        offer("js_distance", "scipy", jensenshannon)
        offer("entropy", "scipy", entropy)
    except ImportError:
        pass
    try:
        import torch
        from torch.distributions import Categorical, kl_divergence

        def table(p: Any) -> Any:
            return Categorical(probs=torch.from_numpy(np.asarray(p)))

        offer("kl", "torch", lambda p, q: kl_divergence(table(p), table(q)).item())
        offer("entropy", "torch", lambda p: table(p).entropy().item())
    except ImportError:
        pass
    try:
        import dit

        def outcomes(p: Any) -> Any:
            return dit.ScalarDistribution(list(range(len(p))), list(p / p.sum()))

        bits = dit.divergences.kullback_leibler_divergence
        offer("kl", "dit", lambda p, q: bits(outcomes(p), outcomes(q)) * math.log(2))
    except ImportError:
        pass
    return offered


NAMES = [
    "kl", "js", "js_distance", "jeffreys", "chi2", "total_variation", "hellinger", "bhattacharyya", "cross_entropy",
    "entropy", "renyi", "tsallis",
]  # fmt: skip
ALPHAS = (0.3, 0.5, 1 - 1e-9, 1 + 1e-9, 2.0, 5.0)


def values(name: str, p: Any, q: Any, offered: dict[str, Callable[..., Any]]) -> dict[str, list[float]]:
    """The errors of this package and of the peers for one pair of tables."""
    single = p.dtype == np.float32
    eps, tiny = (Fraction(1, 2**23), Fraction(1, 2**149)) if single else (Fraction(1, 2**52), Fraction(1, 2**1074))
    wide = p.astype(float), q.astype(float)
    if name in ("renyi", "tsallis"):
        f = getattr(divergences, name)
        return {
            "ours": [
                EXACT.units(f(p, q, alpha), EXACT.divergence(name, *wide, alpha=alpha), eps, tiny) for alpha in ALPHAS
            ]
        }
    tables = (p,) if name == "entropy" else (p, q)
    exact = EXACT.entropy(wide[0]) if name == "entropy" else EXACT.divergence(name, *wide)
    errors = {"ours": [EXACT.units(getattr(divergences, name)(*tables), exact, eps, tiny)]}
    for peer, f in offered.items():
        try:
            value = float(f(*tables))
        except (ValueError, ZeroDivisionError, ArithmeticError):
            value = math.nan
        errors[peer] = [EXACT.units(value, exact, eps, tiny)]
    return errors


def torch_law(name: str, parameters: list[float]) -> Any:
    """The distribution of torch of this family; None where it has none."""
    from torch import distributions, tensor

    kind = getattr(distributions, name, None)
    return None if kind is None else kind(*(tensor(x, dtype=torch_double()) for x in parameters))


def torch_double() -> Any:
    """The type of double precision."""
    import torch

    return torch.float64


def torch_kl(p: Any, q: Any) -> float:
    """What torch says, NaN where it refuses."""
    from torch.distributions import kl_divergence

    try:
        return float(kl_divergence(p, q))
    except (ValueError, NotImplementedError, RuntimeError):
        return math.nan


def law_errors(name: str, regime: str, count: int, seed: int, *, torch: bool) -> dict[str, float]:
    """The worst errors of KL for two laws of a family in a regime, ours and torch's (without its range checks)."""
    rng = np.random.default_rng(seed)
    worst = {"ours": 0.0, "torch": 0.0 if torch else -1.0}
    for _ in range(count):
        p, q = LAWS.draw(name, rng, regime)
        exact = LAWS.EXACT[name](*map(LAWS.ball, p + q))
        if p == q:
            exact = EXACT.ZERO
        family = getattr(divergences, name)
        worst["ours"] = max(worst["ours"], EXACT.units(divergences.kl(family(*p), family(*q)), exact))
        if torch:
            try:
                pair = torch_law(name, p), torch_law(name, q)
                value = math.nan if None in pair else torch_kl(*pair)
            except ValueError:
                value = math.nan
            worst["torch"] = max(worst["torch"], EXACT.units(value, exact))
    return worst


def vectors_kl(mean_p: Any, one: Any, mean_q: Any, two: Any) -> Any:
    """KL of normal laws of vectors, in balls."""
    d = len(mean_p)
    first, second = (
        flint.arb_mat([[LAWS.ball(x) for x in row] for row in matrix.tolist()]) for matrix in (one, two)
    )
    gap = flint.arb_mat([[LAWS.ball(x) - LAWS.ball(y)] for x, y in zip(mean_p, mean_q, strict=True)])
    inner = second.solve(first)
    trace = sum((inner[i, i] for i in range(d)), EXACT.ZERO)
    return (trace - d - inner.det().log() + (gap.transpose() * second.solve(gap))[0, 0]) / 2


def vector_cases(rng: np.random.Generator) -> dict[str, tuple[Any, ...]]:
    """Means and covariances: far, near, ill-conditioned."""

    def covariance(d: int) -> Any:
        root = rng.normal(size=(d, d))
        return root @ root.T + np.eye(d)

    cases: dict[str, tuple[Any, ...]] = {}
    for d in (2, 8, 32):
        one, two, mean = covariance(d), covariance(d), rng.normal(size=d)
        one, two = (one + one.T) / 2, (two + two.T) / 2
        cases[f"generic, d = {d}"] = (mean, one, 0 * mean, two)
        cases[f"covariance (1 + 1e-9), d = {d}"] = (mean, one * (1 + 1e-9), mean, one)
        moved = one.copy()
        moved[0, 0] *= 1 + 1e-7
        cases[f"one variance (1 + 1e-7), d = {d}"] = (mean, moved, mean, one)
        cases[f"means 1e-9 apart, d = {d}"] = (mean + 1e-9, one, mean, one)
    for d in (4, 8):
        hilbert = np.array([[1 / (i + j + 1) for j in range(d)] for i in range(d)])
        zero = np.zeros(d)
        cases[f"unit and Hilbert, d = {d}"] = (zero, np.eye(d), zero, hilbert)
        cases[f"Hilbert and (1 + 1e-9) Hilbert, d = {d}"] = (zero, hilbert, zero, hilbert * (1 + 1e-9))
    return cases


def print_laws(asked: argparse.Namespace) -> None:
    """The tables of laws."""
    try:
        import torch
    except ImportError:
        torch = None  # type: ignore[assignment]
    flint.ctx.prec = LAWS.BITS

    table = Printed(asked.markdown, 40, 18)
    if torch is not None:
        torch.distributions.Distribution.set_default_validate_args(False)
    table.head(["kl, ours / torch", *LAWS.REGIMES])
    for name in LAWS.EXACT:
        cells = [name]
        for regime in LAWS.REGIMES:
            peer = torch is not None and name != "VonMises"
            errors = law_errors(name, regime, asked.count, asked.seed, torch=peer)
            cells.append(f"{units(errors['ours'])} / {units(errors['torch'] if peer else None)}")
        table.row(cells)
    table.head(["MultivariateNormal", "condition", "ours", "torch"])
    for case, (mean_p, one, mean_q, two) in vector_cases(np.random.default_rng(asked.seed)).items():
        exact = vectors_kl(mean_p, one, mean_q, two)
        family = divergences.MultivariateNormal
        ours = EXACT.units(divergences.kl(family(mean_p, one), family(mean_q, two)), exact)
        theirs = None
        if torch is not None:
            pair = [
                torch.distributions.MultivariateNormal(torch.from_numpy(mean), torch.from_numpy(matrix))
                for mean, matrix in ((mean_p, one), (mean_q, two))
            ]
            theirs = EXACT.units(torch_kl(*pair), exact)
        table.row([case, f"{np.linalg.cond(two):.0e}", units(ours), units(theirs)])


def main() -> None:
    """Draw, compare, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--function", nargs="*", default=NAMES, choices=NAMES)
    parser.add_argument("--count", type=int, default=30, help="pairs of tables for each regime")
    parser.add_argument("--lengths", type=int, nargs="*", default=[2, 3, 10, 50])
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--float32", action="store_true", help="tables of float32")
    parser.add_argument("--laws", action="store_true", help="laws instead of tables")
    parser.add_argument("--markdown", action="store_true", help="tables as the documentation has them")
    asked = parser.parse_args()
    flint.ctx.prec = EXACT.BITS
    warnings.simplefilter("ignore")
    if asked.laws:
        with np.errstate(all="ignore"):
            print_laws(asked)
        return
    offered = peers()
    for name in asked.function:
        columns = ["ours", *offered.get(name, {})]
        table = Printed(asked.markdown, 28, 12)
        table.head([name, *columns])
        for regime, draw in REGIMES.items():
            rng = np.random.default_rng(asked.seed)
            worst = dict.fromkeys(columns, 0.0)
            for k in range(asked.count):
                p, q = draw(rng, asked.lengths[k % len(asked.lengths)])
                if asked.float32:
                    with np.errstate(all="ignore"):
                        p, q = np.float32(p), np.float32(q)
                    if not (np.isfinite(p + q).all() and p.any() and q.any()):
                        continue
                with np.errstate(all="ignore"):
                    for column, errors in values(name, p, q, offered.get(name, {})).items():
                        worst[column] = max(worst[column], *errors)
            table.row([regime, *(units(worst[column]) for column in columns)])


if __name__ == "__main__":
    main()
