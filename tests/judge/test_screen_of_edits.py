"""Edited sides in the counterexample to what was written."""

from __future__ import annotations

import pytest

from hw3verify.judge.screen import replace_side, survives, value_there
from hw3verify.judge.trial import try_document
from hw3verify.language.readings import parse
from hw3verify.language.source import Source


@pytest.mark.parametrize(
    ("line", "right", "verdict"),
    [
        ("a^2 - b^2 = (a-b)^2", "(a-b)(a+b)", True),
        ("a^2 - b^2 = (a-b)^2", "(a+b)^2", False),
        ("a^2 - b^2 = (a-b)^2", "(a-b)(a+c)", None),
        (r"\log 8 \approx 2.18", "2.08", True),
        (r"\log 8 \approx 2.18", "2.28", False),
    ],
)
def test_what_fails_in_the_same_world_is_no_repair(line: str, right: str, verdict: bool | None) -> None:
    """A true right side survives, a false one does not, and a name that the world does not know decides nothing."""
    (v,) = try_document(Source("mine.md", f"$${line}$$\n"), None).verdicts
    assert v.assessment.outcome.verdict == "refuted"
    (side,) = parse(right).sides
    assert side is not None
    assert survives(v, v.link.right, replace_side(v.link.right, side)) is verdict


def test_values_are_exact_or_nothing() -> None:
    """1/3 + 1/6 is 1/2 in any world; a logarithm is no rational number."""
    (v,) = try_document(Source("mine.md", "$$a = a + 1$$\n"), None).verdicts
    for text, value in (("1/3 + 1/6", 0.5), (r"\log 2", None)):
        (node,) = parse(text).sides
        assert node is not None
        expr = v.context.elaborate(replace_side(v.link.right, node)).expr
        assert expr is not None
        assert value_there(v, expr) == value
