"""Whole documents: scopes, late explanations, solutions, readings shared along a chain."""

import hw3verify


def verdicts(*blocks: str) -> list[str]:
    """The verdicts on a document; a block that begins with @ is a display."""
    text = "\n\n".join(f"$${b[1:]} \\tag{{{i}}}$$" if b[0] == "@" else b for i, b in enumerate(blocks, 1))
    return [link.verdict for link in hw3verify.check(text + "\n").links]


def test_a_name_explained_right_after_its_use() -> None:
    """JSD uses the average of both densities with weights 1/2."""
    display = r"@JSD(p\|q)=\frac12 KL(p\|M)+\frac12KL(q\|M)"
    assert verdicts(display, r"where $M=\frac{p+q}{2}$.") == ["proved"]
    assert verdicts(display, "where $M=p+q$.") == ["refuted"]


def test_a_new_problem_forgets_names() -> None:
    """M of problem 2 is another M."""
    said = verdicts("## 1 A", "@M = p + q", "## 2 B", r"@M = \frac{p+q}{2}", "@2M=p+q")
    assert said == ["definition", "definition", "proved"]


def test_parts_restate_functions() -> None:
    """f(x) = 2x in (a) and 3x in (b)."""
    said = verdicts("(a) Let $f(x)=2x$.", "@f(x) + x= 3x", "(b) Let $f(x)=3x$.", "@f(x) + x= 4x")
    assert said == ["proved", "proved"]


def test_the_solution_of_an_imposed_condition() -> None:
    """a = 1 solves 2(a - 1) = 0, a = 2 does not."""
    derivative = r"@\frac{d}{da} (a-1)^2 = 2(a-1)=0"
    assert verdicts(derivative, "@a=1")[2] == "condition"
    assert verdicts(derivative, "@a=2")[2] == "refuted"


def test_one_reading_serves_the_links_on_both_sides() -> None:
    """A sum covers the terms behind it where that makes the chain true."""
    said = verdicts(r"@\sum_{i=1}^n x_i + y_i=\sum_{i=1}^n x_i + \sum_{i=1}^n y_i")
    assert said == ["proved"]


def test_a_part_that_refers_back_goes_on_with_what_was_assumed() -> None:
    """KL of two normal laws of one variance is symmetric; of two densities of which nothing is said it is not."""
    given = (
        "(c) Let $q(z)=\\mathcal{N}(m,s^2)$ and $p(z)=\\mathcal{N}(n,s^2)$ with $s>0$.\n\n"
        "$$s^2 > 0 \\tag{1}$$\n\n(d) "
    )
    line = "\n\n$$KL(q(z)\\|p(z)) = KL(p(z)\\|q(z)) \\tag{2}$$\n"
    here = hw3verify.check(given + "In this case it is even symmetric:" + line).links[-1].verdict
    elsewhere = hw3verify.check(given + "Is it symmetric?" + line).links[-1].verdict
    assert (here, elsewhere) == ("proved", "refuted")
