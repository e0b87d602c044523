"""README's promises: its commands are those that the machinery runs, and what it names exists."""

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def block_after(marker: str) -> str:
    found = re.search(rf"<!-- {marker} -->\n```sh\n(.*?)\n```", README, re.DOTALL)
    assert found, f"no code block after {marker}"
    return found[1]


def test_commands_do_everything_from_nothing() -> None:
    """Both commands make their virtual environment, keep to the constraints and are one line."""
    for marker in ("first command", "test command"):
        command = block_after(marker)
        assert command.startswith("python3 -m venv .venv && ")
        assert "-c constraints.txt" in command
        assert "\n" not in command
    assert block_after("first command").endswith("hw3verify check example")
    assert block_after("test command").endswith("pytest -n 2")


def test_ci_reads_the_command_from_readme() -> None:
    """The awk program of .ci/run extracts exactly the test command of README."""
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    program = re.search(r"awk '(.*?)' README.md", script, re.DOTALL)
    assert program
    done = subprocess.run(["awk", program[1], "README.md"], cwd=ROOT, capture_output=True, text=True)
    assert done.stdout.strip() == block_after("test command")


def test_links_lead_somewhere() -> None:
    """Every relative link of README names a file of the repository."""
    links = [link for link in re.findall(r"\]\(([^)#]+)\)", README) if "://" not in link]
    assert links
    assert [link for link in links if not (ROOT / link).exists()] == []


def test_every_dependency_is_pinned_in_the_constraints() -> None:
    """The base and test dependencies all have a version in constraints.txt, and so has torch."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [*project["dependencies"], *project["optional-dependencies"]["test"], "torch"]
    pinned = {
        line.split("==")[0].lower() for line in (ROOT / "constraints.txt").read_text().splitlines() if "==" in line
    }
    assert {re.split(r"[<>=]", name)[0].lower() for name in wanted} <= pinned


def test_transcript_is_real() -> None:
    """The transcript in README is what `hw3verify check example` prints, but for the seconds."""
    found = re.search(r"```console\n\$ hw3verify check example\n(.*?)```", README, re.DOTALL)
    assert found
    if "<!-- transcript -->" in found[1]:
        pytest.skip("README has no transcript yet")
    command = [sys.executable, "-m", "hw3verify", "check", "example"]
    environment = {name: value for name, value in os.environ.items() if name != "FORCE_COLOR"}
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", env=environment)
    seconds = re.compile(r"\d+\.\d+ s$", re.MULTILINE)
    assert seconds.sub("... s", done.stdout) == seconds.sub("... s", found[1])
