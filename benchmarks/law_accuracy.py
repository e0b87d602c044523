"""How far are divergences between laws of two families, entropies of laws, and integrated divergences of near laws from
their exact values?

    python benchmarks/law_accuracy.py [--count 40] [--seed 0] [--markdown]

Worst errors of this package and of the peers that can be imported, in units of 2^-52 of the exact value: torch's
formulas, SciPy's entropies, and SciPy's quadrature of the definition (what one writes where a library has no formula).
Exact values are entropies and moments in balls of 1500 bits, and mpmath's integrals. `!` stands for NaN, a wrong
infinity, zero or sign, or a refusal, `-` for a peer that was not asked."""

from __future__ import annotations

import argparse
import math
import warnings
from collections.abc import Callable
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from runpy import run_path
from types import SimpleNamespace
from typing import Any

import flint
import mpmath
import numpy as np
from printing import Printed, units

from hw3verify import divergences

EXACT = SimpleNamespace(**run_path(str(Path(__file__).parents[1] / "tests" / "divergences" / "references.py")))
A = flint.arb
Moments = dict[str, Any]


def half_log() -> Any:
    """log(2 pi)/2."""
    return (2 * A.pi()).log() / 2



def normal(m: Any, s: Any) -> Moments:
    """Entropy, mean, mean of squares, E|x - c| and E e^(-x/t) of normal laws."""
    def away(c: Any) -> Any:
        z = (m - c) / s
        return s * (2 / A.pi()).sqrt() * (-z * z / 2).exp() + (m - c) * (z / A(2).sqrt()).erf()

    return {
        "entropy": half_log() + s.log() + A(1) / 2, "x": m, "x2": m * m + s * s, "away": away,
        "transform": lambda t: (-m / t + s * s / (2 * t * t)).exp(),
    }  # fmt: skip


def laplace(m: Any, s: Any) -> Moments:
    """The same of Laplace's laws, whose transform may be infinite."""
    return {
        "entropy": 1 + (2 * s).log(), "x": m, "x2": m * m + 2 * s * s,
        "transform": lambda t: (-m / t).exp() / (1 - s * s / t / t) if s < t else None,
    }  # fmt: skip


def gumbel(m: Any, s: Any) -> Moments:
    """The same of Gumbel's laws."""
    x = m + A.const_euler() * s
    return {"entropy": s.log() + A.const_euler() + 1, "x": x, "x2": x * x + A.pi() ** 2 * s * s / 6}


def exponential(r: Any) -> Moments:
    """The same of exponential laws, and the mean of the logarithm."""
    return gamma(A(1), r)


def gamma(a: Any, r: Any) -> Moments:
    """The same of gamma laws."""
    log = a.digamma() - r.log()
    return {
        "entropy": a - r.log() + a.lgamma() + (1 - a) * a.digamma(), "x": a / r, "x2": a * (a + 1) / r / r, "log": log,
        "transform": lambda t: (1 + 1 / (r * t)) ** (-a),
    }  # fmt: skip


def half_normal(s: Any) -> Moments:
    """The same of half-normal laws."""
    return {
        "entropy": (A.pi() / 2).log() / 2 + A(1) / 2 + s.log(), "x": s * (2 / A.pi()).sqrt(), "x2": s * s,
        "log": s.log() - (A.const_euler() + A(2).log()) / 2,
        "transform": lambda t: (s * s / (2 * t * t)).exp() * (s / t / A(2).sqrt()).erfc(),
    }  # fmt: skip


def cauchy(_: Any, s: Any) -> Moments:
    """Of Cauchy's laws the entropy alone."""
    return {"entropy": (4 * A.pi() * s).log()}


MOMENTS: dict[str, Callable[..., Moments]] = {
    "Normal": normal, "Laplace": laplace, "Gumbel": gumbel, "Exponential": exponential, "Gamma": gamma,
    "HalfNormal": half_normal, "Cauchy": cauchy,
}  # fmt: skip
LOCATED = ("Normal", "Laplace", "Gumbel", "Cauchy")


def against(p: Moments, q: str, given: list[Any]) -> Any:
    """-E_p log q, or None where it is infinite."""
    if q == "Normal":
        m, s = given
        return s.log() + half_log() + (p["x2"] - 2 * m * p["x"] + m * m) / (2 * s * s)
    if q == "Laplace":
        return (2 * given[1]).log() + p["away"](given[0]) / given[1]
    if q == "Gumbel":
        c, s = given
        transform = p["transform"](s)
        return None if transform is None else s.log() + (p["x"] - c) / s + (c / s).exp() * transform
    if q == "HalfNormal":
        return given[0].log() + (A.pi() / 2).log() / 2 + p["x2"] / (2 * given[0] ** 2)
    if q == "Exponential":
        return -given[0].log() + given[0] * p["x"]
    k, r = given
    return -k * r.log() + k.lgamma() - (k - 1) * p["log"] + r * p["x"]


