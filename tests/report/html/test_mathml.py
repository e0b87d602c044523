"""LaTeX to MathML."""

import re
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hw3verify.report.html.mathml import DEEPEST, formula, mixed

CORE = {
    "span", "math", "mrow", "mi", "mn", "mo", "mtext", "mspace", "mfrac", "msqrt", "mroot", "msub", "msup", "msubsup",
    "munder", "mover", "munderover", "mtable", "mtr", "mtd",
}  # fmt: skip
CHILDREN = {"mfrac": 2, "mroot": 2, "msub": 2, "msup": 2, "munder": 2, "mover": 2, "msubsup": 3, "munderover": 3}


def tree(latex: str) -> ET.Element:
    """The formula read by an XML parser; only MathML Core's elements, each with as many children as it must have."""
    root = ET.fromstring(formula(latex))
    for node in root.iter():
        assert node.tag in CORE
        assert len(node) == CHILDREN.get(node.tag, len(node)), node.tag
    return root


def shape(latex: str) -> str:
    """The elements of the formula as nested words, without spaces, attributes and rows of one."""
    def said(node: ET.Element) -> str:
        inside = "".join(said(child) for child in node)
        named = node.tag in CHILDREN or node.tag in ("msqrt", "mtr")
        return f"{node.tag}({inside})" if named else (node.text or "") + inside

    return said(tree(latex)).replace("\u2061", "")


@pytest.mark.parametrize(
    ("latex", "wanted"),
    [
        (r"\frac{p(x,z)}{q(z|x)}", "mfrac(p(x,z)q(z|x))"),
        (r"{\sigma}^{2}", "msup(σ2)"),
        (r"p_{\mathrm{data}}(x)", "msub(pdata)(x)"),
        (r"\int_{0}^{\infty} x\,dx", "msubsup(∫0∞)xdx"),
        (r"\sum_{i=1}^{n} x_i", "munderover(∑i=1n)msub(xi)"),
        (r"\int_z f", "msub(∫z)f"),
        (r"\lim_{t \to 0} f", "munder(limt→0)f"),
        (r"\left.f\right|_{x=1}", "msub(f|x=1)"),
        (r"\sqrt{2\pi}", "msqrt(2π)"),
        (r"\sqrt[3]{x}", "mroot(x3)"),
        (r"D^{*}'(x)", "msup(D′∗)(x)"),
        (r"\mathcal{N}(x;\mu,1)", "𝒩(x;μ,1)"),
        (r"\mathbb{E}[X] \le \mathbf{1}", "𝔼[X]≤𝟏"),
        (r"\mathbb{R}\,\mathcal{L}", "ℝℒ"),
        (r"\hat{y}_j", "msub(mover(y^)j)"),
        (r"\begin{pmatrix}1 & 2\\3 & 4\end{pmatrix}", "(mtr(12)mtr(34))"),
        (r"A^\top", "msup(A⊤)"),
        (r"\arg\max_{D} f", "argmunder(maxD)f"),
        (r"a < b \Rightarrow \|f\|_L \le 1", "a<b⇒‖fmsub(‖L)≤1"),
        (r"\frac12 x^23", "mfrac(12)msup(x2)3"),
    ],
)  # fmt: skip
def test_constructions(latex: str, wanted: str) -> None:
    """Each construction of our printers becomes the element that MathML has for it."""
    assert shape(latex) == wanted


def test_lines_may_end_outside_brackets_only() -> None:
    """A formula is cut before signs that stand outside all brackets, and nowhere else."""
    def pieces(latex: str) -> int:
        return formula(latex).count("<math")

    assert pieces("a + b - c = d") == 4
    assert pieces(r"\left(a + b\right) + (c - d)") == 2
    assert pieces("-a") == 1
    assert pieces(r"\frac{a+b}{c}") == 1


def test_unknown_commands_are_text() -> None:
    """A command that is not known is shown, never carried out."""
    assert "<mtext>\\href</mtext>" in formula(r"\href{javascript:alert(1)}{x}")
    assert "href=" not in formula(r"\href{javascript:alert(1)}{x}")


def test_deep_and_long_formulas_are_bounded() -> None:
    """Ten thousand nested groups, and a formula of a megabyte, end soon and are well formed."""
    for latex in ("{" * 10_000, r"\frac{" * 10_000, "x_" * 10_000, "x" * 1_000_000, r"\left(" * 10_000,
                  r"\begin{cases}" * 5000, "^" * 9000, r"\sqrt[" * 9000):  # fmt: skip
        node = tree(latex)
        deepest, level = 0, [node]
        while level:
            deepest, level = deepest + 1, [child for n in level for child in n]
        assert deepest < 12 * DEEPEST


pieces_of_latex = st.sampled_from(
    r"\frac { } ( ) [ ] ^ _ ' & \\ \left \right \begin{pmatrix} \end{pmatrix} \sqrt \hat \text \mathbb \sum \int"
    r" \log x 25 + ="
    .split()
)  # fmt: skip


@given(st.text(max_size=60) | st.lists(pieces_of_latex, max_size=40).map(" ".join))
def test_any_string_is_well_formed(latex: str) -> None:
    """Whatever the string is, the result is well formed and has only MathML Core's elements, filled as they must be."""
    tree(latex)


def test_sentence_with_formulas() -> None:
    """Formulas between dollar signs are set, the words around them are text with their spaces."""
    said = mixed("with $a$ instead of <b> here")
    assert re.sub(r"<math.*?</math>", "M", said) == 'with <span class="formula">M</span> instead of &lt;b&gt; here'
