"""Every statement of every theorem: it holds, and a wrong closed form in its place does not."""

from dataclasses import FrozenInstanceError

import pytest
from sympy import (
    Basic,
    Determinant,
    Integer,
    KroneckerDelta,
    Rational,
    Symbol,
    Trace,
    Tuple,
    erf,
    exp,
    log,
    oo,
    pi,
    sqrt,
)

from hw3verify.symbolic import (
    bernoulli_likelihood,
    catalogue,
    elbo,
    gaussian_kl,
    gaussian_vectors,
    importance,
    jsd_identity,
    linear_gaussian,
    normal_transport,
    optimal_discriminator,
    posterior,
    push_forward,
    uniforms,
)
from hw3verify.symbolic.registry import MODULES, REGISTRY
from hw3verify.symbolic.tables import i, k, over, whole_sum

IDENTIFIERS = [entry.identifier for entry in REGISTRY]


@pytest.mark.parametrize("identifier", IDENTIFIERS)
def test_statement_holds(identifier: str) -> None:
    """The theorem is true, and each of its steps is shown."""
    found = catalogue.verify(identifier)
    assert found.identifier == identifier
    assert found.holds, str(found)


def test_modules_and_registry_agree() -> None:
    """The modules have exactly the statements of the registry, in its order."""
    have = [c.identifier for m in MODULES for c in catalogue.theorem(f"{m}.{_first(m)}").claims]
    assert have == IDENTIFIERS


def _first(module: str) -> str:
    return next(entry.name for entry in REGISTRY if entry.module == module)


E, G, P, B, D, J = elbo, gaussian_kl, posterior, bernoulli_likelihood, optimal_discriminator, jsd_identity
L, V, N, M = linear_gaussian, gaussian_vectors, normal_transport, importance
delta, spread = G.mu_q - G.mu_p, V.Sigma_q + (V.mu_q - V.mu_p) * (V.mu_q - V.mu_p).T
prior_kl = over(E.q[i] * log(E.q[i] / E.pi[i]))
true = E.posterior().xreplace({k: i})
fit = over(E.q[i] * log(E.l[i]))
shift = N.mu_q - N.mu_p
gap = N.sigma_q - N.sigma_p

