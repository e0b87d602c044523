"""Lists of counts that words define: what they add up to is said by the words."""

from pathlib import Path

from hw3verify import check


def test_what_words_count_is_not_refuted(tmp_path: Path) -> None:
    """The class counts add up to n, which no formula says; a claim without them is refuted as before."""
    path = tmp_path / "counts.md"
    said = r"Let $n_k$ be the number of data points in class $k$."
    path.write_text(
        f"{said}\n\n$$\\sum_{{k=1}}^K n_k = n \\tag{{1}}$$\n\n$$(n+1)^2 = n^2+1 \\tag{{2}}$$\n", encoding="utf-8"
    )
    assert [link.verdict for link in check(path).links] == ["undecided", "refuted"]
