"""Pictures, pixel by pixel, on images of one value each."""

from pathlib import Path

import numpy as np
import pytest

from hw3verify.lab import pictures


def ramp(count: int, side: int = 2) -> np.ndarray:
    return np.tile((np.arange(count) / count)[:, None, None], (1, side, side))


def test_joined_fills_columns() -> None:
    """Images go down the columns, three white pixels apart."""
    picture = pictures.joined(ramp(6), 3)
    assert picture.shape == (3 * 2 + 2 * 3, 2 * 2 + 3)
    assert picture[:2, :2].tolist() == [[0, 0], [0, 0]]
    assert picture[5, 0] == pytest.approx(1 / 6) and picture[10, 0] == pytest.approx(2 / 6)
    assert picture[0, 5] == pytest.approx(3 / 6) and picture[11, 6] == pytest.approx(5 / 6)
    assert (picture[2:5] == 1).all() and (picture[:, 2:5] == 1).all()
    for rows in (0, 4):
        with pytest.raises(ValueError, match="rows: expected a divisor of the 6 images"):
            pictures.joined(ramp(6), rows)


def test_grid_is_stretched_over_all_images() -> None:
    """Images go along the rows; the smallest value of all is black, the largest white, the place left over black."""
    picture = pictures.grid(ramp(5) * 0.5 + 0.1, columns=3)
    assert picture.shape == (2 + 2 * 4, 2 + 3 * 4)
    assert picture[2, [2, 6, 10]].tolist() == pytest.approx([0, 0.25, 0.5])
    assert picture[6, [2, 6, 10]].tolist() == pytest.approx([0.75, 1, 0])
    assert (picture[:2] == 0).all() and (pictures.grid(np.full((4, 2, 2), 0.3)) == 0).all()
    with pytest.raises(ValueError, match="columns, images"):
        pictures.grid(ramp(3), columns=0)


def test_files(tmp_path: Path) -> None:
    """A PNG file has the picture's grey values, small images enlarged, and the same bytes every time."""
    image = pytest.importorskip("matplotlib.image")
    picture = np.array([[0.0, 1.0], [0.5, 0.25]])
    for name in ("a", "b"):
        pictures.write_picture(picture, tmp_path / f"{name}.png", side=28)
        points = np.random.default_rng(0).normal(size=(30, 2))
        pictures.write_scatter(points, np.arange(30) % 10, tmp_path / f"{name}_scatter.png", "means")
    read = image.imread(tmp_path / "a.png")
    assert read.shape[:2] == (4, 4)  # 28 is shown twice as large
    assert read[::2, ::2, 0].ravel().tolist() == pytest.approx([0, 1, 0.5, 0.25], abs=1 / 255)
    for name in ("", "_scatter"):
        assert (tmp_path / f"a{name}.png").read_bytes() == (tmp_path / f"b{name}.png").read_bytes()
    # ten classes, ten colours: the scatter's picture has more than two
    assert len(np.unique(image.imread(tmp_path / "a_scatter.png").reshape(-1, 4), axis=0)) > 10
