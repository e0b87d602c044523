r"""Documents that are written to cheat the checker, for `hunting.py`: random facts, names and numbers.

Each maker gives the prose and formulas with labels: "f" must not be accepted, "t" must not be refuted, "n" neither. The
truth of every line is plain from how it is made: a fact is contradicted by another, a name is used for two things, a
condition holds nowhere, a divisor is zero, an integral or a sum diverges.
"""

from __future__ import annotations

import random

Lines = tuple[str, list[tuple[str, str]]]
SCALARS = ("a", "b", "c", "u", "v", "s", "t")
PAIRS = (("p", "q"), ("q", "p"), ("q", "r"), ("p_1", "p_2"))
SPACES = ("\u200b", "\u00a0", "\u2009", "\u2060", "\u200d", "\ufeff")


def attack(draw: random.Random) -> Lines:
    """One attack."""
    return draw.choice(ATTACKS)(draw)


def contradicting(draw: random.Random) -> Lines:
    """Two facts that cannot both hold, and something that would follow."""
    a, b = draw.sample(SCALARS, 2)
    m = draw.randint(1, 9)
    n = m + draw.randint(1, 5)
    facts, says = draw.choice(
        (
            (f"${a} > {n}$ and ${a} < {m}$", f"{a} + {b} > {b}"),
            (f"${a}>0$ and ${a}<0$", f"{a}^2 > 0"),
            (f"${a} \\ge {n}$ and ${a} \\le {m}$", f"{a} \\ge {m}"),
            (f"${a} < {b}$ and ${b} < {a}$", f"{a}^2+1 > 0 + {a} - {b} + ({b} - {a})"),
        )
    )
    return f"{draw.choice(('Let', 'Assume', 'Suppose', 'Given'))} {facts}.", [(says, "n")]


def unnormalised(draw: random.Random) -> Lines:
    """A density with another mass."""
    p, q = draw.choice(PAIRS)
    k = draw.randint(2, 9)
    body, says = draw.choice(
        (
            (f"{k}{q}(x)", f"KL({p}(x)\\|{q}(x)) = \\log {k}"),
            (f"{k}{q}(x)", f"\\int {p}(x)dx = {k}"),
            (f"\\frac{{{q}(x)}}{{{k}}}", f"KL({q}(x)\\|{p}(x)) = \\log {k}"),
            (f"-{q}(x)", f"{p}(x) + {q}(x) = 0"),
            (f"{q}(x) + {k}", f"{p}(x) > {q}(x)"),
            (f"{q}(x) + r'(x)", f"KL({q}(x)\\|{p}(x)) \\le 0"),
            ("0", f"\\int {p}(x)dx = 0"),
        )
    )
    return f"Let ${p}(x)={body}$.", [(says, "n")]


def redefined(draw: random.Random) -> Lines:
    """A standard functional with another meaning."""
    p, q = draw.choice((("p", "q"), ("q", "p")))
    body = draw.choice(
        (
            f"\\int {q}(z)\\log\\frac{{{q}(z)}}{{{p}(z)}}dz",
            f"\\int {p}(z)\\log\\frac{{{q}(z)}}{{{p}(z)}}dz",
            f"\\int {p}(z)-{q}(z) dz",
            f"\\int ({p}(z)-{q}(z))^2 dz",
        )
    )
    return f"Let $KL({p}\\|{q}) = {body}$.", [(f"KL({p}\\|{q}) = {body}", "n")]


def withdrawn(draw: random.Random) -> Lines:
    """A fact that is taken back before it is used."""
    words = draw.choice(
        (
            "Drop that assumption.",
            "This is absurd.",
            "This is false, as we know.",
            "We no longer assume this.",
            "That assumption is wrong.",
            "Which is a contradiction.",
        )
    )
    fact, says = draw.choice(
        (
            ("p(x,z)=p(x)p(z)", "p(x|z) = p(x)"),
            ("p(x,z)=p(x)p(z)", "\\log p(x,z) = \\log p(x)+\\log p(z)"),
            ("p(x)=q(x)", "KL(p(x)\\|q(x)) = 0"),
        )
    )
    opener = draw.choice(("Suppose", "Assume", "Let"))
    return f"{opener} ${fact}$. {words}", [(says, "f")]


