"""The equivalence run finds a rung that computes something else."""

import math
from dataclasses import replace

import pytest

torch = pytest.importorskip("torch")

from hw3verify.lab.fast import equivalence, lean  # noqa: E402
from hw3verify.lab.fast.equivalence import Agreement, agree, scripted  # noqa: E402
from hw3verify.lab.fast.ladder import RUNGS  # noqa: E402

LEAN = next(rung for rung in RUNGS if rung.name == "lean")


def agreed(dtype, *worst):
    return Agreement("a rung", "vae", dtype, 200, worst)


def test_limits():
    """float64 allows 1e-10 for every seed, float32 1e-5 for the median of them; NaN passes in neither."""
    assert agreed("float64", 9e-11, 1e-16).passed
    assert not agreed("float64", 1.1e-10, 1e-16, 1e-16).passed
    assert agreed("float32", 1e-7, 1e-4, 9e-6).passed
    assert not agreed("float32", 1e-7, 1e-4, 1.1e-5).passed
    assert not agreed("float32", 1e-7, math.nan, 1e-7).passed


@pytest.mark.parametrize("wrong", ["rate", "constant", "noise"])
def test_a_wrong_rung_is_found(problem, monkeypatch, wrong):
    """A learning rate 1 % off, a wrong latent term and noise that is used twice are each found in a few steps."""
    if wrong == "rate":
        begin = lean.Player.__init__
        monkeypatch.setattr(lean.Player, "__init__", lambda self, own, rate: begin(self, own, 1.01 * rate))
    elif wrong == "constant":
        right = lean.vae_loss
        monkeypatch.setattr(lean, "vae_loss", lambda own, x, e: right(own, x, e) + 1e-4 * e.square().sum())
    else:
        right = lean.vae_loss
        monkeypatch.setattr(lean, "vae_loss", lambda own, x, e: right(own, x, e[:1].expand_as(e)))
    assert not agree(LEAN, problem("vae"), "cpu", torch.float64, steps=4, seeds=1).passed


def test_scripts_do_not_depend_on_the_type(problem):
    """The noise of a seed in float32 is that in float64, rounded; another seed has other noise."""
    wide, narrow = (scripted(problem("vae"), 3, 1, dtype) for dtype in (torch.float64, torch.float32))
    assert torch.equal(wide.float(), narrow)
    assert not torch.equal(wide, scripted(problem("vae"), 3, 2, torch.float64))


def test_a_loss_that_was_not_written_is_no_agreement(problem):
    """A rung that records no losses leaves NaN, which passes nothing."""
    assert math.isnan(equivalence._farthest(torch.full((2, 1), torch.nan), torch.ones(2, 1)))
    assert math.isnan(equivalence._farthest(torch.ones(1, 1), torch.ones(2, 1)))
    assert replace(agreed("float64", 0.0), worst=(math.nan,)).passed is False
