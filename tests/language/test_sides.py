"""Sides: relations, texts, statements, numbers of equations."""

import pytest

from hw3verify.language.readings import parse
from hw3verify.language.sketch import show


def sketch(latex: str) -> str:
    """The first readings of the sides with the relations between them."""
    chain = parse(latex)
    parts = [*(x for pair in zip(chain.sides, chain.ops, strict=False) for x in pair), chain.sides[-1]]
    return " ".join(part if isinstance(part, str) else show(part) for part in parts if part is not None)


@pytest.mark.parametrize(
    ("latex", "expected"),
    [
        (r"a = b \le c", "a = b <= c"),
        (r"\implies \lambda = 1", "=> lambda = 1"),
        (r"A \Longrightarrow B = C", "A => B = C"),
        (r"a \stackrel{(a)}{=} b \overset{\text{Jensen}}{\ge} c", "a = b >= c"),
        (r"M := \frac{1}{2}(P+Q)", "M := (Mul (Div 1 2) (Add P Q))"),
        (r"L \triangleq x", "L := x"),
        ("0<x<1", "0 < x < 1"),
        (r"x \sim \mathcal{N}(0,1)", "x ~ N(0 1)"),
        (r"q^*(z) \propto p(x|z) p(z)", "q*(z) prop (Mul p(x | z) p(z))"),
        (r"p(x=1|z) = \theta", "p((Rel x = 1) | z) = theta"),
        (r"\sup_{\|f\|\le 1} f = 1", "(Big sup f - - (Rel (Norm f) <= 1) f) = 1"),
        ("1[x>0] = y", "(Indicator (Rel x > 0)) = y"),
        (r"f(x) \to \infty", "f(x) to (Infinity)"),
        (r"a \ne b", "a != b"),
        (r"a \approx 0.69", "a ~= 69/100"),
    ],
)
def test_relations_cut(latex: str, expected: str) -> None:
    """Relations cut a display at depth 0 only, whatever decorates them."""
    assert sketch(latex) == expected


@pytest.mark.parametrize(
    ("latex", "expected"),
    [
        ("= 0.", "= 0"),
        (r"x = y , \quad (12)", "x = y"),
        (r"x = y \tag{3.1}", "x = y"),
        (r"x = f (2) \qquad (3)", "x = f(2)"),
        (r"\therefore \quad D^* = \frac{1}{2} .", "D* = (Div 1 2)"),
    ],
)
def test_punctuation_and_numbers(latex: str, expected: str) -> None:
    """Points, commas and equation numbers at the end mean nothing."""
    assert sketch(latex) == expected


@pytest.mark.parametrize(
    ("latex", "expected"),
    [
        (r"a = b, \quad c = d", "a = b , c = d"),
        (r"a = b \quad \text{and} \quad c = d", "a = b , c = d"),
        ("x > 0, y > 0", "x > 0 , y > 0"),
        (r"f(x) = x^2 \quad \text{for all } x > 0", "f(x) = (Pow x 2)"),
        (r"p(x) \ge 0 \;\; \forall x", "p(x) >= 0"),
        (r"\begin{aligned} a &= b \\ &= c + d \\ &\quad + e \end{aligned}", "a = b = (Add c d e)"),
        (r"a = b \\ c = d", "a = b , c = d"),
        (r"a = b + \\ c", "a = (Add b c)"),
        (r"\boxed{a = b}", "a = b"),
        (r"\begin{array}{l} a = b \\ c = d \end{array}", "a = b , c = d"),
        (r"\begin{split} a &= \Big[ b \\ &\quad + d \Big] \end{split}", "a = (Add b d)"),
    ],
)
def test_statements(latex: str, expected: str) -> None:
    """A comma, a text or a row separates statements; a row that goes on does not."""
    assert sketch(latex) == expected
