r"""LaTeX for eyes: the spacing and sizing commands of our readings left out, where a person reads them as text.

    \left(z - \mu_{\phi}\right)\,\frac{1}{2}    becomes    (z - \mu_\phi) 1/2

Only text output uses this; records and JSON keep the LaTeX as it can be typeset.
"""

from __future__ import annotations

import re

_RULES = tuple(
    (re.compile(pattern), by)
    for pattern, by in (
        (r"\\left(?![a-z])\s?|\\right(?![a-z])\s?", ""),
        (r"\\[,;!:]\s?", " "),
        (r"\\math(?:rm|bf|it)\{(\w+)\}", r"\1"),
        (r"([_^])\{(\\[A-Za-z]+(?=\}[^A-Za-z]|\}$)|\w)\}", r"\1\2"),
        (r"\\frac\{(\d+)\}\{(\d+)\}", r"\1/\2"),
        (r"(?<![\\_^}A-Za-z])\{(\\?\w+|\\?\w+_\\?\w+|\([^(){}]*\))\}\^", r"\1^"),
    )
)


def readable(latex: str) -> str:
    """The same formula with less ado."""
    for pattern, by in _RULES * 2:  # twice: what stands inside first
        latex = pattern.sub(by, latex)
    return latex
