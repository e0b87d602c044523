"""The plugin in sessions of its own: each test runs pytest in a process of its own, as a student or an instructor does.

The processes are forked from one that has loaded pytest and the judge, which costs a tenth of starting each anew; one
test starts the command itself.
"""

import multiprocessing
import os
import subprocess
import sys
import tomllib
import xml.etree.ElementTree as ET
from importlib.metadata import entry_points
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
# log(ab) = log a + log b is true, = log a - log b is not; (a+b)^2 loses its middle term; \bowtie is no known sign
MINE = r"""# 1 Sums

(a) Both are positive. Given $a>0$ and $b>0$.

$$\log(ab) = \log a + \log b = \log a - \log b \quad (1)$$

(b) A square:

$$(a+b)^2 = a^2 + b^2 \quad (2)$$

(c) A sign that nobody knows:

$$a \bowtie\bowtie b = b \quad (3)$$
"""
ASKED = r"""# Sums

## 1 Sums

### (a) A logarithm {points=2}

Given $a>0$ and $b>0$. Show that

$$\log(ab) = \log a + \log b$$

### (b) A square {points=1}

Show that

$$(a+b)^2 = a^2 + 2ab + b^2$$

### (c) A relation {points=1}

Show that

$$a = b$$

### (d) A word {points=1 person}

Say what a logarithm is.
"""
COUNTING = """
from hw3verify.pytest_plugin import judged as module
real = module.judged
def judged(path, *rest):
    with open("judged.txt", "a") as out:
        out.write(path.name + "\\n")
    return real(path, *rest)
module.judged = judged
"""

sys.path.append(str(Path(__file__).parents[2]))  # processes of their own import this file by its name


def installed() -> bool:
    """Is the entry point known to this interpreter? (Not where an older installation lends its libraries.)"""
    return any(point.value == "hw3verify.pytest_plugin" for point in entry_points(group="pytest11"))


def command(*arguments: str, plugin: bool = True) -> list[str]:
    """The arguments of pytest, with those that load the plugin where no installation does."""
    return [*([] if installed() or not plugin else ["-p", "hw3verify.pytest_plugin"]), *arguments]


