"""MNIST's files in a folder: small ones that are written here, and the real ones where HW3VERIFY_MNIST names them."""

import gzip
import os
import struct
from pathlib import Path

import numpy as np
import pytest

from hw3verify.lab.data import mnist as module
from hw3verify.lab.data.idx import Unreadable, content
from hw3verify.lab.data.images import bits
from hw3verify.lab.data.mnist import mnist, present

REAL = os.environ.get("HW3VERIFY_MNIST", "")


def write(folder: Path, part: str, count: int, side: int = 4, packed: bool = True, labels: int | None = None) -> None:
    """A small set whose i-th image has the value i everywhere, and the label i % 10."""
    many = count if labels is None else labels
    pixels = np.repeat(np.arange(count, dtype=np.uint8), side * side).tobytes()
    for name, data in zip(
        module.PARTS[part],
        (struct.pack(">4I", 2051, count, side, side) + pixels,
         struct.pack(">2I", 2049, many) + bytes(i % 10 for i in range(many))),
        strict=True,
    ):  # fmt: skip
        path = folder / (name + ".gz" * packed)
        path.write_bytes(gzip.compress(data) if packed else data)


@pytest.mark.parametrize("packed", [False, True])
def test_a_small_set_is_read(tmp_path: Path, packed: bool) -> None:
    """Images keep their order and labels; only the parts that are there are found."""
    write(tmp_path, "test", 12, packed=packed)
    assert present(tmp_path) == ("test",)
    images = mnist(tmp_path, "test")
    assert (len(images), images.side, images.top) == (12, 4, 255)
    assert images.pixels[11].tolist() == [11] * 16
    assert images.labels.tolist() == [*range(10), 0, 1]


def test_what_is_absent_is_said(tmp_path: Path) -> None:
    """An absent file, a folder that is none, labels that do not fit, images that are not square."""
    with pytest.raises(Unreadable, match=r"has neither train-images-idx3-ubyte nor train-images-idx3-ubyte\.gz"):
        mnist(tmp_path, "train")
    with pytest.raises(Unreadable, match="is no folder"):
        present(tmp_path / "none")
    write(tmp_path, "test", 5, labels=4)
    with pytest.raises(Unreadable, match="4 labels for 5 images"):
        mnist(tmp_path, "test")
    write(tmp_path, "test", 1)
    (tmp_path / "t10k-images-idx3-ubyte.gz").write_bytes(struct.pack(">4I", 2051, 1, 2, 8) + bytes(16))
    with pytest.raises(Unreadable, match="images of 2 x 8; expected square ones"):
        mnist(tmp_path, "test")
    with pytest.raises(ValueError, match="part: expected one of train, test"):
        mnist(tmp_path, "validation")


def test_another_set_of_mnists_size_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file of MNIST's name and size with another content is refused, but for those who say that they mean it."""
    monkeypatch.setitem(module.SIZES, "test", 3)
    write(tmp_path, "test", 3, side=28)
    with pytest.raises(Unreadable, match=r"is not MNIST's .*2646ac647ad5339dbf082846283269ea"):
        mnist(tmp_path, "test")
    assert len(mnist(tmp_path, "test", checked=False)) == 3


@pytest.mark.skipif(not REAL, reason="needs MNIST's test images: name their folder in HW3VERIFY_MNIST")
def test_the_real_test_images(tmp_path: Path) -> None:
    """The 10,000 test images have their checksums; the first is a 7; one changed pixel is noticed.

    The numbers of images of each class are those that are published with the set.
    """
    images = mnist(Path(REAL), "test")
    assert (len(images), images.side) == (10_000, 28)
    assert images.labels[:10].tolist() == [7, 2, 1, 0, 4, 1, 4, 9, 5, 9]
    assert np.bincount(images.labels).tolist() == [980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009]
    # the homework divides by 255 and rounds
    assert np.array_equal(bits(images), np.round(images.pixels / 255))
    for name in module.PARTS["test"]:
        found = next(p for p in (Path(REAL, name), Path(REAL, name + ".gz")) if p.exists())
        data = bytearray(content(found))
        if "images" in name:
            data[5000] ^= 1
        (tmp_path / name).write_bytes(data)
    with pytest.raises(Unreadable, match=r"is not MNIST's"):
        mnist(tmp_path, "test")
