"""A figure as an inline picture (SVG): lines, points, bands and references in one pair of axes, with a legend.

    picture     axes with ticks and grid lines; curves clipped to the axes
    legend      a list below, each entry with a sample of its curve

Law: colours are the style sheet's own, so light, dark and print need nothing more; a curve differs from the others in
its dashes or its marker too, never in colour alone. What cannot be drawn (not finite, not positive on a logarithmic
axis) is left out and interrupts a line.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from hw3verify.report.html.markup import Markup, element, join
from hw3verify.report.lab.axis import Scale, scale

WIDTH, HEIGHT = 420, 300
LEFT, RIGHT, TOP, BOTTOM = 58, 10, 10, 44
HUES = ("calm", "bad", "good", "open", "fair", "dark")
DASHES = ("", "7 3", "2 3", "9 3 2 3", "4 4", "12 4")
MOST_POINTS = 1500


class _Frame:
    """Where data lie in the picture."""

    def __init__(self, x: Scale, y: Scale) -> None:
        self.x, self.y = x, y

    def at(self, x: float, y: float) -> tuple[float, float]:
        """The place of a point."""
        across = LEFT + self.x.place(x) * (WIDTH - LEFT - RIGHT)
        return across, TOP + (1 - self.y.place(y)) * (HEIGHT - TOP - BOTTOM)


def plot(figure: dict[str, Any]) -> Markup:
    """The figure (as `Outcome.to_json` has it) with its caption and its legend."""
    curves = [_known(curve) for curve in figure["curves"]]
    log = figure["logarithmic"]
    frame = _Frame(
        scale((v for c in curves for v in c["x"]), logarithmic="x" in log),
        scale((v for c in curves for v in (*c["y"], *c["upper"])), logarithmic="y" in log),
    )
    inside = (piece for number, curve in enumerate(curves) for piece in _curve(frame, curve, number))
    drawn = join([*_axes(frame, figure["x_label"], figure["y_label"]), *inside])
    named = "; ".join(curve["label"] for curve in curves)
    picture = element("svg", drawn, class_="plot", viewBox=f"0 0 {WIDTH} {HEIGHT}", role="img",
                      aria_label=f"{figure['title']}: {figure['y_label']} against {figure['x_label']}; {named}",
                      width=str(WIDTH), height=str(HEIGHT))  # fmt: skip
    keys = (element("li", _sample(curve, number), curve["label"]) for number, curve in enumerate(curves))
    caption, legend = element("figcaption", figure["title"]), element("ul", *keys, class_="legend")
    return element("figure", caption, picture, legend, class_="plot")


def _known(curve: dict[str, Any]) -> dict[str, Any]:
    """The curve with numbers alone: what JSON has as null is not a number."""
    return {**curve, **{axis: [float("nan") if v is None else v for v in curve[axis]] for axis in ("x", "y", "upper")}}


def _axes(frame: _Frame, x_label: str, y_label: str) -> Iterator[Markup]:
    floor, right = HEIGHT - BOTTOM, WIDTH - RIGHT
    for tick in frame.x.ticks:
        x = LEFT + frame.x.place(tick) * (right - LEFT)
        yield _line(x, TOP, x, floor, "grid")
        yield _text(frame.x.label(tick), x, floor + 15, "middle")
    for tick in frame.y.ticks:
        y = TOP + (1 - frame.y.place(tick)) * (floor - TOP)
        yield _line(LEFT, y, right, y, "grid")
        yield _text(frame.y.label(tick), LEFT - 5, y + 4, "end")
    yield _line(LEFT, floor, right, floor, "axis")
    yield _line(LEFT, TOP, LEFT, floor, "axis")
    yield _text(x_label, (LEFT + right) / 2, HEIGHT - 8, "middle")
    middle = (TOP + floor) / 2
    yield element("text", y_label, x="12", y=f"{middle:.1f}", text_anchor="middle",
                  transform=f"rotate(-90 12 {middle:.1f})")  # fmt: skip


def _curve(frame: _Frame, curve: dict[str, Any], number: int) -> Iterator[Markup]:
    hue = HUES[number % len(HUES)]
    if curve["kind"] == "points":
        yield from (_mark(*place, number) for place in _thinned(list(_places(frame, curve["x"], curve["y"]))))
        return
    if curve["kind"] == "band":
        there = list(_places(frame, curve["x"], curve["y"]))
        back = list(_places(frame, curve["x"], curve["upper"]))
        outline = " ".join(f"{x:.1f},{y:.1f}" for x, y in (*there, *reversed(back)))
        yield element("polygon", points=outline, class_=f"band {hue}")
        return
    for piece in _pieces(frame, curve["x"], curve["y"]):
        points = " ".join(f"{x:.1f},{y:.1f}" for x, y in piece)
        yield element("polyline", points=points, **_stroke(curve["kind"], number))


def _stroke(kind: str, number: int) -> dict[str, str]:
    if kind == "reference":
        return {"class_": "reference", "stroke_dasharray": "5 4"}
    dashes = DASHES[number % len(DASHES)]
    return {"class_": f"curve {HUES[number % len(HUES)]}"} | ({"stroke_dasharray": dashes} if dashes else {})


def _places(frame: _Frame, xs: Sequence[float], ys: Sequence[float]) -> Iterator[tuple[float, float]]:
    return (frame.at(x, y) for x, y in zip(xs, ys, strict=True) if frame.x.shows(x) and frame.y.shows(y))


def _pieces(frame: _Frame, xs: Sequence[float], ys: Sequence[float]) -> Iterator[list[tuple[float, float]]]:
    """The parts of a line between points that cannot be drawn."""
    piece: list[tuple[float, float]] = []
    for x, y in zip(xs, ys, strict=True):
        if frame.x.shows(x) and frame.y.shows(y):
            piece.append(frame.at(x, y))
        elif piece:
            yield piece
            piece = []
    if piece:
        yield piece


def _thinned(places: list[tuple[float, float]]) -> Iterable[tuple[float, float]]:
    return places[:: -(-len(places) // MOST_POINTS)] if places else places


def _mark(x: float, y: float, number: int) -> Markup:
    """A marker: a disc, a square, a triangle or a cross, by the curve's number."""
    hue, shape = HUES[number % len(HUES)], number % 4
    if shape == 0:
        return element("circle", cx=f"{x:.1f}", cy=f"{y:.1f}", r="2.4", class_=f"mark {hue}")
    if shape == 1:
        return element("rect", x=f"{x - 2.2:.1f}", y=f"{y - 2.2:.1f}", width="4.4", height="4.4", class_=f"mark {hue}")
    if shape == 2:
        corners = f"{x:.1f},{y - 3:.1f} {x - 2.8:.1f},{y + 2:.1f} {x + 2.8:.1f},{y + 2:.1f}"
        return element("polygon", points=corners, class_=f"mark {hue}")
    strokes = f"M{x - 2.4:.1f} {y - 2.4:.1f}l4.8 4.8m0 -4.8l-4.8 4.8"
    return element("path", d=strokes, class_=f"curve {hue}")


def _sample(curve: dict[str, Any], number: int) -> Markup:
    """What the legend shows of a curve."""
    if curve["kind"] == "points":
        inside = _mark(14, 6, number)
    elif curve["kind"] == "band":
        inside = element("rect", x="1", y="2", width="26", height="8", class_=f"band {HUES[number % len(HUES)]}")
    else:
        inside = element("polyline", points="0,6 28,6", **_stroke(curve["kind"], number))
    size = {"viewBox": "0 0 28 12", "width": "28", "height": "12"}
    return element("svg", inside, class_="plot sample", aria_hidden="true", **size)


def _line(x1: float, y1: float, x2: float, y2: float, class_: str) -> Markup:
    return element("line", x1=f"{x1:.1f}", y1=f"{y1:.1f}", x2=f"{x2:.1f}", y2=f"{y2:.1f}", class_=class_)


def _text(text: str, x: float, y: float, anchor: str) -> Markup:
    return element("text", text, x=f"{x:.1f}", y=f"{y:.1f}", text_anchor=anchor)
