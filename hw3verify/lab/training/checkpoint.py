"""A run's state in a file that is the old one or the new one, whatever happens while it is written.

The state is written to a file beside the old one, forced to the disk (fsync), and renamed over it: a rename within a
folder is atomic on POSIX systems. Then the folder is forced to the disk, so that the new name survives a power cut. A
process that is killed leaves the old state and perhaps a file `.partial`, which the next save overwrites.

Files are read as tensors, numbers, texts and containers of them (`weights_only`): a checkpoint cannot run code.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import torch

State = dict[str, Any]


class UnusableCheckpoint(ValueError):
    """A checkpoint that cannot be read, or that belongs to another run; the message names it and says what to do."""


def save(state: State, path: Path) -> None:
    """Put the state in the place of what the file held. Raises OSError where the disk does not take it."""
    partial = path.with_name(path.name + ".partial")
    with partial.open("wb") as stream:
        torch.save(state, stream)
        stream.flush()
        os.fsync(stream.fileno())
    partial.replace(path)
    if os.name == "posix":  # elsewhere a folder cannot be opened
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def load(path: Path) -> State | None:
    """The state in the file, on the CPU; None where there is no file. Raises UnusableCheckpoint."""
    try:
        state = torch.load(path, map_location="cpu", weights_only=True)
    except FileNotFoundError:
        return None
    except Exception as problem:  # what its reader trips over is not documented
        raise UnusableCheckpoint(f"{path}: cannot be read; remove it to begin again") from problem
    if not isinstance(state, dict):
        raise UnusableCheckpoint(f"{path}: is no checkpoint of a run; remove it to begin again")
    return state
