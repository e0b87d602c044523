"""Counts of operations, by steps whose costs are known by hand."""

import pytest

torch = pytest.importorskip("torch")

from hw3verify.lab.fast.counting import adam_bytes, arithmetic, operations  # noqa: E402
from hw3verify.lab.fast.ladder import RUNGS, build  # noqa: E402


def test_operations_without_views():
    """A product, a sum and a ReLU are three operations; a transposition, a slice and an empty tensor are none."""
    a, b = torch.ones(3, 4), torch.ones(5, 4)

    def step():
        torch.relu((a @ b.t())[:2].sum())
        torch.empty(3)

    assert operations(step) == 3


def test_arithmetic_of_a_product():
    """A product of (3, 4) and (4, 5) costs 2 · 3 · 4 · 5 operations."""
    a, b = torch.ones(3, 4), torch.ones(4, 5)
    assert arithmetic(lambda: a @ b) == 120


def test_adam_moves_seven_numbers_a_parameter():
    """Four reads and three writes of 4 bytes for each of 10 parameters."""
    assert adam_bytes([torch.zeros(10)]) == 7 * 10 * 4


@pytest.mark.parametrize("kind", ["vae", "gan"])
def test_the_lean_step_has_fewer(problem, kind):
    """The lean form needs fewer operations than the homework's, and for the GAN less arithmetic."""
    tuned, lean = (build(rung, problem(kind)) for rung in (RUNGS[1], RUNGS[3]))
    assert operations(lean.step) < operations(tuned.step)
    assert arithmetic(lean.step) <= arithmetic(tuned.step) * (0.7 if kind == "gan" else 1)
