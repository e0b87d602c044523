r"""The signs behind LaTeX commands, for MathML.

Data only. A command that stands in no table here is shown as its own text (`\foo`), never carried out.
"""

from __future__ import annotations

from unicodedata import lookup

_GREEK = (
    "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho finalsigma sigma tau"
    " upsilon phi chi psi omega"
).split()
LETTERS = {name: chr(0x3B1 + k) for k, name in enumerate(_GREEK)}
LETTERS |= {name.capitalize(): chr(0x391 + k) for k, name in enumerate(_GREEK) if name != "finalsigma"}
LETTERS |= {
    "varepsilon": "ε", "epsilon": "ϵ", "vartheta": "ϑ", "varphi": "φ", "phi": "ϕ", "varrho": "ϱ", "varsigma": "ς",
    "varpi": "ϖ", "ell": "ℓ", "hbar": "ℏ", "imath": "ı", "jmath": "ȷ", "infty": "∞", "partial": "∂", "emptyset": "∅",
    "varnothing": "∅", "top": "⊤", "bot": "⊥", "aleph": "ℵ", "Re": "ℜ", "Im": "ℑ",
}  # fmt: skip
OPERATORS = {
    "cdot": "⋅", "times": "×", "div": "÷", "pm": "±", "mp": "∓", "ast": "∗", "star": "⋆", "circ": "∘", "odot": "⊙",
    "otimes": "⊗", "oplus": "⊕", "nabla": "∇", "le": "≤", "leq": "≤", "leqslant": "≤", "ge": "≥", "geq": "≥",
    "geqslant": "≥", "lt": "<", "gt": ">", "ne": "≠", "neq": "≠", "approx": "≈", "simeq": "≃", "cong": "≅", "sim": "∼",
    "equiv": "≡", "propto": "∝", "coloneqq": "≔", "triangleq": "≜", "doteq": "≐", "in": "∈", "notin": "∉", "ni": "∋",
    "subset": "⊂", "subseteq": "⊆", "supset": "⊃", "supseteq": "⊇", "cup": "∪", "cap": "∩", "setminus": "∖",
    "perp": "⊥", "to": "→", "rightarrow": "→", "longrightarrow": "⟶", "mapsto": "↦", "leftarrow": "←",
    "leftrightarrow": "↔", "Rightarrow": "⇒", "implies": "⟹", "Longrightarrow": "⟹", "Leftrightarrow": "⇔", "iff": "⟺",
    "Leftarrow": "⇐", "land": "∧", "wedge": "∧", "lor": "∨", "vee": "∨", "neg": "¬", "forall": "∀", "exists": "∃",
    "dots": "…", "ldots": "…", "cdots": "⋯", "vdots": "⋮", "ddots": "⋱", "colon": ":", "ll": "≪", "gg": "≫",
    "therefore": "∴", "because": "∵", "dagger": "†", "prime": "′", "backslash": "∖", "prec": "≺", "succ": "≻",
}  # fmt: skip
FENCES = {
    "(": "(", ")": ")", "[": "[", "]": "]", "|": "|", "/": "/", "\\{": "{", "\\}": "}", "\\|": "‖", "\\lbrace": "{",
    "\\rbrace": "}", "\\langle": "⟨", "\\rangle": "⟩", "\\vert": "|", "\\lvert": "|", "\\rvert": "|", "\\Vert": "‖",
    "\\lVert": "‖", "\\rVert": "‖", "\\mid": "|", "\\parallel": "‖", "\\lfloor": "⌊", "\\rfloor": "⌋",
    "\\lceil": "⌈", "\\rceil": "⌉", "\\lbrack": "[", "\\rbrack": "]",
}  # fmt: skip
# one token: its limits stand below and above it, or beside it
BIG = {"sum": "∑", "prod": "∏", "int": "∫", "iint": "∬", "oint": "∮", "bigcup": "⋃", "bigcap": "⋂"}
LIMITED = {"lim": "lim", "max": "max", "min": "min", "sup": "sup", "inf": "inf", "argmax": "arg max",
           "argmin": "arg min", "limsup": "lim sup", "liminf": "lim inf"}  # fmt: skip
