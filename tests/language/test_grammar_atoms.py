"""Atoms: applications against products, divergences, brackets, indicators, cases."""

import pytest

from hw3verify.language.readings import parse
from hw3verify.language.sketch import show


def sketch(latex: str) -> str:
    """The first readings of the sides with the relations between them."""
    chain = parse(latex)
    parts = [*(x for pair in zip(chain.sides, chain.ops, strict=False) for x in pair), chain.sides[-1]]
    return " ".join(part if isinstance(part, str) else show(part) for part in parts if part is not None)


@pytest.mark.parametrize(
    ("latex", "expected"),
    [
        ("p(x|z)", "p(x | z)"),
        (r"p(x \mid z)", "p(x | z)"),
        ("p(x,z)", "p(x z)"),
        (r"q_\phi(z|x)", "q_phi(z | x)"),
        ("p(x=1|z)", "p((Rel x = 1) | z)"),
        (r"p(x;\theta)", "p(x ; theta)"),
        (r"q(z\mid x;\phi)", "q(z | x ; phi)"),
        (r"\mathcal{N}(x;\mu,\sigma^2)", "N(x ; mu (Pow sigma 2))"),
        (r"\mathcal{N}(x\mid\mu,\Sigma)", "N(x | mu Sigma)"),
        (r"\mathcal N(0,1)", "N(0 1)"),
        ("U[0,1]", "U(0 1)"),
        (r"\mathrm{Unif}(a,b)", "U(a b)"),
        (r"\text{Bern}(x;\theta)", "Bernoulli(x ; theta)"),
        (r"\mathrm{Poisson}(\lambda)", "Poisson(lambda)"),
        ("D(G(z))", "D(G(z))"),
        (r"D_\omega(G_\theta(z))", "D_omega(G_theta(z))"),
        ("L(x, D, D')", "L(x D D')"),
        ("D^*(x)", "D*(x)"),
        ("f'(x)", "f'(x)"),
        (r"\ell(\theta)", "ell(theta)"),
        ("V(D,G)", "V(D G)"),
        ("H(X|Y)", "H(X | Y)"),
        (r"P(X \le x)", "P((Rel X <= x))"),
        (r"\mathbb{P}(X=1|Z)", "P((Rel X = 1) | Z)"),
        (r"\Pr[X>0]", "Pr((Rel X > 0))"),
        (r"p(\cdot|x)", "p((Placeholder) | x)"),
        ("p^2(x)", "(Pow p(x) 2)"),
        (r"\mathcal{F}[q]", "F(q)"),
        (r"\pi_\theta(a|s)", "pi_theta(a | s)"),
        ("F^{-1}(u)", "F~(u)"),
        (r"\text{ELBO}(q)", "ELBO(q)"),
        (r"p(x_1,\dots,x_n)", "p(x_1 (Dots) x_n)"),
    ],
)
def test_applications(latex: str, expected: str) -> None:
    """A function takes what stands in the bracket behind it, with conditions and parameters apart."""
    assert sketch(latex) == expected


@pytest.mark.parametrize(
    ("latex", "expected"),
    [
        (r"\theta(1-\theta)", "(Mul theta (Add 1 (Neg theta)))"),
        ("p(1-p)", "(Mul p (Add 1 (Neg p)))"),
        ("q(1-q)", "(Mul q (Add 1 (Neg q)))"),
        ("p^x(1-p)^{1-x}", "(Mul (Pow p x) (Pow (Add 1 (Neg p)) (Add 1 (Neg x))))"),
        ("a(1-a)", "(Mul a (Add 1 (Neg a)))"),
        ("x(y+1)", "(Mul x (Add y 1))"),
        ("D(1-D)", "(Mul D (Add 1 (Neg D)))"),
        ("2(x+1)", "(Mul 2 (Add x 1))"),
        ("(a+b)(c-d)", "(Mul (Add a b) (Add c (Neg d)))"),
        (r"\lambda(x-1)", "(Mul lambda (Add x (Neg 1)))"),
        ("e^{-x}(1+x)", "(Mul (Pow e (Neg x)) (Add 1 x))"),
        (r"\frac{1}{2}(P+Q)", "(Mul (Div 1 2) (Add P Q))"),
        (r"\mu(x-a)", "(Mul mu (Add x (Neg a)))"),
        (r"n(\bar{x}-\mu)", "(Mul n (Add bar_x (Neg mu)))"),
    ],
)
def test_products(latex: str, expected: str) -> None:
    """A parameter, a variable, a number or a name that stands bare in the bracket multiplies it."""
    assert sketch(latex) == expected


