"""A name that words call a density is one: it is nonnegative and has mass 1."""

import pytest

import hw3verify

WORDS = "Let $f$ be a probability density and let $g$ and $h(x)$ be two densities on the line."


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (r"\int f(x)\,dx = 1", "proved"),
        (r"\int f(x)\,dx \ge 0", "proved"),
        (r"\int f(x)\,dx = 2", "refuted"),
        (r"\int g(x)\log\frac{g(x)}{h(x)}\,dx \ge 0", "proved"),
        (r"\int g(x)\log\frac{f(x)}{h(x)}\,dx \ge 0", "refuted"),
    ],
)
def test_densities_by_words(line: str, expected: str) -> None:
    """The divergence of two densities is never negative; with a third one inside it may be."""
    assert hw3verify.check(f"{WORDS}\n\n$${line} \\tag{{1}}$$\n").links[-1].verdict == expected


def test_functions_are_left_alone() -> None:
    """Of a function nothing is known of its integral."""
    text = "Let $f$ be a function and let $a$ be a density parameter.\n\n$$\\int f(x)\\,dx \\ge 0 \\tag{1}$$\n"
    assert hw3verify.check(text).links[-1].verdict not in ("proved", "supported")
