"""G5: JSD goes flat, W_1 goes on, KL is infinite; slopes of both losses; a saturating loss that does not is refuted."""

import dataclasses

import pytest

torch = pytest.importorskip("torch")

from hw3verify.lab.claims import Run, Verdict  # noqa: E402
from hw3verify.lab.confirm import parallel_lines  # noqa: E402
from hw3verify.lab.games import interpolates, rivals  # noqa: E402
from hw3verify.lab.games.descent import Schedule  # noqa: E402

TINY = Run(setting="tiny")
CONFIG = parallel_lines.Config.TINY


def test_one_estimate_goes_flat_and_the_other_goes_on():
    """All rows hold; the critics' slope is a known bias, since the penalty's optimum grows faster than W_1."""
    outcome = parallel_lines.run(CONFIG, TINY)
    assert [str(m.verdict) for m in outcome.measurements] == ["confirmed"] * 5 + ["known bias"] + ["confirmed"] * 2
    steep = outcome.measurements[5]
    # the line through two points is their chord
    chord = 2 * (interpolates.difference(1.5, 10).value - interpolates.difference(1.0, 10).value)
    assert steep.predicted == pytest.approx(chord, abs=1e-12)
    assert steep.unbiased == pytest.approx(1.0, abs=1e-12)


def test_the_line_of_least_squares():
    """Through (1, 1), (2, 2), (3, 4) with a second column twice as steep: 3/2 and 3."""
    table = torch.tensor([[1.0, 2.0], [2.0, 4.0], [4.0, 8.0]], dtype=torch.float64)
    assert parallel_lines.fitted([1.0, -2.0, 3.0], table).tolist() == pytest.approx([1.5, 3.0], abs=1e-14)


def test_the_slopes_of_the_losses_add_to_minus_one():
    """-D and -(1 - D) at every draw, whatever D is; at an untrained network both are strictly between."""
    rivalry = rivals.Rivalry((0.5, 1.5), 2, 4, 8, Schedule(1))
    saturating, other = parallel_lines.loss_slopes(rivalry, rivals.initial_critics(rivalry))
    assert (saturating + other).reshape(-1).tolist() == pytest.approx([-1.0] * 4, abs=1e-12)
    assert float(saturating.max()) < 0 > float(other.max())


def test_planted_mistakes_are_refuted(monkeypatch):
    """With both losses taken for each other, and with W_1 in the place of the penalised optimum, rows are refuted."""
    short = dataclasses.replace(CONFIG, schedule=Schedule(150, 0.03))
    right = parallel_lines.loss_slopes
    monkeypatch.setattr(parallel_lines, "loss_slopes", lambda *words: right(*words)[::-1])
    monkeypatch.setattr(interpolates, "difference", lambda shift, _weight: interpolates.Excess(shift, 0.0))
    rows = parallel_lines.run(short, TINY).measurements
    assert {rows[place].verdict for place in (3, 6, 7)} == {Verdict.REFUTED}
