r"""A report as one LaTeX table, for notebooks and other places that typeset with MathJax.

    (4)#0   our reading of the left side = that of the right   refuted

Law: only our own readings are typeset, and of them only commands that we print (`symbols`); a reading with any other
command is left out with a dash. Nothing of the text of a document gets there.
"""

from __future__ import annotations

import re

from hw3verify.judge.record import LinkVerdict, Report
from hw3verify.report.html.link import RELATIONS
from hw3verify.report.html.symbols import (
    ACCENTS,
    BIG,
    FENCES,
    FONTS,
    FUNCTIONS,
    LETTERS,
    LIMITED,
    OPERATORS,
    SPACES,
    WORDS,
)
from hw3verify.report.html.tokens import tokens

KNOWN = frozenset({*ACCENTS, *BIG, *FONTS, *FUNCTIONS, *LETTERS, *LIMITED, *OPERATORS, *SPACES, *WORDS, "frac", "sqrt",
                   "left", "right", "begin", "end", "\\"}) | {fence.removeprefix("\\") for fence in FENCES}  # fmt: skip
FOREIGN = frozenset('$%#&"~`')  # signs that LaTeX or a page could take for something else than mathematics
LONGEST = 600  # characters of one side; the HTML report has more


def latex_table(report: Report) -> str:
    """The links of the report, each with its reading and its verdict."""
    rows = r"\\".join(_row(link) for link in report.links)
    return rf"$$\begin{{array}}{{lll}}{rows}\end{{array}}$$" if rows else r"$$\text{no links}$$"


def _row(link: LinkVerdict) -> str:
    name = re.sub(r"[^\w.]", "", link.equation.replace("_", ""), flags=re.ASCII)
    left, right = (_safe(str(link.reading.get(side) or "")) for side in ("left", "right"))
    relation = RELATIONS.get(link.relation, "")
    reading = rf"{left} {relation} {right}" if left and right and relation else r"\text{--}"
    return rf"\text{{({name})}}_{{{link.link}}} & {reading} & \text{{{link.verdict}}}"


def _safe(latex: str) -> str:
    """The reading, or nothing where it holds a command that is not ours, or brackets that would spill."""
    found = tokens(latex)
    if len(latex) > LONGEST or not all(t[1:] in KNOWN if t.startswith("\\") else t not in FOREIGN for t in found):
        return ""
    depth = lowest = 0
    for brace in found:
        depth += {"{": 1, "}": -1}.get(brace, 0)
        lowest = min(lowest, depth)
    return "" if depth or lowest else latex.replace("<", r"\lt ").replace(">", r"\gt ")
