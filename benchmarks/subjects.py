r"""Random derivations of the newer classes, for `hunting.py`: each line is a theorem or a false neighbour.

Classes:

    arrays      products, traces, determinants and quadratic forms of matrices and vectors
    variables   means, variances and probabilities of random variables with laws with numbers
    draws       K independent draws and their averages
    extrema     parabolas and the optimum of a game with numbers, divergences as extrema
    integrals   polynomials between limits, piece by piece, and exponentials without end
    limits      rational functions, series with known sums
    indices     sums over lists: linear, shifted, reversed
"""

from __future__ import annotations

import random
from fractions import Fraction

from written import Lines, fraction

_ARRAYS = (
    (r"\mathrm{tr}(AB) = \mathrm{tr}(BA)", r"\mathrm{tr}(AB) = \mathrm{tr}(A)\mathrm{tr}(B)"),
    (r"(AB)^\top = B^\top A^\top", r"(AB)^\top = A^\top B^\top"),
    (r"(AB)^{-1} = B^{-1}A^{-1}", r"(AB)^{-1} = A^{-1}B^{-1}"),
    (r"\det(AB) = \det A\det B", r"\det(A+B) = \det A+\det B"),
    (r"\det(3A) = 3^n\det A", r"\det(3A) = 3\det A"),
    (r"(A+B)^2 = A^2+AB+BA+B^2", r"(A+B)^2 = A^2+2AB+B^2"),
    (r"x^\top A x = x^\top A^\top x", r"x^\top A y = x^\top A^\top y"),
    (r"x^\top y = \mathrm{tr}(xy^\top)", r"xy^\top = yx^\top"),
    (r"\|x+y\|^2+\|x-y\|^2 = 2\|x\|^2+2\|y\|^2", r"\|x+y\|^2 = \|x\|^2+\|y\|^2"),
    (r"x^\top A^\top A x \ge 0", r"x^\top A x \ge 0"),
    (r"\nabla_x x^\top A x = (A+A^\top)x", r"\nabla_x x^\top A x = 2Ax"),
    (r"\nabla_A x^\top A y = xy^\top", r"\nabla_A x^\top A y = yx^\top"),
    (r"\mathrm{tr}(A^\top A)\ge 0", r"\mathrm{tr}(A^2)\ge 0"),
    (r"(x^\top y)^2 \le \|x\|^2\|y\|^2", r"(x^\top y)^2 \ge \|x\|^2\|y\|^2"),
)


def arrays(draw: random.Random) -> Lines:
    """Matrices and vectors, under random names and in a random order of the sides."""
    one, two = draw.choice((("A", "B"), ("B", "A"), ("M", "W"), ("U", "V")))
    x, y = draw.choice((("x", "y"), ("u", "v"), ("y", "z")))
    prose = f"Let ${one},{two}\\in\\mathbb R^{{n\\times n}}$ be invertible and ${x},{y}\\in\\mathbb R^n$."
    truth = draw.random() < 0.5
    formula = draw.choice(_ARRAYS)[0 if truth else 1]
    changes = {"A": one, "B": two, "x": x, "y": y}
    text, k = "", 0
    while k < len(formula):  # names outside of commands
        if formula[k] == "\\":
            end = k + 1
            while end < len(formula) and formula[end].isalpha():
                end += 1
            text += formula[k : max(end, k + 2)]
            if formula[k:end] in ("\\mathrm", "\\mathbb"):
                close = formula.index("}", end)
                text += formula[end : close + 1]
                end = close + 1
            k = max(end, k + 2)
            continue
        text += changes.get(formula[k], formula[k])
        k += 1
    return prose, [(text, "t" if truth else "f")]


def variables(draw: random.Random) -> Lines:
    """Moments and probabilities of random variables with numbers for parameters."""
    x, y = draw.choice((("X", "Y"), ("Y", "Z"), ("Z", "X")))
    a, b = draw.randint(-3, 4), draw.randint(1, 4)
    mean, var = Fraction(draw.randint(-3, 3)), Fraction(draw.randint(1, 5))
    low, wide = draw.randint(-2, 2), draw.randint(1, 4)
    truth = draw.random() < 0.5
    shift = 0 if truth else draw.choice((1, -1, Fraction(1, 2)))
    normal = f"Let ${x}\\sim\\mathcal N({fraction(mean)},{fraction(var)})$."
    both = (
        f"Let ${x}$ and ${y}$ be independent with ${x}\\sim\\mathcal N({fraction(mean)},{fraction(var)})$ "
        f"and ${y}\\sim\\mathcal N(1,2)$."
    )
    uniform = f"Let ${x}\\sim U[{low},{low + wide}]$."
    prose, left, right = draw.choice(
        (
            (normal, f"E[{a}{x}+{b}]", a * mean + b),
            (normal, f"\\mathrm{{Var}}({a}{x}+{b})", a * a * var),
            (normal, f"E[{x}^2]", mean**2 + var),
            (both, f"\\mathrm{{Var}}({x}-{y})", var + 2),
            (both, f"E[{x}{y}]", mean),
            (both, f"E[{x}^2{y}^2]", 3 * (mean**2 + var)),
            (both, f"\\mathrm{{Cov}}({x},{x}+{y})", var),
            (uniform, f"E[{x}]", low + Fraction(wide, 2)),
            (uniform, f"\\mathrm{{Var}}({x})", Fraction(wide**2, 12)),
            (uniform, f"P({x}\\le {fraction(low + Fraction(wide, 3))})", Fraction(1, 3)),
        )
    )
    return prose, [(f"{left} = {fraction(Fraction(right) + shift)}", "t" if truth else "f")]


