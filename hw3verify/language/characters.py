r"""Characters: mathematics that is typed directly, as the LaTeX that means the same.

    ∫ ∑ ≤ ⇒ α ℝ         commands                       x₁, σ², e⁻¹    indices and exponents, a run of them at once
    ½ ⅓                 fractions                      x̂, ȳ           accents
    𝑝 𝐱 𝒩 𝔼            letters in their fonts         （ａ＋ｂ）        full-width forms
    µ р (Cyrillic)      letters that look like others   spaces without width: nothing

Law: what is written instead looks the same to a reader. A character that is none of these stays as it is, and makes
its side unreadable; so does a fraction right behind a digit (`2½` is two and a half, not a product).
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

_COMMANDS = {
    "·": "cdot", "⋅": "cdot", "∙": "cdot", "‧": "cdot", "×": "times", "÷": "div", "⋆": "star", "≤": "le", "⩽": "le",
    "≦": "le", "≥": "ge", "⩾": "ge", "≧": "ge", "≠": "ne", "≈": "approx", "≃": "simeq", "≅": "cong", "∼": "sim",
    "∝": "propto", "≡": "equiv", "≔": "coloneqq", "≜": "triangleq", "≝": "triangleq", "≙": "triangleq", "≐": "doteq",
    "≪": "ll", "≫": "gg", "≲": "lesssim", "≳": "gtrsim", "≍": "asymp", "∈": "in", "∉": "notin", "∋": "ni",
    "⊂": "subset", "⊆": "subseteq", "⊃": "supset", "⊇": "supseteq", "⊥": "perp", "⟂": "perp", "⫫": "perp",
    "⇒": "Rightarrow", "⟹": "Rightarrow", "⇔": "iff", "⟺": "iff", "⇐": "Leftarrow", "→": "to", "⟶": "to", "↦": "mapsto",
    "←": "leftarrow", "⟵": "leftarrow", "↔": "leftrightarrow", "∑": "sum", "∏": "prod", "∫": "int", "∬": "iint",
    "∂": "partial", "∇": "nabla", "∞": "infty", "√": "sqrt", "∥": "|", "‖": "|", "…": "dots", "⋯": "dots", "ℓ": "ell",
    "⊤": "top", "†": "dagger", "∅": "emptyset", "∧": "land", "∴": "therefore", "∵": "because", "∀": "forall",
    "∃": "exists", "⟨": "langle", "⟩": "rangle", "〈": "langle", "〉": "rangle", "⌊": "lfloor", "⌋": "rfloor",
    "⌈": "lceil", "⌉": "rceil", "⟦": "llbracket", "⟧": "rrbracket", "□": "square", "■": "blacksquare", "∎": "qed",
    "ϕ": "phi", "ϵ": "epsilon", "ɛ": "epsilon", "ϑ": "vartheta", "ϱ": "varrho", "ϖ": "varpi", "ς": "sigma",
    "∪": "cup", "∩": "cap", "∖": "setminus", "µ": "mu", "Ω": "Omega", "∆": "Delta",
}  # fmt: skip
_PLAIN = {
    "−": "-", "–": "-", "‐": "-", "‑": "-", "∗": "*", "∣": "|", "′": "'", "’": "'", "″": "''", "⁄": "/", "∕": "/",
    "∶": ":", "\u00a0": " ", "\u2061": " ", "\u2062": " ", "\u200b": "", "\u2060": "", "\ufeff": "", "\u00ad": "",
    "\u200c": "", "\u200d": "", "ℎ": "h", "ı": "i", "ȷ": "j",
}  # fmt: skip
_CYRILLIC = dict(zip("аеорсухіјѕАВЕКМНОРСТХ", "aeopcyxijsABEKMHOPCTX", strict=True))
_GREEK = (
    "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho _ sigma tau upsilon phi"
    " chi psi omega"
)
_LIKE_LATIN = frozenset("Alpha Beta Epsilon Zeta Eta Iota Kappa Mu Nu Omicron Rho Tau Chi".split())
for _index, _name in enumerate(_GREEK.split()):
    if _name != "_":
        _COMMANDS[chr(0x3B1 + _index)] = _name
        if _name.capitalize() not in _LIKE_LATIN and _name != "omicron":
            _COMMANDS[chr(0x391 + _index)] = _name.capitalize()
del _COMMANDS["ο"]
_PLAIN["ο"] = "o"
ACCENTS = {"\u0302": "hat", "\u0304": "bar", "\u0305": "bar", "\u0303": "tilde", "\u0307": "dot", "\u0308": "ddot",
           "\u20d7": "vec", "\u030c": "check", "\u0306": "breve"}  # fmt: skip
SUBSCRIPTS = "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₒₓₕₖₗₘₙₚₛₜᵢᵣᵤᵥⱼᵦᵧᵨᵩᵪ"
SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱᵃᵇᶜᵈᵉᶠᵍʰʲᵏˡᵐᵒᵖʳˢᵗᵘᵛʷˣʸᶻᵝᵞᵟᶿᵀ"
_FONTS = (("DOUBLE-STRUCK", "mathbb"), ("SCRIPT", "mathcal"), ("FRAKTUR", "mathfrak"), ("BLACK-LETTER", "mathfrak"),
          ("BOLD", "mathbf"))  # fmt: skip


@lru_cache(maxsize=4096)
def latex_of(piece: str) -> str | None:
    """The LaTeX for a character, or for a run of raised or lowered ones; None if it is not known."""
    if piece[0] in SUBSCRIPTS:
        return f"_{{{_lowered(piece)}}}"
    if piece[0] in SUPERSCRIPTS:
        plain = _lowered(piece)
        return f"^{plain}" if len(plain) == 1 else f"^{{{plain}}}"
    if piece in _COMMANDS:
        return f"\\{_COMMANDS[piece]} "
    if piece in _PLAIN:
        return _PLAIN[piece]
    if piece in _CYRILLIC:
        return _CYRILLIC[piece]
    if "\uff01" <= piece <= "\uff5e":
        return chr(ord(piece) - 0xFEE0)
    if unicodedata.decomposition(piece).startswith("<fraction>"):
        above, _, below = unicodedata.normalize("NFKC", piece).partition("⁄")
        return f"\\frac{{{above}}}{{{below}}} " if above and below else None
    return _lettered(piece)


def _lowered(run: str) -> str:
    """The characters of a run of indices as they stand on the line."""
    found = []
    for character in run:
        plain = unicodedata.normalize("NFKC", character)
        found.append(plain if plain.isascii() else latex_of(plain) or plain)
    return "".join(found)


def _lettered(piece: str) -> str | None:
    """A letter or digit in a mathematical font, or a letter with its accent."""
    plain = unicodedata.normalize("NFKC", piece)
    name = unicodedata.name(piece, "")
    if plain != piece and len(plain) == 1 and ("MATHEMATICAL" in name or piece in "ℂℕℙℚℝℤℬℰℱℋℐℒℳℛℯℊℴℜℑℭℌℨ"):
        inner = plain if plain.isascii() else latex_of(plain)
        if inner is None:
            return None
        font = next((f for word, f in _FONTS if word in name), "")
        return inner if not font or not plain.isalnum() else f"\\{font}{{{inner.strip()}}}"
    apart = unicodedata.normalize("NFD", piece)
    if len(apart) == 2 and apart[0].isascii() and apart[0].isalpha() and apart[1] in ACCENTS:
        return f"\\{ACCENTS[apart[1]]}{{{apart[0]}}}"
    return None
