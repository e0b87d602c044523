"""A folder to its results: the same bytes whatever is killed on the way."""

import csv
import errno
import json
import os
import random
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from hw3verify.assignments.loader import read_assignment
from hw3verify.grading.batch import Batch, run
from hw3verify.grading.handle import Limits
from hw3verify.grading.ledger import LedgerFull
from hw3verify.language.source import Source

FAULTY = (sys.executable, "-P", str(Path(__file__).parent / "faulty.py"))
ASKED = "### (a) A thing {points=1}\n\nShow that\n\n$$a = a$$\n"


def assignment():
    return read_assignment(Source("small.md", "# Small\n\n## 1 One\n\n" + ASKED), "small")


def batch(folder: Path, out: Path, jobs: int = 2, **more) -> Batch:
    limits = Limits(**{"timeout": 20.0, "memory": 256, "command": FAULTY, **more})
    return Batch(folder, out, assignment(), limits, jobs)


def submissions(folder: Path) -> Path:
    """Twelve submissions of every fate."""
    folder.mkdir()
    for n in range(12):
        (folder / f"s{n:02}.md").write_text(f"number {n} sleep=0.03" + (" false" if n % 3 == 0 else ""))
    (folder / "s04.md").write_text("exit=3")
    (folder / "s07.md").write_bytes(b"")
    (folder / "s08.md").unlink()
    (folder / "s08.md").symlink_to("/etc/passwd")
    return folder


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return submissions(tmp_path / "class")


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> tuple[bytes, bytes]:
    """The results of an undisturbed run of one worker."""
    place = tmp_path_factory.mktemp("undisturbed")
    return undisturbed(submissions(place / "class"), place / "out", 1)


def results(out: Path) -> tuple[bytes, bytes]:
    return (out / "results.jsonl").read_bytes(), (out / "grades.csv").read_bytes()


def undisturbed(folder: Path, out: Path, jobs: int = 2) -> tuple[bytes, bytes]:
    for _ in run(batch(folder, out, jobs)):
        pass
    return results(out)


def test_results_do_not_depend_on_the_number_of_workers(home: Path, tmp_path: Path, expected) -> None:
    """One worker and three give the same bytes, sorted, one row a submission, each with its fate."""
    assert undisturbed(home, tmp_path / "three", 3) == expected
    rows = [json.loads(line) for line in expected[0].splitlines()]
    assert [row["id"] for row in rows] == [f"s{n:02}.md" for n in range(12)]
    fates = {row["id"][:3]: row["status"] for row in rows if row["status"] != "judged"}
    assert fates == {"s04": "crash", "s08": "unusable"}


def test_another_executor_gives_the_same(home: Path, tmp_path: Path, expected) -> None:
    """An executor of one's own gives the same bytes as the pool."""
    with ThreadPoolExecutor(2) as executor:
        for _ in run(batch(home, tmp_path / "own"), executor):
            pass
    assert results(tmp_path / "own") == expected


