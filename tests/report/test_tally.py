"""A class in numbers."""

from dataclasses import replace

from hw3verify.judge.record import LinkVerdict, PartVerdict, Report
from hw3verify.report.graded import Graded
from hw3verify.report.tally import failures, judged, part_tallies, unread

FALSE = LinkVerdict("1(c)", "3", 0, "=", r"E_q[f]", "g", "refuted", reading={"left": "F", "right": "G"})


def submission(student: str, *links: LinkVerdict, goal: str = "wrong", points: float = 0) -> Graded:
    return Graded(student, Report(f"{student}.md", "hw3", links, (PartVerdict("1(c)", goal, points, 3, "", "Bound"),)))


def test_links_that_are_read_alike_are_one_entry() -> None:
    """Another number and another spelling make no other link; another reading, relation or part does."""
    spelled = replace(FALSE, equation="17", left=r"\\mathbb{E}_q f")
    others = [replace(FALSE, reading={"left": "F", "right": "H"}), replace(FALSE, part="1(d)"),
              replace(FALSE, relation="<=")]  # fmt: skip
    many = [submission("a", FALSE), submission("b", spelled), *(submission(f"c{i}", o) for i, o in enumerate(others))]
    found = failures(many)
    assert [entry.students for entry in found] == [2, 1, 1, 1]
    assert [student for student, _ in found[0].examples] == ["a", "b"]


def test_a_student_counts_once() -> None:
    """The same false link three times in one submission is one student, and there are at most three examples."""
    assert failures([submission("a", FALSE, FALSE, FALSE)])[0].students == 1
    found = failures([submission(f"s{n}", FALSE) for n in range(10)])
    assert (found[0].students, len(found[0].examples)) == (10, 3)


def test_links_without_a_reading_are_told_apart_as_written() -> None:
    """Where there is no reading, what is written counts."""
    bare = replace(FALSE, reading={})
    assert len(failures([submission("a", bare), submission("b", replace(bare, left="E_q[h]"))])) == 2


def test_parts_are_counted_over_those_who_were_judged() -> None:
    """Points 0 and 3 of 3 have the mean 1.5; a submission that could not be judged is in no mean."""
    many = [submission("a", FALSE), submission("b", goal="reached", points=3), Graded("c", Report("c.md"), "empty")]
    (row,) = part_tallies(many)
    assert (row.part, row.title, row.of, row.mean, row.refuted) == ("1(c)", "Bound", 3, 1.5, 1)
    assert row.outcomes == {"wrong": 1, "reached": 1}
    assert [graded.student for graded in judged(many)] == ["a", "b"]


def test_unread_lines_are_listed_in_order(report: Report) -> None:
    """What could not be read or decided is listed with whose it is."""
    many = [Graded("a", report), Graded("b", report)]
    listed = [(student, link.equation, link.verdict) for student, link in unread(many)]
    assert listed == [(s, "5", v) for s in "ab" for v in ("undecided", "unreadable")]
