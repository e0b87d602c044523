"""A report as LaTeX for notebooks."""

from dataclasses import replace

from hw3verify.judge.record import LinkVerdict, Report
from hw3verify.report.notebook import latex_table


def test_links_are_rows(report: Report) -> None:
    """Each link is a row; a reading is typeset, and there is a dash where there is none."""
    text = report._repr_latex_()
    assert text == latex_table(report)
    assert text.startswith("$$")
    assert text.endswith("$$")
    assert r"\text{(3)}_{0} & \log A \ge B & \text{refuted}" in text
    assert text.count(r"\\") == len(report.links) - 1
    assert latex_table(Report("a.md")) == r"$$\text{no links}$$"


def test_foreign_commands_are_left_out() -> None:
    """A reading with a command that is not ours, or with a brace that would close the table, is not typeset."""
    link = LinkVerdict("", "1", 0, "=", "a", "b", "proved", reading={"left": "a", "right": "b"})
    assert "a = b" in latex_table(Report("a.md", links=(link,)))
    for bad in (r"\href{javascript:alert(1)}{x}", r"\def\frac{}", "}", "{", "a$$b", "a & b", "x" * 5000):
        text = latex_table(Report("a.md", links=(replace(link, reading={"left": bad, "right": "b"}),)))
        assert bad not in text.replace("lll", "").replace("{array}", "").replace(r"\text{", "") or len(bad) == 1
        assert r"\text{--}" in text


def test_injections_are_not_typeset(hostile: Report) -> None:
    """Nothing of a hostile document reaches the table but letters and digits of its number."""
    text = latex_table(hostile)
    assert not any(word in text for word in ("<", ">", "\\href", "%", "#", '"'))
