r"""Greek letters that are random: `p(\theta)`, `p(\theta \mid x)`, `q(\mu, \tau)`.

A Greek letter is a parameter, which moves the densities that have it as an index or behind their bar. Where a document
writes a density *of* it, it is a variable like any other, and a density given it is a conditional one. Such a letter is
read as a letter of its own (theta as the one character), so that nothing further has to know of it.

Law: a letter that is an index of a density (`p_\theta`), or stands behind a semicolon, stays a parameter everywhere.
"""

from __future__ import annotations

from collections.abc import Iterable

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
    for tokens in formulas:
        for i, token in enumerate(tokens):
            if token.kind == "sym" and token.text in _HEADS:
                _scan(tokens, i + 1, outcomes, parameters)
    return frozenset(outcomes - parameters)


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
