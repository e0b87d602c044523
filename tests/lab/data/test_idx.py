"""The reader of IDX files, on files that are written here byte by byte."""

import gzip
import struct
from pathlib import Path

import numpy as np
import pytest

from hw3verify.lab.data import idx

PIXELS = bytes(range(18))  # two images of 3 x 3
FILE = struct.pack(">4I", 2051, 2, 3, 3) + PIXELS
LABELS = struct.pack(">2I", 2049, 4) + bytes([7, 0, 9, 1])


def written(folder: Path, data: bytes) -> Path:
    path = folder / "file"
    path.write_bytes(data)
    return path


@pytest.mark.parametrize("packed", [False, True])
def test_plain_and_gzipped_files_are_the_same(tmp_path: Path, packed: bool) -> None:
    """Images and labels come out as they were written, whether the file is gzipped or not, under any name."""
    for data, read, wanted in (
        (FILE, idx.images, np.arange(18).reshape(2, 3, 3)),
        (LABELS, idx.labels, np.array([7, 0, 9, 1])),
    ):
        path = written(tmp_path, gzip.compress(data) if packed else data)
        assert np.array_equal(read(idx.content(path), path), wanted)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (FILE[:10], "has 10 bytes, a header of images alone has 16"),
        (LABELS + LABELS, "begins with 2049 (a file of labels), expected 2051"),
        (b"\0\0\1\1" + FILE[4:], "begins with 257, expected 2051"),
        (FILE[:-1], "the header says 2 x 3 x 3, 18 bytes, but 17 follow it"),
        (FILE + b"\0", "18 bytes, but 19 follow it"),
        # a forged header whose product does not fit into 64 bits
        (FILE[:4] + b"\xff" * 12 + PIXELS, f"{(2**32 - 1) ** 3} bytes, but 18"),
    ],
)
def test_a_header_that_does_not_fit_is_said(data: bytes, said: str) -> None:
    """Short, long, foreign and forged files are refused with what was found and what was expected."""
    with pytest.raises(idx.Unreadable) as problem:
        idx.images(data, Path("digits"))
    assert said in str(problem.value)
    assert str(problem.value).startswith("digits: ")


def test_damaged_compression_is_said(tmp_path: Path) -> None:
    """A gzipped file that is cut or changed is damaged; an absent one cannot be read."""
    packed = gzip.compress(FILE * 20)
    with pytest.raises(idx.Unreadable, match="ends early"):
        idx.content(written(tmp_path, packed[:-12]))
    with pytest.raises(idx.Unreadable, match="damaged"):
        idx.content(written(tmp_path, packed[:-8] + b"\0\0\0\0" + packed[-4:]))  # another CRC
    with pytest.raises(idx.Unreadable, match="damaged"):
        idx.content(written(tmp_path, packed[:12] + b"\xff" * 20 + packed[32:]))
    with pytest.raises(idx.Unreadable, match="cannot be read"):
        idx.content(tmp_path / "absent")


def test_unpacking_is_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A small file that unpacks to more than the limit is refused, and so is a plain one; at the limit it is read."""
    monkeypatch.setattr(idx, "LARGEST", 1 << 20)
    for data in (b"\1" * (1 << 20) + b"\1", b"\0" * (50 << 20)):
        for form in (data, gzip.compress(data, 1)):
            with pytest.raises(idx.Unreadable, match="more than 1 MiB"):
                idx.content(written(tmp_path, form))
    assert len(idx.content(written(tmp_path, gzip.compress(b"\1" * (1 << 20))))) == 1 << 20
