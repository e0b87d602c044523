"""SymPy's random variables: their divergences and entropies as SymPy expressions, exact and not simplified away.

`kl(sympy.stats.Normal("X", m, s), sympy.stats.Normal("Y", n, t))` is the textbook formula in these symbols; variables
with finitely many values give the finite sum. NotImplementedError for other pairs."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

from hw3verify.divergences.dispatch import Law, rule


class Symbolic(Law):
    """The law of a random variable of SymPy: the name of its family and its parameters, or its table."""

    __slots__ = ("parameters", "table", "way")

    def __init__(self, way: str, parameters: tuple[Any, ...], table: dict[Any, Any] | None) -> None:
        self.way, self.parameters, self.table = way, parameters, table


def read(value: Any) -> Law | None:
    """The law of a random symbol; None for other expressions."""
    space = getattr(value, "pspace", None)
    if space is None or type(value).__name__ != "RandomSymbol":
        return None
    law: Any = getattr(space, "distribution", None)
    if hasattr(law, "dict"):
        return Symbolic("table", (), dict(law.dict))
    way, parameters = type(law).__name__.removesuffix("Distribution"), tuple(law.args)
    if way == "Gumbel":
        if parameters[2] == True:  # noqa: E712
            raise NotImplementedError("Gumbel's law of least values has no form here")
        parameters = parameters[:2]
    return Symbolic(way, parameters, None)


def _kl_normal(s: Any, m: Any, a: Any, n: Any, b: Any) -> Any:
    return s.log(b / a) + (a**2 + (m - n) ** 2) / (2 * b**2) - s.Rational(1, 2)


def _kl_gamma(s: Any, a: Any, t: Any, b: Any, u: Any) -> Any:
    # SymPy's second parameter is the scale
    return (a - b) * s.digamma(a) - s.loggamma(a) + s.loggamma(b) + b * s.log(u / t) + a * (t / u - 1)


def _kl_beta(s: Any, a: Any, b: Any, c: Any, d: Any) -> Any:
    def log_beta(x: Any, y: Any) -> Any:
        return s.loggamma(x) + s.loggamma(y) - s.loggamma(x + y)

    slopes = (a - c) * s.digamma(a) + (b - d) * s.digamma(b) + (c - a + d - b) * s.digamma(a + b)
    return log_beta(c, d) - log_beta(a, b) + slopes


def _kl_laplace(s: Any, m: Any, a: Any, n: Any, b: Any) -> Any:
    gap = s.Abs(m - n)
    return s.log(b / a) + gap / b + a / b * s.exp(-gap / a) - 1


def _kl_gumbel(s: Any, a: Any, m: Any, b: Any, n: Any) -> Any:
    # SymPy gives the scale first
    return (
        s.log(b / a) + s.EulerGamma * (a / b - 1) + s.exp((n - m) / b) * s.gamma(a / b + 1) - 1 + (m - n) / b
    )


def _kl_geometric(s: Any, p: Any, q: Any) -> Any:
    return s.log(p / q) + (1 - p) / p * s.log((1 - p) / (1 - q))


def _kl_uniform(s: Any, a: Any, b: Any, c: Any, d: Any) -> Any:
    return s.Piecewise((s.log((d - c) / (b - a)), (a >= c) & (b <= d)), (s.oo, True))


def _kl_pareto(s: Any, m: Any, a: Any, n: Any, b: Any) -> Any:
    return s.Piecewise((s.log(a / b) + b * s.log(m / n) + b / a - 1, m >= n), (s.oo, True))


KL: dict[str, Callable[..., Any]] = {
    "Normal": _kl_normal,
    "LogNormal": _kl_normal,
    "Exponential": lambda s, a, b: s.log(a / b) + b / a - 1,
    "Gamma": _kl_gamma,
    "Beta": _kl_beta,
    "Laplace": _kl_laplace,
    "Gumbel": _kl_gumbel,
    "Cauchy": lambda s, m, a, n, b: s.log(((a + b) ** 2 + (m - n) ** 2) / (4 * a * b)),
    "Poisson": lambda s, a, b: a * s.log(a / b) - a + b,
    "Geometric": _kl_geometric,
    "Uniform": _kl_uniform,
    "Pareto": _kl_pareto,
}

ENTROPY: dict[str, Callable[..., Any]] = {
    "Normal": lambda s, _, a: s.log(2 * s.pi * s.E * a**2) / 2,
    "LogNormal": lambda s, m, a: m + s.log(2 * s.pi * s.E * a**2) / 2,
    "Exponential": lambda s, a: 1 - s.log(a),
    "Gamma": lambda s, a, t: a + s.log(t) + s.loggamma(a) + (1 - a) * s.digamma(a),
    "Laplace": lambda s, _, a: 1 + s.log(2 * a),
    "Cauchy": lambda s, _, a: s.log(4 * s.pi * a),
    "Uniform": lambda s, a, b: s.log(b - a),
}


def _sympy() -> Any:
    return sys.modules["sympy"]


@rule("kl", Symbolic, Symbolic)
def kl(p: Symbolic, q: Symbolic) -> Any:
    """KL(p || q) as an expression."""
    s = _sympy()
    if p.table is not None and q.table is not None:
        total = s.Integer(0)
        for outcome, mass in p.table.items():
            if mass == 0:
                continue
            other = q.table.get(outcome, s.Integer(0))
            if other == 0:
                return s.oo
            total += mass * s.log(mass / other)
        return total
    if p.way == q.way and p.way in KL:
        return KL[p.way](s, *p.parameters, *q.parameters)
    raise NotImplementedError(f"kl({p.way}, {q.way}): no symbolic form is known here")


@rule("entropy", Symbolic)
def entropy(p: Symbolic) -> Any:
    """The entropy as an expression."""
    s = _sympy()
    if p.table is not None:
        return -sum((m * s.log(m) for m in p.table.values() if m != 0), s.Integer(0))
    if p.way in ENTROPY:
        return ENTROPY[p.way](s, *p.parameters)
    raise NotImplementedError(f"entropy({p.way}): no symbolic form is known here")


@rule("js", Symbolic, Symbolic)
def js(p: Symbolic, q: Symbolic) -> Any:
    """The Jensen-Shannon divergence of variables with finitely many values."""
    s = _sympy()
    if p.table is None or q.table is None:
        raise NotImplementedError(f"js({p.way}, {q.way}): no symbolic form is known here")
    outcomes = {**p.table, **q.table}
    middle = Symbolic("table", (), {x: (p.table.get(x, 0) + q.table.get(x, 0)) / s.Integer(2) for x in outcomes})
    return (kl(p, middle) + kl(q, middle)) / 2


@rule("cross_entropy", Symbolic, Symbolic)
def cross_entropy(p: Symbolic, q: Symbolic) -> Any:
    """Entropy and divergence."""
    return entropy(p) + kl(p, q)


@rule("jeffreys", Symbolic, Symbolic)
def jeffreys(p: Symbolic, q: Symbolic) -> Any:
    """The divergences in both directions."""
    return kl(p, q) + kl(q, p)