@pytest.mark.parametrize(
    ("latex", "expected"),
    [
        ("KL(q(z|x), p(z))", "KL(q(z | x) p(z))"),
        ("KL(q||p)", "KL(q p)"),
        ("KL(p:q)", "KL(p q)"),
        (r"\mathrm{KL}[q(z)||p(z)]", "KL(q(z) p(z))"),
        ("D_{KL}(q||p)", "KL(q p)"),
        (r"D_{\mathrm{KL}}\left(q_\phi(z\mid x)\,\|\,p(z)\right)", "KL(q_phi(z | x) p(z))"),
        (r"D_\text{KL}(P \parallel Q)", "KL(P Q)"),
        (r"\mathbb{D}_{\mathrm{KL}}[q|p]", "KL(q p)"),
        (r"KL\left(q \,\middle\|\, p\right)", "KL(q p)"),
        ("D _ { K L } ( q ( z | x ) | | p ( z ) )", "KL(q(z | x) p(z))"),
        ("K L ( q , p )", "KL(q p)"),
        ("JSD(p_{data}, P_G)", "JSD(p_'data' P_G)"),
        (r"\mathrm{JS}(p\|q)", "JSD(p q)"),
        (r"\mathrm{TV}(p,q)", "TV(p q)"),
        (r"D_{TV}(p\|q)", "TV(p q)"),
        ("W(P_1, P_2)", "W1(P_1 P_2)"),
        ("W_1(p,q)", "W1(p q)"),
        ("W_2^2(p,q)", "(Pow W2(p q) 2)"),
        (r"\chi^2(p\|q)", "chi2(p q)"),
        (r"D_{\chi^2}(p\|q)", "chi2(p q)"),
        ("I(X;Y|Z)", "I(X Y | Z)"),
        ("H(p,q)", "H(p q)"),
        (r"D_f(p\|q)", "D_f(p q)"),
    ],
)
def test_divergences(latex: str, expected: str) -> None:
    """Every way of writing a divergence gives the same head with its arguments in written order."""
    assert sketch(latex) == expected


@pytest.mark.parametrize(
    ("latex", "expected"),
    [
        ("|x-y|", "(Abs (Add x (Neg y)))"),
        (r"\big||x|-|y|\big|", "(Abs (Add (Abs x) (Neg (Abs y))))"),
        (r"\frac{1}{2}|p(x)-q(x)|", "(Mul (Div 1 2) (Abs (Add p(x) (Neg q(x)))))"),
        ("2|x|", "(Mul 2 (Abs x))"),
        (r"\|x-y\|_2^2", "(Pow (Norm (Add x (Neg y)) 2) 2)"),
        ("||x||", "(Norm x)"),
        (r"\lVert x\rVert^2", "(Pow (Norm x) 2)"),
        (r"\left|\frac{a}{b}\right|", "(Abs (Div a b))"),
        (r"\left[ a + b \right] c", "(Mul (Add a b) c)"),
        (r"\left\{ a + b \right\}", "(Add a b)"),
        (r"\{a, b\}", "(SetOf a b -)"),
        ("(a, b)", "(Tuple a b)"),
        ("[0, 1)", "(Interval 0 1 d)"),
        (r"x \in (0,1)", "x in (Interval 0 1)"),
        (r"x \in \{0,1\}", "x in (SetOf 0 1 -)"),
        (r"\{x : p(x) > 0\}", "(SetOf x (Rel p(x) > 0))"),
        (r"\langle x,y\rangle", "(Func inner x y -)"),
        (r"\lfloor x\rfloor", "(Func floor x -)"),
        ("[x]_+", "(Func max x 0 -)"),
        (r"\left[\frac{x^2}{2}\right]_0^1", "(Evaluated (Div (Pow x 2) 2) - 0 1)"),
        (r"\left.\frac{x^2}{2}\right|_a^b", "(Evaluated (Div (Pow x 2) 2) - a b)"),
        ("f(x)|_{x=0}", "(Evaluated f(x) x - 0)"),
        (r"x - \frac{x^2}{2}\bigg|_{0}^{1}", "(Evaluated (Add x (Neg (Div (Pow x 2) 2))) - 0 1)"),
    ],
)
def test_brackets_and_bars(latex: str, expected: str) -> None:
    """Brackets group; bars are absolute values, norms or conditions by where they stand."""
    assert sketch(latex) == expected


@pytest.mark.parametrize(
    ("latex", "expected"),
    [
        (r"\mathbf{1}[x>0]", "(Indicator (Rel x > 0))"),
        (r"\mathbb{1}\{x \le 1\}", "(Indicator (Rel x <= 1))"),
        ("1_{[0,1]}(x)", "(Indicator (Rel x in (Interval 0 1 d d)))"),
        (r"\mathbf{1}_{x>0}", "(Indicator (Rel x > 0))"),
        ("1[x>0]", "(Indicator (Rel x > 0))"),
        (r"\mathbb{I}(x>0)", "(Indicator (Rel x > 0))"),
        (r"\begin{cases} x & x>0\\ 0 & \text{otherwise}\end{cases}", "(Cases [x (Rel x > 0)] [0 -])"),
        (
            r"\begin{cases} 1, & \text{if } 0 \le x \le 1, \\ 0, & \text{else.}\end{cases}",
            "(Cases [1 (Both (Rel 0 <= x) (Rel x <= 1))] [0 -])",
        ),
        (
            r"\left\{\begin{array}{ll} 1 & \text{if } x>0 \\ 0 & \text{else}\end{array}\right.",
            "(Cases [1 (Rel x > 0)] [0 -])",
        ),
    ],
)
def test_indicators_and_cases(latex: str, expected: str) -> None:
    """Indicators take their relation from a bracket or an index; cases keep rows and conditions."""
    assert sketch(latex) == expected
