"""Several threads give the numbers that one gives, and are left out where they do not pay."""

from __future__ import annotations

import importlib.util
import threading

import numpy as np
import pytest

from hw3verify.divergences import compiled, js, kl, pairwise, threads, wasserstein1

RNG = np.random.default_rng(71)

HERE = importlib.util.find_spec("numba") is not None


@pytest.mark.parametrize("fast", [False, *([True] if HERE else [])])
@pytest.mark.parametrize("kind", [np.float64, np.float32])
def test_same_numbers(monkeypatch, fast, kind):
    """Whatever the number of threads, results have the same bits: rows, matrices, samples with weights and without."""
    if fast:
        monkeypatch.setattr(compiled, "WORTH", 0)
        monkeypatch.setattr(compiled, "IMPORTS", 0)
    else:
        monkeypatch.setattr(compiled, "kernel", lambda name, size: None)
    monkeypatch.setattr(threads, "SHARE", 64)
    monkeypatch.setattr(threads, "SORTED", 64)
    p, q = RNG.random((2, 53, 17)).astype(kind)
    u, v, a, b = RNG.random((4, 200)).astype(kind)
    found = []
    for count in (1, 2, 5):
        monkeypatch.setattr(threads, "processors", lambda count=count: count)
        found.append([
            kl(p, q), js(p, q), pairwise(js, p), pairwise(kl, p, q[:9]), wasserstein1(u, v, a, b),
            wasserstein1(u, v[:150]), wasserstein1(u, v),
        ])  # fmt: skip
    for other in found[1:]:
        assert all(np.array_equal(one, two) for one, two in zip(found[0], other, strict=True))


def test_every_range_once(monkeypatch):
    """The ranges cover every row once, in as many threads as are worth it; errors are raised for the caller."""
    monkeypatch.setattr(threads, "processors", lambda: 4)
    cases = ((10, 2**30, 1), (10, 2**30, 4), (3, 2**30, 4), (100, 2 * threads.SHARE, 3), (0, 0, 1))
    for count, numbers, parts in cases:
        seen, who = np.zeros(count, int), set()

        def work(start, stop, seen=seen, who=who):
            seen[start:stop] += 1
            who.add(threading.get_ident())

        threads.spread(work, count, numbers, parts)
        assert (seen == 1).all()
        assert len(who) <= max(1, min(4, numbers // threads.SHARE))
    with pytest.raises(ZeroDivisionError):
        threads.together([lambda: 0, lambda: 1 // 0])


def test_environment(monkeypatch):
    """HW3VERIFY_THREADS says how many threads a call may use."""
    for told, count in (("3", 3), ("0", 1)):
        monkeypatch.setenv("HW3VERIFY_THREADS", told)
        threads.processors.cache_clear()
        assert threads.processors() == count
    monkeypatch.setenv("HW3VERIFY_THREADS", "many")
    threads.processors.cache_clear()
    assert 1 <= threads.processors() <= threads.MOST
    monkeypatch.undo()
    threads.processors.cache_clear()
