"""p, q and r as numbers."""

from pathlib import Path

import pytest

from hw3verify import check


def verdicts(folder: Path, text: str) -> list[str]:
    """The verdicts on a document."""
    path = folder / "chances.md"
    path.write_text(text, encoding="utf-8")
    return [link.verdict for link in check(path).links]


@pytest.mark.parametrize(
    ("facts", "line", "verdict"),
    [
        ("", r"-p\log p-(1-p)\log(1-p) \le \log 2", "proved"),  # the binary entropy
        ("", r"-p\log p-(1-p)\log(1-p) \le \frac12", "refuted"),  # log 2 > 1/2
        ("A coin shows heads with probability $p$.", r"\sum_{k=1}^\infty k (1-p)^{k-1} p = \frac1p", "proved"),
        ("A coin shows heads with probability $p$.", r"\sum_{k=1}^\infty k (1-p)^{k-1} p = \frac{1}{1-p}", "refuted"),
        ("Let $0<p<1$.", r"\sum_{k=0}^\infty p^k = \frac{1}{1-p}", "proved"),
        (r"Let $H(p) = -p\log p - (1-p)\log(1-p)$.", r"H'(p) = \log\frac{1-p}{p}", "proved"),
        (r"Let $H(p) = -p\log p - (1-p)\log(1-p)$.", r"H'(p) = \log\frac{p}{1-p}", "refuted"),
        (r"Let $h(p) = -p\log p - (1-p)\log(1-p)$ and $0<p<1$.", r"h(p) = h(1-p)", "proved"),
        (r"Let $h(p) = -p\log p - (1-p)\log(1-p)$ and $0<p<1$.", r"h(1/2) = \log 2", "proved"),
        ("Let $r \\neq 1$.", r"\sum_{k=0}^{n} r^k = \frac{1-r^{n+1}}{1-r}", "proved"),
        ("", r"\frac{d}{dp}\left(k\log p+(n-k)\log(1-p)\right) = \frac{k-np}{p(1-p)}", "proved"),
    ],
)
def test_letters_that_are_numbers(tmp_path: Path, facts: str, line: str, verdict: str) -> None:
    """Known of binary entropy, geometric laws and binomial likelihoods."""
    assert verdicts(tmp_path, f"{facts}\n\n$$ {line} \\tag{{1}} $$\n") == [verdict]


def test_a_letter_that_is_applied_stays_a_density(tmp_path: Path) -> None:
    """The entropy of a density p is no number's, though 1 - p(x) is written; it can be negative on a line."""
    text = "$$ -\\int p(x)\\log p(x)\\,dx + (1-p(x)) \\ge 0 \\tag{1} $$\n"
    assert verdicts(tmp_path, text) == ["refuted"]


def test_a_number_in_one_part_is_a_density_in_another(tmp_path: Path) -> None:
    """The p of the coin says nothing of the p(x) of the next problem."""
    text = (
        "# Problem 1\n\n$$ p(1-p) \\le \\frac14 \\tag{1} $$\n\n# Problem 2\n\n"
        "$$ \\int p(x)\\log\\frac{p(x)}{q(x)}\\,dx = KL(p\\|q) \\tag{2} $$\n"
    )
    assert verdicts(tmp_path, text) == ["proved", "proved"]


def test_a_stated_range_is_kept(tmp_path: Path) -> None:
    """Of p > 1 it is false that p (1 - p) is positive, and true that it is not."""
    text = "Let $p>1$.\n\n$$ p(1-p) > 0 \\tag{1} $$\n\n$$ p(1-p) < 0 \\tag{2} $$\n"
    assert verdicts(tmp_path, text) == ["refuted", "proved"]