WRONG: list[tuple[str, str, Basic]] = [
    ("elbo.bound", "the divergence is added", fit + prior_kl),
    ("elbo.bound", "its arguments are swapped", fit - over(E.pi[i] * log(E.pi[i] / E.q[i]))),
    ("elbo.bound", "half the divergence", fit - prior_kl / 2),
    ("elbo.bound", "the log in base 2", fit - prior_kl / log(2)),
    ("elbo.bound", "no divergence", fit),
    ("elbo.bound", "a mean over the prior", over(E.pi[i] * log(E.l[i])) - prior_kl),
    ("elbo.gap", "the other direction", over(true * log(true / E.q[i]))),
    ("elbo.gap", "from the prior", prior_kl),
    ("elbo.gap", "no evidence", over(E.q[i] * log(E.q[i] / (E.pi[i] * E.l[i])))),
    ("elbo.gap", "negated", -E.gap()),
    ("elbo.gap", "0", Integer(0)),
    ("elbo.equality", "the prior", E.pi[k]),
    ("elbo.equality", "not normalised", E.pi[k] * E.l[k]),
    ("elbo.equality", "no prior", E.l[k] / whole_sum(E.l[i])),
    ("elbo.equality", "a square", (E.pi[k] * E.l[k]) ** 2 / whole_sum((E.pi[i] * E.l[i]) ** 2)),
    ("elbo.linear_gaussian", "no w^2 v^2", L.bound() + L.w**2 * L.v**2 / (2 * L.s**2)),
    ("elbo.linear_gaussian", "s for s^2", L.bound().subs(L.s, sqrt(L.s))),
    ("elbo.linear_gaussian", "the evidence", L.log_evidence()),
    ("elbo.linear_gaussian", "the sign of the mean", L.bound().subs(L.m, -L.m)),
    ("elbo.iwae", "L_1", M.one_sample()),
    ("elbo.iwae", "log p(x)", M.EVIDENCE),
    ("elbo.iwae", "no mean", M.two_samples() + log(2)),
    ("gaussian_kl.equal_variance", "no half", delta**2 / G.sigma**2),
    ("gaussian_kl.equal_variance", "sigma for its square", delta**2 / (2 * G.sigma)),
    ("gaussian_kl.equal_variance", "negated", -(delta**2) / (2 * G.sigma**2)),
    ("gaussian_kl.equal_variance", "a sum of means", (G.mu_q + G.mu_p) ** 2 / (2 * G.sigma**2)),
    ("gaussian_kl.scalar", "swapped", G._swapped(G.scalar())),
    ("gaussian_kl.scalar", "no -1/2", G.scalar() + Rational(1, 2)),
    ("gaussian_kl.scalar", "the log's sign", G.scalar() - 2 * log(G.sigma_p / G.sigma_q)),
    ("gaussian_kl.scalar", "variances in the log", G.scalar() + log(G.sigma_p / G.sigma_q)),
    ("gaussian_kl.diagonal", "doubled", 2 * G.diagonal()),
    ("gaussian_kl.diagonal", "a quarter less in each component", G.diagonal() - over(Rational(1, 4))),
    ("gaussian_kl.full", "no dimension", V.closed_form() + V.d / 2),
    ("gaussian_kl.full", "determinants swapped",
     V.closed_form() - log(Determinant(V.Sigma_p) / Determinant(V.Sigma_q))),
    ("gaussian_kl.full", "the wrong inverse",
     (Trace(V.Sigma_q.I * spread) - V.d + log(Determinant(V.Sigma_p) / Determinant(V.Sigma_q))) / 2),
    ("gaussian_kl.full", "no means",
     (Trace(V.Sigma_p.I * V.Sigma_q) - V.d + log(Determinant(V.Sigma_p) / Determinant(V.Sigma_q))) / 2),
    ("gaussian_kl.zero", "without its log", G.scalar() - log(G.sigma_p / G.sigma_q)),
    ("gaussian_kl.zero", "the means alone", delta**2 / (2 * G.sigma_p**2)),
    ("gaussian_kl.symmetry", "negated", G._swapped(G.scalar()) - G.scalar()),
    ("gaussian_kl.symmetry", "0", Integer(0)),
    ("posterior.stationary", "the joint", P.j[k]),
    ("posterior.stationary", "uniform", 1 / whole_sum(Integer(1))),
    ("posterior.stationary", "a root", sqrt(P.j[k]) / whole_sum(sqrt(P.j[i]))),
    ("posterior.maximum", "the other sign", KroneckerDelta(P.h, k) / P.q[k]),
    ("posterior.maximum", "a square", -KroneckerDelta(P.h, k) / P.q[k] ** 2),
    ("posterior.maximum", "off the diagonal too", -1 / P.q[k]),
    ("posterior.value", "no log", whole_sum(P.j[i])),
    ("posterior.value", "negated", -log(whole_sum(P.j[i]))),
    ("posterior.value", "the sum of logs", over(log(P.j[i]))),
    ("bernoulli_likelihood.likelihood", "bits turned", B.likelihood().xreplace({B.x[i]: 1 - B.x[i]})),
    ("bernoulli_likelihood.likelihood", "squared", B.likelihood() ** 2),
    ("bernoulli_likelihood.log", "no second part", over(B.x[i] * log(B.y[i]))),
    ("bernoulli_likelihood.log", "negated", -B.log_likelihood()),
    ("bernoulli_likelihood.log", "base 2", B.log_likelihood() / log(2)),
    ("bernoulli_likelihood.gradient", "negated", -B.gradient()),
    ("bernoulli_likelihood.gradient", "the logit's sign", B.x[k] - 1 / (1 + exp(B.a[k]))),
    ("bernoulli_likelihood.gradient", "the bit alone", B.x[k]),
    ("optimal_discriminator.pointwise", "the other density", D.g / (D.p + D.g)),
    ("optimal_discriminator.pointwise", "the ratio", D.p / D.g),
    ("optimal_discriminator.pointwise", "a half", Rational(1, 2)),
    ("optimal_discriminator.second_order", "positive", -D.curvature()),
    ("optimal_discriminator.second_order", "a square", -((D.p + D.g) ** 2) / (D.p * D.g)),
    ("optimal_discriminator.maximum", "negated", -D.excess()),
    ("optimal_discriminator.maximum", "halved", D.excess() / 2),
    ("optimal_discriminator.euler_lagrange", "the other density", D.p_g(D.x) / (D.p_data(D.x) + D.p_g(D.x))),
    ("optimal_discriminator.negated", "the other density", D.g / (D.p + D.g)),
    ("jsd_identity.identity", "log 2", 2 * J.jsd() - log(2)),
    ("jsd_identity.identity", "no factor", J.jsd() - log(4)),
    ("jsd_identity.identity", "plus log 4", 2 * J.jsd() + log(4)),
    ("jsd_identity.negated", "the sign of JSD", log(4) + 2 * J.jsd()),
    ("jsd_identity.bounds", "log 4", log(4)),
    ("jsd_identity.bounds", "1, as in base 2", Integer(1)),
    ("jsd_identity.bounds", "half", log(2) / 2),
    ("jsd_identity.zero", "without the half", 2 * J.jsd()),
    ("jsd_identity.zero", "one direction", over(J.p[i] * log(J.p[i] / J.g[i]))),
    ("jsd_identity.entropies", "negated", -J.entropies()),
    ("jsd_identity.entropies", "no half",
     J.entropies() + over(J.p[i] * log(J.p[i])) / 2 + over(J.g[i] * log(J.g[i])) / 2),
    ("jsd_identity.shifted_uniforms", "no minimum", uniforms.t * log(2)),
    ("jsd_identity.shifted_uniforms", "log 2 always", log(2)),
    ("jsd_identity.shifted_uniforms", "base 2", uniforms.jsd_closed_form() / log(2)),
    ("wasserstein.cdf", "halved", uniforms.t / 2),
    ("wasserstein.cdf", "squared", uniforms.t**2),
    ("wasserstein.quantiles", "2 t", 2 * uniforms.t),
    ("wasserstein.duality", "1", Integer(1)),
    ("wasserstein.homework", "swapped", Tuple(Integer(1), Rational(1, 2))),
    ("wasserstein.homework", "one of them", Tuple(Rational(1, 2))),
    ("wasserstein.homework", "no pair", Integer(1)),
    ("wasserstein.normals", "as W_2", sqrt(shift**2 + gap**2)),
    ("wasserstein.normals", "the means alone", abs(shift)),
    ("wasserstein.normals", "no sqrt(2) in erf",
     abs(gap) * sqrt(2 / pi) * exp(-(shift**2) / (2 * gap**2)) + shift * erf(shift / abs(gap))),
    ("wasserstein.infinite_kl", "finite", log(2)),
    ("wasserstein.infinite_kl", "negative", -oo),
    ("wasserstein.push_forward", "one preimage", push_forward.r[k]),
    ("wasserstein.push_forward", "doubled", 2 * push_forward.closed_form()),
]  # fmt: skip


