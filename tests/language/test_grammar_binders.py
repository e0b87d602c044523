"""Binders: sums, products, integrals, extrema, expectations."""

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
        (r"\sum_z p(z)", "(Big sum z - - - p(z))"),
        (r"\sum_{j=1}^J x_j", "(Big sum j 1 J - x_j)"),
        (r"\sum^n_{i=1} x_i", "(Big sum i 1 n - x_i)"),
        (r"a\prod_{i=1}^n x_i! b", "(Mul a (Big prod i 1 n - (Factorial x_i)) b)"),
        (r"\prod_{i=1}^n k_i! (m-k_i)!", "(Big prod i 1 n - (Mul (Factorial k_i) (Factorial (Add m (Neg k_i)))))"),
        (r"\sum\limits_{i}^{n} x_i", "(Big sum i - n - x_i)"),
        (r"\sum x_i", "(Big sum - - - - x_i)"),
        (r"\sum_{z\in Z} p(z)", "(Big sum z - - Z p(z))"),
        (r"\sum_{x\in\{0,1\}} p(x)", "(Big sum x - - (SetOf 0 1 -) p(x))"),
        (r"\sum_{x,z} p(x,z)", "(Big sum x - - - (Big sum z - - - p(x z)))"),
        (r"\sum_{i\neq j} a_{ij}", "(Big sum i - - (Rel i != j) a_{i,j})"),
        (r"\sum_{1\le i\le n} x_i", "(Big sum i - - (Both (Rel 1 <= i) (Rel i <= n)) x_i)"),
        (r"\sum_{z'} p(x,z')", "(Big sum z' - - - p(x z'))"),
        (r"\sum_{k=0}^{\infty} \frac{\lambda^k}{k!}", "(Big sum k 0 (Infinity) - (Div (Pow lambda k) (Factorial k)))"),
        (
            r"\frac{1}{n}\sum_{i=1}^{n}\left(x_i-\bar{x}\right)^2",
            "(Mul (Div 1 n) (Big sum i 1 n - (Pow (Add x_i (Neg bar_x)) 2)))",
        ),
        (r"\left(\sum_x p(x)\right)^2", "(Pow (Big sum x - - - p(x)) 2)"),
        (
            r"\prod_{i=1}^{n} \theta^{x_i}(1-\theta)^{1-x_i}",
            "(Big prod i 1 n - (Mul (Pow theta x_i) (Pow (Add 1 (Neg theta)) (Add 1 (Neg x_i)))))",
        ),
        (r"\prod_{i=1}^n p(x_i|\theta) p(\theta)", "(Mul (Big prod i 1 n - p(x_i | theta)) p(theta))"),
        (r"\log\prod_i p(x_i)", "(Func log (Big prod i - - - p(x_i)) -)"),
    ],
)
def test_sums(latex: str, expected: str) -> None:
    """A sum takes variable, limits, domain or condition from its index."""
    assert sketch(latex) == expected


@pytest.mark.parametrize(
    ("latex", "expected"),
    [
        (r"\int_0^1 x dx", "(Big int x 0 1 - x d)"),
        (r"\int_{0.5}^1 x - (x - 0.5) dx", "(Big int x 1/2 1 - (Add x (Neg (Add x (Neg 1/2)))) d)"),
        (r"\int f(x) dx + \int g(x) dx", "(Add (Big int x - - - f(x) d) (Big int x - - - g(x) d))"),
        (r"\int_z q(z) \log \frac{q(z)}{p(z)} dz", "(Big int z - - - (Mul q(z) (Func log (Div q(z) p(z)) -)) d)"),
        (r"\int \log D(x) dx", "(Big int x - - - (Func log D(x) -) d)"),
        (r"\int dz\, q(z) \log q(z)", "(Big int z - - - (Mul q(z) (Func log q(z) -)) d)"),
        (r"\int dx (x^2+1)", "(Big int x - - - (Add (Pow x 2) 1) d)"),
        (r"\int_{-\infty}^\infty x p(x) \mathrm{d}x", "(Big int x (Neg (Infinity)) (Infinity) - (Mul x p(x)) d)"),
        (r"\int_{\mathbb{R}} p(x)dx", "(Big int x - - reals p(x) d)"),
        (r"\int_{\mathcal{X}} p(x)\,dx", "(Big int x - - X p(x) d)"),
        (r"\int_{x\in\mathcal{X}} p(x)dx", "(Big int x - - X p(x) d)"),
        (r"\int \frac{dx}{x}", "(Big int x - - - (Div 1 x) d)"),
        (r"\int \frac{p(x)\,dx}{q(x)}", "(Big int x - - - (Div p(x) q(x)) d)"),
        (r"\int f(\mathbf{x})\,d\mathbf{x}", "(Big int x - - - f(x) d)"),
        (r"\int f(x) dP(x)", "(Big int P(x) - - - f(x) d)"),
        (r"\int_x p(x) \int_z p(z|x) dz dx", "(Big int x - - - (Mul p(x) (Big int z - - - p(z | x) d)) d)"),
        (r"\int_0^1\int_0^1 f(x,y)\,dx\,dy", "(Big int y 0 1 - (Big int x 0 1 - f(x y) d) d)"),
        (r"\iint p(x,z)\,dx\,dz", "(Big int z - - - (Big int x - - - p(x z) d) d)"),
        (r"\int p(x,z) dx dz", "(Big int z - - - (Big int x - - - p(x z) d) d)"),
        (r"\int q(z) \log q(z)", "(Big int - - - - (Mul q(z) (Func log q(z) -)))"),
        (
            r"\int_z q(z)\log q(z) - q(z)\log p(z)",
            "(Big int z - - - (Add (Mul q(z) (Func log q(z) -)) (Neg (Mul q(z) (Func log p(z) -)))))",
        ),
        (r"\int p ( x ) d x", "(Big int x - - - p(x) d)"),
    ],
)
def test_integrals(latex: str, expected: str) -> None:
    """An integral ends at its own differential, wherever that is written."""
    assert sketch(latex) == expected


