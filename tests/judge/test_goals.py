"""Goals: small documents against small assignments; the expected findings are what a grader would say of them."""

import pytest

from hw3verify.assignments.loader import Assignment, read_assignment
from hw3verify.judge.goals import part_verdicts
from hw3verify.judge.judge import judge_source
from hw3verify.judge.record import PartVerdict
from hw3verify.judge.trial import try_document
from hw3verify.language.source import Source

BOUND = r"""## 1 Bound
### (a) The bound {points=4}
Show that
$$\log p(x) \ge \mathbb{E}_{q(z|x)}[\log p(x|z)] - KL(q(z|x)\|p(z))$$
"""
GIBBS = r"""## 1 Gibbs
### (a) A divergence {points=2}
Show that
$$KL(q(z)\|p(z)) \ge 0$$
"""
NORMAL = r"""## 1 Normal
### (a) Equal variances {points=2}
Given $q(z)=\mathcal{N}(a,s^2)$ and $p(z)=\mathcal{N}(b,s^2)$ with $s>0$. Find
$$KL(q(z)\|p(z)) = \frac{(a-b)^2}{2s^2}$$
"""
BEST = r"""## 1 Games
### (a) The best discriminator {points=2}
Let $0<D(x)<1$. Find
$$D^*(x) = \frac{p_{data}(x)}{p_{data}(x)+p_G(x)}$$
"""
FACTS = r"Given $q(z)=\mathcal{N}(a,s^2)$ and $p(z)=\mathcal{N}(b,s^2)$ with $s>0$."

STATIONARY = r"$$\frac{p_{data}(x)}{D(x)} - \frac{p_G(x)}{1-D(x)} = 0 \Rightarrow"


def assignment(text: str) -> Assignment:
    return read_assignment(Source("asked.md", text), "asked")


def verdicts(asked: str, written: str, heading: str = "## 1 Mine\n\n(a) So\n\n") -> tuple[PartVerdict, ...]:
    given = assignment(asked)
    return part_verdicts(try_document(Source("mine.md", heading + written), given), given)


def verdict(asked: str, written: str) -> PartVerdict:
    (found,) = verdicts(asked, written)
    return found


def test_reached_by_a_chain() -> None:
    """A true chain from the asked left side to the asked right side earns all points."""
    found = verdict(
        BOUND,
        r"""$$\log p(x) = \log \int q(z|x) \frac{p(x,z)}{q(z|x)} dz \ge \int q(z|x) \log \frac{p(x,z)}{q(z|x)} dz$$
$$= \mathbb{E}_{q(z|x)}[\log p(x|z)] - KL(q(z|x)\|p(z))$$""",
    )
    assert (found.goal, found.points, found.because) == ("reached", 4, "")


def test_order_of_terms_does_not_matter() -> None:
    """-KL + E is the asked E - KL."""
    found = verdict(BOUND, r"$$\log p(x) \ge -KL(q(z|x)\|p(z)) + \mathbb{E}_{q(z|x)}[\log p(x|z)]$$")
    assert found.goal == "reached"


def test_swapped_sides() -> None:
    """B <= A answers A >= B, and a chain may run from the answer to the question."""
    found = verdict(BOUND, r"$$\mathbb{E}_{q(z|x)}[\log p(x|z)] - KL(q(z|x)\|p(z)) \le \log p(x)$$")
    assert found.goal == "reached"


def test_converse_inequality_is_no_answer() -> None:
    """A <= B does not answer A >= B."""
    found = verdict(BOUND, r"$$\log p(x) \le \mathbb{E}_{q(z|x)}[\log p(x|z)] - KL(q(z|x)\|p(z))$$")
    assert found.goal != "reached"
    assert found.points == 0


def test_right_conclusion_by_a_broken_route() -> None:
    """The answer at the end of a chain with a false link is asserted: half the points, and the link is named."""
    found = verdict(
        NORMAL,
        FACTS
        + r"""
$$KL(q(z)\|p(z)) = \mathbb{E}_{q(z)}[\log p(z) - \log q(z)] \tag{7}$$
$$= \frac{1}{2s^2}(a-b)^2 \tag{8}$$""",
    )
    assert (found.goal, found.points) == ("asserted", 1)
    assert "(7)#0 is refuted" in found.because


def test_wrong_result() -> None:
    """A chain from the question to something that is not the answer is wrong, and the place is named."""
    found = verdict(NORMAL, FACTS + r" $$KL(q(z)\|p(z)) = \frac{(a-b)^2}{s^2} \tag{3}$$")
    assert (found.goal, found.points) == ("wrong", 0)
    assert "(3)" in found.because


