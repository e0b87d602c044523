r"""Random derivations with known truth, for `soundness.py`: the truth comes from how a derivation is made.

`made(seed)` is a document with a label for every equation: "t" true, "f" false, "n" nothing may be said (facts that
contradict each other, sides without a value, notation that may mean two things). Classes:

    numbers       arithmetic of fractions and logarithms of integers, computed with `Fraction`
    algebra       polynomials, multiplied out here; sums of squares; what differs from them by a term
    densities     theorems about any densities, and neighbours of them that are false, under random names
    laws          normal, uniform, exponential, Bernoulli and Poisson laws with numbers, by their textbook formulas
    implications  linear and quadratic equations with known roots, exponentials, premises on densities
    calculus      derivatives of polynomials, logarithms and divergences
    attacks       documents that try to cheat: contradicting facts, redefined names, shadowed binders, hidden
                  characters, division by zero, divergent sums, facts that are taken back or that state the goal
    arrays, variables, draws, extrema, integrals, limits, indices        see `subjects.py`
    wording       what words and ways to write decide, see `wording.py`
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from hostile import attack
from subjects import arrays, draws, extrema, indices, integrals, limits, variables
from theorems import densities
from wording import wording
from written import Label, Lines, fraction


@dataclass(frozen=True, slots=True)
class Case:
    """A document and the label of each of its equations, in order."""

    kind: str
    text: str
    labels: tuple[Label, ...]


def made(seed: int) -> Case:
    """The derivation of a seed."""
    draw = random.Random(seed)
    kind = draw.choices(list(MAKERS), weights=[WEIGHTS[k] for k in MAKERS])[0]
    prose, lines = MAKERS[kind](draw)
    shown = [f"$${_spaced(formula, draw)} \\tag{{{n}}}$$" for n, (formula, _) in enumerate(lines, 1)]
    text = "\n\n".join(([prose] if prose else []) + shown) + "\n"
    return Case(kind, text, tuple(label for _, label in lines))


def _spaced(formula: str, draw: random.Random) -> str:
    """The formula with other spaces and brackets; nothing that matters."""
    if draw.random() < 0.2:
        formula = formula.replace("=", draw.choice((" = ", "=", "\\;=\\;")))
    if draw.random() < 0.2 and "\\left" not in formula:
        formula = formula.replace("(", "\\left(").replace(")", "\\right)")
    if draw.random() < 0.1:
        formula = formula.replace("\\le ", "\\leq ").replace("\\ge ", "\\geq ")
    return formula


# -- numbers --------------------------------------------------------------------------------------------------


def _tree(draw: random.Random, depth: int) -> tuple[str, Fraction]:
    if depth == 0 or draw.random() < 0.2:
        f = Fraction(draw.randint(1, 12), draw.choice((1, 1, 1, 2, 3, 5)))
        return fraction(f), f
    (a, x), (b, y) = _tree(draw, depth - 1), _tree(draw, depth - 1)
    op = draw.choice("+-*/^")
    if op == "/" and y != 0:
        return f"\\frac{{{a}}}{{{b}}}", x / y
    if op == "^" and abs(x) < 30:
        k = draw.choice((2, 3))
        return f"\\left({a}\\right)^{k}", x**k
    if op == "*":
        return f"\\left({a}\\right)\\left({b}\\right)", x * y
    return (f"{a} - \\left({b}\\right)", x - y) if op == "-" else (f"{a} + {b}", x + y)


def numbers(draw: random.Random) -> Lines:
    """Closed arithmetic."""
    if draw.random() < 0.5:
        text, value = _tree(draw, 3)
        other = value + draw.choice((Fraction(1), Fraction(-1), Fraction(1, draw.randint(2, 99)), value + 1))
        truth = draw.random() < 0.5
        if draw.random() < 0.3:
            op = draw.choice(("\\le", "\\ge", "<", ">"))
            holds = {"\\le": value <= other, "\\ge": value >= other, "<": value < other, ">": value > other}[op]
            return "", [(f"{text} {op} {fraction(other)}", "t" if holds else "f")]
        return "", [(f"{text} = {fraction(value if truth else other)}", "t" if truth or value == other else "f")]
    primes = {p: draw.randint(-2, 3) for p in draw.sample((2, 3, 5, 7), 2)}
    value = math.prod((Fraction(p) ** k for p, k in primes.items()), start=Fraction(1))
    wrong = dict(primes)
    truth = draw.random() < 0.5
    if not truth:
        wrong[draw.choice(list(primes))] += draw.choice((1, -1))
    right = " + ".join(f"({k})\\log {p}" for p, k in wrong.items())
    return "", [(f"\\log\\left({fraction(value)}\\right) = {right}", "t" if truth else "f")]


# -- algebra --------------------------------------------------------------------------------------------------

Polynomial = dict[tuple[int, ...], Fraction]


def _times(p: Polynomial, q: Polynomial) -> Polynomial:
    found: Polynomial = {}
    for m, c in p.items():
        for n, d in q.items():
            key = tuple(i + j for i, j in zip(m, n, strict=True))
            found[key] = found.get(key, Fraction(0)) + c * d
    return {m: c for m, c in found.items() if c}


def _linear(draw: random.Random, size: int) -> Polynomial:
    found: Polynomial = {}
    for k in range(size):
        if draw.random() < 0.7:
            found[tuple(int(i == k) for i in range(size))] = Fraction(draw.choice((1, 1, 2, -1, -3, 5)))
    if draw.random() < 0.5 or len(found) < 2:
        found[(0,) * size] = Fraction(draw.randint(1, 6))
    return found


def _written(p: Polynomial, names: list[str]) -> str:
    if not p:
        return "0"
    text = ""
    for m, c in sorted(p.items(), reverse=True):
        factors = "".join(f"{n}^{{{k}}} " if k > 1 else f"{n} " for n, k in zip(names, m, strict=True) if k)
        number = fraction(abs(c)) if abs(c) != 1 or not factors else ""
        text += (" - " if c < 0 else " + " if text else "") + number + " " + factors
    return text.strip()


SCALARS = ("a", "b", "c", "u", "v", "s", "t", "\\alpha", "\\beta", "\\mu", "\\eta", "m", "h")


def algebra(draw: random.Random) -> Lines:
    """Products multiplied out, and sums of squares."""
    names = draw.sample(SCALARS, 2)
    if draw.random() < 0.7:
        parts = [_linear(draw, 2) for _ in range(draw.choice((2, 2, 3)))]
        whole = parts[0]
        for q in parts[1:]:
            whole = _times(whole, q)
        left = "".join(f"\\left({_written(q, names)}\\right)" for q in parts)
        truth = draw.random() < 0.5
        shown = dict(whole)
        if not truth:
            key = draw.choice(list(whole) or [(0, 0)])
            shown[key] = shown.get(key, Fraction(0)) + draw.choice((1, -1, 2))
            shown = {m: c for m, c in shown.items() if c}
        lines = [(f"{left} = {_written(shown, names)}", "t" if truth else "f")]
        if truth and draw.random() < 0.3:
            lines.append((f"{_written(whole, names)} - {left} = {draw.randint(1, 3)}", "f"))
        return "", lines
    squares = [_linear(draw, 2) for _ in range(2)]
    left = " + ".join(f"\\left({_written(q, names)}\\right)^2" for q in squares)
    shared = draw.randint(1, 4)
    low = draw.random() < 0.5
    # two lines always meet somewhere unless they are parallel; then the sum of squares may stay above a number
    (a, b), (c, d) = ((q.get((1, 0), 0), q.get((0, 1), 0)) for q in squares)
    meet = a * d - b * c != 0
    if low:
        return "", [(f"{left} \\ge {draw.choice(('0', '-1', '-' + str(shared)))}", "t")]
    return "", [(f"{left} \\ge {shared}", "f")] if meet else [(f"{left} \\ge 0", "t")]


# -- laws -----------------------------------------------------------------------------------------------------


def _normal(draw: random.Random) -> Lines:
    m, n = (Fraction(draw.randint(-4, 4), draw.choice((1, 1, 2))) for _ in range(2))
    s, t = (Fraction(draw.randint(1, 4), draw.choice((1, 1, 2))) for _ in range(2))
    prose = (
        f"Let $p(x)=\\mathcal{{N}}({fraction(m)},{fraction(s * s)})$ and "
        f"$q(x)=\\mathcal{{N}}({fraction(n)},{fraction(t * t)})$."
    )
    quotient, rest = t / s, (s * s + (m - n) ** 2) / (2 * t * t) - Fraction(1, 2)
    truths = (
        (f"KL(p\\|q) = \\log\\left({fraction(quotient)}\\right) + RIGHT", rest),
        ("\\mathbb{E}_{p(x)}[x^2] = RIGHT", s * s + m * m),
        ("\\mathbb{E}_{p(x)}[x] - \\mathbb{E}_{q(x)}[x] = RIGHT", m - n),
        ("\\mathbb{E}_{q(x)}[(x-1)^2] = RIGHT", t * t + (n - 1) ** 2),
        ("\\mathrm{Var}_{p(x)}[x] = RIGHT", s * s),
    )
    template, value = draw.choice(truths)
    truth = draw.random() < 0.5
    shown = value if truth else value + draw.choice((Fraction(1, 2), Fraction(-1, 2), Fraction(1), Fraction(1, 7)))
    return prose, [(template.replace("RIGHT", f"\\left({fraction(shown)}\\right)"), "t" if truth else "f")]


def _uniform(draw: random.Random) -> Lines:
    a, b = Fraction(draw.randint(-3, 3)), Fraction(draw.randint(1, 4))
    c, d = a - draw.randint(0, 2), b + draw.randint(0, 2)
    prose = f"Let $P=U[{fraction(a)},{fraction(a + b)}]$ and $Q=U[{fraction(c)},{fraction(a + d)}]$."
    wide = a + d - c
    truth = draw.random() < 0.5
    value = wide / b
    wrong = value + draw.choice((1, 2, Fraction(1, 2)))
    lines = [(f"KL(P\\|Q) = \\log\\left({fraction(value if truth else wrong)}\\right)", "t" if truth else "f")]
    mean = abs((a + b / 2) - (c + wide / 2))
    if c == a or a + d == a + b:  # then one quantile function stays above the other
        lines.append((f"W_1(P,Q) = {fraction(mean if truth else mean + 1)}", "t" if truth else "f"))
    return prose, lines


def _exponential(draw: random.Random) -> Lines:
    k, m = Fraction(draw.randint(1, 6)), Fraction(draw.randint(1, 6))
    prose = f"Let $p(x)=\\mathrm{{Exp}}({fraction(k)})$ and $q(x)=\\mathrm{{Exp}}({fraction(m)})$."
    truth = draw.random() < 0.5
    shift = 0 if truth else draw.choice((1, Fraction(1, 3)))
    rest = f"\\left({fraction(m / k - 1 + shift)}\\right)"
    return prose, [
        draw.choice(
            (
                (f"\\mathbb{{E}}_{{p(x)}}[x] = {fraction(1 / k + shift)}", "t" if truth else "f"),
                (f"\\mathbb{{E}}_{{p(x)}}[x^2] = {fraction(2 / k**2 + shift)}", "t" if truth else "f"),
                (f"KL(p\\|q) = \\log\\left({fraction(k / m)}\\right) + {rest}", "t" if truth else "f"),
            )
        )
    ]


def laws(draw: random.Random) -> Lines:
    """Laws with numbers, and normal laws with parameters."""
    if draw.random() < 0.25:
        m, s = draw.choice((("\\mu", "\\sigma"), ("m", "\\tau"), ("\\mu_1", "\\sigma_1")))
        truth = draw.random() < 0.5
        prose = f"Let $p(x)=\\mathcal{{N}}({m},{s}^2)$ with ${s}>0$ and $q(x)=\\mathcal{{N}}(0,1)$."
        wrong = (f"{s}^2+1-2\\log {s}", f"{s}^2-1-\\log {s}", f"{s}-1-2\\log {s}")
        inside = f"{s}^2-1-2\\log {s}" if truth else draw.choice(wrong)
        right = f"\\frac12({m}^2+{inside})"
        return prose, [(f"KL(p(x)\\|q(x)) = {right}", "t" if truth else "f")]
    return draw.choice((_normal, _normal, _uniform, _exponential))(draw)


# -- implications and calculus ----------------------------------------------------------------------------------


def implications(draw: random.Random) -> Lines:
    """Equations with known roots."""
    x, y = draw.sample(("a", "b", "c", "u", "v", "s", "t", "w"), 2)
    kind = draw.randint(0, 5)
    if kind == 0:
        a, b, c = (Fraction(draw.choice((-3, -2, -1, 1, 2, 3, 5))) for _ in range(3))
        root, truth = (c - b) / a, draw.random() < 0.5
        shown = root if truth else root + draw.choice((1, -1, Fraction(1, 2)))
        op = "+" if b > 0 else "-"
        premise = f"{fraction(a)}{x} {op} {fraction(abs(b))} = {fraction(c)}"
        return "", [(f"{premise} \\Rightarrow {x} = {fraction(shown)}", "t" if truth else "f")]
    if kind == 1:
        r, s = draw.sample(range(-4, 5), 2)
        p = _times({(1, 0): Fraction(1), (0, 0): Fraction(-r)}, {(1, 0): Fraction(1), (0, 0): Fraction(-s)})
        p = {m: c for m, c in p.items() if c}
        return "", [(f"{_written(p, [x, y])} = 0 \\Rightarrow {x} = {r}", "f")]
    if kind == 2:
        n = draw.choice((2, 3, 5, 7, 11))
        return "", [(f"{x}^2 = {n} \\Rightarrow {x} = \\sqrt{{{n}}}", "f")]
    if kind == 3:
        return "", [draw.choice(((f"e^{{{x}}} = e^{{{y}}} \\Rightarrow {x} = {y}", "t"),
                                 (f"e^{{{x}}} = e^{{{y}}} \\Rightarrow {x} = {y} + 1", "f"),
                                 (f"{x}^2 = {y}^2 \\Rightarrow {x} = {y}", "f"),
                                 (f"{x} = {y} \\Rightarrow {x}^2 = {y}^2", "t")))]  # fmt: skip
    if kind == 4:
        return "", [draw.choice(((f"{x} \\le {y} \\Rightarrow {x}^2 \\le {y}^2", "f"),
                                 (f"{x}{y} = 0 \\Rightarrow {x} = 0", "f"),
                                 (f"|{x}| = |{y}| \\Rightarrow {x} = {y}", "f")))]  # fmt: skip
    return "", [draw.choice(((r"p(x,z) = p(x)p(z) \Rightarrow p(x|z) = p(x)", "t"),
                             (r"p(x|z) = p(z|x) \Rightarrow p(x) = p(z)", "t"),
                             (r"KL(q(z)\|p(z)) = KL(q(z)\|r(z)) \Rightarrow p(z) = r(z)", "f"),
                             (r"\mathbb{E}_{q(z)}[f(z)] = 0 \Rightarrow f(z) = 0", "f")))]  # fmt: skip


def calculus(draw: random.Random) -> Lines:
    """Derivatives of polynomials and logarithms."""
    x = draw.choice(("x", "t", "\\mu", "\\lambda", "u"))
    p = {(k, 0): Fraction(draw.choice((1, 2, -3, 4, -1))) for k in draw.sample(range(5), 3)}
    slope = {(k - 1, 0): c * k for (k, _), c in p.items() if k}
    truth = draw.random() < 0.5
    if not truth:
        key = draw.choice(list(slope))
        slope[key] += draw.choice((1, -1))
        slope = {m: c for m, c in slope.items() if c}
    formula = f"\\frac{{d}}{{d{x}}}\\left({_written(p, [x, 'y'])}\\right) = {_written(slope, [x, 'y'])}"
    if draw.random() < 0.3:
        k = draw.randint(2, 5)
        right = f"\\frac{{{k if truth else k + 1}}}{{{x}}}"
        return f"Let ${x}>0$.", [(f"\\frac{{d}}{{d{x}}}\\left({k}\\log {x}\\right) = {right}", "t" if truth else "f")]
    return "", [(formula, "t" if truth else "f")]


MAKERS: dict[str, Callable[[random.Random], Lines]] = {
    "numbers": numbers,
    "algebra": algebra,
    "densities": densities,
    "laws": laws,
    "implications": implications,
    "calculus": calculus,
    "attacks": attack,
    "arrays": arrays,
    "variables": variables,
    "draws": draws,
    "extrema": extrema,
    "integrals": integrals,
    "limits": limits,
    "indices": indices,
    "wording": wording,
}
WEIGHTS = {"numbers": 4, "algebra": 4, "densities": 5, "laws": 3, "implications": 2, "calculus": 2, "attacks": 5,
           "arrays": 3, "variables": 3, "draws": 1, "extrema": 2, "integrals": 3, "limits": 2, "indices": 2,
           "wording": 4}
