"""V3, V4, V6 and V7: what is planted in their estimators or predictions is refuted.

All four share one small trained model, so that the file costs seconds.
"""

import dataclasses
import math

import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("sklearn")

from hw3verify.lab.claims import Run  # noqa: E402
from hw3verify.lab.confirm import (  # noqa: E402  # noqa: E402
    bound_gap,
    digits_vae,
    estimators,
    importance_weights,
    latent_plane,
    linear_gaussian,
    linear_vae,
)


def small(module, **more):
    """The smallest config with one seed and a few steps, the same for all, so that the model is trained once."""
    return dataclasses.replace(module.Config.TINY, steps=300, seeds=1, **more)


def said(module, config=None) -> list[str]:
    return [str(m.verdict) for m in module.run(config or small(module), Run()).measurements]


def test_the_gap_identity_can_fail(monkeypatch) -> None:
    """V3: the divergence the other way round, a linear one of half its size, and a posterior of another normaliser."""
    assert said(bound_gap) == ["confirmed"] * 4
    right = bound_gap.posterior_divergence
    monkeypatch.setattr(bound_gap, "posterior_divergence", lambda m, x, logs, n: right(m, x, logs + 0.01, n))
    monkeypatch.setattr(linear_vae, "divergence_from_posterior", lambda m, x: torch.zeros(len(x), dtype=torch.float64))
    monkeypatch.setattr(bound_gap, "finite_gap", _reversed_gap)
    assert said(bound_gap)[:3] == ["refuted"] * 3


def _reversed_gap(joint, q):
    posterior = joint / joint.sum(1, keepdim=True)
    elbo = (q * (joint / q).log()).sum(1)
    return joint.sum(1).log() - elbo, (posterior * (posterior / q).log()).sum(1)


def test_a_finite_gap_by_hand() -> None:
    """p(x, z) = (1/10, 3/10) with q = (1/2, 1/2): log p(x) - ELBO = KL((1/2, 1/2) || (1/4, 3/4)) = log(2/sqrt 3)."""
    joint = torch.tensor([[0.1, 0.3]], dtype=torch.float64)
    gap, divergence = bound_gap.finite_gap(joint, torch.full((1, 2), 0.5, dtype=torch.float64))
    assert (gap.item(), divergence.item()) == pytest.approx((math.log(2 / math.sqrt(3)),) * 2, abs=1e-14)


def test_a_box_that_is_too_small_is_refuted() -> None:
    """V4: a box of half-width 1 loses mass, and widening it shows that."""
    assert said(latent_plane)[:3] == ["confirmed"] * 3
    assert said(latent_plane, small(latent_plane, half_width=1.0, points=21))[0] == "refuted"


def test_an_elbo_without_the_encoders_scale_is_refuted(monkeypatch) -> None:
    """V4: leaving out log of the scale in log q puts the ELBO above log p(x)."""
    right = digits_vae.log_weights

    def wrong(member, x, noise):
        return right(member, x, noise) - 0.5 * torch.log(member.encoder(x)[1]).sum(1, keepdim=True)

    monkeypatch.setattr(digits_vae, "log_weights", wrong)
    assert said(latent_plane)[1:3] == ["refuted", "refuted"]


def test_the_ladder_can_fail(monkeypatch) -> None:
    """V6: a mean taken for a sum lifts L_k over log p(x); a wrong variance misses the limit."""
    config = small(importance_weights, draws=50_000, points=10)
    assert said(importance_weights, config)[:6] == ["confirmed"] * 6
    right = importance_weights.ladder

    def wrong(logs, doublings):
        return [rung + 0.05 * k for k, rung in enumerate(right(logs, doublings))]

    with monkeypatch.context() as patch:
        patch.setattr(importance_weights, "ladder", wrong)
        assert {said(importance_weights, config)[3], said(importance_weights, config)[5]} == {"refuted"}
    with monkeypatch.context() as patch:
        patch.setattr(linear_gaussian.Quadratic, "log_moment", lambda q, p: p * q.mean + p * p * q.variance / 2)
        assert said(importance_weights, config)[4] == "refuted"


def test_rungs_are_logs_of_means() -> None:
    """The ladder of the weights 1, 3, 5, 7: their means by twos and by four are 2, 6 and 4."""
    rungs = importance_weights.ladder(torch.tensor([1.0, 3.0, 5.0, 7.0]).log(), 2)
    assert [rung.exp().tolist() for rung in rungs[1:]] == [pytest.approx([2, 6]), pytest.approx([4])]


def test_estimators_can_fail(monkeypatch) -> None:
    """V7: EQ2's slopes in the place of the path form's have variance at the posterior; half a KL shifts EQ1's mean."""
    assert set(said(estimators)) == {"confirmed", "reported"}
    right = estimators.slopes
    with monkeypatch.context() as patch:
        patch.setattr(estimators, "slopes", lambda *a: right(*a)._replace(path=right(*a).eq2))
        assert said(estimators)[12] == "refuted"
    half = linear_gaussian.divergence
    with monkeypatch.context() as patch:
        patch.setattr(linear_gaussian, "divergence", lambda *laws: half(*laws) / 2)
        assert said(estimators)[0] == "refuted"


def test_slopes_are_those_of_automatic_differentiation() -> None:
    """EQ1 and EQ2 written out and differentiated by torch in (m, log t); the path form with q's parameters held
    fixed."""
    m, r = (torch.tensor(v, dtype=torch.float64, requires_grad=True) for v in (0.3, -0.4))
    e = torch.tensor(0.8, dtype=torch.float64)

    def likelihood(z):
        return -torch.cosh(1.5 * z - 0.7)

    def log_normal(z, mean, scale):
        return -0.5 * ((z - mean) / scale) ** 2 - torch.log(scale)

    t, one, zero = torch.exp(r), torch.ones((), dtype=torch.float64), torch.zeros((), dtype=torch.float64)
    z = m + t * e
    values = (
        likelihood(z) - 0.5 * (m**2 + t**2 - 1 - 2 * r),
        likelihood(z) + log_normal(z, zero, one) - log_normal(z, m, t),
        likelihood(z) + log_normal(z, zero, one) - log_normal(z, m.detach(), t.detach()),
    )
    (along,) = torch.autograd.grad(likelihood(z), z, retain_graph=True)
    parts = (v.detach().reshape(1) for v in (along, m, t))
    found = estimators.slopes(*parts, e.reshape(1))
    for value, slope in zip(values, found, strict=True):
        exact = torch.autograd.grad(value, (m, r), retain_graph=True)
        assert slope.tolist() == pytest.approx([float(v) for v in exact], abs=1e-12)
