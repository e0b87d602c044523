"""Importing is light: heavy libraries are loaded by the functions that use them, not by `import`."""

import subprocess
import sys

import pytest

HEAVY = ("torch", "sympy", "hypothesis", "scipy", "rich", "click", "pytest")

# Prints what was loaded of HEAVY, then the seconds that the second statement took after the first.
PROBE = """
import sys, time
{before}
start = time.perf_counter()
{statement}
seconds = time.perf_counter() - start
print(*[name for name in {heavy!r} if name in sys.modules], seconds)
"""


def loaded(statement: str, before: str = "import numpy") -> tuple[set[str], float]:
    code = PROBE.format(before=before, statement=statement, heavy=HEAVY)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    *names, seconds = done.stdout.split()
    return set(names), float(seconds)


def test_package_loads_nothing_heavy() -> None:
    """`import hw3verify` loads none of the heavy libraries."""
    assert loaded("import hw3verify")[0] == set()


@pytest.mark.parametrize("name", ["scipy", "sympy", "click"])
def test_probe_sees_heavy_modules(name: str) -> None:
    """The probe of the test above does see a heavy library that is loaded: that test can fail."""
    assert name in loaded(f"import hw3verify, {name}")[0]


def test_package_is_quick_to_import() -> None:
    """`import hw3verify` takes less than 0.1 s over Python and numpy (the best of three, on a busy machine)."""
    assert min(loaded("import hw3verify")[1] for _ in range(3)) < 0.1


def test_every_module_is_light() -> None:
    """No module of the house loads a heavy library on import, but for those whose subject it is."""
    statement = """
import importlib, pathlib, hw3verify
own = ("lab", "symbolic", "strategies", "cli", "pytest_plugin", "__main__")  # their subject is heavy, or they start
root = pathlib.Path(hw3verify.__file__).parent
for path in sorted(root.rglob("*.py")):
    words = path.relative_to(root).with_suffix("").parts
    if words[0] not in own and words != ("report", "terminal"):
        importlib.import_module(".".join(("hw3verify", *words)).removesuffix(".__init__"))
"""
    assert loaded(statement)[0] == set()


def test_plugin_loads_nothing_into_pytest() -> None:
    """The plugin, which every session of pytest loads where it is installed, loads no more than pytest itself."""
    assert loaded("import hw3verify.pytest_plugin.submission", before="import pytest")[0] == {"pytest"}


def test_command_line_loads_click_alone() -> None:
    """The command line itself loads Click, and Rich only for a terminal."""
    assert loaded("import hw3verify.cli", before="pass")[0] == {"click"}
