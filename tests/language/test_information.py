"""Entropies and mutual informations of groups of random variables."""

import pytest

import hw3verify


def said(text: str) -> list[str]:
    return [link.verdict for link in hw3verify.check(text).links]


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        (r"I(X;Y,Z)=I(X;Y)+I(X;Z|Y)", "proved"),
        (r"I(X,Y;Z)=I(X;Z)+I(Y;Z|X)", "proved"),
        (r"I(X,Y;Z)=I(X;Y,Z)", "refuted"),
        (r"I(X;Y,Z|W)=I(X;Y|W)+I(X;Z|Y,W)", "proved"),
        (r"H(X,Y|Z)=H(X|Z)+H(Y|Z)", "refuted"),
        (r"I(X;Y;Z)=I(X;Y)-I(X;Y|Z)", "undecided"),
    ],
)
def test_a_semicolon_separates_groups_and_a_comma_joins_them(claim: str, verdict: str) -> None:
    """The chain rules hold with the groups where the semicolon puts them; three groups have no meaning here."""
    assert said(f"Let $p(x,y,z,w)$ be a density.\n\n$${claim} \\tag{{1}}$$\n") == [verdict]


@pytest.mark.parametrize(
    ("claim", "verdict"), [(r"I(X;X)=H(X)", "proved"), (r"H(X|X)=0", "proved"), (r"I(X;X)=0", "refuted")]
)
def test_a_variable_that_stands_twice_needs_mass_functions(claim: str, verdict: str) -> None:
    """A discrete variable has its entropy as information about itself; of densities nothing is said."""
    discrete = "Let $X$ be a discrete random variable with mass function $p(x)$.\n\n"
    assert said(f"{discrete}$${claim} \\tag{{1}}$$\n") == [verdict]
    assert said(f"Let $p(x)$ be a density.\n\n$${claim} \\tag{{1}}$$\n") == ["undecided"]


def test_an_information_called_i_is_no_identity_matrix() -> None:
    """I = KL(joint || product) is a number, as the bounds on it show."""
    text = "$$I = KL(p(x,y)\\|p(x)p(y)) \\tag{1}$$\n\n$$I \\ge 0 \\tag{2}$$\n"
    assert said(text) == ["definition", "proved"]


def test_a_recalled_entropy_says_what_the_bare_name_is() -> None:
    """Beside p(x, y), `H(p) = -sum_x p(x) log p(x)` makes p the marginal: H(p, q) = H(p) + KL(p || q) then."""
    given = (
        "Let $p(x,y)$ be a joint density and $q(x)$ a density, and recall $H(p,q)=-\\sum_x p(x)\\log q(x)$ and "
        "$H(p)=-\\sum_x p(x)\\log p(x)$.\n\n"
    )
    lines = [r"H(p,q) = H(p)+KL(p\|q)", r"H(p,q) = H(p)+KL(q\|p)"]
    text = given + "\n\n".join(f"$${line} \\tag{{{i}}}$$" for i, line in enumerate(lines, 1)) + "\n"
    assert [link.verdict for link in hw3verify.check(text).links] == ["proved", "refuted"]


@pytest.mark.parametrize(
    ("bound", "expected"), [(r"\log n", "proved"), (r"\log m", "refuted"), (r"\frac12\log n", "refuted")]
)
def test_values_of_a_random_variable_are_counted(bound: str, expected: str) -> None:
    """The entropy of n values is at most log n (Gibbs), and reaches it; of m nothing is said."""
    given = "Suppose $X\\in\\{1,\\dots,m\\}$ and $Y\\in\\{1,\\dots,n\\}$ have the joint law $p(x,y)$.\n\n"
    assert hw3verify.check(given + f"$$H(Y) \\le {bound} \\tag{{1}}$$\n").links[-1].verdict == expected
