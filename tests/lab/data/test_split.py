"""Which images a run gets: from the digits, and from folders with one or both of MNIST's parts (small ones)."""

import gzip
import struct
from pathlib import Path

import numpy as np
import pytest

from hw3verify.lab.data import source
from hw3verify.lab.data.idx import Unreadable
from hw3verify.lab.data.mnist import PARTS
from hw3verify.lab.data.source import load


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """20 images for the VAE and 4 held out, in the place of 10,000 and 1,000; no folder in the environment."""
    monkeypatch.setattr(source, "VAE_IMAGES", 20)
    monkeypatch.setattr(source, "HELD_OUT", 4)
    monkeypatch.delenv("HW3VERIFY_MNIST", raising=False)


def write(folder: Path, part: str, count: int, first: int = 0, side: int = 4) -> None:
    """Images of one value each: first, first + 1, ..."""
    values = (np.arange(first, first + count) % 256).astype(np.uint8)
    contents = (
        struct.pack(">4I", 2051, count, side, side) + np.repeat(values, side * side).tobytes(),
        struct.pack(">2I", 2049, count) + bytes(count),
    )
    for name, data in zip(PARTS[part], contents, strict=True):
        (folder / f"{name}.gz").write_bytes(gzip.compress(data))


def firsts(images: source.Images) -> list[int]:
    return images.pixels[:, 0].tolist()


def test_digits_are_the_default() -> None:
    """1,500 of the 1,797 digits to train with, the others held out."""
    pytest.importorskip("sklearn")
    split = load("vae")
    assert (split.train.name, len(split.train), len(split.held_out)) == ("digits", 1500, 297)


def test_both_parts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The VAE trains with the first training images, the GAN with all; the test images are held out."""
    write(tmp_path, "train", 40)
    write(tmp_path, "test", 10, first=100)
    vae, gan = load("vae", str(tmp_path)), load("gan", str(tmp_path))
    assert firsts(vae.train) == [*range(20)]
    assert firsts(gan.train) == [*range(40)]
    assert firsts(vae.held_out) == firsts(gan.held_out) == [*range(100, 110)]
    monkeypatch.setenv("HW3VERIFY_MNIST", str(tmp_path))
    assert firsts(load("vae").train) == firsts(vae.train)


def test_one_part(tmp_path: Path) -> None:
    """With the training images alone the next are held out; with the test images alone, the last: never one twice."""
    write(tmp_path, "train", 40)
    vae, gan = load("vae", str(tmp_path)), load("gan", str(tmp_path))
    assert (firsts(vae.train), firsts(vae.held_out)) == ([*range(20)], [*range(20, 24)])
    assert (firsts(gan.train), firsts(gan.held_out)) == ([*range(36)], [*range(36, 40)])
    other = tmp_path / "other"
    other.mkdir()
    write(other, "test", 10)
    vae = load("vae", str(other))
    assert (firsts(vae.train), firsts(vae.held_out)) == ([*range(9)], [9])
    assert "training images are absent" in vae.said


def test_unusable_folders(tmp_path: Path) -> None:
    """An empty folder, one that is none, too few images, sides that differ, another model."""
    with pytest.raises(Unreadable, match="has neither train-images-idx3-ubyte nor t10k-images-idx3-ubyte"):
        load("vae", str(tmp_path))
    with pytest.raises(Unreadable, match="is no folder"):
        load("vae", str(tmp_path / "none"))
    write(tmp_path, "test", 9)
    with pytest.raises(Unreadable, match="9 images; at least 10"):
        load("vae", str(tmp_path))
    write(tmp_path, "train", 30, side=8)
    with pytest.raises(Unreadable, match="training images of side 8, test images of side 4"):
        load("gan", str(tmp_path))
    with pytest.raises(ValueError, match="model: expected one of vae, gan"):
        load("flow")
