"""Timing side by side, on a clock that the tests move."""

import pytest

torch = pytest.importorskip("torch")

from hw3verify.lab.fast import timing  # noqa: E402
from hw3verify.lab.fast.timing import enough, timed  # noqa: E402


class Clock:
    """A clock that only the loops move, and who moved it."""

    def __init__(self):
        self.now = 0.0
        self.order = []

    def loop(self, name, seconds):
        def run(steps):
            self.now += seconds * steps
            self.order.append(name)

        return run


@pytest.fixture
def clock(monkeypatch):
    moved = Clock()
    monkeypatch.setattr(timing.time, "perf_counter", lambda: moved.now)
    monkeypatch.setattr(timing.time, "process_time", lambda: moved.now)
    return moved


def test_medians_are_microseconds_a_step(clock):
    """A loop of 3 ms a step is timed at 3000 microseconds, whatever the others take; steady loops have no spread."""
    found = timed({"a": clock.loop("a", 3e-3), "b": clock.loop("b", 5e-5)}, "cpu", rounds=7, least=0.5)
    assert found["a"].median == pytest.approx(3000) and found["b"].median == pytest.approx(50)
    assert found["a"].low == pytest.approx(found["a"].high) and found["a"].rounds == 7


def test_blocks_are_long_enough(clock):
    """A block has the number of steps that takes at least the time that was asked for."""
    for seconds in (1.0, 0.02, 1e-5):
        assert enough(clock.loop("a", seconds), "cpu", 0.5) * seconds >= 0.5


def test_the_order_rotates(clock):
    """Over three rounds each of three loops comes first once."""
    timed({name: clock.loop(name, 1.0) for name in "abc"}, "cpu", rounds=3, least=0.5)
    assert "".join(clock.order[-9:]) == "abcbcacab"


def test_a_deadline_leaves_two_rounds(clock):
    """Past the deadline two rounds are still measured, and no more."""
    found = timed({"a": clock.loop("a", 1.0)}, "cpu", rounds=7, least=0.5, deadline=0.0)
    assert found["a"].rounds == 2


def test_quartiles(clock):
    """With steps of 1, 2, 3, 4 and 5 seconds in turn the quartiles are 2, 3 and 4."""
    took = iter([1.0, 1.0, 1.0, 2.0, 3.0, 4.0, 5.0])

    def run(steps):
        clock.now += next(took) * steps

    found = timed({"a": run}, "cpu", rounds=5, least=0.5)["a"]
    assert [round(1e-6 * x, 9) for x in (found.low, found.median, found.high)] == [2.0, 3.0, 4.0]
