"""The theorems that are shipped, by their identifiers.

Law: everything here is read from the files beside this module and from nothing else; a name that comes from outside is
only compared with the names that are there, it never makes a path. A document is read once.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from hw3verify.language.source import Source, load
from hw3verify.theorems.document import Theorem, UnusableTheorem, read_theorems

HOME = Path(__file__).parent


def shipped() -> tuple[str, ...]:
    """The names of the documents, in alphabetical order."""
    return tuple(sorted(path.stem for path in HOME.glob("*.md")))


@lru_cache(maxsize=32)
def document_source(name: str) -> Source:
    """The text of a document. Raises `UnusableTheorem` where no document has this name."""
    if name not in shipped():
        raise UnusableTheorem(f"{name}: no such document of theorems; there are {', '.join(shipped())}")
    return load(HOME / f"{name}.md")


@lru_cache(maxsize=32)
def certificates(name: str) -> tuple[Mapping[str, Any], ...]:
    """The evidence shipped with a document, unchecked. Raises `UnusableTheorem` where there is none."""
    document_source(name)
    path = HOME / f"{name}.json"
    try:
        (entry,) = json.loads(path.read_text(encoding="utf-8"))["files"]
        return tuple(entry["certificates"])
    except (OSError, ValueError, LookupError, TypeError) as problem:
        said = f"{path.name}: no certificates can be read from it ({type(problem).__name__})"
        raise UnusableTheorem(said) from problem


@lru_cache(maxsize=1)
def catalogue() -> Mapping[str, Theorem]:
    """All theorems by their identifiers, document by document in the order of the text."""
    found = (theorem for name in shipped() for theorem in read_theorems(document_source(name), name))
    return MappingProxyType({theorem.identifier: theorem for theorem in found})


def identifiers() -> tuple[str, ...]:
    """The identifiers of all theorems."""
    return tuple(catalogue())


def theorem(identifier: str) -> Theorem:
    """A theorem by its identifier, as it is written, unchecked. Raises `UnusableTheorem` for an unknown one."""
    found = catalogue().get(identifier)
    if found is None:
        raise UnusableTheorem(unknown(identifier))
    return found


def unknown(identifier: str) -> str:
    """The sentence that says that there is no such theorem, and which was probably meant."""
    close = get_close_matches(identifier[:100], identifiers(), 1)
    return f"no theorem is known as {identifier[:100]}" + (f"; did you mean {close[0]}?" if close else "")
