"""The shared ensemble on digits: its loss and its log weights against the densities of the homework's losses."""

import math

import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("sklearn")

from hw3verify.lab import ensemble  # noqa: E402
from hw3verify.lab.confirm import digits_vae  # noqa: E402
from hw3verify.lab.networks.losses import log_bernoulli, log_normal  # noqa: E402
from hw3verify.lab.networks.vae import VAE  # noqa: E402
from hw3verify.lab.quadrature import gauss_hermite  # noqa: E402


@pytest.fixture(scope="module")
def member():
    torch.manual_seed(0)
    return VAE(16, hidden=12).double().requires_grad_(False)


def bits(rows: int):
    return torch.bernoulli(torch.full((rows, 16), 0.4, dtype=torch.float64), generator=torch.Generator().manual_seed(1))


def test_log_weights_are_differences_of_log_densities(member) -> None:
    """log p(x|z) + log p(z) - log q(z|x), each by the homework's functions."""
    x, noise = bits(5), torch.randn(5, 7, 2, generator=torch.Generator().manual_seed(2), dtype=torch.float64)
    found = digits_vae.log_weights(member, x, noise)
    mean, variance = member.encoder(x)
    for k in range(7):
        z = mean + torch.sqrt(variance) * noise[:, k]
        by_hand = log_bernoulli(x, member.decoder(z)) + log_normal(z, torch.zeros_like(z), torch.ones_like(z))
        by_hand = by_hand - log_normal(z, mean, variance)
        assert torch.allclose(found[:, k], by_hand, atol=1e-11, rtol=0)


def test_the_loss_is_the_bound_with_the_closed_divergence(member) -> None:
    """At given noise the loss is KL(q || p(z)) - log p(x|z), averaged over the batch."""
    x, noise = bits(6), torch.randn(6, 2, generator=torch.Generator().manual_seed(3), dtype=torch.float64)
    mean, variance = member.encoder(x)
    fit = log_bernoulli(x, member.decoder(mean + torch.sqrt(variance) * noise))
    law = torch.distributions.Normal(mean, torch.sqrt(variance))
    divergence = torch.distributions.kl_divergence(law, torch.distributions.Normal(0.0, 1.0)).sum(1)
    own = dict(member.named_parameters())
    assert float(digits_vae.loss(member, own, x, noise)) == pytest.approx(float((divergence - fit).mean()), rel=1e-12)


def test_the_exact_bound_is_the_mean_of_the_sampled_one(member) -> None:
    """Gauss-Hermite and 20,000 draws agree within 4.5 standard errors, at every row."""
    x = bits(4)
    exact = digits_vae.exact_bound(member, x, *gauss_hermite(24))
    mean, error = digits_vae.sampled_bound(member, x, 20_000, torch.Generator().manual_seed(4))
    assert float(((mean - exact) / error).abs().max()) < 4.5


def test_training_is_repeatable_and_ordered_batches_follow_the_images() -> None:
    """The same recipe gives the same members; batches in their order differ from drawn ones."""
    images = digits_vae.digits().part(0, 200)
    recipe = digits_vae.Recipe(hidden=8, steps=5, seeds=2)
    first, second = (digits_vae.trained_on(images, images, recipe) for _ in range(2))
    ordered = digits_vae.trained_on(images, images, digits_vae.Recipe(hidden=8, steps=5, seeds=2, ordered=True))
    weights = [t.members[1].decoder.body[0].weight for t in (first, second, ordered)]
    assert torch.equal(weights[0], weights[1])
    assert not torch.equal(weights[0], weights[2])
    assert not torch.equal(weights[0], first.members[0].decoder.body[0].weight)


def test_a_member_is_the_single_model_of_its_seed() -> None:
    """Before training, member 1 has the parameters that seed 1 gives alone."""
    _, stacked = ensemble.initial(lambda: VAE(16, hidden=4), range(2))
    _, single = ensemble.single(lambda: VAE(16, hidden=4), 1)
    assert all(torch.equal(stacked[name][1], value) for name, value in single.items())
    assert math.prod(stacked["decoder.body.0.weight"].shape) == 2 * 4 * 2
