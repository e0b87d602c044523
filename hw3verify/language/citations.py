"""Citations: where prose names a theorem by its identifier, as in `By Theorem elbo.gap` or `Recall theorem [elbo.gap]`.

A citation is one of the words theorem, lemma, proposition, corollary and an identifier `document.theorem` right behind
it, perhaps in brackets or as code, or several joined by commas and `and`. What stands in a formula, in a comment or in
a block of code cites nothing. Which identifiers are known is not looked at here.

Law: citations come in the order of the text, each with its offset in the document, at most `MOST` of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from hw3verify.language.blocks import Prose
from hw3verify.language.source import Source

MOST = 100  # citations in a document
_NAME = r"[a-z][a-z0-9]{0,40}(?:\\?_[a-z0-9]{1,40}){0,4}"
_WORD = r"(?:theorems?|thms?\.?|lemmas?|propositions?|corollar(?:y|ies))"
_OPEN, _SHUT = r"[\[({`*\"'“]{0,3}", r"[\])}`*\"'”]{0,3}"
_IDENTIFIER = rf"{_OPEN}(?P<name>{_NAME}\.{_NAME})"
_FIRST = re.compile(rf"\b(?i:{_WORD})[\s~]{{1,3}}{_IDENTIFIER}")
_NEXT = re.compile(rf"{_SHUT}\s{{0,2}}(?:,\s{{0,2}}and\s|,|and\s)\s{{0,2}}{_IDENTIFIER}")


@dataclass(frozen=True, slots=True)
class Citation:
    """A theorem that is named: its identifier as given, and where it stands in the document."""

    identifier: str
    start: int


def citations(source: Source, items: Iterable[object]) -> tuple[Citation, ...]:
    """The citations in some blocks of a document; only prose cites."""
    found: list[Citation] = []
    for item in items:
        if isinstance(item, Prose):
            for citation in _in_prose(source, item):
                found.append(citation)
                if len(found) >= MOST:
                    return tuple(found)
    return tuple(found)


def _in_prose(source: Source, prose: Prose) -> Iterable[Citation]:
    # an identifier in backticks is cleared from the prose, and the word before it is not
    written = source.text[prose.start : prose.start + len(prose.text)]
    for match in _FIRST.finditer(written):
        at = match.start()
        formula = any(f.start <= prose.start + at < f.start + len(f.latex) for f in prose.inlines)
        if formula or prose.text[at : at + 5] != written[at : at + 5]:
            continue
        one: re.Match[str] | None = match
        while one is not None:
            yield Citation(one["name"].replace("\\", ""), prose.start + one.start("name"))
            one = _NEXT.match(written, one.end())
