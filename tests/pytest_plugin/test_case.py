"""Cases: what each verdict and each goal is as a test."""

import json

import pytest

from hw3verify.judge.record import LinkVerdict, PartVerdict, Report
from hw3verify.pytest_plugin.case import failure, from_json, groups, to_json


def link(verdict: str, part: str = "1(a)", equation: str = "1", index: int = 0) -> LinkVerdict:
    return LinkVerdict(part, equation, index, "=", "a", "b", verdict, "a reason", line=2, column=3)


def outcomes(*links: LinkVerdict, goal: str = "", strict: bool = False) -> list[str]:
    parts = (PartVerdict("1(a)", goal, 0, 2, "why"),) if goal else ()
    return [case.outcome for group in groups(Report("f", None, links, parts), "x\ny", strict) for case in group.cases]


@pytest.mark.parametrize(
    ("verdict", "usual", "strict"),
    [
        ("proved", "passed", "passed"),
        ("supported", "passed", "passed"),
        ("definition", "passed", "passed"),
        ("condition", "passed", "passed"),
        ("refuted", "failed", "failed"),
        ("undecided", "skipped", "failed"),
        ("unreadable", "skipped", "failed"),
    ],
)
def test_links(verdict: str, usual: str, strict: str) -> None:
    """Only what is refuted fails; what is not decided is skipped, and fails where the session is strict."""
    assert outcomes(link(verdict)) == [usual]
    assert outcomes(link(verdict), strict=True) == [strict]


@pytest.mark.parametrize(
    ("goal", "verdict", "usual", "strict"),
    [
        ("reached", "proved", "passed", "passed"),
        ("wrong", "undecided", "failed", "failed"),
        ("asserted", "refuted", "failed", "failed"),
        ("asserted", "undecided", "skipped", "failed"),
        ("missing", "proved", "failed", "failed"),
        ("missing", "unreadable", "skipped", "failed"),
        ("for a person", "proved", "skipped", "skipped"),
    ],
)
def test_goals(goal: str, verdict: str, usual: str, strict: str) -> None:
    """A goal that may be hidden behind a step that nobody could decide is not failed."""
    assert outcomes(link(verdict), goal=goal)[-1] == usual
    assert outcomes(link(verdict), goal=goal, strict=True)[-1] == strict


def test_a_goal_without_links_fails() -> None:
    """Nothing written for a part is a missing goal, and fails."""
    assert outcomes(goal="missing") == ["failed"]


def test_names_are_free_and_can_be_asked_for() -> None:
    """Equal tags get numbers, and what pytest splits identifiers at is replaced."""
    report = Report("f", None, (link("proved", "a::b", "A[x]"), link("proved", "a::b", "A[x]"), link("proved", "")))
    found = groups(report, "")
    assert [group.name for group in found] == ["a:b", "document"]
    assert [case.name for case in found[0].cases] == ["(A(x))#0", "(A(x))#0~2"]


def test_text_of_a_submission_cannot_move_the_cursor() -> None:
    """Control characters of the document are shown as replacement characters in failures, reasons and names."""
    hostile = LinkVerdict("1\x1b[2J", "1\x1b", 0, "=", "a\x1b[31m", "b", "refuted", "\x1b]0;x\x07", line=1)
    (group,) = groups(Report("f\x1b", None, (hostile,)), "$$\x1b[2J$$")
    assert "\x1b" not in group.name + group.cases[0].name + group.cases[0].text
    assert "\N{REPLACEMENT CHARACTER}" in group.cases[0].text


def test_cases_travel_as_json() -> None:
    """Written as JSON and read again, the cases are the same; anything else is refused."""
    goal = PartVerdict("1(a)", "wrong", 0, 2)
    found = groups(Report("f", "x", (link("refuted"), link("undecided")), (goal,)), "x\ny")
    assert from_json(json.loads(json.dumps(to_json(found)))) == found
    assert from_json(json.loads(json.dumps(to_json(failure("no"))))) == failure("no")
    for wrong in (3, [3], [{"name": "a"}], [{"name": "a", "cases": [{"line": 3, "properties": []}]}]):
        with pytest.raises(ValueError, match="expected what to_json gives"):
            from_json(wrong)
