"""Claims about every function of a shape: proofs for all of them, counterexamples by one, and their certificates."""

import json

from hw3verify.judge.judge import judge_source
from hw3verify.judge.recheck import recheck
from hw3verify.judge.record import plain
from hw3verify.language.source import Source

TEXT = r"""Let $f:(0,\infty)\to\mathbb{R}$ be convex with $f(1)=0$.

$$\int q(x) f(p(x)/q(x))dx \ge 0 \tag{1}$$
$$\int q(x) f(p(x)/q(x))dx \le 0 \tag{2}$$
"""


def links(text: str) -> list[str]:
    """The verdicts of a text."""
    return [link.verdict for link in judge_source(Source("text", text)).links]


def test_certificates_of_both_kinds_are_checked_again() -> None:
    """The proof, and the counterexample with its function, pass a recheck; with f concave in the text both fail."""
    report = judge_source(Source("mine.md", TEXT))
    assert [link.verdict for link in report.links] == ["proved", "refuted"]
    kept = json.loads(json.dumps(plain(report.certificates)))
    assert [row.holds for row in recheck(Source("mine.md", TEXT), kept)] == [True, True]
    changed = Source("mine.md", TEXT.replace("convex", "concave"))
    assert [row.holds for row in recheck(changed, kept)] == [False, False]


def test_nothing_is_refuted_of_a_function_without_a_shape() -> None:
    """D_f >= 0 is false for some f, but a text that says nothing of f may mean a convex one."""
    assert links(TEXT.partition("\n")[2]) == ["undecided", "undecided"]


def test_what_is_stated_of_every_argument_is_not_tried_at_one() -> None:
    """A differentiable f >= 0 = f(1) has slope 0 at 1; t log t, which is no such f, does not refute it."""
    text = (
        "Let $f:(0,\\infty)\\to\\mathbb{R}$ be convex and differentiable with $f(1)=0$ and $f(t)\\ge 0$.\n\n"
        "$$f'(1) = 0 \\tag{1}$$\n$$f'(1) = f(t) \\tag{2}$$\n"
    )
    assert "refuted" not in links(text)


def test_a_fact_that_is_not_understood_prevents_a_refutation() -> None:
    """For a symmetric f the divergence is symmetric: `t f(1/t) = f(t)` restricts f, and is not put into worlds."""
    text = (
        "Let $f:(0,\\infty)\\to\\mathbb{R}$ be convex with $f(t)=t f(1/t)$.\n\n"
        "$$\\int q(x) f(p(x)/q(x))dx = \\int p(x) f(q(x)/p(x))dx \\tag{1}$$\n"
    )
    assert links(text)[0] != "refuted"
