"""A generated class: what students hand in who have one homework, and each other.

`submissions(seed, others, number, dice)` are texts, each made of the seed (four of five) or of another document by

    renaming     letters throughout: z for h, phi for psi, D for T ...; a density q for r
    mutating     single tokens of formulas (`changes`): up to three, so that links become false, or unreadable
    reordering   parts in another order, or one left out
    sloppiness   brackets, dollars and differentials that are lost, spaces, \\left and \\right, a remark in between

Two fifths of the class hand in without any mutation. The same dice give the same class.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence

from changes import changes

FORMULA = re.compile(r"\$\$.+?\$\$|\$[^$\n]+\$", re.DOTALL)
PART = re.compile(r"(?m)^(?=(?:#+ *)?\([a-z]\) )")
RENAMINGS = (
    {"z": "h"}, {"x": "y", "y": "u"}, {"z": "v", "x": "w"}, {"\\phi": "\\psi"}, {"\\theta": "\\eta"}, {"\\mu": "m"},
    {"\\sigma": "s"}, {"\\lambda": "\\nu"}, {"\\phi": "\\varphi"}, {"D": "T"}, {"q": "r"}, {"\\mathbf": "\\mathbb"},
)  # fmt: skip
TOKEN = re.compile(r"\\[A-Za-z]+|(?<![A-Za-z])[A-Za-z](?![A-Za-z])")
REMARKS = ("This is what was asked.", "I checked this twice.", "Note that all of these are finite.", "Done!")


def submissions(seed: str, others: Sequence[str], number: int, dice: random.Random) -> Iterator[str]:
    """The texts of a class."""
    for _ in range(number):
        text = seed if not others or dice.random() < 0.8 else dice.choice(others)
        if dice.random() < 0.3:
            text = reordered(text, dice)
        for _ in range(dice.choice((0, 0, 1, 1, 2))):
            text = renamed(text, dice.choice(RENAMINGS))
        for _ in range(dice.choice((0, 0, 1, 2, 3))):
            text = mutated(text, dice)
        for _ in range(dice.choice((0, 0, 1, 2))):
            text = sloppy(text, dice)
        yield text


def reordered(text: str, dice: random.Random) -> str:
    """The parts of each problem in another order, sometimes one part fewer."""
    problems = re.split(r"(?m)^(?=#* ?\d )", text)
    done = []
    for problem in problems:
        head, *parts = PART.split(problem)
        dice.shuffle(parts)
        done.append(head + "".join(parts[: -1 if len(parts) > 1 and dice.random() < 0.3 else None]))
    return "".join(done)


def renamed(text: str, names: dict[str, str]) -> str:
    """Other letters in all formulas."""

    def put(formula: re.Match[str]) -> str:
        new = TOKEN.sub(lambda m: names.get(m[0], m[0]), formula[0])
        return re.sub(r"\\(psi|eta|nu|varphi|mathbb)(?=[A-Za-z])", r"\\\1 ", new)

    return FORMULA.sub(put, text)


def mutated(text: str, dice: random.Random) -> str:
    """One formula with one token changed."""
    formulas = [m for m in FORMULA.finditer(text) if len(m[0]) < 2_000]
    if not formulas:
        return text
    chosen = dice.choice(formulas)
    possible = [new for _, new in changes(chosen[0].strip("$"))]
    if not possible:
        return text
    marks = "$$" if chosen[0].startswith("$$") else "$"
    return text[: chosen.start()] + marks + dice.choice(possible) + marks + text[chosen.end() :]


def sloppy(text: str, dice: random.Random) -> str:
    """One thing that is done without care."""
    kind = dice.choice(("bracket", "brace", "differential", "spaces", "sizes", "dollar", "remark"))
    if kind == "sizes":
        return re.sub(r"\\(?:left|right)(?![A-Za-z])", "", text)
    if kind == "spaces":
        return FORMULA.sub(lambda m: m[0].replace("=", " = ").replace(",", ", "), text)
    if kind == "remark":
        places = [m.end() for m in re.finditer(r"\$\$\n", text)]
        at = dice.choice(places) if places else len(text)
        return f"{text[:at]}\n{dice.choice(REMARKS)}\n{text[at:]}"
    found = {"bracket": r"\)", "brace": r"\}", "differential": r" d[a-z](?= ?[$=])", "dollar": r"\$\$"}[kind]
    places = [m.span() for m in re.finditer(found, text)]
    if not places:
        return text
    start, end = dice.choice(places)
    return text[:start] + text[end:]
