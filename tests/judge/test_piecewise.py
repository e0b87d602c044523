"""What a sentence defines piece by piece holds as a whole, and none of its pieces everywhere."""

import pytest

import hw3verify


def verdicts(prose: str, *lines: str) -> list[str]:
    """The verdicts on some lines behind one sentence."""
    text = "\n\n".join((prose, *(f"$${line} \\tag{{{i}}}$$" for i, line in enumerate(lines, 1))))
    return [link.verdict for link in hw3verify.check(text + "\n").links]


def test_a_density_that_vanishes_on_one_side() -> None:
    """The exponential density has mass 1 and is not 0 everywhere, in either order of its pieces."""
    pieces = [r"$r(x)=\frac1\mu e^{-x/\mu}$ for $x\ge 0$", "$r(x)=0$ for $x<0$"]
    for one, two in (pieces, pieces[::-1]):
        mass, zero = verdicts(f"Let {one} and {two}, with $\\mu>0$.", r"\int r(x)\,dx = 1", "r(x) = 0")
        assert mass == "proved"
        assert zero not in ("proved", "supported")


@pytest.mark.parametrize(
    "sentence",
    [
        "Let $f(x)=x$ if $0<x<1$ and $f(x)=2-x$ otherwise.",
        "Let $f(x)=2-x$ for $x\\le 0$, $f(x)=x$ for $0<x<1$ and $f(x)=2-x$ elsewhere.",
        "Let $f(x)=x$ when $0<x<1$, and $f(x)=2-x$ else.",
    ],
)
def test_functions_by_pieces(sentence: str) -> None:
    """f(1/2) = 1/2 and f(3) = -1; f(3) = 3 is the value of the wrong piece."""
    good, also, bad = verdicts(sentence, r"f(\frac12) = \frac12", "f(3) = -1", "f(3) = 3")
    assert (good, also, bad) == ("proved", "proved", "refuted")


def test_a_lone_piece_that_vanishes_is_no_definition() -> None:
    """u(x) = 0 for negative x says nothing of u elsewhere: neither u = 0 nor its contrary is known."""
    assert set(verdicts("Suppose $u(x)=0$ for $x<0$.", "u(x) = 0", "u(3) = 0")) == {"undecided"}
