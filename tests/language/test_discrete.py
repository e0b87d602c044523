"""Which variables words call discrete."""

import pytest

import hw3verify

NONNEGATIVE = "\n\n$$H({name}) \\ge 0 \\tag{{1}}$$\n"


def verdict(said: str, name: str = "X") -> str:
    (link,) = hw3verify.check(said + NONNEGATIVE.format(name=name)).links
    return link.verdict


@pytest.mark.parametrize(
    "said",
    [
        "Let $X$ be a discrete random variable.",
        "Let $X$, $Y$ and $Z$ be discrete random variables.",
        "Suppose $X$ and $Y$ are two discrete variables on a finite alphabet.",
        "Let $X$ be a random variable with finite support.",
        "Let $Y$ be a continuous random variable and let $X$ be a discrete random variable.",
    ],
)
def test_entropies_of_discrete_variables_are_not_negative(said: str) -> None:
    """Masses do not exceed 1 (Cover and Thomas, lemma 2.1.1): the claim is proved."""
    assert verdict(said) == "proved"


@pytest.mark.parametrize(
    "said",
    [
        "Let $X$ be a continuous random variable.",
        "Let $X$ be a random variable.",
        "Let $Y$ be a discrete random variable and let $X$ be a continuous random variable.",
        "Let $X$ be a random variable that is not discrete.",
        "Let $X$ be either a discrete or a continuous random variable.",
    ],
)
def test_what_is_said_of_one_is_not_said_of_another(said: str) -> None:
    """Entropies of densities may be negative: without these words on X itself, nothing is accepted."""
    assert verdict(said) not in ("proved", "supported")


def test_a_mass_function_speaks_of_what_it_weighs() -> None:
    """p(x|z) is a mass function of x, which says nothing of z."""
    said = "Let $p(x|z)$ be a mass function and let $p(z)$ be a density."
    about_x = f"{said}\n\n$$-\\sum_x p(x|z) \\log p(x|z) \\ge 0 \\tag{{1}}$$\n"
    about_z = f"{said}\n\n$$-\\int p(z) \\log p(z) dz \\ge 0 \\tag{{1}}$$\n"
    assert hw3verify.check(about_x).links[0].verdict == "proved"
    assert hw3verify.check(about_z).links[0].verdict not in ("proved", "supported")
