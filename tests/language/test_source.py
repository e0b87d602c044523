from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hw3verify.language.source import LARGEST_FILE, Source, UnusableInput, decode, load


def test_position_counts_lines_and_columns_from_one():
    """The first character is at 1:1, the one behind a line end at the next line's column 1."""
    source = Source("a.md", "ab\ncd\n")
    assert [source.position(k) for k in (0, 2, 3, 4)] == [(1, 1), (1, 3), (2, 1), (2, 2)]
    assert source.position(99) == (3, 1)
    assert source.line(2) == "cd"


@pytest.mark.parametrize(
    ("content", "hint"),
    [
        (b"", "empty"),
        (b" \n\t", "empty"),
        (b"a\x00b", "NUL"),
        (b"%PDF-1.5 x", "PDF"),
        (bytes(range(128, 256)), "UTF-8"),
    ],
)
def test_what_is_no_text_is_refused_with_a_reason(tmp_path, content, hint):
    """A file that is no text raises UnusableInput, and the message says what is wrong."""
    file = tmp_path / "a.md"
    file.write_bytes(content)
    with pytest.raises(UnusableInput, match=hint):
        load(file)


def test_missing_file_folder_and_large_file_are_refused(tmp_path):
    """The three kinds of path that are no document have their own messages."""
    with pytest.raises(UnusableInput, match="no such file"):
        load(tmp_path / "none.md")
    with pytest.raises(UnusableInput, match="folder"):
        load(tmp_path)
    large = tmp_path / "large.md"
    large.write_bytes(b"a" * (LARGEST_FILE + 1))
    with pytest.raises(UnusableInput, match="larger than 8 MB"):
        load(large)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_common_encodings_and_line_ends_give_one_text(tmp_path, encoding):
    """The encoding and the line ends of a file do not show in its text."""
    file = tmp_path / "a.md"
    file.write_bytes("für $x$\r\nand\rmore".encode(encoding))
    assert load(file).text == "für $x$\nand\nmore"


@given(st.binary(max_size=300))
def test_any_bytes_are_text_or_unusable(data):
    """Whatever the bytes, nothing but UnusableInput is raised."""
    try:
        text = decode(data, "a.md")
    except UnusableInput:
        return
    assert "\r" not in text
    assert "\x00" not in text
