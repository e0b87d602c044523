"""G4: a trained discriminator's JSD is below the exact one and near it; base two and a wrong law are refuted."""

import dataclasses
import math

import pytest

torch = pytest.importorskip("torch")

from hw3verify.lab.claims import Run, Verdict  # noqa: E402
from hw3verify.lab.confirm import shifted_uniforms  # noqa: E402
from hw3verify.lab.games import value  # noqa: E402
from hw3verify.lab.games.descent import Schedule  # noqa: E402

TINY = Run(setting="tiny")
CONFIG = shifted_uniforms.Config.TINY


def test_the_estimates_are_below_the_divergence_and_near_it():
    """Predicted are 0, (log 2) / 2, log 2 and log 2 at t = 0, 1/2, 1, 3/2; all rows are confirmed."""
    rows = shifted_uniforms.run(CONFIG, TINY).measurements
    assert {m.verdict for m in rows} == {Verdict.CONFIRMED}
    expected = [0, math.log(2) / 2, math.log(2), math.log(2)]
    assert [m.predicted for m in rows[1:]] == pytest.approx(expected, abs=1e-12)


def test_planted_mistakes_are_refuted(monkeypatch):
    """A value to base two, and a generator's law that is wider than it says, break the bound."""
    short = dataclasses.replace(CONFIG, schedule=Schedule(60, 0.03), seeds=2)
    right, laws = value.jensen_shannon, value.uniforms
    with monkeypatch.context() as planted:
        planted.setattr(value, "jensen_shannon", lambda values: right(values) / math.log(2))
        assert shifted_uniforms.run(CONFIG, TINY).measurements[0].verdict == Verdict.REFUTED
    monkeypatch.setattr(value, "uniforms", lambda shift, *rest: laws(shift + 0.4, *rest))
    assert shifted_uniforms.run(short, TINY).measurements[0].verdict == Verdict.REFUTED
