"""Plots: what is drawn, what is left out, and that text stays text."""

import math
import re

from hw3verify.lab.claims import Curve, Figure, Outcome
from hw3verify.report.lab.plot import DASHES, HUES, plot


def drawn(*curves: Curve, **more: str) -> str:
    figure = Figure("A <title>", "x & y", "value", curves, **more)
    return plot(Outcome("V1", "", (), figures=(figure,)).to_json()["figures"][0])


def polylines(text: str) -> list[list[tuple[float, float]]]:
    body = text.split("<ul")[0]  # without the legend
    found = re.findall(r'<polyline points="([^"]*)"', body)
    return [[tuple(map(float, pair.split(","))) for pair in points.split()] for points in found]


def test_a_line_rises_where_its_values_rise() -> None:
    """Larger values lie higher (a smaller ordinate) and further right."""
    ((a, b, c),) = polylines(drawn(Curve("rising", (0.0, 1.0, 2.0), (0.0, 5.0, 10.0))))
    assert a[0] < b[0] < c[0]
    assert a[1] > b[1] > c[1]
    assert abs((a[1] + c[1]) / 2 - b[1]) < 0.2


def test_what_is_not_finite_interrupts_the_line() -> None:
    """A NaN cuts a line in two, and nothing of it is written."""
    text = drawn(Curve("cut", (0.0, 1.0, 2.0, 3.0, 4.0), (1.0, 2.0, math.nan, 3.0, 4.0)))
    assert [len(piece) for piece in polylines(text)] == [2, 2]
    assert "nan" not in text


def test_text_is_escaped_and_named() -> None:
    """Titles are escaped, and the picture has a description for who cannot see it."""
    text = drawn(Curve("<b>", (0.0,), (1.0,), "points"), Curve("band", (0.0, 1.0), (0.0, 0.0), "band", (1.0, 2.0)))
    assert "A &lt;title&gt;" in text
    assert "<b>" not in text
    assert 'role="img"' in text and "aria-label" in text
    assert "<polygon" in text and "<circle" in text


def test_curves_differ_in_more_than_colour() -> None:
    """The six hues come with six different dashes."""
    assert len(set(DASHES)) == len(set(HUES)) == 6


def test_a_logarithmic_axis_spaces_decades_evenly() -> None:
    """1, 10, 100 are evenly spaced, and a zero is left out."""
    (piece,) = polylines(drawn(Curve("c", (0.0, 1.0, 2.0, 3.0), (1.0, 10.0, 100.0, 0.0)), logarithmic="y"))
    assert len(piece) == 3
    assert abs(piece[0][1] - 2 * piece[1][1] + piece[2][1]) < 0.3
