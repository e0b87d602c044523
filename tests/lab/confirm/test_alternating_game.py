"""G3: alternating Adam comes near the fixed point, with a drift that the game without draws predicts."""

import dataclasses

import pytest

torch = pytest.importorskip("torch")

from hw3verify.lab.claims import Run  # noqa: E402
from hw3verify.lab.confirm import alternating_game  # noqa: E402
from hw3verify.lab.games.descent import Schedule  # noqa: E402

TINY = Run(setting="tiny")


def test_the_drift_is_a_known_bias():
    """Costs and places are within their limits, and the mean of a is near the prediction and away from 0."""
    outcome = alternating_game.run(alternating_game.Config.TINY, TINY)
    assert [str(m.verdict) for m in outcome.measurements] == ["confirmed"] * 5 + ["known bias"]
    drift = outcome.measurements[-1]
    assert drift.observed > 5 * drift.error > 0


def test_a_game_that_has_not_arrived_is_refuted():
    """After fifty steps the generator is still near its start at a = 2."""
    short = Schedule(50, 0.02, 0.5, 0.999)
    config = dataclasses.replace(alternating_game.Config.TINY, discriminator=short, generator=short, seeds=2)
    rows = alternating_game.run(config, TINY).measurements
    assert [str(m.verdict) for m in rows[:3]] == ["confirmed", "refuted", "refuted"]