def hypothetical(draw: random.Random) -> Lines:
    """A fact that is only wished for, denied, or supposed in order to refute it."""
    opening = draw.choice(
        (
            "Suppose, for contradiction, that",
            "Suppose for the moment, to be refuted below, that",
            "It is not true that",
            "Let us not assume",
            "We want to show",
            "Is it true that",
            "Assume we could show",
        )
    )
    return f"{opening} $p(x,z)=p(x)p(z)$.", [("p(x|z) = p(x)", "f")]


def circular(draw: random.Random) -> Lines:
    """What is claimed is stated as known."""
    claim = draw.choice(
        (
            "\\log p(x) \\le \\mathbb{E}_{q(z)}[\\log p(x|z)]",
            "KL(q(z)\\|p(z)) = KL(p(z)\\|q(z))",
            "\\int q(z)^2dz = 1",
        )
    )
    opener = draw.choice(("Since", "Recall"))
    return f"{opener} ${claim}$,", [(claim, "n")]


def nowhere(draw: random.Random) -> Lines:
    """Sides without a value."""
    k = draw.randint(2, 9)
    return "", [
        draw.choice(
            (
                (f"\\frac{{p(x)-p(x)}}{{p(x)-p(x)}} = {k}", "n"),
                (f"\\frac{{{k}KL(p\\|p)}}{{KL(p\\|p)}} = {k}", "n"),
                (f"\\frac{{\\int p(x)dx-1}}{{\\int p(x)dx-1}} = {k}", "n"),
                (f"\\log(-{k}) = \\log(-{k})", "n"),
                (f"\\frac{{{k}}}{{0}} - \\frac{{{k}}}{{0}} = 0", "n"),
                (f"\\frac{{0}}{{0}} = {k}", "n"),
                (f"\\frac{{\\log 0}}{{{k}\\log 0}} = 0", "n"),
                (f"\\infty - {k}\\infty = 0", "n"),
                (f"\\log(-{k}p(x)) = \\log(-p(x)) + \\log {k}", "n"),
            )
        )
    ]


def smuggled(draw: random.Random) -> Lines:
    """A term without weight whose condition makes the line true."""
    a, k = draw.choice(SCALARS), draw.randint(1, 9)
    return "", [
        draw.choice(
            (
                (f"{a} \\ge 0 + 0\\log {a}", "f"),
                (f"{a} + {k} \\ge {k} + 0\\log({k}{a})", "f"),
                (f"|{a}| = {a} + \\log {a} - \\log {a}", "f"),
                (f"\\sqrt{{{a}^2}} + 0\\log {a} = {a}", "f"),
                (f"\\log {a}^{{2}} = 2\\log {a}", "n"),
                (f"{a} + 0\\log(-{a}) \\le 0", "f"),
            )
        )
    ]


def diverging(draw: random.Random) -> Lines:
    """Integrals and sums that diverge, or converge only in an order."""
    k = draw.randint(1, 6)
    return "", [
        draw.choice(
            (
                (f"\\sum_{{i=1}}^\\infty (-1)^i = {draw.choice((0, -1))}", "f"),
                (f"\\sum_{{i=0}}^\\infty 2^i = -{k}", "f"),
                ("\\sum_{i=1}^\\infty i = -\\frac{1}{12}", "f"),
                (f"\\int_{{-{k}}}^{k} \\frac{{1}}{{x}} dx = 0", "f"),
                (f"\\int_{{-{k}}}^{k} \\frac{{1}}{{x^2}} dx = -\\frac{{2}}{{{k}}}", "f"),
                (f"\\int_{{-\\infty}}^\\infty {k}x dx = 0", "f"),
                (f"\\int_0^\\infty e^{{{k}x}} dx = -\\frac{{1}}{{{k}}}", "f"),
                (f"\\int_0^1 \\frac{{1}}{{x}}dx = {k}", "f"),
                (f"\\sum_{{i=1}}^\\infty \\frac{{1}}{{i}} = {k}", "f"),
            )
        )
    ]


