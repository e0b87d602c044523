"""Tables say what the files say."""

import json
from pathlib import Path

import pytest

pytest.importorskip("torch")

from hw3verify.lab.fast.ladder import RUNGS
from hw3verify.lab.fast.table import NONE, TABLES, read, short, written

ROOT = Path(__file__).parents[3]
PAGE, RESULTS = ROOT / "docs" / "ladder.md", ROOT / "benchmarks" / "results"


def test_the_page_says_what_was_measured():
    """The tables of docs/ladder.md are those of the committed results: writing them again changes nothing."""
    page = PAGE.read_text(encoding="utf-8")
    assert written(page, RESULTS) == page
    for name in TABLES:
        assert f"<!-- table: {name} -->" in page


def test_committed_results_passed_and_name_their_machine():
    """Every committed row passed its equivalence run, and the file has a date, versions and ceilings."""
    results = {name: found for name, found in read(RESULTS).items() if found}
    assert "cpu" in results
    for found in results.values():
        assert {"date", "processor", "torch", "revision"} <= set(found["facts"]) and found["ceilings"]
        rows = [row for section in ("ladder", "ensembles") for kind in found[section].values() for row in kind]
        assert len(rows) >= 8
        for row in rows:
            assert all(far["passed"] for far in row["agreement"].values()) or "TF32" in row["rung"]


def result(median, members=None):
    timing = {"median": median, "low": median - 1, "high": median + 1, "wall": median, "rounds": 7, "steps": 9}
    far = {"float64": {"worst": [1e-15, 3e-14], "steps": 20, "passed": True}}
    name = "tuned" if members is None else f"ensemble, M = {members}"
    row = {"rung": name.split(",")[0], "name": name, "level": "L1", "members": members, "timing": timing}
    return {**row, "agreement": far, "us a model-step": median / (members or 1)}


@pytest.fixture
def folder(tmp_path):
    facts = {"date": "2020-02-02", "processor": "an abacus", "threads": 1, "torch": "2.6"}
    found = {"facts": facts, "ladder": {"vae": [result(1234.6)]}, "ensembles": {"gan": [result(80.0, 8)]}}
    (tmp_path / "cpu.json").write_text(json.dumps(found), encoding="utf-8")
    return tmp_path


def filled(name, folder):
    return written(f"<!-- table: {name} -->\nold\n<!-- end of table -->\n", folder)


def test_measured_beside_predicted(folder):
    """A rung's row has its prediction and its median with quartiles; what was not measured says so."""
    row = next(line for line in filled("vae", folder).splitlines() if "| L1 tuned |" in line)
    assert row.endswith(f"|  | 600 to 900 | {NONE} | 1,235 (1,234 to 1,236) |")
    assert filled("vae", folder).count(NONE) == 2 * len(RUNGS) - 1
    assert "old" not in filled("vae", folder)


def test_stacks_are_told_a_model(folder):
    """A stack of 8 that takes 80 microseconds a step takes 10 a model."""
    assert "| GAN | 8 | ensemble | not measured | 10.0 (9.9 to 10.1) |" in filled("ensembles", folder)


def test_the_worst_seed_counts(folder):
    """Of two seeds the agreement's table has the worse."""
    assert "| VAE | tuned | CPU | 3.0e-14 (20 steps) | no |" in filled("agreement", folder)


def test_an_unknown_table_is_refused(folder):
    """A name that is no table's is an error that names those there are."""
    with pytest.raises(ValueError, match="no table 'speed'"):
        filled("speed", folder)


def test_the_short_table_ends_with_what_is_missing(folder):
    """The last lines of a run are what it skipped and what was missing."""
    found = read(folder)["cpu"] | {"skipped": ["graphs"], "missing": ["gan: out of time"]}
    assert short(found).splitlines()[-2:] == ["skipped: graphs", "missing: gan: out of time"]
