"""What is said of a machine."""

import socket

import pytest

torch = pytest.importorskip("torch")

from hw3verify.lab.fast.ceilings import ceilings, facts  # noqa: E402


def test_ceilings_are_rates():
    """Copies and products have positive rates that no single processor exceeds."""
    found = ceilings("cpu", small=True, least=0.01)
    assert set(found) == {"copy GB/s", "matmul float32 TFLOP/s"}
    assert 0.01 < found["copy GB/s"] < 5000 and 1e-4 < found["matmul float32 TFLOP/s"] < 100


def test_facts_name_no_host():
    """The facts have date, versions and seed, and nothing of them is the machine's name."""
    found = facts("cpu", 5)
    assert found["seed"] == 5 and found["torch"] == str(torch.__version__) and found["device"] == "cpu"
    assert socket.gethostname() not in {str(value) for value in found.values()}
