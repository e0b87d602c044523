"""LaTeX for eyes."""

import pytest

from hw3verify.report.plain_latex import readable


@pytest.mark.parametrize(
    ("latex", "text"),
    [
        (r"\left(z - \mu_{\phi}\right)\,\frac{1}{2}", r"(z - \mu_\phi) 1/2"),
        (r"{\sigma}^{2}", r"\sigma^2"),
        (r"{\left(2\,\pi\,{\sigma}^{2}\right)}^{\frac{1}{2}}", r"(2 \pi \sigma^2)^{1/2}"),
        (r"p_{\mathrm{data}}(x)", r"p_{data}(x)"),
        (r"\int_{z} q(z)\,dz", r"\int_z q(z) dz"),
        (r"\left|a\right|", "|a|"),
        (r"a \leftarrow b", r"a \leftarrow b"),
        (r"\frac{a}{b}", r"\frac{a}{b}"),
        (r"x_{ij}^{10}", r"x_{ij}^{10}"),
        (r"\mu_{\phi}x", r"\mu_{\phi}x"),
        (r"\sqrt{a}^{2}", r"\sqrt{a}^2"),
        ("", ""),
    ],
)
def test_readable(latex: str, text: str) -> None:
    """Spacing and sizing go, single letters lose their braces, everything else stays."""
    assert readable(latex) == text
