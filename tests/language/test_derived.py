"""Names that another's definition explains: slopes at values, members of a family, conjugates of one of several."""

import pytest

import hw3verify

RENYI = r"Let $D_\alpha(p\|q)=\frac{1}{\alpha-1}\log\int p(x)^\alpha q(x)^{1-\alpha}dx$ with $\alpha>0$."
CONJUGATE = (
    r"Recall $f^*(t)=\sup_{u>0}(ut-f(u))$. Given $f_1(u)=u\log u$ and $f_2(u)=-\log u$ and $s<0$."
)
MOMENTS = r"Let $Z(\alpha)=\int p(x)^\alpha q(x)^{1-\alpha}dx$."
GAME = r"Let $V(D,G)=\mathbb{E}_{x\sim p_{data}}[\log D(x)]+\mathbb{E}_{z\sim p_z}[\log(1-D(G(z)))]$."


def _verdict(given: str, claim: str) -> str:
    (link,) = hw3verify.check(f"{given}\n\n$${claim} \\tag{{1}}$$\n").links
    return link.verdict


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        (r"D_{1/2}(p\|q) = -2\log\int\sqrt{p(x)q(x)}dx", "proved"),
        (r"D_{1/2}(p\|q) = -\log\int\sqrt{p(x)q(x)}dx", "refuted"),
        (r"D_2(p\|q) = \log(1+\chi^2(p\|q))", "proved"),
        (r"D_2(p\|q) \le KL(p\|q)", "refuted"),
        (r"D_{1-\alpha}(p\|q)=\frac{1-\alpha}{\alpha}D_\alpha(q\|p)", "proved"),
        (r"D_1(p\|q)=0", "undecided"),
    ],
)
def test_an_index_takes_a_value(claim: str, verdict: str) -> None:
    """Order 1/2 is symmetric, order 2 is log(1 + chi^2) and above KL, and order 1 is 0/0 by this formula."""
    assert _verdict(RENYI, claim) == verdict


def test_a_display_defines_a_divergence_with_an_index() -> None:
    """`D_alpha(p || q) = ...` introduces the name, what follows speaks of it."""
    text = "$$D_\\alpha(p\\|q)=\\frac{1}{\\alpha-1}\\log\\int p(x)^\\alpha q(x)^{1-\\alpha}dx \\tag{1}$$\n\n"
    text += "$$D_2(p\\|q) = 2\\log(1+\\chi^2(p\\|q)) \\tag{2}$$\n"
    assert [link.verdict for link in hw3verify.check(text).links] == ["definition", "refuted"]


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        (r"f_1^*(t) = e^{t-1}", "proved"),
        (r"f_1^*(t) = e^t", "refuted"),
        (r"f_2^*(s) = -1-\log(-s)", "proved"),
    ],
)
def test_the_conjugate_of_one_of_several(claim: str, verdict: str) -> None:
    """The conjugate of u log u is e^(t - 1), that of -log u is -1 - log(-s)."""
    assert _verdict(CONJUGATE, claim) == verdict


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        (r"Z'(1) = KL(p\|q)", "proved"),
        (r"Z'(0) = KL(q\|p)", "refuted"),
        (r"Z'(0) = -KL(q\|p)", "proved"),
        (r"Z''(\alpha) \ge 0", "proved"),
    ],
)
def test_a_slope_at_a_value(claim: str, verdict: str) -> None:
    """The slope of the integral of p^a q^(1-a) is KL(p, q) at 1 and -KL(q, p) at 0, and the function is convex."""
    assert _verdict(MOMENTS, claim) == verdict


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        (r"V(D,G) = \int p_{data}(x)\log D(x) + p_G(x)\log(1-D(x)) dx", "proved"),
        (r"V(D,G) = \int p_{data}(x)\log D(x) - p_G(x)\log(1-D(x)) dx", "refuted"),
        (r"V(D,G) = \int p_{data}(x)\log D(x) + q(x)\log(1-D(x)) dx", "undecided"),
        (r"\max_D V(D,G) = -\log 4 + 2 JSD(p_{data},p_G)", "proved"),
        (r"\min_G\max_D V(D,G) = -\log 4", "proved"),
    ],
)
def test_a_density_is_named_after_its_generator(claim: str, verdict: str) -> None:
    """p_G is the law of G(z) by its name; where that name is not written, q may be it."""
    assert _verdict(GAME, claim) == verdict


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        (r"\sup_T (E_p[T(x)]-E_q[T(x)]) = TV(p,q)", "proved"),
        (r"\sup_T (E_p[T(x)]-E_q[T(x)]) = 2TV(p,q)", "refuted"),
        (r"\inf_T (E_p[T(x)]+E_q[1-T(x)]) = \int\min(p(x),q(x))dx", "proved"),
    ],
)
def test_a_supremum_comes_near_to_bounds_that_are_left_out(claim: str, verdict: str) -> None:
    """Tests with values inside (0, 1) come as near to the indicator of p > q as one likes."""
    assert _verdict("Let $0<T(x)<1$.", claim) == verdict


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        (r"\lim_{x\to\infty}\frac{d}{dx}\frac{1}{1+e^{-x}} = 0", "proved"),
        (r"\lim_{x\to 0}\frac{d}{dx}\frac{1}{1+e^{-x}} = 0", "refuted"),
    ],
)
def test_the_limit_of_a_slope_is_no_condition(claim: str, verdict: str) -> None:
    """The sigmoid is flat far out, and has the slope 1/4 at 0."""
    assert _verdict("Let $x$ be a number.", claim) == verdict


@pytest.mark.parametrize(
    ("given", "claim", "verdict"),
    [
        (r"Let $0\le\psi(x)\le 1$.", r"\sup_\psi (E_p[\psi(x)]-E_q[\psi(x)]) = TV(p,q)", "proved"),
        (r"Let $\psi(x)\in\{0,1\}$.", r"\sup_\psi (E_p[\psi(x)]-E_q[\psi(x)]) = TV(p,q)", "proved"),
        (r"Let $-1\le\psi(x)\le 1$.", r"\sup_\psi (E_p[\psi(x)]-E_q[\psi(x)]) = TV(p,q)", "refuted"),
        (r"Let $|f(x)|\le 1$.", r"\sup_{\|f\|_L\le 1}(E_p[f(x)]-E_q[f(x)]) = W_1(p,q)", "proved"),
        (r"Let $\psi(x)\le q(x)$.", r"\sup_\psi (E_p[\psi(x)]-E_q[\psi(x)]) = TV(p,q)", "undecided"),
    ],
)
def test_bounds_that_are_stated_are_the_range(given: str, claim: str, verdict: str) -> None:
    """A range that is written counts, else the bounds of the facts; what is no bound leaves the range open."""
    assert _verdict(given, claim) == verdict


def test_the_argument_of_a_definition_is_its_own() -> None:
    """The u of f(u) is any number, though u = 2 was solved for before."""
    assert _verdict("Let $u=2$. Let $f(u)=u^2$.", "f(3) = 9") == "proved"
