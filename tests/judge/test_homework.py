"""The real homework under its assignment: conclusions, evidence, readings. Expected values: the solution by hand."""

import json
from pathlib import Path

import pytest

from hw3verify.assignments.loader import load_assignment
from hw3verify.judge.judge import judge_source
from hw3verify.judge.recheck import recheck
from hw3verify.judge.record import Report, plain
from hw3verify.language.source import Source, load

SEED = load(Path(__file__).parents[1] / "language" / "documents" / "seed.md")
ASSIGNMENT = load_assignment("hw3")


@pytest.fixture(scope="module")
def report() -> Report:
    return judge_source(SEED, ASSIGNMENT)


def test_conclusions(report: Report) -> None:
    """Right conclusions by sound routes are reached, those behind false or ambiguous steps are asserted."""
    goals = {p.part: p.goal for p in report.parts}
    reached, asserted = ([p for p, goal in goals.items() if goal == said] for said in ("reached", "asserted"))
    assert reached == ["1(a)", "1(g)", "1(j)", "3(a)", "3(b)", "3(d)", "3(e)"]
    assert asserted == ["1(c)", "1(h)", "1(i)", "3(c)"]
    assert not {"wrong", "missing", ""} & set(goals.values())


def test_reasons_name_the_first_bad_link(report: Report) -> None:
    """The lower bound breaks at (3), the Gaussian divergence at the stray brackets of (9), the game at (22)."""
    because = {p.part: p.because for p in report.parts}
    assert "(3)#0 is refuted" in because["1(c)"]
    assert "(9)#0 is undecided" in because["1(h)"]
    assert "(22)#0 is refuted" in because["3(c)"]


def test_points(report: Report) -> None:
    """12 points for what was reached, half of the 13 for what was asserted; a person's parts are left open."""
    assert sum(p.of for p in report.parts if p.goal == "reached") == 12
    assert sum(p.points for p in report.parts) == 12 + 13 / 2


def test_all_evidence_holds_and_none_for_another_document(report: Report) -> None:
    """Every certificate is accepted for this document; with every minus made a plus most are not."""
    kept = json.loads(json.dumps(plain(report.certificates)))
    assert len(kept) > 30
    assert all(row.holds for row in recheck(SEED, kept, ASSIGNMENT))
    other = Source("other.md", SEED.text.replace(" - ", " + ").replace("-KL", "+KL"))
    changed = {str(row.equation) for row in recheck(other, kept, ASSIGNMENT) if not row.holds}
    assert {"5", "7", "8", "13", "25", "30", "31"} <= changed


def test_counterexamples_are_small_and_printable(report: Report) -> None:
    """Each refuted link has a world of at most three values a variable, with tables for the densities it speaks of."""
    assert report.refuted
    for link in report.refuted:
        example = link.counterexample
        assert example is not None
        assert all(size <= 3 for size in example["sizes"].values())
        assert example["tables"]
        json.dumps(link.to_json(), allow_nan=False)
