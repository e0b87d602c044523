"""Completion: the lines for each shell, and what a shell that has them is told."""

import os
import subprocess
import sys

import pytest

RUN = "import sys; sys.argv = ['hw3verify', *sys.argv[1:]]; from hw3verify.cli import main; main()"


def run(*words: str, **told: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", RUN, *words]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, env={**os.environ, **told})


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_lines_for_a_shell(shell: str) -> None:
    """They call hw3verify back with the variable that asks for completions of that shell."""
    done = run("completion", shell)
    assert done.returncode == 0, done.stderr
    assert f"_HW3VERIFY_COMPLETE={shell}_complete" in done.stdout


def test_an_unknown_shell() -> None:
    """The shells that are known are named."""
    done = run("completion", "tcsh")
    assert done.returncode == 2
    assert "'bash', 'zsh', 'fish'" in done.stderr


@pytest.mark.parametrize(
    ("line", "at", "offered"),
    [
        ("hw3verify che", "1", "check"),
        ("hw3verify check --as", "2", "--assignment"),
        ("hw3verify che", "1", "check-code"),
    ],
)
def test_what_a_shell_is_told(line: str, at: str, offered: str) -> None:
    """Commands and options that begin with what was typed, and the exit status 0."""
    done = run(COMP_WORDS=line, COMP_CWORD=at, _HW3VERIFY_COMPLETE="bash_complete")
    assert done.returncode == 0, done.stderr
    assert f"plain,{offered}" in done.stdout.splitlines()
