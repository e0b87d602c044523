"""Laws of images, against the masses that quantiles give."""

import math
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from scipy import integrate, stats

from hw3verify import check
from hw3verify.language.images import image_law
from hw3verify.language.law_formulas import density_formula
from hw3verify.language.scope import Scope
from hw3verify.meaning.claim import Law, PushForward
from hw3verify.meaning.expr import (
    MINUS_ONE,
    ONE,
    ZERO,
    Call,
    Expr,
    Fold,
    Name,
    Number,
    Power,
    Product,
    Sum,
    add,
    divide,
    exp,
    log,
    multiply,
    negate,
    subtract,
)

Z = Name("z")
FACT = PushForward("G", "p", "z", "p_G", "x")
SCOPE = Scope(positive=frozenset(("s", "r")))
AT = {"m": -0.7, "s": 1.3, "r": 2.5}
M, S, R = map(Name, "msr")
LAWS = {
    "normal": (Law("p", ("z",), (), "normal", (ZERO, ONE)), stats.norm()),
    "uniform": (Law("p", ("z",), (), "uniform", (ZERO, ONE)), stats.uniform()),
    "exponential": (Law("p", ("z",), (), "exponential", (R,)), stats.expon(scale=1 / AT["r"])),
    "laplace": (Law("p", ("z",), (), "laplace", (ZERO, ONE)), stats.laplace()),
}
TWO = Number(2)


def number(e: Expr, at: dict[str, float]) -> float:
    """The expression as a float."""
    if isinstance(e, Number):
        return float(e.value)
    if isinstance(e, Name):
        return {**at, "pi": math.pi, "infinity": math.inf}[e.id]
    if isinstance(e, Sum):
        return math.fsum(number(t, at) for t in e.terms)
    if isinstance(e, Product):
        return math.prod(number(f, at) for f in e.factors)
    if isinstance(e, Power):
        return number(e.base, at) ** number(e.exponent, at)
    assert isinstance(e, Call)
    return {"exp": math.exp, "log": math.log, "abs": abs}[e.fn](number(e.args[0], at))


MAPS = {
    "shift and scale": ("normal", add(M, multiply(S, Z))),
    "scale of unknown sign": ("normal", add(ONE, multiply(M, Z))),
    "lognormal": ("normal", exp(add(M, multiply(S, Z)))),
    "exponential by inversion": ("uniform", negate(divide(log(Z), R))),
    "logistic": ("uniform", log(multiply(Z, Power(subtract(ONE, Z), MINUS_ONE)))),
    "square of a uniform": ("uniform", Power(Z, TWO)),
    "reciprocal": ("uniform", Power(Z, MINUS_ONE)),
    "interval": ("uniform", add(M, negate(multiply(S, Z)))),
    "sigmoid": ("normal", Power(add(ONE, exp(negate(Z))), MINUS_ONE)),
    "scaled waiting time": ("exponential", divide(Z, S)),
    "root of a waiting time": ("exponential", Power(Z, Number(Fraction(1, 2)))),
    "shrunk Laplace": ("laplace", multiply(divide(ONE, S), Z)),
}


@pytest.mark.parametrize("name", MAPS)
def test_the_image_law_has_the_masses_of_the_images(name: str) -> None:
    """Between the images of two quantiles of z the density of the image has the mass between the quantiles."""
    kind, body = MAPS[name]
    law, known = LAWS[kind]
    image = image_law(law, body, "z", FACT, SCOPE)
    assert image is not None

    def density(x: float) -> float:
        assert image is not None
        if image.name == "formula":
            inside = image.parameters[0]
            assert isinstance(inside, Fold)
            return number(inside.body, {**AT, inside.var: x})
        return number(density_formula(image.name, image.parameters, Name("x")), {**AT, "x": x})

    levels = np.array([0.02, 0.2, 0.5, 0.85, 0.99])
    places = [number(body, {**AT, "z": float(known.ppf(q))}) for q in levels]
    for a, b, mass in zip(places, places[1:], np.diff(levels), strict=False):
        found, _ = integrate.quad(density, min(a, b), max(a, b), epsabs=1e-10)
        assert found == pytest.approx(mass, abs=1e-7)


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("normal", Power(Z, TWO)),  # falls and rises
        ("normal", log(Z)),  # no value on half of the line
        ("laplace", multiply(M, Z)),  # may turn the line over
        ("uniform", multiply(Z, subtract(ONE, Z))),
        ("exponential", add(Z, exp(Z))),
    ],
)
def test_no_law_where_the_map_is_no_chain_of_steps(kind: str, body: Expr) -> None:
    """Nothing is guessed."""
    assert image_law(LAWS[kind][0], body, "z", FACT, SCOPE) is None


