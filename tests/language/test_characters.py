"""Characters: what is typed or scanned reads as the LaTeX that looks the same."""

import pytest

from hw3verify.language.readings import parse
from hw3verify.language.tokens import Unreadable

TYPED = [
    ("∑_{i=1}^n xᵢ = n·x̄", r"\sum_{i=1}^n x_i = n\cdot\bar x"),
    ("∫ p(x) log(p(x)/q(x)) dx ≥ 0", r"\int p(x)\log(p(x)/q(x))dx \ge 0"),
    ("μ₁² − μ₂²", r"\mu_1^2-\mu_2^2"),
    ("x⁻¹ = y", r"x^{-1}=y"),
    ("x₁₂ + a₋₁", r"x_{12}+a_{-1}"),
    ("¼ + ⅔ = 1", r"\frac14+\frac23=1"),
    ("α̂ + x̂ = ŷ", r"\hat\alpha+\hat x=\hat y"),
    ("（ａ＋ｂ）＝ｃ", "(a+b)=c"),
    ("𝑝(𝑥) = 𝜇 + 𝝈", r"p(x)=\mu+\mathbf{\sigma}"),
    ("𝒩(0,1) ≤ ℒ(q)", r"\mathcal{N}(0,1)\le\mathcal{L}(q)"),
    ("𝔼_{q}[x] ⟹ a ≦ b", r"\mathbb{E}_q[x]\Rightarrow a\le b"),
    ("𝟙{x>0} = 𝟏[x>0]", r"\mathbf1\{x>0\}=\mathbf1\{x>0\}"),
    ("⟦x>0⟧ = 1", r"\mathbf1\{x>0\}=1"),
    ("а + µ = a∙b∕c", r"a+\mu=a\cdot b/c"),  # a Cyrillic letter, the sign for micro
    ("log₂ x = y", r"\log_2 x=y"),
    ("p\u200b(x) = 1", "p(x)=1"),
    ("Σ_x q(x) f(x) = Π_{i=1}^N aᵢ", r"\sum_x q(x)f(x)=\prod_{i=1}^N a_i"),
    ("D_{KL}(q ‖ p) = KL(q ∥ p)", r"D_{KL}(q\|p)=KL(q\|p)"),
]
SCANNED = [
    (r"l o g \, p ( x ) = e x p ( y )", r"\log p(x)=\exp(y)"),
    (r"\operatorname* { m a x } _ { D } V ( D )", r"\max_D V(D)"),
    (r"\frac { \rm d } { { \rm d } x } f ( x )", r"\frac{d}{dx}f(x)"),
    (r"\Sigma _ { i = 1 } ^ { n } a _ { i }", r"\sum_{i=1}^n a_i"),
]
SET = [
    (r"a\ b = c", "ab=c"),
    (r"a \xlongequal{(1)} b", "a=b"),
    (r"\operatorname{\mathbb{E}}_{q}[x]", r"\mathbb{E}_q[x]"),
    (r"\mathbbm{1}_{[x>0]} = \llbracket x>0 \rrbracket", r"\mathbf1\{x>0\}=\mathbf1\{x>0\}"),
]


@pytest.mark.parametrize(("written", "latex"), TYPED + SCANNED + SET)
def test_reads_as_what_looks_the_same(written: str, latex: str) -> None:
    """Typed, scanned and set mathematics that look alike have one tree."""
    assert parse(written) == parse(latex)


@pytest.mark.parametrize("written", ["2½ = x", "x ☃ y = z", "a ¬ b = c"])
def test_what_could_mean_two_things_is_not_read(written: str) -> None:
    """A mixed fraction is no product, and a sign that is not known is not skipped."""
    with pytest.raises(Unreadable):
        parse(written)


@pytest.mark.parametrize("written", [r"\Sigma_i^{-1} y", r"\Sigma_1 x", "Σ_q μ"])
def test_a_capital_letter_is_a_sum_only_with_limits(written: str) -> None:
    """A covariance matrix keeps its name; only limits, or a body about the index, make it a sum."""
    assert parse(written) != parse(written.replace("Σ", r"\sum ").replace(r"\Sigma", r"\sum"))
