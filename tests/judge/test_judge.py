"""A document to its report: order, names, nothing lost."""

from __future__ import annotations

import pytest

import hw3verify
from hw3verify.judge import assess
from hw3verify.judge.judge import judge_source
from hw3verify.language.source import Source

TEXT = r"""(a) Let $\sigma>0$.

$$KL(p\|q) \ge 0 \tag{1}$$

$$\sigma + 1 > 1 \tag{2}$$

$$KL(p\|q) = KL(q\|p) \tag{3}$$
"""


def test_links_are_in_the_order_of_the_text() -> None:
    """One record a relation, with its place in the file."""
    report = judge_source(Source("mine.md", TEXT))
    assert [(link.equation, link.link, link.verdict) for link in report.links] == [
        ("1", 0, "proved"),
        ("2", 0, "proved"),
        ("3", 0, "refuted"),
    ]
    assert [link.line for link in report.links] == [3, 5, 7]


def test_a_fault_of_ours_costs_one_link(monkeypatch: pytest.MonkeyPatch) -> None:
    """A link whose judging breaks is undecided; the others keep their verdicts."""
    real = assess.decide

    def broken(claim: object, *more: object) -> object:
        if "sigma" in repr(claim):
            raise ZeroDivisionError("in the engine")
        return real(claim, *more)  # type: ignore[arg-type]  # passed on as it came

    monkeypatch.setattr(assess, "decide", broken)
    monkeypatch.delenv("HW3VERIFY_TRACEBACK", raising=False)
    links = hw3verify.check(TEXT).links
    assert [link.verdict for link in links] == ["proved", "undecided", "refuted"]
    assert "internal error" in links[1].because


def test_verdicts_reproduce() -> None:
    """Two runs say the same, counterexamples included (the time taken apart)."""
    one, two = (judge_source(Source("mine.md", TEXT), hints=True).to_json() for _ in range(2))
    assert {**one, "seconds": 0} == {**two, "seconds": 0}


def test_thousands_of_definitions_are_bounded() -> None:
    """A scope that is full refutes nothing any more, and the links before it are as ever."""
    many = "\n\n".join(f"$$a_{{{k}}} = {k}$$" for k in range(700))
    links = hw3verify.check(f"$$1 = 2$$\n\n{many}\n\n$$b = b + 1$$\n\n$$3 = 4$$\n").links
    assert links[0].verdict == "refuted"
    assert {link.verdict for link in links[1:701]} <= {"definition", "undecided"}
    assert links[-1].verdict != "proved"
