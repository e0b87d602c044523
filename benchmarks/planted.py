"""Have the properties teeth? Bugs are planted in the closed forms and in the symbolic theorems, one at a
time, and every one has to be caught.

    python benchmarks/planted.py                                 all of them, a table
    python benchmarks/planted.py --only kl --only "missing half"  those whose name or kind contains a word
    python benchmarks/planted.py --json planted.json --docs docs/properties.md

A planted bug is a piece of source text that is replaced when its module is imported, in a process of its own; nothing
is written. The text has to occur exactly once, so a bug that no longer applies is an error. The tests that ought to
notice run first and, if they are content, the others of their folder; the one that fails, and the smallest example to
which Hypothesis shrank it (of a theorem, the step that does not hold), are recorded. Status 1 if one is not caught.
"""

from __future__ import annotations

import argparse
import importlib.machinery
import importlib.util
import json
import os
import re
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from planting import BUGS, Bug

ROOT = Path(__file__).parents[1]
TESTS = ROOT / "tests"
MARKS = "<!-- planted bugs: begin -->", "<!-- planted bugs: end -->"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a planted bug: the test that caught it ("" if none did) and its smallest example."""

    name: str
    kind: str
    caught_by: str
    example: str
    seconds: float


class Planted(importlib.machinery.SourceFileLoader):
    """Loads one module with one piece of its text replaced."""

    bug: Bug

    def get_code(self, fullname):
        """The module's code with the bug in it, past the cache of bytecode."""
        path = self.get_filename(fullname)
        text = self.get_data(path).decode()
        if text.count(self.bug.old) != 1:
            raise ValueError(f"{self.bug.name}: {self.bug.old!r} occurs {text.count(self.bug.old)} times in {path}")
        return self.source_to_code(text.replace(self.bug.old, self.bug.new), path)


class Finder:
    """Finds the module of a bug before anything else does."""

    def __init__(self, bug: Bug) -> None:
        self.bug = bug

    def find_spec(self, fullname, *_):
        """The module with the bug, if this is its name."""
        if fullname != f"hw3verify.{self.bug.module}":
            return None
        file = ROOT.joinpath("hw3verify", *self.bug.module.split(".")).with_suffix(".py")
        loader = Planted(fullname, str(file))
        loader.bug = self.bug
        return importlib.util.spec_from_file_location(fullname, file, loader=loader)


class Recorder:
    """A plugin of pytest: settings without the phase of explanations, and the first failure."""

    def __init__(self) -> None:
        self.caught_by = self.report = ""

    def pytest_collection(self):
        """Load the settings, before the properties are imported."""
        from hypothesis import Phase, settings

        phases = (Phase.explicit, Phase.generate, Phase.shrink)
        settings.register_profile("planted", settings.get_profile("steady"), phases=phases)
        settings.load_profile("planted")

    def pytest_runtest_logreport(self, report):
        """Keep the first failure."""
        if report.failed and not self.caught_by:
            self.caught_by = report.nodeid.split("::", 1)[-1]
            self.report = report.longreprtext

    def pytest_collectreport(self, report):
        """A file that cannot be imported is no property that failed."""
        if report.failed:
            raise RuntimeError(report.longreprtext)


def example_of(report: str) -> str:
    """The arguments of the smallest example in what pytest printed, on one line; where nothing was drawn, the error."""
    lines = [re.sub(r"^E? *", "", line).split("  # or any")[0].rstrip() for line in report.splitlines()]
    start = next((k for k, line in enumerate(lines) if re.match(r"(Failing test case|Falsifying example)", line)), None)
    if start is None:
        missed = next((line.strip()[2:].strip() for line in lines if line.strip().startswith("NO ")), "")  # a step
        return missed[:160] or next((line for line in lines if re.match(r"\w*(Error|Warning|assert)", line)), "")[:160]
    found = []
    for line in lines[start + 1 :]:
        if line != ")" and "=" not in line and not line.startswith("Draw ") and not line.endswith(","):
            break
        if line != ")" and not line.startswith(("#", "whole=", "exact=", "lines=", "data=")):
            found.append(re.sub(r"^Draw \d+ \((.*?)\): ", r"\1 = ", line).rstrip(","))
    text = re.sub(r"Fraction\((\d+), (\d+)\)", lambda m: m[1] if m[2] == "1" else f"{m[1]}/{m[2]}", ", ".join(found))
    return re.sub(r"np\.float64\((.*?)\)", r"\1", re.sub(r"\s+", " ", text))


