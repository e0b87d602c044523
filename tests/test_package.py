"""The package's front door: `import hw3verify`."""

import sys
from pathlib import Path
from types import ModuleType

import pytest

import hw3verify
from hw3verify.assignments.loader import Assignment
from hw3verify.language.source import Source


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Source, Assignment | None]]:
    """What the judge was asked, with a judge that answers nothing."""
    calls: list[tuple[Source, Assignment | None]] = []
    module = ModuleType("hw3verify.judge.judge")
    module.judge_source = lambda source, assignment: calls.append((source, assignment))
    monkeypatch.setitem(sys.modules, module.__name__, module)
    return calls


@pytest.mark.parametrize("text", ["$$a = b$$", "one\ntwo", r"\[ a = b \]"])
def test_text_is_judged_as_it_is(asked: list, text: str) -> None:
    """A string with mathematics or several lines is the document."""
    hw3verify.check(text)
    assert [(source.text, assignment) for source, assignment in asked] == [(text, None)]


def test_path_is_read(asked: list, tmp_path: Path) -> None:
    """A path, as such or as a string, is opened."""
    path = tmp_path / "a.md"
    path.write_text("$$a = b$$")
    hw3verify.check(path)
    hw3verify.check(str(path))
    assert [source for source, _ in asked] == [Source(str(path), "$$a = b$$")] * 2


def test_missing_file_is_no_document(asked: list) -> None:
    """A misspelt path is an error, not an empty document."""
    with pytest.raises(hw3verify.UnusableInput, match="no such file"):
        hw3verify.check("no/such/file.md")
    assert asked == []


def test_assignment_by_name_path_or_value(asked: list, tmp_path: Path) -> None:
    """An assignment is a shipped name, a path, or one that is loaded already."""
    path = tmp_path / "mine.md"
    path.write_text("# 1 Mine\n\n### (a) B {points=1}\n\nShow $$a=b$$\n")
    for assignment in ("hw3", path, hw3verify.load_assignment("hw3")):
        hw3verify.check("$$a = b$$", assignment)
    assert [assignment.id for _, assignment in asked] == ["hw3", "mine", "hw3"]


def test_public_names_exist() -> None:
    """Every public name can be had and is listed; another name is an AttributeError."""
    assert all(getattr(hw3verify, name) is not None for name in hw3verify.__all__)
    assert set(hw3verify.__all__) <= set(dir(hw3verify))
    with pytest.raises(AttributeError, match="no_such_name"):
        hw3verify.no_such_name  # noqa: B018
