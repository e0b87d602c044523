"""`hw3verify theorems`."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from hw3verify.cli import cli
from hw3verify.symbolic import catalogue
from hw3verify.symbolic.record import Step, Verification
from hw3verify.symbolic.registry import REGISTRY


def run(*words: str):
    return CliRunner().invoke(cli, ["theorems", *words], standalone_mode=False)


def test_chosen_statements_are_listed_with_times() -> None:
    """A module stands for its statements, and the order is the registry's."""
    done = run("--only", "optimal_discriminator", "--only", "gaussian_kl.scalar")
    lines = done.output.splitlines()
    assert [line.split()[:2] for line in lines[:-1]] == [
        [e.identifier, "holds"] for e in REGISTRY
        if e.module == "optimal_discriminator" or e.identifier == "gaussian_kl.scalar"
    ]  # fmt: skip
    assert lines[-1].startswith("6 statements: 6 hold, 0 fail; ")
    assert done.return_value == 0


def test_json_has_the_steps() -> None:
    """`--json` prints an object a line, with title, seconds and steps."""
    done = run("--only", "jsd_identity.bounds", "--json")
    (record,) = map(json.loads, done.output.splitlines())
    assert record["identifier"] == "jsd_identity.bounds"
    assert record["holds"] is True
    assert record["title"] and record["seconds"] >= 0
    assert len(record["steps"]) > 10 and all(step["holds"] for step in record["steps"])


def test_failure_is_a_status(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a statement does not hold the status is 1, and the step is printed with its reason."""
    failed = Verification("elbo.gap", (Step("a = b", False, "they differ by 1"),), 0.5)
    monkeypatch.setattr(catalogue, "verify", lambda identifier: failed)
    done = run("--only", "elbo.gap")
    assert done.return_value == 1
    assert "FAILS" in done.output
    assert "not shown: a = b (they differ by 1)" in done.output


def test_nothing_checked_is_no_theorem() -> None:
    """A verification without steps does not hold."""
    assert not Verification("elbo.gap", (), 0.0).holds


def test_latex_is_written(tmp_path: Path) -> None:
    """`--latex` writes a document with the chosen statement; a path that cannot be written is an error."""
    out = tmp_path / "out.tex"
    assert run("--only", "gaussian_kl.equal_variance", "--latex", str(out)).return_value == 0
    assert r"\left(- \mu_{p} + \mu_{q}\right)^{2}" in out.read_text()
    assert "cannot be written" in str(run("--only", "posterior.value", "--latex", str(tmp_path)).exception)


def test_unknown_theorem_is_an_error() -> None:
    """A misspelt identifier is refused with the close one."""
    assert "elbo.gap" in str(run("--only", "elbo.gapp").exception)


def test_help_loads_no_sympy() -> None:
    """Listing the options does not load SymPy: only running does."""
    code = (
        "import sys\nfrom click.testing import CliRunner\nfrom hw3verify.cli import cli\n"
        "print(CliRunner().invoke(cli, ['theorems', '--help']).exit_code, 'sympy' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=120)
    assert done.stdout.split() == ["0", "False"], done.stderr
