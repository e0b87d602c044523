"""Points by the rubric, worked out by hand."""

import csv
import io

import pytest

from hw3verify.assignments.loader import UnusableAssignment, read_assignment
from hw3verify.grading.gradebook import gradebook
from hw3verify.grading.points import grade, part_of
from hw3verify.grading.record import record_of
from hw3verify.grading.rubric import steps_of
from hw3verify.language.source import Source

TEXT = """# Small

## 1 One

### (a) A thing {points=4}

Show that $$a = b$$

### (b) A second thing {points=4}

Show that $$c = d$$

### (c) In words {points=2 person}

Say why.
"""
ASSIGNMENT = read_assignment(Source("small.md", TEXT), "small")
HALF = read_assignment(Source("small.md", "---\nsteps: 0.5\n---\n\n" + TEXT), "small")


def link(part: str, verdict: str, number: int = 1) -> dict:
    return {"part": part, "equation": str(number), "link": 0, "verdict": verdict, "because": ""}


def part(label: str, goal: str, points: float, because: str = "") -> dict:
    return {"part": label, "goal": goal, "points": points, "of": 4.0, "because": because, "title": ""}


def record(*links: dict, a=("reached", 4.0), b=("reached", 4.0)) -> dict:
    found = record_of("judged", "", list(links), [part("1(a)", *a), part("1(b)", *b), part("1(c)", "for a person", 0)])
    return {**found, "texts": {"1(c)": "Because."}}


def test_everything_right_is_everything() -> None:
    """Reached goals and sound steps give all points, without a reason and with nothing to look at."""
    found = grade(record(link("1(a)", "proved"), link("1(b)", "supported")), ASSIGNMENT)
    assert (found.points, found.of, found.open_points) == (8.0, 8.0, 2.0)
    assert [p.reasons for p in found.parts] == [(), (), ()]
    assert [p.look for p in found.parts] == ["", "", "a person reads this"]
    assert found.parts[2].text == "Because."


def test_steps_count_where_the_rubric_says_so() -> None:
    """A wrong end after three of four sound steps: 0 of 4 without, 0.5 * 4 * 3/4 = 1.5 of 4 with half for steps."""
    said = ["proved", "proved", "supported", "refuted"]
    links = [link("1(a)", v, n) for n, v in enumerate(said)] + [link("1(b)", "proved")]
    wrong = record(*links, a=("wrong", 0.0, "it ends elsewhere"))
    without, half = grade(wrong, ASSIGNMENT), grade(wrong, HALF)
    assert [p.points for p in without.parts] == [0.0, 4.0, None]
    assert [p.points for p in half.parts] == [1.5, 4.0, None]
    assert (without.points, half.points) == (4.0, 5.5)
    assert [p.sound for p in half.parts] == [0.75, 1.0, None]
    assert without.parts[0].reasons == ("-4: the conclusion is wrong: it ends elsewhere",)
    reasons = ("-2: the conclusion is wrong: it ends elsewhere", "-0.5: steps that are not sound: (3)#0")
    assert half.parts[0].reasons == reasons


def test_what_was_not_read_is_not_wrong() -> None:
    """Unreadable and undecided steps are left out of the share, and make a deduction uncertain."""
    links = [link("1(b)", "proved", 1), link("1(b)", "unreadable", 2), link("1(b)", "undecided", 3)]
    found = grade(record(*links, b=("asserted", 2.0, "(2)#0 is unreadable")), HALF).parts[1]
    assert (found.points, found.sound) == (3.0, 1.0)
    assert found.look == "not certain: (2)#0, (3)#0 could not be decided"


@pytest.mark.parametrize("status", ["deadline", "memory", "crash", "error", "unusable"])
def test_what_was_stopped_has_no_total(status: str) -> None:
    """A submission that was not judged to its end has neither points nor deductions, and all of it is to look at."""
    found = grade(record_of(status, "why", [link("1(a)", "proved")]), ASSIGNMENT)
    assert found.points is None
    assert all(p.points is None and not p.reasons and p.look for p in found.parts)
    assert "why" in found.parts[0].look


def test_labels_without_a_problem_are_found_by_their_letter() -> None:
    """(b) is 1(b) where one problem has it; links of no part count where a part has none of its own."""
    assert part_of("(b)", ASSIGNMENT).label == "1(b)"
    assert part_of("2(b)", ASSIGNMENT) is None
    assert part_of("", ASSIGNMENT) is None
    found = grade(record(link("(b)", "proved"), link("", "refuted")), ASSIGNMENT)
    assert [p.sound for p in found.parts] == [0.0, 1.0, None]


@pytest.mark.parametrize(("said", "share"), [("0", 0.0), ("1", 1.0), (".25", 0.25), ("0.333", 0.333)])
def test_a_share_is_read(said: str, share: float) -> None:
    """A share from 0 to 1 stands in the front matter; elsewhere `steps:` is prose."""
    assert steps_of(read_assignment(Source("s.md", f"---\ntitle: x\nsteps: {said}\n---\n{TEXT}"), "s")) == share
    assert steps_of(read_assignment(Source("s.md", f"{TEXT}\n---\nsteps: {said}\n---\n"), "s")) == 0.0


@pytest.mark.parametrize("wrong", ["1.5", "x", "-1", "nan", "1e0", "0.5 or so"])
def test_a_wrong_share_is_refused(wrong: str) -> None:
    """A share above 1, or what is no share, is refused by name."""
    with pytest.raises(UnusableAssignment, match=r"small\.md: steps"):
        steps_of(read_assignment(Source("small.md", f"---\nsteps: {wrong}\n---\n{TEXT}"), "small"))


def test_the_best_document_of_a_student_counts() -> None:
    """Of two documents each part counts as it is best; the grade book has a line a student, in order."""
    rows = []
    for student, a, b in (("zoe", 4.0, 0.0), ("anna", 1.0, 2.0), ("zoe", 0.0, 3.0)):
        found = record(a=("asserted", a), b=("asserted", b))
        about = {"id": f"{student}/{a:g}.md", "student": student, "sha256": ""}
        rows.append({**about, **found, "grade": grade(found, ASSIGNMENT).to_json()})
    found = list(csv.DictReader(io.StringIO(gradebook(rows, ASSIGNMENT))))
    assert list(found[0])[4:] == ["1(a)", "1(b)", "points", "of", "open", "status", "look", "flags", "documents"]
    assert [[row[key] for key in ("student", "1(a)", "1(b)", "points", "of", "open", "status")] for row in found] == [
        ["anna", "1", "2", "3", "8", "1(c)", "judged"],
        ["zoe", "4", "3", "7", "8", "1(c)", "judged"],
    ]
    assert found[1]["documents"] == "zoe/4.md; zoe/0.md"


def test_a_student_without_a_judged_document_has_no_points() -> None:
    """Where no document was judged to its end the grade book says why, and has no points, but the columns of all."""
    stopped = record_of("deadline", "it took too long")
    about = {"id": "z.md", "student": "zoe", "sha256": ""}
    [row] = csv.DictReader(
        io.StringIO(gradebook([{**about, **stopped, "grade": grade(stopped, ASSIGNMENT).to_json()}], ASSIGNMENT))
    )
    assert (row["1(a)"], row["1(b)"], row["points"], row["of"]) == ("", "", "", "")
    assert row["status"] == "not judged: deadline: it took too long"
