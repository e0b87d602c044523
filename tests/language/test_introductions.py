"""Random variables that words and formulas introduce together; expected values are those of the named laws."""

import pytest

import hw3verify


def verdict(claim: str, prose: str) -> str:
    """The verdict on the last link of a document with one display."""
    return hw3verify.check(f"{prose}\n\n$${claim} \\tag{{1}}$$\n").links[-1].verdict


TWO = (
    r"Let $N$ be Poisson with mean $\lambda>0$, and let $B$ be Bernoulli with $P(B=1)=\theta$ and $0<\theta<1$."
)


@pytest.mark.parametrize(
    ("prose", "true", "false"),
    [
        (TWO, r"E[N(N-1)] = \lambda^2", r"\mathrm{Var}(N) = \lambda^2"),
        (TWO, r"\mathrm{Var}(B) = \theta(1-\theta)", r"E[B] = \lambda"),
        (r"Let $S$ be exponential with rate $\lambda$.", r"E[S] = 1/\lambda", r"E[S] = \lambda"),
        (r"Let $S$ be exponential with mean $\mu$.", r"\mathrm{Var}(S) = \mu^2", r"\mathrm{Var}(S) = \mu"),
        (r"Let $X$ be gamma with shape $a$ and scale $\theta$.", r"E[X] = a\theta", r"E[X] = a/\theta"),
        (r"Let $X$ be binomial with parameters $n$ and $\theta$.", r"E[X] = n\theta", r"\mathrm{Var}(X) = n\theta^2"),
        (r"Let $D$ be uniform on $\{1,\dots,6\}$.", r"E[D] = \frac72", "E[D^2] = 12"),
        (r"Let $U$ be uniformly distributed on $(0,1)$.", r"E[U^2] = \frac13", r"E[U^2] = \frac14"),
        (
            r"Let $X$ be geometric with parameter $\theta$, counting the number of trials.",
            r"E[X] = \frac1\theta", r"E[X] = \frac{1-\theta}{\theta}",
        ),
        (
            r"Let $X$ and $Y$ be independent Poisson random variables with means $\lambda$ and $\mu$.",
            r"\mathrm{Var}(X-Y) = \lambda+\mu", r"E[X] = \mu",
        ),
        (
            r"Suppose $X\in\{0,1\}$ is a random variable with $P(X=1)=\theta$.",
            r"E[X^2] = \theta", r"\mathrm{Var}(X) = \theta^2",
        ),
    ],
)  # fmt: skip
def test_laws_in_words(prose: str, true: str, false: str) -> None:
    """The moments of the law that the words name, with the parameter that they call by its name."""
    assert verdict(true, prose) == "proved"
    assert verdict(false, prose) == "refuted"


@pytest.mark.parametrize(
    "prose",
    [
        "Let $T>0$ be a random variable.",
        "Let $T$ be a positive random variable.",
        "Let $T$ be a random variable. Suppose $T>0$.",
    ],
)
def test_ranges_hold_where_the_variable_is_averaged(prose: str) -> None:
    """1/t is convex for positive t only: E[1/T] >= 1/E[T] by Jensen, with equality for constants only."""
    assert verdict("E[1/T] = 1/E[T]", prose) == "refuted"
    assert verdict(r"E[1/T] \ge 1/E[T]", prose) in ("proved", "supported")
    assert verdict(r"E[T] \ge 0", prose) in ("proved", "supported")


@pytest.mark.parametrize("prose", ["Let $x>0$.", r"Let $x\in[0,1]$.", r"Let $0\le x\le 1$."])
def test_ranges_hold_for_bound_variables(prose: str) -> None:
    """What is not negative has no negative mean."""
    assert verdict(r"E_{p(x)}[x] \ge 0", prose) in ("proved", "supported")


def test_a_threshold_is_no_range_of_the_variable() -> None:
    """Of X nothing is said here: its mean may be negative."""
    assert verdict(r"E[X] \ge 0", "Let $X$ be a random variable and let $x>0$.") not in ("proved", "supported")


def test_copies_have_one_law() -> None:
    """E (X - X')^2 = 2 Var X for independent X, X' of one law; without one law nothing of the kind holds."""
    for prose in ("Let $X,Y$ be i.i.d. random variables.", "Let $Y$ be an independent copy of $X$."):
        assert verdict(r"E[(X-Y)^2] = 2\mathrm{Var}(X)", prose) == "proved"
        assert verdict(r"E[(X-Y)^2] = \mathrm{Var}(X)", prose) == "refuted"
    assert verdict("E[X] = E[Y]", "Let $X$ and $Y$ be independent random variables.") == "refuted"


