"""Documents of theorems: what is read from them, and files that are none."""

import pytest

from hw3verify.language.source import Source
from hw3verify.theorems.document import Theorem, UnusableTheorem, read_theorems

TWO = r"""# Numbers

Commentary.

## 1 A square {#numbers.square}

Let $a$ be a real number. Then

$$a^2 \ge 0 \tag{1}$$

*Proof.* A product of equal signs.

$$a^2 = aa \tag{2}$$

## 2 A sum {#numbers.sum}

Then

$$a+a = 2a \tag{3}$$

*Proof.* Distribute.

$$a+a = (1+1)a \tag{4}$$
"""


def read(text: str) -> tuple[Theorem, ...]:
    return read_theorems(Source("numbers.md", text), "numbers")


def test_a_theorem_has_a_statement_and_a_proof() -> None:
    """What stands before `*Proof.*` is the statement, with its facts; what stands behind it up to the next heading the
    proof; the displays come without their numbers."""
    square, total = read(TWO)
    assert (square.identifier, square.document) == ("numbers.square", "numbers")
    assert (square.title, square.part) == ("A square", "1")
    assert square.text == "Let $a$ be a real number. Then\n\n$$a^2 \\ge 0$$"
    assert square.statement == (r"a^2 \ge 0",)
    assert square.equations == ("1",)
    assert square.proof == "*Proof.* A product of equal signs.\n\n$$a^2 = aa \\tag{2}$$"
    assert (total.identifier, total.equations) == ("numbers.sum", ("3",))


def test_a_theorem_as_latex() -> None:
    """The statement as an environment of amsthm, its displays in LaTeX's own brackets."""
    assert read(TWO)[0].latex == (
        "\\begin{theorem}[A square]\\label{thm:numbers.square}\n"
        "Let $a$ be a real number. Then\n\n\\[a^2 \\ge 0\\]\n\\end{theorem}"
    )


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (" {#numbers.square}", "", "a section's heading is"),
        ("numbers.square", "letters.square", "does not begin with numbers"),
        ("numbers.sum", "numbers.square", "is there twice"),
        ("*Proof.* Distribute.", "Distribute.", "stands 0 times"),
        ("*Proof.* Distribute.", "*Proof.* Distribute.\n\n$$1=1$$\n\n*Proof.*", "stands 2 times"),
        ("Commentary.", "$$1 = 1$$", "stands in no section"),
        ("$$a+a = (1+1)a \\tag{4}$$", "", "before its proof and one in it"),
    ],
)
def test_what_is_no_document_of_theorems(old: str, new: str, said: str) -> None:
    """A section without an identifier, a statement or a proof is refused, with its place."""
    assert old in TWO
    with pytest.raises(UnusableTheorem, match=r"^numbers\.md:\d+:\d+: ") as caught:
        read(TWO.replace(old, new))
    assert said in str(caught.value)


def test_an_empty_document() -> None:
    """A document without a section holds no theorem."""
    with pytest.raises(UnusableTheorem, match="no section"):
        read("# Numbers\n")
