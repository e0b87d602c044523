"""Densities at their arguments: Bayes' rule, samples, parameters."""

import pytest

import hw3verify


@pytest.mark.parametrize(
    ("claim", "said"),
    [
        ("p(x,y) = p(x|y) p(y)", "proved"),
        ("p(x,y) = p(x) p(y)", "refuted"),
        ("p(x|y) = p(y|x)", "refuted"),
        ("p(x,y,z)=p(x)p(y|x)p(z|x,y)", "proved"),
        ("p(x,y,z)=p(x)p(y|x)p(z|x)", "definition"),
        ("p(x,y|z)=p(x|y,z)p(y|z)", "proved"),
        ("p(x,y|z)=p(x|z)p(y|z)", "refuted"),
        ("p(x_1,x_2)=p(x_1)p(x_2|x_1)", "proved"),
        ("p(x_1,x_2)=p(x_1)p(x_2)", "refuted"),
        (r"p(x)=E_{p(z)}[p(x|z)]", "proved"),
        (r"p(x)=E_{p(z|x)}[p(x|z)]", "refuted"),
        (r"KL(p(z|x)\|p(z|x'))=0", "refuted"),
        (r"KL(q(z|x)\|q(z))=0", "refuted"),
        (r"p(-x)=p(x)", "undecided"),
        (r"p(x=1)+p(x=0)=1", "undecided"),
    ],
)
def test_one_family_is_one_joint_distribution(claim: str, said: str) -> None:
    """The chain rule holds in any order; independence does not hold by itself; values are left alone."""
    assert [link.verdict for link in hw3verify.check(f"$${claim} \\tag{{1}}$$\n").links] == [said]


def test_a_bare_density_whose_joint_stands_elsewhere_refutes_nothing() -> None:
    """p(x, y) further on does not make D(x) a function of half of what a bare p is over."""
    other = r"$$\int\int p(x,y)q(x,y)dxdy = \int\int q(x,y)p(x,y)dydx \tag{9}$$"
    value = r"$$\max_D \left(E_p[\log D(x)] + E_q[\log(1-D(x))]\right) = -\log 4 + 2 JSD(p,q) \tag{1}$$"
    assert hw3verify.check(f"{value}\n\n{other}\n").links[0].verdict != "refuted"
