"""V2: the sampled objective is unbiased for the closed bound, and a wrong one ends elsewhere."""

import dataclasses

import pytest

torch = pytest.importorskip("torch")

from hw3verify.lab.claims import Run  # noqa: E402
from hw3verify.lab.confirm import linear_vae, sampled_training  # noqa: E402

CONFIG = dataclasses.replace(sampled_training.Config.TINY, steps=400, seeds=2)


def test_the_sampled_objective_is_unbiased() -> None:
    """Its mean over draws is minus the closed ELBO, within 4.5 standard errors."""
    shape = linear_vae.Shape(4, 2)
    numbers = 0.5 * torch.randn(shape.size, generator=torch.Generator().manual_seed(0), dtype=torch.float64)
    x = torch.randn(3, 4, generator=torch.Generator().manual_seed(1), dtype=torch.float64)
    noise = torch.randn(4000, 3, 2, generator=torch.Generator().manual_seed(2), dtype=torch.float64)
    found = torch.vmap(lambda n: sampled_training.sampled_objective(shape, numbers, x, n))(noise)
    exact = -linear_vae.bound(shape.unflatten(numbers), x).mean()
    assert abs(float((found.mean() - exact) / (found.std() / 4000**0.5))) < 4.5


def test_an_objective_without_entropy_is_refuted(monkeypatch) -> None:
    """Without -log q the encoder collapses and the regret passes every limit."""
    right = sampled_training.sampled_objective

    def wrong(shape, numbers, x, noise):
        return right(shape, numbers, x, noise) + 0.5 * shape.unflatten(numbers).log_s.sum()

    monkeypatch.setattr(sampled_training, "sampled_objective", wrong)
    said = sampled_training.run(CONFIG, Run()).measurements
    assert [str(m.verdict) for m in said[:2]] == ["confirmed", "refuted"]  # the bound holds, the limit does not


def test_a_prediction_that_is_too_low_is_refuted(monkeypatch) -> None:
    """If the greatest likelihood is put a nat too low, training passes it: the regret is negative."""
    right = linear_vae.greatest_log_likelihood

    def wrong(x, latent):
        best, noise = right(x, latent)
        return best - 1.0, noise

    monkeypatch.setattr(linear_vae, "greatest_log_likelihood", wrong)
    assert sampled_training.run(CONFIG, Run()).measurements[0].verdict == "refuted"
