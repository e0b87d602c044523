"""The linter, the type checker and the layer contract are tests, so that one command says everything."""

import subprocess
import sys
import sysconfig
from pathlib import Path

ROOT = Path(__file__).parents[2]


def run(*command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=600)


def tool(name: str) -> str:
    return str(Path(sysconfig.get_path("scripts")) / name)


def test_linter_is_content() -> None:
    """`ruff check` finds nothing in the whole repository."""
    done = run(sys.executable, "-m", "ruff", "check", "--no-cache", ".")
    assert done.returncode == 0, done.stdout + done.stderr


def test_types_are_strict() -> None:
    """`mypy --strict` finds nothing in the package (strictness is set in pyproject.toml)."""
    done = run(sys.executable, "-m", "mypy")
    assert done.returncode == 0, done.stdout + done.stderr


def test_layers_are_kept() -> None:
    """No import goes against the flow of data, and heavy libraries stay where they belong."""
    done = run(tool("lint-imports"), "--no-cache")
    assert done.returncode == 0, done.stdout + done.stderr


def test_layer_contract_can_fail(tmp_path: Path) -> None:
    """A copy of the package in which the kernel imports the judge breaks the contract."""
    import shutil

    shutil.copytree(ROOT / "hw3verify", tmp_path / "hw3verify", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    (tmp_path / "hw3verify" / "kernel" / "__init__.py").write_text("import hw3verify.judge.record\n")
    done = subprocess.run(
        [tool("lint-imports"), "--no-cache"], cwd=tmp_path, capture_output=True, text=True, timeout=600
    )
    assert done.returncode == 1
    assert "hw3verify.kernel is not allowed to import hw3verify.judge" in done.stdout
