"""Facts that only name something else restrict nothing; those that restrict are kept."""

from __future__ import annotations

import pytest

import hw3verify


def verdict(prose: str, line: str) -> str:
    """The verdict on one line behind one sentence."""
    return hw3verify.check(f"{prose}\n\n$${line} \\tag{{1}}$$\n").links[-1].verdict


@pytest.mark.parametrize(
    "name",
    [
        r"Let $q^*(z|x)=\frac{p(z)p(x|z)}{\int p(z)p(x|z)\,dz}$.",
        r"Let $q(z)=\int r(x)q(z|x)\,dx$.",
    ],
)
def test_a_name_for_something_else_hinders_no_counterexample(name: str) -> None:
    """KL(N(m, s^2) || N(0, 1)) = (m^2 + s^2 - 1)/2 - log s; without the 1 it is false, whatever else is named."""
    laws = r"Suppose $q(z|x)=\mathcal{N}(m,s^2)$, $s>0$ and $p(z)=\mathcal{N}(0,1)$."
    left = r"KL(q(z|x)\|p(z)) = "
    assert verdict(f"{name} {laws}", left + r"\frac12(m^2+s^2)-\log s") == "refuted"
    assert verdict(f"{name} {laws}", left + r"\frac12(m^2+s^2-1)-\log s") == "proved"


def test_a_density_with_a_free_constant_restricts_it() -> None:
    """`q = p f / C` says that C is the mass of p f: C = E_p[f] is no arbitrary number, and is not refuted."""
    given = r"Let $q(z)=\frac{p(z)e^{f(z)}}{C}$ with $C>0$."
    assert verdict(given, r"C = \int p(z)e^{f(z)}\,dz") in ("proved", "supported", "undecided")
