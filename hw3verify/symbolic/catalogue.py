"""All theorems by their identifiers: to look at, to verify, and as one LaTeX document.

The theorem's module is loaded when one of its statements is first asked for. Every function raises ValueError where
there is no theorem of that identifier.
"""

from __future__ import annotations

from collections.abc import Iterable
from importlib import import_module
from typing import cast

from sympy import Basic, latex

from hw3verify.symbolic.record import Verification
from hw3verify.symbolic.registry import entry
from hw3verify.symbolic.theorem import Theorem


def theorem(identifier: str) -> Theorem:
    """The theorem to which the statement belongs."""
    return cast(Theorem, import_module(f"hw3verify.symbolic.{entry(identifier).module}").THEOREM)


def statement(identifier: str) -> Basic:
    """The statement as a SymPy expression."""
    return theorem(identifier).statement(identifier)


def verify(identifier: str) -> Verification:
    """Check the statement."""
    return theorem(identifier).verify(identifier)


def latex_document(identifiers: Iterable[str]) -> str:
    """A LaTeX article with each statement under its identifier and title."""
    lines = [
        r"\documentclass{article}",
        r"\usepackage[T1]{fontenc}",
        r"\usepackage{amsmath,amssymb}",
        r"\usepackage[landscape,margin=1cm]{geometry}",
        r"\begin{document}",
    ]
    for identifier in identifiers:
        title = entry(identifier).title.replace("_", r"\_")
        name = identifier.replace("_", r"\_")
        lines += ["", rf"\paragraph{{{name}}} {title}:", r"\[", latex(statement(identifier)), r"\]"]
    return "\n".join([*lines, "", r"\end{document}", ""])
