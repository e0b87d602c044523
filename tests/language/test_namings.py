"""Names that sentences of commentary give: what they mean, and where a sentence does not settle it."""

import pytest

import hw3verify


def _verdict(prose: str, claim: str) -> str:
    return hw3verify.check(f"{prose}\n\n$${claim} \\tag{{1}}$$\n").links[-1].verdict


RATIO = r"\mathbb{E}_{q}[w(x)] = 1"
MEAN = r"KL(p\|m)+KL(q\|m) = 2\,JSD(p,q)"


@pytest.mark.parametrize(
    ("prose", "claim"),
    [
        (r"We write $m=\frac{p+q}{2}$ for the mean.", MEAN),
        (r"In what follows $m := (p+q)/2$.", MEAN),
        (r"This is an average over the mixture, where $m=\frac12(p+q)$.", MEAN),
        (r"The density ratio is $w(x)=\frac{p(x)}{q(x)}$.", RATIO),
        (r"We denote by $w(x)=p(x)/q(x)$ the ratio.", RATIO),
        (r"The objective is $V(D)=\mathbb{E}_p[\log D(x)]+\mathbb{E}_q[\log(1-D(x))]$.",
         r"V(D) = \int p(x)\log D(x)+q(x)\log(1-D(x))\,dx"),
    ],
)  # fmt: skip
def test_a_name_given_in_passing_is_known(prose: str, claim: str) -> None:
    """Mixtures and ratios: textbook identities of what the sentence names."""
    assert _verdict(prose, claim) == "proved"


def test_what_is_false_of_the_named_is_refuted() -> None:
    """The mean of p/q under p is 1 + chi^2."""
    assert _verdict(r"The ratio is $w(x)=\frac{p(x)}{q(x)}$.", r"\mathbb{E}_{p}[w(x)] = 1") == "refuted"


@pytest.mark.parametrize(
    "prose",
    [
        r"A student might think that the ratio is $w(x)=\frac{p(x)}{q(x)}$.",
        r"It is wrong that the ratio is $w(x)=\frac{p(x)}{q(x)}$.",
        r"If the weight is $w(x)=\frac{p(x)}{q(x)}$, much follows.",
        r"One could ask whether the weight is $w(x)=\frac{p(x)}{q(x)}$.",
    ],
)
def test_what_a_sentence_denies_or_doubts_is_not_taken(prose: str) -> None:
    """Of any function w the mean under q need not be 1."""
    assert _verdict(prose, RATIO) != "proved"


def test_a_list_of_names_is_one_naming() -> None:
    """E_q[e^t] = 1 for t = log(p/q)."""
    prose = r"We go on with $t(x)=\log\frac{p(x)}{q(x)}$ and $u(x)=e^{t(x)}$."
    assert _verdict(prose, r"\mathbb{E}_q[u(x)] = 1") == "proved"


def test_what_may_be_a_meaning_keeps_from_refuting() -> None:
    """Nothing names u here, but its sentence says what it is at x."""
    assert _verdict(r"As before $u(x)=\frac{p(x)}{q(x)}$.", r"\mathbb{E}_q[u(x)] = 1") in ("undecided", "proved")


def test_a_fact_goes_before_commentary() -> None:
    """Let states; the sentence behind it, which says something else of the same name, is commentary."""
    prose = r"Let $w(x)=\frac{q(x)}{p(x)}$. The weight is $w(x)=\frac{p(x)}{q(x)}$."
    assert _verdict(prose, RATIO) == "refuted"


def test_the_densities_of_the_conventions_are_not_named_in_passing() -> None:
    """`q(z) = p(z|x)` in commentary leaves q any density."""
    assert _verdict(r"The optimum is $q(z)=p(z|x)$.", r"KL(q(z)\|p(z|x)) = 0") != "proved"
