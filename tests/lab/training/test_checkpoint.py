"""Checkpoints are the old state or the new one, and run no code."""

import os
import pickle
from pathlib import Path

import pytest

torch = pytest.importorskip("torch")

from hw3verify.lab.training import checkpoint  # noqa: E402

OLD, NEW = {"epoch": 1, "x": torch.tensor([1.0])}, {"epoch": 2, "x": torch.tensor([2.0])}


def test_a_state_comes_back(tmp_path: Path) -> None:
    """What was saved last is loaded, nothing else lies in the folder, and no file is no state."""
    path = tmp_path / "state.pt"
    assert checkpoint.load(path) is None
    checkpoint.save(OLD, path)
    checkpoint.save(NEW, path)
    assert checkpoint.load(path) == {"epoch": 2, "x": torch.tensor([2.0])}
    assert [p.name for p in tmp_path.iterdir()] == ["state.pt"]


@pytest.mark.parametrize("where", ["save", "fsync", "replace"])
def test_a_save_that_dies_leaves_the_old_state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, where: str) -> None:
    """Whether it dies while writing, before the disk has it or before the renaming: the old state is whole."""
    path = tmp_path / "state.pt"
    checkpoint.save(OLD, path)

    def dies(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr({"save": torch, "fsync": os, "replace": Path}[where], where, dies)
        with pytest.raises(KeyboardInterrupt):
            checkpoint.save(NEW, path)
    assert checkpoint.load(path) == OLD
    checkpoint.save(NEW, path)
    assert checkpoint.load(path) == NEW


def test_what_is_no_checkpoint_is_said(tmp_path: Path) -> None:
    """Rubbish, a cut file, another value, and a pickle that would run code are refused; the code is not run."""
    path = tmp_path / "state.pt"
    checkpoint.save(OLD, path)
    whole = path.read_bytes()
    marker = tmp_path / "ran"

    class Runs:
        def __reduce__(self) -> tuple:
            return os.mkdir, (str(marker),)

    for data in (b"", b"rubbish", whole[:100], whole[:-30], pickle.dumps(Runs())):
        path.write_bytes(data)
        with pytest.raises(checkpoint.UnusableCheckpoint, match="remove it"):
            checkpoint.load(path)
    torch.save([1, 2], path)
    with pytest.raises(checkpoint.UnusableCheckpoint, match="is no checkpoint"):
        checkpoint.load(path)
    assert not marker.exists()
