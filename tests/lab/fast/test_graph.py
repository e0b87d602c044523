"""Capture: the warm-up leaves no trace, replays go on with fresh noise, and the same seed gives the same sequence.

The first tests have a recorder that replays by calling; those for CUDA's graphs need a GPU."""

from itertools import pairwise

import pytest

torch = pytest.importorskip("torch")

from hw3verify.lab.fast.graph import WARM_UP  # noqa: E402
from hw3verify.lab.fast.ladder import RUNGS, STACKED, build  # noqa: E402

GRAPH = next(rung for rung in RUNGS if rung.name == "graph")
LEAN = next(rung for rung in RUNGS if rung.name == "lean")
needs_cuda = pytest.mark.skipif(not torch.cuda.is_available(), reason="no GPU here")


class Calls:
    """A recorder that runs the warm-up, runs nothing while it records, and replays by calling the step."""

    def __init__(self):
        self.warmed = 0
        self.generators = []

    def warm(self, step, times):
        for _ in range(times):
            step()
            self.warmed += 1

    def record(self, step, generator):
        self.generators.append(generator)
        return step


def values(loop):
    return [tensor.detach().cpu().clone() for tensor in loop.tensors()]


@pytest.mark.parametrize("kind", ["vae", "gan"])
@pytest.mark.parametrize("rung", [GRAPH, STACKED[0]], ids=lambda rung: rung.name)
def test_warm_up_leaves_no_trace(problem, kind, rung):
    """After the capture, parameters, moments, counter, log, noise and the generator are bit for bit as without it."""
    members = 2 if rung.level == "L5" else None
    recorder = Calls()
    loop = build(rung, problem(kind), members=members, recorder=recorder)
    other = build(rung, problem(kind), members=members)
    assert recorder.warmed == WARM_UP >= 3
    assert recorder.generators == [loop.feed.generator]
    for one, two in zip(values(loop), values(other), strict=True):
        assert torch.equal(one.nan_to_num(7.0), two.nan_to_num(7.0))
    assert torch.equal(loop.feed.generator.get_state(), other.feed.generator.get_state())


@pytest.mark.parametrize("kind", ["vae", "gan"])
def test_replays_are_the_plain_steps(problem, kind):
    """Twelve replays, over shuffled epochs for the GAN, give the losses and parameters of twelve plain steps."""
    captured, plain = build(GRAPH, problem(kind), recorder=Calls()), build(LEAN, problem(kind))
    captured.run(12)
    plain.run(12)
    assert torch.equal(captured.losses(), plain.losses()) and captured.losses().isfinite().all()
    for one, two in zip(values(captured)[3:], values(plain)[3:], strict=True):
        assert torch.equal(one, two)


def test_replays_draw_fresh_noise(problem):
    """Two replays have different noise."""
    loop = build(GRAPH, problem("vae"), recorder=Calls())
    loop.run(1)
    first = loop.feed.noise.clone()
    loop.run(1)
    assert not torch.equal(first, loop.feed.noise)


def test_gradients_are_not_accumulated(problem):
    """No parameter has a gradient left behind after a step: there is nothing for a graph to add to."""
    loop = build(GRAPH, problem("gan"), recorder=Calls())
    loop.run(2)
    assert all(tensor.grad is None for tensor in loop.stepper.tensors())


@needs_cuda
@pytest.mark.parametrize("kind", ["vae", "gan"])
def test_cuda_replays_are_fresh_and_repeatable(problem, kind):
    """On a GPU: capturing changes nothing, replays draw anew, and two graphs of one seed give one sequence."""
    captured = [build(GRAPH, problem(kind), "cuda", torch.float64) for _ in range(2)]
    plain = build(LEAN, problem(kind), "cuda", torch.float64)
    for one, two in zip(values(captured[0]), values(plain), strict=True):
        assert torch.equal(one.nan_to_num(7.0), two.nan_to_num(7.0))
    noises = []
    for _ in range(12):
        captured[0].run(1)
        noises.append(captured[0].feed.noise.clone())
    assert all(not torch.equal(one, two) for one, two in pairwise(noises))
    captured[1].run(12)
    plain.run(12)
    torch.testing.assert_close(captured[0].losses(), captured[1].losses(), rtol=1e-12, atol=0)
    torch.testing.assert_close(captured[0].losses(), plain.losses(), rtol=1e-10, atol=0)


@needs_cuda
def test_cuda_warm_up_would_be_seen(problem, monkeypatch):
    """Without putting the tensors back, the same comparison fails: the test above can fail."""
    monkeypatch.setattr("hw3verify.lab.fast.graph.restore", lambda tensors, kept: None)
    captured = build(GRAPH, problem("vae"), "cuda", torch.float64)
    plain = build(LEAN, problem("vae"), "cuda", torch.float64)
    assert any(not torch.equal(one, two) for one, two in zip(values(captured)[3:], values(plain)[3:], strict=True))


def test_warm_up_would_be_seen(problem, monkeypatch):
    """Without putting the tensors back, parameters and counter differ: the tests above can fail."""
    monkeypatch.setattr("hw3verify.lab.fast.graph.restore", lambda tensors, kept: None)
    loop, other = build(GRAPH, problem("vae"), recorder=Calls()), build(LEAN, problem("vae"))
    assert loop.feed.counter.item() == WARM_UP
    assert not torch.equal(values(loop)[3], values(other)[3])
