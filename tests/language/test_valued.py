"""Functions of numbers, conjugates, D_f and dP/dQ as they are read in documents."""

import pytest

from hw3verify.judge.judge import judge_source
from hw3verify.language.source import Source


def verdicts(text: str) -> list[str]:
    """The verdicts on the links of a text."""
    return [link.verdict for link in judge_source(Source("text", text)).links]


CONVEX = "Let $f:(0,\\infty)\\to\\mathbb{R}$ be convex with $f(1)=0$"
DEFINED = f"{CONVEX}. Let $D_f(p\\|q)=\\int q(x)f(p(x)/q(x))dx$."
CONJUGATE = f"{CONVEX}, and let $f^*$ be its convex conjugate."
STRICT = CONVEX.replace("convex", "strictly convex") + "."
TWICE = f"{CONVEX}. Let $D_f(p\\|q)=\\int q(x)f(p(x)/q(x))dx$ and $g(t)=2f(t)$."


@pytest.mark.parametrize(
    ("says", "link", "verdict"),
    [
        # Radon and Nikodym: dP/dQ integrates to 1 against Q, and log dP/dQ to the divergence against P
        ("", r"\int \frac{dP}{dQ}\,dQ = 1", "proved"),
        ("", r"\int \log\frac{dP}{dQ}\,dP = KL(P\|Q)", "proved"),
        ("", r"\int \log\frac{dP}{dQ}\,dQ = KL(P\|Q)", "refuted"),
        ("", r"\int h(x)\,dP = \mathbb{E}_{P}[h(x)]", "proved"),
        # suprema that are conjugates, over the domain in every spelling; and one that is not
        (f"{CONVEX}, and let $f^*(u)=\\sup_t(ut-f(t))$.", r"f^*(u) = \sup_{t>0}\{ut-f(t)\}", "proved"),
        (f"{CONVEX}, and let $f^*(u)=\\sup_{{t>0}}(ut-f(t))$.", r"f^*(u) \ge 2u - f(2)", "proved"),
        (f"{CONVEX}, and let $f^*$ be its conjugate.", r"f^*(u) \ge 2u - f(2)", "proved"),
        (f"{CONVEX}, and let $f^*$ be its conjugate.", r"f^*(u) \ge 2u + f(2)", "refuted"),
        (f"{CONVEX}.", r"f^*(u) \ge 2u + f(2)", "undecided"),  # nothing says what the star means
        # D_g of the D_f that is defined
        (TWICE, r"D_g(p\|q) = 2D_f(p\|q)", "proved"),
        (TWICE, r"D_g(p\|q) = 3D_f(p\|q)", "refuted"),
        # D_f at densities of other variables than those of its definition, and at products
        (DEFINED, r"D_f(p(x,y)\|q(x,y)) \ge D_f(p(x)\|q(x))", "proved"),
        (DEFINED, r"D_f(p(x)r(y|x)\|q(x)r(y|x)) = D_f(p(x)\|q(x))", "proved"),
        (DEFINED, r"D_f(p(x)r(y|x)\|q(x)r(y|x)) = D_f(p(x,y)\|q(x,y))", "refuted"),
        # without a definition D_f is the usual one
        (f"{CONVEX}.", r"D_f(p(x)\|q(x)) \ge 0", "proved"),
        (f"{CONVEX}.", r"D_f(p(x)\|q(x)) \le 0", "refuted"),
        # f(t) = t f(1/t) makes it symmetric
        (f"{CONVEX} and $f(t)=t f(1/t)$.", r"D_f(p(x)\|q(x)) = D_f(q(x)\|p(x))", "proved"),
        (f"{CONVEX} and $f(t)=t f(1/t)$.", r"D_f(p(x)\|q(x)) = 2D_f(q(x)\|p(x))", "refuted"),
        (f"{CONVEX}.", r"D_f(p(x)\|q(x)) = D_f(q(x)\|p(x))", "refuted"),
        # the conjugate of the conjugate; other marks make other names
        (f"{CONVEX}, and let $f^*$ be its conjugate.", r"f^{**}(t) = f(t)", "proved"),
        (f"{CONVEX}, and let $f^\\diamond(t)=t f(1/t)$.", r"f^\diamond(1/t) = \frac{1}{t} f(t)", "proved"),
        (f"{CONVEX}, and let $f^\\diamond(t)=t f(1/t)$.", r"f^\diamond(t) = f(t)", "refuted"),
        # the domain of a supremum in words
        (CONJUGATE, r"f(t) = \sup_{u\in\mathrm{dom}_{f^*}}\{ut-f^*(u)\}", "proved"),
        (CONJUGATE, r"\sup_T\{E_p[T(x)]-E_q[f^*(T(x))]\} = \int q(x)f(p(x)/q(x))dx", "proved"),
        # what vanishes only at p = q
        (STRICT, r"\int q(x)f(p(x)/q(x))dx = 0 \Rightarrow p(x)=q(x)", "proved"),
        (f"{CONVEX}.", r"\int q(x)f(p(x)/q(x))dx = 0 \Rightarrow p(x)=q(x)", "refuted"),
        # a function of which nothing is said is any function: true for all of them, or not decided
        ("", r"\int q(x) \frac{p(x)}{q(x)} f(\tfrac{q(x)}{p(x)})dx = \int p(x) f(\tfrac{q(x)}{p(x)})dx", "proved"),
    ],
)
def test_readings(says: str, link: str, verdict: str) -> None:
    """What is written has the usual meaning."""
    found = verdicts(f"{says}\n\n$${link} \\tag{{1}}$$\n")
    assert [v for v in found if v != "condition"] == [verdict]


def test_a_function_of_numbers_is_none_of_variables() -> None:
    """With f convex on numbers, E_p[f(X)] >= f(E_p[X]) holds and its reverse does not."""
    text = "Let $f$ be convex.\n\n$$E_p[f(x)] \\ge f(E_p[x]) \\tag{1}$$\n$$E_p[f(x)] \\le f(E_p[x]) \\tag{2}$$\n"
    assert verdicts(text) == ["proved", "refuted"]
