"""Names: indices, marks, superscripts that are indices, accents, words."""

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
        ("x^{(i)}", "x_i"),
        ("x_j^{(i)}", "x_{j,i}"),
        (r"\theta^{old}", "theta_'old'"),
        (r"\theta^{(t+1)}", "theta_{(Add t 1)}"),
        (r"\hat{y}_j", "hat_y_j"),
        ("p_G^*", "p_G*"),
        ("D^{*}_{G}", "D_G*"),
        ("p^*_{G}", "p_G*"),
        ("x''", "x''"),
        (r"z^{\prime}", "z'"),
        (r"\dot{x}", "dot_x"),
        (r"\tilde{p}_\theta", "tilde_p_theta"),
        (r"p_{\theta^*}", "p_theta*"),
        (r"\hat{\theta}_{MLE}", "hat_theta_'MLE'"),
        ("x_{1:n}", "x_'1:n'"),
        (r"\mu_{ML}", "mu_'ML'"),
        (r"\sigma_{ij}", "sigma_{i,j}"),
        ("p_{(data)}", "p_'data'"),
        (r"p_{\text{data}}", "p_'data'"),
        ("p_{data}", "p_'data'"),
        ("p _ { d a t a }", "p_'data'"),
        (r"{\bf x}", "x"),
        (r"\mathbf x", "x"),
        (r"\boldsymbol{\mu}_k", "mu_k"),
        (r"\mathcal{L}", "L"),
        ("p_{X,Z}", "p_{X,Z}"),
        ("p_{Z|X}", "p_{(Rel Z | X)}"),
        ("x_{n+1}", "x_{(Add n 1)}"),
        (r"\bar{x}_n", "bar_x_n"),
        (r"\mu_\phi", "mu_phi"),
    ],
)
def test_indices_and_marks(latex: str, expected: str) -> None:
    """Indices, stars, primes, accents and words belong to the name."""
    assert sketch(latex) == expected


@pytest.mark.parametrize(
    ("latex", "expected"),
    [
        ("x_i^2", "(Pow x_i 2)"),
        ("x^2_i", "(Pow x_i 2)"),
        ("c_1^2", "(Pow c_1 2)"),
        ("2^{10}", "(Pow 2 10)"),
        ("x^{-1}", "(Pow x (Neg 1))"),
        (r"\Sigma^{-1}", "(Pow Sigma (Neg 1))"),
        (r"\hat{y}_j^{x_j}", "(Pow hat_y_j x_j)"),
        (r"e^{1-\lambda}", "(Pow e (Add 1 (Neg lambda)))"),
        (r"x^{\frac12}", "(Pow x (Div 1 2))"),
        (r"x^\alpha", "(Pow x alpha)"),
        (r"\mathbf{x}^\top \mathbf{y}", "(Mul (Transpose x) y)"),
        (r"\mathbf{x}^T\mathbf{x}", "(Mul (Transpose x) x)"),
        (r"(x-\mu)^T\Sigma^{-1}(x-\mu)", "(Mul (Transpose (Add x (Neg mu))) (Pow Sigma (Neg 1)) (Add x (Neg mu)))"),
        ("f^{-1}(u)", "f~(u)"),
        ("p^{-1}", "(Pow p (Neg 1))"),
        ("D_{KL}", "KL"),
    ],
)
def test_exponents(latex: str, expected: str) -> None:
    """What is arithmetic stays an exponent, and a transpose is told from a power."""
    assert sketch(latex) == expected
