"""The counterexamples that are found are those that a person would draw: few cells, mass functions, small numbers."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

import hw3verify

RATIO = r"\log\frac{p(x,z)}{q(z|x)}"
STRAY = rf"\mathbf{{E}}_{{q(z|x)}}[q(z|x){RATIO}] = \mathbf{{E}}_{{q(z|x)}}[{RATIO}]"
FALSE = {
    "a stray density": STRAY,
    "swapped arguments": r"KL(p\|q) = KL(q\|p)",
    "a lost weight": r"JSD(p,q) = KL(p\|\frac{p+q}{2})+KL(q\|\frac{p+q}{2})",
    "a sum for each of its terms": r"\sum_z (\log p(z)-\log q(z)) = 0 \Rightarrow p(z) = q(z)",
    "the wrong direction": r"\log E_{q(z)}[p(x,z)] \le E_{q(z)}[\log p(x,z)]",
}


def counterexample(line: str) -> dict[str, Any]:
    """The counterexample to the refuted link of a one-line document."""
    (found,) = (link for link in hw3verify.check(f"$${line}$$\n").links if link.verdict == "refuted")
    assert found.counterexample is not None
    return found.counterexample


@pytest.mark.parametrize("name", FALSE)
def test_few_cells_of_width_one(name: str) -> None:
    """Two values of a variable are enough, as probabilities: cells of other widths are not needed for these."""
    world = counterexample(FALSE[name])
    assert max(world["sizes"].values()) <= 2
    widths = [Fraction(str(w)) for row in world.get("widths", {}).values() for w in row]
    assert all(w == 1 for w in widths)


def test_a_density_above_one_needs_a_width() -> None:
    """That an entropy is never negative is true of mass functions, so its counterexample is a narrow cell."""
    world = counterexample(r"-\int p(x)\log p(x)dx \ge 0")
    assert world["sizes"] == {"x": 1}
    assert Fraction(str(world["widths"]["x"][0])) < 1
