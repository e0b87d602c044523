"""A hunt for wrong certificates among random derivations of known truth.

    python benchmarks/soundness.py [--from 0] [--to 1000] [--jobs 2] [--class NAME] [--quiet]

Every seed makes one document (`hunting.py`, `hostile.py`) whose labels come from how it was made, not from the checker.
A certificate is wrong if

    a false line is proved or supported,
    a true line is refuted,
    a line of which nothing may be said gets any of the three.

The same range gives the same documents and verdicts; a long hunt may be cut into ranges. Every wrong certificate is
printed with its document; at the end stand the rate, and for each class how often each verdict was given.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from hunting import Case, made

FORBIDDEN = {"f": ("proved", "supported"), "t": ("refuted",), "n": ("proved", "supported", "refuted")}
BATCH = 50


def judged(case: Case) -> list[tuple[str, str, str]]:
    """Equation, label and verdict of every link of a case."""
    import hw3verify

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "case.md"
        path.write_text(case.text, encoding="utf-8")
        links = hw3verify.check(path).links
    found = []
    for link in links:
        number = "".join(c for c in link.equation if c.isdigit())
        if number and 1 <= int(number) <= len(case.labels):
            found.append((f"({link.equation})#{link.link}", case.labels[int(number) - 1], link.verdict))
    return found


def hunt(seeds: range, only: str = "") -> tuple[Counter[tuple[str, str, str]], list[str], int]:
    """Verdicts by class and label, the wrong certificates with their documents, and how many documents there were."""
    count: Counter[tuple[str, str, str]] = Counter()
    wrong: list[str] = []
    cases = 0
    for seed in seeds:
        case = made(seed)
        if only and case.kind != only:
            continue
        cases += 1
        for where, label, verdict in judged(case):
            count[case.kind, label, verdict] += 1
            if verdict in FORBIDDEN[label] and not (label == "f" and "\\Rightarrow" in case.text and "#1" not in where):
                wrong.append(f"seed {seed}, {case.kind}: {where} is {label!r}, said {verdict}\n{case.text}")
    return count, wrong, cases


def _batches(first: int, last: int) -> Iterator[range]:
    for start in range(first, last, BATCH):
        yield range(start, min(start + BATCH, last))


def _hunt(seeds: range, only: str) -> tuple[Counter[tuple[str, str, str]], list[str], int]:
    return hunt(seeds, only)


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--from", dest="first", type=int, default=0)
    parser.add_argument("--to", dest="last", type=int, default=1000)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--class", dest="only", default="")
    parser.add_argument("--quiet", action="store_true", help="no progress bar")
    args = parser.parse_args()
    count: Counter[tuple[str, str, str]] = Counter()
    bad, cases, start = 0, 0, time.perf_counter()
    with ProcessPoolExecutor(args.jobs) as pool:
        batches = list(_batches(args.first, args.last))
        for done, (some, wrong, number) in enumerate(pool.map(_hunt, batches, [args.only] * len(batches)), 1):
            count += some
            cases += number
            bad += len(wrong)
            for text in wrong:
                print(f"WRONG {text}", flush=True)
            rate = cases / (time.perf_counter() - start)
            if not args.quiet:
                left = (len(batches) - done) * BATCH / max(rate, 1e-9)
                bar = "#" * (30 * done // len(batches))
                said = f"{cases} derivations, {rate:.0f}/s, {left:.0f} s left, {bad} wrong"
                print(f"\r[{bar:<30}] {said}", end="", file=sys.stderr)
    print(file=sys.stderr)
    seconds = time.perf_counter() - start
    rate = cases / seconds
    print(f"{cases} derivations from {args.first} to {args.last}: {bad} wrong certificates, {rate:.1f} a second")
    for kind in sorted({k for k, _, _ in count}):
        for label in "tfn":
            said = {v: n for (k, one, v), n in count.items() if (k, one) == (kind, label)}
            if said:
                print(f"  {kind:13} {label}  " + ", ".join(f"{v} {n}" for v, n in sorted(said.items())))
    return 1 if bad else 0


if __name__ == "__main__":
    raise SystemExit(main())
