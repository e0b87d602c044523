"""The submissions in a folder: which files they are, whose they are, and their bytes.

A file directly in the folder is a submission of the student whose name it has; a folder in it belongs to one student,
and every document below it (to a depth of four) is a submission of that student. Documents are `.md`, `.markdown`,
`.tex` and `.ipynb`; other files, and what begins with a dot or `__`, are passed over.

Law: nothing outside the folder is opened. A symbolic link is not followed, a pipe or a device is not opened, a file
larger than the limit is not read; each of these becomes a submission that says why it cannot be judged, so that nobody
is lost in silence. Names may be anything that a file system allows; an `id` is printable, has one line, and two files
have two ids.
"""

from __future__ import annotations

import os
import stat
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from hw3verify.language.source import LARGEST_FILE

SUFFIXES = (".md", ".markdown", ".tex", ".ipynb")
LARGEST_NOTEBOOK = 32_000_000  # bytes; pictures in outputs count
DEEPEST = 4
MOST_ENTRIES = 2_000  # of one student; what is more is not a homework
MOST_SUBMISSIONS = 200_000


@dataclass(frozen=True, slots=True)
class Submission:
    """One document: `id` is its path from the folder, made printable; `because` says why it cannot be read."""

    id: str
    student: str
    path: Path
    because: str = ""


@dataclass(frozen=True, slots=True)
class Content:
    """The bytes of a submission and their digest; or why there are none."""

    data: bytes = b""
    digest: str = ""
    because: str = ""


def printable(name: str) -> str:
    """The name with everything that does not show as itself escaped; different names stay different."""
    said = os.fsencode(name.replace("\\", "\\\\")).decode("utf-8", "backslashreplace")
    return "".join(c if _shows(c) else f"\\u{{{ord(c):x}}}" for c in said)


def _shows(c: str) -> bool:
    return c == " " or unicodedata.category(c)[0] not in "CZ"


def find_submissions(folder: str | os.PathLike[str], besides: Path | None = None) -> tuple[Submission, ...]:
    """All submissions in a folder, sorted by id; `besides` is a folder that is passed over (the results).

    Raises ValueError where the folder is none, cannot be read, or holds more than can be meant.
    """
    home = Path(folder)
    if not home.is_dir():
        raise ValueError(f"{home}: is no folder; name the folder that holds the submissions")
    try:
        own = besides.stat() if besides is not None and besides.is_dir() else None
        entries = sorted(os.scandir(home), key=lambda e: e.name)
    except OSError as problem:
        raise ValueError(f"{home}: cannot be read ({problem.strerror})") from problem
    found: list[Submission] = []
    for entry in entries:
        if _passed_over(entry.name) or (own is not None and _same(entry, own)):
            continue
        if entry.is_dir(follow_symlinks=False):
            found.extend(_of_student(entry, own))
        elif _is_document(entry.name) or entry.is_symlink():
            found.append(_submission(entry.name, Path(entry.name).stem, Path(entry.path), entry))
        if len(found) > MOST_SUBMISSIONS:
            raise ValueError(f"{home}: holds more than {MOST_SUBMISSIONS} documents; grade a part of it at a time")
    return tuple(sorted(found, key=lambda s: s.id))


def _of_student(top: os.DirEntry[str], own: os.stat_result | None) -> Iterator[Submission]:
    """The documents below a student's folder, to a limited depth and number."""
    student, seen = top.name, 0
    folders = [(top.path, top.name, 1)]
    while folders:
        path, name, depth = folders.pop()
        try:
            entries = sorted(os.scandir(path), key=lambda e: e.name)
        except OSError as problem:
            yield Submission(printable(name), printable(student), Path(path), f"cannot be opened: {problem.strerror}")
            continue
        for entry in entries:
            seen += 1
            if seen > MOST_ENTRIES:
                yield Submission(f"{printable(student)}/...", printable(student), Path(path),
                                 f"holds more than {MOST_ENTRIES} files; the rest is not looked at")  # fmt: skip
                return
            below = f"{name}/{entry.name}"
            if _passed_over(entry.name) or (own is not None and _same(entry, own)):
                continue
            if entry.is_dir(follow_symlinks=False):
                if depth < DEEPEST:
                    folders.append((entry.path, below, depth + 1))
                else:
                    yield Submission(printable(below), printable(student), Path(entry.path),
                                     f"deeper than {DEEPEST} folders; not looked at")  # fmt: skip
            elif _is_document(entry.name) or entry.is_symlink():
                yield _submission(below, student, Path(entry.path), entry)


def _submission(name: str, student: str, path: Path, entry: os.DirEntry[str]) -> Submission:
    because = "a symbolic link, which is not followed" if entry.is_symlink() else ""
    return Submission(printable(name), printable(student), path, because)


def _passed_over(name: str) -> bool:
    return name.startswith((".", "__"))


def _is_document(name: str) -> bool:
    return name.lower().endswith(SUFFIXES)


def _same(entry: os.DirEntry[str], other: os.stat_result) -> bool:
    return entry.is_dir(follow_symlinks=False) and os.path.samestat(entry.stat(follow_symlinks=False), other)


def read_submission(submission: Submission) -> Content:
    """The bytes of a submission, at most as many as the limit; never raises for what lies there."""
    if submission.because:
        return Content(because=submission.because)
    most = LARGEST_NOTEBOOK if submission.path.name.lower().endswith(".ipynb") else LARGEST_FILE
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    try:
        handle = os.open(submission.path, flags)
    except OSError as problem:
        return Content(because=f"cannot be opened: {problem.strerror}")
    except ValueError:
        return Content(because="cannot be opened under this name")
    try:
        with os.fdopen(handle, "rb") as stream:
            if not stat.S_ISREG(os.fstat(stream.fileno()).st_mode):
                return Content(because="is no regular file")
            data = stream.read(most + 1)
    except OSError as problem:
        return Content(because=f"cannot be read: {problem.strerror}")
    if len(data) > most:
        return Content(because=f"larger than {most // 1_000_000} MB; hand in the written part alone")
    return Content(data, sha256(data).hexdigest())