_DRAWS = (
    (r"E\left[\frac1K\sum_{k=1}^K w_k\right] = p(x)", r"E\left[\max_k w_k\right] = p(x)"),
    (r"E\left[\log\frac1K\sum_{k=1}^K w_k\right] \le \log p(x)",
     r"E\left[\log\frac1K\sum_{k=1}^K w_k\right] = \log p(x)"),
    (r"E[w_1w_2] = p(x)^2", r"E[w_1^2] = p(x)^2"),
    (r"E\left[\log\frac1K\sum_{k=1}^K w_k\right] \ge E[\log w_1]", r"E\left[\frac1{w_1}\right] = \frac1{p(x)}"),
)


def draws(draw: random.Random) -> Lines:
    """Importance weights of K draws."""
    truth = draw.random() < 0.5
    prose = r"Let $z_1,\dots,z_K\sim q(z|x)$ be i.i.d. and $w_k=\frac{p(x,z_k)}{q(z_k|x)}$."
    return prose, [(draw.choice(_DRAWS)[0 if truth else 1], "t" if truth else "f")]


_EXTREMA = (
    (r"\max_q\left\{E_q[f(z)]-KL(q(z)\|p(z))\right\} = \log E_p[e^{f(z)}]",
     r"\max_q\left\{E_q[f(z)]+KL(q(z)\|p(z))\right\} = \log E_p[e^{f(z)}]"),
    (r"\min_q KL(q(z)\|p(z)) = 0", r"\max_q KL(q(z)\|p(z)) = 0"),
    (r"\arg\min_q KL(q(z)\|p(z|x)) = p(z|x)", r"\arg\min_q KL(q(z)\|p(z|x)) = p(z)"),
    (r"\max_q\left\{E_{q(z)}[\log p(x,z)]+H(q(z))\right\} = \log p(x)",
     r"\max_q\left\{E_{q(z)}[\log p(x,z)]-H(q(z))\right\} = \log p(x)"),
)  # fmt: skip


def extrema(draw: random.Random) -> Lines:
    """Parabolas with numbers, weighted games, and divergences as extrema."""
    truth = draw.random() < 0.5
    if draw.random() < 0.4:
        return "", [(draw.choice(_EXTREMA)[0 if truth else 1], "t" if truth else "f")]
    a, b, c = draw.randint(1, 4), draw.randint(-4, 4), draw.randint(-3, 3)
    t = draw.choice(("t", "u", "s", "\\theta"))
    best, top = Fraction(b, 2 * a), c + Fraction(b * b, 4 * a)
    inside = f"-{a}{t}^2 + ({b}){t} + ({c})"
    shift = 0 if truth else draw.choice((1, -1, Fraction(1, 3)))
    if draw.random() < 0.5:
        return "", [(f"\\arg\\max_{{{t}}}\\left({inside}\\right) = {fraction(best + shift)}", "t" if truth else "f")]
    return "", [(f"\\max_{{{t}}}\\left({inside}\\right) = {fraction(top + shift)}", "t" if truth else "f")]


