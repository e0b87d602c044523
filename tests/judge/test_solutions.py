"""Solutions of imposed conditions are no claims; wrong solutions stay refuted."""

from __future__ import annotations

import hw3verify

LAGRANGIAN = r"""(a) Posterior

$$\log\frac{p(x,z)}{q(z|x)} + \lambda - 1 = 0 \Rightarrow q(z|x) = p(x,z) e^{\lambda-1} \tag{1}$$

Finally

$$q(z|x) = %s \tag{2}$$
"""


def last(text: str) -> str:
    """The verdict of the last link."""
    return hw3verify.check(text).links[-1].verdict


def test_the_solution_is_a_condition() -> None:
    """What follows from the imposed condition names its solution: as an identity it would be false of most q."""
    assert last(LAGRANGIAN % r"p(x,z)e^{\lambda-1}") == "condition"


def test_a_wrong_solution_is_refuted() -> None:
    """The inverse is no solution, so the equation is judged as it stands."""
    assert last(LAGRANGIAN % r"p(x,z)e^{1-\lambda}") == "refuted"


def test_without_a_condition_it_is_a_claim() -> None:
    """Nothing was imposed: an equation for an arbitrary density is false."""
    text = r"$$KL(q(z|x)\|p(z)) \ge 0 \tag{1}$$" + "\n\n" + r"$$q(z|x) = p(z) \tag{2}$$" + "\n"
    assert last(text) == "refuted"


def test_what_is_said_of_a_multiplier_is_judged_under_its_conditions():
    """From d/dq (F + nu (mass - 1)) = 0 follows q = p(x,z) e^(nu-1), so e^(nu-1) is 1/p(x), and never 2/p(x)."""
    head = r"""Let $J(q)=\int q(z)\log\frac{p(x,z)}{q(z)}dz+\nu\left(\int q(z)dz-1\right)$.

$$\frac{\partial J}{\partial q(z)} = 0 \Rightarrow q(z) = p(x,z)e^{\nu-1} \tag{1}$$
"""
    line = r"$$\int q(z)dz = e^{\nu-1}p(x) \tag{2}$$"
    assert hw3verify.check(head + line).links[-1].verdict != "refuted"
    alone = hw3verify.check("Let $\\nu>0$.\n\n" + line).links[-1].verdict
    assert alone == "refuted"


def test_what_no_multiplier_makes_true_is_refuted_under_conditions_too() -> None:
    """An integral of a positive function is no negative number, whatever the multipliers are."""
    text = (
        r"Let $p(x)$ be a density on $[0,\infty)$."
        "\n\n"
        r"$$-\log p(x)-1+\lambda_0+\lambda_1 x = 0 \Rightarrow p(x)=e^{\lambda_0-1+\lambda_1x} \tag{1}$$"
        "\n\n"
        r"Given $\lambda_1<0$."
        "\n\n"
        r"$$\int_0^\infty x e^{\lambda_0-1+\lambda_1x}dx = -\frac{e^{\lambda_0-1}}{\lambda_1^2} \tag{2}$$"
        "\n"
    )
    assert last(text) == "refuted"


def test_a_rate_that_data_estimate_is_free_in_other_lines() -> None:
    """lambda > 0 is a parameter: what is false of some rate is refuted, though a score was set to zero before."""
    text = (
        r"Let $\lambda>0$ and $x_1,\dots,x_n>0$."
        "\n\n"
        r"$$\frac{n}{\lambda}-\sum_{i=1}^n x_i = 0 \tag{1}$$"
        "\n\n"
        r"$$\int_0^\infty \lambda e^{-\lambda x}dx = \lambda \tag{2}$$"
        "\n"
    )
    assert last(text) == "refuted"
