"""Notebooks: their Markdown cells, and what else a file of that name may be."""

import gzip
import io
import json
import zipfile

import pytest

from hw3verify.grading.notebook import source_of
from hw3verify.language.source import UnusableInput


def notebook(*cells: tuple[str, object]) -> bytes:
    return json.dumps({"nbformat": 4, "cells": [{"cell_type": k, "source": s} for k, s in cells]}).encode()


def test_markdown_cells_are_the_text() -> None:
    """Markdown cells follow each other with an empty line between; code and outputs are not looked at."""
    data = notebook(("markdown", "$$a$$"), ("code", "$$x$$"), ("markdown", ["b\n", "c"]), ("raw", "d"))
    assert source_of(data, "a.ipynb").text == "$$a$$\n\nb\nc"


def test_the_third_format_is_read() -> None:
    """nbformat 3 keeps its cells in worksheets."""
    old = {"nbformat": 3, "worksheets": [{"cells": [{"cell_type": "markdown", "source": ["x"]}]}]}
    assert source_of(json.dumps(old).encode(), "a.ipynb").text == "x"


def test_other_documents_are_as_they_stand() -> None:
    """What is named .md is no notebook, whatever it holds."""
    assert source_of(b'{"cells": []}', "a.md").text == '{"cells": []}'


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.ipynb", b"0" * 10_000_000)
    return out.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"no json",
        b"[]",
        b'"text"',
        b"{}",
        b'{"cells": {"cell_type": "markdown"}}',
        b'{"cells": [1, null, {"cell_type": "markdown"}, {"cell_type": "markdown", "source": [1, {}]}]}',
        b'{"worksheets": [[]]}',
        b"[" * 1_000_000,
        b'{"cells":' * 100_000,
        b'{"cells": ' + b"9" * 1_000_000 + b"}",
        b"\xff\xfe\x00",
        bomb(),
        gzip.compress(b"0" * 10_000_000),
        notebook(("code", "x = 1")),
        notebook(("markdown", "  \n")),
    ],
    ids=lambda data: repr(data[:4]),  # further on a zip says when it was made
)
def test_what_is_no_notebook_is_unusable(data: bytes) -> None:
    """Everything else, archives and endless nesting too, is unusable with a reason; nothing is unpacked."""
    with pytest.raises(UnusableInput):
        source_of(data, "a.ipynb")


def test_lone_surrogates_do_not_raise() -> None:
    """JSON may hold half of a character; it becomes a question mark."""
    assert source_of(b'{"cells": [{"cell_type": "markdown", "source": "a\\ud800"}]}', "a.ipynb").text == "a?"
