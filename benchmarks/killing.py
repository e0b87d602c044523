"""`kill -9` of workers and of the main process of `hw3verify grade` at random moments: are the results the same?

    python benchmarks/killing.py [--kills 50] [--submissions 150] [--jobs 2]

A class of short generated submissions is graded once undisturbed. Then it is graded again with kills: a process of the
run, the main one or one that it has started, is killed at a random moment after a random number of rows; whenever the
main process is gone the same command is given again. In the end the bytes of the results are compared, and the ledger
has to have each submission once.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from students import submissions

ROOT = Path(__file__).parents[1]


def started(folder: Path, out: Path, jobs: int) -> subprocess.Popen[bytes]:
    """The command in a process of its own."""
    command = [sys.executable, "-m", "hw3verify", "grade", str(folder), "-a", "hw3", "-o", str(out), "-j", str(jobs)]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)


def results(out: Path) -> bytes:
    """The results of a run that has come to its end."""
    return (out / "results.jsonl").read_bytes() + (out / "grades.csv").read_bytes()


def children(pid: int) -> list[int]:
    """The processes that a process has started."""
    try:
        return [int(c) for p in Path(f"/proc/{pid}/task").glob("*/children") for c in p.read_text().split()]
    except OSError:
        return []


def rows(out: Path) -> int:
    """How many rows the ledger has."""
    ledger = out / "ledger.jsonl"
    return ledger.read_bytes().count(b"\n") if ledger.exists() else 0


def disturb(process: subprocess.Popen[bytes], out: Path, dice: random.Random) -> str:
    """Kill one process of a run at a random moment; what was killed, "" if the run was over before."""
    wanted = rows(out) + dice.choice((0, 0, 1, 2, 4))
    while rows(out) < wanted and process.poll() is None:
        time.sleep(0.01)
    end = time.monotonic() + dice.random() * 1.5
    while time.monotonic() < end and process.poll() is None:
        time.sleep(0.01)
    workers = children(process.pid)
    if process.poll() is not None:
        return ""
    if workers and dice.random() < 0.6:
        try:
            os.kill(dice.choice(workers), signal.SIGKILL)
        except ProcessLookupError:
            return ""
        return "worker"
    process.kill()
    process.wait()
    return "main"


def main() -> None:
    """Grade, kill, grade on, compare."""
    options = argparse.ArgumentParser()
    options.add_argument("--kills", type=int, default=50)
    options.add_argument("--submissions", type=int, default=150)
    options.add_argument("--jobs", type=int, default=2)
    chosen = options.parse_args()
    dice = random.Random(0)
    others = [path.read_text() for path in sorted((ROOT / "tests/documents").glob("*.md"))]
    with tempfile.TemporaryDirectory() as place:
        home, killed = Path(place), {"worker": 0, "main": 0}
        (home / "class").mkdir()
        for number in range(chosen.submissions):
            text = next(submissions(dice.choice(others), [], 1, dice))
            (home / "class" / f"s{number:04}.md").write_text(text)
        began = time.perf_counter()
        started(home / "class", home / "undisturbed", chosen.jobs).communicate()
        print(f"undisturbed: {time.perf_counter() - began:.0f} s", flush=True)
        began, rounds, again = time.perf_counter(), 0, 0
        process = started(home / "class", home / "out0", chosen.jobs)
        while sum(killed.values()) < chosen.kills:
            out = home / f"out{again}"
            what = disturb(process, out, dice)
            if what:
                killed[what] += 1
            if process.poll() is None:
                continue
            process.communicate()
            if (out / "grades.csv").exists():  # over: the next class
                again += 1
            process, rounds = started(home / "class", home / f"out{again}", chosen.jobs), rounds + 1
        process.communicate()
        expected = results(home / "undisturbed")
        for number in range(again + 1):
            out = home / f"out{number}"
            ids = [json.loads(line)["id"] for line in (out / "ledger.jsonl").read_bytes().splitlines()[1:]]
            same = "the same bytes" if results(out) == expected else "OTHER BYTES"
            once = "each once" if len(ids) == len(set(ids)) == chosen.submissions else "NOT EACH ONCE"
            print(f"run {number}: {same}, {once}")
        print(f"{killed} killed, {rounds} times begun again, {time.perf_counter() - began:.0f} s")


if __name__ == "__main__":
    main()
