"""G7: half of the critics end in the second basin; with one side penalised none does."""

import pytest
from scipy import stats

torch = pytest.importorskip("torch")

from hw3verify.lab.claims import Run, Verdict  # noqa: E402
from hw3verify.lab.confirm import second_basin  # noqa: E402
from hw3verify.lab.games import rivals  # noqa: E402

TINY = Run(setting="tiny")
CONFIG = second_basin.Config.TINY


def test_both_basins_are_where_theory_puts_them():
    """The share is near 1/2, and both basins are at their own differences, away from W_1."""
    outcome = second_basin.run(CONFIG, TINY)
    verdicts = [str(m.verdict) for m in outcome.measurements]
    assert verdicts == ["confirmed", "reported"] + ["known bias"] * 4
    predicted = [m.predicted for m in outcome.measurements[2:]]
    assert predicted == pytest.approx([0.513618, -0.486382, 1.051413, -0.948587], abs=6e-7)
    assert any(curve.label == "second basin, exact" for curve in outcome.figures[0].curves)


def test_the_one_sided_penalty_has_no_second_basin(monkeypatch):
    """With one side penalised all critics end on the right side, and a share of 1/2 is refuted."""
    right = rivals.critics
    monkeypatch.setattr(rivals, "critics", lambda *words, two_sided, progress: right(*words, progress=progress))
    assert second_basin.run(CONFIG, TINY).measurements[0].verdict == Verdict.REFUTED


def test_wilsons_interval():
    """As SciPy's, for shares inside and at the edge; a count beyond its total is refused."""
    for wrong, of in ((0, 10), (7, 16), (128, 256)):
        expected = stats.binomtest(wrong, of).proportion_ci(0.95, "wilson")
        assert second_basin.interval(wrong, of) == pytest.approx((expected.low, expected.high), abs=1e-12)
    with pytest.raises(ValueError, match="wrong"):
        second_basin.interval(3, 2)
