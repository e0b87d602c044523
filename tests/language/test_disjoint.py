"""Disjoint supports: f-divergences take the values of two points that differ; where the supports lie is not known."""

import pytest

import hw3verify

WORDS = (
    "Suppose $p$ and $q$ have disjoint supports.",
    "Let $p$ and $q$ be densities whose supports do not overlap.",
    "Assume that the supports of $p$ and $q$ are disjoint.",
    r"Let $\mathrm{supp}(p)\cap\mathrm{supp}(q)=\emptyset$.",
    "Assume that $p(x)q(x)=0$ for all $x$.",
    "Given $p$ and $q$, which are mutually singular.",
)


def _verdict(given: str, claim: str) -> str:
    (link,) = hw3verify.check(f"{given}\n\n$${claim} \\tag{{1}}$$\n").links
    return link.verdict


@pytest.mark.parametrize("given", WORDS[:5])
@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        (r"JSD(p,q) = \log 2", "proved"),
        (r"TV(p,q) = 1", "proved"),
        (r"KL(p\|q) = \infty", "proved"),
        (r"KL(p\|\tfrac12(p+q)) = \log 2", "proved"),
        (r"JSD(p,q) = \tfrac12\log 2", "refuted"),
        (r"W_1(p,q) = 1", "undecided"),
        (r"\mathbb{E}_p[x] = 0", "undecided"),
    ],
)
def test_divergences_of_densities_that_share_no_place(given: str, claim: str, verdict: str) -> None:
    """F(p, q) of degree one integrates to F(1, 0) + F(0, 1)."""
    assert _verdict(given, claim) == verdict


@pytest.mark.parametrize(
    "given",
    [
        "Suppose $p$ and $q$ do not have disjoint supports.",
        "Suppose $p$ and $q$ have almost disjoint supports.",
        "Suppose $p$, $q$ and $r$ have supports of which two are disjoint.",
    ],
)
def test_what_is_denied_or_partly_so_settles_nothing(given: str) -> None:
    """Neither proved nor refuted."""
    assert _verdict(given, "TV(p,q) = 1") == "undecided"


def test_a_point_beside_a_density_is_not_a_number() -> None:
    """TV between half a point and half of U[0,1], and U[0,1], is 1/2: not refuted by taking the point for a number."""
    given = r"Let $P=\frac12\delta_0+\frac12 U[0,1]$ and $Q=U[0,1]$."
    assert _verdict(given, r"TV(P,Q) = \frac12") != "refuted"


def test_the_fact_ends_with_its_part() -> None:
    """In the next part p and q are any densities."""
    claim = "$$TV(p,q)=1 \\tag{%d}$$\n"
    text = "(a) Suppose $p$ and $q$ have disjoint supports.\n" + claim % 1 + "(b) Next.\n" + claim % 2
    assert [link.verdict for link in hw3verify.check(text).links] == ["proved", "refuted"]


def test_a_plain_density_has_its_law_in_its_part_only() -> None:
    """Let p = U[0,1] is a fact of part (a); of any p the mean is any number."""
    text = "(a) Let $p=U[0,1]$.\n$$E_p[x]=\\frac12 \\tag{1}$$\n(b) Next.\n$$E_p[x]=\\frac12 \\tag{2}$$\n"
    assert [link.verdict for link in hw3verify.check(text).links] == ["proved", "refuted"]
