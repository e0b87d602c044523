"""The course's theorems: written derivations whose every step is proved, with the proofs beside them.

    from hw3verify.theorems import identifiers, load_theorem
    gap = load_theorem("elbo.gap")      # re-checks the shipped proofs; raises UnprovedTheorem where one fails
    print(gap.statement, gap.rules)

A document `elbo.md` holds the theorems `elbo.bound`, `elbo.gap` and so on, one under each heading, and `elbo.json` the
evidence for each of their links, as `hw3verify check --certificates` writes it. `document` reads one such file, `shelf`
finds those that are shipped; both only read. What is proved is the judge's business: `hw3verify.judge.established`
re-checks the evidence with the kernel, and `hw3verify.judge.cited` lets derivations cite a theorem by its identifier.

Importing this package loads none of it: the names below are handed out when they are asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from hw3verify.judge.established import Established, UnprovedTheorem, load_theorem
    from hw3verify.theorems.document import Theorem, UnusableTheorem
    from hw3verify.theorems.shelf import catalogue, identifiers, shipped, theorem

__all__ = [
    "Established",
    "Theorem",
    "UnprovedTheorem",
    "UnusableTheorem",
    "catalogue",
    "identifiers",
    "load_theorem",
    "shipped",
    "theorem",
]

_HOMES = {
    "Established": "hw3verify.judge.established",
    "UnprovedTheorem": "hw3verify.judge.established",
    "load_theorem": "hw3verify.judge.established",
    "Theorem": "hw3verify.theorems.document",
    "UnusableTheorem": "hw3verify.theorems.document",
    "catalogue": "hw3verify.theorems.shelf",
    "identifiers": "hw3verify.theorems.shelf",
    "shipped": "hw3verify.theorems.shelf",
    "theorem": "hw3verify.theorems.shelf",
}


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        from importlib import import_module

        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'hw3verify.theorems' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *_HOMES})
