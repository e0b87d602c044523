"""Sums, products, functions without brackets."""

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
        ("-x^2", "(Neg (Pow x 2))"),
        ("a - b + c", "(Add a (Neg b) c)"),
        ("a/b/c", "(Div (Div a b) c)"),
        ("a/bc", "(Mul (Div a b) c)"),
        ("2x^2y^3", "(Mul 2 (Pow x 2) (Pow y 3))"),
        (r"a \cdot -b", "(Mul a (Neg b))"),
        (r"a \times b * c", "(Mul a b c)"),
        (r"3 \times 10^{-4}", "(Mul 3 (Pow 10 (Neg 4)))"),
        ("-(a - b)", "(Neg (Add a (Neg b)))"),
        (r"0.5 \log .25", "(Mul 1/2 (Func log 1/4 -))"),
        ("n!", "(Factorial n)"),
        (r"\sqrt2 x", "(Mul (Func sqrt 2 -) x)"),
        (r"\sqrt[3]{x}", "(Func sqrt x 3)"),
        (r"\sqrt{2\pi}\sigma", "(Mul (Func sqrt (Mul 2 pi) -) sigma)"),
        (r"x_1+\dots+x_n", "(Add x_1 (Dots) x_n)"),
        (r"-\infty", "(Neg (Infinity))"),
        ("x*y", "(Mul x y)"),
    ],
)
def test_arithmetic(latex: str, expected: str) -> None:
    """Signs bind weaker than products, products weaker than powers; division associates to the left."""
    assert sketch(latex) == expected


@pytest.mark.parametrize(
    ("latex", "expected"),
    [
        (r"\log p(x|z)p(z)", "(Func log (Mul p(x | z) p(z)) -)"),
        (r"\log 2\pi\sigma^2", "(Func log (Mul 2 pi (Pow sigma 2)) -)"),
        (r"\log \frac{a}{b}", "(Func log (Div a b) -)"),
        (
            r"s\log\theta+(N-s)\log(1-\theta)",
            "(Add (Mul s (Func log theta -)) (Mul (Add N (Neg s)) (Func log (Add 1 (Neg theta)) -)))",
        ),
        (r"\log(a) b", "(Mul (Func log a -) b)"),
        (r"\log p \log q", "(Mul (Func log p -) (Func log q -))"),
        (r"\log\log x", "(Func log (Func log x -) -)"),
        (r"\log p(x) \cdot q(x)", "(Mul (Func log p(x) -) q(x))"),
        (r"\log p/q", "(Func log (Div p q) -)"),
        (r"\log \sum_z p(x,z)", "(Func log (Big sum z - - - p(x z)) -)"),
        (
            r"\log \mathbb{E}_q[f] - \mathbb{E}_q[\log f]",
            "(Add (Func log (Expect E q f) -) (Neg (Expect E q (Func log f -))))",
        ),
        (r"x a-\log 1-\log e^{a}", "(Add (Mul x a) (Neg (Func log 1 -)) (Neg (Func log (Pow e a) -)))"),
        (r"\log_2 x", "(Func log x 2)"),
        (r"\log_{10}(x)", "(Func log x 10)"),
        (r"\log^2 x", "(Pow (Func log x -) 2)"),
        (r"\ln x^2", "(Func log (Pow x 2) -)"),
        (r"(\log x)^2", "(Pow (Func log x -) 2)"),
        (r"\exp(-x)^2", "(Pow (Func exp (Neg x) -) 2)"),
        (
            r"\exp\left\{-\frac{(x-\mu)^2}{2\sigma^2}\right\}",
            "(Func exp (Neg (Div (Pow (Add x (Neg mu)) 2) (Mul 2 (Pow sigma 2)))) -)",
        ),
        (r"\log |x|", "(Func log (Abs x) -)"),
        ("xlogx", "(Mul x (Func log x -))"),
        (r"\sin^2\theta+\cos^2\theta", "(Add (Pow (Func sin theta -) 2) (Pow (Func cos theta -) 2))"),
        (r"\log\det\Sigma", "(Func log (Func det Sigma -) -)"),
    ],
)
def test_functions(latex: str, expected: str) -> None:
    """A function without brackets takes the factors that follow, up to a sign, a dot or another function."""
    assert sketch(latex) == expected
