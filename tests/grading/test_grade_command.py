"""`hw3verify grade` from end to end, with the judge itself."""

import csv
import json
import shutil
from pathlib import Path

from click.testing import CliRunner, Result

import hw3verify
from hw3verify.cli import cli
from hw3verify.cli.progress import Waiting

EXAMPLE = Path(hw3verify.__file__).parent / "examples" / "submission.md"


def grade(*arguments: object) -> Result:
    return CliRunner().invoke(cli, ["grade", *map(str, arguments)], standalone_mode=False)


def test_a_class_is_graded(tmp_path: Path) -> None:
    """A right and an unusable submission: points as `check` gives them, status 1, a second run changes no byte."""
    home, out = tmp_path / "class", tmp_path / "out"
    (home / "anna").mkdir(parents=True)
    shutil.copy(EXAMPLE, home / "anna" / "hw3.md")
    cells = [{"cell_type": "markdown", "source": EXAMPLE.read_text(encoding="utf-8")}]
    (home / "bob.ipynb").write_text(json.dumps({"cells": cells}))
    (home / "eve.md").write_bytes(b"%PDF-1.4")
    done = grade(home, "-a", "hw3", "-o", out, "-j", 1)
    assert done.return_value == 1
    assert "3 documents: 2 judged, 1 unusable" in done.output
    assert "eve.md: unusable" in done.output
    rows = list(csv.DictReader((out / "grades.csv").read_text().splitlines()))
    assert [(r["student"], r["points"], r["3(c)"]) for r in rows] == [
        ("anna", "10.5", "1.5"), ("bob", "10.5", "1.5"), ("eve", "", "")]  # fmt: skip
    before = (out / "results.jsonl").read_bytes(), (out / "grades.csv").read_bytes()
    assert "3 of them in an earlier run" in grade(home, "-a", "hw3", "-o", out).output
    assert ((out / "results.jsonl").read_bytes(), (out / "grades.csv").read_bytes()) == before
    told = json.loads(before[0].splitlines()[0])
    reasons = {part["part"]: part["reasons"] for part in told["grade"]["parts"]}
    why = "-1.5: the conclusion is asserted: the conclusion is right, the route is not: (9)#0 is refuted"
    assert reasons["3(c)"] == [why]


def test_trouble_is_one_sentence(tmp_path: Path) -> None:
    """A folder that is not there, an unknown assignment and results of another run are status 2 without a traceback."""
    (tmp_path / "a.md").write_text("$$a = a$$")
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "ledger.jsonl").write_text('{"ledger": "hw3verify ledger 1", "assignment": "hw4"}\n')
    for wrong, word in (
        ([tmp_path / "none", "-a", "hw3", "-o", tmp_path / "o"], "no folder"),
        ([tmp_path, "-a", "hw99", "-o", tmp_path / "o"], "hw99"),
        ([tmp_path, "-a", "hw3", "-o", tmp_path / "out"], "--fresh"),
        ([tmp_path, "-a", "hw3", "-o", tmp_path / "a.md"], "a.md"),
    ):
        done = grade(*wrong)
        assert type(done.exception).__name__ == "ClickException"
        assert word in done.exception.format_message()


def test_the_bar_shows_rate_and_rest() -> None:
    """The bar of a batch starts when it is told to and knows how many are done."""
    with Waiting(2, enabled=True, delay=0.0, verb="grading", rated=True) as waiting:
        assert waiting._timer is not None
        waiting._timer.join()
        for done in (3, 4, 5):
            waiting.reach(done, 9)
        task = waiting._bar.tasks[0]
        assert (task.completed, task.total) == (5, 9)
        assert "a minute" in task.fields["rate"]
