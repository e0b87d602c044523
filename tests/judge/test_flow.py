"""Links of a display, and how one display continues another."""

import hw3verify
from hw3verify.judge.record import LinkVerdict


def links(*displays: str) -> tuple[LinkVerdict, ...]:
    """The links of a document of displays."""
    text = "\n\n".join(f"$${d} \\tag{{{i}}}$$" for i, d in enumerate(displays, 1))
    return hw3verify.check(text + "\n").links


def test_every_relation_is_a_link_numbered_within_its_display() -> None:
    """a = b <= c has links 0 and 1; the next display starts at 0 again."""
    found = links(r"2a = a+a \le b", "= c")
    assert [(x.equation, x.link, x.relation) for x in found] == [("1", 0, "="), ("1", 1, "<="), ("2", 0, "=")]


def test_a_display_that_begins_with_a_relation_has_the_last_side_on_its_left() -> None:
    """The left side of `= 2b` is a + a."""
    assert links("2a = a+a", "= a \\cdot 2")[1].left.replace(" ", "") == "a+a"


def test_relations_in_brackets_and_indices_are_no_links() -> None:
    """p(x=1|z) and 1[x>0] hold relations that are not asserted."""
    assert len(links(r"p(x=1|z) = p(x=1|z)")) == 1
    assert len(links(r"E_{z\sim q}[f(z)] = \int q(z)f(z)dz")) == 1


def test_premise_arrow_and_consequent() -> None:
    """Of A = B => C = D only the arrow is a claim."""
    assert [x.verdict for x in links(r"a=1 \Rightarrow 2a=2")] == ["condition", "proved", "condition"]


def test_an_arrow_behind_an_implication_takes_its_consequent() -> None:
    """a^2 = b^2 makes a^4 = b^4 and not a = b."""
    found = links(r"a=b \Rightarrow a^2=b^2", r"\Rightarrow a^4=b^4")
    assert found[3].verdict == "proved"
    found = links(r"a=b \Rightarrow a^2=b^2", r"\Rightarrow a=b")
    assert found[3].verdict == "refuted"


def test_statements_joined_to_a_premise_are_premises() -> None:
    """u > v, t > 1/2 => ... rests on both; an equation among them that is true of itself stays a claim."""
    both = links(r"u > v, \quad t > \frac12 \Rightarrow t u+(1-t)v > \frac{u+v}{2}")
    assert [x.verdict for x in both] == ["condition", "condition", "proved", "condition"]
    known = links(r"(x-1)^2 = x^2-2x+1, \quad x = 3 \Rightarrow (x-1)^2 = 4")
    assert [x.verdict for x in known] == ["proved", "condition", "proved", "condition"]
    assert links(r"a = b, \; c = d \Rightarrow a - c = b + d")[2].verdict == "refuted"


def test_an_equation_is_solved_at_every_point() -> None:
    """y = ... p(x) ... is said for each x: weights that solve the premise at one x refute a wrong solution."""
    wrong, right = (
        links(rf"p(x)(y-b)+q(x)(y-a) = 0 \Rightarrow y = \frac{{{top}}}{{p(x)+q(x)}}")[1].verdict
        for top in ("a\\,p(x)+b\\,q(x)", "b\\,p(x)+a\\,q(x)")
    )
    assert (wrong, right) == ("refuted", "proved")