def session(folder: str, arguments: list[str]) -> None:
    """Run pytest in this process, with its output in a file."""
    os.chdir(folder)
    for name in [name for name in os.environ if name.startswith(("PYTEST_", "HW3VERIFY_"))]:
        del os.environ[name]
    out = os.open("session.out", os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    os.dup2(out, 1)
    os.dup2(out, 2)
    sys.stdout = open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115 (as long as the process)
    sys.path.insert(0, "")
    # that modules are loaded before their plugin is the doing of this file
    status = int(pytest.main([*arguments, "-W", "ignore:Module already imported"]))
    sys.stdout.flush()
    os._exit(status)


def run(folder: Path, *arguments: str, plugin: bool = True) -> tuple[int, str]:
    """Exit status and output of pytest with these arguments in this folder."""
    context = multiprocessing.get_context("forkserver" if sys.platform != "win32" else "spawn")
    if sys.platform != "win32":
        context.set_forkserver_preload(["pytest", "hypothesis", "hw3verify.pytest_plugin", "hw3verify.judge.judge"])
    process = context.Process(target=session, args=(str(folder), command(*arguments, plugin=plugin)))
    process.start()
    process.join(300)
    assert process.exitcode is not None, "the session does not end"
    return process.exitcode, (folder / "session.out").read_text(encoding="utf-8")


def names(output: str, word: str) -> set[str]:
    """The identifiers that a session with -rA names after this word."""
    lines = [line.split(" ", 1) for line in output.splitlines() if line.startswith(word + " ")]
    return {rest.split(" - ")[0] for _, rest in lines}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a submission, what was asked, and an ini file that makes it the root."""
    (tmp_path / "mine.md").write_text(MINE, encoding="utf-8")
    (tmp_path / "asked.md").write_text(ASKED, encoding="utf-8")
    (tmp_path / "pytest.ini").write_text("[pytest]\n", encoding="utf-8")
    return tmp_path


def test_a_submission_is_a_session(folder: Path) -> None:
    """True links pass, false ones fail with line, reading, counterexample and slip; unread and personal ones skip."""
    arguments = command("mine.md", "--hw3-assignment", "asked.md", "-rA", "--junitxml=out.xml")
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *arguments], cwd=folder, capture_output=True, text=True, encoding="utf-8"
    )
    out = done.stdout
    assert done.returncode == 1
    assert names(out, "PASSED") == {"mine.md::1(a)::(1)#0", "mine.md::1(a)::goal"}
    assert {"mine.md::1(a)::(1)#1", "mine.md::1(b)::(2)#0", "mine.md::1(b)::goal"} == names(out, "FAILED")
    assert "mine.md:5:30" in out, "the place"
    assert r"$$\log(ab) = \log a + \log b = \log a - \log b \quad (1)$$" in out, "the line"
    assert r"left    \log(a) + \log(b)" in out, "our reading"
    assert "left  = log 2 = 0.693147" in out, "the counterexample"
    assert r"with the other sign of \log b this line holds" in out, "the slip"
    assert "Traceback" not in out and "runtest" not in out
    assert "line 13: unreadable: " in out and "for a person to read, 1 point (A word)" in out
    suite = ET.parse(folder / "out.xml").getroot().find("testsuite")
    assert {key: suite.get(key) for key in ("tests", "failures", "errors", "skipped")} == {
        "tests": "8", "failures": "3", "errors": "0", "skipped": "3"
    }  # fmt: skip
    (case,) = [case for case in suite if case.get("name") == "(1)#1"]
    assert {p.get("name"): p.get("value") for p in case.iter("property")} == {"verdict": "refuted", "line": "5"}
    assert r"\log(a) + \log(b)" in case.find("failure").text


def test_strict_fails_what_is_not_decided(folder: Path) -> None:
    """With --hw3-strict an unreadable link and its goal fail; what a person reads is skipped still."""
    out = run(folder, "mine.md", "--hw3-assignment=asked.md", "--hw3-strict", "-rA")[1]
    assert {"mine.md::1(c)::(3)#0", "mine.md::1(c)::goal"} <= names(out, "FAILED")
    assert "5 failed, 2 passed, 1 skipped" in out


@pytest.mark.parametrize(
    ("arguments", "summary"),
    [
        (("mine.md::1(a)::(1)#1",), "1 failed in"),
        (("mine.md::1(a)",), "1 failed, 1 passed in"),
        (("mine.md", "-k", "refuted and 1b"), "1 failed, 3 deselected"),
        (("mine.md", "-x"), "1 failed, 1 passed in"),
    ],
)
def test_items_are_chosen_as_tests_are(folder: Path, arguments: tuple[str, ...], summary: str) -> None:
    """Identifiers, -k (with verdicts and parts as words) and -x choose and stop as they do for tests."""
    assert summary in run(folder, *arguments)[1]


def test_last_failed(folder: Path) -> None:
    """--lf runs what failed, and passes once it is mended."""
    run(folder, "mine.md")
    assert "2 failed, 2 deselected in" in run(folder, "mine.md", "--lf")[1]
    (folder / "mine.md").write_text(MINE.replace(r"\log a - \log b", r"\log b + \log a"), encoding="utf-8")
    assert "1 failed, 1 passed, 2 deselected in" in run(folder, "mine.md", "--lf")[1]


def test_workers_share_what_is_judged(folder: Path) -> None:
    """With two workers of pytest-xdist the outcomes are the same, and every document is judged once in all."""
    pytest.importorskip("xdist")
    (folder / "conftest.py").write_text(COUNTING, encoding="utf-8")
    (folder / "other.md").write_text(MINE.replace("a^2 + b^2", "a^2 + 2ab + b^2"), encoding="utf-8")
    status, out = run(folder, "mine.md", "other.md", "-n", "2", "-rA")
    assert status == 1
    assert names(out, "FAILED") == {"mine.md::1(a)::(1)#1", "mine.md::1(b)::(2)#0", "other.md::1(a)::(1)#1"}
    assert sorted((folder / "judged.txt").read_text(encoding="utf-8").split()) == ["mine.md", "other.md"]


def test_unusable_files_are_failing_items(folder: Path) -> None:
    """Empty files and files that are no text fail with a sentence each; the session goes on."""
    (folder / "empty.md").write_bytes(b"")
    (folder / "paper.tex").write_bytes(b"%PDF-1.4 \x00\xff")
    status, out = run(folder, "empty.md", "paper.tex", "mine.md", "-rA")
    assert status == 1
    assert {"empty.md::document::file", "paper.tex::document::file"} <= names(out, "FAILED")
    assert "is empty; write the derivation into it first" in out and "is a PDF" in out
    assert "4 failed, 1 passed, 1 skipped" in out and "INTERNALERROR" not in out


def test_an_error_of_ours_is_a_failing_item(folder: Path) -> None:
    """Whatever the judge raises, one item fails and names it."""
    breaking = "import hw3verify.judge.judge as j\ndef judge_source(*a, **k):\n    raise ZeroDivisionError('ours')\n"
    (folder / "conftest.py").write_text(breaking + "j.judge_source = judge_source\n", encoding="utf-8")
    status, out = run(folder, "mine.md")
    assert status == 1
    assert "internal error, please report it with the file (ZeroDivisionError: ours)" in out and "1 failed in" in out


def test_an_assignment_that_is_not_there(folder: Path) -> None:
    """An unknown assignment ends the session before anything is collected, with exit status 4."""
    status, out = run(folder, "mine.md", "--hw3-assignment", "hw9")
    assert status == 4 and "no such assignment; shipped are hw3" in out


def test_other_projects_are_left_alone(folder: Path) -> None:
    """A folder with documents in it gives the same session with the plugin and without: nothing is judged unasked."""
    (folder / "test_own.py").write_text("def test_own():\n    assert True\n", encoding="utf-8")
    with_plugin, without = run(folder), run(folder, "-p", "no:hw3verify", plugin=False)
    assert "1 passed in" in with_plugin[1] and "1 passed in" in without[1]
    assert with_plugin[0] == without[0] == 0


def test_a_document_in_testpaths_is_not_named(folder: Path) -> None:
    """testpaths are a project's own setting, not the command line: a document there is not judged."""
    (folder / "pytest.ini").write_text("[pytest]\ntestpaths = mine.md test_own.py\n", encoding="utf-8")
    (folder / "test_own.py").write_text("def test_own():\n    assert True\n", encoding="utf-8")
    assert "1 passed" in run(folder, "test_own.py")[1]
    with_plugin, without = (run(folder)[1], run(folder, "-p", "no:hw3verify", plugin=False)[1])
    assert "(1)#" not in with_plugin
    assert [line for line in with_plugin.splitlines() if line.startswith("ERROR")] == [
        line for line in without.splitlines() if line.startswith("ERROR")
    ]


def test_submissions_in_the_ini_file(folder: Path) -> None:
    """Patterns in hw3verify_submissions choose documents in folders, by path or by name."""
    (folder / "in").mkdir()
    (folder / "in" / "anna.md").write_text(MINE, encoding="utf-8")
    (folder / "in" / "notes.txt").write_text(MINE, encoding="utf-8")
    (folder / "pytest.ini").write_text("[pytest]\nhw3verify_submissions = in/*.md\n", encoding="utf-8")
    out = run(folder, "-rA")[1]
    assert names(out, "FAILED") == {"in/anna.md::1(a)::(1)#1", "in/anna.md::1(b)::(2)#0"}
    assert names(out, "PASSED") == {"in/anna.md::1(a)::(1)#0"}


def test_fixtures_of_an_instructor(folder: Path) -> None:
    """The three fixtures work in a test file; what is not decided is an error of another name than an assertion."""
    tests = r"""
from hypothesis import strategies as st

def test_key(check_derivation):
    check_derivation("mine.md").assert_sound()

def test_equal(assert_equivalent):
    assert_equivalent(r"\log(ab)", r"\log a + \log b", facts="Given $a>0$ and $b>0$.")

def test_open(assert_equivalent):
    assert_equivalent(r"a \bowtie\bowtie b", "b + 1")

def test_same(assert_same_function):
    assert_same_function(lambda x: x if x < 7 else 0, lambda x: x, st.integers())
"""
    (folder / "test_own.py").write_text(tests, encoding="utf-8")
    out = run(folder, "test_own.py", "-rA")[1]
    assert names(out, "PASSED") == {"test_own.py::test_equal"}
    assert "NotDecided: neither proved nor refuted: unreadable" in out
    assert "AssertionError: <lambda>(7) gives 0, expected 7" in out and "(2)#0  =  refuted" in out


def test_the_entry_point_is_the_plugin() -> None:
    """An installation tells pytest of this package, under the name that `-p no:hw3verify` takes."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["entry-points"]["pytest11"] == {"hw3verify": "hw3verify.pytest_plugin"}