def integrals(draw: random.Random) -> Lines:
    """Polynomials and absolute values between limits, exponentials to infinity."""
    truth = draw.random() < 0.5
    shift = 0 if truth else draw.choice((1, -1, Fraction(1, 4)))
    low, high = sorted(draw.sample(range(-3, 5), 2))
    x = draw.choice(("x", "t", "u"))
    kind = draw.randint(0, 3)
    if kind == 0:
        powers = {k: draw.choice((1, 2, -3)) for k in draw.sample(range(4), 2)}
        value = sum((Fraction(c * (high ** (k + 1) - low ** (k + 1)), k + 1) for k, c in powers.items()), Fraction(0))
        inside = " + ".join(f"({c}){x}^{{{k}}}" for k, c in powers.items())
        left = f"\\int_{{{low}}}^{{{high}}}\\left({inside}\\right)d{x}"
    elif kind == 1:
        c = draw.randint(low, high)
        value = Fraction((c - low) ** 2 + (high - c) ** 2, 2)
        left = f"\\int_{{{low}}}^{{{high}}}\\left|{x} - ({c})\\right|d{x}"
    elif kind == 2:
        a, n = draw.randint(1, 4), draw.randint(0, 3)
        factorial = (1, 1, 2, 6)[n]
        value = Fraction(factorial, a ** (n + 1))
        left = f"\\int_0^\\infty {x}^{{{n}}}e^{{-{a}{x}}}d{x}"
    else:
        value = Fraction(high**2 - low**2, 2)
        left = f"\\left[\\frac{{{x}^2}}{{2}}\\right]_{{{low}}}^{{{high}}}"
    return "", [(f"{left} = {fraction(value + shift)}", "t" if truth else "f")]


def limits(draw: random.Random) -> Lines:
    """Limits of rational functions and sums with known values."""
    truth = draw.random() < 0.5
    shift = 0 if truth else draw.choice((1, -1, Fraction(1, 2)))
    a, b, k = draw.randint(1, 5), draw.randint(1, 5), draw.randint(1, 3)
    r = Fraction(draw.randint(1, 4), draw.randint(5, 7))
    left, value = draw.choice(
        (
            (f"\\lim_{{n\\to\\infty}}\\frac{{{a}n^{k}+1}}{{{b}n^{k}+n}}", Fraction(a, b + (k == 1))),
            (f"\\lim_{{x\\to0}}\\frac{{e^{{{a}x}}-1}}{{{b}x}}", Fraction(a, b)),
            (f"\\lim_{{x\\to0}}\\frac{{\\log(1+{a}x)}}{{x}}", Fraction(a)),
            (f"\\lim_{{x\\to\\infty}}\\frac{{x^{k}}}{{e^x}}", Fraction(0)),
            (f"\\sum_{{k=0}}^\\infty \\left({fraction(r)}\\right)^k", 1 / (1 - r)),
            (f"\\sum_{{k=1}}^\\infty k\\left({fraction(r)}\\right)^k", r / (1 - r) ** 2),
            (f"\\sum_{{k=1}}^{{{a + 3}}} k", Fraction((a + 3) * (a + 4), 2)),
        )
    )
    return "", [(f"{left} = {fraction(Fraction(value) + shift)}", "t" if truth else "f")]


_INDICES = (
    (r"\sum_{k=1}^n (a_k+b_k) = \sum_{k=1}^n a_k+\sum_{k=1}^n b_k",
     r"\sum_{k=1}^n a_kb_k = \sum_{k=1}^n a_k\sum_{k=1}^n b_k"),
    (r"\sum_{k=1}^n c\,a_{k+1} = c\sum_{k=1}^n a_{k+1}", r"\sum_{k=1}^n a_{k+1} = n a_{k+1}"),
    (r"\sum_{k=1}^{n-1} (a_{k+1}-a_k) = a_n-a_1", r"\sum_{k=1}^n a_{2k} = n a_{2k}"),
    (r"\left(\sum_{i=1}^n a_i\right)^2 = \sum_{i=1}^n\sum_{j=1}^n a_ia_j",
     r"\left(\sum_{i=1}^n a_i\right)^2 = \sum_{i=1}^n a_i^2"),
    (r"\frac{\partial}{\partial a_k}\sum_{i=1}^n a_i^2 = 2a_k",
     r"\frac{\partial}{\partial a_k}\sum_{i=1}^{n-1} a_i = 1"),
    (r"\log\prod_{k=1}^n e^{a_k} = \sum_{k=1}^n a_k", r"\log\sum_{k=1}^n e^{a_k} = \sum_{k=1}^n a_k"),
    (r"\prod_{k=1}^n 2a_k = 2^n\prod_{k=1}^n a_k", r"\prod_{k=1}^n 2a_k = 2\prod_{k=1}^n a_k"),
    (r"\sum_{k=1}^n \frac1n = 1", r"\sum_{k=1}^n a_{n-k} = n a_{n-k}"),
)  # fmt: skip


def indices(draw: random.Random) -> Lines:
    """Sums over lists, whose entries are no constants of the sum."""
    truth = draw.random() < 0.5
    formula = draw.choice(_INDICES)[0 if truth else 1]
    new = draw.choice(("a", "x", "y", "s"))
    text = formula.replace("a_", f"{new}_")
    return "", [(text, "t" if truth else "f")]
