"""`hw3verify lab confirm`: what it prints, what it writes, how it ends."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from hw3verify.cli import cli

pytest.importorskip("torch")


def ran(*words: str):
    # in Click's own words: how a command ends when it is called by itself
    return CliRunner().invoke(cli, ["lab", "confirm", *words], standalone_mode=False)


def test_table_json_and_page_are_written(tmp_path: Path) -> None:
    """One experiment at the smallest setting: a table, JSON with its verdicts, a page, and the same from the kept
    run."""
    kept, page, table = (str(tmp_path / name) for name in ("run.json", "run.html", "run.md"))
    done = ran("--only", "V9", "--setting", "tiny", "--device", "cpu", "--json", kept, "--html", page)
    assert done.return_value == 0, done.output
    assert "1 experiments: 3 confirmed" in done.output
    record = json.loads(Path(kept).read_text())
    assert [row["verdict"] for row in record["outcomes"][0]["measurements"]] == ["confirmed"] * 3
    assert Path(page).read_text().startswith("<!DOCTYPE html>")
    again = ran("--kept", kept, "--markdown", table)
    assert again.output == done.output
    assert Path(table).read_text().count("\n") == 5


def test_a_refutation_is_exit_status_one(tmp_path: Path) -> None:
    """A kept run in which something is refuted or inconclusive ends with 1."""
    kept = tmp_path / "run.json"
    assert ran("--only", "V9", "--setting", "tiny", "--json", str(kept)).return_value == 0
    text = kept.read_text()
    for word in ("refuted", "inconclusive"):
        kept.write_text(text.replace("confirmed", word, 1))
        assert ran("--kept", str(kept)).return_value == 1


def test_what_cannot_be_used_is_said(tmp_path: Path) -> None:
    """An unknown experiment, an unknown device, a file that is no kept run, a folder that is not there."""
    (tmp_path / "no.json").write_text("[]")
    for words, said in (
        (("--only", "V77"), "V77"),
        (("--only", "V9", "--device", "abacus"), "--device"),
        (("--kept", str(tmp_path / "no.json")), "is no run"),
        (("--kept", str(tmp_path / "none.json")), "cannot be read"),
        (("--only", "V9", "--setting", "tiny", "--json", str(tmp_path / "no" / "run.json")), "cannot be written"),
    ):
        done = ran(*words)
        assert said in str(done.exception.format_message())
