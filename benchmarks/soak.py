"""`hw3verify.score` over very many texts: is memory flat, is a process left behind, how many a second?

    python benchmarks/soak.py [--texts 50000] [--jobs 2] [--seconds S] [--seed FILE] [--others FOLDER]...

The texts are generated as they are asked for: mostly short derivations of tests/documents with letters renamed and
tokens changed, some of a whole homework (`--seed`), and some that are no derivation at all. A line every thousand:
texts so far, a second, memory of this process and of its workers, how many processes, threads and open files there are.
"""

from __future__ import annotations

import argparse
import os
import random
import threading
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from students import submissions

import hw3verify

ROOT = Path(__file__).parents[1]
STRANGE = (
    "", "no formula", "$$", "$$" + "{" * 500, "$$10^{10^{10}} = 1$$", "\x00", "(a) $$a = $$", "# " * 2000,
    "$$\\sum_{i=1}^{10^9} i = 1$$", "\\newcommand{\\a}{\\a\\a}$$\\a = 1$$", "$$p(x) = \\frac{1}{0}$$",
    "\u202e$$a = a$$",
)  # fmt: skip


def texts(seed: str, others: list[str], dice: random.Random) -> Iterator[str]:
    """One text in a hundred is a homework, two are strange, the others short."""
    while True:
        kind = dice.random()
        if kind < 0.02:
            yield dice.choice(STRANGE)
        elif kind < 0.03:
            yield from submissions(seed, [], 1, dice)
        else:
            yield from submissions(dice.choice(others), [], 1, dice)


def memory(pid: int | str) -> int:
    """Megabytes of a process that are in memory."""
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") >> 20
    except (OSError, IndexError):
        return 0


def children() -> list[int]:
    """The processes that this one has started and that are there."""
    return [int(c) for path in Path("/proc/self/task").glob("*/children") for c in path.read_text().split()]


def state(done: int, start: float) -> str:
    """One line."""
    workers = ", ".join(str(memory(pid)) for pid in children())
    seconds = time.perf_counter() - start
    files = sum(1 for _ in Path("/proc/self/fd").iterdir())
    return (f"{done:6} texts, {done / seconds:6.1f} a second; {memory('self')} MB here, workers: {workers or 'no'} MB; "
            f"{threading.active_count()} threads, {files} files")  # fmt: skip


def main() -> None:
    """Score until the number or the time is reached."""
    options = argparse.ArgumentParser()
    options.add_argument("--texts", type=int, default=50_000)
    options.add_argument("--jobs", type=int, default=2)
    options.add_argument("--seconds", type=float, default=float("inf"))
    options.add_argument("--every", type=int, default=1000)
    options.add_argument("--seed", type=Path, default=ROOT / "hw3verify/examples/submission.md")
    options.add_argument("--others", type=Path, action="append", default=[], help="folders of short documents")
    chosen = options.parse_args()
    folders = chosen.others or [ROOT / "tests" / "documents"]
    others = [path.read_text() for folder in folders for path in sorted(folder.glob("*.md"))]
    made = texts(chosen.seed.read_text(), others, random.Random(0))
    fates: Counter[str] = Counter()
    links = 0
    start = time.perf_counter()
    scores = hw3verify.score((next(made) for _ in range(chosen.texts)), jobs=chosen.jobs, timeout=60)
    for found in scores:
        assert found.index == sum(fates.values()), "a score out of order"
        fates[found.status] += 1
        links += found.links
        done = found.index + 1
        if done % chosen.every == 0:
            print(state(done, start), flush=True)
        if time.perf_counter() - start > chosen.seconds:
            break
    scores.close()
    print(state(sum(fates.values()), start))
    print(f"{dict(fates)}, {links} links; left behind: {len(children())} processes")


if __name__ == "__main__":
    main()
