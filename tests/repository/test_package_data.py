"""What an installed package brings along besides its modules."""

from importlib.resources import files

import pytest

from hw3verify.assignments.loader import load_assignment
from hw3verify.cli.files import open_source
from hw3verify.language.blocks import read_blocks


@pytest.mark.parametrize(
    "path",
    [
        "py.typed",
        "assignments/hw3.md",
        "examples/submission.md",
        "report/schema.json",
        "serving/page.js",
        "serving/page.css",
        "theorems/elbo.md",
        "theorems/elbo.json",
    ],
    ids=lambda path: path,
)
def test_data_is_installed(path: str) -> None:
    """The type marker, the homework, the example, the schema, the page and the theorems lie beside the modules."""
    assert files("hw3verify").joinpath(path).is_file()


def test_example_is_a_small_submission() -> None:
    """The example has its fourteen numbered displays, and every part of it answers a part of the homework."""
    document = read_blocks(open_source("example"))
    assert [display.number for display in document.displays] == [str(n) for n in range(1, 15)]
    homework = load_assignment("hw3")
    answered = [part for part in document.parts if part.letter]
    assert len(answered) == 8
    assert all(homework.part(part.problem, part.letter) for part in answered)
