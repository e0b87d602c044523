"""Figures of quality, where they are known: probabilities that sum to 1, shifts, equal samples."""

from itertools import product

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from hw3verify.lab import quality  # noqa: E402
from hw3verify.lab.networks.gan import Generator  # noqa: E402
from hw3verify.lab.networks.seeds import seeded  # noqa: E402
from hw3verify.lab.networks.vae import VAE  # noqa: E402
from hw3verify.lab.quadrature import Grid, log_evidence  # noqa: E402

PATTERNS = torch.tensor(list(product([0.0, 1.0], repeat=4)))
NET = seeded(lambda: VAE(4, hidden=6), 3)[0].requires_grad_(False)


def test_probabilities_of_all_images_sum_to_one() -> None:
    """Over the 16 images of four pixels, p(x) sums to 1; the bound lies below, by the gap that is reported."""
    grid = quality.grid_for(NET, PATTERNS)
    assert float(log_evidence(NET.decoder.logits, PATTERNS, grid).exp().sum()) == pytest.approx(1, abs=1e-6)
    found = quality.vae_quality(NET, PATTERNS[:10], PATTERNS, seed=1)
    exact = log_evidence(NET.decoder.logits, PATTERNS, Grid(301, 9.0))
    assert found.log_evidence == pytest.approx(float(exact.mean()), abs=1e-5)
    assert found.quadrature < 1e-5
    assert found.elbo < found.log_evidence
    assert found.gap == pytest.approx(found.log_evidence - found.elbo, abs=1e-9) and found.images == 16


def test_the_bound_is_that_of_quadrature() -> None:
    """E_q[log p(x|z)] - KL(q, p) by Gauss-Hermite quadrature, within five standard errors of its draws."""
    x = PATTERNS[5:6]
    mean, variance = (a.double().numpy()[0] for a in NET.encoder(x))
    nodes, weights = np.polynomial.hermite_e.hermegauss(30)
    weights = np.outer(weights, weights).ravel() / (2 * np.pi)
    axes = [m + np.sqrt(v) * nodes for m, v in zip(mean, variance, strict=True)]
    z = np.stack(np.meshgrid(*axes, indexing="ij"), -1).reshape(-1, 2)
    p = NET.decoder(torch.from_numpy(z).float()).double().numpy()
    log_p = np.log(np.where(x.numpy() == 1, p, 1 - p)).sum(1)
    wanted = weights @ log_p - 0.5 * (mean**2 + variance - 1 - np.log(variance)).sum()
    spread = np.sqrt(weights @ log_p**2 - (weights @ log_p) ** 2)
    got = float(quality.held_out_elbo(NET, x, seed=2, draws=400))
    assert abs(got - wanted) < 5 * spread / 20 + 1e-5


def test_independent_pixels() -> None:
    """With the bits of 2 training images (1, 0) and (1, 1), frequencies with one of each added are 3/4 and 1/2."""
    net = seeded(lambda: VAE(2, hidden=3), 3)[0].requires_grad_(False)
    held_out = torch.tensor([[1.0, 1.0], [0.0, 0.0]])
    found = quality.vae_quality(net, torch.tensor([[1.0, 0.0], [1.0, 1.0]]), held_out, 1, Grid(65, 6.0))
    assert found.pixels == pytest.approx((np.log(3 / 8) + np.log(1 / 8)) / 2)
    with pytest.raises(ValueError, match="expected 2 latent dimensions"):
        quality.vae_quality(VAE(4, hidden=3, latent=3), PATTERNS, PATTERNS, 1)


def test_distances_of_shifted_samples() -> None:
    """Shifted by c, projections are c d apart, and the normal laws |c|^2; equal samples are 0 apart."""
    draw = np.random.default_rng(0)
    x, shift = draw.normal(size=(50, 3)), np.array([1.0, 2.0, -2.0])
    directions = np.eye(3)
    assert quality.sliced_w1(x, x + shift, directions) == pytest.approx((1 + 2 + 2) / 3)
    assert quality.frechet(x, x + shift) == pytest.approx(9.0)
    assert quality.sliced_w1(x, x[::-1], directions) == 0
    assert quality.frechet(x, x) == pytest.approx(0, abs=1e-9)
    # independent coordinates scaled by 2: the deviations differ by s, and s^2 adds up
    wide = 2 * (x - x.mean(0)) + x.mean(0)
    assert quality.frechet(x, wide) == pytest.approx(np.trace(np.cov(x.T)), rel=1e-6)
    with pytest.raises(ValueError, match="samples of equal size"):
        quality.sliced_w1(x, x[:5], directions)


def test_principal_components() -> None:
    """The longest axis of a cigar comes first, and no more directions come out than there are."""
    x = np.random.default_rng(1).normal(size=(400, 3)) * [1, 10, 3]
    found = quality.principal_components(x, 2)
    assert found.shape == (3, 2)
    assert np.abs(found[1, 0]) > 0.99 and np.abs(found[2, 1]) > 0.99
    assert quality.principal_components(x, 9).shape == (3, 3)


def test_an_untrained_generator_is_far_above_the_floor() -> None:
    """Real images from real ones are nearer than an untrained generator's, in both distances."""
    drawn = np.random.default_rng(2).uniform(size=(90, 1, 8, 8)) * np.linspace(0, 1, 8)
    images = torch.tensor(drawn, dtype=torch.float32)
    net = seeded(lambda: Generator(8), 1)[0]
    rows = quality.gan_quality(net, images[:60], images[60:], seed=1)
    assert [row.name for row in rows] == ["sliced_w1", "frechet"]
    for row in rows:
        assert row.value > 2 * row.floor > 0
    assert rows == quality.gan_quality(net, images[:60], images[60:], seed=1)
