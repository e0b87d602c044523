"""What a process remembers: at most so much, and what is asked for longest."""

import pytest

from hw3verify.grading.cache import Cache
from hw3verify.grading.examine import examine
from hw3verify.grading.memory import Memory


def test_the_longest_unasked_goes_first() -> None:
    """Of three answers with room for two, the one that was asked for in between stays."""
    memory = Memory(2)
    memory.put("a", 1)
    memory.put("b", 2)
    assert memory.find("a") == 1
    memory.put("c", 3)
    assert (memory.find("a"), memory.find("b"), memory.find("c")) == (1, None, 3)
    assert len(memory) == 2


def test_room_for_nothing_is_refused() -> None:
    """A memory of no answers is a mistake of whoever asks for it."""
    with pytest.raises(ValueError, match="most: 0"):
        Memory(0)


def test_a_second_submission_is_judged_from_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    """What one submission has settled is not searched for again in the next; the records are equal, and equal to that
    of a process that remembers nothing."""
    text = rb"$$\log p(x) \ge \int q(z) \log\frac{p(x,z)}{q(z)} dz = 3$$"
    memory = Memory()
    first = examine(text, "a.md", None, Cache(None), lambda _: None, memory)
    alone = examine(text, "a.md", None, Cache(None), lambda _: None)
    for name in ("decide", "accepted_proof"):
        monkeypatch.setattr(f"hw3verify.grading.remembering.{name}", lambda *_: pytest.fail("searched"))
    assert examine(text, "a.md", None, Cache(None), lambda _: None, memory) == first == alone
    assert [link["verdict"] for link in first["links"]] == ["proved", "refuted"]