@pytest.mark.parametrize(
    ("latex", "expected"),
    [
        (r"\max_D V(D,G)", "(Big max D - - - V(D G))"),
        (r"\min_G \max_D V(D,G)", "(Big min G - - - (Big max D - - - V(D G)))"),
        (r"\operatorname* { m i n } _ { G } f(G)", "(Big min G - - - f(G))"),
        (r"\sup_{\|f\|_L\le 1} f(x)", "(Big sup f - - (Rel (Norm f L) <= 1) f(x))"),
        (
            r"\inf_{\gamma\in\Pi(p,q)} \mathbb{E}_{\gamma}[|x-y|]",
            "(Big inf gamma - - Pi(p q) (Expect E gamma (Abs (Add x (Neg y)))))",
        ),
        (r"\arg\max_\theta \log p(x|\theta)", "(Big argmax theta - - - (Func log p(x | theta) -))"),
        (r"\operatorname*{arg\,min}_x f(x)", "(Big argmin x - - - f(x))"),
        (r"\lim_{n\to\infty} a_n", "(Big lim n - - (Infinity) a_n)"),
        (r"\max(0, 1-x)", "(Func max 0 (Add 1 (Neg x)) -)"),
        (r"\min\{D(x), 1-D(x)\}", "(Func min D(x) (Add 1 (Neg D(x))) -)"),
    ],
)
def test_extrema(latex: str, expected: str) -> None:
    """Extrema bind a variable, or are functions of several values."""
    assert sketch(latex) == expected


@pytest.mark.parametrize(
    ("latex", "expected"),
    [
        (r"\mathbf{E}_{q}[f(z)]", "(Expect E q f(z))"),
        (r"\mathbb{E}_{q_\phi(z|x)}\left[\log p(x|z)\right]", "(Expect E q_phi(z | x) (Func log p(x | z) -))"),
        (r"E_{z\sim q}[\log p(x|z)]", "(Expect E (Rel z ~ q) (Func log p(x | z) -))"),
        ("E_{x,z}(f(x,z))", "(Expect E x z f(x z))"),
        (r"\mathbb{E}_{x \sim p_{data}, z \sim p_z} [f(x,z)]", "(Expect E (Rel x ~ p_'data') (Rel z ~ p_z) f(x z))"),
        (r"\underset{x\sim p}{\mathbb{E}}[f(x)]", "(Expect E (Rel x ~ p) f(x))"),
        (r"\mathop{\mathbb{E}}\limits_{x\sim p} f(x)", "(Expect E (Rel x ~ p) f(x))"),
        (r"\mathrm{E}_p\{\log p\}", "(Expect E p (Func log p -))"),
        (r"\mathbb{E}[f(x) \mid z]", "(Expect E f(x) z)"),
        ("E[X^2] - E[X]^2", "(Add (Expect E (Pow X 2)) (Neg (Pow (Expect E X) 2)))"),
        (r"\mathbb{E}_q f(z) g(z)", "(Expect E q (Mul f(z) g(z)))"),
        (r"\mathbb{E}_q[f]g", "(Mul (Expect E q f) g)"),
        ("E_{x}E_{z|x}[f]", "(Expect E x (Expect E (Rel z | x) f))"),
        ("E X^2 - (EX)^2", "(Add (Expect E (Pow X 2)) (Neg (Pow (Expect E X) 2)))"),
        (r"E\log X", "(Expect E (Func log X -))"),
        ("E - TS", "(Add E (Neg (Mul T S)))"),
        (r"\operatorname{Var}(X)", "(Expect Var X)"),
        (r"\mathrm{Var}_{q}[x]", "(Expect Var q x)"),
        (r"\operatorname{Cov}(X,Y)", "(Expect Cov (Tuple X Y))"),
        (r"\mathbb{E}\left[\left(X-\mathbb{E}[X]\right)^2\right]", "(Expect E (Pow (Add X (Neg (Expect E X))) 2))"),
        (r"\mathbb { E } _ { q ( z | x ) } [ f ( z ) ]", "(Expect E q(z | x) f(z))"),
    ],
)
def test_expectations(latex: str, expected: str) -> None:
    """Every form of E gives the same node; its index is kept as written."""
    assert sketch(latex) == expected
