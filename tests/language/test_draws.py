"""Independent draws: what is said of them holds for every number of draws."""

import pytest

import hw3verify

GIVEN = {
    "each": r"Let $z_k\sim q(z|x)$ independently, $k=1,\dots,K$, and $w_k=\frac{p(x,z_k)}{q(z_k|x)}$.",
    "list": r"Let $z_1,\dots,z_K\sim q(z|x)$ be independent and let $w_k=\frac{p(x,z_k)}{q(z_k|x)}$.",
    "range": r"Let $z_{1:K}\sim q(z|x)$ be i.i.d. and let $w_k=\frac{p(x,z_k)}{q(z_k|x)}$.",
}
GOOD = ("proved", "supported")


def said(text: str) -> str:
    return hw3verify.check(text).links[0].verdict


@pytest.mark.parametrize("given", GIVEN.values(), ids=GIVEN)
def test_the_weights_average_to_the_evidence_and_their_reciprocals_do_not(given: str) -> None:
    """E[w] = p(x), E[1/w] is not 1/p(x), the logarithm of the mean is above; however the draws are introduced."""
    average = r"\frac{1}{K}\sum_{k=1}^{K}w_k"
    assert said(f"{given}\n\n$$\\mathbb{{E}}\\left[{average}\\right] = p(x) \\tag{{1}}$$\n") in GOOD
    assert said(f"{given}\n\n$$\\mathbb{{E}}[w_1] = p(x) \\tag{{1}}$$\n") == "proved"
    assert said(f"{given}\n\n$$\\mathbb{{E}}[w_1^{{-1}}] = p(x)^{{-1}} \\tag{{1}}$$\n") == "refuted"
    assert said(f"{given}\n\n$$\\mathbb{{E}}\\left[\\log {average}\\right] \\le \\log p(x) \\tag{{1}}$$\n") in GOOD
    assert said(f"{given}\n\n$$\\mathbb{{E}}\\left[\\log {average}\\right] \\ge \\log p(x) \\tag{{1}}$$\n") == "refuted"


def test_a_mean_of_draws_has_the_variance_over_their_number() -> None:
    """Var of the mean is Var/n, and the mean of the draws is unbiased; Var of the sum is not n squared times Var."""
    given = r"Let $x_1,\dots,x_n\sim p(x)$ be i.i.d. and let $\bar x=\frac{1}{n}\sum_{i=1}^n x_i$." + "\n\n"
    assert said(given + r"$$\mathbb{E}[\bar x] = \mathbb{E}_{p(x)}[x] \tag{1}$$" + "\n") in GOOD
    assert said(given + r"$$\mathrm{Var}(\bar x) = \frac1n\mathrm{Var}_{p(x)}(x) \tag{1}$$" + "\n") in GOOD
    assert said(given + r"$$\mathrm{Var}(\bar x) = \mathrm{Var}_{p(x)}(x) \tag{1}$$" + "\n") == "refuted"


def test_a_sample_that_is_not_averaged_over_is_left_as_it_is() -> None:
    """The log-likelihood of fixed draws is proved for every number of them."""
    text = (
        r"Let $x_1,\dots,x_n\sim p(x)$ be i.i.d."
        "\n\n"
        r"$$\log\prod_{i=1}^n p(x_i) = \sum_{i=1}^n\log p(x_i) \tag{1}$$"
        "\n"
    )
    assert said(text) == "proved"


