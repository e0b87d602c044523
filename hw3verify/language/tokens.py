r"""Tokens: the LaTeX text of a display as a flat list of mathematical tokens with their places.

One regular expression cuts the text; macros of the document are expanded; fonts, sizes and spacing are resolved, so
that the grammar sees `\mathrm{KL}`, `\text{KL}`, `KL` and `\KL` as the same word. Laws: every token knows where it
stands in the text (an expanded macro stands where it was called); a digit that TeX would take alone as an argument
(`\frac12`, `x^2y`) is a token of its own; work and output are bounded, whatever the macros say. Unknown commands
become tokens of kind "cmd", which make only their own side unreadable.

What it does not do: it matches no brackets (see repairs) and knows no grammar.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from hw3verify.language import notation as known
from hw3verify.language.characters import ACCENTS, SUBSCRIPTS, SUPERSCRIPTS, latex_of

Macros = Mapping[str, tuple[int, str]]
TOKEN_LIMIT = 20_000
STEP_LIMIT = 60_000
TEXT_LIMIT = 1_000
DIGIT_LIMIT = 60


class Unreadable(Exception):
    """What was written is not understood; `offset` says where reading stopped."""

    def __init__(self, message: str, offset: int = 0) -> None:
        super().__init__(message)
        self.message = message
        self.offset = offset


class Token(NamedTuple):
    """A token: kind, normalised text, span; `style` a font or how a bracket was set; `glued` to the letter before."""

    kind: str
    text: str
    start: int
    end: int
    style: str = ""
    glued: bool = False


class Raw(NamedTuple):
    """A token as TeX sees it: c command, w letters, n number, t text, e environment, o other character."""

    kind: str
    text: str
    start: int
    end: int


_RAW = re.compile(
    rf"""(?P<skip>(?:\s|%[^\n]*)+)
      | (?P<e>\\(?:begin|end)\s*\{{[A-Za-z]+\*?\}})
      | (?P<c>\\(?:operatorname\*|tag\*|hspace\*|vspace\*|[A-Za-z]+|.))
      | (?P<n>(?:[0-9]+\.[0-9]+[eE][-+]?|1[eE]-)[0-9]{{1,2}}(?![\w.])
          |[0-9]+(?:\{{,\}}[0-9]{{3}}|\\,[0-9]{{3}}(?![0-9]))*(?:\.[0-9]+)?|\.[0-9]+)
      | (?P<w>[A-Za-z]+)
      | (?P<u>[{SUBSCRIPTS}]+|[{SUPERSCRIPTS}]+|[^\x00-\x7f])
      | (?P<o>(?<=[0-9)}}n])!(?==(?!=))|:=|=:|==|<=>|<=|>=|=>|->|!=|\.\.\.|.)""",
    re.VERBOSE | re.DOTALL,
)
_EMBEDDED = re.compile(r"argmax|argmin|softplus|sigmoid|tanh|log|exp|ln|KL|JSD|ELBO|Var|Cov|max|min|sup")
_SPACED_WORDS = ("KL", "JSD", "JS", "TV", "ELBO")


def _braced(text: str, at: int) -> tuple[str, int] | None:
    """The content of the brace group that begins at or after `at` (spaces skipped), and where it ends."""
    while at < len(text) and text[at].isspace():
        at += 1
    if at >= len(text) or text[at] != "{":
        return None
    depth, i = 0, at
    while i < min(len(text), at + TEXT_LIMIT):
        c = text[i]
        if c == "\\":
            i += 1
        elif c == "{":
            depth += 1
        elif c == "}":
            depth -= 1
            if depth == 0:
                return text[at + 1 : i], i + 1
        i += 1
    return None


def cut(text: str) -> list[Raw]:
    """The text as TeX tokens, without spaces and comments."""
    raw: list[Raw] = []
    at, size = 0, len(text)
    match = _RAW.match
    while at < size:
        m = match(text, at)
        if m is None:  # pragma: no cover - the last alternative takes any character
            raise Unreadable("a character that cannot be read", at)
        kind = m.lastgroup or "o"
        piece, end = m.group(), m.end()
        if kind == "c":
            piece = piece[1:]
            if piece in known.TEXTS:
                inside = _braced(text, end)
                if inside is not None:
                    kind, (piece, end) = "t", inside
        elif kind == "e":
            piece = ("+" if piece.startswith("\\begin") else "-") + piece[piece.index("{") + 1 : -1]
        elif kind == "u":
            kind = _typed(raw, piece, at, end)
        if kind != "skip":
            raw.append(Raw(kind, piece, at, end))
            if len(raw) > TOKEN_LIMIT:
                raise Unreadable("a formula of more than 20000 tokens", at)
        at = end
    return raw


def _typed(raw: list[Raw], piece: str, at: int, end: int) -> str:
    """Add what a character stands for; the kind with which it is to be added itself, "skip" if it is done."""
    last = raw[-1] if raw else None
    if piece in ACCENTS and last is not None and last.end == at and last.kind in ("w", "c"):
        letter = last._replace(text=last.text[-1:], start=last.end - 1) if last.kind == "w" else last
        raw.pop()
        if letter.text != last.text:
            raw.append(last._replace(text=last.text[:-1], end=letter.start))
        raw.extend((Raw("c", ACCENTS[piece], letter.start, end), letter))
        return "skip"
    latex = latex_of(piece)
    if latex is None or (latex.startswith("\\frac") and last is not None and last.kind == "n" and last.end == at):
        return "o"
    raw.extend(Raw(r.kind, r.text, at, end) for r in cut(latex))
    return "skip"


def tokenise(text: str, macros: Macros | None = None) -> list[Token]:
    """The tokens of a display; raises `Unreadable` only where a limit is passed."""
    from hw3verify.language.cooking import Cook  # the two halves of one stage, each within a page or three

    return Cook(cut(text), macros or {}).tokens()


def word_token(word: str, start: int, end: int, style: str = "rm") -> Token | None:
    """The token of a known word (`KL`, `log`, `Unif`), or None."""
    if word in known.FUNCTIONS:
        return Token("fn", known.FUNCTIONS[word], start, end)
    if word in known.BIG:
        return Token("big", known.BIG[word], start, end)
    if word in known.EXPECT and (len(word) > 1 or word == "E"):
        return Token("expect", known.EXPECT[word], start, end, style)
    if word in known.DIVERGENCES:
        return Token("word", known.DIVERGENCES[word], start, end, "div")
    if word in known.LAWS:
        return Token("word", known.LAWS[word], start, end, "law")
    if word in known.NAMES:
        return Token("word", word, start, end, "name")
    return None


def text_token(content: str, start: int, end: int) -> Token | None:
    """The token of `\\text{content}`: a known word, a name, a note, or None for empty text."""
    words = content.replace("~", " ").replace("\\ ", " ").replace("\\,", " ").split()
    if not words:
        return None
    joined = "".join(words)
    if joined == "d" or joined == "E":
        return Token("dif", "d", start, end) if joined == "d" else Token("expect", "E", start, end, "rm")
    token = word_token(joined.replace("-", ""), start, end) if len(joined) > 1 else None
    if token is not None and (len(words) == 1 or max(map(len, words)) == 1 or token.kind == "big"):
        return token
    bare = joined.strip(".,;:()")
    if bare.lower() in known.CONSTANTS:
        return Token("word", "const", start, end, "name")
    if len(words) == 1 and joined.lower() not in known.CONNECTIVES and bare.lower() not in known.CONNECTIVES:
        if len(joined) == 1 and joined.isalpha():
            return Token("sym", joined, start, end, "rm")
        if joined.isdigit():
            return Token("num", joined, start, end)
        if re.fullmatch(r"[A-Za-z][A-Za-z0-9_-]*", joined):
            return Token("word", joined, start, end, "text")
    return Token("note", " ".join(words), start, end)


def run_tokens(run: str, start: int, end: int) -> list[Token]:
    """The tokens of letters that stand together: a known word, words within, or single letters."""
    if len(run) == 1:
        return [Token("sym", run, start, end)]
    exact = end - start == len(run)  # a run out of a macro has one span for all of it
    whole = word_token(run, start, end, "") if not run.islower() or len(run) > 2 or run == "ln" else None
    if whole is not None and not (run == "var" or run == "cov"):
        return [whole]
    if len(run) >= 3 and run.isupper() and len(set(run)) > 1:
        return [Token("word", run, start, end, "name")]
    found: list[Token] = []
    at = 0
    while at < len(run):
        m = _EMBEDDED.match(run, at)
        stop = m.end() if m else at + 1
        a, b = (start + at, start + stop) if exact else (start, end)
        token = word_token(run[at:stop], a, b, "") if m else None
        found.append(token._replace(glued=at > 0) if token else Token("sym", run[at:stop], a, b, "", at > 0))
        at = stop
    return found
