"""The homework's networks: their sizes counted from its text, and how they begin."""

import math

import pytest

torch = pytest.importorskip("torch")

from hw3verify.lab.networks.gan import Discriminator, Generator  # noqa: E402
from hw3verify.lab.networks.seeds import parameter_count, seeded  # noqa: E402
from hw3verify.lab.networks.vae import VAE, Decoder  # noqa: E402


def test_parameters_are_those_of_the_homework() -> None:
    """788,788 or 1,039,288 for the VAE, 593 and 107,777 for the GAN, as its two public forms count."""
    assert parameter_count(VAE(784)) == 784 * 500 + 500 + 2 * (500 * 2 + 2) + 2 * 500 + 500 + 500 * 784 + 784 == 788_788
    assert parameter_count(VAE(784, "B")) == 788_788 + 500 * 500 + 500 == 1_039_288
    assert parameter_count(Discriminator()) == (9 + 1) * 2 + (18 + 1) * 4 + (36 + 1) * 8 + 200 + 1 == 593
    assert parameter_count(Generator()) == 65 * 1568 + 289 * 16 + 145 * 8 + 73 == 107_777


@pytest.mark.parametrize("side", [4, 8, 12, 16, 28, 32])
def test_sides(side: int) -> None:
    """For every multiple of 4 the generator makes images of that side, which the discriminator takes."""
    images = Generator(side)(torch.zeros(3, 64))
    assert images.shape == (3, 1, side, side)
    assert Discriminator(side)(images).shape == (3, 1)


def test_wrong_sides_and_readings_are_refused() -> None:
    """Sides that cannot be halved twice, and a third reading of the decoder."""
    for side in (0, 2, 9, 30):
        with pytest.raises(ValueError, match="side: expected a multiple of 4"):
            Generator(side)
    with pytest.raises(ValueError, match="reading: expected A or B"):
        Decoder(4, reading="C")


def test_gan_begins_kaiming_uniform() -> None:
    """All biases are 0; weights fill [-b, b] with b = sqrt(6 / inputs), the variance of which is b^2 / 3."""
    weights = {}
    for network in (Discriminator(), Generator()):
        for name, parameter in network.named_parameters():
            if name.endswith("bias"):
                assert not parameter.any()
            else:
                weights[tuple(parameter.shape)] = parameter.detach()
    for shape, weight in weights.items():
        bound = math.sqrt(6 / math.prod(shape[1:]))
        assert weight.abs().max() <= bound
        if weight.numel() > 1000:
            assert weight.abs().max() > 0.99 * bound
            assert float(weight.var()) == pytest.approx(bound**2 / 3, rel=0.1)


def test_seeds() -> None:
    """A seed gives the same parameters every time, another seed others, and the global generator is left alone."""
    torch.manual_seed(5)
    expected = torch.rand(3)
    torch.manual_seed(5)
    (first, state), (again, _), (other, _) = (seeded(lambda: VAE(9, hidden=4), seed) for seed in (1, 1, 2))
    assert torch.equal(torch.rand(3), expected)
    for a, b, c in zip(first.parameters(), again.parameters(), other.parameters(), strict=True):
        assert torch.equal(a, b) and not torch.equal(a, c)
    # the state that is handed out is the one behind the parameters: torch's own program goes on from there
    torch.manual_seed(1)
    VAE(9, hidden=4)
    assert torch.equal(state, torch.get_rng_state())


def test_decoders_compute_what_the_homework_says() -> None:
    """A: sigmoid(W2 tanh(W1 z + b1) + b2); B: with a sigmoid layer between."""
    z = torch.randn(5, 2)
    a = Decoder(7, hidden=3).requires_grad_(False)
    w1, b1, w2, b2 = a.parameters()
    assert torch.allclose(a(z), 1 / (1 + torch.exp(-(torch.tanh(z @ w1.T + b1) @ w2.T + b2))))
    b = Decoder(7, hidden=3, reading="B").requires_grad_(False)
    w1, b1, w2, b2, w3, b3 = b.parameters()
    middle = torch.sigmoid(torch.tanh(z @ w1.T + b1) @ w2.T + b2)
    assert torch.allclose(b(z), torch.sigmoid(middle @ w3.T + b3))
