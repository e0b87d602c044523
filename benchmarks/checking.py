"""How long checking takes: a link, a document as a process, an import, and how it grows with the document.

Usage:
    python benchmarks/checking.py [DOCUMENT] [--assignment hw3] [--peer PYTHON] [--json]

    link      seconds to judge one link: reading its two sides, proving or refuting it (median, worst, which)
    process   the whole document as `hw3verify check` in a process of its own: seconds and peak memory (best of five)
    import    `import hw3verify` over a bare interpreter with numpy
    growth    the document once, twice, four and eight times over
    peer      Math-Verify's parse + verify on the same links in the same run. It answers another question (are these two
              final answers the same expression?) and is the usual way of comparing LaTeX; where it is not installed
              this part is left out. `--peer` names an interpreter that has it.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path
from typing import Any

HOME = Path(__file__).resolve().parent.parent

PEER = """
import json, sys, time, logging
logging.disable(logging.CRITICAL)
from math_verify import parse, verify
parse("$1$")
for left, right in json.load(sys.stdin):
    start = time.perf_counter()
    try:
        a, b = parse(f"${left}$"), parse(f"${right}$")
        said = "unread" if not (a and b) else "same" if verify(a, b) else "not the same"
    except BaseException as error:
        said = type(error).__name__
    print(json.dumps([said, time.perf_counter() - start]), flush=True)
"""

PROCESS = """
import json, resource, subprocess, sys, time
start = time.perf_counter()
done = subprocess.run(sys.argv[1:], capture_output=True)
seconds = time.perf_counter() - start
unit = 1 << 20 if sys.platform == "darwin" else 1 << 10
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(json.dumps([seconds, used.ru_maxrss / unit, used.ru_utime + used.ru_stime]))
"""


def links(path: Path, assignment: str | None) -> tuple[list[float], list[Any]]:
    """Seconds for every link that is judged, in a warm interpreter, and the verdicts."""
    import hw3verify
    from hw3verify.judge import assess

    hw3verify.check(path, assignment)  # warm: modules and memos are there
    spent: list[tuple[float, str]] = []
    plain = assess.Assessor.decide

    def timed(self: Any, claim: Any, *rest: Any, **named: Any) -> Any:
        start = time.perf_counter()
        try:
            return plain(self, claim, *rest, **named)
        finally:
            spent.append((time.perf_counter() - start, str(claim.says.op)))

    assess.Assessor.decide = timed  # type: ignore[method-assign,assignment]
    try:
        start = time.perf_counter()
        report = hw3verify.check(path, assignment)
        whole = time.perf_counter() - start
    finally:
        assess.Assessor.decide = plain  # type: ignore[method-assign]
    judged = [v for v in report.links if v.verdict not in ("definition", "condition")]
    reading = max(whole - sum(s for s, _ in spent), 0.0) / max(len(judged), 1)  # shared out evenly
    return [s + reading for s, _ in spent], judged


def process(path: Path, assignment: str | None) -> dict[str, float]:
    """The command in a process of its own: the best of five runs, and its peak memory."""
    command = [sys.executable, "-m", "hw3verify", "check", "--quiet", str(path)]
    if assignment:
        command += ["--assignment", assignment]
    runs = []
    for _ in range(5):
        done = subprocess.run([sys.executable, "-c", PROCESS, *command], capture_output=True, text=True, check=True)
        runs.append(json.loads(done.stdout))
    keys = {"seconds": min(r[0] for r in runs), "megabytes": max(r[1] for r in runs)}
    return {**keys, "processor": min(r[2] for r in runs)}


def imports() -> float:
    """Seconds of `import hw3verify` beyond an interpreter that has imported numpy (medians of seven)."""

    def median(code: str) -> float:
        seconds = []
        for _ in range(7):
            start = time.perf_counter()
            subprocess.run([sys.executable, "-c", code], check=True)
            seconds.append(time.perf_counter() - start)
        return statistics.median(seconds)

    return median("import numpy, hw3verify") - median("import numpy")


def growth(path: Path) -> list[tuple[int, float]]:
    """Displays, and seconds, of the document repeated."""
    import hw3verify

    text = path.read_text()
    rows = []
    for times in (1, 2, 4, 8):
        with tempfile.TemporaryDirectory() as folder:
            long = Path(folder) / "long.md"
            long.write_text("\n\n".join(f"# Problem {k + 1}\n\n{text}" for k in range(times)))
            start = time.perf_counter()
            hw3verify.check(long)
            rows.append((text.count("$$") // 2 * times, time.perf_counter() - start))
    return rows


def peer(python: str, judged: list[Any]) -> list[tuple[str, float]] | None:
    """What Math-Verify says of the same links, and how long it takes; None where it is not installed."""
    if python == sys.executable and find_spec("math_verify") is None:
        return None
    pairs = [[v.left, v.right] for v in judged]
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONPATH"}
    done = subprocess.run(
        [python, "-c", PEER], input=json.dumps(pairs), capture_output=True, text=True, env=environment, timeout=900
    )
    return [tuple(json.loads(line)) for line in done.stdout.splitlines()] or None


def main() -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("document", nargs="?", type=Path)
    parser.add_argument("--assignment")
    parser.add_argument("--peer", default=sys.executable, help="an interpreter with math-verify")
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    path: Path = given.document or next(HOME.glob("hw3verify/**/example*.md"))
    seconds, judged = links(path, given.assignment)
    found: dict[str, Any] = {
        "document": path.name,
        "links": len(judged),
        "link": {"median": statistics.median(seconds), "worst": max(seconds), "total": sum(seconds)},
        "process": process(path, given.assignment),
        "import": imports(),
        "growth": growth(path),
    }
    other = peer(given.peer, judged)
    if other:
        times = [s for _, s in other]
        found["peer"] = {"median": statistics.median(times), "worst": max(times), "links": len(times)}
        found["peer"]["said"] = {w: sum(said == w for said, _ in other) for w in sorted({said for said, _ in other})}
        found["ratio"] = found["peer"]["median"] / found["link"]["median"]
    print(json.dumps(found) if given.json else table(found))
    return 0


def table(found: dict[str, Any]) -> str:
    """The findings as lines of text."""
    link, run = found["link"], found["process"]
    rows = [
        f"{found['document']}: {found['links']} links",
        f"  a link             {link['median'] * 1e3:8.1f} ms median  {link['worst'] * 1e3:8.1f} ms worst",
        f"  as a process       {run['seconds']:8.2f} s  ({run['processor']:.2f} s processor) {run['megabytes']:.0f} MB",
        f"  import hw3verify   {found['import'] * 1e3:8.1f} ms",
    ]
    rows += [f"  {displays:4d} displays     {seconds:8.2f} s" for displays, seconds in found["growth"]]
    if "peer" in found:
        p = found["peer"]
        rows.append(f"  Math-Verify, a link {p['median'] * 1e3:7.1f} ms median  {p['worst'] * 1e3:8.1f} ms worst")
        rows.append(f"  Math-Verify says     {p['said']}")
        rows.append(f"  Math-Verify's median is {found['ratio']:.1f} times ours")
    else:
        rows.append("  Math-Verify is not installed: left out (pip install math-verify, or --peer PYTHON)")
    return "\n".join(rows)


if __name__ == "__main__":
    sys.exit(main())
