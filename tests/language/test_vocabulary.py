"""Which names are one distribution, and which are several."""

import pytest

import hw3verify


def verdicts(*displays: str, prose: str = "") -> list[str]:
    """The verdicts on a document of displays, in order."""
    text = prose + "\n\n" + "\n\n".join(f"$${d} \\tag{{{i}}}$$" for i, d in enumerate(displays, 1)) + "\n"
    return [link.verdict for link in hw3verify.check(text).links]


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("p", r"p_\theta"), ("p(x)", r"p_\theta(x)"), ("q", r"q_\phi"), (r"p_\theta", r"p_{\theta'}"), ("p_X", "q_X"),
        (r"p_\theta", r"p_\phi"), (r"p_{\theta_1}", r"p_{\theta_2}"), ("p_0", "p_1"), ("p'", "p"),
        (r"\hat p", "p"), ("P", "Q"), (r"p_{\text{data}}", "p_G"), (r"p(x|\theta)", r"p(x|\theta')"),
    ],
)  # fmt: skip
def test_the_two_arguments_of_a_divergence_are_two_distributions(one: str, two: str) -> None:
    """KL between two differently written densities is not 0 in general."""
    assert verdicts(rf"KL({one}\|{two}) = 0") == ["refuted"]


@pytest.mark.parametrize(
    "claim",
    [
        r"KL(p_d\|p_g) = KL(p_{data}\|p_G)",
        r"p_\theta(x|z) p(z) = p_\theta(z|x) p_\theta(x)",
        r"p_{Z|X}(z|x) = \frac{p_{X|Z}(x|z)p_Z(z)}{p_X(x)}",
        r"1+\int p_X(x)^2dx = 1+\int p_X(t)^2dt",
        r"KL(p_{X,Y}\|p_Xp_Y)=\int\int p_{X,Y}(x,y)\log\frac{p_{X,Y}(x,y)}{p_X(x)p_Y(y)}dxdy",
        r"KL(p_X\|q_X)=\int p_X(x)\log\frac{p_X(x)}{q_X(x)}dx",
    ],
)
def test_ways_of_writing_one_distribution(claim: str) -> None:
    """Parameters, letters of marginals and usual aliases do not make another distribution."""
    assert verdicts(claim) == ["proved"]


@pytest.mark.parametrize(
    "claim",
    [
        r"1+\int p_X(x)^2dx = 1+\int p_Y(y)^2dy",
        r"-E_{x\sim p}[\log p_\theta(x)] = H(p)",
        r"1+p(x;\theta)=1+p(x;\theta')",
        r"1+p(x;w)=1+p(x;w')",
        r"p_{X,Y}(x,y) = p_X(x) p_Y(y)",
    ],
)
def test_different_marginals_and_models_are_told_apart(claim: str) -> None:
    """Marginals of different variables and models of different parameters need not agree."""
    assert verdicts(claim) == ["refuted"]


def test_a_density_with_and_without_its_parameter_is_not_guessed() -> None:
    """p(x|theta) beside p(x) may be the model or the evidence."""
    assert verdicts(r"p(x|\theta) = p(x)") == ["undecided"]


def test_pi_is_a_number_unless_the_text_bounds_it() -> None:
    """The circle constant is above 3; a weight in (0, 1) has a negative logarithm."""
    assert verdicts(r"\pi > 3") == ["proved"]
    assert verdicts(r"\log\pi<0", prose=r"Let $0<\pi<1$.") == ["proved"]


def test_an_index_with_two_ranges_is_not_guessed() -> None:
    """Where i runs to n and to m, a sum over i without limits has no certain range."""
    assert verdicts(r"\sum_{i=1}^n x_i+\sum_{i=1}^m x_i=2\sum_i x_i") == ["undecided"]


def test_two_letters_at_one_quantity_share_its_range() -> None:
    """sum_i sum_j x_i x_j is the square of sum_i x_i."""
    assert verdicts(r"\sum_i \sum_j x_i x_j= (\sum_i x_i)^2") == ["proved"]
