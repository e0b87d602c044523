r"""LaTeX to MathML, for our own readings and for the formulas of a document.

    \frac{p(x,z)}{q(z|x)}    <mfrac><mrow>p(x,z)</mrow><mrow>q(z|x)</mrow></mfrac>

A printer, not a reader: it makes what LaTeX would set and gives it no meaning. Law: every string gives a well-formed
element whose text is escaped; a command that is not known is shown as its own text; groups that nest deeper than
`DEEPEST` are shown as text. MathML Core only, so that browsers show it without any script.

A formula comes as several `math` elements, cut before the plus signs, minus signs and relations that stand outside all
brackets: only between elements can a browser break a line, and a phone is narrow.
"""

from __future__ import annotations

import re

from hw3verify.report.html.markup import Markup, element, join
from hw3verify.report.html.symbols import (
    ACCENTS,
    BIG,
    FENCES,
    FONTS,
    FUNCTIONS,
    IGNORED,
    LETTERS,
    LIMITED,
    OPERATORS,
    SPACES,
    WORDS,
    in_font,
)
from hw3verify.report.html.tokens import tokens

DEEPEST = 40
BREAKS = frozenset(r"+ - = < > \le \leq \ge \geq \ne \neq \approx \Rightarrow \implies \iff \Leftrightarrow".split())
BEGINNINGS = BREAKS | {"(", "{", "[", ",", "&", r"\left"}  # a sign behind one of these stands before its operand
BRACKETS = {"pmatrix": ("(", ")"), "bmatrix": ("[", "]"), "vmatrix": ("|", "|"), "cases": ("{", "")}
SIGNS = {"-": "−", "*": "∗", "'": "′"}
APPLY = Markup("<mo>&#x2061;</mo>")  # the invisible sign of a function applied, for those who listen


def formula(latex: str) -> Markup:
    """The formula, for running text; pieces may stand on several lines."""
    pieces = [element("math", *piece, displaystyle="true") for piece in _Printer(tokens(latex)).pieces() if piece]
    return element("span", join(pieces, " "), class_="formula")


def mixed(text: str) -> Markup:
    """A sentence with its formulas between dollar signs."""
    pieces = re.split(r"\$([^$]*)\$", text)
    return join(formula(piece) if number % 2 else piece for number, piece in enumerate(pieces) if piece)


def _group(items: list[Markup]) -> Markup:
    return items[0] if len(items) == 1 else element("mrow", *items)