@pytest.mark.parametrize(
    ("prose", "claim"),
    [
        (r"Let $X$ be a zero-truncated Poisson variable with parameter $\lambda$.", r"E[X] = \lambda"),
        (r"Let $X$ be a log-normal random variable with parameters $\mu$ and $\sigma^2$.", r"E[X] = \mu"),
        (r"Let $X$ be a symmetric random variable.", "E[X^3] = 0"),
        (r"Let $X$ be the number of heads in $n$ tosses.", "E[X] = n/2"),
        (r"Let $X$ be geometric with parameter $\theta$.", r"E[X] = \frac1\theta"),
        (r"Let $X$ be exponential with parameter $\theta$.", r"E[X] = \theta"),
    ],
)
def test_what_words_do_not_settle_is_not_decided(prose: str, claim: str) -> None:
    """A word that is not understood may be what makes the claim true, or false."""
    assert verdict(claim, prose) == "undecided"


@pytest.mark.parametrize(
    "draws",
    [
        r"$z_1,\dots,z_K$ be i.i.d. draws from $q(z|x)$",
        r"$z_1,\dots,z_K$ be independent samples from $q(z|x)$",
        r"$z_1,\dots,z_K$ be drawn independently from $q(z|x)$",
        r"$z_k$ be i.i.d. draws from $q(z|x)$ for $k=1,\dots,K$",
    ],
)
def test_draws_in_words(draws: str) -> None:
    """Importance weights are unbiased, and their mean has a K-th of the variance of one."""
    prose = rf"Let $w(z)=\frac{{p(x,z)}}{{q(z|x)}}$ and let {draws}."
    assert verdict(r"E[\frac1K\sum_{k=1}^K w(z_k)] = p(x)", prose) == "supported"
    assert verdict(r"E[\log\frac1K\sum_{k=1}^K w(z_k)] \ge \log p(x)", prose) == "refuted"
    assert verdict(r"Var(\frac1K\sum_{k=1}^K w(z_k)) = \frac1{K^2} Var(w(z_1))", prose) == "refuted"


def test_dependent_draws_are_no_draws() -> None:
    """Of draws that depend on each other the variance of the mean is not known."""
    prose = r"Let $w(z)=\frac{p(x,z)}{q(z|x)}$ and let $z_1,\dots,z_K$ be correlated draws from $q(z|x)$."
    assert verdict(r"Var(\frac1K\sum_{k=1}^K w(z_k)) = \frac1K Var(w(z_1))", prose) == "undecided"


def test_a_named_mean_of_draws() -> None:
    """The bound L_K with the mean of the weights named before it lies below the evidence, and is no K-th of it."""
    prose = (
        r"Let $w(z)=\frac{p(x,z)}{q(z|x)}$, let $z_1,\dots,z_K$ be i.i.d. draws from $q(z|x)$ and write"
        r" $\hat w_K=\frac1K\sum_{k=1}^K w(z_k)$ and $L_K=E[\log\hat w_K]$."
    )
    assert verdict(r"L_K \le \log p(x)", prose) == "supported"
    assert verdict(r"L_{K+1} \ge L_K", prose) in ("proved", "supported")
    assert verdict(r"L_K \ge L_{K+1}", prose) == "refuted"


def test_a_stated_law_says_over_what_a_bare_density_runs() -> None:
    """KL of two exponential laws, though p(k) stands in another part."""
    parts = r"""(a) Let $a>0$, $b>0$, $p(x)=ae^{-ax}$ and $q(x)=be^{-bx}$ for $x\ge 0$.

$$KL(p\|q) = \log\frac ab+\frac ba-1 \tag{1}$$

(b) Let $\lambda>0$ and $P(k)=\frac{\lambda^ke^{-\lambda}}{k!}$ for $k=0,1,2,\dots$.

$$\sum_{k=0}^\infty P(k) k = \lambda \tag{2}$$

$$\sum_{k=0}^\infty P(k) k^2 = \lambda^2 \tag{3}$$
"""
    links = hw3verify.check(parts).links
    assert links[0].verdict == "proved"
