"""Random variables: expectations, independence, conditions, information, samples, probabilities."""

import pytest

import hw3verify


def verdict(claim: str, prose: str = "") -> str:
    """The verdict on the last link of a document with one display."""
    return hw3verify.check(f"{prose}\n\n$${claim} \\tag{{1}}$$\n").links[-1].verdict


@pytest.mark.parametrize(
    ("claim", "said"),
    [
        (r"E[X] = \int x p(x) dx", "proved"),
        (r"\mathrm{Var}(X) = E[X^2] - E[X]^2", "proved"),
        (r"\mathrm{Var}(aX+b) = a^2 \mathrm{Var}(X)", "proved"),
        (r"\mathrm{Var}(aX+b) = a\mathrm{Var}(X)", "refuted"),
        (r"\mathrm{Var}(X+Y) = \mathrm{Var}(X)+\mathrm{Var}(Y)+2\mathrm{Cov}(X,Y)", "proved"),
        (r"\mathrm{Var}(X+Y) = \mathrm{Var}(X)+\mathrm{Var}(Y)", "refuted"),
        (r"\mathrm{Cov}(X,Y) = E[(X-E[X])(Y-E[Y])]", "proved"),
        ("E[XY] = E[X]E[Y]", "refuted"),
        ("E[X|Y] = E[X]", "refuted"),
        ("E[E[X|Y]] = E[X]", "proved"),
        ("E[E[X|Y]] = E[Y]", "refuted"),
        (r"E[\mathrm{Var}(X|Y)] + \mathrm{Var}(E[X|Y]) = \mathrm{Var}(X)", "proved"),
        (r"E[\mathrm{Var}(X|Y)] = \mathrm{Var}(X)", "refuted"),
        ("E[X g(Y)] = E[E[X|Y] g(Y)]", "proved"),
        (r"P(X \le t) = 1 - P(X > t)", "proved"),
        (r"P(X \le t) = P(X > t)", "refuted"),
    ],
)
def test_moments_of_variables_without_a_law(claim: str, said: str) -> None:
    """What holds for every joint law, and what fails for some: laws of total expectation and variance, covariances."""
    assert verdict(claim) == said


@pytest.mark.parametrize(
    ("claim", "said"),
    [
        ("E[XY] = E[X]E[Y]", "proved"),
        ("E[X|Y] = E[X]", "proved"),
        (r"\mathrm{Var}(X-Y) = \mathrm{Var}(X)+\mathrm{Var}(Y)", "proved"),
        (r"\mathrm{Var}(X-Y) = \mathrm{Var}(X)-\mathrm{Var}(Y)", "refuted"),
        (r"\mathrm{Var}(XY) = \mathrm{Var}(X)\mathrm{Var}(Y)", "refuted"),
        ("H(X,Y) = H(X)+H(Y)", "proved"),
        ("I(X;Y) = 0", "proved"),
    ],
)
def test_independent_variables(claim: str, said: str) -> None:
    """The joint law is the product of the laws."""
    assert verdict(claim, "Since $X$ and $Y$ are independent:") == said


@pytest.mark.parametrize("words", ["are not independent", "are conditionally independent given $Z$", "are dependent"])
def test_other_dependence_is_no_independence(words: str) -> None:
    """Only independence makes the mean of a product the product of the means."""
    assert verdict("E[XY] = E[X]E[Y]", f"Let $X$ and $Y$ be random variables that {words}.") != "proved"


@pytest.mark.parametrize(
    ("claim", "said"),
    [
        ("I(X;Y,Z) = I(X;Y) + I(X;Z|Y)", "proved"),
        ("I(X,Y;Z) = I(X;Z) + I(Y;Z|X)", "proved"),
        ("I(X;Y,Z) = I(X;Y) + I(X;Z)", "refuted"),
        ("I(X,Y;Z) = I(X;Y,Z)", "refuted"),
        ("H(X,Y,Z) = H(X)+H(Y|X)+H(Z|X,Y)", "proved"),
        (r"I(X;Y,Z) \ge I(X;Y)", "proved"),
        (r"I(X;Y|Z) \ge I(X;Y)", "refuted"),
    ],
)
def test_information(claim: str, said: str) -> None:
    """The chain rules; what is conditioned on may raise and lower the mutual information."""
    assert verdict(claim) == said