@pytest.mark.parametrize(
    ("facts", "line", "verdict"),
    [
        (r"Let $p_z(z)=\mathcal{N}(z;0,1)$, $\sigma>0$, $G(z)=\mu+\sigma z$ and $G(z)\sim p_G(x)$ for $z\sim p_z(z)$.",
         r"\mathbb{E}_{x\sim p_G}[x^2] = \mu^2+\sigma^2", "proved"),
        (r"Let $z\sim\mathcal{N}(0,1)$, $\sigma>0$, $G(z)=\mu+\sigma z$. Let $p_G$ be the law of $G(z)$.",
         r"p_G(x) = \mathcal{N}(x;\mu,\sigma)", "refuted"),
        (r"Let $z \sim N(0,1)$ and $x = \mu+\sigma z$ with $\sigma>0$.",
         r"p(x) = \frac{1}{\sigma\sqrt{2\pi}} e^{-(x-\mu)^2/(2\sigma^2)}", "proved"),
        (r"Let $z\sim U[0,1]$, $\lambda>0$ and $x = -\frac{1}{\lambda}\log z$.", r"p(x) = \lambda e^{-\lambda x}",
         "proved"),
        (r"Let $X \sim Exp(1)$ and $Y = X/\lambda$ with $\lambda>0$.", r"p_Y(y) = \lambda e^{-\lambda y}", "proved"),
        (r"Let $X \sim Exp(1)$ and $Y = X/\lambda$ with $\lambda>0$.", r"p_Y(y) = \frac1\lambda e^{-y/\lambda}",
         "refuted"),
        (r"Let $x = e^z$ where $z\sim\mathcal{N}(m,s^2)$ and let $q(x)$ denote the density of $x$.",
         r"q(x) = \frac{1}{x s\sqrt{2\pi}} e^{-(\log x - m)^2/(2s^2)}", "proved"),
        (r"Let $y\sim\mathcal{N}(m,s^2)$ with $s>0$ and let $x=e^{y}$ have the density $q(x)$ for $x>0$.",
         r"q(x) = \frac{1}{xs\sqrt{2\pi}}\exp\left(-\frac{(\log x-m)^2}{2s^2}\right)", "proved"),
        (r"Let $x=G(z)$ with $z\sim p_z$, and let $p_G$ be the law of $x$.",
         r"\mathbb{E}_{z\sim p_z}[\log(1-D(G(z)))] = \mathbb{E}_{x\sim p_G}[\log(1-D(x))]", "proved"),
        (r"Let $x=T(z)$ with $z\sim N(0,1)$. Let $r$ be the law of $x$.",
         r"\mathbb{E}_{z}[T(z)]^2 \le \int r(x)x^2\,dx", "proved"),
        (r"Let $r(x)=\begin{cases}x & x\ge 0\\ 0 & x<0\end{cases}$.", "r(x)+r(-x) = x", "undecided"),  # |x|
        (r"Let $z \sim N(0,1)$, $G(z) = z^2$ and $G(z) \sim p_G(x)$.", r"\mathbb{E}_{p_G}[x] = 1", "undecided"),
    ],
)  # fmt: skip
def test_images_in_documents(tmp_path: Path, facts: str, line: str, verdict: str) -> None:
    """Change of variables, by hand; of a square nothing is known, and nothing refuted."""
    path = tmp_path / "image.md"
    path.write_text(f"{facts}\n\n$$ {line} \\tag{{1}} $$\n", encoding="utf-8")
    assert [link.verdict for link in check(path).links] == [verdict]
