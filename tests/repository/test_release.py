"""What a distribution says of itself, and what lies in it."""

import importlib.util
import re
import tomllib
from fnmatch import fnmatch
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[2]
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def licences() -> ModuleType:
    """The script that writes LICENSES.md."""
    spec = importlib.util.spec_from_file_location("licences", ROOT / ".ci" / "licences.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def listed() -> dict[str, str]:
    """The rows of LICENSES.md."""
    rows = re.findall(r"^\| (\w[\w-]*) \| (.+) \|$", (ROOT / "LICENSES.md").read_text(encoding="utf-8"), re.MULTILINE)
    return {name: licence for name, licence in rows if name != "distribution"}


def test_every_requirement_has_a_licence(licences: ModuleType) -> None:
    """LICENSES.md lists what is required, what that brings along and what the extras add, and nothing else."""
    tables = licences.tables()
    assert set(listed()) == {name for names in tables.values() for name in names}
    assert {"numpy", "click", "mpmath", "torch", "pytest"} <= set(listed())


def test_licences_are_those_of_the_pinned_versions(licences: ModuleType) -> None:
    """Where the version that constraints.txt names is installed, its metadata states the licence in the row."""
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pinned = {name.lower().replace("_", "-"): number for name, _, number in (line.partition("==") for line in lines)}
    compared = 0
    for name, licence in listed().items():
        try:
            installed = version(name)
        except PackageNotFoundError:
            continue
        if pinned.get(name) == installed.partition("+")[0]:
            assert licences.licence(name) == licence
            compared += 1
    if not compared:
        pytest.skip("other versions than those of constraints.txt are installed")


def test_every_page_is_in_the_source_distribution() -> None:
    """The files at the top that people read, and the folders of code, tests, pages and measurements, are included."""
    patterns = PYPROJECT["tool"]["hatch"]["build"]["targets"]["sdist"]["include"]
    wanted = [path.name for path in ROOT.iterdir() if path.suffix in {".md", ".cff", ".txt"}]
    wanted += ["LICENSE", "hw3verify", "tests", "docs", "benchmarks", ".ci"]
    assert [name for name in wanted if not any(fnmatch(f"/{name}", pattern) for pattern in patterns)] == []


def test_classifiers_name_the_oldest_python() -> None:
    """The versions of Python in the classifiers begin with the one that is required, and leave none out."""
    named = [
        tuple(map(int, match.groups()))
        for line in PYPROJECT["project"]["classifiers"]
        if (match := re.fullmatch(r"Programming Language :: Python :: (\d+)\.(\d+)", line))
    ]
    oldest = tuple(map(int, PYPROJECT["project"]["requires-python"].removeprefix(">=").split(".")))
    assert named == [(oldest[0], oldest[1] + i) for i in range(len(named))]
    assert named
