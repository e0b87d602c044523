"""H(p, q) and KL(p, q) of lists of masses mean what everybody means by them; another meaning is noticed."""

import hw3verify

LISTS = r"Given $a_k>0$, $b_k>0$, $\sum_{k=1}^{K}a_k=1$ and $\sum_{k=1}^{K}b_k=1$. "


def verdicts(prose: str, *lines: str) -> list[str]:
    """The verdicts on some lines behind some sentences."""
    text = "\n\n".join((prose, *(f"$${line} \\tag{{{i}}}$$" for i, line in enumerate(lines, 1))))
    return [link.verdict for link in hw3verify.check(text + "\n").links]


def test_recalled_entropies_of_lists() -> None:
    """H(a, b) = H(a) + KL(a, b), and not minus."""
    recalled = (
        r"Recall $H(a,b)=-\sum_{k=1}^{K} a_k\log b_k$, $H(a)=-\sum_{k=1}^{K} a_k\log a_k$ and "
        r"$KL(a,b)=\sum_{k=1}^{K} a_k\log\frac{a_k}{b_k}$."
    )
    assert verdicts(LISTS + recalled, "H(a,b) = H(a)+KL(a,b)", "H(a,b) = H(a)-KL(a,b)") == ["proved", "refuted"]


def test_an_entropy_without_its_sign_is_no_entropy() -> None:
    """`H(a) = sum of a log a` is not what the name stands for: nothing is concluded from it."""
    assert verdicts(LISTS + r"Recall $H(a)=\sum_{k=1}^{K} a_k\log a_k$.", r"H(a) \le 0") == ["undecided"]
