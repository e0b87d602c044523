"""The rows for Otter, nbgrader and the grade book, read by another reader of the format."""

import csv
import io

import pytest

from hw3verify.judge.record import Report
from hw3verify.report.gradebook import gradebook
from hw3verify.report.graded import Graded
from hw3verify.report.nbgrader import nbgrader
from hw3verify.report.otter import otter

FAILED = Graded("bob", Report("bob.md", "hw3"), "the file is empty")
# nbgrader/plugins/export.py, CsvExportPlugin.export
NBGRADER = (
    "assignment duedate timestamp student_id last_name first_name email raw_score late_submission_penalty score"
    " max_score"
)


def rows_of(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_otter_columns(report: Report) -> None:
    """The columns are `file`, the questions, and Otter's three; the share is the sum over what could be had."""
    text = otter([Graded("ada", report), FAILED])
    assert text.splitlines()[0] == "file,1(c),1(g),total_points_earned,percent_correct,grading_status"
    good, bad = rows_of(text)
    assert (good["file"], good["1(c)"], good["1(g)"]) == ("answers.md", "1", "0")
    assert float(good["total_points_earned"]) == sum(float(good[name]) for name in ("1(c)", "1(g)"))
    assert float(good["percent_correct"]) == 1 / 5
    assert good["grading_status"] == "Completed"
    assert bad["grading_status"] == "Failed: the file is empty"
    assert float(bad["total_points_earned"]) == 0


def test_nbgrader_columns(report: Report) -> None:
    """The eleven columns of nbgrader's export; the score is the raw score less the penalty, or empty."""
    text = nbgrader([Graded("ada", report, "", "Lovelace", "Ada", "ada@example.org"), FAILED])
    assert text.splitlines()[0].split(",") == NBGRADER.split()
    good, bad = rows_of(text)
    assert (good["student_id"], good["last_name"], good["first_name"]) == ("ada", "Lovelace", "Ada")
    assert float(good["score"]) == float(good["raw_score"]) - float(good["late_submission_penalty"]) == 1
    assert float(good["max_score"]) == float(bad["max_score"]) == 5
    assert (bad["raw_score"], bad["score"]) == ("", "")


def test_gradebook_names_what_is_open(report: Report) -> None:
    """A part for a person has no column and is named; a failure has no points."""
    good, bad = rows_of(gradebook([Graded("ada", report), FAILED]))
    assert "1(b)" not in good
    assert (good["open"], good["points"], good["of"], good["status"]) == ("1(b)", "1", "5", "judged")
    assert (bad["points"], bad["1(c)"], bad["status"]) == ("", "", "not judged: the file is empty")


def test_gradebook_takes_more_columns(report: Report) -> None:
    """Further columns stand behind the others, safe to open too; one of another length is refused."""
    many = [Graded("ada", report), FAILED]
    good, bad = rows_of(gradebook(many, {"flags": ["=1+1", ""], "look": ["", "1(a)"]}))
    assert list(good)[-3:] == ["status", "flags", "look"]
    assert (good["flags"], bad["look"]) == ("'=1+1", "1(a)")
    for wrong in ({"flags": ["x"]}, {"flags": ["x", "y"], "look": []}):
        with pytest.raises(ValueError, match=r"columns|argument"):
            gradebook(many, wrong)


@pytest.mark.parametrize("write", [otter, nbgrader, gradebook])
def test_injections_are_cells(write, hostile: Report) -> None:
    """Whatever names hold, there is one row for each submission and no cell that a spreadsheet would compute."""
    text = write([Graded(hostile.file, hostile, "", hostile.file, hostile.file), FAILED])
    rows = list(csv.reader(io.StringIO(text, newline="")))
    assert len(rows) == 3
    assert len({len(row) for row in rows}) == 1
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row)


@pytest.mark.parametrize("write", [otter, nbgrader])
def test_no_points_are_refused(write) -> None:
    """A report without an assignment has nothing to score."""
    with pytest.raises(ValueError, match="no points"):
        write([Graded("ada", Report("a.md"))])
