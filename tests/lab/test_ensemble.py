"""Ensembles: every member is the single model with its seed."""

import pytest

torch = pytest.importorskip("torch")

from hw3verify.lab import ensemble  # noqa: E402
from hw3verify.lab.adam import Adam  # noqa: E402

SEEDS = (7, 8, 11)


def critic():
    return torch.nn.Sequential(torch.nn.Linear(2, 16), torch.nn.Tanh(), torch.nn.Linear(16, 1))


def loop(seed, batches, noises):
    """The ordinary way: a module, its backward pass, torch's Adam."""
    torch.manual_seed(seed)
    module = critic().double()
    optimizer = torch.optim.Adam(module.parameters(), lr=0.01)
    losses = []
    for batch, noise in zip(batches, noises, strict=True):
        optimizer.zero_grad()
        loss = (module(batch + noise) - batch.prod(-1, keepdim=True)).square().mean()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses, dict(module.named_parameters())


def test_a_member_is_the_single_model_with_its_seed():
    """Forty vmapped steps give every member the losses and parameters of an ordinary loop with its seed and noise."""
    generator = torch.Generator().manual_seed(1)
    batches = torch.randn(40, 10, 2, generator=generator, dtype=torch.float64)
    noises = torch.randn(40, len(SEEDS), 10, 2, generator=generator, dtype=torch.float64)
    template, parameters = ensemble.initial(critic, SEEDS, dtype=torch.float64)

    def loss(own, batch, noise):
        return (ensemble.apply(template, own, batch + noise) - batch.prod(-1, keepdim=True)).square().mean()

    advance = ensemble.step(loss, Adam(rate=0.01), shared=(True, False))
    training, found = ensemble.begin(parameters), []
    for batch, noise in zip(batches, noises, strict=True):
        training, losses = advance(training, batch, noise)
        found.append(losses)
    for index, seed in enumerate(SEEDS):
        expected, theirs = loop(seed, batches, noises[:, index])
        theirs_too = torch.tensor(expected, dtype=torch.float64)
        torch.testing.assert_close(torch.stack(found)[:, index], theirs_too, rtol=1e-10, atol=0)
        for name, value in ensemble.member(training.parameters, index).items():
            torch.testing.assert_close(value, theirs[name].detach(), rtol=1e-9, atol=1e-12)


def test_second_derivatives_pass_through():
    """The gradient of a gradient penalty is that of finite differences in every member."""
    template, parameters = ensemble.initial(critic, SEEDS, dtype=torch.float64)
    points = torch.randn(6, 2, generator=torch.Generator().manual_seed(2), dtype=torch.float64)

    def penalty(own, batch):
        slopes = torch.func.grad(lambda x: ensemble.apply(template, own, x).sum())(batch)
        return (slopes.norm(dim=-1) - 1).square().mean()

    slopes, _ = ensemble.gradients(penalty, shared=(True,))(parameters, points)
    for index in range(len(SEEDS)):
        own = ensemble.member(parameters, index)
        ends = []
        for shift in (1e-5, -1e-5):
            moved = {**own, "0.weight": own["0.weight"].clone()}
            moved["0.weight"][3, 1] += shift
            ends.append(penalty(moved, points))
        torch.testing.assert_close(slopes["0.weight"][index, 3, 1], (ends[0] - ends[1]) / 2e-5, rtol=1e-6, atol=1e-9)


def test_seeds_leave_the_global_generator_alone():
    """Making members by seed neither reads nor moves the generator of the program around."""
    torch.manual_seed(5)
    first = torch.rand(3)
    torch.manual_seed(5)
    ensemble.initial(critic, SEEDS)
    assert torch.equal(torch.rand(3), first)


def test_stack_and_member_are_inverse():
    """What is stacked comes back by `member`, and `size` counts it."""
    members = [ensemble.single(critic, seed)[1] for seed in SEEDS]
    stacked = ensemble.stack(members)
    assert ensemble.size(stacked) == len(SEEDS)
    for index, own in enumerate(members):
        back = ensemble.member(stacked, index)
        assert list(back) == list(own) and all(torch.equal(back[name], own[name]) for name in own)


def test_refusals_name_the_argument():
    """No seeds, no members, members of two kinds, ragged stacks and modules with buffers are refused."""
    with pytest.raises(ValueError, match="seeds"):
        ensemble.initial(critic, ())
    with pytest.raises(ValueError, match="members"):
        ensemble.stack([])
    with pytest.raises(ValueError, match="members"):
        ensemble.stack([{"a": torch.ones(1)}, {"b": torch.ones(1)}])
    with pytest.raises(ValueError, match="parameters"):
        ensemble.size({"a": torch.ones(2), "b": torch.ones(3)})
    with pytest.raises(ValueError, match="make"):
        ensemble.single(lambda: torch.nn.BatchNorm1d(3), 0)
