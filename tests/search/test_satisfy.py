"""Worlds that satisfy a premise without being degenerate."""

import hw3verify


def test_an_integral_that_vanishes_does_not_make_the_function_vanish() -> None:
    """From a zero integral of eta it does not follow that eta is zero, or orthogonal to anything."""
    text = r"Let $\int\eta(z)\,dz=0$." + "\n\n" + r"$$\int\eta(z)q(z)\,dz = 0\cdot q(x) \tag{1}$$" + "\n"
    assert [link.verdict for link in hw3verify.check(text).links] == ["refuted"]
