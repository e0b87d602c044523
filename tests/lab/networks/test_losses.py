"""Densities and losses against SciPy and torch's own, the bound against its exact value."""

import numpy as np
import pytest
from scipy import stats

torch = pytest.importorskip("torch")

from hw3verify.lab.networks import losses  # noqa: E402

DRAWN = np.random.default_rng(0)


def doubles(*arrays: np.ndarray) -> list:
    return [torch.tensor(a, dtype=torch.float64) for a in arrays]


def test_log_normal_is_scipys() -> None:
    """The sum of SciPy's log-densities with the variance's root as the scale."""
    z, mean, variance = DRAWN.normal(size=(6, 3)), DRAWN.normal(size=(6, 3)), DRAWN.uniform(0.1, 4, size=(6, 3))
    wanted = stats.norm.logpdf(z, mean, np.sqrt(variance)).sum(1)
    assert np.allclose(losses.log_normal(*doubles(z, mean, variance)).numpy(), wanted, rtol=1e-12)


def test_log_bernoulli_is_scipys() -> None:
    """The sum of SciPy's log-masses; at wrong probabilities 0 and 1, 24 log 2 is lost, not infinity."""
    x, p = DRAWN.integers(0, 2, size=(5, 8)).astype(float), DRAWN.uniform(0.01, 0.99, size=(5, 8))
    wanted = stats.bernoulli.logpmf(x, p).sum(1)
    assert np.allclose(losses.log_bernoulli(*doubles(x, p)).numpy(), wanted, rtol=1e-12)
    edges = losses.log_bernoulli(torch.tensor([[1.0], [0.0], [1.0], [0.0]]), torch.tensor([[0.0], [1.0], [1.0], [0.0]]))
    assert edges.tolist() == pytest.approx([-24 * np.log(2)] * 2 + [0, 0], abs=1e-6)


def test_samples_have_their_moments_and_their_own_noise() -> None:
    """Means and variances within five standard errors, and no two entries share their noise."""
    mean, variance = torch.tensor([0.5, -1.0]).double(), torch.tensor([4.0, 0.25]).double()
    n = 20_000
    draws = losses.sample_normal(mean.expand(n, 2), variance.expand(n, 2), torch.Generator().manual_seed(3))
    assert ((draws.mean(0) - mean).abs() < 5 * (variance / n).sqrt()).all()
    assert ((draws.var(0) - variance).abs() < 5 * variance * (2 / n) ** 0.5).all()
    assert abs(float(torch.corrcoef(draws.T)[0, 1])) < 5 / n**0.5
    p = torch.tensor([0.0, 0.2, 1.0]).double()
    coins = losses.sample_bernoulli(p.expand(n, 3), torch.Generator().manual_seed(4))
    assert coins[:, 0].sum() == 0 and coins[:, 2].sum() == n
    assert abs(float(coins[:, 1].mean()) - 0.2) < 5 * (0.16 / n) ** 0.5


def test_the_bound_is_exact_where_everything_is_known() -> None:
    """With p(x|z) the same for every z, the bound's mean is log p(x) - KL(N(m, v), N(0, 1)): the estimate agrees."""
    n = 40_000
    mean, variance, p = torch.tensor([0.3, -0.7]).double(), torch.tensor([0.5, 1.5]).double(), 0.3
    z = losses.sample_normal(mean.expand(n, 2), variance.expand(n, 2), torch.Generator().manual_seed(5))
    x = torch.tensor([1.0, 0.0, 1.0]).double().expand(n, 3)
    value = float(losses.elbo(z, mean.expand(n, 2), variance.expand(n, 2), x, torch.full((n, 3), p).double()))
    m, v = mean.numpy(), variance.numpy()
    exact = 2 * np.log(p) + np.log(1 - p) - 0.5 * (m**2 + v - 1 - np.log(v)).sum()
    # one draw's deviation is that of the sum of (z^2 - noise^2) / 2, below 2
    assert abs(value - exact) < 5 * 2 / n**0.5


def test_gan_losses_are_binary_cross_entropies() -> None:
    """torch's own binary cross-entropy on logits: real 1 and fake 0; and fake 1 for the generator."""
    real, fake = doubles(DRAWN.normal(size=(7, 1)) * 9, DRAWN.normal(size=(7, 1)) * 9)
    own = torch.nn.functional.binary_cross_entropy_with_logits
    wanted = own(real, torch.ones_like(real)) + own(fake, torch.zeros_like(fake))
    assert torch.allclose(losses.discriminator_loss(real, fake), wanted, rtol=1e-12)
    assert torch.allclose(losses.generator_loss(fake), own(fake, torch.ones_like(fake)), rtol=1e-12)
