"""Divergences between tables, laws and samples: closed forms that stay right where the usual formulas break down.

    from hw3verify.divergences import kl
    kl([0.25, 0.25, 0.5], [0.5, 0.25, 0.25])        # 0.17328679513998632, in nats

Everything is computed from differences that are formed without rounding error and from terms that cannot be negative,
so that near-equal arguments keep all their digits. The package stands by itself: it knows no other part of the house,
and importing it loads numpy alone. Public names are loaded when they are first asked for."""

from __future__ import annotations

from typing import Any

_HOMES: dict[str, str] = {
    name: home
    for home, names in {
        "relative": "kl jeffreys chi2",
        "symmetric": "total_variation hellinger bhattacharyya",
        "jensen": "js js_distance",
        "entropies": "entropy cross_entropy",
        "orders": "renyi tsallis",
        "information": "mutual_information",
        "generator": "f_divergence",
        "matrix": "pairwise",
        "laws": "Normal LogNormal HalfNormal MultivariateNormal Uniform Beta Bernoulli Binomial Poisson Geometric "
        "Categorical Dirichlet Exponential Gamma Pareto Laplace Gumbel Cauchy VonMises PointMass Independent",
        "quadrature": "integrated",
        "learning": "optimal_discriminator gan_value elbo",
        "forms": "kl_normal kl_log_normal kl_half_normal kl_multivariate_normal kl_uniform kl_beta kl_dirichlet "
        "kl_bernoulli kl_binomial kl_poisson kl_geometric kl_categorical kl_exponential kl_gamma kl_pareto kl_laplace "
        "kl_gumbel kl_cauchy kl_von_mises",
        "transport": "wasserstein1",
        "transport2": "wasserstein2",
        "plans": "optimal_plan dual_potential",
        "logforms": "kl_log jeffreys_log chi2_log js_log js_distance_log total_variation_log hellinger_log "
        "bhattacharyya_log renyi_log tsallis_log entropy_log cross_entropy_log",
    }.items()
    for name in names.split()
}

__all__ = sorted(_HOMES)  # noqa: PLE0605


def __getattr__(name: str) -> Any:
    """A public name, loaded from its home when it is first asked for."""
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    value = getattr(import_module(f"{__name__}.{home}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """The public names, loaded or not."""
    return sorted({*globals(), *__all__})
