"""Which files are submissions, whose they are, and what is never opened."""

import os
from pathlib import Path

import pytest

from hw3verify.grading.submissions import (
    DEEPEST,
    LARGEST_NOTEBOOK,
    find_submissions,
    printable,
    read_submission,
)
from hw3verify.language.source import LARGEST_FILE


def ids(folder: Path, besides: Path | None = None) -> list[str]:
    return [s.id for s in find_submissions(folder, besides)]


def test_a_file_or_a_folder_a_student(tmp_path: Path) -> None:
    """A document is of the student whose name it has, or in whose folder it lies; the rest is passed over."""
    for name in ("zoe.md", "anna.tex", "bob/a.md", "bob/deep/b.ipynb", "c.MARKDOWN", "notes.txt", ".x.md",
                 "__MACOSX/a.md", "bob/.ipynb_checkpoints/b.ipynb"):  # fmt: skip
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("text")
    found = {s.id: s.student for s in find_submissions(tmp_path)}
    assert found == {"zoe.md": "zoe", "anna.tex": "anna", "bob/a.md": "bob", "bob/deep/b.ipynb": "bob",
                     "c.MARKDOWN": "c"}  # fmt: skip
    assert ids(tmp_path) == sorted(found)


def test_results_inside_the_folder_are_no_submissions(tmp_path: Path) -> None:
    """The folder of the results may lie among the submissions."""
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "a.md").write_text("x")
    (tmp_path / "b.md").write_text("x")
    assert ids(tmp_path, tmp_path / "out") == ["b.md"]
    assert ids(tmp_path) == ["b.md", "out/a.md"]


def test_links_are_named_and_not_followed(tmp_path: Path) -> None:
    """A symbolic link to a file, a folder, itself or nothing is a submission that says so; its target is not read."""
    secret = tmp_path / "secret"
    secret.mkdir()
    (secret / "key.md").write_text("the answer key")
    home = tmp_path / "class"
    (home / "eve").mkdir(parents=True)
    (home / "mallory.md").symlink_to(secret / "key.md")
    (home / "dir").symlink_to(secret)
    (home / "eve" / "up").symlink_to(home)
    (home / "eve" / "self.md").symlink_to(home / "eve" / "self.md")
    found = find_submissions(home)
    assert [s.id for s in found] == ["dir", "eve/self.md", "eve/up", "mallory.md"]
    assert all("symbolic link" in read_submission(s).because and not read_submission(s).data for s in found)


def test_a_file_that_becomes_a_link_is_not_followed(tmp_path: Path) -> None:
    """A file that is replaced by a link after it was found is still not followed."""
    (tmp_path / "a.md").write_text("mine")
    [submission] = find_submissions(tmp_path)
    (tmp_path / "b").write_text("not mine")
    (tmp_path / "a.md").unlink()
    (tmp_path / "a.md").symlink_to(tmp_path / "b")
    content = read_submission(submission)
    assert content.data == b""
    assert content.because


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes in folders here")
def test_a_pipe_does_not_block(tmp_path: Path) -> None:
    """A pipe under a document's name is refused at once instead of being waited for."""
    os.mkfifo(tmp_path / "a.md")
    [submission] = find_submissions(tmp_path)
    assert "regular" in read_submission(submission).because


@pytest.mark.parametrize(("name", "most"), [("a.md", LARGEST_FILE), ("a.ipynb", LARGEST_NOTEBOOK)])
def test_huge_files_are_not_read(tmp_path: Path, name: str, most: int) -> None:
    """One byte more than the limit is refused with the limit; a sparse file of a terabyte is too."""
    path = tmp_path / name
    for size in (most + 1, 1 << 38):
        with path.open("wb") as stream:
            stream.truncate(size)
        [submission] = find_submissions(tmp_path)
        assert f"larger than {most // 1_000_000} MB" in read_submission(submission).because


def test_depth_is_limited(tmp_path: Path) -> None:
    """Forty folders inside each other end at the depth that is looked at, and that is said."""
    deep = tmp_path
    for _ in range(40):
        deep = deep / "d"
    deep.mkdir(parents=True)
    [submission] = find_submissions(tmp_path)
    assert submission.id.count("/") == DEEPEST
    assert "deeper" in submission.because


def test_many_files_of_one_student_are_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A student with more files than anybody hands in is cut off, and that is said."""
    monkeypatch.setattr("hw3verify.grading.submissions.MOST_ENTRIES", 5)
    (tmp_path / "s").mkdir()
    for n in range(9):
        (tmp_path / "s" / f"{n}.md").write_text("x")
    found = find_submissions(tmp_path)
    assert len(found) == 6
    assert [s.id for s in found if s.because] == ["s/..."]


def test_names_are_one_printable_line_and_stay_apart() -> None:
    """Line ends, direction marks and bytes that are no text are escaped; ordinary letters of any script are not."""
    assert printable("Zoë Åström 李.md") == "Zoë Åström 李.md"
    odd = ["a\nb", "a\\nb", "a\x1b[31m", "\u202egnp.md", "a\u200bb", "ab", os.fsdecode(b"\xff"), "\\xff", "a\\"]
    shown = [printable(name) for name in odd]
    assert len(set(shown)) == len(odd)
    assert all(name.isprintable() for name in shown)


@pytest.mark.parametrize("wrong", ["none", "file.md"])
def test_what_is_no_folder_is_said(tmp_path: Path, wrong: str) -> None:
    """A folder that is not there, or is a file, raises with its name."""
    (tmp_path / "file.md").write_text("x")
    with pytest.raises(ValueError, match=wrong):
        find_submissions(tmp_path / wrong)
