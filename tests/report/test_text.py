"""Reports as text."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from hw3verify.judge.record import LinkVerdict, PartVerdict, Rechecked, Report, Shown
from hw3verify.report.text import clean, plain_text, quiet_lines, rechecked_lines, report_lines, shown_lines


def text_of(report: Report, width: int = 100) -> str:
    return plain_text(report_lines(report, width))


def test_every_link_has_its_line(report: Report) -> None:
    """Each link stands on a line with its number, its relation and its verdict."""
    lines = text_of(report).splitlines()
    for link in report.links:
        start = f"  ({link.equation})#{link.link}"
        assert any(line.startswith(start) and f" {link.relation} " in line and link.verdict in line for line in lines)


def test_verdicts_are_aligned(report: Report) -> None:
    """All verdicts of a part begin in one column, whatever the lengths of numbers and relations."""
    lines = [line for line in text_of(report).splitlines() if line.startswith("  (")]
    columns = {line.index(link.verdict) for line, link in zip(lines, report.links, strict=True)}
    assert len(columns) == 1


def test_counterexample_is_a_table_with_both_values(report: Report) -> None:
    """The world's tables, numbers and both sides' values are printed below the refuted link."""
    text = text_of(report)
    assert "q(z|x)" in text
    assert "1/2   1/2" in text
    assert "1/10  1/10" in text
    assert "left  = -\\log 10 = -2.30259" in text
    assert "right = -\\log 5 / 2 = -0.804719" in text
    assert "z has 2 values" in text
    assert "x = 1, \\lambda = 3/2" in text


def test_reading_and_repairs_are_printed(report: Report) -> None:
    """A refuted link shows how it was read, what was mended, and what else it could be."""
    text = text_of(report)
    for word in ("\\log A", "a bracket was closed", "B + C"):
        assert word in text


def test_goal_lines(report: Report) -> None:
    """A part ends with its goal and points; parts without links are listed at the end; a person's part has no score."""
    lines = text_of(report).splitlines()
    goal = lines.index("  goal: asserted, 1 of 3 points: it is stated, but (3) breaks the route")
    assert "1(b): for a person (1 point): prose is not judged" in lines[goal + 1 :]
    assert "1(g): missing, 0 of 2 points: no such statement was found" in lines[goal + 1 :]
    assert lines[-1].startswith("7 links: 1 proved, 1 refuted")
    assert "1 of 5 points" in lines[-1]


def test_heading_and_title(report: Report) -> None:
    """The first line names the file and the assignment, the part's line its title."""
    lines = text_of(report).splitlines()
    assert lines[0] == "answers.md  (assignment hw3)"
    assert "1(c) Lower bound" in lines


def test_long_text_is_wrapped(report: Report) -> None:
    """Ordinary words keep within the width."""
    link = replace(report.refuted[0], because="a long reason " * 30)
    assert max(map(len, text_of(replace(report, links=(link,)), 80).splitlines())) <= 80


def test_very_long_text_is_cut(report: Report) -> None:
    """A formula of many pages ends in dots."""
    link = replace(report.refuted[0], reading={"left": "x + " * 5000, "right": "y"})
    text = text_of(replace(report, links=(link,)))
    assert len(text) < 4000
    assert " ...\n" in text


def test_parts_for_a_person_share_a_line(report: Report) -> None:
    """Parts of which nothing else is to be said are listed together, with the sum of their points."""
    parts = tuple(PartVerdict(f"2({x})", "for a person", 0, 2) for x in "abc")
    assert "for a person: 2(a), 2(b), 2(c) (6 points)" in text_of(replace(report, parts=parts)).splitlines()


def test_implication_is_shown_as_such(report: Report) -> None:
    """Of a refuted arrow the two relations are shown, not two sides."""
    link = replace(report.refuted[0], relation="=>", reading={"left": "a = b", "right": "a^2 = c"})
    lines = [line.split() for line in text_of(replace(report, links=(link,))).splitlines()]
    assert ["if", "a", "=", "b"] in lines
    assert ["then", "a^2", "=", "c"] in lines


def test_empty_report() -> None:
    """A document without displays gives a heading and a count of nothing."""
    assert text_of(Report("a.md", seconds=0.1)).split() == ["a.md", "0", "links;", "0.10", "s"]


def test_quiet_is_one_line_a_complaint(report: Report) -> None:
    """Quiet output names file, line and column as compilers do, for refuted and unreadable links only."""
    assert plain_text(quiet_lines(report)).splitlines() == [
        "answers.md:12:5: (3)#0 refuted: the relation fails in a world",
        "answers.md:20:9: (5)#1 unreadable: reading stopped at \\foo",
    ]


def test_part_that_is_taken_up_again(report: Report) -> None:
    """A part whose links stand apart gets its goal line once."""
    first = report.links[0]
    other = replace(first, part="1(g)")
    text = text_of(replace(report, links=(first, other, first)))
    assert text.count("goal: asserted") == 1


def test_control_characters_do_not_reach_the_terminal() -> None:
    """An escape sequence in a document is shown as a replacement character."""
    assert "\x1b" not in clean("\x1b[2J\x07 \x9b31m")
    assert clean("a\n  b\tc") == "a b c"


cells = st.recursive(
    st.none() | st.floats() | st.text(max_size=5) | st.integers(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=8,
)
keys = st.sampled_from(
    ["where", "sizes", "widths", "tables", "scalars", "left", "left_value", "right", "statement", "own"]
)


@given(st.dictionaries(keys, cells), st.text(max_size=30), st.integers(1, 200))
def test_any_counterexample_is_printable(example: dict, text: str, width: int) -> None:
    """Whatever a counterexample holds, and however narrow the terminal, the report is printed."""
    link = LinkVerdict(text, text, 0, text, text, text, "refuted", text, {"repairs": text}, counterexample=example)
    part = PartVerdict(text, "wrong", 0, 1, text, text)
    lines = report_lines(Report("f", None, (link,), (part,)), width)
    assert all(character.isprintable() or character == "\n" for character in plain_text(lines))


def test_shown_reading() -> None:
    """A display is shown as written, side by side with its reading, its repairs and what could not be read."""
    row = Shown("1(c)", "9", "a = b = \\foo", ("a", "b", ""), ("=", "="), "claim", ("closed",), ("x>0",), "at \\foo", 7)
    text = plain_text(shown_lines([row]))
    assert [line.split() for line in text.splitlines() if line.strip()] == [
        ["1(c)"],
        ["(9)", "line", "7", "claim"],
        ["written", "a", "=", "b", "=", "\\foo"],
        ["a"],
        ["=", "b"],
        ["=", "(no", "reading)"],
        ["unread", "at", "\\foo"],
        ["repair", "closed"],
        ["fact", "x>0"],
    ]


def test_rechecked_rows() -> None:
    """Each certificate is accepted or rejected, with a reason."""
    rows = [Rechecked("3", 0, "refuted", True), Rechecked("4", 1, "proved", False, "the document has changed")]
    words = [line.split(maxsplit=3) for line in plain_text(rechecked_lines(rows)).splitlines()]
    assert words == [["(3)#0", "refuted", "accepted"], ["(4)#1", "proved", "rejected", "the document has changed"]]
