"""A source: the text that a person handed in, and the way back from an offset to a line and a column.

Everything that is said later about a document (a verdict, a reading, a repair) points at offsets of one text, so
the text is fixed here once: decoded, with `\\n` line ends, without a byte order mark. Law: for any path and any
bytes, `load` returns a `Source` or raises `UnusableInput`, whose message says what to do; nothing else comes out.

What it does not do: it does not look at the meaning of the text, and it never writes.
"""

from __future__ import annotations

import os
from bisect import bisect_right
from pathlib import Path

LARGEST_FILE = 8_000_000  # bytes; a written derivation of a hundred pages has a tenth of that


class UnusableInput(ValueError):
    """The file cannot be read as a document; the message says why and what to do."""


class Source:
    """A named text whose offsets can be told as line and column (both from 1)."""

    __slots__ = ("_starts", "name", "text")

    def __init__(self, name: str, text: str) -> None:
        self.name = name
        self.text = text
        self._starts: list[int] | None = None

    def __repr__(self) -> str:
        return f"Source({self.name!r}, {len(self.text)} characters)"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Source) and (self.name, self.text) == (other.name, other.text)

    def __hash__(self) -> int:
        return hash((self.name, self.text))

    def position(self, offset: int) -> tuple[int, int]:
        """Line and column of an offset; offsets outside the text are drawn to its ends."""
        if self._starts is None:
            starts, at = [0], self.text.find("\n")
            while at >= 0:
                starts.append(at + 1)
                at = self.text.find("\n", at + 1)
            self._starts = starts
        offset = min(max(offset, 0), len(self.text))
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1

    def line(self, number: int) -> str:
        """The text of a line (from 1), without its end."""
        self.position(0)
        starts = self._starts or [0]
        if not 1 <= number <= len(starts):
            return ""
        end = starts[number] - 1 if number < len(starts) else len(self.text)
        return self.text[starts[number - 1] : end]


def load(path: str | os.PathLike[str]) -> Source:
    """Read a document from a file."""
    name = os.fspath(path)
    try:
        file = Path(path)
        if file.is_dir():
            raise UnusableInput(f"{name}: is a folder; name the document in it (`hw3verify grade` takes a folder)")
        with file.open("rb") as stream:
            data = stream.read(LARGEST_FILE + 1)
    except FileNotFoundError as error:
        raise UnusableInput(f"{name}: no such file; check the name") from error
    except PermissionError as error:
        raise UnusableInput(f"{name}: may not be read; check its permissions") from error
    except (OSError, ValueError, MemoryError) as error:
        if isinstance(error, UnusableInput):
            raise
        raise UnusableInput(f"{name!r}: cannot be read: {error}") from error
    if len(data) > LARGEST_FILE:
        raise UnusableInput(f"{name}: larger than {LARGEST_FILE // 1_000_000} MB; hand in the written part alone")
    return Source(name, decode(data, name))


def decode(data: bytes, name: str) -> str:
    """The text of the bytes, with `\\n` line ends; `UnusableInput` where they are no text."""
    if not data.strip():
        raise UnusableInput(f"{name}: is empty; write the derivation into it first")
    if data.startswith(b"%PDF-"):
        raise UnusableInput(f"{name}: is a PDF; convert it to Markdown with LaTeX formulas first")
    if data.startswith((b"PK\x03\x04", b"\x89PNG", b"\xff\xd8\xff", b"\x1f\x8b")):
        raise UnusableInput(f"{name}: is an archive, picture or word-processor file; save it as Markdown or .tex")
    text = _decoded(data, name)
    if "\x00" in text:
        raise UnusableInput(f"{name}: holds NUL bytes, so it is no text; save it as UTF-8 Markdown or .tex")
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        raise UnusableInput(f"{name}: is empty; write the derivation into it first")
    return text


def _decoded(data: bytes, name: str) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return data.decode("utf-16")
        except UnicodeDecodeError as error:
            raise UnusableInput(f"{name}: begins as UTF-16 and breaks off; save it as UTF-8") from error
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    # A single-byte encoding decodes anything, so it is believed only where the result looks like text.
    odd = sum(1 for byte in data[:100_000] if byte < 32 and byte not in (9, 10, 12, 13))
    high = sum(1 for byte in data[:100_000] if byte >= 128)
    looked_at = min(len(data), 100_000)
    if odd * 200 > looked_at or high * 3 > looked_at:
        raise UnusableInput(f"{name}: is no UTF-8 text; save it as UTF-8 Markdown or .tex")
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError:
        return data.decode("latin-1")
