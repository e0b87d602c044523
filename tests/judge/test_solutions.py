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
