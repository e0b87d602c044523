"""What went wrong in whole documents: premises, directions, bounds, errors that cancel, what inherits."""

from __future__ import annotations

from hw3verify.judge.judge import judge_source
from hw3verify.judge.record import LinkVerdict
from hw3verify.language.source import Source

TIGHT = r"""## 1 When is the bound tight?

The divergence vanishes at the posterior,
$$q(z) = p(z|x) \Rightarrow KL(q(z)\|p(z|x)) = 0 \tag{1}$$
and the other one at the prior.
$$q(z) = p(z) \Rightarrow KL(q(z)\|p(z)) = 0 \tag{2}$$
Hence the bound is attained:
$$q(z) = p(z) \Rightarrow \log p(x) = \int q(z)\log\frac{p(x,z)}{q(z)}dz \tag{3}$$
"""
DIRECTIONS = r"""## 2 Matching

$$p(x,z) = q(x,z) \Leftrightarrow p(x) = q(x) \tag{1}$$
$$q(z) = p(z|x) \Leftrightarrow q(z)p(x) = p(x,z) \tag{2}$$
$$a^2 = b^2 \Leftrightarrow a = b \tag{3}$$
"""
BOUND = r"""## 3 The evidence lower bound

$$\log p(x) = \log \int p(x,z) dz \tag{1}$$
$$= \log \mathbb{E}_{q(z|x)}\left[\frac{p(x,z)}{q(z|x)}\right] \tag{2}$$
$$= \mathbb{E}_{q(z|x)}\left[\log \frac{p(x,z)}{q(z|x)}\right] \tag{3}$$

In short,

$$\log p(x) = \int q(z|x)\log\frac{p(x,z)}{q(z|x)} dz \tag{4}$$
"""
CANCEL = r"""## 4 Two normals

Let $q(z)=\mathcal{N}(\mu,\sigma^2)$ and $p(z)=\mathcal{N}(0,1)$ with $\sigma>0$.

$$KL(q(z)\|p(z)) = \mathbb{E}_{q(z)}[\log q(z)] - \mathbb{E}_{q(z)}[\log p(z)] \tag{1}$$
$$= \frac12\log(2\pi) + \log\sigma + \frac12 + \frac12\log(2\pi) + \frac12(\mu^2+\sigma^2) \tag{2}$$
$$= -\log\sigma - \frac12 + \frac12(\mu^2+\sigma^2) \tag{3}$$
"""
INHERIT = r"""## 5 Free energy

$$KL(q(z)\|p(z|x)) = \int q(z)\log\frac{q(z)p(x)}{p(x,z)}dz \tag{1}$$
$$= \int q(z)\log\frac{q(z)}{p(x,z)}dz - \log p(x) \tag{2}$$
$$= -\int q(z)\log\frac{p(x,z)}{q(z)}dz + \log p(x) \tag{3}$$

A slip of its own:

$$\log p(x,z) = \log p(x) - \log p(z|x) \tag{4}$$
"""
ARRAYS = r"""Let $x,\mu\in\mathbb{R}^d$ and let $\Sigma\in\mathbb{R}^{d\times d}$ be symmetric positive definite.
Let $A,B\in\mathbb{R}^{d\times d}$ be invertible.

$$(AB)^T = A^TB^T \tag{1}$$
$$(x-\mu)^T\Sigma^{-1}(x-\mu) = x^T\Sigma^{-1}x + 2\mu^T\Sigma^{-1}x + \mu^T\Sigma^{-1}\mu \tag{2}$$
$$\|x-\mu\|^2 = x^Tx - \mu^Tx + \mu^T\mu \tag{3}$$
$$\|x+\mu\| = \|x\|+\|\mu\| \tag{4}$$
$$(AB)^{-1} = B^{-1}A^{-1} \tag{5}$$
"""


def refuted(text: str) -> dict[str, LinkVerdict]:
    """The refuted links of a document with their diagnoses, by the number of the display."""
    links = judge_source(Source("mine.md", text), hints=True).links
    return {x.equation: x for x in links if x.verdict == "refuted"}


def test_a_premise_in_the_wrong_place() -> None:
    """The bound is attained at the posterior, not at the prior: (3) follows from what (1) assumes."""
    found = refuted(TIGHT)
    assert list(found) == ["3"]
    assert "follows from (1)" in found["3"].slip


def test_a_step_that_holds_one_way() -> None:
    """Equal joints have equal marginals, equal numbers equal squares; neither the other way round."""
    found = refuted(DIRECTIONS)
    assert {n: x.slip for n, x in found.items()} == {
        "1": "only => holds here, not <=",
        "3": "only <= holds here, not =>",
    }


def test_an_equality_where_only_a_bound_holds() -> None:
    """Jensen's inequality and the bound itself are no equations, and no other edit is named."""
    found = refuted(BOUND)
    assert {n: x.slip for n, x in found.items()} == {
        "3": "only >= holds here, not =",
        "4": "only >= holds here, not =",
    }


def test_two_errors_that_cancel() -> None:
    """Both signs of E_q[log q] are lost in (2) and the logarithms of 2 pi vanish in (3): the result is right."""
    found = refuted(CANCEL)
    assert "undone in (3)#0" in found["2"].slip
    assert "undoes the error of (2)#0" in found["3"].slip


def test_the_first_broken_link_and_what_inherits() -> None:
    """The sign in (2) breaks (2) and (3); (4) has a slip of its own."""
    found = refuted(INHERIT)
    assert {n: x.inherits for n, x in found.items()} == {"2": "", "3": "(2)#0", "4": ""}
    assert r"other sign of $\log p(x)$ this line and (3) hold" in found["2"].slip
    assert "other sign" in found["4"].slip


def test_vectors_and_matrices() -> None:
    """The order of factors, a sign, a factor 2, a bound: the true links of the same page have no hint."""
    found = {n: x.slip for n, x in refuted(ARRAYS).items()}
    assert list(found) == ["1", "2", "3", "4"]
    assert "after what follows it" in found["1"]
    assert r"other sign of $2\mu^T\Sigma^{-1}x$" in found["2"]
    assert r"twice $\mu^Tx$" in found["3"]
    assert "only <= holds" in found["4"]
