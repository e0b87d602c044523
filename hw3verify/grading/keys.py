"""Keys for what has been decided: a digest of a claim, of what is vague about it, and of the house that decided it.

Two claims have the same key exactly when they are equal: relation, premises and facts, sets in any order. Bound
variables keep their names: a name carries its role here, and a search begins where the claim's text says, so that a
claim with other names may be refuted in another world.

The fingerprint is a digest of every file that a verdict depends on (code and theorems) and of the versions of the
libraries that calculate. Another fingerprint is another key, so nothing stale is ever found.
"""

from __future__ import annotations

import sys
from dataclasses import fields, is_dataclass
from fractions import Fraction
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from hw3verify.meaning.claim import Claim
from hw3verify.meaning.expr import Node

PACKAGES = ("meaning", "kernel", "language", "search", "judge", "theorems")
LIBRARIES = ("numpy", "scipy", "sympy", "python-flint")


def key_of(claim: Claim, vague: frozenset[str], imposed: bool, fingerprint: str) -> str:
    """The key as 64 hexadecimal digits. Raises RecursionError for a claim that is nested too deeply."""
    text = f"{fingerprint}\n{canonical(claim)}\n{canonical(vague)}\n{imposed}"
    return sha256(text.encode("utf-8", "backslashreplace")).hexdigest()


def canonical(value: Any) -> str:
    """Plain values as one text; equal values have equal texts, in every process."""
    if isinstance(value, Node):
        return _group(type(value).__name__, [canonical(getattr(value, name)) for name in type(value).__slots__])
    if is_dataclass(value):
        return _group(type(value).__name__, [canonical(getattr(value, f.name)) for f in fields(value)])
    if isinstance(value, tuple):
        return _group("tuple", [canonical(item) for item in value])
    if isinstance(value, frozenset):
        return _group("set", sorted(canonical(item) for item in value))
    if value is None or isinstance(value, bool | int | str | Fraction):
        return f"{type(value).__name__}:{value!r}"
    raise TypeError(f"no canonical text for {type(value).__name__}")


def _group(name: str, items: list[str]) -> str:
    return f"{name}({','.join(items)})"


@cache
def fingerprint() -> str:
    """The digest of the code and of the libraries that verdicts depend on."""
    from importlib.metadata import PackageNotFoundError, version

    digest = sha256(sys.version.encode())
    for name in LIBRARIES:
        try:
            digest.update(f"{name} {version(name)}\n".encode())
        except PackageNotFoundError:
            digest.update(f"{name} none\n".encode())
    home = Path(__file__).parent.parent
    for package in PACKAGES:
        for path in sorted(p for p in (home / package).rglob("*") if p.suffix in (".py", ".md", ".tex")):
            digest.update(f"{path.relative_to(home).as_posix()}\n".encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()
