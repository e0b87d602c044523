"""Pictures as arrays of grey values, and as PNG files: images joined in columns, grids, and points in the plane.

Values run from 0 (black) to 1 (white). Files are the same byte for byte for the same array: nothing of the time or the
machine is written into them.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

Array = np.ndarray[Any, Any]
SMALLEST = 56  # images below this side are shown with each pixel several times as large
CLASSES = 10


def joined(images: Array, rows: int, gap: int = 3) -> Array:
    """Images of shape (n, side, side) in columns of `rows`, filled column by column, `gap` white pixels apart.

    ValueError where the images do not fill the columns.
    """
    count, side, _ = images.shape
    if rows < 1 or not count or count % rows:
        raise ValueError(f"rows: expected a divisor of the {count} images, got {rows}")
    columns = count // rows
    picture = np.ones((rows * (side + gap) - gap, columns * (side + gap) - gap))
    for index, image in enumerate(images):
        top, left = (index % rows) * (side + gap), (index // rows) * (side + gap)
        picture[top : top + side, left : left + side] = image
    return picture


def grid(images: Array, columns: int = 8, gap: int = 2) -> Array:
    """Images of shape (n, side, side) row by row, stretched so that the darkest pixel of all is 0 and the lightest 1.

    Gaps and places that are left over are black, and so is everything where all pixels are equal.
    """
    count, side, _ = images.shape
    if columns < 1 or not count:
        raise ValueError(f"columns, images: expected at least one of each, got {columns} and {count}")
    low, high = float(images.min()), float(images.max())
    stretched = (images - low) / (high - low) if high > low else np.zeros_like(images)
    rows = -(-count // columns)
    picture = np.zeros((rows * (side + gap) + gap, columns * (side + gap) + gap))
    for index, image in enumerate(stretched):
        top, left = gap + (index // columns) * (side + gap), gap + (index % columns) * (side + gap)
        picture[top : top + side, left : left + side] = image
    return picture


def write_picture(picture: Array, path: Path, side: int = SMALLEST) -> None:
    """Write an array of grey values as a PNG file; pixels of images of a small side are enlarged."""
    from matplotlib.image import imsave

    zoom = max(1, round(SMALLEST / side))
    larger = np.kron(picture, np.ones((zoom, zoom)))
    imsave(path, larger, cmap="gray", vmin=0.0, vmax=1.0, metadata={"Software": "hw3verify"})


def write_scatter(points: Array, labels: Array, path: Path, title: str) -> None:
    """Write points of the plane, coloured by their class (0 ... 9), as a PNG file."""
    from matplotlib import colormaps
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(7, 6), dpi=120, layout="constrained")
    FigureCanvasAgg(figure)
    axes = figure.add_subplot()
    colours = colormaps["tab10"]
    for label in range(CLASSES):
        chosen = points[labels == label]
        axes.scatter(chosen[:, 0], chosen[:, 1], s=6, color=colours(label), label=str(label), linewidths=0)
    axes.set_title(title)
    axes.set_xlabel("first latent coordinate")
    axes.set_ylabel("second latent coordinate")
    axes.legend(title="digit", markerscale=3, loc="center left", bbox_to_anchor=(1.0, 0.5), frameon=False)
    figure.savefig(path, metadata={"Software": "hw3verify"})
