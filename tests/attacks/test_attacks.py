"""Documents written to cheat the checker, or to be misread by it.

The number of an equation carries its label: `(3f)` is false, `(4t)` is true, `(5n)` is no claim about which anything
may be said (a side without a value, notation that may mean two things, facts that contradict each other). Why is
written beside it in the document, in words that state nothing.
"""

from __future__ import annotations

import pathlib

import pytest

import hw3verify

FOLDER = pathlib.Path(__file__).parent
NAMES = sorted(path.stem for path in FOLDER.glob("*.md"))
FORBIDDEN = {"f": ("proved", "supported"), "t": ("refuted",), "n": ("proved", "supported", "refuted")}


@pytest.mark.parametrize("name", NAMES)
def test_no_attack_gets_a_wrong_verdict(name: str) -> None:
    """What is false is not accepted, what is true is not refuted, and of what is no claim neither is said."""
    links = hw3verify.check(FOLDER / f"{name}.md").links
    assert links
    assert {link.equation[-1] for link in links} <= set(FORBIDDEN)
    wrong = [f"({x.equation})#{x.link} {x.verdict}" for x in links if x.verdict in FORBIDDEN[x.equation[-1]]]
    assert wrong == []
