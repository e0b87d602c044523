"""Letters of one space: densities that a distance compares are laws of the same variable."""

import pytest

import hw3verify


def _verdict(given: str, claim: str) -> str:
    (link,) = hw3verify.check(f"{given}\n\n$${claim} \\tag{{1}}$$\n").links
    return link.verdict


@pytest.mark.parametrize(
    ("given", "claim"),
    [
        (r"Let $X\sim P$ and $Y\sim Q$.", r"|\mathbb{E}[X]-\mathbb{E}[Y]| \le W_1(P,Q)"),
        ("", r"|\mathbb{E}_{x\sim P}[x]-\mathbb{E}_{y\sim Q}[y]| \le W_1(P,Q)"),
        ("", r"W_1(p,q) \ge \int x\,p(x)\,dx-\int y\,q(y)\,dy"),
    ],
)
def test_means_differ_by_at_most_the_distance(given: str, claim: str) -> None:
    """The identity has Lipschitz constant 1, whatever letters the two means are written with."""
    assert _verdict(given, claim) == "proved"


def test_the_wrong_direction_is_refuted() -> None:
    """Laws with equal means need not be equal."""
    assert _verdict("", r"|\mathbb{E}_{x\sim P}[x]-\mathbb{E}_{y\sim Q}[y]| \ge W_1(P,Q)") == "refuted"


def test_the_product_coupling_is_one_coupling() -> None:
    """The cost of independent draws is at least the distance."""
    assert _verdict("", r"W_1(p,q) \le \int\int p(x)q(y)|x-y|\,dx\,dy") in ("proved", "supported")


def test_marginals_of_one_joint_keep_their_letters() -> None:
    """p(x) and p(y) of a joint density are two marginals: their means differ."""
    text = "$$\\int p(x,y)\\,dx = p(y) \\tag{1}$$\n$$E_{p(x)}[x] = E_{p(y)}[y] \\tag{2}$$\n"
    assert hw3verify.check(text).links[-1].verdict == "refuted"
