"""PrairieLearn's external grader result, against the rules of its documentation."""

import json
from dataclasses import replace
from math import isfinite

import pytest

from hw3verify.judge.record import Report
from hw3verify.report.graded import Graded
from hw3verify.report.prairielearn import prairielearn

TOP = {"score", "gradable", "format_errors", "message", "output", "images", "tests"}
TEST = {"name", "description", "points", "max_points", "message", "output", "images"}


def checked(text: str) -> dict:
    """The result, after every rule of the documentation has been checked on it."""
    result = json.loads(text)
    assert len(text.encode()) <= 1_000_000
    assert set(result) <= TOP
    assert isinstance(result.get("gradable", True), bool)
    if result.get("gradable", True):
        assert isfinite(result["score"])
        assert 0 <= result["score"] <= 1
    else:
        errors = result.get("format_errors", [])
        assert isinstance(errors, str) or all(isinstance(error, str) for error in errors)
    for test in result.get("tests", []):
        assert set(test) <= TEST
        assert isinstance(test["name"], str)
        assert {"points", "max_points"} <= set(test)
    return result


def test_score_is_the_share_of_the_points(report: Report) -> None:
    """1 of 5 points is 0.2, and the tests' points add up to the same."""
    result = checked(prairielearn(Graded("ada", report)))
    assert result["score"] == pytest.approx(0.2)
    assert sum(test["points"] for test in result["tests"]) == 1
    assert sum(test["max_points"] for test in result["tests"]) == 5


def test_links_are_neutral(report: Report) -> None:
    """A link has none of no points, which is shown neutrally; definitions and conditions are not listed."""
    tests = checked(prairielearn(Graded("ada", report)))["tests"]
    links = [test for test in tests if test["name"].startswith("(")]
    assert len(links) == 5
    assert all((test["points"], test["max_points"]) == (0, 0) for test in links)


def test_unjudged_attempt_does_not_count() -> None:
    """A submission that could not be judged is not gradable, with the reason."""
    result = checked(prairielearn(Graded("ada", Report("a.md"), "the file is empty")))
    assert result == {"gradable": False, "format_errors": ["the file is empty"]}


def test_long_report_is_cut_to_a_megabyte(report: Report) -> None:
    """A thousand long links do not make the file longer than PrairieLearn reads, and the message says so."""
    link = replace(report.refuted[0], because="a long reason " * 100)
    result = checked(prairielearn(Graded("ada", replace(report, links=(link,) * 1000))))
    assert "of 1000 links are listed" in result["message"]
    assert result["score"] == pytest.approx(0.2)


def test_injections_stay_text(hostile: Report) -> None:
    """Whatever a document holds, the result keeps the rules."""
    assert checked(prairielearn(Graded(hostile.file, hostile)))["score"] == 0.5


def test_no_points_are_refused() -> None:
    """A report without an assignment has nothing to score."""
    with pytest.raises(ValueError, match="prairielearn"):
        prairielearn(Graded("ada", Report("a.md")))
