"""Sums, integrals, products, expectations: what is bound and over what."""

import pytest

import hw3verify


def verdict(claim: str, prose: str = "") -> str:
    """The verdict on the last link of a document with one display."""
    return hw3verify.check(f"{prose}\n\n$${claim} \\tag{{1}}$$\n").links[-1].verdict


@pytest.mark.parametrize("name", ["A", "S", r"x\in A", "B"])
def test_a_set_is_not_the_whole_space(name: str) -> None:
    """The mass of a set may be less than 1."""
    assert verdict(rf"\int_{{{name}}} p(x) dx = 1") != "proved"


@pytest.mark.parametrize("name", ["X", r"\mathcal{X}", r"\mathbb{R}", r"\Omega"])
def test_usual_names_of_the_whole_space(name: str) -> None:
    """A density integrates to 1 over its space."""
    assert verdict(rf"\int_{{{name}}} p(x) dx = 1") == "proved"


@pytest.mark.parametrize(
    ("claim", "said"),
    [
        (r"p(z)\int q(z) \log q(z)dz = \int p(z) q(z) \log q(z)dz", "refuted"),
        (r"p(z|x) = \frac{p(x|z)p(z)}{\int p(x|z)p(z)dz}", "proved"),
        (r"p(z|x) = \frac{p(x|z)p(z)}{\int p(x|z')p(z)dz'}", "refuted"),
        (r"p(z)\int p(x|z)dz = p(z)", "refuted"),
        (r"E_{x\sim p}[E_{x\sim q}[x]]=E_{x\sim q}[x]", "proved"),
        (r"E_{p(x)}[f(x)]E_{q(x)}[f(x)]=E_{p(x)}[f(x)E_{q(x)}[f(x)]]", "proved"),
    ],
)
def test_bound_variables_do_not_capture(claim: str, said: str) -> None:
    """A bound z is another z than the free one."""
    assert verdict(claim) == said


@pytest.mark.parametrize(
    ("claim", "said"),
    [
        (r"\prod_{i=1}^n a_i b_i= \prod_{i=1}^n a_i \prod_{i=1}^n b_i", "supported"),
        (r"\prod_{i=1}^n c\, a_i= c \prod_{i=1}^n a_i", "refuted"),
        (r"\sum_{i=1}^n x_i y_i= \sum_{i=1}^n x_i \sum_{i=1}^n y_i", "refuted"),
        (r"\sum_{i=1}^n \sum_{j=1}^m x_i y_j= \sum_{i=1}^n x_i \sum_{j=1}^m y_j", "proved"),
        (r"\sum_{i=1}^n c = nc", "proved"),
        (r"\sum_{i=1}^n x_i = \sum_{i=2}^n x_i", "refuted"),
    ],
)
def test_index_sums_and_products(claim: str, said: str) -> None:
    """Products factor, sums of products do not."""
    assert verdict(claim) == said


def test_bare_functions_depend_on_the_variable_of_the_expectation() -> None:
    """E[fg] = E[f]E[g] fails without independence; E[f^2] >= E[f]^2 is Jensen's."""
    assert verdict("E_p[fg]=E_p[f]E_p[g]") == "refuted"
    assert verdict(r"E_p[f^2]\ge E_p[f]^2") == "proved"


def test_a_fixed_variable_is_not_averaged() -> None:
    """`Let x = 2` fixes a value; the mean under p is something else."""
    assert verdict("E_p[x]=2", r"Let $x=2$.") == "undecided"


def test_brackets_with_limits() -> None:
    """x^2 between 0 and 1 is 1; a x^2 is a."""
    assert verdict(r"\left[x^2\right]_0^1=1") == "proved"
    assert verdict(r"[ax^2]_0^1=a") == "proved"
    assert verdict(r"[ax^2]_0^1=a^2") == "refuted"


def test_draws_are_not_one_variable() -> None:
    """The variance of a mean of K weights is no multiple of 1/K^2 of one weight's: z_1, ..., z_K are not one z."""
    draws = r"Let $z_1,\dots,z_K$ be independent draws from $q(z|x)$ and $w_k=\frac{p(x,z_k)}{q(z_k|x)}$."
    claim = r"\mathrm{Var}_q\left[\frac{1}{K}\sum_{k=1}^{K}w_k\right] = \frac{1}{K^2}\mathrm{Var}_q[w_1]"
    assert verdict(claim, draws) not in ("proved", "supported")


def test_index_of_a_density_is_no_density() -> None:
    """H(theta, theta') with a meaning of its own: at (theta', theta') it is not what it is at (theta, theta')."""
    defined = r"Let $H(\theta,\theta')=-\mathbb{E}_{p_{\theta'}(z|x)}[\log p_\theta(z|x)]$."
    claim = r"H(\theta,\theta')-H(\theta',\theta') = KL(p_{\theta'}(z|x)\,\|\,p_\theta(z|x))"
    assert verdict(claim, defined) != "refuted"
    assert verdict(claim.replace("= KL", "= -KL"), defined) not in ("proved", "supported")


@pytest.mark.parametrize("claim", [r"P(A) \le \frac12", r"|P(A)-Q(A)| \le 0", r"P(A) \ge 1"])
def test_an_event_is_no_point(claim: str) -> None:
    """P(A) is a probability, not a density at A: nothing is proved or refuted of it as one."""
    assert verdict(claim) == "undecided"


def test_the_variable_of_a_bare_density_is_the_one_in_the_formula() -> None:
    """E_P|x - a| is over x, though P has been seen at an event only."""
    assert verdict(r"\mathbb{E}_P[|x-a|] = |\mathbb{E}_P[x]-a|", "Let $P(A)$ be the mass of $A$.") == "refuted"
