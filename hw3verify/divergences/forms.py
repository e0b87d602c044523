"""KL divergences by parameters, for people who hold plain arrays: `kl_normal(mean_p, scale_p, mean_q, scale_q)`.

Each is `kl` of two laws of one family, with the parameters of p before those of q, in the order of the law's own
constructor; they broadcast against each other. See `kl` for conventions and `laws` for the families. What is refused
is said of `scale_p` or `scale_q`, not of `scale`. With `check=False` nothing is looked at, and the result is NaN where
parameters make no law."""

from __future__ import annotations

from collections.abc import Callable
from inspect import Parameter, Signature
from typing import Any

from hw3verify.divergences import laws
from hw3verify.divergences.laws.family import Family
from hw3verify.divergences.relative import kl
from hw3verify.divergences.tables import in_base

FORMS: dict[str, type[Family]] = {
    "kl_normal": laws.Normal,
    "kl_log_normal": laws.LogNormal,
    "kl_half_normal": laws.HalfNormal,
    "kl_multivariate_normal": laws.MultivariateNormal,
    "kl_uniform": laws.Uniform,
    "kl_beta": laws.Beta,
    "kl_dirichlet": laws.Dirichlet,
    "kl_bernoulli": laws.Bernoulli,
    "kl_binomial": laws.Binomial,
    "kl_poisson": laws.Poisson,
    "kl_geometric": laws.Geometric,
    "kl_categorical": laws.Categorical,
    "kl_exponential": laws.Exponential,
    "kl_gamma": laws.Gamma,
    "kl_pareto": laws.Pareto,
    "kl_laplace": laws.Laplace,
    "kl_gumbel": laws.Gumbel,
    "kl_cauchy": laws.Cauchy,
    "kl_von_mises": laws.VonMises,
}


def _law(family: type[Family], parameters: tuple[Any, ...], side: str, check: bool) -> Family:
    try:
        return family(*parameters, check=check)
    except ValueError as error:
        text = str(error)
        for name in family.names:
            if text.startswith(f"{name}:"):
                raise ValueError(f"{name}_{side}{text[len(name) :]}") from None
        raise ValueError(f"{side}: {text}") from None


def _made(name: str, family: type[Family]) -> Callable[..., Any]:
    names = [f"{parameter}_{side}" for side in "pq" for parameter in family.names]
    half = len(family.names)
    kind = Parameter.POSITIONAL_OR_KEYWORD
    signature = Signature(
        [
            *(Parameter(each, kind, annotation=Any) for each in names),
            Parameter("base", Parameter.KEYWORD_ONLY, default=None, annotation=float | None),
            Parameter("check", Parameter.KEYWORD_ONLY, default=True, annotation=bool),
        ],
        return_annotation=Any,
    )

    def form(*parameters: Any, base: float | None = None, check: bool = True, **named: Any) -> Any:
        if named or len(parameters) != 2 * half:
            parameters = signature.bind(*parameters, **named).args
        p = _law(family, parameters[:half], "p", check)
        q = _law(family, parameters[half:], "q", check)
        return in_base(kl(p, q), base)

    form.__name__ = form.__qualname__ = name
    form.__module__ = __name__
    form.__signature__ = signature  # type: ignore[attr-defined]
    form.__doc__ = (
        f"KL(p || q) of two {family.__name__} laws, in nats unless a `base` is given: "
        f"{name}({', '.join(names)}).\n\n    {family.__doc__}\n\n    "
        "Accuracy, conventions and errors: see `kl` and this module."
    )
    return form


globals().update({name: _made(name, family) for name, family in FORMS.items()})
