"""The images of a run: to train with, and held out; from scikit-learn's digits or from MNIST's files.

Without a folder (the option `--data`, or the variable HW3VERIFY_MNIST in the environment) the digits are taken: the
first 1,500 to train with, the last 297 held out. From a folder, what the homework says where the files are there:

    model   with the training files                               with the test files alone
    vae     the first 10,000; held out: the test images, or       all but the last 1,000, which are held out
            the next 1,000 training images where they are absent
    gan     all 60,000; held out likewise (the last 1,000         the same
            where the test images are absent)

`Split.said` says in a sentence which it was. What is held out is never trained with; figures of quality are about it.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from hw3verify.lab.data.digits import digits
from hw3verify.lab.data.idx import Unreadable
from hw3verify.lab.data.images import Images
from hw3verify.lab.data.mnist import mnist, present

VARIABLE = "HW3VERIFY_MNIST"
MODELS = ("vae", "gan")
VAE_IMAGES = 10_000
HELD_OUT = 1_000
DIGITS_TRAINED = 1_500


@dataclass(frozen=True, slots=True)
class Split:
    """Images to train with, images held out, and a sentence that says what they are."""

    train: Images
    held_out: Images
    said: str


def load(model: str, folder: str | None = None, checked: bool = True) -> Split:
    """The images for a model ("vae" or "gan"): from the folder, else from the one in the environment, else the digits.

    Raises Unreadable where the folder's files are not what they should be, ValueError for another model.
    """
    if model not in MODELS:
        raise ValueError(f"model: expected one of {', '.join(MODELS)}, got {model!r}")
    place = folder if folder is not None else os.environ.get(VARIABLE, "")
    if not place:
        return _cut(digits(), DIGITS_TRAINED, "scikit-learn's digits")
    parts = present(Path(place))
    if not parts:
        raise Unreadable(f"{place}: has neither train-images-idx3-ubyte nor t10k-images-idx3-ubyte, plain or .gz")
    if "train" not in parts:
        test = mnist(Path(place), "test", checked)
        return _cut(test, _enough(test, place), "MNIST's test images (the training images are absent)")
    train = mnist(Path(place), "train", checked)
    if "test" in parts:
        test = mnist(Path(place), "test", checked)
        if test.side != train.side:
            raise Unreadable(f"{place}: training images of side {train.side}, test images of side {test.side}")
        used = train.part(0, VAE_IMAGES) if model == "vae" else train
        return Split(used, test, f"{len(used):,} of MNIST's training images; its test images are held out")
    most = _enough(train, place)
    if model == "vae" and most > VAE_IMAGES:
        used, rest = train.part(0, VAE_IMAGES), train.part(VAE_IMAGES, VAE_IMAGES + HELD_OUT)
        return Split(used, rest, f"{len(used):,} of MNIST's training images; the next {len(rest):,} are held out")
    return _cut(train, most, "MNIST's training images")


def _enough(images: Images, place: str) -> int:
    """How many are trained with where the last HELD_OUT are not; a tenth is held out of a small set."""
    held_out = min(HELD_OUT, len(images) // 10)
    if not held_out:
        raise Unreadable(f"{place}: {len(images)} images; at least 10 are needed to hold some out")
    return len(images) - held_out


def _cut(images: Images, trained: int, what: str) -> Split:
    train, held_out = images.part(0, trained), images.part(trained, len(images))
    return Split(train, held_out, f"{what}: the first {len(train):,}; the last {len(held_out):,} are held out")
