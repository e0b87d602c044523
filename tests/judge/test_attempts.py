"""Links that nobody wrote, tried at the place of one that was."""

from __future__ import annotations

from dataclasses import replace

import pytest

from hw3verify.judge.attempts import Attempts
from hw3verify.judge.choose import Verdict
from hw3verify.judge.screen import replace_side
from hw3verify.judge.trial import Trial, try_document
from hw3verify.language.readings import parse
from hw3verify.language.source import Source


def refuted(text: str) -> tuple[Trial, Verdict]:
    """A document and its only refuted link."""
    trial = try_document(Source("mine.md", text), None)
    (v,) = [v for v in trial.verdicts if v.assessment.outcome.verdict == "refuted"]
    return trial, v


@pytest.mark.parametrize(
    ("right", "survives"),
    [
        (r"\int q(x)\log\frac{q(x)}{p(x)}dx", (True, True)),
        (r"-\int q(x)\log\frac{p(x)}{q(x)}dx", (True, True)),
        (r"\int q(x)\log\frac{q(x)}{p(x)}dx + a", (False, False)),
        (r"\int q(x)\log\frac{q(x)}{r(x)}dx", (False, False)),
        (r"2\int q(x)\log\frac{q(x)}{p(x)}dx", (False, False)),
        (r"\int q(x)\log\frac{r(x)q(x)}{r(x)p(x)}dx", (True, True)),
    ],
)
def test_edits_are_seen_in_a_sample(right: str, survives: tuple[bool, bool]) -> None:
    """What equals the divergence survives and needs no other look; r and a, which the link does not speak of, are
    drawn for those who do."""
    trial, v = refuted("$$KL(q(x)\\|p(x)) = \\int q(x)\\log\\frac{p(x)}{q(x)}dx \\tag{1}$$\n\n$$r(x) > 0 \\tag{2}$$\n")
    (node,) = parse(right).sides
    assert node is not None
    assert Attempts(trial).survives(v, v.link.right, replace_side(v.link.right, node)) == survives


def test_only_what_is_proved_holds() -> None:
    """In the place of KL(p, q) <= 0: the other direction holds, equality does not, and neither does <."""
    trial, v = refuted("$$KL(p(x)\\|q(x)) \\le 0$$\n")
    attempts = Attempts(trial)
    assert attempts.holds(v, replace(v.link, op=">="))
    for op in ("=", "<", "<="):
        link = replace(v.link, op=op)
        assert attempts.fails(link, v.context, {})
        assert not attempts.holds(v, link)
        assert not attempts.proves(link, v.context, {})


def test_conclusions_are_looked_at_where_the_premise_holds() -> None:
    """From 2a = b follows a = b/2, and neither a = 2b nor a = b."""
    trial, v = refuted("Let $a>0$ and $b>0$.\n\n$$2a = b \\Rightarrow a = 2b$$\n")
    assert v.link.consequent is not None
    attempts = Attempts(trial)
    for right, possible in ((r"\frac{b}{2}", True), ("2b", False), ("b", False), (r"\frac{2b}{4}", True)):
        (node,) = parse(right).sides
        assert node is not None
        assert attempts.follows(v, replace_side(v.link.consequent.right, node)) is possible
