"""Relations between vectors and matrices that fail where something is zero."""

import pytest

import hw3verify

DECLARED = "Let $A\\in\\mathbb R^{n\\times n}$ and $x,y\\in\\mathbb R^n$.\n\n"


@pytest.mark.parametrize("formula", ["x^\\top A^\\top A x > 0", "\\|x\\| > 0", "|x^\\top y| < \\|x\\|\\|y\\| + 1 - 1"])
def test_what_fails_at_zero_is_not_supported(formula: str) -> None:
    """0 > 0 is false; whether x = 0 is meant is not said, so it is not refuted either."""
    assert hw3verify.check(f"{DECLARED}$${formula} \\tag{{1}}$$").links[0].verdict in ("undecided", "refuted")


def test_what_holds_at_zero_too_is_supported_or_proved() -> None:
    """|Ax|^2 is never negative."""
    line = "$$x^\\top A^\\top A x \\ge 0 \\tag{1}$$"
    assert hw3verify.check(DECLARED + line).links[0].verdict in ("proved", "supported")
