"""Stated laws."""

import pytest

import hw3verify
from hw3verify.language.laws import said_anew
from hw3verify.language.scope import Scope
from hw3verify.meaning.claim import Law
from hw3verify.meaning.expr import Number


@pytest.mark.parametrize(
    ("prose", "claim", "said"),
    [
        (r"Let $P=\mathcal N(0,1)$ and $Q=\mathcal N(1,1)$.", r"KL(P\|Q)=\frac12", "proved"),
        (r"Let $P=\mathcal N(0,1)$ and $Q=\mathcal N(1,1)$.", r"KL(P\|Q)=1", "refuted"),
        (r"Let $P=U[0,1]$ and $Q=U[0,2]$.", r"KL(P\|Q)=\log 2", "proved"),
        (r"Let $P=U[0,1]$ and $Q=U[0,2]$.", r"KL(Q\|P)=\infty", "proved"),
        (r"Let $P=U[0,1]$ and $Q=U[0,2]$.", r"W_1(P,Q)=\frac12", "proved"),
        (r"Let $q(z|x)=\mathcal N(\mu(x),\sigma(x)^2)$.", r"E_{q(z|x)}[z^2]=\mu(x)^2+\sigma(x)^2", "proved"),
        (r"Let $q(z|x)=\mathcal N(\mu(x),\sigma(x)^2)$.", r"E_{q(z|x)}[z^2]=\mu(x)^2", "refuted"),
        (r"Let $q(z)=N(0,4)$.", r"E_q[z^2]=4", "proved"),
        (r"Let $q(z)=\mathcal N(\mu,\Sigma)$.", r"E_q[z^2]=1", "undecided"),
        (r"Let $p(x)=\text{Gamma}(x;k,\theta)$.", r"E_p[x]=k\theta", "undecided"),  # scale or rate?
        (r"Let $p(x)=\text{Gamma}(x;a,b)$.", r"E_p[x]=ab", "refuted"),
        (r"Let $p(x)=\text{Exp}(x;\lambda)$.", r"E_p[x]=\lambda", "refuted"),
    ],
)
def test_laws(prose: str, claim: str, said: str) -> None:
    """The second parameter of a normal law is its variance; a matrix is no variance."""
    assert [link.verdict for link in hw3verify.check(f"{prose}\n\n$${claim} \\tag{{1}}$$\n").links] == [said]


def test_a_law_that_is_said_anew_replaces_the_earlier_one() -> None:
    """`Let q = N(0,1)`, later `let q = N(1,1)`: the later one holds; two in one breath both stay, and conflict."""
    first, second = (Law("q", ("z",), (), "normal", (Number(m), Number(1))) for m in (0, 1))
    before = Scope(laws=((first, "a"),))
    assert said_anew(before, Scope(laws=((first, "a"), (second, "b")))).laws == ((second, "b"),)
    both = Scope(laws=((first, "a"), (second, "b")))
    assert said_anew(Scope(), both).laws == both.laws
