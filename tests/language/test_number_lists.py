"""Lists of numbers that words describe."""

from pathlib import Path

import pytest

from hw3verify import check


def verdict(folder: Path, facts: str, line: str) -> str:
    """The verdict on one line under the facts."""
    path = folder / "lists.md"
    path.write_text(f"{facts}\n\n$$ {line} \\tag{{1}} $$\n", encoding="utf-8")
    (link,) = check(path).links
    return link.verdict


@pytest.mark.parametrize(
    "facts",
    [
        r"Let $p_1,\dots,p_K$ be probabilities with $\sum_{k=1}^K p_k=1$.",
        r"Let $p_1,\dots,p_K$ be positive numbers with $\sum_{k=1}^K p_k=1$.",
        r"Let $p_1,\dots,p_K$ be nonnegative weights with $\sum_{k=1}^K p_k=1$.",
        r"Let $(p_1,\dots,p_K)$ be a probability vector.",
        r"Let $p=(p_1,\dots,p_K)$ be a probability vector.",
    ],
)
def test_masses_are_not_negative(tmp_path: Path, facts: str) -> None:
    """The squares of masses add up to 1 at most, and of K = 2 equal masses to 1/2: neither holds with negative ones."""
    assert verdict(tmp_path, facts, r"\sum_{k=1}^K p_k^2 \le 1") in ("proved", "supported")
    assert verdict(tmp_path, facts, r"\prod_{k=1}^K p_k \le K^{-K}") in ("proved", "supported")
    assert verdict(tmp_path, facts, r"\sum_{k=1}^K p_k^2 = 1") == "refuted"


def test_numbers_of_which_nothing_is_said_may_be_negative(tmp_path: Path) -> None:
    """4 - 2 - 1 = 1, and their product is 8."""
    facts = r"Let $a_1,\dots,a_K$ be real numbers with $\sum_{k=1}^K a_k=1$."
    assert verdict(tmp_path, facts, r"\prod_{k=1}^K a_k \le K^{-K}") == "refuted"


def test_positive_numbers_need_not_add_up_to_one(tmp_path: Path) -> None:
    """Nothing binds them: their squares have another sum."""
    facts = r"Let $a_1,\dots,a_K$ be positive numbers."
    assert verdict(tmp_path, facts, r"\sum_{k=1}^K a_k^2 = \sum_{k=1}^K a_k") == "refuted"
    assert verdict(tmp_path, facts, r"\sum_{k=1}^K a_k > 0") == "proved"
