"""pytest as an answer checker: `pytest my_hw3.md` runs a derivation like a test, an item for every link.

    my_hw3.md::1(c)::(3)#1      a link of part 1(c)
    my_hw3.md::1(c)::goal       what the assignment asks for in that part

A refuted link fails and shows the line, our reading, the counterexample and the slip. What is undecided, unreadable or
for a person is skipped with the reason (`--hw3-strict`: what is undecided or unreadable fails). `case` says exactly
what passes, fails and is skipped; `sharing` who judges a document, `submission` has the collectors and items.

For tests of one's own there are `check_derivation`, `assert_equivalent` and `assert_same_function`, as functions of
this package and as fixtures of the same names.

Law: a session in which no Markdown or TeX file is named on the command line, and no file matches the ini option
`hw3verify_submissions`, runs as it would without this plugin: no hook does more than look at the end of a file's name.
Importing this package loads pytest and nothing else that is heavy.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from hw3verify.pytest_plugin.assertions import (
    Checked,
    NotDecided,
    assert_equivalent,
    assert_same_function,
    check_derivation,
)
from hw3verify.pytest_plugin.sharing import Sharing

if TYPE_CHECKING:
    from hw3verify.pytest_plugin.submission import Submission

__all__ = ["Checked", "NotDecided", "assert_equivalent", "assert_same_function", "check_derivation"]

SUFFIXES = (".md", ".markdown", ".tex")
_SHARING = pytest.StashKey[Sharing]()
_FOR_WORKERS = "hw3verify"  # the key under which workers find the folder that they share


def pytest_addoption(parser: pytest.Parser) -> None:
    """The options, and the ini line that names submissions."""
    group = parser.getgroup("hw3verify", "derivations as tests (hw3verify)")
    group.addoption("--hw3-assignment", metavar="ID_OR_FILE", help="what was asked: hw3, or an assignment file")
    group.addoption("--hw3-strict", action="store_true", help="undecided and unreadable links fail, too")
    parser.addini(
        "hw3verify_submissions", "patterns of Markdown and TeX files to judge wherever they are collected", type="args"
    )


def pytest_configure(config: pytest.Config) -> None:
    """Look at the assignment before anything is collected, and find out with whom documents are shared.

    Raises `pytest.UsageError` for an assignment that cannot be used.
    """
    told = getattr(config, "workerinput", {}).get(_FOR_WORKERS)
    if told is not None:
        config.stash[_SHARING] = Sharing(told["folder"], told["named"])
        return
    config.stash[_SHARING] = Sharing(None, config.args_source is not pytest.Config.ArgsSource.TESTPATHS)
    name = config.getoption("hw3_assignment")
    if name is None:
        return
    from hw3verify.assignments.loader import load_assignment, shipped
    from hw3verify.language.source import UnusableInput

    if name not in shipped():
        name = str(Path(config.invocation_params.dir, name)) if Path(name).suffix else name
    try:
        load_assignment(name)
    except UnusableInput as problem:
        raise pytest.UsageError(f"--hw3-assignment: {problem}") from problem
    config.option.hw3_assignment = name


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Tell a worker of pytest-xdist in which folder it finds what other workers have judged."""
    sharing = node.config.stash[_SHARING]
    if sharing.folder is None:
        node.config.stash[_SHARING] = sharing = Sharing.between_workers(sharing.named)
    node.workerinput[_FOR_WORKERS] = {"folder": sharing.folder, "named": sharing.named}


def pytest_unconfigure(config: pytest.Config) -> None:
    """Remove the folder that the workers shared."""
    sharing = config.stash.get(_SHARING, None)
    if sharing is not None and not hasattr(config, "workerinput"):
        sharing.remove()


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> Submission | None:
    """A submission, where the file is named on the command line or matches `hw3verify_submissions`."""
    if file_path.suffix.lower() not in SUFFIXES or not is_submission(file_path, parent.session):
        return None
    from hw3verify.pytest_plugin.submission import Submission

    return Submission.from_parent(parent, path=file_path, sharing=parent.config.stash[_SHARING])


def is_submission(path: Path, session: pytest.Session) -> bool:
    """Was this file named on the command line, or is it one of those that the ini file names?

    A pattern with a slash is compared with the path below the root folder, one without with the file's name.
    """
    config = session.config
    if config.stash[_SHARING].named and session.isinitpath(path):
        return True
    below = path.relative_to(config.rootpath) if path.is_relative_to(config.rootpath) else path
    patterns: list[str] = config.getini("hw3verify_submissions")
    return any(Path(below if "/" in pattern else path.name).match(pattern) for pattern in patterns)


@pytest.fixture(name="check_derivation")
def _check_derivation() -> Callable[..., Checked]:
    """`check_derivation(text_or_path, assignment=None)`: a report that asserts things about itself."""
    return check_derivation


@pytest.fixture(name="assert_equivalent")
def _assert_equivalent() -> Callable[..., None]:
    """`assert_equivalent(left, right, facts=())`: two LaTeX expressions are equal under these facts."""
    return assert_equivalent


@pytest.fixture(name="assert_same_function")
def _assert_same_function() -> Callable[..., None]:
    """`assert_same_function(student, reference, strategy)`: two functions agree on what Hypothesis draws."""
    return assert_same_function
