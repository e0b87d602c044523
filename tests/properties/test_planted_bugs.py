"""The benchmark of planted bugs: a few of them here, all by `python benchmarks/planted.py`."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def planted(*arguments):
    """A run of the benchmark."""
    command = [sys.executable, str(ROOT / "benchmarks" / "planted.py"), *arguments]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run(command, capture_output=True, text=True, timeout=600, env=environment)


@pytest.mark.parametrize(("bug", "caught_by"), [("elbo: gap", "below_the_evidence"), ("W2: root", "quantile_form")])
def test_planted_bugs_are_caught(bug, caught_by, tmp_path):
    """A wrong sign and a missing root are caught by the properties that state the theorem, with a small example."""
    done = planted("--only", bug, "--json", str(tmp_path / "found.json"))
    assert done.returncode == 0, done.stdout + done.stderr
    (outcome,) = json.loads((tmp_path / "found.json").read_text())
    assert caught_by in outcome["caught_by"] and 0 < len(outcome["example"]) < 200


def test_every_bug_can_be_planted():
    """Each of at least forty bugs has a name of its own, and its text occurs exactly once in its module."""
    from runpy import run_path

    bugs = run_path(str(ROOT / "benchmarks" / "planting.py"))["BUGS"]
    assert len({bug.name for bug in bugs}) == len(bugs) >= 40
    for bug in bugs:
        source = ROOT.joinpath("hw3verify", *bug.module.split(".")).with_suffix(".py").read_text(encoding="utf-8")
        assert source.count(bug.old) == 1, bug.name
        assert bug.old != bug.new


def test_seed_reproduces(tmp_path):
    """With --hypothesis-seed the examples are new ones, and the same for the same seed."""
    test = tmp_path / "test_drawn.py"
    test.write_text(
        "from hypothesis import given\nfrom hw3verify.strategies import mass_functions\n\n"
        "@given(mass_functions())\ndef test_drawn(p):\n    print(p.tolist())\n"
    )
    (tmp_path / "conftest.py").write_text((ROOT / "tests" / "conftest.py").read_text())

    def drawn(*options):
        quick = ["-qs", "-p", "no:cacheprovider", "--hypothesis-profile=quick"]
        command = [sys.executable, "-m", "pytest", *quick, *options, str(test)]
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        environment.pop("HYPOTHESIS_PROFILE", None)
        done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, env=environment)
        assert done.returncode == 0, done.stdout + done.stderr
        return [line for line in done.stdout.splitlines() if line.startswith("[")]

    one, again, other = (drawn(f"--hypothesis-seed={seed}") for seed in (1, 1, 2))
    assert one == again != other
