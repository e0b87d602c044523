"""G6: the critic reaches the penalised optimum, which is not W_1; the wrong penalty and W_1 itself are refuted."""

import pytest

torch = pytest.importorskip("torch")

import dataclasses  # noqa: E402

from hw3verify.lab.claims import Run, Verdict  # noqa: E402
from hw3verify.lab.confirm import penalised_critic  # noqa: E402
from hw3verify.lab.games import interpolates  # noqa: E402

TINY = Run(setting="tiny")
CONFIG = penalised_critic.Config.TINY


def test_the_estimate_is_biased_as_predicted():
    """Every row is a known bias: near 0.5136 and 1.0514, away from 1/2 and 1."""
    outcome = penalised_critic.run(CONFIG, TINY)
    assert {m.verdict for m in outcome.measurements} == {Verdict.KNOWN_BIAS}
    assert [m.unbiased for m in outcome.measurements] == pytest.approx([0.5, 0.5, 1.0, 1.0], abs=1e-12)


def test_the_two_sided_penalty_is_refuted():
    """With both sides penalised some of eight seeds end in the second basin, far from the optimum."""
    config = dataclasses.replace(CONFIG, two_sided=True, seeds=8)
    rows = penalised_critic.run(config, TINY).measurements
    assert {m.verdict for m in rows} == {Verdict.REFUTED}


def test_the_distance_itself_is_refuted(monkeypatch):
    """A prediction of W_1 without the penalty's excess is beyond the limit."""
    monkeypatch.setattr(interpolates, "difference", lambda shift, _weight: interpolates.Excess(shift, 0.0))
    rows = penalised_critic.run(CONFIG, TINY).measurements
    assert {m.verdict for m in rows} == {Verdict.REFUTED}