def test_a_broken_executor_loses_nothing(home: Path, tmp_path: Path, expected) -> None:
    """What an executor loses, here every third job, is judged by this process, to the same bytes."""

    class Losing(ThreadPoolExecutor):
        count = 0

        def submit(self, fn, /, *args, **kwargs):
            self.count += 1
            return super().submit((lambda: 1 // 0) if self.count % 3 == 0 else lambda: fn(*args, **kwargs))

    with Losing(2) as executor:
        for _ in run(batch(home, tmp_path / "own"), executor):
            pass
    assert results(tmp_path / "own") == expected


def test_a_run_that_is_left_goes_on(home: Path, tmp_path: Path, expected) -> None:
    """Left after each number of steps, the run judges only the rest, and ends in the same bytes."""
    out = tmp_path / "out"
    fresh = 0
    for steps in (1, 3, 7, 99):
        going = run(batch(home, out))
        for number, step in enumerate(going, 1):
            fresh += step.row is not None
            if number == steps:
                break
        going.close()
    assert results(out) == expected
    assert fresh <= 12 + 3  # what was yielded; nothing in the ledger is judged again
    ledger = (out / "ledger.jsonl").read_text().splitlines()
    names = [json.loads(line)["id"] for line in ledger[1:]]
    assert sorted(names) == sorted(set(names)) == [f"s{n:02}.md" for n in range(12)]


def test_a_changed_submission_is_judged_again(home: Path, tmp_path: Path) -> None:
    """Of a finished run only what was changed since is judged again; what was taken away is in no result."""
    undisturbed(home, tmp_path / "out")
    (home / "s01.md").write_text("false")
    (home / "s02.md").unlink()
    again = [step.row["id"] for step in run(batch(home, tmp_path / "out")) if step.row is not None]
    assert again == ["s01.md"]
    rows = [json.loads(line) for line in (tmp_path / "out" / "results.jsonl").read_text().splitlines()]
    assert [row["id"] for row in rows] == [f"s{n:02}.md" for n in range(12) if n != 2]
    assert rows[1]["links"][0]["verdict"] == "refuted"


def start(folder: Path, out: Path) -> subprocess.Popen:
    """The batch in a process of its own."""
    script = (
        "import sys; from pathlib import Path; sys.path.insert(0, sys.argv[3])\n"
        "from test_batch import batch, run\n"
        "for step in run(batch(Path(sys.argv[1]), Path(sys.argv[2]))): print(step.done, flush=True)\n"
    )
    command = [sys.executable, "-c", script, str(folder), str(out), str(Path(__file__).parent)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)


@pytest.mark.skipif(sys.platform != "linux", reason="children are found in /proc")
def test_kill_9_anywhere_and_then_the_same_bytes(home: Path, tmp_path: Path, expected) -> None:
    """The main process is killed after 0, 2, 5, 8 and 11 submissions and workers in between; the bytes are the same."""
    out = tmp_path / "out"
    dice = random.Random(3)
    for done in (0, 2, 5, 8, 11):
        process = start(home, out)
        assert process.stdout is not None
        while done and (line := process.stdout.readline()):
            kill_a_child(process.pid, dice)
            if int(line) >= done:
                break
        time.sleep(dice.random() * 0.05)
        process.kill()
        process.wait()
        process.stdout.close()
    assert undisturbed(home, out) == expected


def kill_a_child(pid: int, dice: random.Random) -> None:
    children = Path(f"/proc/{pid}/task/{pid}/children")
    tasks = Path(f"/proc/{pid}/task").glob("*/children") if children.exists() else []
    found = [int(word) for path in tasks for word in path.read_text().split()]
    if found and dice.random() < 0.5:
        os.kill(dice.choice(found), signal.SIGKILL)


def test_a_full_disk_stops_the_run_and_loses_nothing(
    home: Path, tmp_path: Path, expected, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The disk is full after a while: LedgerFull; with room again the run goes on to the same bytes."""
    real, room = os.write, [6000]

    def write(handle: int, data: bytes) -> int:
        if room[0] < len(data):
            raise OSError(errno.ENOSPC, "No space left on device")
        room[0] -= len(data)
        return real(handle, data)

    monkeypatch.setattr("hw3verify.grading.ledger.os.write", write)
    with pytest.raises(LedgerFull):
        list(run(batch(home, tmp_path / "out")))
    monkeypatch.undo()
    kept = len((tmp_path / "out" / "ledger.jsonl").read_bytes().splitlines()) - 1
    assert 0 < kept < 12
    assert sum(step.row is None for step in run(batch(home, tmp_path / "out"))) == kept
    assert results(tmp_path / "out") == expected


def test_names_are_harmless_in_the_grade_book(tmp_path: Path) -> None:
    """A student called like a formula is a text in the grade book, and a stopped submission has no total."""
    home = tmp_path / "class"
    home.mkdir()
    (home / '=HYPERLINK("x").md').write_text("true")
    (home / "a,b\n'c.md").write_text("sleep=60")
    list(run(batch(home, tmp_path / "out", timeout=1.0)))
    rows = list(csv.DictReader((tmp_path / "out" / "grades.csv").read_text().splitlines()))
    assert [row["student"] for row in rows] == ["'=HYPERLINK(\"x\")", "a,b\\u{a}'c"]
    assert [(row["points"], row["1(a)"]) for row in rows] == [("1", "1"), ("", "")]
    assert [row["status"] for row in rows] == ["judged", "not judged: deadline: it was not finished after 1 seconds"]
    assert rows[1]["look"] == "1(a)"


def test_nothing_to_grade_is_said(tmp_path: Path) -> None:
    """An empty folder raises, and no results are begun."""
    with pytest.raises(ValueError, match="no documents"):
        list(run(batch(tmp_path, tmp_path / "out")))
    assert not (tmp_path / "out").exists()
