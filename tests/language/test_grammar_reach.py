"""Reach: which summands a binder covers in its first reading."""

import pytest

from hw3verify.judge.judge import judge_source
from hw3verify.language.readings import parse
from hw3verify.language.sketch import show
from hw3verify.language.source import Source


def sketch(latex: str) -> str:
    """The first readings of the sides with the relations between them."""
    chain = parse(latex)
    parts = [*(x for pair in zip(chain.sides, chain.ops, strict=False) for x in pair), chain.sides[-1]]
    return " ".join(part if isinstance(part, str) else show(part) for part in parts if part is not None)


@pytest.mark.parametrize(
    ("latex", "expected"),
    [
        (r"\sum_{i=1}^n x_i + n", "(Add (Big sum i 1 n - x_i) n)"),
        (
            r"\sum_i x_i\log y_i + (1-x_i)\log(1-y_i)",
            "(Big sum i - - - (Add (Mul x_i (Func log y_i -)) (Mul (Add 1 (Neg x_i)) (Func log (Add 1 (Neg y_i)) -))))",
        ),
        (
            r"\sum_z q(z|x)\log p(x|z) - q(z|x)\log q(z|x) + \lambda",
            (
                "(Add (Big sum z - - - (Add (Mul q(z | x) (Func log p(x | z) -))"
                " (Neg (Mul q(z | x) (Func log q(z | x) -))))) lambda)"
            ),
        ),
        (
            r"\sum_{j} \mu_j^2 + \sigma_j^2 - 1 - \log \sigma_j^2",
            "(Big sum j - - - (Add (Pow mu_j 2) (Pow sigma_j 2) (Neg 1) (Neg (Func log (Pow sigma_j 2) -))))",
        ),
        (r"\sum_i a_i + c + b_i", "(Big sum i - - - (Add a_i c b_i))"),
        (r"-\sum_x p(x) \log p(x) + c", "(Add (Neg (Big sum x - - - (Mul p(x) (Func log p(x) -)))) c)"),
        (r"\sum_z f(z) - z'", "(Add (Big sum z - - - f(z)) (Neg z'))"),
        (r"\int_x f(x) + g(x)", "(Big int x - - - (Add f(x) g(x)))"),
        (r"E_{z\sim q} \log p(z) + \log q(z)", "(Expect E (Rel z ~ q) (Add (Func log p(z) -) (Func log q(z) -)))"),
        (r"E_q \log p(z) + c", "(Add (Expect E q (Func log p(z) -)) c)"),
    ],
)
def test_a_sum_covers_what_would_be_free(latex: str, expected: str) -> None:
    """A binder covers every later summand in which its variable would be free, and no further."""
    assert sketch(latex) == expected


@pytest.mark.parametrize(
    ("latex", "expected"),
    [
        (r"\sum_z p(z) + \sum_z q(z)", "(Add (Big sum z - - - p(z)) (Big sum z - - - q(z)))"),
        (
            r"\sum_z q(z|x) \log p(x|z) - KL(q(z|x), p(z)) + \lambda (\sum_z q(z|x) - 1)",
            (
                "(Add (Big sum z - - - (Mul q(z | x) (Func log p(x | z) -))) (Neg KL(q(z | x) p(z)))"
                " (Mul lambda (Add (Big sum z - - - q(z | x)) (Neg 1))))"
            ),
        ),
        (r"\sum_z f(z) - E_{z\sim q}[g(z)]", "(Add (Big sum z - - - f(z)) (Neg (Expect E (Rel z ~ q) g(z))))"),
        (r"\sum_z f(z) + \int g(z) dz", "(Add (Big sum z - - - f(z)) (Big int z - - - g(z) d))"),
        (r"\sum_x p(x) + H(p(x))", "(Add (Big sum x - - - p(x)) H(p(x)))"),
    ],
)
def test_rebound_variables_do_not_count(latex: str, expected: str) -> None:
    """A variable that another binder binds does not draw its summand into the sum."""
    assert sketch(latex) == expected


@pytest.mark.parametrize(
    ("display", "expected"),
    [
        (r"p(x) = 1/\sqrt{2\pi}\sigma\, e^{-(x-\mu)^2/2\sigma^2}", "undecided"),
        (r"p(x) = 1/\sqrt{2\pi}\sigma\, e^{-(x-\mu)^2/\sigma^2}", "refuted"),
        (r"p(x)\sigma^2 = 1/\sqrt{2\pi}\sigma\, e^{-(x-\mu)^2/2\sigma^2}", "undecided"),
        (r"p(x) = 1/(\sqrt{2\pi}\sigma)\, e^{-(x-\mu)^2/2\sigma^2}", "proved"),
    ],
)
def test_what_stands_behind_a_root_may_be_divided_by(display: str, expected: str) -> None:
    """A slash, a root and a letter: nothing is said unless both ways to read it agree."""
    text = f"Let $p(x)=\\mathcal{{N}}(\\mu,\\sigma^2)$ with $\\sigma>0$.\n\n$${display} \\tag{{1}}$$\n"
    (link,) = judge_source(Source("mine.md", text)).links
    assert link.verdict == expected
