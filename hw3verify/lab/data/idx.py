"""The IDX format of MNIST's files: bytes with a big-endian header, plain or gzipped.

    images   2051, count, rows, columns, then a byte a pixel, row by row
    labels   2049, count, then a byte a label

Both are read here, and nothing else. A file is read up to `LARGEST` bytes of content, compressed or not; a file that
goes on, that ends early, or whose header does not fit its length is an `Unreadable` with a sentence that says so.
"""

from __future__ import annotations

import gzip
import zlib
from pathlib import Path
from struct import unpack
from typing import Any

import numpy as np

IMAGES, LABELS = 2051, 2049
LARGEST = 64 << 20  # bytes: MNIST's 60,000 images have 47,040,016
GZIP = b"\x1f\x8b"
Array = np.ndarray[Any, Any]


class Unreadable(ValueError):
    """A file that is not what it should be; the message names the file, and what was expected."""


def content(path: Path) -> bytes:
    """The bytes of a file, unpacked where it is gzipped (by its first bytes, not by its name).

    Raises Unreadable where the file cannot be opened, is damaged, or has more than LARGEST bytes, which is found out
    without unpacking the rest.
    """
    try:
        with path.open("rb") as stream:
            packed = stream.read(2) == GZIP
            stream.seek(0)
            if not packed:
                data = stream.read(LARGEST + 1)
            else:
                with gzip.GzipFile(fileobj=stream) as unpacked:
                    data = unpacked.read(LARGEST + 1)
    except EOFError as problem:
        raise Unreadable(f"{path}: the compressed data ends early; copy the file again") from problem
    except (gzip.BadGzipFile, zlib.error) as problem:
        raise Unreadable(f"{path}: the compressed data is damaged ({problem}); copy the file again") from problem
    except OSError as problem:
        raise Unreadable(f"{path}: cannot be read ({problem.strerror})") from problem
    if len(data) > LARGEST:
        raise Unreadable(f"{path}: has more than {LARGEST >> 20} MiB of content; MNIST's largest file has 45 MiB")
    return data


def images(data: bytes, path: Path) -> Array:
    """The images of an IDX file's content, of shape (count, rows, columns); `path` is for the messages."""
    count, rows, columns = _header(data, path, IMAGES, 3, "images")
    return _body(data, path, 16, (count, rows, columns))


def labels(data: bytes, path: Path) -> Array:
    """The labels of an IDX file's content, of shape (count,)."""
    (count,) = _header(data, path, LABELS, 1, "labels")
    return _body(data, path, 8, (count,))


def _header(data: bytes, path: Path, magic: int, sizes: int, what: str) -> tuple[int, ...]:
    length = 4 * (1 + sizes)
    if len(data) < length:
        raise Unreadable(f"{path}: has {len(data)} bytes, a header of {what} alone has {length}")
    found, *rest = unpack(f">{1 + sizes}I", data[:length])
    if found != magic:
        other = {IMAGES: " (a file of images)", LABELS: " (a file of labels)"}.get(found, "")
        raise Unreadable(f"{path}: begins with {found}{other}, expected {magic}, the sign of {what}")
    return tuple(rest)


def _body(data: bytes, path: Path, start: int, shape: tuple[int, ...]) -> Array:
    wanted = 1
    for size in shape:  # whole numbers without a limit: a forged header cannot overflow
        wanted *= size
    if len(data) - start != wanted:
        said = " x ".join(map(str, shape))
        raise Unreadable(f"{path}: the header says {said}, {wanted} bytes, but {len(data) - start} follow it")
    return np.frombuffer(data, dtype=np.uint8, offset=start).reshape(shape)