SAMPLE = r"Let $X_1,\dots,X_n$ be i.i.d. with mean $\mu$ and variance $\sigma^2$."


@pytest.mark.parametrize(
    ("claim", "said"),
    [
        (r"E[\bar X] = \mu", "proved"),
        (r"\mathrm{Var}(\bar X) = \frac{\sigma^2}{n}", "proved"),
        (r"\mathrm{Var}(\bar X) = \sigma^2", "refuted"),
        (r"\mathrm{Var}(\bar X) = \frac{\sigma^2}{n^2}", "refuted"),
        (r"E[\bar X^2] = \mu^2 + \frac{\sigma^2}{n}", "proved"),
        (r"E\left[\frac1n\sum_{i=1}^n (X_i-\bar X)^2\right] = \frac{n-1}{n}\sigma^2", "proved"),
        (r"E\left[\frac1n\sum_{i=1}^n (X_i-\bar X)^2\right] = \sigma^2", "refuted"),
        (r"E\left[\frac1n\sum_{i=1}^n (X_i-\mu)^2\right] = \sigma^2", "proved"),
        (r"\mathrm{Cov}(X_i,\bar X) = \frac{\sigma^2}{n}", "proved"),
        (r"\mathrm{Var}\left(\sum_{i=1}^n X_i\right) = n\sigma^2", "proved"),
        (r"\mathrm{Var}\left(\sum_{i=1}^n X_i\right) = n^2\sigma^2", "refuted"),
        ("E[X_1X_2] = \\mu^2", "proved"),
    ],
)
def test_samples(claim: str, said: str) -> None:
    """Sums and means of independent draws; dividing by n underestimates the variance."""
    assert verdict(claim, SAMPLE) == said


@pytest.mark.parametrize(
    ("claim", "said"),
    [
        (r"\Pr(X>t) = e^{-\lambda t}", "proved"),
        (r"P(X\le t) = 1 - e^{-\lambda t}", "proved"),
        (r"P(X\le t) = e^{-\lambda t}", "refuted"),
        ("P(X>s+t|X>s) = P(X>t)", "proved"),
        ("P(X>s+t|X>s) = P(X>s)", "refuted"),
    ],
)
def test_tails(claim: str, said: str) -> None:
    """The exponential law has no memory."""
    assert verdict(claim, r"Let $X\sim\mathrm{Exp}(\lambda)$ with $\lambda>0$, $s>0$ and $t>0$.") == said


def test_what_an_earlier_part_said_may_still_be_meant() -> None:
    """In the second part nothing says that X is normal: its mean is neither 0 nor another number."""
    text = "(a) Let $X\\sim\\mathcal N(0,1)$.\n\n$$E[X]=0 \\tag{1}$$\n\n(b) Now\n\n$$E[X]=0 \\tag{2}$$\n"
    assert [link.verdict for link in hw3verify.check(text).links] == ["proved", "undecided"]


@pytest.mark.parametrize("words", [r"Consider $X\sim\mathcal N(0,1)$.", "X is a standard normal variable."])
def test_what_other_sentences_say_may_be_meant(words: str) -> None:
    """Such sentences state no facts, but the law that they speak of may be what makes the line true."""
    assert verdict("E[X] = 0", words) == "undecided"


@pytest.mark.parametrize(
    ("fact", "claim", "said"),
    [
        (r"Let $X_1,\dots,X_n\sim q$ be i.i.d.", r"E\left[\frac1n\sum_{i=1}^n f(X_i)\right]=E_q[f(x)]", "proved"),
        (r"Let $X_1,\dots,X_n\sim q$ be i.i.d.", r"E\left[\frac1n\sum_{i=1}^n f(X_i)\right]=E_p[f(x)]", "refuted"),
        (
            r"Let $x_1,\dots,x_n$ be i.i.d. samples from $q$.",
            r"E\left[\frac1n\sum_{i=1}^n \frac{p(x_i)}{q(x_i)}f(x_i)\right]=E_p[f(x)]",
            "proved",
        ),
    ],
)
def test_samples_of_a_density(fact: str, claim: str, said: str) -> None:
    """A mean over draws from q is one under q; the weights p/q make it one under p."""
    assert verdict(claim, fact) == said


