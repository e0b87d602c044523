"""The ledger: what is added is there, whatever happens to the process or the disk."""

import errno
import json
import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from hw3verify.grading.ledger import NAME, Ledger, LedgerFull, LedgerInUse, OtherTerms, write_whole

TERMS = {"assignment": "hw3"}


def row(n: int, more: str = "") -> dict:
    return {"id": f"s{n}", "sha256": str(n), "more": more}


def contents(folder: Path) -> list[dict]:
    with Ledger(folder, TERMS) as ledger:
        return list(ledger.rows(f"s{n}" for n in range(100)))


def filled(folder: Path, count: int = 5) -> bytes:
    with Ledger(folder, TERMS) as ledger:
        for n in range(count):
            ledger.add(row(n, "x" * n))
    return (folder / NAME).read_bytes()


def test_rows_come_back_in_the_order_asked(tmp_path: Path) -> None:
    """Rows are found by id, the last one of an id counts, and only for its own bytes."""
    filled(tmp_path)
    with Ledger(tmp_path, TERMS) as ledger:
        ledger.add({**row(2), "more": "again", "sha256": "new"})
        assert ledger.has("s2", "new")
        assert not ledger.has("s2", "2")
        assert not ledger.has("s9", "9")
        assert [r["more"] for r in ledger.rows(["s4", "s2", "s9"])] == ["xxxx", "again"]


def test_a_ledger_torn_anywhere_keeps_its_whole_lines(tmp_path: Path) -> None:
    """Cut after any byte, the ledger opens with exactly the rows whose lines are whole, and takes new ones."""
    whole = filled(tmp_path)
    ends = [n for n, byte in enumerate(whole) if byte == 10]
    for cut in range(len(whole)):
        (tmp_path / NAME).write_bytes(whole[:cut])
        assert len(contents(tmp_path)) == max(sum(end < cut for end in ends) - 1, 0)
    (tmp_path / NAME).write_bytes(whole[:-3])
    with Ledger(tmp_path, TERMS) as ledger:
        ledger.add(row(4, "xxxx"))
    assert (tmp_path / NAME).read_bytes() == whole


def test_a_damaged_line_is_no_row(tmp_path: Path) -> None:
    """A line whose bytes are damaged loses its own row and no other."""
    lines = filled(tmp_path).splitlines(keepends=True)
    lines[3] = b"\x00" * (len(lines[3]) - 1) + b"\n"
    (tmp_path / NAME).write_bytes(b"".join(lines))
    assert [r["id"] for r in contents(tmp_path)] == ["s0", "s1", "s3", "s4"]


def test_a_full_disk_takes_the_row_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the disk is full in the middle of a line the line is taken back; with room again the row is added."""
    before = filled(tmp_path)
    with Ledger(tmp_path, TERMS) as ledger:
        real = os.write

        def full(handle: int, data: memoryview) -> int:
            if len(data) > 20:
                return real(handle, data[:20])
            raise OSError(errno.ENOSPC, "No space left on device")

        monkeypatch.setattr("hw3verify.grading.ledger.os.write", full)
        with pytest.raises(LedgerFull, match="No space left"):
            ledger.add(row(5))
        assert (tmp_path / NAME).read_bytes() == before
        monkeypatch.setattr("hw3verify.grading.ledger.os.write", real)
        ledger.add(row(5))
    assert len(contents(tmp_path)) == 6


def test_a_real_limit_of_the_file_size(tmp_path: Path) -> None:
    """Under a limit of the system on the size of files the ledger ends in whole rows, and the process goes on."""
    script = f"""
import resource, sys
from pathlib import Path
from hw3verify.grading.ledger import *
resource.setrlimit(resource.RLIMIT_FSIZE, (5000, 5000))
with Ledger(Path({str(tmp_path)!r}), {TERMS!r}) as ledger:
    try:
        for n in range(100): ledger.add({{"id": f"s{{n}}", "sha256": str(n), "more": "x" * 300}})
    except LedgerFull: print("full", n)
try: write_whole(Path({str(tmp_path)!r}) / "results.jsonl", ["x" * 9000])
except LedgerFull: print("full")
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=120)
    assert resource.RLIM_INFINITY  # the limit is that of the other process
    said = done.stdout.split()
    assert said[0] == "full" == said[2], done.stderr
    assert len(contents(tmp_path)) == int(said[1]) > 5
    assert sorted(p.name for p in tmp_path.iterdir()) == [NAME]


def test_other_terms_are_refused(tmp_path: Path) -> None:
    """Results of another assignment are neither continued nor overwritten, unless one begins again."""
    before = filled(tmp_path)
    with pytest.raises(OtherTerms, match="assignment"):
        Ledger(tmp_path, {"assignment": "hw4"})
    assert (tmp_path / NAME).read_bytes() == before
    with Ledger(tmp_path, {"assignment": "hw4"}, fresh=True) as ledger:
        assert len(ledger) == 0


def test_a_file_that_is_no_ledger_is_left_alone(tmp_path: Path) -> None:
    """A file of that name with other contents is not written to."""
    (tmp_path / NAME).write_text("my notes\n")
    with pytest.raises(OtherTerms, match="no ledger"):
        Ledger(tmp_path, TERMS)
    assert (tmp_path / NAME).read_text() == "my notes\n"


def test_two_runs_do_not_share_a_ledger(tmp_path: Path) -> None:
    """A second run is refused while the first has the ledger, and let in afterwards."""
    with Ledger(tmp_path, TERMS), pytest.raises(LedgerInUse):
        Ledger(tmp_path, TERMS)
    with Ledger(tmp_path, TERMS) as ledger:
        assert len(ledger) == 0


def test_a_file_is_written_as_a_whole(tmp_path: Path) -> None:
    """A writer that fails halfway leaves the old file as it was and nothing beside it."""
    path = tmp_path / "results.jsonl"
    write_whole(path, [json.dumps(row(1))])

    def broken():
        yield "new"
        raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.raises(LedgerFull):
        write_whole(path, broken())
    assert json.loads(path.read_text()) == row(1)
    assert list(tmp_path.iterdir()) == [path]
