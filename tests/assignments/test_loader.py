"""Assignments: the shipped homework, small ones of our own, and files that are none."""

from pathlib import Path

import pytest

from hw3verify.assignments.loader import Assignment, UnusableAssignment, load_assignment, read_assignment, shipped
from hw3verify.language.source import Source, UnusableInput


def read(text: str) -> Assignment:
    return read_assignment(Source("mine.md", text), "mine")


def refusal(text: str) -> str:
    with pytest.raises(UnusableAssignment) as caught:
        read(text)
    return str(caught.value)


def test_homework_has_every_part() -> None:
    """The sheet has ten, five, five and six parts in its four problems."""
    parts = load_assignment("hw3").parts
    letters = {problem: "".join(p.letter for p in parts if p.problem == problem) for problem in "1234"}
    assert letters == {"1": "abcdefghij", "2": "abcde", "3": "abcde", "4": "abcdef"}


def test_homework_parts_for_a_person() -> None:
    """Exactly the prose answers 1(b), (d), (e), (f) and the coding problems 2 and 4 are read by a person."""
    people = {p.label for p in load_assignment("hw3").parts if p.person}
    coding = {f"2({x})" for x in "abcde"} | {f"4({x})" for x in "abcdef"}
    assert people == {"1(b)", "1(d)", "1(e)", "1(f)"} | coding


def test_homework_asks_for_something_elsewhere() -> None:
    """Every other part has one goal, the last written one has four, and all have points."""
    parts = [p for p in load_assignment("hw3").parts if not p.person]
    assert {p.label: len(p.goals) for p in parts if len(p.goals) != 1} == {"3(e)": 4}
    assert all(p.points > 0 for p in parts)
    assert next(g.latex for p in parts if p.label == "3(e)" for g in p.goals) == r"KL(P_1, P_2) = \infty"


def test_homework_value_of_the_game_has_two_signs() -> None:
    """3(d) accepts the value and its negative."""
    part = load_assignment("hw3").part("3", "d")
    assert part is not None
    (goal,) = part.goals
    assert goal.kind == "show"
    assert [form[-9:] for form in goal.forms] == [r" - \log 4", r" + \log 4"]


def test_homework_facts_are_in_the_prose() -> None:
    """The normal laws of 1(h) and the uniform laws of 3(e) are inline mathematics of their parts."""
    homework = load_assignment("hw3")
    for problem, letter, law in (("1", "h", r"p(z)=\mathcal{N}(\mu_p,\sigma^2)"), ("3", "e", r"P_3=\mathcal{U}[1,2]")):
        part = homework.part(problem, letter)
        assert part is not None
        assert law in [inline.latex for prose in part.prose for inline in prose.inlines]


def test_titles_lose_their_attributes() -> None:
    """What stands in braces behind a title is not part of it."""
    homework = load_assignment("hw3")
    assert homework.title == "Homework 3: variational auto-encoders and generative adversarial networks"
    assert homework.parts[2].title == "The lower bound"
    assert not any("{" in part.title or "}" in part.title for part in homework.parts)


def test_own_assignment(tmp_path: Path) -> None:
    """A new assignment is a file: parts, points, facts of the problem, goals and their other forms are read."""
    path = tmp_path / "quiz.md"
    path.write_text(
        "# Quiz\n\n## 1 Coins\n\nLet $0<a<1$.\n\n### (a) Mean {points=2.5}\n\nShow that $$x = a$$ or $$a = x$$\n\n"
        "### (b) Words {person}\n\nSay why.\n\n### (c) {points=1}\n\nWe know much. Compute\n\n$$1+1 = 2$$\n"
    )
    quiz = load_assignment(path)
    assert (quiz.id, quiz.title, quiz.points) == ("quiz", "Quiz", 3.5)
    mean, words, last = quiz.parts
    assert [(g.kind, g.latex, g.alternatives) for g in mean.goals] == [("show", "x = a", ("a = x",))]
    assert "0<a<1" in [inline.latex for prose in mean.prose for inline in prose.inlines]
    assert (words.person, words.goals) == (True, ())
    assert [(g.kind, g.latex) for g in last.goals] == [("find", "1+1 = 2")]


def test_goal_starts_where_it_is_written() -> None:
    """A goal's offset leads back to its text."""
    text = "# 1 Coins\n\n### (a) Mean {points=2}\n\nProve $$x = a$$\n"
    goal = read(text).parts[0].goals[0]
    assert text[goal.start :].startswith("x = a")


def test_part_is_found_by_problem_and_letter() -> None:
    """Without a problem number the letter decides where it is the only one; otherwise nothing is found."""
    homework = load_assignment("hw3")
    for problem, letter, label in (("3", "c", "3(c)"), ("", "j", "1(j)")):
        part = homework.part(problem, letter)
        assert part is not None
        assert part.label == label
    assert homework.part("", "a") is None
    assert homework.part("7", "a") is None


def test_unknown_name_lists_the_shipped() -> None:
    """A name that is no assignment is answered with those that are; it counts as unusable input."""
    with pytest.raises(UnusableInput, match="no such assignment; shipped are hw3"):
        load_assignment("hw33")
    assert "hw3" in shipped()


def test_missing_file_is_unusable(tmp_path: Path) -> None:
    """A path that leads nowhere says so."""
    with pytest.raises(UnusableInput, match="no such file"):
        load_assignment(tmp_path / "none.md")


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        ("# 1 A\n\n### (a) B {point=3}\n\nShow $$a=b$$\n", "mine.md:3:", "### (a) B {points=3}"),
        ("# 1 A\n\n### (a) B {points=3}\n\nThere is $$a=b$$\n", "mine.md:5:", "Show that $$...$$"),
        ("# 1 A\n\n### (a) B {points=3}\n\nNothing.\n", "mine.md:3:", "Show that $$a = b$$"),
        ("Just prose.\n", "mine.md:1:1:", "### (a) Title {points=1}"),
    ],
    ids=["attribute", "cue", "goal", "parts"],
)
def test_refusals_say_where_and_what_to_write(text: str, place: str, words: str) -> None:
    """A file that is no assignment is refused with the place and the line to write instead."""
    said = refusal(text)
    assert said.startswith(place)
    assert words in said.split("write: ")[1]


def test_part_twice_is_refused() -> None:
    """Two parts of one problem with one letter are refused, or told apart by the reader of blocks."""
    text = "# 1 A\n\n### (a) B {points=1}\n\nShow $$a=b$$\n\n### (a) C {points=1}\n\nShow $$b=c$$\n"
    assert "twice" in refusal(text)
