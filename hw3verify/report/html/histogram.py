"""A histogram of points as an inline picture, with its numbers as a table below it.

Law: every value is counted in one bar; a bar holds what is at least its lower end and less than its upper one, the last
bar its upper end too. Bars have a round width, and there are at most `MOST` of them.
"""

from __future__ import annotations

from collections.abc import Sequence

from hw3verify.report.html.markup import Markup, element, table

MOST = 12
WIDTH, HEIGHT, MARGIN = 640, 220, 24
ROUND = (0.5, 1.0, 2.0, 2.5, 5.0)


def bars(values: Sequence[float], most: float) -> list[tuple[float, float, int]]:
    """(lower end, upper end, how many) of each bar between 0 and the most points that there are.

    Raises ValueError for values outside that range.
    """
    if any(not 0 <= value <= most for value in values):
        raise ValueError(f"values: every one must lie between 0 and {most:g}")
    if most <= 0:
        return [(0.0, 0.0, len(values))]
    widths = (step * 10**power for power in range(12) for step in ROUND)
    width = next((width for width in widths if most / width <= MOST), most / MOST)
    count = max(1, -int(-most // width))
    counts = [0] * count
    for value in values:
        counts[min(int(value // width), count - 1)] += 1
    return [(k * width, min((k + 1) * width, most), n) for k, n in enumerate(counts)]


def histogram(values: Sequence[float], most: float) -> Markup:
    """The picture and its table."""
    rows = bars(values, most)
    highest = max(n for *_, n in rows) or 1
    step = (WIDTH - 2 * MARGIN) / len(rows)
    floor = HEIGHT - MARGIN
    drawn: list[Markup] = []
    for k, (low, _, n) in enumerate(rows):
        x, height = MARGIN + k * step, n / highest * (HEIGHT - 2.5 * MARGIN)
        drawn.append(element("rect", x=f"{x + 2:.1f}", y=f"{floor - height:.1f}", width=f"{step - 4:.1f}",
                             height=f"{height:.1f}"))  # fmt: skip
        if n:
            drawn.append(_label(str(n), x + step / 2, floor - height - 5))
        drawn.append(_label(f"{low:g}", x, floor + 16))
    drawn.append(_label(f"{rows[-1][1]:g}", WIDTH - MARGIN, floor + 16))
    drawn.append(element("line", x1=str(MARGIN), x2=str(WIDTH - MARGIN), y1=str(floor), y2=str(floor)))
    picture = element("svg", *drawn, class_="histogram", viewBox=f"0 0 {WIDTH} {HEIGHT}", role="img",
                      aria_label="How many submissions have how many points; the numbers are in the table below",
                      width=str(WIDTH), height=str(HEIGHT))  # fmt: skip
    lines = [
        element("tr", element("th", f"{low:g} to {high:g}", scope="row"), element("td", str(n), class_="number"))
        for low, high, n in rows
    ]
    numbers = table("Submissions by points", ("Points", "Submissions"), lines)
    return element("div", picture, element("details", element("summary", "The numbers"), numbers))


def _label(text: str, x: float, y: float) -> Markup:
    return element("text", text, x=f"{x:.1f}", y=f"{y:.1f}", text_anchor="middle")
