r"""Reading vectors and matrices: tokens, shapes, names."""

import pytest

import hw3verify
from hw3verify.language.kinds import scan
from hw3verify.language.readings import read_display
from hw3verify.language.surface import Func, Mul, Pow, Sym


def node(latex: str) -> object:
    """The first reading of one formula."""
    (side,) = read_display(latex, scan([latex]), None).sides
    assert side is not None
    assert side.first is not None
    return side.first.node


def test_products_by_entries_and_dots() -> None:
    r"""`\odot` is a product by entries, `\cdot` leaves its mark, and both are products to everything else."""
    assert node(r"a\odot b") == Func("hadamard", (Sym("a"), Sym("b")))
    dotted = node(r"a\cdot b")
    assert dotted == Mul((Sym("a"), Sym("b")))
    assert isinstance(dotted, Mul)
    assert [f.dotted for f in dotted.factors] == [False, True]


def test_ones_and_determinants_in_bars() -> None:
    r"""`\mathbf 1` alone is the vector of ones; bars with an exponent close behind a factor."""
    assert node(r"\mathbf{1}") == Sym("1")
    found = node(r"(2\pi)^{d/2}|\Sigma|^{1/2}")
    assert isinstance(found, Mul)
    assert isinstance(found.factors[1], Pow)


@pytest.mark.parametrize(
    ("given", "claim", "shown"),
    [
        (r"Let $x,\mu\in\mathbb R^d$.", r"x\cdot\mu = \mu\cdot x", r"{x}^\top\,\mu"),
        (r"Let $x\in\mathbb R^d$.", r"x^\top A x = x^\top A x", r"{x}^\top\,A\,x"),
        (r"Let $x\in\mathbb R^d$.", r"\mathbf 1^\top x = \sum_{j=1}^d x_j", r"{\mathbf{1}}^\top\,x"),
        (r"Let $\Sigma=LL^\top$.", r"\det\Sigma = \det\Sigma", r"\det\left(L\,{L}^\top\right)"),
    ],
)
def test_readings_are_printed(given: str, claim: str, shown: str) -> None:
    """The reading shows products in order, transposes and definitions put in."""
    report = hw3verify.check(f"{given}\n\n$${claim} \\tag{{1}}$$\n")
    assert report.links[-1].reading["left"] == shown
