"""The collectors and items: a submission, its parts, its links.

A submission is judged when it is collected, once, because its links are not known before; the items carry their
outcome and running them is free. Items that are skipped have pytest's own mark, so that every report of pytest says
where and why. For `-k` an item answers to its verdict and its part without brackets: `-k "refuted and 1c"`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from hw3verify.pytest_plugin.case import Case, Group
from hw3verify.pytest_plugin.sharing import Sharing

_NO_WORD = re.compile(r"\W")


class Broken(AssertionError):
    """A link is refuted or a goal is not reached; the message is the report on it."""


class Submission(pytest.File):
    """A document: a collector for every part."""

    def __init__(self, *, sharing: Sharing, **rest: Any) -> None:
        super().__init__(**rest)
        self._sharing = sharing

    def collect(self) -> Iterator[PartCollector]:
        """The parts in the order of the document; what the assignment asks for and nobody wrote comes last."""
        from hw3verify.pytest_plugin import judged

        assignment = self.config.getoption("hw3_assignment")
        strict = self.config.getoption("hw3_strict")

        def judge(path: Path) -> tuple[Group, ...]:
            return judged.judged(path, assignment, strict)

        for group in self._sharing.cases(self.path, self._others(), judge):
            yield PartCollector.from_parent(self, name=group.name, cases=group.cases)

    def _others(self) -> Iterator[Path]:
        """Submissions that are still to come: those named on the command line, and the neighbours of this file."""
        from hw3verify.pytest_plugin import SUFFIXES, is_submission

        start = self.config.invocation_params.dir
        named = [Path(start, word.split("::")[0]) for word in self.config.args]
        for path in dict.fromkeys([*named, *sorted(self.path.parent.iterdir())]):
            if path.suffix.lower() in SUFFIXES and path.is_file() and is_submission(path, self.session):
                yield path


class PartCollector(pytest.Collector):
    """A part: an item for every link, and one for its goal."""

    def __init__(self, *, cases: tuple[Case, ...], **rest: Any) -> None:
        super().__init__(**rest)
        self._cases = cases
        self.extra_keyword_matches.add(_NO_WORD.sub("", self.name))

    def collect(self) -> Iterator[LinkItem]:
        """The items in the order of the document."""
        for case in self._cases:
            yield LinkItem.from_parent(self, name=case.name, case=case)


class LinkItem(pytest.Item):
    """One link, or one goal."""

    def __init__(self, *, case: Case, **rest: Any) -> None:
        super().__init__(**rest)
        self.case = case
        self.extra_keyword_matches.add(case.verdict)
        self.user_properties.extend(case.properties)
        if case.outcome == "skipped":
            self.add_marker(pytest.mark.skip(reason=case.text))

    def runtest(self) -> None:
        """Raise `Broken` where the case failed."""
        if self.case.outcome == "failed":
            raise Broken(self.case.text)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """The report on the link, without a traceback."""
        return str(excinfo.value) if isinstance(excinfo.value, Broken) else super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int, str]:
        """Where the link stands in the document, and its name."""
        return self.path, self.case.line - 1, f"{self.parent.name if self.parent else ''} {self.name}".strip()
