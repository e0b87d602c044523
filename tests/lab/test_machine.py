"""The device of a run, and what its record says of the machine."""

import platform
import re

import pytest

torch = pytest.importorskip("torch")

from hw3verify.lab.machine import described, place  # noqa: E402


def test_a_device_that_is_not_there_is_refused() -> None:
    """An unknown device is a ValueError that names it; the processor is always there."""
    assert place("cpu") == "cpu"
    assert place() in ("cpu", "cuda")
    with pytest.raises(ValueError, match="abacus"):
        place("abacus")


def test_a_record_names_no_host() -> None:
    """The record has a date and versions, and not the name of the machine in the network."""
    said = described("cpu")
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", said["date"])
    assert said["torch"] == torch.__version__
    assert platform.node() not in said.values()