@pytest.mark.parametrize(("identifier", "slip", "form"), WRONG, ids=[f"{name}: {slip}" for name, slip, _ in WRONG])
def test_wrong_closed_form_does_not_hold(identifier: str, slip: str, form: Basic) -> None:
    """With this slip in the closed form some step fails, and the step says which."""
    found = catalogue.theorem(identifier).verify(identifier, form)
    assert not found.holds
    assert all(step.what for step in found.steps if not step.holds)


def test_every_statement_has_a_planted_slip() -> None:
    """No statement is without a wrong closed form in the list above."""
    assert {name for name, _, _ in WRONG} == set(IDENTIFIERS)


def test_equal_closed_forms_are_accepted() -> None:
    """Another way to write the closed form holds as well."""
    written = log(G.sigma_p**2 / G.sigma_q**2) / 2 + (G.sigma_q**2 - G.sigma_p**2 + delta**2) / (2 * G.sigma_p**2)
    assert written != G.closed_form("scalar")
    assert G.verify("scalar", written).holds
    assert J.verify("bounds", log(8) / 3).holds
    assert D.verify("pointwise", 1 / (1 + D.g / D.p)).holds


def test_names_may_be_short_or_whole() -> None:
    """A statement is asked for by its name or its identifier; with no name a module verifies everything."""
    assert G.statement("gaussian_kl.scalar") == G.statement("scalar")
    assert G.statement() == G.statement("equal_variance")
    everything = P.verify()
    assert everything.identifier == "posterior"
    assert everything.holds
    said = {step.what.partition(":")[0] for step in everything.steps}
    assert said == {f"posterior.{name}" for name in P.THEOREM.names()}


def test_bad_arguments_are_errors_that_say_what_was_expected() -> None:
    """An unknown name, a closed form without a name, foreign symbols and other types are refused."""
    with pytest.raises(ValueError, match="name: there is no statement 'skalar'; there are equal_variance, scalar"):
        G.statement("skalar")
    with pytest.raises(ValueError, match="name: say which statement"):
        G.verify(closed_form=Integer(0))
    with pytest.raises(ValueError, match=r"closed_form: the statement has no symbol sigma_q"):
        G.verify("scalar", Symbol("sigma_q") + G.mu_q)
    for wrong in ("mu_q", 0.5, True):
        with pytest.raises(TypeError, match="closed_form: expected a SymPy expression"):
            G.verify("scalar", wrong)
    assert not G.verify("scalar", 0).holds


def test_records_are_frozen() -> None:
    """What a verification said cannot be changed afterwards."""
    found = J.verify("bounds")
    with pytest.raises(FrozenInstanceError):
        found.steps = ()


def test_symbols_say_their_signs() -> None:
    """Standard deviations, masses and densities are positive, means and logits real."""
    assert G.sigma_q.is_positive and G.mu_q.is_real and not G.mu_q.is_positive
    assert E.q[i].is_positive and B.a[k].is_real and uniforms.t.is_nonnegative


def test_latex_has_every_statement() -> None:
    """The LaTeX document names each statement once and is closed."""
    text = catalogue.latex_document(IDENTIFIERS)
    assert text.count(r"\paragraph{") == text.count(r"\[" + "\n") == len(IDENTIFIERS)
    assert text.endswith("\\end{document}\n")
    assert r"\paragraph{elbo.linear\_gaussian}" in text
