"""A class of generated submissions (`students`), graded as `hw3verify grade` does it: how fast, and in how much memory?

    python benchmarks/class.py [--seed FILE] [--others FOLDER]... [--submissions N] [--jobs N]... [--sizes N]...

For each number of workers: cold (no cache), warm (the cache of the cold run), and the same bytes of results each time.
With `--sizes`, cold runs over the first N of the class, to see whether a submission costs more in a larger one. Memory
is the largest resident set of this process, and of the largest worker.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from students import submissions

ROOT = Path(__file__).parents[1]
ONE_RUN = """
import json, resource, sys, time
from pathlib import Path
from hw3verify.assignments.loader import load_assignment
from hw3verify.grading.batch import Batch, run
from hw3verify.grading.handle import Limits
folder, out, cache, jobs, timeout, assignment = sys.argv[1:]
limits = Limits(timeout=float(timeout), cache=cache)
start, fates, first, half = time.perf_counter(), {}, 0.0, 0
steps = run(Batch(Path(folder), Path(out), load_assignment(assignment), limits, int(jobs)))
for step in steps:
    first = first or time.perf_counter() - start
    if step.done == step.total // 2:
        half = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    fates[step.row["status"]] = fates.get(step.row["status"], 0) + 1
usage, below = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
print(json.dumps({"seconds": time.perf_counter() - start, "first": first, "fates": fates, "half": half // 1024,
                  "here": usage.ru_maxrss // 1024, "worker": below.ru_maxrss // 1024,
                  "work": below.ru_utime + below.ru_stime, "own": usage.ru_utime + usage.ru_stime}))
"""


def main() -> None:
    """Make the class, grade it, print a line for each run."""
    options = argparse.ArgumentParser()
    options.add_argument("--seed", type=Path, default=ROOT / "hw3verify/examples/submission.md")
    options.add_argument("--others", type=Path, action="append", default=[], help="folders of other documents")
    options.add_argument("--submissions", type=int, default=1000)
    options.add_argument("--jobs", type=int, nargs="*", default=[1, 2])
    options.add_argument("--sizes", type=int, nargs="*", default=[], help="also grade the first N, cold, 2 workers")
    options.add_argument("--timeout", default="120")
    options.add_argument("--keep", type=Path, help="write the class here, and grade nothing")
    chosen = options.parse_args()
    folders = chosen.others or [ROOT / "tests" / "documents"]
    others = [path.read_text() for folder in folders for path in sorted(folder.glob("*.md"))]
    texts = list(submissions(chosen.seed.read_text(), others, chosen.submissions, random.Random(0)))
    if chosen.keep:
        write(chosen.keep, texts)
        return
    with tempfile.TemporaryDirectory() as place:
        home = Path(place)
        write(home / "class", texts)
        print(f"{len(texts)} submissions, {len(set(texts))} different ones")
        told = []
        for jobs in chosen.jobs:
            names = (f"cold-{jobs}", f"warm-{jobs}")
            told += [grade(home, home / "class", n, home / f"cache-{jobs}", jobs, chosen.timeout) for n in names]
        print("the same bytes of results" if len(set(told)) == 1 else "OTHER BYTES")
        for size in chosen.sizes:
            write(home / f"class{size}", texts[:size])
            grade(home, home / f"class{size}", f"first {size}", home / f"cache{size}", 2, chosen.timeout)


def write(folder: Path, texts: list[str]) -> None:
    """A file a student."""
    folder.mkdir(parents=True)
    for number, text in enumerate(texts):
        (folder / f"s{number:05}.md").write_text(text)


def grade(home: Path, folder: Path, name: str, cache: Path, jobs: int, timeout: str) -> bytes:
    """One run in a process of its own; the bytes of its results."""
    out = home / name.replace(" ", "-")
    command = [sys.executable, "-c", ONE_RUN, str(folder), str(out), str(cache), str(jobs), timeout, "hw3"]
    start = time.perf_counter()
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    said = json.loads(done.stdout)
    number = sum(said["fates"].values())
    fates = ", ".join(f"{n} {status}" for status, n in sorted(said["fates"].items()))
    print(f"{name:10} {jobs} workers: {number / said['seconds']:6.2f} a second ({said['seconds']:.1f} s, first after "
          f"{said['first']:.1f} s; CPU {said['work'] / number * 1000:.0f} ms each + {said['own']:.1f} s here), "
          f"{said['here']} MB here ({said['half']} at half), {said['worker']} MB a worker; {fates}; "
          f"whole process {time.perf_counter() - start:.1f} s", flush=True)  # fmt: skip
    results = (out / "results.jsonl").read_bytes() + (out / "grades.csv").read_bytes()
    shutil.rmtree(out)
    return results


if __name__ == "__main__":
    main()
