"""A step of either model is the homework's: compared with a loop that is written out here."""

import numpy as np
import pytest

torch = pytest.importorskip("torch")
from torch.nn import functional  # noqa: E402

from hw3verify.lab.networks.gan import Discriminator, Generator  # noqa: E402
from hw3verify.lab.networks.seeds import seeded  # noqa: E402
from hw3verify.lab.networks.vae import VAE  # noqa: E402
from hw3verify.lab.training import gan, vae  # noqa: E402


def bits(n: int, pixels: int) -> torch.Tensor:
    return torch.tensor(np.random.default_rng(1).integers(0, 2, size=(n, pixels)), dtype=torch.float32)


def copy_of(generator: torch.Generator) -> torch.Generator:
    copy = torch.Generator()
    copy.set_state(generator.get_state())
    return copy


def test_vae_steps() -> None:
    """Batches in order, the last one smaller; Adam's defaults on minus the bound of torch's own distributions."""
    x = bits(25, 9)
    training = vae.Training(x, vae.Config(batch=10, hidden=6))
    assert training.epoch_steps == 3
    torch.manual_seed(1234)
    net = VAE(9, hidden=6)
    adam = torch.optim.Adam(net.parameters())
    for number in range(5):
        batch = (x[:10], x[10:20], x[20:])[number % 3]
        mean, variance = net.encoder(batch)
        q = torch.distributions.Normal(mean, variance.sqrt())
        z = mean + variance.sqrt() * torch.randn(len(batch), 2)
        log_p = torch.distributions.Bernoulli(net.decoder(z)).log_prob(batch).sum(1)
        log_prior = torch.distributions.Normal(0.0, 1.0).log_prob(z).sum(1)
        bound = (log_p + log_prior - q.log_prob(z).sum(1)).mean()
        adam.zero_grad()
        (-bound).backward()
        adam.step()
        assert float(training.step(number)) == pytest.approx(float(bound.detach()), rel=1e-5)
    for ours, theirs in zip(training.vae.parameters(), net.parameters(), strict=True):
        assert torch.allclose(ours, theirs, atol=1e-5)


def test_gan_steps() -> None:
    """D then G on the same noise, as in the homework's loop, which makes the images anew for each."""
    x = bits(40, 64).reshape(-1, 1, 8, 8)
    shown = []
    training = gan.Training(x, gan.Config(batch=16), show=lambda epoch, images: shown.append((epoch, images)))
    assert training.epoch_steps == 2
    (critic, maker), state = seeded(lambda: (Discriminator(8), Generator(8)), 2)
    noise = torch.Generator()
    noise.set_state(state)
    adams = [torch.optim.Adam(n.parameters(), lr=2e-4) for n in (critic, maker)]
    own = functional.binary_cross_entropy_with_logits
    ones, zeros = torch.ones(16, 1), torch.zeros(16, 1)
    for number in range(4):
        if number % 2 == 0:
            training.begin_epoch(number // 2)
            assert sorted(training.order.tolist()) == [*range(40)]
            first = maker(2 * torch.rand(16, 64, generator=copy_of(noise)) - 1).detach()
            if number == 0:
                expected = first
        real = x[training.order[(number % 2) * 16 :][:16]]
        z = 2 * torch.rand(16, 64, generator=noise) - 1
        loss = own(critic(real), ones) + own(critic(maker(z)), zeros)
        adams[0].zero_grad()
        loss.backward()
        adams[0].step()
        other = own(critic(maker(z)), ones)
        adams[1].zero_grad()
        other.backward()
        adams[1].step()
        assert training.step(number).tolist() == pytest.approx([float(loss.detach()), float(other.detach())], rel=1e-5)
    # shown once: before epoch 0 trains, from the first batch's noise
    assert [epoch for epoch, _ in shown] == [0]
    assert torch.allclose(shown[0][1], expected, atol=1e-6)


def test_gan_epochs_are_shuffled() -> None:
    """Every epoch has an order of its own, the same for the same seed; 25 images in batches of 8 leave one out."""
    x = torch.zeros(25, 1, 8, 8)
    orders = []
    for epoch in (0, 1, 0):
        training = gan.Training(x, gan.Config(batch=8))
        training.begin_epoch(epoch)
        orders.append(training.order.tolist())
    assert training.epoch_steps == 3
    assert orders[0] == orders[2] != orders[1]


def test_settings_are_checked() -> None:
    """Numbers below 1, and batches larger than the set, are refused; the homework's settings are the defaults."""
    with pytest.raises(ValueError, match="hidden: expected at least 1"):
        vae.Config(hidden=0)
    with pytest.raises(ValueError, match="batch: expected at most the number of images, 3"):
        gan.Training(torch.zeros(3, 1, 8, 8), gan.Config())
    homework = vae.Config()
    assert (homework.epochs, homework.batch, homework.rate, homework.seed) == (200, 100, 1e-3, 1234)
    other = gan.Config()
    assert (other.epochs, other.batch, other.rate, other.seed) == (100, 256, 2e-4, 2)
