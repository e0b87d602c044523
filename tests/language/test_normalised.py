"""Densities that are given up to a factor are the normalised ones."""

import hw3verify


def test_a_density_given_up_to_a_factor_has_mass_one() -> None:
    """r(z) proportional to p(z) e^f(z) is that over its integral; without the integral it is something else."""
    text = (
        r"Let $r(z)\propto p(z)e^{f(z)}$."
        "\n\n"
        r"$$\int r(z)\,dz = 1 \tag{1}$$"
        "\n\n"
        r"$$r(z) = \frac{p(z)e^{f(z)}}{\mathbb{E}_{p(z)}[e^{f(z)}]} \tag{2}$$"
        "\n\n"
        r"$$r(z) = p(z)e^{f(z)} \tag{3}$$"
        "\n"
    )
    assert [link.verdict for link in hw3verify.check(text).links] == ["proved", "proved", "refuted"]
