"""A density that is given by a formula has mass 1: that says what its free constant is."""

import pytest

import hw3verify


def test_a_free_constant_is_the_mass() -> None:
    """Of q = p e^f / C the constant is C = E_p[e^f], and q has mass 1; it is not twice that."""
    lines = [r"C = \int p(z)e^{f(z)}\,dz", r"\int q(z)\,dz = 1", r"C = 2\int p(z)e^{f(z)}\,dz"]
    text = r"Let $q(z)=\frac{p(z)e^{f(z)}}{C}$ with $C>0$." + "\n\n"
    text += "\n\n".join(f"$${line} \\tag{{{i}}}$$" for i, line in enumerate(lines, 1))
    assert [link.verdict for link in hw3verify.check(text + "\n").links] == ["proved", "proved", "refuted"]


def test_a_base_measure_is_nowhere_negative() -> None:
    """p = h e^{t T - A} is a density, so that h is no negative number, and the variance of T none either."""
    lines = [r"\operatorname{Var}_{p_t}(T(x)) \ge 0", r"\int h(x)T(x)^2\,dx \ge 0", r"\int h(x)T(x)\,dx \ge 0"]
    text = r"Let $p_t(x)=h(x)\exp(tT(x)-A(t))$ with $A(t)=\log\int h(x)e^{tT(x)}\,dx$." + "\n\n"
    text += "\n\n".join(f"$${line} \\tag{{{i}}}$$" for i, line in enumerate(lines, 1))
    found = [link.verdict for link in hw3verify.check(text + "\n").links]
    assert found[2] == "refuted"
    assert set(found[:2]) <= {"proved", "supported"}


@pytest.mark.parametrize(("line", "verdict"), [(r"m = 0", "undecided"), (r"\mathbb{E}[z] = m", "proved")])
def test_what_is_supposed_midway_refutes_nothing(line: str, verdict: str) -> None:
    """`so suppose m = 0` in the middle of a sentence is no fact by the format, and not passed over either."""
    text = "Let $z \\sim N(m, 1)$.\n\nMore is true at zero, so suppose $m = 0$. Then\n\n$$" + line + "\\tag{1}$$\n"
    (link,) = hw3verify.check(text).links
    assert link.verdict in (verdict, "undecided")