def test_answer_that_is_left_again() -> None:
    """A derivation that goes on from a true side to a false one has arrived at the false one."""
    found = verdict(
        BOUND,
        r"""$$\log p(x) \ge \mathbb{E}_{q(z|x)}[\log p(x|z)] + \mathbb{E}_{q(z|x)}[\log \frac{p(z)}{q(z|x)}]$$
$$= \mathbb{E}_{q(z|x)}[\log p(x|z)] + KL(q(z|x)\|p(z)) \tag{2}$$""",
    )
    assert (found.goal, found.points) == ("wrong", 0)


def test_unfinished_work_is_missing() -> None:
    """Every side of a true chain equals the answer; what is not worked out is not the answer."""
    found = verdict(NORMAL, FACTS + r" $$KL(q(z)\|p(z)) = \mathbb{E}_{q(z)}[\log q(z) - \log p(z)]$$")
    assert (found.goal, found.points) == ("missing", 0)
    assert "not yet in its form" in found.because


def test_the_question_is_no_answer() -> None:
    """Writing down the definition of the question, or the question alone, reaches nothing."""
    for written in (r"$$KL(q(z)\|p(z))$$", r"$$KL(q(z)\|p(z)) = \int q(z)\log\frac{q(z)}{p(z)}dz$$"):
        assert verdict(GIBBS, written).goal == "missing"


def test_missing() -> None:
    """A part without displays, a part that is not there, and a part about something else are missing."""
    assert verdict(BOUND, "We trust the lecture.").because == "nothing is written for it"
    (found,) = verdicts(BOUND, r"$$\int q(z) dz = 1$$", "## 2 Other\n\n(c)\n\n")
    assert found.goal == "missing"
    assert verdict(BOUND, r"$$\int q(z) dz = 1$$").goal == "missing"


def test_goal_stated_twice() -> None:
    """Of a broken and a sound derivation of the same goal the sound one counts."""
    broken = r"$$KL(q(z)\|p(z)) = \mathbb{E}_{q(z)}[\log p(z) - \log q(z)] = \frac{(a-b)^2}{2s^2}$$"
    sound = r"$$KL(q(z)\|p(z)) = \mathbb{E}_{q(z)}[\log q(z) - \log p(z)] = \frac{(a-b)^2}{2s^2}$$"
    for text in (f"{broken}\nAgain:\n{sound}", f"{sound}\nAgain:\n{broken}"):
        assert verdict(NORMAL, f"{FACTS}\n{text}").goal == "reached"


def test_written_differently_but_worked_out() -> None:
    """An answer in another arrangement, proved equal and with no integral left, is the answer."""
    found = verdict(NORMAL, FACTS + r" $$KL(q(z)\|p(z)) = \frac{a^2 - 2ab + b^2}{2s^2}$$")
    assert found.goal == "reached"


def test_solution_of_an_equation() -> None:
    """D^* = ... behind an arrow is the maximiser that was asked for."""
    found = verdict(BEST, STATIONARY + r" D^*(x) = \frac{p_{data}(x)}{p_{data}(x)+p_G(x)}$$")
    assert (found.goal, found.points) == ("reached", 2)


def test_solution_after_a_false_link() -> None:
    """A solution rests on all that came before it in its part."""
    value = r"p_{data}(x)\log D(x) + p_G(x)\log(1-D(x))"
    slope = r"\frac{p_{data}(x)}{D(x)} + \frac{p_G(x)}{1-D(x)}"
    derived = rf"$$\frac{{\partial}}{{\partial D(x)}}({value}) = {slope} \tag{{4}}$$"
    found = verdict(BEST, derived + "\n" + STATIONARY + r" D(x) = \frac{p_{data}(x)}{p_{data}(x)+p_G(x)} \tag{5}$$")
    assert (found.goal, found.points) == ("asserted", 1)
    assert "(4)#0 is refuted" in found.because


def test_wrong_solution() -> None:
    """Another formula for the name that was asked for is wrong."""
    found = verdict(BEST, STATIONARY + r" D^*(x) = \frac{p_G(x)}{p_{data}(x)+p_G(x)}$$")
    assert (found.goal, found.points) == ("wrong", 0)


