"""What is false where everything is independent is false whatever words say of independence."""

import hw3verify


def verdict(prose: str, line: str) -> str:
    """The verdict on one line behind some words."""
    return hw3verify.check(f"{prose}\n\n$${line} \\tag{{1}}$$\n").links[-1].verdict


def test_words_of_independence_do_not_save_what_is_false_anyway() -> None:
    """log E_q[w] >= E_q[log w] is strict for some q and p, be they independent of x or not."""
    words = "Two independent codes are drawn. Let $w(z)=\\frac{p(x,z)}{q(z|x)}$."
    assert verdict(words, r"\log\mathbb{E}_{q(z|x)}[w(z)] = \mathbb{E}_{q(z|x)}[\log w(z)]") == "refuted"


def test_what_independence_may_make_true_is_not_refuted() -> None:
    """H(X, Y) = H(X) + H(Y) is true of independent variables, and false of others: the words may say which."""
    words = "Here the coordinates are independent. Let $p(x,y)$ be their density."
    line = r"\int p(x,y)\log\frac{p(x,y)}{p(x)p(y)}\,dx\,dy = 0"
    assert verdict(words, line) == "undecided"
    assert verdict("Let $p(x,y)$ be their density.", line) == "refuted"
