"""The text of a submission's bytes: a document as it stands, or the Markdown cells of a notebook one after another.

A notebook is JSON (nbformat 3 and 4). Its code, outputs and attachments are not looked at, and nothing in it is ever
unpacked. Line numbers of a notebook count the lines of its Markdown cells put together, one empty line between two.

Law: any bytes give a text or `UnusableInput`, which says what to do.
"""

from __future__ import annotations

import json
from typing import Any

from hw3verify.language.source import LARGEST_FILE, Source, UnusableInput, decode

MOST_CELLS = 5_000


def source_of(data: bytes, name: str) -> Source:
    """The document that these bytes are."""
    text = decode(data, name)
    return Source(name, _markdown(text, name) if name.lower().endswith(".ipynb") else text)


def _markdown(text: str, name: str) -> str:
    try:
        notebook = json.loads(text, parse_int=len, parse_float=len)  # no number of a million digits is made
    except (ValueError, RecursionError) as problem:
        raise UnusableInput(f"{name}: is no notebook (no JSON); save it again from Jupyter") from problem
    cells = _cells(notebook)
    if cells is None:
        raise UnusableInput(f"{name}: is no notebook (it has no list of cells); save it again from Jupyter")
    found = [_text(cell.get("source")) for cell in cells[:MOST_CELLS] if _is_markdown(cell)]
    joined = "\n\n".join(part for part in found if part.strip())
    if not joined:
        raise UnusableInput(f"{name}: has no Markdown cells; write the derivation into one")
    if len(joined) > LARGEST_FILE:
        raise UnusableInput(f"{name}: its text is larger than {LARGEST_FILE // 1_000_000} MB")
    return str(decode(joined.encode("utf-8", "replace"), name))


def _cells(notebook: Any) -> list[Any] | None:
    """The cells of a notebook of format 4, or of the first sheet of format 3."""
    if isinstance(notebook, dict) and isinstance(notebook.get("worksheets"), list) and notebook["worksheets"]:
        notebook = notebook["worksheets"][0]
    cells = notebook.get("cells") if isinstance(notebook, dict) else None
    return cells if isinstance(cells, list) else None


def _is_markdown(cell: Any) -> bool:
    return isinstance(cell, dict) and cell.get("cell_type") == "markdown"


def _text(source: Any) -> str:
    """A cell's source: one string, or a list of lines."""
    if isinstance(source, str):
        return source
    return "".join(line for line in source if isinstance(line, str)) if isinstance(source, list) else ""
