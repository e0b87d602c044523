"""A class of hostile submissions, graded: does any escape, hang, or spoil another's grade?

    python benchmarks/hostile_class.py --timeout 20 --jobs 2

It writes some 250 documents (`hostile_texts`, hostile names, links, pipes, sparse files) and a few friendly ones into a
folder, runs `hw3verify grade` on it in a process of its own, and looks whether

    * every document has one row, with a status, and no file outside the results was made or changed;
    * no row took longer than the deadline and a little, and no process is left;
    * the friendly ones have the grades that they have alone;
    * every format of a report is well formed, by parsers of other people, and holds one entry for each submission.

Exit status 0 if all of it is so, else 1 with what is not.
"""

from __future__ import annotations

import argparse
import collections
import csv
import io
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import fields
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree as ET

from hostile_texts import hostile_documents

from hw3verify.judge.record import LinkVerdict, PartVerdict, Report
from hw3verify.report.formats import MANY, ONE, render
from hw3verify.report.graded import Graded

FRIENDLY = b"""## 1

(c) By Jensen, for a density $q(z)$,

$$\\log p(x) \\ge \\int q(z)\\log\\frac{p(x,z)}{q(z)}dz \\tag{1}$$

(g) $$KL(q(z)\\|q(z)) = 0 \\tag{2}$$
"""
NAMES = (
    b"x..%2f..%2fpasswd.md", b"x\\..\\..\\y.md", b"-rf.md", b"--out=x.md", b"; touch x.md", b"$(touch x).md",
    b"`touch x`.md", b"|touch x.md", b"a\nb.md", b"a\rb.md", b"a\tb.md", b"\x1b[2J.md", b"\xff\xfe.md",
    b"\xe2\x80\xaegnp.md",
    b"=1+1.md",
    b"@SUM(A1).md", b"+1.md", b"<script>alert(1)<.md", b'"onload="x.md', b"'.md", b"a,b.md", b'a"b.md',
    b"%s%n.md",
    b"{0}.md", b"con.md", b"nul.md", b"A.md", b"a.md", b"e\xcc\x81.md", b"\xc3\xa9.md", b" .md", b"a .md", b"a..md",
    b"x" * 250 + b".md", b"\xe2\x80\x8b.md", b"~.md", b"*.md", b"C:evil.md",
)  # fmt: skip
SPARE = 60.0  # seconds that may pass beside judging: starting, killing
Made = Callable[[str], dict[str, bytes]]  # a path that nobody may touch -> name -> bytes


def write(folder: Path, canary: Path, documents: dict[str, bytes]) -> int:
    """Fill the folder; how many submissions are in it."""
    for name, data in documents.items():
        (folder / name).write_bytes(data)
    for name in NAMES:
        (folder / os.fsdecode(name)).write_bytes(FRIENDLY)
    for number in range(3):
        (folder / f"friendly {number}.md").write_bytes(FRIENDLY)
    links = {"passwd": "/etc/passwd", "zero": "/dev/zero", "own": "own.md", "up": "..", "gone": "/nowhere",
             "input": "/dev/stdin", "canary": str(canary)}  # fmt: skip
    for name, target in links.items():
        (folder / f"{name}.md").symlink_to(target)
    (folder / "linked").symlink_to(folder.parent)
    os.mkfifo(folder / "pipe.md")
    with (folder / "sparse.md").open("wb") as stream:
        stream.truncate(50_000_000_000)
    (folder / "folder.md").mkdir()
    deep = folder / "student"
    for level in range(8):
        deep = deep / f"{level}"
    deep.mkdir(parents=True)
    (deep / "hidden.md").write_bytes(FRIENDLY)
    crowd = folder / "crowd"
    crowd.mkdir()
    for number in range(2_100):
        (crowd / f"{number:04}.txt").touch()
    more = 5  # the linked folder, the pipe, the sparse file, what is too deep, the crowd
    return len(documents) + len(NAMES) + 3 + len(links) + more


def everything(folder: Path, besides: Path) -> set[tuple[str, int, int]]:
    """Every path in a folder with its time and size, but for a folder of results."""
    return {
        (str(path), path.lstat().st_mtime_ns if not path.is_dir() else 0, path.lstat().st_size if path.is_file() else 0)
        for path in folder.rglob("*")
        if besides not in (path, *path.parents)
    }


def as_graded(row: dict) -> Graded:
    """A row of the results as the reports take it."""
    known = {f.name for f in fields(LinkVerdict)}
    links = []
    for link in row["links"]:
        said = {key: value for key, value in link.items() if key in known}
        links.append(LinkVerdict(**{**said, "facts": tuple(said.get("facts", ()))}))
    parts = tuple(PartVerdict(**part) for part in row["parts"])
    error = "" if row["status"] == "judged" else f"{row['status']}: {row['because']}"
    return Graded(row["student"], Report(row["id"], "hw3", tuple(links), parts), error)


