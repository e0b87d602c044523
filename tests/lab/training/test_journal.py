"""The log never knows more than the checkpoint."""

from pathlib import Path

import pytest

from hw3verify.lab.training import journal


def test_rewinding_takes_away_what_lies_ahead(tmp_path: Path) -> None:
    """Lines behind the step go, a line that was cut off goes, and writing goes on from there."""
    path = tmp_path / "log.jsonl"
    journal.rewind(path, 0)
    assert not path.exists() and journal.read(path) == []
    for step in (10, 20, 30):
        journal.append(path, {"step": step, "loss": step / 2})
    with path.open("a") as stream:
        stream.write('{"step": 40, "lo')
    assert [row["step"] for row in journal.read(path)] == [10, 20, 30]
    journal.rewind(path, 20)
    journal.append(path, {"step": 30, "loss": 1.0})
    assert path.read_text() == '{"step": 10, "loss": 5.0}\n{"step": 20, "loss": 10.0}\n{"step": 30, "loss": 1.0}\n'


def test_numbers_that_json_lacks_are_refused(tmp_path: Path) -> None:
    """NaN is not written."""
    with pytest.raises(ValueError, match="JSON compliant"):
        journal.append(tmp_path / "log.jsonl", {"step": 1, "loss": float("nan")})