def run_one(name: str) -> None:
    """In a process of its own: plant the bug, run the tests, print the outcome as JSON."""
    import pytest

    bug = next(bug for bug in BUGS if bug.name == name)
    sys.meta_path.insert(0, Finder(bug))
    recorder = Recorder()
    common = ["-x", "-q", "--no-header", "-p", "no:cacheprovider", "--show-capture=no", "--rootdir", str(ROOT)]
    file, _, words = bug.first.partition(" ")
    chosen = [str(TESTS / file), *(["-k", words] if words else [])]
    others = TESTS.joinpath(file).parent.glob("test_*_properties.py" if "properties" in file else Path(file).name)
    for arguments in (chosen, sorted(map(str, others))):
        pytest.main([*common, *arguments], plugins=[recorder])
        if recorder.caught_by:
            break
    if f"hw3verify.{bug.module}" not in sys.modules:
        raise RuntimeError(f"{name}: nothing imported {bug.module}")
    print("\n" + json.dumps({"caught_by": recorder.caught_by, "example": example_of(recorder.report)}))


def measured(bug: Bug) -> Outcome:
    """The outcome for a bug. RuntimeError with what the process printed if it broke down."""
    start = time.perf_counter()
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "HYPOTHESIS_PROFILE": "steady"}
    environment["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"  # pytest loads packages with plugins itself, past our finder
    command = [sys.executable, str(Path(__file__).resolve()), "--one", bug.name]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, cwd=ROOT)
    if done.returncode:
        raise RuntimeError(done.stdout + done.stderr)
    said = json.loads(done.stdout.splitlines()[-1])
    return Outcome(bug.name, bug.kind, said["caught_by"], said["example"], round(time.perf_counter() - start, 1))


def chosen(words: list[str]) -> list[Bug]:
    """The bugs whose name or kind contains one of the words; all if there are none."""
    return [bug for bug in BUGS if not words or any(word in f"{bug.name} {bug.kind}" for word in words)]


def table(outcomes: list[Outcome]) -> str:
    """The outcomes as a table in Markdown."""
    rows = ["| bug | kind | caught by | smallest example |", "| --- | --- | --- | --- |"]
    for outcome in outcomes:
        example = outcome.example if len(outcome.example) <= 110 else outcome.example[:107] + "..."
        cell = f"`{example}`".replace("|", "\\|") if example else ""
        rows.append(f"| {outcome.name} | {outcome.kind} | `{outcome.caught_by or 'nothing'}` | {cell} |")
    return "\n".join(rows)


def main() -> int:
    """Run the benchmark; 1 if a bug is not caught."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--only", action="append", default=[], help="bugs whose name or kind contains this")
    parser.add_argument("--jobs", type=int, default=1, help="processes at a time")
    parser.add_argument("--json", type=Path, help="write the outcomes there")
    parser.add_argument("--docs", type=Path, help="put the table between its marks in this page")
    parser.add_argument("--one", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        run_one(options.one)
        return 0
    outcomes = []
    with ThreadPoolExecutor(options.jobs) as pool:
        for outcome in pool.map(measured, chosen(options.only)):
            outcomes.append(outcome)
            print(f"{outcome.seconds:6.1f} s  {outcome.name:45s} {outcome.caught_by or 'NOT CAUGHT'}", flush=True)
    if options.json:
        options.json.write_text(json.dumps([asdict(outcome) for outcome in outcomes], indent=1) + "\n")
    if options.docs:
        before, rest = options.docs.read_text(encoding="utf-8").split(MARKS[0])
        text = f"{before}{MARKS[0]}\n{table(outcomes)}\n{MARKS[1]}{rest.split(MARKS[1])[1]}"
        options.docs.write_text(text, encoding="utf-8")
    missed = [outcome.name for outcome in outcomes if not outcome.caught_by]
    print(f"{len(outcomes)} planted, {len(outcomes) - len(missed)} caught", *missed, sep="\n  ")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
