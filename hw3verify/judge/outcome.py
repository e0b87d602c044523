"""The verdict on one claim, before it is known which link it is about."""

from __future__ import annotations

from dataclasses import dataclass

from hw3verify.kernel.certify import Certified

HIDDEN = "a fact about"  # how the reason begins why nothing is refuted of a vague name


@dataclass(frozen=True, slots=True)
class Outcome:
    """The verdict on a claim, its certificate if it has one, and what else is to be said."""

    verdict: str
    because: str
    certified: Certified | None = None
    worlds: int = 0
    acceptable: bool = False  # undecided only because the notation may mean two things; true under this one
    cited: tuple[str, ...] = ()  # the theorems by which it is proved
