"""The benchmark on a CPU: small, within its time, and honest about what it leaves out."""

import argparse
import json
import runpy
import time
from pathlib import Path

import pytest

torch = pytest.importorskip("torch")

SCRIPT = Path(__file__).parents[3] / "benchmarks" / "cuda.py"


@pytest.fixture
def script():
    return runpy.run_path(str(SCRIPT), run_name="cuda")


@pytest.fixture
def bench(script, tmp_path):
    asked = argparse.Namespace(device="cpu", out=str(tmp_path / "a" / "out.json"), seconds=2.0, data=None)
    return script["Bench"](asked)


def test_a_section_that_takes_too_long_is_stopped(bench):
    """A section ends with its share of the seconds; what it found is in the file, the rest is said to be missing."""

    def endless(_until):
        bench.found["half"] = 1
        while True:
            time.sleep(0.01)

    bench.section("ceilings", endless)  # comes back at all
    found = json.loads(bench.out.read_text(encoding="utf-8"))
    assert found["half"] == 1 and found["missing"] == ["ceilings: what comes after was out of time"]


def test_a_rung_that_fails_leaves_the_others(bench):
    """An error of one rung is a line among the missing, and no more."""

    def failing():
        raise RuntimeError("out of memory\nmore lines")

    assert bench.attempt("vae, graph", failing) is None
    assert bench.found["missing"] == ["vae, graph: RuntimeError: out of memory"]
    assert bench.attempt("vae, lean", lambda: 5) == 5


def test_a_rung_that_disagrees_is_not_timed(script, bench, problem, monkeypatch):
    """A rung with another learning rate is refused with its numbers; the right one is ready with its agreement."""
    from hw3verify.lab.fast import lean
    from hw3verify.lab.fast.ladder import RUNGS

    rung = next(r for r in RUNGS if r.name == "lean")
    bench.steps = 5
    loop, row = script["ready"](bench, rung, problem("vae"))
    assert loop.feed.script is None and row["agreement"]["float64"]["passed"]
    begin = lean.Player.__init__
    monkeypatch.setattr(lean.Player, "__init__", lambda self, own, rate: begin(self, own, 1.01 * rate))
    assert script["ready"](bench, rung, problem("vae")) is None
    assert "not equal to L1" in bench.found["missing"][-1]


def test_the_bound_on_held_out_images(script, problem):
    """The bound of a stack's members is that of the same parameters alone."""
    from hw3verify.lab.fast.ladder import start

    p = problem("vae")
    (stacked,) = start(p, 0, 2, "cpu", torch.float32)
    (alone,) = start(p, 1, None, "cpu", torch.float32)
    together = script["held_out"](stacked, p.images, 2)
    assert together[1] == pytest.approx(script["held_out"](alone, p.images, None)[0], rel=1e-6)
    assert together[0] != together[1]
