"""Gradescope's results.json, against the rules of its specification."""

import json

import pytest

from hw3verify.judge.record import Report
from hw3verify.report.graded import Graded
from hw3verify.report.gradescope import gradescope

FORMATS = {"text", "html", "simple_format", "md", "ansi"}
VISIBILITY = {"hidden", "after_due_date", "after_published", "visible"}
TOP = {
    "score": (int, float), "execution_time": (int, float), "output": str, "output_format": str, "tests": list,
    "test_output_format": str, "test_name_format": str, "visibility": str, "stdout_visibility": str,
    "extra_data": dict, "leaderboard": list,
}  # fmt: skip
TEST = {
    "score": (int, float), "max_score": (int, float), "status": str, "name": str, "name_format": str, "number": str,
    "output": str, "output_format": str, "tags": list, "visibility": str, "extra_data": dict,
}  # fmt: skip


def checked(text: str) -> dict:
    """The result, after every rule of the specification has been checked on it."""
    result = json.loads(text)
    for record, fields in ((result, TOP), *((test, TEST) for test in result["tests"])):
        assert set(record) <= set(fields)
        assert all(isinstance(value, fields[key]) and not isinstance(value, bool) for key, value in record.items())
        assert {value for key, value in record.items() if key.endswith("_format")} <= FORMATS
        assert {value for key, value in record.items() if key.endswith("visibility")} <= VISIBILITY
        assert record.get("status", "passed") in ("passed", "failed")
        assert all(isinstance(tag, str) for tag in record.get("tags", []))
    assert "score" in result or all("score" in test for test in result["tests"])
    return result


def test_points_and_verdicts(report: Report) -> None:
    """The total stands at the top, scored parts have points, and links have a status only if they are decided."""
    result = checked(gradescope(Graded("ada", report)))
    assert result["score"] == 1
    tests = {test["name"]: test for test in result["tests"]}
    assert (tests["1(c) Lower bound"]["score"], tests["1(c) Lower bound"]["max_score"]) == (1, 3)
    status = {name.split()[-1]: test.get("status") for name, test in tests.items() if name.startswith("(")}
    assert status == {
        "proved": "passed", "refuted": "failed", "supported": None, "undecided": None, "unreadable": None,
    }  # fmt: skip
    assert all("score" not in test for name, test in tests.items() if name.startswith("("))
    assert sum(test.get("score", 0) for test in result["tests"]) == result["score"]


def test_part_for_a_person_has_no_score(report: Report) -> None:
    """What a person reads is listed without a score and named at the top."""
    result = checked(gradescope(Graded("ada", report)))
    (test,) = [test for test in result["tests"] if test["number"] == "1(b)"]
    assert "score" not in test
    assert "max_score" not in test
    assert "a person reads 1(b)" in result["output"]


def test_failure_is_told(report: Report) -> None:
    """A submission that could not be judged says that a person has to look, and why."""
    result = checked(gradescope(Graded("ada", Report("a.md"), "the file is empty")))
    assert "a person has to look" in result["output"]
    assert "the file is empty" in result["output"]


def test_injections_stay_text(hostile: Report) -> None:
    """Whatever a document holds, every format of text is `text` and there are no control characters."""
    text = gradescope(Graded(hostile.file, hostile))
    result = checked(text)
    assert text.isascii()
    assert {v for r in (result, *result["tests"]) for k, v in r.items() if k.endswith("_format")} == {"text"}
    shown = "".join(t["output"] + t["name"] for t in result["tests"])
    assert all(c.isprintable() or c == "\n" for c in shown)


def test_no_points_are_refused() -> None:
    """A report without an assignment has nothing to score."""
    with pytest.raises(ValueError, match="gradescope"):
        gradescope(Graded("ada", Report("a.md")))
