"""Sharing among workers: with pytest-xdist every worker collects every file, and one of them judges it.

pytest-xdist asks each worker for all items, so a document would be judged by all of them. Here the workers of one
session share a folder that nobody else may read. The first that locks a document judges it and leaves the cases there
as JSON; the others read them. A worker that finds a document locked takes another one that nobody has before it waits,
so that several documents are judged at the same time.

Law: each document is judged once for a session, however many workers there are, as long as they live; a worker that
dies loses its lock, and another takes over. Cost: a file and a lock for a document; where there is a single document
the other workers wait for it, as they have nothing to do before they know its items. Workers on other machines, and
systems without `fcntl`, share nothing: there each worker judges by itself.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from tempfile import mkdtemp

from hw3verify.pytest_plugin.case import Group, from_json, to_json

Judge = Callable[[Path], tuple[Group, ...]]


@dataclass(frozen=True, slots=True)
class Sharing:
    """A folder that processes share, or none; `named`: were files named on the command line?"""

    folder: str | None = None
    named: bool = True

    @staticmethod
    def between_workers(named: bool) -> Sharing:
        """A new folder, for this user alone."""
        return Sharing(mkdtemp(prefix="hw3verify-"), named)

    def remove(self) -> None:
        """Take the folder away, if there is one."""
        if self.folder is not None:
            shutil.rmtree(self.folder, ignore_errors=True)

    def cases(self, path: Path, others: Iterable[Path], judge: Judge) -> tuple[Group, ...]:
        """The cases of this document, from another process if one has them, else by `judge`.

        `others` are documents that will be asked for later; they may be judged here while this one is busy elsewhere.
        """
        try:
            import fcntl  # noqa: F401
        except ImportError:
            return judge(path)
        if self.folder is None or not Path(self.folder).is_dir():
            return judge(path)
        home = Path(self.folder)
        waiting = (other for other in others if other != path and not _kept(home, other).exists())
        while True:
            with _locked(home, path, wait=False) as mine:
                if mine:
                    return _kept_or_judged(home, path, judge)
            busy = next(waiting, None)
            if busy is None:
                break
            with _locked(home, busy, wait=False) as mine:
                if mine:
                    _kept_or_judged(home, busy, judge)
        with _locked(home, path, wait=True):
            return _kept_or_judged(home, path, judge)


def _kept(home: Path, path: Path) -> Path:
    """Where the cases of this document are, once it is judged."""
    return home / (sha256(os.fsencode(path)).hexdigest() + ".json")


@contextmanager
def _locked(home: Path, path: Path, wait: bool) -> Iterator[bool]:
    """Hold the document's lock inside; False where another process holds it and we do not wait."""
    import fcntl

    with _kept(home, path).with_suffix(".lock").open("w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            yield False
            return
        yield True  # closing the file gives the lock back


def _kept_or_judged(home: Path, path: Path, judge: Judge) -> tuple[Group, ...]:
    """What is kept of the document; judged and kept where there is nothing yet. The lock is held."""
    kept = _kept(home, path)
    with suppress(OSError, ValueError):
        return from_json(json.loads(kept.read_text(encoding="utf-8")))
    cases = judge(path)
    with suppress(OSError):  # a full disk costs time, not verdicts
        unfinished = kept.with_suffix(".new")
        unfinished.write_text(json.dumps(to_json(cases)), encoding="utf-8")
        unfinished.replace(kept)
    return cases
