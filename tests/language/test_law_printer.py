r"""The densities of laws without a name, as LaTeX."""

from __future__ import annotations

import pytest

from hw3verify.language.law_printer import law_latex
from hw3verify.language.printer import name_latex


@pytest.mark.parametrize(
    ("head", "given", "shown"),
    [
        ("law:N(mu_k (Pow sigma_k 2))", ("k",), r"\mathcal{N}(x; \mu_{k}, \sigma_{k}^{2})"),
        ("law:N(mu_k (Pow sigma_k 2))", ("2",), r"\mathcal{N}(x; \mu_{k}, \sigma_{k}^{2})"),
        ("law:N(0 1/2)", (), r"\mathcal{N}(x; 0, \frac{1}{2})"),
        ("law:U((Neg a) (Add a (Neg 1)))", (), r"\mathcal{U}(x; -a, a - 1)"),
        ("law:N((Mul 2 (Add a b)) 1)", (), r"\mathcal{N}(x; 2\,(a + b), 1)"),
        ("law:N((Div a b) 1)", ("j",), r"\mathcal{N}(x; \frac{a}{b}, 1 | j)"),
        ("law:delta_a", (), r"\delta_{a}(x)"),
    ],
)
def test_parameters_are_printed_as_they_stand(head: str, given: tuple[str, ...], shown: str) -> None:
    """Names, powers, fractions and sums; an index that a parameter shows is not said again."""
    assert law_latex(head, "x", given, name_latex) == shown
