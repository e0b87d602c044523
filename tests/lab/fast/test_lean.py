"""The lean algebra beside the homework's form, at parameters that are not those of a fresh network."""

import pytest

torch = pytest.importorskip("torch")

from hw3verify.lab import ensemble  # noqa: E402
from hw3verify.lab.fast import lean  # noqa: E402
from hw3verify.lab.fast.convolution import spreading  # noqa: E402
from hw3verify.lab.fast.problem import split  # noqa: E402
from hw3verify.lab.fast.sheet import objective  # noqa: E402
from hw3verify.lab.networks import losses  # noqa: E402


def moved(problem, generator):
    """Modules with drawn parameters, their parameters by network, images and noise, all in float64."""
    modules = ensemble.single(problem.make, 0)[0].double()
    with torch.no_grad():
        for value in modules.parameters():
            value.add_(torch.randn(value.shape, generator=generator, dtype=torch.float64), alpha=0.3)
    noise = problem.draw(torch.empty(problem.batch, problem.noise, dtype=torch.float64), generator)
    own = split(dict(modules.named_parameters()), problem.players)
    return modules, own, problem.images[: problem.batch].double(), noise


def same_gradients(one, two, inputs):
    for ours, theirs in zip(torch.autograd.grad(one, inputs), torch.autograd.grad(two, inputs), strict=True):
        torch.testing.assert_close(ours, theirs, rtol=1e-10, atol=1e-13)


@pytest.mark.parametrize("reading", ["A", "B"])
def test_the_bound_without_constants(problem, reading):
    """Logits and cancelled constants give the bound of three log-densities and its gradient, for both decoders."""
    modules, (own,), batch, noise = moved(problem("vae", reading), torch.Generator().manual_seed(11))
    ours, theirs = lean.vae_loss(own, batch, noise), objective(modules["vae"], batch, noise)
    torch.testing.assert_close(ours, theirs, rtol=1e-12, atol=0)
    same_gradients(ours, theirs, list(own.values()))


@pytest.mark.parametrize("wide", [False, True])
def test_pooling_before_relu(problem, wide):
    """One batch of real and made images, pooled before ReLU, gives the discriminator's loss and its gradient."""
    modules, (own, other), batch, noise = moved(problem("gan"), torch.Generator().manual_seed(12))
    made = lean.generator(other, noise, spreading(noise), wide)
    torch.testing.assert_close(made, modules["generator"](noise).flatten(1), rtol=1e-12, atol=1e-14)
    shown = modules["discriminator"]
    theirs = losses.discriminator_loss(shown(batch.reshape(-1, 1, 8, 8)), shown(modules["generator"](noise)))
    ours = lean.telling_loss(own, batch, made, wide)
    torch.testing.assert_close(ours, theirs, rtol=1e-12, atol=0)
    same_gradients(ours, theirs, [*own.values(), *other.values()])


def test_gradients_laid_out_otherwise():
    """A gradient whose memory is transposed moves each entry by its own value: the first step has each sign."""
    weight = torch.zeros(3, 2)
    player = lean.Player({"w": weight}, rate=1.0)
    wanted = torch.tensor([[1.0, -1.0], [1.0, 1.0], [-1.0, -1.0]])
    turned = wanted.t().contiguous()
    player.descend((player.parameters["w"].t() * turned).sum())
    torch.testing.assert_close(player.parameters["w"].detach(), -wanted)


def test_images_of_the_homeworks_size():
    """For 28 x 28 the discriminator's last convolution has no padding: logits are those of the module."""
    from hw3verify.lab.fast.problem import homework

    images = torch.rand(4, 784, generator=torch.Generator().manual_seed(13))
    modules, (own, other), batch, noise = moved(homework("gan", images), torch.Generator().manual_seed(14))
    torch.testing.assert_close(
        lean.discriminator(own, batch, True), modules["discriminator"](batch.reshape(-1, 1, 28, 28))[:, 0]
    )
    made = lean.generator(other, noise, spreading(noise), True)
    torch.testing.assert_close(made, modules["generator"](noise).flatten(1))
