"""What is said of whole sums is put in when the gaps are off: Gibbs' inequality for lists of masses."""

from __future__ import annotations

import pytest

import hw3verify

MASSES = r"Given $a_k>0$, $b_k>0$, $\sum_{k=1}^{K}a_k=%s$ and $\sum_{k=1}^{K}b_k=1$."
GIBBS = r"\sum_{k=1}^{K} a_k\log\frac{a_k}{b_k} \ge %s"


def verdict(prose: str, line: str) -> str:
    """The verdict on one line behind one sentence."""
    return hw3verify.check(f"{prose}\n\n$${line} \\tag{{1}}$$\n").links[-1].verdict


def test_sums_that_are_known_cancel() -> None:
    """1 - 1 = 0, and not 1."""
    assert verdict(MASSES % 1, r"\sum_{k=1}^{K}a_k-\sum_{k=1}^{K}b_k = 0") == "proved"
    assert verdict(MASSES % 1, r"\sum_{k=1}^{K}a_k-\sum_{k=1}^{K}b_k = 1") == "refuted"


def test_gibbs_inequality_for_lists() -> None:
    """Gibbs: the cross entropy of two lists with sum 1 is at least the entropy; and that is at most log K."""
    assert verdict(MASSES % 1, GIBBS % 0) == "proved"
    assert verdict(MASSES % 1, r"-\sum_{k=1}^{K} a_k\log a_k \le \log K") == "proved"
    assert verdict(MASSES % 1, r"-\sum_{k=1}^{K} a_k\log a_k \le \frac12\log K") == "refuted"


@pytest.mark.parametrize("mass", [r"\frac12", "3"])
def test_the_masses_matter(mass: str) -> None:
    """The sum of a log(a/b) is at least log of the mass of a times it: it may be negative for mass 1/2, never for 3."""
    said = verdict(MASSES % mass, GIBBS % 0)
    assert said == "refuted" if mass != "3" else said in ("proved", "supported")