PAIRS = [
    ("Normal", "Laplace"), ("Normal", "Gumbel"), ("Laplace", "Normal"), ("Laplace", "Gumbel"), ("Gumbel", "Normal"),
    ("Exponential", "Normal"), ("Exponential", "Gamma"), ("Exponential", "HalfNormal"), ("Exponential", "Gumbel"),
    ("Gamma", "Normal"), ("Gamma", "Exponential"), ("Gamma", "HalfNormal"), ("Gamma", "Gumbel"),
    ("HalfNormal", "Normal"), ("HalfNormal", "Exponential"), ("HalfNormal", "Gamma"),
]  # fmt: skip


def draw(name: str, rng: np.random.Generator, wide: float) -> list[float]:
    """Parameters of magnitudes up to 10^wide either way."""
    size = [float(10.0 ** rng.uniform(-wide, wide)) for _ in range(2)]
    if name in LOCATED:
        return [float(rng.normal()) * size[0], size[1]]
    return [min(max(size[0], 1e-5), 1e5), size[1]] if name == "Gamma" else size[:1]


def torch_law(name: str, given: list[float]) -> Any:
    """torch's distribution of this family."""
    import torch

    parameters = (torch.tensor(x, dtype=torch.float64) for x in given)
    return getattr(torch.distributions, name)(*parameters, validate_args=False)


def torch_kl(one: str, p: list[float], two: str, q: list[float]) -> float:
    """torch's divergence."""
    from torch.distributions import kl_divergence

    return float(kl_divergence(torch_law(one, p), torch_law(two, q)))


def scipy_law(name: str, given: list[float]) -> Any:
    """SciPy's distribution of this family."""
    from scipy import stats

    if name in ("Exponential", "Gamma"):
        return stats.expon(0, 1 / given[0]) if name == "Exponential" else stats.gamma(given[0], 0, 1 / given[1])
    kinds = {"Normal": "norm", "Laplace": "laplace", "Gumbel": "gumbel_r", "Cauchy": "cauchy", "HalfNormal": "halfnorm"}
    return getattr(stats, kinds[name])(*([0.0] if name == "HalfNormal" else []), *given)


def quadrature(f: Callable[[float, float], float], p: Any, q: Any) -> float:
    """SciPy's integral of f(log p, log q) over the support of p, in three pieces between its quantiles."""
    from scipy.integrate import quad

    low, high = p.support()
    edges = [low, float(p.ppf(0.01)), float(p.ppf(0.99)), high]
    return float(sum(quad(lambda x: f(p.logpdf(x), q.logpdf(x)), a, b, limit=200)[0] for a, b in pairwise(edges)))


def scipy_integral(f: Callable[[float, float], float], one: str, p: list[float], two: str, q: list[float]) -> float:
    """The same of families by name."""
    return quadrature(f, scipy_law(one, p), scipy_law(two, q))


def entropy_of(law: Callable[[str, list[float]], Any], name: str, given: list[float]) -> float:
    """A peer's entropy."""
    return float(law(name, given).entropy())


def attempt(values: dict[str, float], peer: str, f: Callable[..., float], *given: Any) -> None:
    """A peer's value among the others, NaN where it refuses; nothing if it cannot be imported."""
    try:
        values[peer] = float(f(*given))
    except ImportError:
        pass
    except (ValueError, ArithmeticError, NotImplementedError, RuntimeError, TypeError):
        values[peer] = math.nan


def divergent(a: float, b: float) -> float:
    """The integrand of KL."""
    # exceptions inside of quad may end the process, and far out logarithms are infinite
    return math.exp(min(a, 700.0)) * (a - b) if a > -700.0 else 0.0


def jensen(a: float, b: float) -> float:
    """The integrand of the Jensen-Shannon divergence."""
    p, q = (math.exp(min(max(x, -740.0), 700.0)) for x in (a, b))
    return 0.5 * (p * math.log(2 * p / (p + q)) + q * math.log(2 * q / (p + q)))


def show(title: str, columns: list[str], rows: dict[str, dict[str, float]], markdown: bool) -> None:
    """One table, as text or for the documentation."""
    table = Printed(markdown, 36, 18)
    table.head([title, *columns])
    for name, worst in rows.items():
        table.row([name, *(units(worst.get(column)) for column in columns)])


