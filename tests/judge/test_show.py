"""Our reading of every display."""

from hw3verify.assignments.loader import load_assignment
from hw3verify.judge.record import Shown
from hw3verify.judge.show import show_source
from hw3verify.language.source import Source


def rows(text: str, assignment: str | None = None) -> list[Shown]:
    given = None if assignment is None else load_assignment(assignment)
    return list(show_source(Source("mine.md", text), given))


def test_every_display_has_a_row() -> None:
    """Displays come in order, with their part, number and line, whether or not they say anything."""
    found = rows("(a)\n\n$$1 = 1 \\tag{3}$$\n\n$$x^2$$\n\n(b)\n\n$$\\foo{ = $$\n")
    assert [(r.part, r.line) for r in found] == [("(a)", 3), ("(a)", 5), ("(b)", 9)]
    assert found[0].equation == "3"
    assert [r.role for r in found[:2]] == ["claim", "expression"]


def test_sides_are_what_is_judged() -> None:
    """A divergence is shown as the integral that it stands for, an expectation too; names stand for themselves."""
    (row,) = rows(r"$$KL(q(z)\|p(z)) = \mathbb{E}_{q(z)}[\log q(z)] + c$$")
    assert row.relations == ("=",)
    assert row.sides[0] == r"\int_{z} q(z)\,\log\left(\frac{q(z)}{p(z)}\right)\,dz"
    assert row.sides[1].endswith("+ c")


def test_repairs_are_told() -> None:
    """A missing differential is supplied, and said to be."""
    (row,) = rows(r"$$\int q(z) = 1$$")
    assert row.repairs == ("the missing dz is supplied",)
    assert row.sides[0].endswith("dz")


def test_continued_display() -> None:
    """A display that begins with a relation has dots for the side before it."""
    found = rows("$$3 = 2 + 1$$\n\n$$= 1 + 2$$\n")
    assert found[1].sides == (r"\dots", "1 + 2")


def test_facts_that_were_used() -> None:
    """Stated laws are listed where they were used, and the signs that follow from them."""
    found = rows(
        "Given $q(z)=\\mathcal{N}(a,s^2)$ with $s>0$.\n\n$$\\int q(z) z dz = a$$\n\n$$\\int p(x) dx = 1$$\n"
    )
    assert r"q(z)=\mathcal{N}(a,s^2)" in found[0].facts
    assert "s > 0" in found[0].facts
    assert found[1].facts == ()


def test_what_is_not_understood_is_said() -> None:
    """A side without a reading is empty, its neighbour is shown, and the error names the sign."""
    (row,) = rows(r"$$a + b = \frac{1}{$$")
    assert row.sides[1] == ""
    assert row.error


def test_roles() -> None:
    """Definitions, conditions and implications are told from claims."""
    text = r"""$$M(x) = \frac{1}{2}(p(x) + r(x))$$

$$\frac{p(x)}{D(x)} - \frac{r(x)}{1-D(x)} = 0 \Rightarrow D(x) = \frac{p(x)}{p(x)+r(x)}$$
"""
    assert [r.role for r in rows(text)] == ["definition", "implication"]


def test_assignment_facts_count() -> None:
    """The assignment's facts hold in its parts."""
    text = "## 1 Mine\n\n(h) So\n\n" + r"$$\int q_\phi(z|x) z\, dz = \mu_\phi$$"
    (row,) = rows(text, "hw3")
    assert any(r"\mathcal{N}(\mu_\phi,\sigma^2)" in f for f in row.facts)
