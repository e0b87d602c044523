"""Limits come from records, and a record can be taken again."""

import pytest

pytest.importorskip("torch")

from hw3verify.lab.claims import Outcome, Verdict
from hw3verify.lab.confirm import EXPERIMENTS
from hw3verify.lab.games import records


def test_limits_are_three_times_the_record():
    """For every recorded name and setting; "full" has the limits of "small"; what is not recorded has the limit 0."""
    assert set(records.LARGEST) == {"tiny", "small"}
    for setting, names in records.LARGEST.items():
        for name, largest in names.items():
            assert records.limit(name, setting) == pytest.approx(3 * largest)
            assert name.split()[0] in EXPERIMENTS
    assert records.limit("G1 regret", "full") == records.limit("G1 regret", "small") > 0
    assert records.limit("no such name", "small") == 0


def test_distances_are_read_off_an_outcome():
    """The largest distance of each name, and a measurement within its limit is confirmed, beyond it refuted."""
    limit = records.limit("G1 regret", "tiny")
    told = {"setting": "tiny", "seeds": 1}
    rows = tuple(records.near("G1 regret", "q", 1.0, "how", 1.0 + share * limit, **told) for share in (0.5, -0.9, 1.1))
    assert [row.verdict for row in rows] == [Verdict.CONFIRMED, Verdict.CONFIRMED, Verdict.REFUTED]
    assert records.distances(Outcome("G1", "", (), rows))["G1 regret"] == pytest.approx(1.1 * limit)