class Strange(HTMLParser):
    """What no page of ours has."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attributes: list) -> None:
        """Take note of what runs or loads something."""
        bad = [name for name, value in attributes if name.startswith("on") or name in ("src", "srcdoc", "action")]
        bad += [value for name, value in attributes if name == "href" and not (value or "").startswith("#")]
        if bad or tag in ("script", "iframe", "img", "object", "embed", "form", "a:href", "link"):
            self.found.append(f"{tag} {bad}")

    def handle_comment(self, data: str) -> None:
        """Take note of comments: we write none."""
        self.found.append(f"a comment: {data[:40]}")


def check_reports(rows: list[dict]) -> list[str]:
    """What is wrong with the reports of these rows."""
    many = [as_graded(row) for row in rows]
    wrong = []
    for name in MANY:
        text = render(name, many)
        if name == "junit":
            found = len(ET.fromstring(text).findall("testsuite"))
        elif name == "jsonlines":
            found = len([json.loads(line) for line in text.split("\n") if line])
        elif name == "class":
            strange = Strange()
            strange.feed(text)
            wrong += [f"class page: {what}" for what in strange.found]
            continue
        else:
            cells = list(csv.reader(io.StringIO(text), strict=True))
            found = len(cells) - 1
            formulas = [cell[:40] for row in cells for cell in row if cell.startswith(tuple("=+@|%"))]
            wrong += [f"{name}: a cell is a formula: {cell!r}" for cell in formulas]
        if found != len(many):
            wrong.append(f"{name}: {found} entries for {len(many)} submissions")
    for graded in many:
        for name in ONE:
            text = render(name, [graded])
            if name == "html":
                strange = Strange()
                strange.feed(text)
                wrong += [f"page of {graded.report.file}: {what}" for what in strange.found]
            else:
                json.loads(text)
    return wrong


def run(folder: Path, out: Path, timeout: float, memory: int, jobs: int) -> tuple[list[dict], float]:
    """Grade; the rows and the seconds."""
    limits = ["--timeout", str(timeout), "--memory", str(memory), "--jobs", str(jobs)]
    command = [sys.executable, "-m", "hw3verify", "grade", str(folder), "-a", "hw3", "-o", str(out), *limits]
    begin = time.monotonic()
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, cwd=folder.parent)
    seconds = time.monotonic() - begin
    if done.returncode not in (0, 1):
        raise RuntimeError(f"status {done.returncode}: {done.stderr.decode(errors='replace')[-2000:]}")
    text = (out / "results.jsonl").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.split("\n") if line], seconds


def alone(timeout: float, memory: int) -> dict:
    """The row of a friendly submission without the others."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "class"
        folder.mkdir()
        (folder / "friendly.md").write_bytes(FRIENDLY)
        return run(folder, Path(name) / "out", timeout, memory, 1)[0][0]


def look(made: Made, timeout: float, memory: int, jobs: int) -> tuple[list[dict], float, list[str]]:
    """Make a class of these documents, grade it, look: the rows, the seconds, and what is wrong."""
    with tempfile.TemporaryDirectory() as name:
        top = Path(name)
        folder, out, canary = top / "class", top / "out", top / "canary"
        folder.mkdir()
        canary.write_text("untouched")
        expected = write(folder, canary, made(str(canary)))
        before = everything(top, out)
        rows, seconds = run(folder, out, timeout, memory, jobs)
        wrong = [] if everything(top, out) == before else ["a file outside the results was made or changed"]
    if len(rows) != expected or len({row["id"] for row in rows}) != expected:
        wrong.append(f"{len(rows)} rows for {expected} submissions")
    statuses = collections.Counter(row["status"] for row in rows)
    faults = [row for row in rows if row["status"] not in ("judged", "unusable", "deadline", "memory")]
    wrong += [f"{row['id']}: {row['status']}: {row['because']}" for row in faults]
    # what is stopped takes its deadline; all others together less than a worker has for one of them each
    if seconds > len(rows) * timeout / jobs + SPARE:
        wrong.append(f"it took {seconds:.0f} s, and {statuses['deadline']} were stopped")
    own = alone(timeout, memory)
    same = [row for row in rows if row["sha256"] == own["sha256"]]
    if len(same) != 3 + len(NAMES):
        wrong.append(f"{len(same)} friendly rows")
    wrong += [f"{row['id']}: another grade than alone" for row in same if row["grade"] != own["grade"]]
    return rows, seconds, wrong + check_reports(rows)


def main() -> int:
    """Look at all of it, and say what was seen."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--timeout", type=float, default=20.0, help="seconds for one submission")
    parser.add_argument("--memory", type=int, default=512, help="megabytes for one submission")
    parser.add_argument("--jobs", type=int, default=2)
    arguments = parser.parse_args()
    rows, seconds, wrong = look(hostile_documents, arguments.timeout, arguments.memory, arguments.jobs)
    statuses = collections.Counter(row["status"] for row in rows)
    said = ", ".join(f"{count} {status}" for status, count in sorted(statuses.items()))
    print(f"{len(rows)} submissions in {seconds:.0f} s with {arguments.jobs} workers: {said}")
    for row in rows:
        if row["status"] in ("deadline", "memory"):
            print(f"  {row['id']}: {row['status']}, {len(row['links'])} links kept")
    for line in wrong:
        print(f"WRONG {line}")
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main())
