"""Written derivations by an author who did not read the checker: what it says of them, against what is true.

Two things are hard: no false link is ever proved, no true link is ever refuted. What is merely missed (undecided,
supported without reason) stands by name in `labels/missed.json`, a list that may only become shorter. The labels are
confirmed by numbers that share nothing with the checker (`labels/`).
"""

from __future__ import annotations

import json
import pathlib
import sys
from importlib import import_module
from typing import Any

import pytest

import hw3verify

FOLDER = pathlib.Path(__file__).parent
LABELS = FOLDER / "labels"
NAMES = sorted(path.stem for path in FOLDER.glob("*.json"))
SCRIPTS = sorted(path.stem for path in LABELS.glob("*.py") if path.stem != "numeric")
MISSED: dict[str, list[str]] = json.loads((LABELS / "missed.json").read_text())


def text_of(name: str) -> pathlib.Path:
    return next(path for path in (FOLDER / f"{name}.md", FOLDER / f"{name}.tex") if path.exists())


def verdicts(name: str) -> dict[str, str]:
    report = hw3verify.check(text_of(name))
    return {f"({link.equation})#{link.link}": link.verdict for link in report.links}


def scored(name: str) -> dict[str, bool]:
    links = json.loads((FOLDER / f"{name}.json").read_text())["links"]
    return {f"({link['eq']})#{link['link']}": link["holds"] for link in links if link["holds"] is not None}


@pytest.mark.parametrize("name", NAMES)
def test_what_is_said_of_a_document_agrees_with_its_labels(name: str) -> None:
    """No falsehood is proved, no truth is refuted, and nothing else is missed than what is recorded by name."""
    said, wanted = verdicts(name), scored(name)
    assert [link for link, holds in wanted.items() if not holds and said.get(link) == "proved"] == []
    assert [link for link, holds in wanted.items() if holds and said.get(link) == "refuted"] == []
    right = {True: ("proved", "supported"), False: ("refuted",)}
    missed = [link for link, holds in wanted.items() if said.get(link) not in right[holds]]
    assert set(missed) <= set(MISSED.get(name, []))


def test_recorded_misses_are_links_of_the_documents() -> None:
    """The list of misses names only links that exist and are scored, so that it cannot hide anything by a slip."""
    assert {(name, link) for name, links in MISSED.items() for link in links if link not in scored(name)} == set()


@pytest.fixture
def scripts(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    monkeypatch.syspath_prepend(str(LABELS))
    documents = {name: made for stem in SCRIPTS for name, made in import_module(stem).DOCUMENTS.items()}
    confirm = sys.modules["numeric"].confirm
    return {name: (lambda name=name: confirm(name, documents[name])) for name in documents}


def test_the_labels_are_confirmed_by_numbers(scripts: dict[str, Any]) -> None:
    """Every document has a script of its own, and in random worlds true links hold to 1e-9 and false ones break."""
    assert sorted(scripts) == NAMES
    assert [fault for name in NAMES for fault in scripts[name]()] == []
