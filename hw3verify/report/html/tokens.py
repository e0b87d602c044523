r"""LaTeX as a list of tokens, for printing: commands, numbers, single signs.

Law: nothing is lost but white space; the list has at most `MOST` tokens and ends in `\dots` where there were more.
"""

from __future__ import annotations

import re

MOST = 4000
_TOKEN = re.compile(r"\\(?:operatorname\*|[A-Za-z]+|.)|\d+(?:\.\d+)?|\S", re.DOTALL)


def tokens(latex: str) -> list[str]:
    """The tokens of a formula."""
    found: list[str] = []
    for match in _TOKEN.finditer(latex):
        if len(found) == MOST:
            return [*found, r"\dots"]
        found.append(match.group())
    return found
