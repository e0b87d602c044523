"""`hw3verify check-code`: what it prints, and how it ends."""

import json
import os
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from hw3verify.answers.questions import QUESTIONS
from hw3verify.assignments.loader import load_assignment
from hw3verify.cli import cli

pytestmark = pytest.mark.skipif(os.name != "posix", reason="limits are POSIX")
RIGHT = "import math\ndef log_bernoulli(x, p): return math.log(p if x == 1 else 1 - p)\n"
SWAPPED = RIGHT.replace("x == 1", "x == 0")
# the only function asked for is that of a Bernoulli law
ASKED = "# Coins\n\n## 1 Coins\n\n### (a) A coin {points=1 function=log_bernoulli}\n\nShow that\n\n$$1 + 1 = 2$$\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("asked.md").write_text(ASKED, encoding="utf-8")
    return tmp_path


def run(code: str, *arguments: str) -> Result:
    Path("answer.py").write_text(code, encoding="utf-8")
    return CliRunner().invoke(cli, ["check-code", "answer.py", *arguments], standalone_mode=False)


def test_right_wrong_and_absent(folder: Path) -> None:
    """The status is 0 for a right function, 1 for a wrong one, 2 where none is there; the input is shown."""
    right = run(RIGHT, "-a", "asked.md")
    assert right.return_value == 0 and "1(a)  log_bernoulli" in right.output and "1 agrees" in right.output
    wrong = run(SWAPPED, "-a", "asked.md")
    # log(1/4) = -1.386...
    assert wrong.return_value == 1 and "log_bernoulli(1.0, 0.25) gives -0.28768" in wrong.output
    assert "expected -1.3862943611198906" in wrong.output
    absent = run("x = 1\n", "-a", "asked.md")
    assert absent.return_value == 2 and "def log_bernoulli(x, p) is not there" in absent.output


def test_json(folder: Path) -> None:
    """One object with a record for each function."""
    done = run(SWAPPED, "-a", "asked.md", "--json")
    said = json.loads(done.output)
    assert (said["file"], said["assignment"]) == ("answer.py", "asked.md")
    (row,) = said["functions"]
    assert (row["name"], row["verdict"], row["part"]) == ("log_bernoulli", "differs", "1(a)")


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (ASKED.replace("log_bernoulli", "log_coin"), "function log_coin of part 1(a): expected one of kl_normal"),
        (ASKED.replace(" function=log_bernoulli", ""), "asks for no function; write {function=NAME}"),
        (ASKED.replace("=log_bernoulli", "=2"), "'function=2' in braces is not known"),
    ],
)
def test_assignments_that_ask_for_something_else(folder: Path, asked: str, said: str) -> None:
    """An assignment that names no function, or one that is not known, is the end, with what to write instead."""
    Path("asked.md").write_text(asked, encoding="utf-8")
    done = run(RIGHT, "-a", "asked.md")
    assert done.exception is not None and said in str(done.exception)


def test_a_file_that_is_too_large(folder: Path) -> None:
    """A file of more than a megabyte is not loaded."""
    done = run("#" * 1_000_001, "-a", "asked.md")
    assert "larger than 1 MB" in str(done.exception)


def test_what_hw3_asks_for_is_known() -> None:
    """Every function that the shipped homework asks for can be checked, and every one that can be is asked for."""
    asked = [name for part in load_assignment("hw3").parts for name in part.functions]
    assert sorted(asked) == sorted(QUESTIONS)
