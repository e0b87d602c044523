r"""Greek letters that are random: `p(\theta)`, `p(\theta \mid x)`, `q(\mu, \tau)`.

A Greek letter is a parameter, which moves the densities that have it as an index or behind their bar. Where a document
writes a density *of* it, it is a variable like any other, and a density given it is a conditional one. Such a letter is
read as a letter of its own (theta as the one character), so that nothing further has to know of it.

So it is with a letter that is drawn from something, `\theta \sim \mathrm{Beta}(a,b)`, where something else is given it:
`p(x|\theta)`, `E[\theta|x]`, `x \sim \mathrm{Ber}(\theta)`.

Law: a letter that is an index of a density (`p_\theta`), or stands behind a semicolon, stays a parameter everywhere.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from hw3verify.language.tokens import Token

VARIABLES = {
    "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ε", "zeta": "ζ", "eta": "η", "theta": "θ",
    "kappa": "κ", "lambda": "λ", "mu": "μ", "nu": "ν", "xi": "ξ", "rho": "ρ", "sigma": "σ", "tau": "τ", "phi": "φ",
    "chi": "χ", "psi": "ψ", "omega": "ω",
}  # fmt: skip
NAMES = {letter: name for name, letter in VARIABLES.items()}
_HEADS = ("p", "q", "r")


def random_letters(formulas: Iterable[list[Token]]) -> frozenset[str]:
    """The Greek letters of which a document writes densities, and which it never makes parameters."""
    outcomes: set[str] = set()
    parameters: set[str] = set()
    drawn: set[str] = set()
    given: set[str] = set()
    for tokens in formulas:
        for i, token in enumerate(tokens):
            if token.kind == "sym" and token.text in _HEADS:
                _scan(tokens, i + 1, outcomes, parameters)
        texts = [t.text for t in tokens]
        if len(tokens) > 2 and tokens[0].kind == "sym" and texts[0] in VARIABLES and tokens[1].text == "~":
            drawn.add(texts[0])
            given |= set(texts[2:]) & VARIABLES.keys()
        elif "~" in texts or (tokens and tokens[0].kind == "word"):  # x ~ Ber(theta), or Ber(theta) alone
            given |= set(texts[texts.index("~") if "~" in texts else 0 :]) & VARIABLES.keys()
        given |= {t.text for t, after in pairwise(tokens) if after.kind == "bar" and t.text in VARIABLES}
        given |= {after.text for t, after in pairwise(tokens) if t.kind == "bar" and after.text in VARIABLES}
    return frozenset((outcomes | drawn & given) - parameters)


def as_variables(tokens: list[Token], letters: frozenset[str]) -> list[Token]:
    """The tokens with the random Greek letters as letters of their own."""
    if not letters:
        return tokens
    return [t._replace(text=VARIABLES[t.text]) if t.kind == "sym" and t.text in letters else t for t in tokens]


def _scan(tokens: list[Token], k: int, outcomes: set[str], parameters: set[str]) -> None:
    """What stands in the index and in the brackets of a density."""
    size = len(tokens)
    while k < size and tokens[k].kind in ("sub", "sup", "'"):
        k += 1
        depth = 0
        while tokens[k - 1].kind != "'" and k < size:
            depth += (tokens[k].kind == "lb") - (tokens[k].kind == "rb")
            if tokens[k].kind == "sym":
                parameters.add(tokens[k].text)
            k += 1
            if depth <= 0:
                break
    if k >= size or tokens[k][:2] != ("open", "("):
        return
    found: set[str] = set()
    behind = ""
    for i, token in enumerate(tokens[k + 1 : k + 40], k + 1):
        if token[:2] == ("close", "("):
            outcomes |= found
            return
        if token.kind == ";" or (token.kind == "bar" and not behind):
            behind = token.kind
        elif token.kind == "sym":
            indexed = tokens[i - 1].kind == "sub"
            if behind == ";":
                parameters.add(token.text)
            elif not behind and token.text in VARIABLES and not token.style and not indexed:
                found.add(token.text)
        elif token.kind not in (",", "sub", "lb", "rb", "'", "num", "dots", "sup"):
            if not behind:  # a density at a formula: `p(x - \theta)`
                return
