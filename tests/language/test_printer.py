"""What is printed, read again, means the same."""

import pytest

from hw3verify.kernel.certify import certify_proof
from hw3verify.kernel.proof import Proof
from hw3verify.language.elaborate import Elaborator
from hw3verify.language.kinds import scan
from hw3verify.language.printer import latex
from hw3verify.language.readings import read_display
from hw3verify.language.scope import Scope
from hw3verify.language.vocabulary import Vocabulary
from hw3verify.meaning.claim import Claim, Facts, Relation
from hw3verify.meaning.expr import Expr


def meaning(text: str) -> tuple[Expr, dict[str, str]]:
    """The first reading of a formula, and the kinds of its heads."""
    reading = read_display(text, scan([text], {}), {})
    (side,) = reading.sides
    assert side is not None and side.first is not None
    vocabulary = Vocabulary()
    vocabulary.scan([side.first.node])
    e = Elaborator(vocabulary, Scope())
    return e.expr(side.first.node), e.heads


@pytest.mark.parametrize(
    "text",
    [
        "a-(b-c)",
        "a/(b c)",
        r"-(a+b)^2",
        r"\frac{a}{b}-\frac{c-d}{e}",
        "a^{b+c}",
        r"(a+b)(c-d)",
        "-a-b",
        "2^3",
        r"(-2)^2",
        r"\int p(x)\log\frac{p(x)}{q(x)}dx",
        r"E_{q(z|x)}[\log p(x|z)-\log q(z|x)]",
        r"KL(q(z|x)\|p(z))+\log p(x)",
        r"JSD(p\|q)-\log 2",
        r"\sum_{i=1}^n (x_i-c)^2",
        r"\sum_{i=1}^n x_i\sum_{j=1}^m y_j",
        r"\int_0^1 x^2dx",
        r"|a-b|",
        r"\prod_{i=1}^n (a+b_i)",
        r"(\int p(x)f(x)dx)^2",
        r"(\int p(x)f(x)dx)g(a)",
        r"\log(a+1)-\log(b)\log(c)",
        r"\sqrt{a+b}",
        r"e^{-(a-b)^2}",
        r"\frac{1}{\frac{a}{b}}",
        r"(a/b)^{-2}",
        r"\int p(x)dx+c",
        r"(f(x)+1)\int q(z)dz",
        r"-\frac{3}{4}a",
    ],
)
def test_printing_and_reading_again_gives_the_same_meaning(text: str) -> None:
    """The kernel finds the meaning of the print equal to what was printed."""
    first, heads = meaning(text)
    second, _ = meaning(latex(first))
    facts = Facts(
        densities=frozenset(h for h, k in heads.items() if k == "density"),
        functions=frozenset(h for h, k in heads.items() if k == "function"),
        indexed=frozenset(h for h, k in heads.items() if k == "indexed"),
        integer=frozenset(("n", "m")),
    )
    from hw3verify.search.prove.prove import prove

    claim = Claim(Relation(first, "=", second), (), facts)
    proof = prove(claim) or Proof("compute", {})
    assert first == second or certify_proof(claim, proof) is not None
