"""Verdicts on claims, kept on disk and shared by all workers.

One file an entry, written beside its place and renamed into it, so that whoever reads sees a whole entry or none. An
entry is sealed with a key that only the owner of the cache can read; a damaged, foreign or misplaced entry is no entry.
And a verdict `proved` or `refuted` is never believed: it carries its evidence, and the kernel checks it again for the
claim at hand (`judge.readmit`). So the worst that a forged entry can do, by someone who has the key, is to hide a
verdict.

Law: with and without a cache the verdicts are the same. Nothing here raises: where the disk is full, or the folder is
not ours alone, the cache finds and keeps nothing. `trouble` says why.
"""

from __future__ import annotations

import hmac
import json
import os
import secrets
import stat
import tempfile
from hashlib import sha256
from pathlib import Path
from typing import Any

from hw3verify.judge.outcome import Outcome
from hw3verify.judge.record import plain

LARGEST_ENTRY = 256_000  # characters
KEPT = ("proved", "refuted", "supported", "undecided")


class Cache:
    """A folder of sealed entries; `Cache(None)` keeps nothing."""

    def __init__(self, folder: str | os.PathLike[str] | None) -> None:
        self.trouble = ""
        self._folder = None if folder is None else Path(folder)
        self._seal = b""
        if self._folder is not None:
            try:
                self._seal = _own_key(self._folder)
            except (OSError, ValueError) as problem:
                self.trouble = f"{folder}: no cache is used: {problem}"
                self._folder = None

    @property
    def used(self) -> bool:
        """Is anything found or kept here?"""
        return self._folder is not None

    def find(self, key: str) -> dict[str, Any] | None:
        """The entry under a key, if there is one with an unbroken seal."""
        if self._folder is None or not key:
            return None
        try:
            with self._place(key).open("r", encoding="utf-8") as stream:
                text = stream.read(LARGEST_ENTRY + 100)
            seal, _, body = text.partition("\n")
            if not hmac.compare_digest(seal.encode(), self._sealed(key, body).encode()):
                return None
            entry = json.loads(body)
        except (OSError, ValueError, RecursionError):
            return None
        return entry if isinstance(entry, dict) and entry.get("verdict") in KEPT else None

    def keep(self, key: str, entry: dict[str, Any]) -> None:
        """Keep an entry (`entry_of`); proved and refuted ones need their evidence."""
        certain = entry["verdict"] in ("proved", "refuted")
        kept = entry["verdict"] in KEPT and certain == (entry["evidence"] is not None)
        if self._folder is None or not key or not kept:
            return
        try:
            body = json.dumps(entry, allow_nan=False)
            if len(body) > LARGEST_ENTRY:
                return
            place = self._place(key)
            place.parent.mkdir(mode=0o700, exist_ok=True)
            _write_whole(place, f"{self._sealed(key, body)}\n{body}")
        except (OSError, ValueError, RecursionError) as problem:
            self.trouble = f"an entry could not be kept: {problem}"

    def _place(self, key: str) -> Path:
        assert self._folder is not None
        return self._folder / key[:2] / f"{key[2:]}.json"

    def _sealed(self, key: str, body: str) -> str:
        return hmac.new(self._seal, f"{key}\n{body}".encode("utf-8", "backslashreplace"), sha256).hexdigest()


def entry_of(outcome: Outcome, evidence: dict[str, Any] | None) -> dict[str, Any]:
    """What is kept of an outcome, as JSON data."""
    return {"verdict": outcome.verdict, "because": outcome.because, "worlds": outcome.worlds,
            "acceptable": outcome.acceptable, "evidence": plain(evidence)}  # fmt: skip


def restored(entry: dict[str, Any]) -> Outcome | None:
    """The outcome of an entry without evidence: supported or undecided, never more."""
    if entry["verdict"] not in ("supported", "undecided"):
        return None
    because, worlds = entry.get("because"), entry.get("worlds")
    if not isinstance(because, str) or not isinstance(worlds, int):
        return None
    return Outcome(entry["verdict"], because, None, worlds, entry.get("acceptable") is True)


def _own_key(folder: Path) -> bytes:
    """The key of a cache, made when it is first needed; ValueError where others could have made or read it."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / "key"
    if not path.exists():
        fresh = folder / f"key.{secrets.token_hex(8)}"
        handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as stream:
            stream.write(secrets.token_bytes(32))
        try:
            os.link(fresh, path)  # whoever is first makes the key, the others use it
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
    about = path.lstat()
    if not stat.S_ISREG(about.st_mode):
        raise ValueError("its key is no regular file")
    if hasattr(os, "getuid") and (about.st_uid != os.getuid() or about.st_mode & 0o077):
        raise ValueError("its key belongs to, or can be read by, somebody else")
    key = path.read_bytes()
    if len(key) != 32:
        raise ValueError("its key is damaged; delete the cache")
    return key


def _write_whole(place: Path, text: str) -> None:
    """The file appears with all of the text, or not at all."""
    handle, name = tempfile.mkstemp(dir=place.parent)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", errors="backslashreplace") as stream:
            stream.write(text)
        Path(name).replace(place)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
