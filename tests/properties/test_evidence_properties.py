"""Theorems about the evidence lower bound (Jordan et al. 1999; Kingma and Welling 2014), for drawn latent models."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hw3verify import divergences as d
from hw3verify.strategies import channels, latent_models

PLAIN = {"kind": "exact", "extremes": False}
MODELS = latent_models(**PLAIN)
FEW = settings(max_examples=max(1, settings.default.max_examples // 4))
"""For properties of many functions or families."""


@given(MODELS)
def test_below_the_evidence(model):
    """ELBO(x, q) <= log p(x) for every encoder, -inf where it puts mass where the model has none."""
    for joint, encoder in zip(model.joint, model.encoder, strict=True):
        if any(joint):
            bound = d.elbo([float(x) for x in joint], [float(x) for x in encoder])
            assert bound <= math.log(sum(joint)) + 1e-14


@given(MODELS)
def test_definition_and_gap(exact, model):
    """ELBO = E_q log p(x, z) - E_q log q(z), and what it lacks of log p(x) is KL(q(z|x) || p(z|x))."""
    for joint, encoder in zip(model.joint, model.encoder, strict=True):
        if not any(joint):
            continue
        p, q = [float(x) for x in joint], [float(x) for x in encoder]
        bound = d.elbo(p, q)
        gap = exact.divergence("kl", q, p)
        evidence = exact.log_ratio(sum(joint), 1)
        if gap == math.inf:
            assert bound == -math.inf
            continue
        pieces = exact.ZERO
        for weight, x in zip(encoder, joint, strict=True):
            if weight:
                pieces += exact.ball(weight) * (exact.log_ratio(x, 1) - exact.log_ratio(weight, 1))
        assert bound == pytest.approx(float(pieces.mid()), rel=1e-13, abs=1e-14)
        assert bound == pytest.approx(float((evidence - gap).mid()), rel=1e-13, abs=1e-14)


@given(MODELS)
def test_attained_by_the_posterior(model):
    """ELBO(x, p(z|x)) = log p(x), and the joint table itself is the posterior up to its sum."""
    for joint in model.joint:
        if any(joint):
            posterior = [float(x / sum(joint)) for x in joint]
            assert d.elbo([float(x) for x in joint], posterior) == pytest.approx(math.log(sum(joint)), abs=1e-14)


@given(MODELS, st.data())
def test_reconstruction_less_divergence_from_the_prior(model, data):
    """ELBO = E_q log p(x|z) - KL(q(z|x) || p(z)), and the ELBO is concave in q."""
    other = data.draw(channels(len(model.joint), len(model.prior), len(model.prior), **PLAIN), label="another encoder")
    prior = [float(z) for z in model.prior]
    for x, joint in enumerate(model.joint):
        if not any(joint):
            continue
        p = [float(value) for value in joint]
        bounds = []
        for encoder in (model.encoder[x], other[x]):
            q = [float(w) for w in encoder]
            bounds.append(float(d.elbo(p, q)))
            likely = [float(row[x]) for row in model.decoder]
            if all(a > 0 for w, a in zip(q, likely, strict=True) if w):
                reconstruction = math.fsum(w * math.log(a) for w, a in zip(q, likely, strict=True) if w)
                assert bounds[-1] == pytest.approx(reconstruction - d.kl(q, prior), rel=1e-13, abs=1e-14)
        middle = [float((a + b) / 2) for a, b in zip(model.encoder[x], other[x], strict=True)]
        assert d.elbo(p, middle) >= sum(bounds) / 2 - 1e-14
