r"""Kinds of names, as far as reading needs them: does `f(` mean application or multiplication?

`p(x)` is an application and `\lambda(x - 1)` a product; no grammar can tell, a reader knows. The answer comes from
what the document says (`functions`, `scalars`), then from convention, then from how the name is used elsewhere
(`applied`, gathered by `scan`); `None` leaves the decision to the look of the arguments.

What it does not do: it gives no meaning; a density, a discriminator and a loss are all just functions here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from hw3verify.language.random_letters import NAMES, random_letters
from hw3verify.language.surface import Sym
from hw3verify.language.tokens import Macros, Token, Unreadable, tokenise

FUNCTIONS = frozenset("p q r P Q R D G f g h F L H V J KL JSD TV W S I Pr ell Phi Gamma chi2 ELBO".split())
SCALARS = frozenset(
    "x y z i j k n N e lambda theta alpha beta epsilon eta tau delta gamma omega zeta kappa rho d reals".split()
)
# `\\eta(z)`: nobody puts one letter of a product in brackets
PERTURBATIONS = frozenset("eta zeta kappa gamma rho alpha omega".split())
_POINTS = frozenset((letter,) for letter in "xyzuvwst")


@dataclass(frozen=True, slots=True)
class Kinds:
    """What is known of names; keys are bases of symbols (`mu`, `hat_y`)."""

    functions: frozenset[str] = frozenset()
    scalars: frozenset[str] = frozenset()
    applied: Mapping[str, frozenset[tuple[str, ...]]] = field(default_factory=dict)
    always: frozenset[str] = frozenset()  # never seen without arguments
    random: frozenset[str] = frozenset()  # Greek letters that are variables, as in p(theta)
    alone: frozenset[str] = frozenset()  # seen without a bracket behind: `mu`, `hat_y`, `mu_` with an index

    def is_doubtful(self, sym: Sym) -> bool:
        """Does the name stand before brackets only, so that nobody can tell a product from an application?"""
        return NAMES.get(sym.base, sym.base) + ("_" if sym.sub else "") not in self.alone

    def is_function(self, sym: Sym) -> bool | None:
        """True: `sym(` applies it; False: it multiplies; None: the arguments must tell."""
        base = sym.base.rpartition("_")[2] if "_" in sym.base else sym.base
        base = NAMES.get(base, base)
        if sym.base in self.functions or base in self.functions:
            return True
        if sym.base in self.scalars or base in self.scalars:
            return False
        if base in FUNCTIONS or sym.style == "cal":
            return True
        if base in SCALARS:
            return False
        if base in self.always:
            return True
        return None


_TOLD = re.compile(
    r"\$\\?([A-Za-z]+)(?:_\{?\\?\w+\}?)?\$\s+(?:is|denotes|be|stands for)\s+(?:the|a|an|our)\s+(?:[\w-]+\s+){0,2}"
    r"(?:sigmoid|logistic|function|activation|network)\b(?!\s+of)"
)

_SHAPED = re.compile(  # `Let $\\phi$ be strictly concave`, `for a convex function $\\phi$`
    r"\$\\?([A-Za-z]+)(?:\([^$()]*\)|\s*:[^$]*)?\$\s+(?:is|be)\s+(?:an?\s+)?(?:[\w-]+,?\s+){0,4}con(?:vex|cave)\b"
    r"|\bcon(?:vex|cave)\s+(?:functions?\s+)?\$\\?([A-Za-z]+)\b"
)


def scan(latexes: Iterable[str], macros: Macros | None = None, words: str = "") -> Kinds:
    """How names are used in a whole document: which are applied to plain arguments, and which never stand alone.

    `words` is its prose: `$\\sigma$ is the sigmoid function` makes a function of a name that never stands alone.
    """
    applied: dict[str, set[tuple[str, ...]]] = {}
    bare: set[str] = set()
    functions: set[str] = set()
    alone: set[str] = set()
    products: set[str] = set()
    matrices: set[str] = set()
    formulas: list[list[Token]] = []
    for latex in latexes:
        try:
            tokens = tokenise(latex, macros)
        except Unreadable:
            continue
        formulas.append(tokens)
        mention = all(t.kind in ("sub", "lb", "rb", "sym") for t in tokens)
        matrices |= _matrices(tokens)
        single: set[str] = set()
        _scan(tokens, applied, single, products)
        if not mention:  # `$\sigma$ is the sigmoid` uses nothing
            bare |= single
            alone |= _standing(tokens)
        if any(_is_energy(tokens, i) for i, token in enumerate(tokens) if token.kind == "sym" and token.text == "E"):
            functions.add("E")
    always = frozenset(name for name in applied if name not in bare)
    functions |= {name for name, seen in applied.items() if name in PERTURBATIONS - products and seen <= _POINTS}
    functions |= {name for name in _TOLD.findall(words) if name not in bare}
    functions |= {m[1] or m[2] for m in _SHAPED.finditer(words)} - bare
    seen_at = {name: frozenset(seen) for name, seen in applied.items()}
    random = random_letters(formulas)
    numbers = frozenset(matrices - functions - {name for name, seen in applied.items() if seen <= _POINTS})
    return Kinds(frozenset(functions), numbers, applied=seen_at, always=always, random=random, alone=frozenset(alone))


def _scan(tokens: list[Token], applied: dict[str, set[tuple[str, ...]]], bare: set[str], products: set[str]) -> None:
    size = len(tokens)
    for i, token in enumerate(tokens):
        if token.kind != "sym" or (i and tokens[i - 1].kind in ("sub", "sup")):
            continue
        k = i + 1
        while k < size and tokens[k].kind in ("sub", "sup", "'"):
            k += 1
            if tokens[k - 1].kind == "'" or k >= size:
                continue
            depth = 0
            while k < min(size, i + 200):  # an index of more tokens says nothing about a name
                depth += (tokens[k].kind == "lb") - (tokens[k].kind == "rb")
                k += 1
                if depth <= 0:
                    break
        if k >= size or tokens[k][:2] != ("open", "("):
            bare.add(token.text)
        elif (arguments := _plain_arguments(tokens, k)) is not None:
            applied.setdefault(token.text, set()).add(arguments)
        else:
            products.add(token.text)


def _standing(tokens: list[Token]) -> set[str]:
    """The names, with their accents, behind which no round bracket opens."""
    found: set[str] = set()
    size = len(tokens)
    for i, token in enumerate(tokens):
        if token.kind != "sym":
            continue
        grouped = i > 0 and tokens[i - 1].kind == "lb" and i + 1 < size and tokens[i + 1].kind == "rb"
        accent = i - 1 - grouped
        name = f"{tokens[accent].text}_{token.text}" if accent >= 0 and tokens[accent].kind == "accent" else token.text
        k = i + 1 + grouped
        indexed = k < size and tokens[k].kind == "sub"
        while k < size and tokens[k].kind in ("sub", "sup", "'"):
            k += 1
            depth = 0
            while tokens[k - 1].kind != "'" and k < min(size, i + 200):
                depth += (tokens[k].kind == "lb") - (tokens[k].kind == "rb")
                k += 1
                if depth <= 0:
                    break
        if k >= size or tokens[k][:2] != ("open", "("):
            found.add(name + ("_" if indexed else ""))
    return found


def _matrices(tokens: list[Token]) -> set[str]:
    """Letters of which a determinant is taken: what stands behind them in brackets is multiplied."""
    behind = ([*tokens[i + 1 : i + 3], None, None][:2] for i, token in enumerate(tokens) if token[:2] == ("fn", "det"))
    opened = (second if first is not None and first[:2] == ("open", "(") else first for first, second in behind)
    return {token.text for token in opened if token is not None and token.kind == "sym"}


def _is_energy(tokens: list[Token], i: int) -> bool:
    """Whether the E at `i` is an energy: `e^{-E(x)}`, `exp(-E(x))` (an expectation has no such place)."""
    if i < 3 or tokens[i - 1].kind != "sign" or tokens[i - 2].kind not in ("lb", "open"):
        return False
    if i + 1 >= len(tokens) or tokens[i + 1][:2] != ("open", "(") or _plain_arguments(tokens, i + 1) is None:
        return False
    return tokens[i - 3].kind == "sup" or tokens[i - 3][:2] == ("fn", "exp")


def _plain_arguments(tokens: list[Token], k: int) -> tuple[str, ...] | None:
    """The names between brackets, if nothing but names stands there."""
    names: list[str] = []
    for token in tokens[k + 1 : k + 40]:
        if token[:2] == ("close", "("):
            return tuple(names)
        if token.kind == "sym":
            names.append(token.text)
        elif token.kind not in (",", "bar", ";", "sub", "sup", "lb", "rb", "'", "num"):
            return None
    return None
