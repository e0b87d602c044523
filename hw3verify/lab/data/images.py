"""A set of square grey images with their classes, and the two forms in which the models take them.

    bits(images)     0 or 1 a pixel: 1 where the grey value is at least half of the largest possible one
    greys(images)    in [0, 1]: divided by the largest possible value

The homework scales MNIST to [0, 1] and rounds; no grey value of 0 ... 255 lies at the half, so its bits are these (1
for 128 or more). scikit-learn's digits, 0 ... 16, do have values at the half (8): they count as 1 here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

Array = np.ndarray[Any, Any]


@dataclass(frozen=True, slots=True, eq=False)
class Images:
    """Grey images: `pixels` of shape (n, side * side), whole numbers 0 ... `top`, row by row; `labels` of shape (n,).

    Arrays are made read-only. ValueError where shapes or values do not fit together.
    """

    name: str
    pixels: Array
    labels: Array
    side: int
    top: int

    def __post_init__(self) -> None:
        if self.pixels.ndim != 2 or self.pixels.shape[1] != self.side**2:
            raise ValueError(f"pixels: expected shape (n, {self.side**2}), got {self.pixels.shape}")
        if self.labels.shape != self.pixels.shape[:1]:
            raise ValueError(f"labels: expected one for each of {len(self.pixels)} images, got {self.labels.shape}")
        if not (np.issubdtype(self.pixels.dtype, np.integer) and np.issubdtype(self.labels.dtype, np.integer)):
            raise ValueError(f"pixels, labels: expected whole numbers, got {self.pixels.dtype}, {self.labels.dtype}")
        if len(self.pixels) and not 0 <= int(self.pixels.min()) <= int(self.pixels.max()) <= self.top:
            raise ValueError(f"pixels: expected values from 0 to {self.top}")
        self.pixels.flags.writeable = self.labels.flags.writeable = False

    def __len__(self) -> int:
        return len(self.pixels)

    def part(self, start: int, stop: int) -> Images:
        """The images start, ..., stop - 1, in their order."""
        return Images(self.name, self.pixels[start:stop], self.labels[start:stop], self.side, self.top)


def greys(images: Images) -> Array:
    """The grey values in [0, 1], as 32-bit floats of shape (n, side * side)."""
    return (images.pixels / images.top).astype(np.float32)


def bits(images: Images) -> Array:
    """1 where a pixel has at least half of the largest value, else 0; as 32-bit floats of shape (n, side * side)."""
    return (2 * images.pixels.astype(np.int64) >= images.top).astype(np.float32)