def across(count: int, seed: int, wide: float) -> dict[str, dict[str, float]]:
    """Worst errors of KL between families."""
    rows: dict[str, dict[str, float]] = {}
    for one, two in PAIRS:
        rng = np.random.default_rng(seed)
        worst = rows.setdefault(f"{one}, {two}", {"ours": 0.0})
        for _ in range(count):
            p, q = draw(one, rng, wide), draw(two, rng, wide)
            own = MOMENTS[one](*map(EXACT.ball, p))
            cross = against(own, two, [EXACT.ball(x) for x in q])
            exact = math.inf if cross is None else cross - own["entropy"]
            if cross is not None and exact.rel_accuracy_bits() < 70:
                continue
            values = {"ours": float(divergences.kl(getattr(divergences, one)(*p), getattr(divergences, two)(*q)))}
            attempt(values, "torch", torch_kl, one, p, two, q)
            attempt(values, "SciPy's quad", scipy_integral, divergent, one, p, two, q)
            for name, value in values.items():
                worst[name] = max(worst.get(name, 0.0), EXACT.units(value, exact))
    return rows


def entropies(count: int, seed: int) -> dict[str, dict[str, float]]:
    """Worst errors of entropies."""
    rows: dict[str, dict[str, float]] = {}
    for one in MOMENTS:
        rng = np.random.default_rng(seed)
        worst = rows.setdefault(one, {"ours": 0.0})
        for _ in range(count):
            p = draw(one, rng, 3.0)
            exact = MOMENTS[one](*map(EXACT.ball, p))["entropy"]
            values = {"ours": float(divergences.entropy(getattr(divergences, one)(*p)))}
            attempt(values, "scipy", entropy_of, scipy_law, one, p)
            attempt(values, "torch", entropy_of, torch_law, one, p)
            for name, value in values.items():
                worst[name] = max(worst.get(name, 0.0), EXACT.units(value, exact))
    return rows


DENSITIES: dict[str, tuple[list[float], Callable[..., Any], list[float]]] = {
    "Normal": ([0.3, 1.2], lambda x, m, s: mpmath.npdf((x - m) / s) / s, [-14, -3, 0, 1, 4, 15]),
    "Gumbel": ([0.2, 1.1], lambda x, m, s: mpmath.exp((m - x) / s - mpmath.exp((m - x) / s)) / s, [-6, 0, 2, 8, 60]),
    "Exponential": ([1.3], lambda x, r: r * mpmath.exp(-r * x), [0, 1, 3, 10, 40, 90]),
    "HalfNormal": ([1.7], lambda x, s: 2 * mpmath.npdf(x / s) / s, [0, 1, 4, 9, 25]),
    "Gamma": ([3.0, 1.2], lambda x, k, r: r * (r * x) ** (k - 1) * mpmath.exp(-r * x) / mpmath.gamma(k), [0, 1, 4, 80]),
}


def integrals(_: int, seed: int) -> dict[str, dict[str, float]]:
    """Worst errors of Jensen-Shannon divergences of near laws, by the distance of their parameters."""
    rows: dict[str, dict[str, float]] = {}
    rng = np.random.default_rng(seed)
    mpmath.mp.dps = 40

    def cell(a: Any, b: Any) -> Any:
        if not a + b > 0:
            return mpmath.mpf(0)
        u = (a - b) / (a + b)
        if abs(u) > 0.5:
            return sum((x * mpmath.log(2 * x / (a + b)) for x in (a, b) if x > 0), mpmath.mpf(0)) / 2
        return (a + b) / 4 * ((1 + u) * mpmath.log1p(u) + (1 - u) * mpmath.log1p(-u))

    for name, (p, density, edges) in DENSITIES.items():
        for step in (0.3, 1e-4, 1e-9, 1e-14):
            q = [x * (1 + step * float(rng.choice([-1, 1]) * rng.uniform(0.5, 1))) for x in p]
            one, two = ([mpmath.mpf(x) for x in law] for law in (p, q))
            truth = mpmath.quad(lambda x, f=density, a=one, b=two: cell(f(x, *a), f(x, *b)), edges)
            exact = EXACT.ball(Fraction(mpmath.nstr(truth, 36)))
            worst = rows.setdefault(f"{name}, {step:g}", {"ours": 0.0})
            family = getattr(divergences, name)
            values = {"ours": float(divergences.js(family(*p), family(*q)))}
            attempt(values, "SciPy's quad", scipy_integral, jensen, name, p, name, q)
            for peer, value in values.items():
                worst[peer] = EXACT.units(value, exact)
    return rows


def main() -> None:
    """Draw, compare, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=40, help="laws or pairs of them for each row")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--markdown", action="store_true", help="tables as the documentation has them")
    asked = parser.parse_args()
    warnings.simplefilter("ignore")
    flint.ctx.prec = 1500
    with np.errstate(all="ignore"):
        for title, wide in (("kl, of families", 1.0), ("kl, parameters 1e-6 .. 1e6", 6.0)):
            show(title, ["ours", "torch", "SciPy's quad"], across(asked.count, asked.seed, wide), asked.markdown)
        show("entropy", ["ours", "scipy", "torch"], entropies(asked.count, asked.seed), asked.markdown)
        show("js, parameters apart by", ["ours", "SciPy's quad"], integrals(asked.count, asked.seed), asked.markdown)


if __name__ == "__main__":
    main()