FUNCTIONS = frozenset(
    "log ln exp sin cos tan sinh cosh tanh arctan arcsin arccos det dim ker arg sign sgn sigmoid softplus erf logit tr"
    " Pr deg gcd digamma trigamma".split()
)
SPACES = {",": "0.17em", ":": "0.22em", ";": "0.28em", "!": "0", " ": "0.25em", "quad": "1em", "qquad": "2em"}
ACCENTS = {"hat": "^", "widehat": "^", "tilde": "~", "widetilde": "~", "bar": "¯", "overline": "¯", "vec": "→",
           "dot": "˙", "ddot": "¨", "check": "ˇ", "breve": "˘"}  # fmt: skip
WORDS = frozenset(
    "text textrm textbf textit textsf texttt mbox operatorname operatorname* mathrm mathsf mathtt".split()
)
FONTS = {"mathbf": "BOLD", "boldsymbol": "BOLD", "bm": "BOLD", "mathbb": "DOUBLE-STRUCK", "mathcal": "SCRIPT",
         "mathscr": "SCRIPT", "mathfrak": "FRAKTUR"}  # fmt: skip
IGNORED = frozenset(
    "displaystyle textstyle scriptstyle limits nolimits big Big bigg Bigg bigl bigr Bigl Bigr biggl biggr Biggl Biggr"
    " nonumber notag middle mathit mathnormal".split()
)
# letters that Unicode had before it had the alphabets
_OLDER = {
    ("DOUBLE-STRUCK", "C"): "ℂ", ("DOUBLE-STRUCK", "H"): "ℍ", ("DOUBLE-STRUCK", "N"): "ℕ", ("DOUBLE-STRUCK", "P"): "ℙ",
    ("DOUBLE-STRUCK", "Q"): "ℚ", ("DOUBLE-STRUCK", "R"): "ℝ", ("DOUBLE-STRUCK", "Z"): "ℤ", ("SCRIPT", "B"): "ℬ",
    ("SCRIPT", "E"): "ℰ", ("SCRIPT", "F"): "ℱ", ("SCRIPT", "H"): "ℋ", ("SCRIPT", "I"): "ℐ", ("SCRIPT", "L"): "ℒ",
    ("SCRIPT", "M"): "ℳ", ("SCRIPT", "R"): "ℛ", ("SCRIPT", "e"): "ℯ", ("SCRIPT", "g"): "ℊ", ("SCRIPT", "o"): "ℴ",
    ("FRAKTUR", "C"): "ℭ", ("FRAKTUR", "H"): "ℌ", ("FRAKTUR", "I"): "ℑ", ("FRAKTUR", "R"): "ℜ", ("FRAKTUR", "Z"): "ℨ",
}  # fmt: skip
_DIGITS = "ZERO ONE TWO THREE FOUR FIVE SIX SEVEN EIGHT NINE".split()


def in_font(sign: str, font: str) -> str:
    """A letter or a digit in a font's alphabet; other signs, and letters that the alphabet lacks, as they are."""
    if (font, sign) in _OLDER:
        return _OLDER[font, sign]
    if sign.isascii() and sign.isalpha():
        kind = "CAPITAL" if sign.isupper() else "SMALL"
        names = [f"MATHEMATICAL {font} {kind} {sign.upper()}"]
    elif sign.isascii() and sign.isdigit():
        names = [f"MATHEMATICAL {font} DIGIT {_DIGITS[int(sign)]}"]
    elif "α" <= sign <= "ω":
        names = [f"MATHEMATICAL {font} SMALL {_GREEK[ord(sign) - 0x3B1].upper().replace('LAMBDA', 'LAMDA')}"]
    else:
        return sign
    try:
        return lookup(names[0])
    except KeyError:
        return sign
