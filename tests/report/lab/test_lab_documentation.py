"""docs/lab.md: its table is made from the recorded run, and it names every experiment."""

import json
import re
from pathlib import Path

from hw3verify.lab.confirm import EXPERIMENTS
from hw3verify.report.lab.markdown import markdown_table

ROOT = Path(__file__).parents[3]
PAGE = (ROOT / "docs" / "lab.md").read_text(encoding="utf-8")


def test_the_table_is_that_of_the_record() -> None:
    """What stands between the marks is what the named command writes for the named file."""
    found = re.search(r"<!-- table: (\S+) -->\n(.*?)<!-- end of table -->", PAGE, re.DOTALL)
    assert found
    record = json.loads((ROOT / found[1]).read_text(encoding="utf-8"))
    assert found[2] == markdown_table(record["outcomes"])
    assert f"--kept {found[1]} --markdown" in PAGE


def test_every_experiment_is_explained() -> None:
    """Each identifier of the registry has its entry."""
    assert [name for name in EXPERIMENTS if f"- **{name}** " not in PAGE] == []
