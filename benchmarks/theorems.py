r"""Theorems about any densities, and neighbours of them that are false, under random names (for `hunting.py`)."""

from __future__ import annotations

import random
from fractions import Fraction

from written import Lines, fraction

TRUE = (
    r"\int P(X|Z)P(Z)dZ = P(X)",
    r"P(X,Z) = P(Z|X)P(X) = P(X|Z)P(Z)",
    r"\log P(X) = \log P(X,Z) - \log P(Z|X)",
    r"KL(Q(Z)\|P(Z)) \ge 0",
    r"KL(Q(Z)\|P(Z)) = \int Q(Z)\log Q(Z)dZ - \int Q(Z)\log P(Z)dZ",
    r"\log P(X) = \mathbb{E}_{Q(Z)}[\log P(X,Z) - \log Q(Z)] + KL(Q(Z)\|P(Z|X))",
    r"\log P(X) \ge \mathbb{E}_{Q(Z)}[\log P(X,Z)] - \mathbb{E}_{Q(Z)}[\log Q(Z)]",
    r"\log P(X) \ge \mathbb{E}_{Q(Z|X)}[\log P(X|Z)] - KL(Q(Z|X)\|P(Z))",
    r"\mathbb{E}_{P(X)}[f(X)+g(X)] = \mathbb{E}_{P(X)}[f(X)] + \mathbb{E}_{P(X)}[g(X)]",
    r"\mathbb{E}_{P(X)}[f(X)^2] \ge \mathbb{E}_{P(X)}[f(X)]^2",
    r"\mathbb{E}_{Q(X)}\left[\frac{P(X)}{Q(X)}f(X)\right] = \mathbb{E}_{P(X)}[f(X)]",
    r"\int\frac{P(X)^2}{Q(X)}dX \ge 1",
    r"\int\frac{(P(X)-Q(X))^2}{Q(X)}dX = \int\frac{P(X)^2}{Q(X)}dX - 1",
    r"KL(P(X,Z)\|Q(X,Z)) = KL(P(X)\|Q(X)) + \mathbb{E}_{P(X)}[KL(P(Z|X)\|Q(Z|X))]",
    r"JSD(P(X),Q(X)) \le \log 2",
    r"JSD(P(X),Q(X)) = \frac12 KL(P(X)\|\frac{P(X)+Q(X)}{2}) + \frac12 KL(Q(X)\|\frac{P(X)+Q(X)}{2})",
    r"\log\frac{P(X)}{Q(X)} = -\log\frac{Q(X)}{P(X)}",
    r"\int\int P(X,Z)dXdZ = 1",
    r"\mathbb{E}_{P(X)}\left[\log\frac{P(X)}{P(X)+Q(X)}\right] \le 0",
)
FALSE = (
    r"\int P(X|Z)P(X)dZ = P(X)",
    r"P(X,Z) = P(X)P(Z)",
    r"P(X|Z) = P(Z|X)",
    r"\log P(X) = \log P(X,Z) + \log P(Z|X)",
    r"KL(Q(Z)\|P(Z)) \le 0",
    r"KL(Q(Z)\|P(Z)) = KL(P(Z)\|Q(Z))",
    r"KL(Q(Z)\|P(Z)) = \int Q(Z)\log P(Z)dZ - \int Q(Z)\log Q(Z)dZ",
    r"\log P(X) = \mathbb{E}_{Q(Z)}[\log P(X,Z) - \log Q(Z)] - KL(Q(Z)\|P(Z|X))",
    r"\log P(X) = \mathbb{E}_{Q(Z)}[\log P(X,Z) - \log Q(Z)]",
    r"\log P(X) \le \mathbb{E}_{Q(Z)}[\log P(X,Z)] - \mathbb{E}_{Q(Z)}[\log Q(Z)]",
    r"\log P(X) \ge \mathbb{E}_{Q(Z|X)}[\log P(X|Z)] + KL(Q(Z|X)\|P(Z))",
    r"\mathbb{E}_{P(X)}[f(X)g(X)] = \mathbb{E}_{P(X)}[f(X)]\,\mathbb{E}_{P(X)}[g(X)]",
    r"\mathbb{E}_{P(X)}[f(X)^2] \le \mathbb{E}_{P(X)}[f(X)]^2",
    r"\mathbb{E}_{Q(X)}\left[\frac{P(X)}{Q(X)}f(X)\right] = \mathbb{E}_{Q(X)}[f(X)]",
    r"\int\frac{P(X)^2}{Q(X)}dX = 1",
    r"\int\frac{(P(X)-Q(X))^2}{Q(X)}dX = \int\frac{P(X)^2}{Q(X)}dX",
    r"KL(P(X,Z)\|Q(X,Z)) = KL(P(X)\|Q(X))",
    r"JSD(P(X),Q(X)) = \log 2",
    r"JSD(P(X),Q(X)) = KL(P(X)\|\frac{P(X)+Q(X)}{2}) + KL(Q(X)\|\frac{P(X)+Q(X)}{2})",
    r"\log\frac{P(X)}{Q(X)} = \log\frac{Q(X)}{P(X)}",
    r"\int\int P(X,Z)dXdZ = P(X)",
    r"\int P(X)^2dX = 1",
    r"\log(P(X)+Q(X)) = \log P(X)+\log Q(X)",
    r"P(X) \le 1",
)
PAIRS = (("p", "q"), ("q", "p"), ("p", "r"), ("p_1", "p_2"), ("p_{data}", "p_G"), ("p_\\theta", "q_\\phi"))
VARIABLES = (("x", "z"), ("x", "y"), ("y", "z"), ("z", "x"), ("x", "z'"), ("u", "z"))


def _named(template: str, draw: random.Random) -> str:
    one, two = draw.choice(PAIRS)
    x, z = draw.choice(VARIABLES)
    f, g = draw.choice((("f", "g"), ("g", "h"), ("f", "h")))
    text = template
    for old, new in (("KL(", "\0("), ("JSD(", "\1(")):
        text = text.replace(old, new)
    text = text.replace("g(", "\2(").replace("f(", f"{f}(").replace("\2(", f"{g}(")
    text = text.replace("P(", "\3(").replace("Q(", "\4(").replace("X", x).replace("Z", z)
    text = text.replace("\3(", f"{one}(").replace("\4(", f"{two}(")
    return text.replace("\0(", draw.choice(("KL(", "D_{KL}("))).replace("\1(", "JSD(")


def densities(draw: random.Random) -> Lines:
    """Theorems and their false neighbours."""
    truth = draw.random() < 0.5
    lines = [(_named(draw.choice(TRUE if truth else FALSE), draw), "t" if truth else "f")]
    if draw.random() < 0.3:
        k = Fraction(draw.randint(2, 5))
        left, op, right = _split(lines[0][0])
        if op and left:
            lines = [(f"{fraction(k)}\\left({left}\\right) {op} {fraction(k)}\\left({right}\\right)", lines[0][1])]
    return "", lines


def _split(formula: str) -> tuple[str, str, str]:
    for op in ("\\le ", "\\ge ", " = "):
        if formula.count(op) == 1 and not formula.startswith(op):
            left, right = formula.split(op)
            return left, op, right
    return "", "", ""
