"""G8: both sides of the push-forward agree; a density without its factor 1 / |b| is refuted."""

import math

import pytest

torch = pytest.importorskip("torch")

from hw3verify.lab.claims import Run, Verdict  # noqa: E402
from hw3verify.lab.confirm import push_forward  # noqa: E402
from hw3verify.lab.games import value  # noqa: E402

CONFIG = push_forward.Config.TINY


def test_both_sides_agree():
    """The identity and the sampled row are confirmed."""
    assert {m.verdict for m in push_forward.run(CONFIG, Run()).measurements} == {Verdict.CONFIRMED}


def test_both_sides_of_a_parabola_are_its_moment():
    """E (1 - 2 z)^2 = 5 over the noise and over N(1, 4), for b of either sign."""
    maps = torch.tensor([[1.0, -2.0], [1.0, 2.0]], dtype=torch.float64)
    for side in (push_forward.over_the_noise, push_forward.over_the_law):
        assert side(torch.square, maps, 10.0, 801).tolist() == pytest.approx([5.0, 5.0], abs=1e-9)


def test_a_density_without_its_jacobian_is_refuted(monkeypatch):
    """p((x - a) / b) alone does not integrate to 1: identity and sampled row are refuted."""

    def wrong(x, mean, deviation):
        return torch.exp(-0.5 * ((x - mean) / deviation) ** 2) / math.sqrt(2 * math.pi)

    monkeypatch.setattr(value, "normal_density", wrong)
    assert {m.verdict for m in push_forward.run(CONFIG, Run()).measurements} == {Verdict.REFUTED}
