"""Batches, noise and losses on the device."""

import pytest

torch = pytest.importorskip("torch")

from hw3verify.lab.fast.feed import Feed  # noqa: E402
from hw3verify.lab.fast.loop import Loop  # noqa: E402


class Watching:
    """A stepper that trains nothing: it keeps the batches and returns their number as the losses."""

    def __init__(self, networks):
        self.batches, self.noises, self.networks = [], [], networks

    def __call__(self, batch, noise):
        self.batches.append(batch.clone())
        self.noises.append(noise.clone())
        return torch.full((self.networks,), float(len(self.batches)))

    def tensors(self):
        return ()

    def parameters(self):
        return ()


def watched(problem, steps, **options):
    stepper = Watching(len(problem.players))
    loop = Loop(Feed(problem, "cpu", torch.float32, 3, **options), stepper)
    loop.run(steps)
    return loop, stepper


def rows(batches):
    return sorted(tuple(row.tolist()) for batch in batches for row in batch)


def test_the_vaes_order_is_fixed(problem):
    """The VAE's batches are consecutive images, the same in every epoch; what is left over is dropped."""
    p = problem("vae")
    _, stepper = watched(p, 2 * p.batches)
    expected = list(p.images[: p.batches * p.batch].split(p.batch))
    assert p.batches == 5 and len(p.images) % p.batch == 3
    for one, two in zip(stepper.batches, expected * 2, strict=True):
        assert torch.equal(one, two)


def test_the_gans_epochs_are_shuffled(problem):
    """Each of the GAN's epochs has no image twice, and two epochs have different orders."""
    p = problem("gan")
    _, stepper = watched(p, 2 * p.batches)
    one, two = stepper.batches[: p.batches], stepper.batches[p.batches :]
    assert len(set(rows(one))) == len(set(rows(two))) == p.batches * p.batch
    assert not torch.equal(torch.cat(one), torch.cat(two))


def test_a_script_is_played(problem):
    """Scripted noise is that of the script, row by row and from the start again, in the fixed order of images."""
    p = problem("gan")
    script = torch.rand(3, p.batch, p.noise)
    _, stepper = watched(p, 5, script=script)
    for step, noise in enumerate(stepper.noises):
        assert torch.equal(noise, script[step % 3])
    assert torch.equal(torch.cat(stepper.batches), p.images[: 5 * p.batch])


def test_noise_has_its_law(problem):
    """The GAN's noise lies in [-1, 1] and has variance 1/3, the VAE's has variance 1; each step draws anew."""
    for kind, variance in (("gan", 1 / 3), ("vae", 1.0)):
        _, stepper = watched(problem(kind), 200)
        drawn = torch.stack(stepper.noises)
        assert abs(drawn.var().item() - variance) < 6 * 2**0.5 * variance / drawn.numel() ** 0.5
        assert not torch.equal(drawn[0], drawn[1])
        if kind == "gan":
            assert drawn.abs().max() <= 1


def test_the_log_keeps_the_last_losses(problem):
    """Losses come oldest first; a log of 4 rows keeps the last 4 of 6; unwritten rows are NaN, and not returned."""
    loop, _ = watched(problem("gan"), 6, log=4)
    assert loop.losses().tolist() == [[n, n] for n in (3.0, 4.0, 5.0, 6.0)]
    short, _ = watched(problem("gan"), 2, log=4)
    assert short.losses().tolist() == [[1.0, 1.0], [2.0, 2.0]]
    assert short.feed.log[2:].isnan().all()
