"""Lines that are true as a reader means them, though one reading of them has a counterexample: never refuted."""

import pytest

import hw3verify

TRUE = {
    "gradient in the variance": [r"\frac{\partial}{\partial\sigma^2}\log\sigma^2 = \frac1{\sigma^2}"],
    "likelihood without its argument": [
        r"\log L(\mu) = -\frac12\sum_{i=1}^n(x_i-\mu)^2",
        r"\frac{\partial\log L}{\partial\mu} = \sum_{i=1}^n(x_i-\mu)",
    ],
    "solution with a hat": [r"\sum_{i=1}^n(x_i-\mu)=0 \Rightarrow \hat\mu = \frac1n\sum_{i=1}^nx_i"],
    "density in play": [r"KL(p\|q) = E\left[\log\frac{p(x)}{q(x)}\right]"],
    "bound by its name": [r"ELBO \le \log p(x)"],
    "bound by its letter": [r"\log p(x)=\mathcal L+KL(q(z)\|p(z|x))", r"\mathcal L\leq\log p(x)"],
    "push-forward by its name": [r"E_{z\sim p_z}[\log(1-D(G(z)))]=E_{x\sim p_g}[\log(1-D(x))]"],
    "model in logarithms": [r"\log p(x|\mu)=-\frac12(x-\mu)^2-\frac12\log2\pi"],
    "sample and its entries": [r"\log p(X)=\sum_{i=1}^N\log p(x_i)"],
    "mean of draws": [r"E_p\left[\frac1n\sum_{i=1}^nx_i\right] = E_p[x]"],
    "functionals of EM": [r"H(\theta,\theta')\geq H(\theta',\theta')"],
    "size of a sample": [r"\ell(\lambda)=n\log\lambda-\lambda\sum_{i=1}^nx_i", r"-\frac n{\lambda^2}<0"],
    "law by formula": [r"p(x|\lambda)=\lambda e^{-\lambda x}", r"E[x]=\frac1\lambda"],
    "path of latents": [r"\log p(x_0)=\log\int p(x_{0:T})dx_{1:T}"],
}


def verdicts(text: str) -> list[str]:
    return [link.verdict for link in hw3verify.check(text).links]


@pytest.mark.parametrize("name", TRUE)
def test_never_refuted(name: str) -> None:
    """Each is a textbook line."""
    text = "\n\n".join(f"$${d} \\tag{{{i}}}$$" for i, d in enumerate(TRUE[name], 1))
    assert "refuted" not in verdicts(text + "\n")


@pytest.mark.parametrize(
    "text",
    [
        "$$\\sqrt{a^2}=a \\tag{1}$$\n\nwhere $a>0$.\n",
        "$$\\sqrt{a^2}=a \\tag{1}$$\n\nWhere $a>0$.\n",
        "When $p_g=p_{data}$ we have\n\n$$JSD(p_{data}\\|p_g)=0 \\tag{1}$$\n",
        "For $\\lambda\\in[0,1]$,\n\n$$\\lambda^2 \\le \\lambda \\tag{1}$$\n",
        "$$KL(p\\|q)=0 \\tag{1}$$\n\nif $p=q$.\n",
        "Let $X, Y$ be independent.\n\n$$p(x,y)=p(x)p(y) \\tag{1}$$\n",
    ],
)
def test_conditions_in_words(text: str) -> None:
    """True under the condition that stands beside it, false without."""
    assert "refuted" not in verdicts(text)


@pytest.mark.parametrize(
    "text",
    [
        "Where we are:\n\n$$\\sqrt{a^2}=a \\tag{1}$$\n\nThis holds always.\n",
        "$$KL(p\\|q)=E_q[\\log\\frac{p(x)}{q(x)}] \\tag{1}$$\n\nwhere the expectation is under q.\n",
        "$$\\frac{\\partial}{\\partial\\sigma^2}\\log\\sigma^2 = -\\frac1{\\sigma^4} \\tag{1}$$\n",
        "$$\\frac{\\partial^2}{\\partial\\sigma^2}\\log\\sigma^2 = \\frac1{\\sigma^2} \\tag{1}$$\n",
    ],
)
def test_without_a_doubt(text: str) -> None:
    """Words without a relation restrict nothing: what is false is still refuted."""
    assert verdicts(text) == ["refuted"]


def test_what_is_said_of_a_variable_may_restrict_its_range() -> None:
    """`Let $x > 0$` beside an integral over x by its number: the mean of a positive variable is positive."""
    said = r"$$E_{p(x)}[x] \ge 0 \tag{1}$$" + "\n"
    assert [link.verdict for link in hw3verify.check("Let $x>0$.\n\n" + said).links] != ["refuted"]
    assert [link.verdict for link in hw3verify.check("Let $t>0$.\n\n" + said).links] == ["refuted"]
