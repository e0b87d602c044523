"""Densities whose law words name."""

from pathlib import Path

import pytest

from hw3verify import check

UNIFORM = r"Let $P$ be uniform on $[0,1]$ and $Q$ be uniform on $[\theta,1+\theta]$ with $0<\theta<1$."
NO_VERB = (
    r"Let $P$ be the uniform distribution on $[0,1]$ and $Q$ the uniform distribution on $[\theta,1+\theta]$, "
    r"where $0<\theta<1$."
)
NUMBERS = "Suppose $p$ is the uniform density on $[0,1]$ and $q$ is the uniform density on $[1/2,3/2]$."
FAR = r"Let $p_{data}$ be uniform on $[0,1]$, and let $p_G$ be uniform on $[\theta,1+\theta]$, where $\theta>1$."
NORMAL = (
    r"Let $P$ be the standard normal distribution and $Q$ the normal distribution with mean $\mu$ and variance $1$."
)
COINS = (
    r"Let $p$ be a Bernoulli distribution with parameter $a$ and let $q$ be a Bernoulli distribution with "
    r"parameter $b$."
)
COUNTS = r"Suppose that $P$ is Poisson with mean $\lambda$ and $Q$ is Poisson with mean $\mu$."


@pytest.mark.parametrize(
    ("facts", "line"),
    [
        (UNIFORM, r"W_1(P,Q) = \theta"),
        (NO_VERB, r"JSD(P\|Q) = \theta\log 2"),
        (NUMBERS, r"W_1(p,q) = 1/2"),
        (FAR, r"JSD(p_{data}\|p_G) = \log 2"),
        (NORMAL, r"KL(P\|Q) = \frac{\mu^2}{2}"),
        (COINS, r"KL(p\|q) = a\log\frac ab+(1-a)\log\frac{1-a}{1-b}"),
        (COUNTS, r"KL(P\|Q) = \lambda\log\frac\lambda\mu-\lambda+\mu"),
        (r"Let $X$ be uniform on $[0,1]$ and $Y$ uniform on $[1,2]$.", "E[Y]-E[X] = 1"),
        (r"Let $p$ be a Laplace density with location $0$ and scale $b$.", "E_p[|x|] = b"),
    ],
)
def test_laws_in_words(tmp_path: Path, facts: str, line: str) -> None:
    """Known values; the same line with 1 added is false."""
    path = tmp_path / "laws.md"
    path.write_text(f"{facts}\n\n$$ {line} \\tag{{1}} $$\n\n$$ {line} + 1 \\tag{{2}} $$\n", encoding="utf-8")
    assert [link.verdict for link in check(path).links] == ["proved", "refuted"]


@pytest.mark.parametrize(
    "facts",
    [
        "Here $p$ and $q$ are the uniform densities on $[0,1]$ and $[0,2]$, respectively.",  # a remark
        "Let $p$ be a truncated normal density with mean $0$ and variance $1$, and let $q$ be uniform on $[0,2]$.",
        "Let $p$ be a mixture of two uniform densities.",
    ],
)
def test_what_is_not_understood_refutes_nothing(tmp_path: Path, facts: str) -> None:
    """The divergence of such densities may be what is written."""
    path = tmp_path / "laws.md"
    path.write_text(f"{facts}\n\n$$ KL(p\\|q) = \\log 2 \\tag{{1}} $$\n", encoding="utf-8")
    assert [link.verdict for link in check(path).links] == ["undecided"]


def test_any_two_densities_stay_any(tmp_path: Path) -> None:
    """Words that name no law restrict nothing."""
    path = tmp_path / "laws.md"
    path.write_text("Let $p$ and $q$ be two densities.\n\n$$ KL(p\\|q) = 0 \\tag{1} $$\n", encoding="utf-8")
    assert [link.verdict for link in check(path).links] == ["refuted"]
