"""JSON Lines."""

import json
from pathlib import Path

import jsonschema

from hw3verify.judge.record import Report
from hw3verify.report.graded import Graded
from hw3verify.report.jsonlines import jsonlines

SCHEMA = json.loads((Path(__file__).parents[2] / "hw3verify" / "report" / "schema.json").read_text(encoding="utf-8"))
OWN = {"student", "points", "of", "open", "error"}


def test_lines_are_reports_with_points(report: Report) -> None:
    """Every line is an object: the report by its schema, and whose it is; what failed has no points."""
    good, bad = map(json.loads, jsonlines([Graded("ada", report), Graded("bob", Report("b.md"), "empty")]).splitlines())
    assert (good["student"], good["points"], good["of"], good["open"], good["error"]) == ("ada", 1, 5, ["1(b)"], None)
    assert (bad["points"], bad["error"]) == (None, "empty")
    for row in (good, bad):
        jsonschema.validate({key: value for key, value in row.items() if key not in OWN}, SCHEMA)


def test_injections_stay_on_their_line(hostile: Report) -> None:
    """Whatever a document holds, a submission is one line of ASCII."""
    text = jsonlines([Graded(hostile.file, hostile)] * 2)
    assert text.isascii()
    assert len(text.splitlines()) == 2
    assert json.loads(text.splitlines()[0])["student"] == hostile.file
