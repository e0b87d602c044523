"""The records: what the judge says of one document, as plain data.

The judge makes these, everything that reports reads them, and nothing here decides anything. A record is made of
strings, numbers, tuples and dictionaries only, so that it can be written as JSON, sent between processes and kept for
years.

    Report        one file: its links, its parts, the seconds taken, the certificates
    LinkVerdict   one relation between two neighbouring sides
    PartVerdict   one part of the assignment: was the asked statement reached?
    Shown         one display as it was read (`hw3verify show`)
    Rechecked     one certificate after `hw3verify recheck`

The keys of `to_json` are those of `hw3verify/report/schema.json`. A number that JSON cannot say (an infinity, an exact
fraction) is written as a string.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any

VERDICTS = ("proved", "refuted", "supported", "undecided", "unreadable", "definition", "condition")
GOALS = ("reached", "asserted", "wrong", "missing", "for a person", "")


def plain(value: Any) -> Any:
    """The value as JSON can say it: mappings, lists, strings, finite numbers, true, false, null."""
    if value is None or isinstance(value, bool | str | int):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else str(value)
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(item) for item in value]
    return str(value)


@dataclass(frozen=True, slots=True)
class LinkVerdict:
    """One link: `left relation right` as written, and what is known of it.

    verdict         one of VERDICTS
    because         one sentence for the author of the document
    reading         how it was read: "left" and "right" as LaTeX, "repairs", "alternatives" (lists of sentences)
    facts           the facts that were used, as written
    counterexample  for `refuted`: "statement", "where", "sizes", "widths", "tables", "scalars", "left", "left_value",
                    "right", "right_value" (any of them may be left out)
    proof           for `proved`: the steps
    worlds          how many worlds it survived
    slip            for `refuted`: what to change, where one change mends the link ("" if none was found or asked for)
    inherits        for `refuted`: the earlier broken link whose slip this one repeats, as "(3)#0"; "" if it has its own
    line, column    where the link's relation stands in the file, from 1
    """

    part: str
    equation: str
    link: int
    relation: str
    left: str
    right: str
    verdict: str
    because: str = ""
    reading: dict[str, Any] = field(default_factory=dict)
    facts: tuple[str, ...] = ()
    counterexample: dict[str, Any] | None = None
    proof: list[Any] | None = None
    worlds: int = 0
    line: int = 0
    column: int = 0
    slip: str = ""
    inherits: str = ""

    def to_json(self) -> dict[str, Any]:
        """The record as JSON values."""
        return {f.name: plain(getattr(self, f.name)) for f in fields(self)}


@dataclass(frozen=True, slots=True)
class PartVerdict:
    """One part of the document: its goal is one of GOALS ("" where nothing was asked)."""

    part: str
    goal: str = ""
    points: float = 0
    of: float = 0
    because: str = ""
    title: str = ""

    def to_json(self) -> dict[str, Any]:
        """The record as JSON values."""
        return {f.name: plain(getattr(self, f.name)) for f in fields(self)}


@dataclass(frozen=True, slots=True)
class Report:
    """Everything that is said of one file.

    certificates    kept for `recheck`, no part of the JSON line
    notices         what is to be said of the theorems that the document cites, a sentence each; no key without any
    """

    file: str
    assignment: str | None = None
    links: tuple[LinkVerdict, ...] = ()
    parts: tuple[PartVerdict, ...] = ()
    seconds: float = 0.0
    certificates: tuple[dict[str, Any], ...] = ()
    notices: tuple[str, ...] = ()

    def with_verdict(self, verdict: str) -> tuple[LinkVerdict, ...]:
        """The links with this verdict, in the order of the document."""
        return tuple(link for link in self.links if link.verdict == verdict)

    @property
    def refuted(self) -> tuple[LinkVerdict, ...]:
        """The links that are false."""
        return self.with_verdict("refuted")

    @property
    def proved(self) -> tuple[LinkVerdict, ...]:
        """The links that are true, with a proof."""
        return self.with_verdict("proved")

    def counts(self) -> dict[str, int]:
        """How many links have each verdict; verdicts that do not occur are left out."""
        said = [link.verdict for link in self.links]
        return {verdict: said.count(verdict) for verdict in VERDICTS if verdict in said}

    def to_json(self) -> dict[str, Any]:
        """The object that `hw3verify check --json` prints."""
        return {
            "file": self.file,
            "assignment": self.assignment,
            "links": [link.to_json() for link in self.links],
            "parts": [part.to_json() for part in self.parts],
            "seconds": plain(self.seconds),
            **({"notices": plain(self.notices)} if self.notices else {}),
        }

    def _repr_html_(self) -> str:
        """How notebooks show a report."""
        from hw3verify.report.html.page import fragment

        return fragment(self)

    def _repr_latex_(self) -> str:
        """How notebooks show a report where they typeset it."""
        from hw3verify.report.notebook import latex_table

        return latex_table(self)


@dataclass(frozen=True, slots=True)
class Shown:
    """One display as it was read.

    written     the display's LaTeX
    sides       one string a side: our reading as LaTeX, or "" where there is none
    relations   what stands between the sides (one fewer than the sides)
    role        "claim", "definition", "condition" or a similar word
    repairs     what was mended to read it
    error       where reading stopped, or ""
    """

    part: str
    equation: str
    written: str
    sides: tuple[str, ...] = ()
    relations: tuple[str, ...] = ()
    role: str = ""
    repairs: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    error: str = ""
    line: int = 0
    column: int = 0

    def to_json(self) -> dict[str, Any]:
        """The record as JSON values."""
        return {f.name: plain(getattr(self, f.name)) for f in fields(self)}


@dataclass(frozen=True, slots=True)
class Rechecked:
    """One certificate, checked again against the document: `holds` when the kernel accepts it."""

    equation: str
    link: int
    verdict: str
    holds: bool
    because: str = ""
    part: str = ""

    def to_json(self) -> dict[str, Any]:
        """The record as JSON values."""
        return {f.name: plain(getattr(self, f.name)) for f in fields(self)}
