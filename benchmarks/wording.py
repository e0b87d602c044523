r"""Random derivations whose truth hangs on words and on ways to write, for `hunting.py`.

Makers:

    remarks     `Note that $c>0$`: what is true with it must not be refuted, what is false even so may be
    some        `For some $t$`, `There is an $a$ with`: true of one value and false of others
    averages    `EX^2 - (EX)^2` without brackets
    backwards   `A \Leftarrow B`
    others      other bases of logarithms, orders of magnitude, the imaginary unit, a prime for a derivative
    laws        `be i.i.d. $N(\mu, \sigma^2)$`, samples whose sum does not say where it ends, sigmoids in words
"""

from __future__ import annotations

import random

from written import Lines

_LETTERS = ("a", "b", "c", "u", "v", "s", "t", "\\alpha", "\\beta", "\\mu")
_REMARKS = ("Note that {}.", "Without loss of generality let {}.", "Throughout {}.", "Fix {}.", "Because {},",
            "The constant {} is fixed.", "By symmetry we may assume {}.", "Consider {}.",
            "We are told that {}.")  # fmt: skip
_NO_REMARKS = ("It is wrong that {}.", "Show that {}.", "If {}, much follows.", "Hence {}.", "")


def remarks(draw: random.Random) -> Lines:
    """Where a number lies, said in passing."""
    x = draw.choice(_LETTERS)
    fact, true, false = draw.choice(
        (
            (f"${x}>0$", f"|{x}| = {x}", f"|{x}| = -{x}"),
            (f"${x}\\ge1$", f"{x}^2 \\ge {x}", f"{x}^2 \\le {x}-1"),
            (f"$0<{x}<1$", f"{x}^2 \\le {x}", f"{x}^2 = {x}"),
            (f"${x}<0$", f"{x}^3 \\le 0", f"{x}^3 = -{x}^2-1+{x}^2"),
        )
    )
    if draw.random() < 0.3:  # what is no remark forbids no refutation, and proves nothing
        return draw.choice(_NO_REMARKS).format(fact), [(true, "f")]
    return draw.choice(_REMARKS).format(fact), [(true, "t"), (false, "f")]


def some(draw: random.Random) -> Lines:
    """What holds of one value only."""
    x, n = draw.choice(_LETTERS), draw.randint(2, 9)
    words = draw.choice(("There is a number ${}$ such that", "For some ${}$ we get", "One can find ${}$ such that"))
    return words.format(x), [(f"{x}+1 = {n}", "t")]


def averages(draw: random.Random) -> Lines:
    """Expectations without brackets."""
    x = draw.choice("XYZ")
    true, false = draw.choice(
        (
            (f"\\mathrm{{Var}}({x}) = E{x}^2-(E{x})^2", f"\\mathrm{{Var}}({x}) = (E{x})^2-E{x}^2"),
            (f"E {x}^2 = E[{x}^2]", f"E {x}^2 = (E{x})^2"),
            (f"(E{x})^2 \\le E{x}^2", f"E{x}^2 \\le (E{x})^2"),
            (f"E({x}-E{x})^2 = E{x}^2-(E{x})^2", f"E({x}-E{x})^2 = E{x}^2+(E{x})^2"),
            (f"E|{x}| \\ge |E{x}|", f"E|{x}| = E{x}"),
        )
    )
    truth = draw.random() < 0.5
    return f"Let ${x}$ be a random variable.", [(true if truth else false, "t" if truth else "f")]


def backwards(draw: random.Random) -> Lines:
    """Implications from right to left: their two relations are conditions, the arrow is the claim."""
    x, y = draw.sample(("a", "b", "c", "u", "v", "s"), 2)
    n = draw.randint(2, 9)
    arrow = draw.choice(("\\Leftarrow", "\\impliedby", "\\Longleftarrow"))
    return "", [draw.choice(((f"{x}+1 = {n} {arrow} {x} = {n - 1}", "t"), (f"{x}^2 = {y}^2 {arrow} {x} = {y}", "t"),
                             (f"{x} = {y} {arrow} {x}^2 = {y}^2", "f"),
                             (f"{x} = {n} {arrow} {x}^2 = {n * n}", "f")))]  # fmt: skip


def others(draw: random.Random) -> Lines:
    """Letters and conventions that mean something else than usual."""
    n = draw.randint(1, 5)
    return draw.choice(
        (
            ("All logarithms are to base two.", [(f"\\log {2**n} = {n}", "t"), ("\\log e = 1", "f")]),
            ("Let $\\log$ denote the logarithm to base 2.", [("\\log 2 = 1", "t")]),
            ("", [(f"e^h = 1+h+o(h^{n})", "n"), ("O(h)-O(h) = 0", "n")]),
            ("Let $X\\sim\\mathcal N(\\mu,1)$.", [("E[e^{itX}] = e^{it\\mu-t^2/2}", "t")]),
            ("Let $p'(x)$ denote the derivative of the density $p(x)$ on the line.",
             [("\\int p'(x)dx = 0", "t"), ("\\int p'(x)dx = 1", "f")]),
        )
    )  # fmt: skip


def laws_in_words(draw: random.Random) -> Lines:
    """Laws, samples and functions that words give."""
    k = draw.randint(2, 4)
    return draw.choice(
        (
            ("Let $x_1,\\dots,x_n$ be i.i.d. $N(\\mu,\\sigma^2)$.",
             [("E[x_1] = \\mu", "t"), (f"E[x_1] = {k}\\mu", "f")]),
            ("Let $X$ be $N(\\mu,\\sigma^2)$.", [("E[X] = \\mu", "t")]),
            ("Let $X_1,\\dots,X_n$ be i.i.d. exponential with rate $\\lambda$ and $S=\\sum_i X_i$.",
             [("E[S] = \\frac{n}{\\lambda}", "t"), (f"E[S] = \\frac{{{k}n}}{{\\lambda}}", "f")]),
            ("Let $D(x)=\\sigma(a(x))$ with the sigmoid $\\sigma$.",
             [("\\log D(x) = a(x)-\\log(1+e^{a(x)})", "t"), ("D(x) = e^{a(x)}", "f")]),
            ("Let $e_1,\\dots,e_d$ be an orthonormal basis of $\\mathbb R^d$.", [("e_1^\\top e_2 = 0", "t")]),
            ("Assume that $q(z)$ is the posterior.", [("KL(q(z)\\|p(z|x)) = 0", "t")]),
        )
    )  # fmt: skip


def wording(draw: random.Random) -> Lines:
    """One derivation whose truth hangs on words."""
    return draw.choice((remarks, remarks, some, averages, averages, backwards, others, laws_in_words))(draw)