@pytest.mark.parametrize(
    ("claim", "said"),
    [
        (r"KL(P\|Q) = E\left[\log\frac{p(X)}{q(X)}\right]", "proved"),
        (r"KL(P\|Q) = E\left[\log\frac{p(Y)}{q(Y)}\right]", "refuted"),
        (r"E\left[\frac{p(Y)}{q(Y)}\right] = 1", "proved"),
        (r"E\left[\frac{p(X)}{q(X)}\right] = 1", "refuted"),
    ],
)
def test_variables_of_two_densities(claim: str, said: str) -> None:
    """X is under p, Y under q."""
    assert verdict(claim, r"Let $X\sim P$ and $Y\sim Q$.") == said


def test_facts_about_moments_and_ranges() -> None:
    """A mean that is 0 makes the second moment the variance; what X >= 0 says of a bound is not used against it."""
    assert verdict(r"\mathrm{Var}(X)=E[X^2]", "Let $X$ be a random variable with $E[X]=0$.") == "proved"
    assert verdict(r"\mathrm{Var}(X)=E[X]", "Let $X$ be a random variable with $E[X]=0$.") == "refuted"
    assert verdict(r"P(X\ge a)\le\frac{E[X]}{a}", r"Let $X\ge 0$ and $a>0$.") != "refuted"
    assert verdict("E[X^2]=E[X]", r"Let $X\in\{0,1\}$.") != "refuted"


def test_three_letters_are_three_variables() -> None:
    """E[XYZ] = E[X]E[Y]E[Z] is true of independent variables, and XYZ is no fourth one."""
    assert verdict("E[XYZ]=E[X]E[Y]E[Z]", "Let $X$, $Y$ and $Z$ be independent.") != "refuted"


@pytest.mark.parametrize(
    ("claim", "said"),
    [
        (r"\ln p(X) = E_{q(Z)}\left[\ln\frac{p(X,Z)}{q(Z)}\right] + KL(q(Z)\|p(Z|X))", "proved"),
        (r"\ln p(X) \ge E_{Z\sim q(Z)}[\ln p(X,Z)] - E_{Z\sim q(Z)}[\ln q(Z)]", "proved"),
        (r"\ln p(X) = E_{q(Z)}\left[\ln\frac{p(X,Z)}{q(Z)}\right] - KL(q(Z)\|p(Z|X))", "refuted"),
    ],
)
def test_capitals_that_densities_are_written_at(claim: str, said: str) -> None:
    """Data X and latent Z, as in the textbooks on EM: q(Z) integrates Z and leaves X as it is."""
    assert verdict(claim) == said


def test_what_is_said_of_a_variable_holds_at_all_its_values() -> None:
    """Cutting an expectation of X >= 0 makes it smaller; it does not where X may be negative."""
    cut = r"$$\mathbb{E}[X] \ge \mathbb{E}[X\mathbf{1}\{X\ge t\}] \tag{1}$$"
    one = hw3verify.check(f"Let $X\\sim P$ be a random variable with $X\\ge0$, and $t>0$.\n\n{cut}\n").links[0].verdict
    other = hw3verify.check(f"Let $X\\sim P$ be a random variable and $t>0$.\n\n{cut}\n").links[0].verdict
    assert (one != "refuted", other) == (True, "refuted")


def test_a_random_variable_that_nothing_averages_asserts_nothing() -> None:
    """U = e^Z in an event: as long as Z is not put at its values, P(U <= e^m) = 1/2 is not refuted."""
    given = "Let $Z\\sim\\mathcal{N}(m,s^2)$ and $U=e^Z$."
    said = hw3verify.check(given + "\n\n$$\\Pr(U\\le e^m) = \\frac{1}{2} \\tag{1}$$\n")
    assert said.links[0].verdict != "refuted"