def test_draws_in_words_are_draws_where_an_average_names_them() -> None:
    """L_1 and L_K are no two numbers: what their definition averages is written out, or nothing is said of them."""
    words = r"Let $z_1,\dots,z_K$ be independent draws from $q(z|x)$ and $w_k=\frac{p(x,z_k)}{q(z_k|x)}$."
    bound = r"Let $L_K=\mathbb{E}_{z_1,\dots,z_K\sim q(z|x)}\left[\log\frac{1}{K}\sum_{k=1}^{K}w_k\right]$."
    text = f"{words} {bound}\n\n$$%s \\tag{{1}}$$\n"
    assert said(text % r"L_1 \le L_K") in GOOD
    assert said(text % r"L_{K+1} \le L_K") not in GOOD
    unread = f"{words} Let $L_K=\\mathbb{{E}}_{{?}}\\left[\\log\\frac{{1}}{{K}}\\sum_{{k=1}}^{{K}}w_k\\right]$."
    assert said(f"{unread}\n\n$$L_1 \\le L_K \\tag{{1}}$$\n") not in ("refuted", "proved")


W = r"Let $z_1,\dots,z_K$ be i.i.d. samples from $q(z|x)$ and $w_k=\frac{p(x,z_k)}{q(z_k|x)}$." + "\n\n"


@pytest.mark.parametrize("index", ["q", "q(z|x)", r"z_1\sim q(z|x)", r"z_1\sim q", "q(z_1|x)"])
def test_one_weight_averages_to_the_evidence_however_its_law_is_named(index: str) -> None:
    """E[w_1] = p(x), and E[w_1^2] is more by the chi-square divergence (by hand)."""
    assert said(W + f"$$E_{{{index}}}[w_1] = p(x) \\tag{{1}}$$\n") == "proved"
    assert said(W + f"$$E_{{{index}}}[w_1^2] = p(x)^2 \\tag{{1}}$$\n") == "refuted"
    right = r"p(x)^2(1+\chi^2(p(z|x)\|q(z|x)))"
    assert said(W + f"$$E_{{{index}}}[w_1^2] = {right} \\tag{{1}}$$\n") == "proved"


def test_an_expectation_over_some_draws_leaves_the_others() -> None:
    """E over z_1 of g(z_1) g(z_2) is g(z_2) E g, and no square of a mean."""
    given = r"Let $z_1, z_2 \sim q(z)$ be independent and $g(z)>0$." + "\n\n"
    assert said(given + r"$$E_{z_1}[g(z_1)g(z_2)] = g(z_2)E_q[g(z)] \tag{1}$$" + "\n") == "proved"
    assert said(given + r"$$E_{z_1}[g(z_1)g(z_2)] = E_q[g(z)]^2 \tag{1}$$" + "\n") == "refuted"
    assert said(given + r"$$E[g(z_1)g(z_2)] = E_q[g(z)]^2 \tag{1}$$" + "\n") == "proved"
    mean = r"\mathrm{Var}\left(\frac{g(z_1)+g(z_2)}{2}\right)"
    assert said(given + f"$${mean} = \\frac12\\mathrm{{Var}}_q(g(z)) \\tag{{1}}$$\n") == "proved"


def test_gradients_of_the_log_of_a_mean_of_weights() -> None:
    """They weigh the gradients by the normalised weights, not evenly."""
    left = r"\nabla_\theta\log\frac1K\sum_{k=1}^K w_k"
    given = W.replace("p(x", r"p_\theta(x")
    right = r"\sum_{k=1}^K\frac{w_k}{\sum_{j=1}^K w_j}\nabla_\theta\log w_k"
    assert said(given + f"$${left} = {right} \\tag{{1}}$$\n") in GOOD
    assert said(given + f"$${left} = \\frac1K\\sum_{{k=1}}^K\\nabla_\\theta\\log w_k \\tag{{1}}$$\n") == "refuted"


def test_two_draws_may_depend_on_each_other_where_nothing_says_otherwise() -> None:
    """E[g(z_1) g(z_2)] is a product of means for independent draws only."""
    claim = "\n\n" + r"$$E[g(z_1)g(z_2)] = E_q[g(z)]^2 \tag{1}$$" + "\n"
    assert said(r"Let $z_1,z_2\sim q(z)$ with $z_1=z_2$ and $g(z)>0$." + claim) not in GOOD
    assert said(r"Let $z_1,z_2\sim q(z)$ and $g(z)>0$." + claim) not in GOOD
