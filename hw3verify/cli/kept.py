"""Evidence in a file: what `check --certificates` writes and `recheck` reads.

Law: what is read back is of the form that is written, or the command ends with a message that says how to write it.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

CERTIFICATES_FORMAT = "hw3verify certificates 1"


def keep(path: str, kept: list[dict[str, Any]]) -> None:
    """Write the evidence of some files; `ClickException` where the path takes nothing."""
    from hw3verify.judge.record import plain

    try:
        text = json.dumps({"format": CERTIFICATES_FORMAT, "files": plain(kept)}, indent=1, allow_nan=False)
        Path(path).write_text(text + "\n", encoding="utf-8")
    except OSError as problem:
        raise click.ClickException(f"{path}: cannot be written ({problem.strerror}); give another path") from problem


def kept_entry(path: str, file: str) -> dict[str, Any]:
    """What CERTIFICATES says of this file: the entry of that name, or its only entry."""
    try:
        kept = json.loads(Path(path).read_text(encoding="utf-8"))
    except OSError as problem:
        raise click.ClickException(f"{path}: cannot be read ({problem.strerror})") from problem
    except (ValueError, RecursionError) as problem:
        raise click.ClickException(f"{path}: no JSON; write it with: hw3verify check --certificates") from problem
    entries = kept.get("files") if isinstance(kept, dict) and kept.get("format") == CERTIFICATES_FORMAT else None
    if not isinstance(entries, list) or not all(_is_entry(entry) for entry in entries):
        raise click.ClickException(
            f"{path}: not of the form {CERTIFICATES_FORMAT!r}; write it with: hw3verify check --certificates"
        )
    named = [entry for entry in entries if entry["file"] == file]
    named = named or [entry for entry in entries if Path(entry["file"]).name == Path(file).name]
    chosen: list[dict[str, Any]] = named or (entries if len(entries) == 1 else [])
    if len(chosen) != 1:
        known = ", ".join(entry["file"] for entry in entries[:5]) or "nothing"
        raise click.ClickException(f"{path}: has no single entry for {file}; it has certificates for {known}")
    return chosen[0]


def _is_entry(entry: Any) -> bool:
    return (
        isinstance(entry, dict)
        and isinstance(entry.get("file"), str)
        and isinstance(entry.get("assignment"), str | None)
        and isinstance(entry.get("certificates"), list)
        and all(isinstance(certificate, dict) for certificate in entry["certificates"])
    )
