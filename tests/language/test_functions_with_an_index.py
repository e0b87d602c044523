"""Functions with an index that a sum binds: pi_d(z)."""

from pathlib import Path

import pytest

from hw3verify import check

DECODER = r"Let $p_\theta(x|z)=\prod_{d=1}^{D} \pi_d(z)^{x_d}(1-\pi_d(z))^{1-x_d}$ with $x_d\in\{0,1\}$."
SCORES = "Let $f_k(x)$ and $g_k(x)$ be functions."


@pytest.mark.parametrize(
    ("facts", "line", "verdicts"),
    [
        (DECODER, r"\log p_\theta(x|z) = \sum_{d=1}^D \left(x_d\log\pi_d(z) + (1-x_d)\log(1-\pi_d(z))\right)",
         ("proved", "supported")),
        (DECODER, r"\log p_\theta(x|z) = \sum_{d=1}^D x_d\log\pi_d(z)", ("refuted", "undecided")),
        (SCORES, r"\sum_{k=1}^K (f_k(x)+g_k(x)) = \sum_{k=1}^K f_k(x)+\sum_{k=1}^K g_k(x)", ("proved",)),
        (SCORES, r"\sum_{k=1}^K f_k(x)g_k(x) = \sum_{k=1}^K f_k(x)\sum_{k=1}^K g_k(x)", ("refuted",)),
        (SCORES, r"\sum_{k=1}^K f_k(x) = K f_k(x)", ("refuted",)),
        (SCORES, r"\sum_{k=1}^2 f_k(x) = f_1(x)+f_2(x)", ("proved", "undecided")),
        (SCORES, r"\sum_{k=1}^K c f_k(x) = c \sum_{k=1}^K f_k(y)", ("refuted",)),
    ],
)  # fmt: skip
def test_sums_over_functions(tmp_path: Path, facts: str, line: str, verdicts: tuple[str, ...]) -> None:
    """Sums are linear; a product of sums is no sum of products; at another point a function has another value."""
    path = tmp_path / "indexed.md"
    path.write_text(f"{facts}\n\n$$ {line} \\tag{{1}} $$\n", encoding="utf-8")
    (link,) = check(path).links
    assert link.verdict in verdicts


def test_they_are_printed_as_written(tmp_path: Path) -> None:
    """The index below, the variable in brackets."""
    path = tmp_path / "indexed.md"
    path.write_text(f"{SCORES}\n\n$$ \\sum_{{k=1}}^K f_k(x) = \\sum_{{k=1}}^K g_k(x) \\tag{{1}} $$\n", encoding="utf-8")
    (link,) = check(path).links
    assert link.left == r"\sum_{k=1}^K f_k(x)"
