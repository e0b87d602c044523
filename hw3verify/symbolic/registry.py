"""The names under which the theorems are cited.

A statement of a theorem has an identifier `MODULE.NAME`: documents, properties and experiments cite it by that name,
and `hw3verify.symbolic.MODULE` checks it under NAME. This file is data and loads nothing else, so that whoever only
cites need not load SymPy. An identifier, once published, keeps its meaning.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Entry:
    """A statement that can be cited: its identifier, and what it says in one line."""

    identifier: str
    title: str

    @property
    def module(self) -> str:
        """The theorem's module in `hw3verify.symbolic`: the identifier up to its dot."""
        return self.identifier.partition(".")[0]

    @property
    def name(self) -> str:
        """The statement's name within its module: the identifier after its dot."""
        return self.identifier.partition(".")[2]


REGISTRY: tuple[Entry, ...] = (
    Entry("elbo.bound", "log p(x) is at least the evidence lower bound"),
    Entry("elbo.gap", "the gap of the bound is KL(q(z), p(z|x))"),
    Entry("elbo.equality", "the bound is attained by the posterior alone"),
    Entry("elbo.linear_gaussian", "the bound of the linear-Gaussian model in closed form, and its gap"),
    Entry("elbo.iwae", "the importance-weighted bound does not fall from one sample to two, or from two to three"),
    Entry("gaussian_kl.equal_variance", "KL of normal laws of equal variance"),
    Entry("gaussian_kl.scalar", "KL of normal laws of a number"),
    Entry("gaussian_kl.diagonal", "KL of normal laws of a vector of independent components"),
    Entry("gaussian_kl.full", "KL of normal laws of a vector with any covariances"),
    Entry("gaussian_kl.zero", "KL of normal laws is 0 for equal laws only"),
    Entry("gaussian_kl.symmetry", "KL of normal laws is symmetric exactly where the variances are equal"),
    Entry("posterior.stationary", "the Lagrangian of the bound is stationary at the posterior alone"),
    Entry("posterior.maximum", "the bound is strictly concave, and the posterior is its maximiser"),
    Entry("posterior.value", "the greatest value of the bound is log p(x)"),
    Entry("bernoulli_likelihood.likelihood", "the likelihood of independent bits as a product of powers"),
    Entry("bernoulli_likelihood.log", "the logarithm of the likelihood of independent bits"),
    Entry("bernoulli_likelihood.gradient", "its gradient in the logits is what was seen less what was expected"),
    Entry("optimal_discriminator.pointwise", "the integrand is stationary at p_data / (p_data + p_G) alone"),
    Entry("optimal_discriminator.second_order", "the second derivative of the integrand there is negative"),
    Entry("optimal_discriminator.maximum", "no discriminator has a greater value"),
    Entry("optimal_discriminator.euler_lagrange", "the Euler-Lagrange equation of the value has the same solution"),
    Entry("optimal_discriminator.negated", "the negated value is least at the same discriminator"),
    Entry("jsd_identity.identity", "the value of the best discriminator is 2 JSD(p_data, p_G) - log 4"),
    Entry("jsd_identity.negated", "the negated value of the best discriminator is log 4 - 2 JSD(p_data, p_G)"),
    Entry("jsd_identity.bounds", "JSD is between 0 and log 2, and log 2 for disjoint laws only"),
    Entry("jsd_identity.zero", "JSD is 0 for equal laws only"),
    Entry("jsd_identity.entropies", "JSD is the entropy of the mixture less the mean entropy"),
    Entry("jsd_identity.shifted_uniforms", "JSD(U[0,1], U[t,1+t]) is min(t,1) log 2"),
    Entry("wasserstein.cdf", "W_1 of shifted uniform laws by distribution functions is the shift"),
    Entry("wasserstein.quantiles", "W_1 of shifted uniform laws by quantile functions is the shift"),
    Entry("wasserstein.duality", "W_1 of shifted uniform laws by a coupling and a Lipschitz function is the shift"),
    Entry("wasserstein.homework", "W_1 of U[0,1] from U[1/2,3/2] and U[1,2] is 1/2 and 1"),
    Entry("wasserstein.normals", "W_1 of normal laws of a number"),
    Entry("wasserstein.infinite_kl", "KL of shifted uniform laws is infinite for every shift"),
    Entry("wasserstein.push_forward", "an expectation over noise is one over the push-forward density"),
)

_BY_IDENTIFIER = {entry.identifier: entry for entry in REGISTRY}
MODULES: tuple[str, ...] = tuple(dict.fromkeys(entry.module for entry in REGISTRY))


def entry(identifier: str) -> Entry:
    """The entry of that identifier. Raises ValueError, with the close ones, where there is none."""
    if identifier not in _BY_IDENTIFIER:
        from difflib import get_close_matches

        close = get_close_matches(identifier, _BY_IDENTIFIER, 3)
        known = f"did you mean {' or '.join(close)}?" if close else f"the modules are {', '.join(MODULES)}"
        raise ValueError(f"identifier: there is no theorem {identifier!r}; {known}")
    return _BY_IDENTIFIER[identifier]


def entries(module: str) -> tuple[Entry, ...]:
    """The statements of one theorem, in order. Raises ValueError where there is no such module."""
    if module not in MODULES:
        raise ValueError(f"module: there is no theorem {module!r}; there are {', '.join(MODULES)}")
    return tuple(entry for entry in REGISTRY if entry.module == module)
