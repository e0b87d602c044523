"""The front door of the divergences: light, and by name."""

from __future__ import annotations

import subprocess
import sys

import pytest

from hw3verify import divergences

PROBE = """
import sys, numpy
before = set(sys.modules)
import hw3verify.divergences
print(sorted({name.split(".")[0] for name in set(sys.modules) - before if not name.startswith("numpy")} - %r))
print(sorted(name for name in sys.modules if name.startswith("hw3verify.")))
"""


def test_import_loads_numpy_alone():
    """In a fresh process, importing the package loads no library but numpy, and no other part of the house."""
    code = PROBE % set(sys.stdlib_module_names)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    others, own = done.stdout.splitlines()
    assert others == "['hw3verify']"
    assert own == "['hw3verify.divergences']"


def test_public_names():
    """Every public name can be had and is listed; another name is an AttributeError."""
    assert all(callable(getattr(divergences, name)) for name in divergences.__all__)
    assert set(divergences.__all__) <= set(dir(divergences))
    with pytest.raises(AttributeError, match="no_such_name"):
        divergences.no_such_name  # noqa: B018
