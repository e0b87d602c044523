"""Whose software hw3verify stands on, and under which licences: `python .ci/licences.py` writes LICENSES.md.

Names come from pyproject.toml and from the requirements of what it requires; licences from the metadata of what is
installed (the licence expression, or the classifiers where a distribution has none). Of an extra the direct
requirements are listed: what those bring along depends on the platform. Everything has to be installed:
`pip install -c constraints.txt '.[test,lab,cluster,docs,fast,report,browser]'`.
"""

from __future__ import annotations

import sys
import tomllib
from importlib.metadata import PackageNotFoundError, metadata, requires
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "LICENSES.md"

HEAD = """\
# Licences of what hw3verify uses

hw3verify itself is under the [MIT licence](LICENSE). What pip installs with it has the licences below, as each
distribution states them; their texts lie in the distributions themselves (`pip show --files NAME` lists them).
`python .ci/licences.py` writes this page from installed metadata.
"""


def licence(name: str) -> str:
    """The licence that an installed distribution states: its expression, else its classifiers, else its first line.

    Raises PackageNotFoundError where it is not installed.
    """
    stated = metadata(name)  # of a kind whose [] may raise for what is missing, once importlib_metadata is imported
    expression = stated.get("License-Expression")
    if expression:
        return str(expression)
    classifiers = [c.rsplit(" :: ", 1)[1] for c in stated.get_all("Classifier") or [] if c.startswith("License :: ")]
    return ", ".join(classifiers) or str(stated.get("License") or "not stated").strip().splitlines()[0]


def required(names: list[str]) -> list[str]:
    """What these requirements bring along besides themselves, without extras, on this platform; sorted."""
    found, waiting = set(), list(names)
    while waiting:
        for line in requires(waiting.pop()) or []:
            other = Requirement(line)
            name = canonicalize_name(other.name)
            if (other.marker is None or other.marker.evaluate({"extra": ""})) and name not in found:
                found.add(name)
                waiting.append(name)
    return sorted(found - set(names))


def tables() -> dict[str, list[str]]:
    """The headings of the page, and the names below each."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]

    def names(lines: list[str]) -> list[str]:
        return sorted(canonicalize_name(Requirement(line).name) for line in lines)

    always = names(project["dependencies"])
    found = {"Always installed": always, "Brought along by these": required(always)}
    for extra, lines in sorted(project["optional-dependencies"].items()):
        found[f"With the extra `{extra}`"] = names(lines)
    return found


def page() -> str:
    """The text of LICENSES.md."""
    parts = [HEAD]
    for heading, names in tables().items():
        rows = "".join(f"| {name} | {licence(name)} |\n" for name in names)
        parts.append(f"## {heading}\n\n| distribution | licence |\n| --- | --- |\n{rows}")
    return "\n".join(parts)


if __name__ == "__main__":
    try:
        PAGE.write_text(page(), encoding="utf-8")
    except PackageNotFoundError as missing:
        sys.exit(f"{missing.name} is not installed; install every extra first (see the top of this file)")