class _Printer:
    """One walk over the tokens; `at` is the next one."""

    def __init__(self, found: list[str]) -> None:
        self.tokens = found
        self.at = 0
        self.depth = 0

    def peek(self) -> str:
        return self.tokens[self.at] if self.at < len(self.tokens) else ""

    def take(self) -> str:
        self.at += 1
        return self.tokens[self.at - 1] if self.at <= len(self.tokens) else ""

    def pieces(self) -> list[list[Markup]]:
        """The whole formula, cut where a line may end."""
        found: list[list[Markup]] = [[]]
        open_brackets = 0
        while self.peek():
            following = self.peek()
            if following in ("(", "[", r"\{"):
                open_brackets += 1
            elif following in (")", "]", r"\}"):
                open_brackets = max(0, open_brackets - 1)
            if following in BREAKS and not open_brackets and found[-1] and self.tokens[self.at - 1] not in BREAKS:
                found.append([])
            found[-1].append(self.scripted(""))
        return found

    def row(self, *stops: str, font: str = "") -> Markup:
        """Everything up to a stop, which is taken."""
        items: list[Markup] = []
        while self.peek() and self.peek() not in stops:
            items.append(self.scripted(font))
        self.take()
        return _group(items)

    def scripted(self, font: str) -> Markup:
        """One thing with its indices, exponents and primes."""
        head = self.peek().removeprefix("\\")
        limits = self.peek().startswith("\\") and (head in LIMITED or (head in BIG and "int" not in head))
        base = Markup("") if self.peek() in ("_", "^") else self.one(font)
        low: list[Markup] = []
        high: list[Markup] = []
        primes = ""
        while self.peek() in ("_", "^", "'", r"\limits", r"\nolimits"):
            mark = self.take()
            if mark == "'":
                primes += "′"
            elif mark == "_":
                low.append(self.argument(font))
            elif mark == "^":
                high.append(self.argument(font))
        if primes:
            high.insert(0, element("mo", primes))
        scripts = [_group(items) for items in (low, high) if items]
        if scripts:
            places = ("munder", "mover", "munderover") if limits else ("msub", "msup", "msubsup")
            place = places[2] if len(scripts) == 2 else places[0] if low else places[1]
            base = element(place, base or element("mrow"), *scripts)
        if head not in FUNCTIONS or self.peek() in ("", ")", "}", "]", ",", "&", r"\right"):
            return base
        gap = "" if self.peek() in ("(", "[", "{", r"\left", r"\,") else element("mspace", width=SPACES[","])
        return join([base, APPLY, gap])

    def argument(self, font: str) -> Markup:
        """One thing, of a number its first digit only: x^12 is x^{1}2."""
        following = self.peek()
        if len(following) > 1 and following[0].isdigit():
            self.tokens[self.at : self.at + 1] = [following[0], following[1:]]
        return self.one(font)

    def one(self, font: str) -> Markup:
        """One thing: a sign, a group, a command with its arguments."""
        self.depth += 1
        try:
            if self.depth > DEEPEST:
                return element("mtext", self.take())
            taken = self.take()
            if taken == "{":
                return self.row("}", font=font)
            if taken.startswith("\\") and taken not in FENCES:
                return self.command(taken, taken[1:], font)
            return self.sign(taken, font)
        finally:
            self.depth -= 1

    def sign(self, token: str, font: str) -> Markup:
        if token in FENCES:
            return element("mo", FENCES[token], stretchy="false")
        if token[:1].isdigit():
            return element("mn", "".join(in_font(c, font) for c in token) if font else token)
        if token.isalpha():
            return element("mi", in_font(token, font) if font else token)
        if not token:
            return element("mrow")
        between = token in BREAKS and self.at > 1 and self.tokens[self.at - 2] not in BEGINNINGS
        return element("mo", SIGNS.get(token, token), form="infix" if between else False)

    def command(self, token: str, name: str, font: str) -> Markup:
        if name in LETTERS:
            return element("mi", in_font(LETTERS[name], font) if font else LETTERS[name])
        if name in FUNCTIONS:
            return element("mi", name)
        if name in LIMITED:
            return element("mo", LIMITED[name])
        if name in BIG:
            return element("mo", BIG[name])
        if name in OPERATORS:
            return element("mo", OPERATORS[name])
        if name in SPACES:
            return element("mspace", width=SPACES[name])
        if name in ("frac", "dfrac", "tfrac"):
            return element("mfrac", self.argument(font), self.argument(font))
        if name == "binom":
            over = element("mfrac", self.argument(font), self.argument(font), linethickness="0")
            return element("mrow", element("mo", "("), over, element("mo", ")"))
        if name == "sqrt":
            return self.root(font)
        if name in ACCENTS:
            return element("mover", self.one(font), element("mo", ACCENTS[name], stretchy="false"), accent="true")
        if name in FONTS:
            return self.one(FONTS[name])
        if name in WORDS:
            return self.words()
        if name in ("left", "right"):
            return self.fenced(font) if name == "left" else element("mrow")
        if name == "begin":
            return self.table(font)
        if name in IGNORED:
            return element("mrow")
        if name in ("%", "$", "&", "#", "_"):
            return element("mo", name)
        return element("mtext", token)

    def root(self, font: str) -> Markup:
        if self.peek() != "[":
            return element("msqrt", self.argument(font))
        self.take()
        degree = self.row("]", font=font)
        return element("mroot", self.one(font), degree)

    def words(self) -> Markup:
        """Upright words; white space inside is not kept by the tokens, so words of several letters are one name."""
        if self.peek() != "{":
            return element("mi", self.take(), mathvariant="normal")
        start, level = self.at + 1, 0
        while self.peek():
            level += {"{": 1, "}": -1}.get(self.take(), 0)
            if level == 0:
                break
        inside = [t for t in self.tokens[start : max(start, self.at - 1)] if t not in ("{", "}")]
        if any(t.startswith("\\") for t in inside):
            return element("mtext", " ".join(inside))
        return element("mi", "".join(inside), mathvariant="normal")

    def fenced(self, font: str) -> Markup:
        r"""From \left to its \right; a dot is no fence."""
        opening = self.take()
        inside = self.row(r"\right", font=font)
        fences = [element("mo", FENCES.get(f, f), stretchy="true") if f not in ("", ".") else Markup("")
                  for f in (opening, self.take())]  # fmt: skip
        return element("mrow", fences[0], inside, fences[1])

    def table(self, font: str) -> Markup:
        r"""\begin{pmatrix} a & b \\ c & d \end{pmatrix}; every environment is a table, matrices with their brackets."""
        kind = self.environment()
        if kind == "array" and self.peek() == "{":
            self.environment()
        rows: list[list[Markup]] = [[]]
        cell: list[Markup] = []
        while self.peek() not in ("", r"\end"):
            if self.peek() in ("&", r"\\"):
                rows[-1].append(element("mtd", *cell))
                cell = []
                if self.take() != "&":
                    rows.append([])
            else:
                cell.append(self.scripted(font))
        rows[-1].append(element("mtd", *cell))
        self.take()
        self.environment()
        body = element("mtable", *(element("mtr", *row) for row in rows))
        left, right = BRACKETS.get(kind, ("", ""))
        return element("mrow", element("mo", left) if left else "", body, element("mo", right) if right else "")

    def environment(self) -> str:
        """The name in braces behind \\begin or \\end."""
        name = ""
        if self.peek() == "{":
            self.take()
            while self.peek() not in ("", "}"):
                name += self.take()
            self.take()
        return name
