"""The names of the theorems."""

import subprocess
import sys

import pytest

from hw3verify.symbolic.registry import MODULES, REGISTRY, entries, entry
from hw3verify.theorems import identifiers


def test_identifiers_are_single_and_well_formed() -> None:
    """Every identifier is MODULE.NAME of lower-case words, and stands in the list once."""
    identifiers = [e.identifier for e in REGISTRY]
    assert len(set(identifiers)) == len(identifiers)
    for e in REGISTRY:
        assert e.identifier == f"{e.module}.{e.name}"
        assert e.module.isidentifier() and e.name.isidentifier() and e.identifier.islower()


def test_modules_are_those_of_the_course() -> None:
    """There are the seven theorems of the homework, and each has at least three statements."""
    names = "elbo gaussian_kl posterior bernoulli_likelihood optimal_discriminator jsd_identity wasserstein"
    assert set(MODULES) == set(names.split())
    assert all(len(entries(module)) >= 3 for module in MODULES)
    assert [e for module in MODULES for e in entries(module)] == list(REGISTRY)


def test_every_statement_has_a_document() -> None:
    """What is verified by SymPy is also proved as a written derivation, under the same identifier."""
    assert {e.identifier for e in REGISTRY} <= set(identifiers())


def test_unknown_names_are_errors_that_help() -> None:
    """A name that does not exist is a ValueError that offers one that does."""
    assert entry("elbo.gap").name == "gap"
    with pytest.raises(ValueError, match=r"gaussian_kl\.scalar"):
        entry("gaussian_kl.skalar")
    with pytest.raises(ValueError, match="elbo, gaussian_kl"):
        entry("")
    with pytest.raises(ValueError, match="module"):
        entries("riemann")


def test_citing_loads_no_sympy() -> None:
    """Importing the registry does not load SymPy."""
    code = "import sys, hw3verify.symbolic.registry; print('sympy' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=120)
    assert done.stdout.strip() == "False", done.stderr
