"""A class of hostile submissions is graded: nothing escapes, others have the right grade, reports are well formed.

`benchmarks/hostile_class.py` has all of them; here are those that take a moment: names, links, archives, broken
encodings, injections, and one of each of the slower families.
"""

import os
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(os.name != "posix", reason="pipes and symbolic links are POSIX")
BENCHMARKS = Path(__file__).parents[2] / "benchmarks"
LARGEST = 30_000  # bytes of a document here


@pytest.fixture
def hostile(monkeypatch: pytest.MonkeyPatch):
    """The two scripts as modules."""
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    import hostile_class
    import hostile_texts

    yield hostile_class, hostile_texts
    for name in ("hostile_class", "hostile_texts"):
        sys.modules.pop(name, None)


def test_nothing_escapes(hostile) -> None:
    """One row a document, no file touched, no fault of ours, friends graded as alone, every report well formed."""
    hostile_class, texts = hostile

    def made(canary):
        found = texts.signs() | texts.injections(canary)
        found |= {name: data for name, data in texts.notebooks().items() if len(data) < LARGEST}
        slow = [*texts.nesting().items(), *texts.numbers().items(), *texts.traps().items()]
        return {name: data for name, data in (*found.items(), *slow[::20]) if len(data) < LARGEST}

    rows, _, wrong = hostile_class.look(made, timeout=60.0, memory=512, jobs=1)
    assert wrong == []
    assert len(rows) > 120


def test_a_spoilt_report_is_noticed(hostile, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a format lets markup or formulas through, or loses an entry, the looks at the reports say so."""
    hostile_class, _ = hostile
    row = {"student": "=1+1", "id": "a.md", "status": "unusable", "because": "<script>", "links": [], "parts": []}
    assert hostile_class.check_reports([row]) == []
    spoilt = {"junit": "<testsuites/>", "jsonlines": "{}\n{}\n", "class": "<script></script>", "html": "<img src=x>"}
    monkeypatch.setattr(hostile_class, "render", lambda name, many: spoilt.get(name, "a\n=1\n"))
    monkeypatch.setattr(hostile_class, "ONE", ("html",))
    said = "\n".join(hostile_class.check_reports([row]))
    for word in ("junit: 0 entries", "jsonlines: 2 entries", "class page: script", "page of a.md: img", "is a formula"):
        assert word in said
