"""V1 against numpy's own eigenvalues, and against a search that stops too early."""

import dataclasses
import math

import numpy as np
import pytest
from scipy import stats

torch = pytest.importorskip("torch")

from hw3verify.lab.claims import Run  # noqa: E402
from hw3verify.lab.confirm import linear_vae, probabilistic_pca  # noqa: E402


@pytest.fixture(scope="module")
def outcome():
    return probabilistic_pca.run(probabilistic_pca.Config.TINY, Run(seeds=3))


def test_the_prediction_is_the_best_likelihood(outcome) -> None:
    """The predicted value is the normal log-likelihood (SciPy's) of the covariance that Tipping and Bishop's W
    makes."""
    x = linear_vae.draw_data(linear_vae.Shape(8, 2), 500, 0).numpy()
    values, vectors = np.linalg.eigh(x.T @ x / len(x))
    noise = values[:6].mean()
    w = vectors[:, 6:] * np.sqrt(values[6:] - noise)
    best = stats.multivariate_normal(np.zeros(8), w @ w.T + noise * np.eye(8)).logpdf(x).mean()
    elbo, variance, *_ = outcome.measurements
    assert elbo.predicted == pytest.approx(best, rel=1e-12)
    assert variance.predicted == pytest.approx(noise, rel=1e-12)
    assert elbo.observed == pytest.approx(best, rel=1e-12)
    assert [str(m.verdict) for m in outcome.measurements] == ["confirmed"] * 4


def test_an_early_stop_is_refuted() -> None:
    """Three steps are not the maximum, and the identity says so."""
    config = dataclasses.replace(probabilistic_pca.Config.TINY, steps=3)
    assert probabilistic_pca.run(config, Run(seeds=2)).measurements[0].verdict == "refuted"


def test_a_wrong_divergence_is_refuted(monkeypatch) -> None:
    """With half the KL in the bound the ELBO passes log p(x), and the bound is refuted."""
    right = linear_vae.bound

    def wrong(model, x):
        means, s = x @ model.v.T, model.log_s.exp()
        return right(model, x) + 0.25 * (means.square() + s - 1 - model.log_s).sum(1)

    monkeypatch.setattr(linear_vae, "bound", wrong)
    said = [m.verdict for m in probabilistic_pca.run(probabilistic_pca.Config.TINY, Run(seeds=2)).measurements]
    assert said[3] == "refuted"


def test_closed_forms_of_the_linear_model() -> None:
    """log p(x) less the ELBO is the divergence from the posterior, and both densities are SciPy's, for any
    parameters."""
    shape = linear_vae.Shape(3, 2)
    model = shape.unflatten(torch.randn(shape.size, generator=torch.Generator().manual_seed(5), dtype=torch.float64))
    x = torch.randn(4, 3, generator=torch.Generator().manual_seed(6), dtype=torch.float64)
    w, noise = model.w.numpy(), math.exp(model.log_noise)
    law = stats.multivariate_normal(np.zeros(3), w @ w.T + noise * np.eye(3))
    assert linear_vae.log_evidence(model, x).numpy() == pytest.approx(law.logpdf(x.numpy()), rel=1e-12)
    gap = linear_vae.log_evidence(model, x) - linear_vae.bound(model, x)
    assert linear_vae.divergence_from_posterior(model, x).numpy() == pytest.approx(gap.numpy(), rel=1e-11)
    centred = x - x.mean(0)
    mean = linear_vae.mean_bound(model, centred.T @ centred / 4)
    assert mean.item() == pytest.approx(linear_vae.bound(model, centred).mean().item(), rel=1e-12)
