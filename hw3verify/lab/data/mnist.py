"""MNIST's files in a folder: the training and the test images with their labels, checked.

A folder has one or both of these pairs, each file plain or with `.gz` behind its name:

    train   train-images-idx3-ubyte, train-labels-idx1-ubyte    60,000
    test    t10k-images-idx3-ubyte, t10k-labels-idx1-ubyte      10,000

A file of one of these names with the number of images that MNIST has must have MNIST's content, by the MD5 checksum
of the unpacked bytes: a damaged copy is not trained with. Files of another size are taken as they are, as are all of
them where `checked` is False (other sets come in the same form). MD5 finds damage; it does not keep forgers out.
"""

from __future__ import annotations

from hashlib import md5
from pathlib import Path

from hw3verify.lab.data import idx
from hw3verify.lab.data.idx import Unreadable
from hw3verify.lab.data.images import Images

TOP = 255
PARTS = {
    "train": ("train-images-idx3-ubyte", "train-labels-idx1-ubyte"),
    "test": ("t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte"),
}
SIZES = {"train": 60_000, "test": 10_000}
CHECKSUMS = {
    "train-images-idx3-ubyte": "6bbc9ace898e44ae57da46a324031adb",
    "train-labels-idx1-ubyte": "a25bea736e30d166cdddb491f175f624",
    "t10k-images-idx3-ubyte": "2646ac647ad5339dbf082846283269ea",
    "t10k-labels-idx1-ubyte": "27ae3e4e09519cfbb04c329615203637",
}
"""MD5 of the unpacked files."""


def present(folder: Path) -> tuple[str, ...]:
    """The parts ("train", "test") whose images are in the folder. Raises Unreadable where the folder is none."""
    if not folder.is_dir():
        raise Unreadable(f"{folder}: is no folder; MNIST's files are looked for in one")
    return tuple(part for part, (images, _) in PARTS.items() if _found(folder, images) is not None)


def mnist(folder: Path, part: str, checked: bool = True) -> Images:
    """A part of MNIST ("train" or "test") from a folder.

    Raises Unreadable where a file is absent, damaged, has another content than MNIST's (see above) or does not fit its
    partner; ValueError for another part.
    """
    if part not in PARTS:
        raise ValueError(f"part: expected one of {', '.join(PARTS)}, got {part!r}")
    paths = [_present(folder, name) for name in PARTS[part]]
    contents = [idx.content(path) for path in paths]
    pixels, labels = idx.images(contents[0], paths[0]), idx.labels(contents[1], paths[1])
    count, rows, columns = pixels.shape
    if rows != columns or not rows:
        raise Unreadable(f"{paths[0]}: images of {rows} x {columns}; expected square ones")
    if len(labels) != count:
        raise Unreadable(f"{paths[1]}: {len(labels)} labels for {count} images of {paths[0].name}")
    if checked and (count, rows) == (SIZES[part], 28):
        for path, name, data in zip(paths, PARTS[part], contents, strict=True):
            found = md5(data, usedforsecurity=False).hexdigest()
            if found != CHECKSUMS[name]:
                raise Unreadable(
                    f"{path}: is not MNIST's (MD5 of the content {found}, expected {CHECKSUMS[name]}); "
                    "copy it again, or say that another set is meant (--unchecked)"
                )
    return Images(f"mnist-{part}", pixels.reshape(count, rows * columns), labels, rows, TOP)


def _found(folder: Path, name: str) -> Path | None:
    paths = (folder / name, folder / f"{name}.gz")
    return next((path for path in paths if path.is_file()), None)


def _present(folder: Path, name: str) -> Path:
    path = _found(folder, name)
    if path is None:
        raise Unreadable(f"{folder}: has neither {name} nor {name}.gz")
    return path