def test_expression() -> None:
    """A goal without a relation asks for an expression."""
    asked = r"""## 1 Game
### (a) Value {points=1}
Let $0<D(x)<1$. Find
$$\mathbb{E}_{x\sim p_{data}(x)}[\log D(x)] + \mathbb{E}_{x\sim p_G(x)}[\log(1-D(x))]$$
"""
    right = r"$$\mathbb{E}_{x\sim p_G}[\log(1-D(x))] + \mathbb{E}_{x\sim p_{data}}[\log D(x)]$$"
    assert verdict(asked, right).goal == "reached"
    assert verdict(asked, right.replace("1-D", "1+D")).goal == "missing"


def test_alternatives() -> None:
    """Any accepted form will do."""
    asked = GIBBS + "\nor\n" + r"$$-KL(q(z)\|p(z)) \le 0$$" + "\n"
    assert verdict(asked, r"$$-KL(q(z)\|p(z)) \le 0$$").goal == "reached"


def test_answer_is_no_identity() -> None:
    """The answer to "Find the best q" is refuted as an identity for all q; under the assignment it is a solution."""
    asked = r"""## 1 Bound
### (a) The best encoder {points=2}
Find
$$q(z|x) = \frac{p(x|z)p(z)}{\int p(x|z)p(z)dz}$$
"""
    given = assignment(asked)

    def judged(body: str, by: Assignment | None) -> list[str]:
        text = "## 1 Mine\n\n(a) With $KL(q(z|x)\\|p(z))$:\n\n$$\\int q(z|x)dz = 1$$\n\n" + body
        return [link.verdict for link in judge_source(Source("mine.md", text), by).links]

    right, wrong = r"$$q(z|x) = \frac{p(x|z)p(z)}{p(x)}$$", r"$$q(z|x) = \frac{p(x,z)}{p(z)}$$"
    assert judged(right, None) == ["proved", "refuted"]
    assert judged(right, given) == ["proved", "condition"]
    assert judged(wrong, given) == ["proved", "refuted"]


def test_several_goals_share_the_points() -> None:
    """Each goal of a part has its share; the part is as good as its worst goal, which is named."""
    asked = r"""## 1 Uniform
### (a) Distances {points=4}
Let $P_1=\mathcal{U}[0,1]$ and $P_2=\mathcal{U}[0.5,1.5]$. Find
$$KL(P_1, P_2) = \infty$$
Find
$$W(P_1, P_2) = 0.5$$
"""
    both = r"$$KL(P_1,P_2) = \infty$$ and $$W(P_1,P_2) = \frac{1}{2}$$"
    assert (verdict(asked, both).goal, verdict(asked, both).points) == ("reached", 4)
    one = verdict(asked, r"$$W(P_1,P_2) = 0.5$$")
    assert (one.goal, one.points) == ("missing", 2)
    assert one.because.startswith(r"KL(P_1, P_2) = \infty: ")
    wrong = verdict(asked, r"$$KL(P_1,P_2) = \infty$$ $$W(P_1,P_2) = 0.25$$")
    assert (wrong.goal, wrong.points) == ("wrong", 2)


def test_parts_for_a_person_are_left_open() -> None:
    """A part for a person has neither points nor a judgement, whatever is written."""
    asked = BOUND + "### (b) In words {points=1 person}\n\nSay why.\n"
    found = verdicts(asked, r"$$1 = 2$$", "## 1 Mine\n\n(b) So\n\n")
    rows = [(p.part, p.goal, p.points, p.of) for p in found]
    assert rows == [("1(a)", "missing", 0, 4), ("1(b)", "for a person", 0, 1)]


def test_no_assignment() -> None:
    """Without an assignment every part of the document is listed and nothing is asked of it."""
    trial = try_document(Source("mine.md", "(a)\n\n$$1 = 1$$\n\n(b)\n\n$$2 = 2$$\n"))
    found = part_verdicts(trial, None)
    assert [(p.part, p.goal, p.of) for p in found] == [("(a)", "", 0), ("(b)", "", 0)]


def test_undecided_link_is_no_route() -> None:
    """A link that cannot be decided leaves the conclusion asserted."""
    found = verdict(GIBBS, r"$$KL(q(z)\|p(z)) = \det(q) \ge 0 \tag{1}$$")
    assert (found.goal, found.points) == ("asserted", 1)
    assert "(1)#0 is undecided" in found.because


@pytest.mark.parametrize("heading", ["", "# Homework\n\n"])
def test_document_without_parts(heading: str) -> None:
    """Where no heading names a part, the whole document is searched."""
    found = verdicts(GIBBS, r"$$KL(q(z)\|p(z)) \ge 0$$", heading)
    assert [p.goal for p in found] == ["reached"]
