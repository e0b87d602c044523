"""A density that is given by a formula has mass 1: that says what its free constant is."""

import hw3verify


def test_a_free_constant_is_the_mass() -> None:
    """Of q = p e^f / C the constant is C = E_p[e^f], and q has mass 1; it is not twice that."""
    lines = [r"C = \int p(z)e^{f(z)}\,dz", r"\int q(z)\,dz = 1", r"C = 2\int p(z)e^{f(z)}\,dz"]
    text = r"Let $q(z)=\frac{p(z)e^{f(z)}}{C}$ with $C>0$." + "\n\n"
    text += "\n\n".join(f"$${line} \\tag{{{i}}}$$" for i, line in enumerate(lines, 1))
    assert [link.verdict for link in hw3verify.check(text + "\n").links] == ["proved", "proved", "refuted"]
