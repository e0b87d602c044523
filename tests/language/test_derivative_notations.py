"""Second derivatives in each notation: the order stands above the sign, or is told by the letters below it."""

from pathlib import Path

import pytest

from hw3verify import check

LAW = r"Let $p_\mu(x)=\mathcal{N}(x;\mu,\sigma^2)$ with $\sigma>0$."
RATES = r"Let $p$ and $q$ be exponential densities with rates $a$ and $b$."


@pytest.mark.parametrize(
    ("line", "verdict"),
    [
        (r"\partial_\mu^2\log p_\mu(x) = -\frac{1}{\sigma^2}", "proved"),
        (r"\partial^2_\mu\log p_\mu(x) = -\frac{1}{\sigma^2}", "proved"),
        (r"\partial_{\mu\mu}\log p_\mu(x) = -\frac{1}{\sigma^2}", "proved"),
        (r"\partial_\mu^2\log p_\mu(x) = \frac{1}{\sigma^2}", "refuted"),
        (r"\partial^2_{\mu\sigma}\log p_\mu(x) = -\frac{2(x-\mu)}{\sigma^3}", "proved"),
    ],
)
def test_the_order_of_a_derivative(tmp_path: Path, line: str, verdict: str) -> None:
    """The normal log density has the second derivative -1/sigma^2 in its mean, -2(x - mu)/sigma^3 in both."""
    path = tmp_path / "second.md"
    path.write_text(f"{LAW}\n\n$$ {line} \\tag{{1}} $$\n", encoding="utf-8")
    assert [link.verdict for link in check(path).links] == [verdict]


@pytest.mark.parametrize(
    ("line", "verdict"),
    [
        (r"KL(p\|q) = \log\frac{a}{b}+\frac{b}{a}-1", "proved"),
        (r"KL(p\|q) = \log\frac{b}{a}+\frac{a}{b}-1", "refuted"),
    ],
)
def test_each_density_has_its_own_parameter(tmp_path: Path, line: str, verdict: str) -> None:
    """Two densities with two rates: the first has the first, the second the second."""
    path = tmp_path / "rates.md"
    path.write_text(f"{RATES}\n\n$$ {line} \\tag{{1}} $$\n", encoding="utf-8")
    assert [link.verdict for link in check(path).links] == [verdict]


@pytest.mark.parametrize(
    ("line", "verdict"),
    [
        (r"\frac{\partial}{\partial\ell}\log p(x) = -\frac12+\frac{(x-\mu)^2}{2\sigma^2}", "proved"),
        (r"\frac{\partial}{\partial\ell}\log p(x) = -\frac{1}{\sigma}+\frac{(x-\mu)^2}{\sigma^3}", "refuted"),
        (r"-E_{p(x)}\left[\frac{\partial^2}{\partial\ell^2}\log p(x)\right] = \frac12", "proved"),
        (r"-E_{p(x)}\left[\frac{\partial^2}{\partial\ell^2}\log p(x)\right] = 1", "refuted"),
    ],
)
def test_derivatives_by_the_logarithm_of_a_scale(tmp_path: Path, line: str, verdict: str) -> None:
    """With l = log sigma^2, d/dl is (sigma/2) d/dsigma, at every order; the information in l is 1/2."""
    facts = r"Let $p(x)=\mathcal{N}(x;\mu,\sigma^2)$ and let $\ell=\log\sigma^2$."
    path = tmp_path / "scale.md"
    path.write_text(f"{facts}\n\n$$ {line} \\tag{{1}} $$\n", encoding="utf-8")
    assert [link.verdict for link in check(path).links] == [verdict]
