"""Ranges beside a display hold there, and nowhere else; they never prove themselves."""

import pytest

import hw3verify


def verdicts(*blocks: str) -> list[str]:
    """The verdicts on a document; a block that begins with @ is a display."""
    text = "\n\n".join(f"$${b[1:]} \\tag{{{i}}}$$" if b[0] == "@" else b for i, b in enumerate(blocks, 1))
    return [link.verdict for link in hw3verify.check(text + "\n").links]


@pytest.mark.parametrize(
    "condition",
    [
        r"%s \quad\text{for all } x\ge 1",
        r"%s \quad \forall x\ge 1",
        r"\forall x\ge 1:\ %s",
        r"%s \quad (x\ge 1)",
        r"%s, \qquad x\in[1,\infty)",
        r"%s \text{ for } x\ge 1",
    ],
)
def test_a_range_beside_a_display_holds_there(condition: str) -> None:
    """x^2 >= x for x >= 1; x^2 >= 2x fails there too, at 3/2; without the condition both fail."""
    assert verdicts("@" + condition % r"x^2 \ge x")[0] == "proved"
    assert verdicts("@" + condition % r"x^2 \ge 2x")[0] == "refuted"
    assert verdicts("@" + condition % r"x^2 \ge x", r"@x^2 \ge x")[-1] == "refuted"


def test_it_holds_in_the_display_that_goes_on() -> None:
    """x^3 >= x^2 >= x for x >= 1, in two displays."""
    assert verdicts(r"@x^3\ge x^2 \quad (x\ge 1)", r"@\ge x") == ["proved", "proved"]


def test_several_names_and_prose() -> None:
    """The geometric mean does not exceed the arithmetic one, for positive numbers."""
    assert verdicts(r"@\sqrt{xy}\le\frac{x+y}{2}, \quad x,y>0")[0] == "proved"
    assert verdicts(r"@\sqrt{xy}\le\frac{x+y}{2}", "for all $x,y>0$.") == ["proved"]
    assert verdicts(r"@\sqrt{xy}\ge\frac{x+y}{2}", "for all $x,y>0$.") == ["refuted"]


@pytest.mark.parametrize(
    "claim",
    [
        r"a^2>0, \quad a>1",  # a is known to be positive: a > 1 is a claim, and a false one
        r"q(z)>0, \quad p(x)\le 1",  # a density is no name of a number
    ],
)
def test_what_is_claimed_beside_a_claim_is_no_condition(claim: str) -> None:
    """Only the range of a name that nothing explains is a condition."""
    assert verdicts("Let $a>0$.", "@" + claim)[-1] in ("refuted", "condition")
    assert verdicts("Let $a>0$.", "@" + claim, "@a>1")[-1] != "proved"


@pytest.mark.parametrize(
    "claim",
    [
        r"x^2\ge x \quad\text{for some } x\ge 1",
        r"x^2\ge x \quad\text{unless } 0<x<1",
        r"x^2\ge x \quad\text{for } x\ge 1 \text{ or } x\le 0",
        r"x=2 \quad\text{if } x \text{ is the even prime}",
    ],
)
def test_other_words_leave_a_doubt(claim: str) -> None:
    """Each is true as it is meant."""
    assert verdicts("@" + claim)[0] != "refuted"