def shadowed(draw: random.Random) -> Lines:
    """A bound name that is free elsewhere, or bound twice."""
    x = draw.choice(("x", "z", "y"))
    twice = f"\\mathbb{{E}}_{{p({x})}}[f({x})\\mathbb{{E}}_{{p({x})}}[f({x})]]"
    return "", [
        draw.choice(
            (
                (f"\\left(\\int f({x})d{x}\\right)^2 = \\int f({x})^2d{x}", "f"),
                (f"\\int p({x})d{x}\\, f({x}) = \\int p({x})f({x})d{x}", "f"),
                (f"\\mathbb{{E}}_{{p({x})}}[f({x})] = f({x})", "f"),
                (f"{twice} = \\mathbb{{E}}_{{p({x})}}[f({x})^2]", "f"),
                (f"{twice} = \\mathbb{{E}}_{{p({x})}}[f({x})]^2", "t"),
                (f"\\int p({x})\\int p({x})d{x}\\,d{x} = 1", "t"),
            )
        )
    ]


def ambiguous(draw: random.Random) -> Lines:
    """A name before a bracket that may be a function; marks that may matter."""
    k, g = draw.randint(2, 9), draw.choice(("\\gamma", "\\delta", "\\alpha", "\\zeta", "\\omega"))
    return "", [
        draw.choice(
            (
                (f"{g}({k}x) = {k}{g}(x)", "n"),
                (f"{g}(x+y) = {g}(x)+{g}(y)", "n"),
                (f"A({k}\\eta) - {k}A(\\eta) = 0", "n"),
                (f"p(x)^{{({k})}} = p(x)^{k}", "n"),
                ("p*q = pq", "n"),
                ("\\vec x - x = 0", "n"),
                (f"{k}x \\cancel{{+ 1}} = {k}x", "n"),
                (f"{k}x \\text{{ (not)}} = {k}x", "n"),
            )
        )
    ]


def hidden(draw: random.Random) -> Lines:
    """Characters that cannot be seen, letters that look alike, comments that hide a term."""
    space = draw.choice(SPACES)
    k = draw.randint(1, 9)
    return "", [
        draw.choice(
            (
                (f"x{space}+{space}{k} = x", "f"),
                (f"KL(q(z)\\|p(z)){space} \\le {space}0", "f"),
                (f"x %+{k}\n= x + {k}", "f"),
                (f"{k}\u0445 = {k + 1}\u0445", "f"),
                (f"x \\phantom{{+{k}}} = x + {k}", "f"),
                (f"{k} = {k}{space}{k}", "f"),
            )
        )
    ]


def impossible(draw: random.Random) -> Lines:
    """Something that would follow from a premise that may well hold."""
    k = draw.randint(2, 30)
    return "", [
        draw.choice(
            (
                (f"H(p) = {k} \\Rightarrow 1 = 2", "f"),
                (f"KL(q\\|p) = {k} \\Rightarrow KL(p\\|q) = {k}", "f"),
                (f"p(x) = \\frac{{1}}{{{k}}} \\Rightarrow p(x) = q(x)", "f"),
                (f"\\int p(x)^2dx = {k} \\Rightarrow 1 = 2", "f"),
            )
        )
    ]


def extreme(draw: random.Random) -> Lines:
    """Bounds that break only far away."""
    k = draw.randint(3, 900)
    return "", [
        draw.choice(
            (
                (f"KL(p(x)\\|q(x)) \\le {k}", "f"),
                (f"p(x) \\ge 10^{{-{min(k, 12)}}}", "f"),
                (f"\\log y \\le {min(k, 110)}", "f"),
                (f"(a-{k}.3)^2 > 0", "f"),
                (f"|a - \\frac{{{k}}}{{7}}| > 0", "f"),
                (f"I(x;z) \\le \\log {min(k, 5)}", "f"),
            )
        )
    ]


ATTACKS = (
    contradicting,
    unnormalised,
    redefined,
    withdrawn,
    hypothetical,
    circular,
    nowhere,
    smuggled,
    diverging,
    shadowed,
    ambiguous,
    hidden,
    impossible,
    extreme,
)
