"""Every row of the table at the smallest setting, and the records that the limits come from."""

import json
from pathlib import Path

import pytest

pytest.importorskip("torch")
pytest.importorskip("sklearn")

from hw3verify.lab.claims import Run
from hw3verify.lab.confirm import EXPERIMENTS, confirm, experiment
from hw3verify.report.lab.page import page
from hw3verify.report.lab.table import outcome_lines

RESULTS = Path(__file__).parents[3] / "benchmarks" / "results"


def test_every_row_holds_at_the_smallest_setting(monkeypatch) -> None:
    """Nothing is refuted or inconclusive, every row measures something, and table and page show it.

    One test for all rows, because they share trained models and a page.
    """
    monkeypatch.delenv("HW3VERIFY_MNIST", raising=False)
    shares: list[float] = []
    outcomes = [confirm(name, "tiny", Run(progress=shares.append)) for name in EXPERIMENTS]
    failing = [(o.experiment, m.quantity, m.observed) for o in outcomes if not o.holds for m in o.measurements]
    assert failing == []
    assert all(outcome.measurements or outcome.skipped for outcome in outcomes)
    assert all(0 <= share <= 1 for share in shares)
    said = [outcome.to_json() for outcome in outcomes]
    text = page({"setting": "tiny", "outcomes": json.loads(json.dumps(said, allow_nan=False))})
    assert text.count("<section") == len(EXPERIMENTS)
    assert all(outcome_lines(outcome) for outcome in said)


def test_limits_are_three_times_what_was_recorded() -> None:
    """Each limit of V2 and V8 is three times the distance of the run that it names, rounded in the second digit."""
    record = json.loads((RESULTS / "lab-tiny.json").read_text(encoding="utf-8"))
    found = {m["experiment"]: m for o in record["outcomes"] for m in o["measurements"] if m["kind"] == "convergence"}
    for name in ("V2", "V8"):
        row, config = found[name], experiment(name).Config
        assert row["record"] == config.TINY.record == "benchmarks/results/lab-tiny.json"
        assert config.TINY.limit == row["tolerance"]
        assert config.TINY.limit == pytest.approx(3 * abs(row["observed"] - row["predicted"]), rel=0.05)
