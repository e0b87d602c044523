r"""Fonts and sizes: what a font command or a sized bracket stands for.

`\mathbf{x}`, `{\bf x}`, `\mathrm{KL}`, `\operatorname*{arg\,max}`, `\left[`, `\Big|`. The state of the pass lives here
too: the work stack of TeX tokens, the tokens made so far, and how many single-token arguments TeX would still take.

What it does not do: macros and commands (see cooking).
"""

from __future__ import annotations

from hw3verify.language import notation as known
from hw3verify.language.tokens import Macros, Raw, Token, text_token, word_token

_ARGUMENTS = {"max": "argmax", "sup": "argmax", "min": "argmin", "inf": "argmin"}
_WANTS = {"sup": 1, "sub": 1, "sqrt": 1, "frac": 2, "binom": 2}


class Bench:
    """The state of the pass, and fonts."""

    def __init__(self, raw: list[Raw], macros: Macros) -> None:
        self.work = raw[::-1]
        self.macros = macros
        self.bodies: dict[str, list[Raw]] = {}
        self.out: list[Token] = []
        self.environments: list[str] = []
        self.wants = 0  # how many single-token arguments TeX would still take here
        self.saved: list[int] = []
        self.steps = 0
        self.taken_end = 0  # where the last argument ended

    def put(self, kind: str, text: str, start: int, end: int, style: str = "", glued: bool = False) -> None:
        """Add a token and keep account of TeX's pending arguments; `arg` before an extremum belongs to it."""
        if kind == "big" and text in _ARGUMENTS and self.out and self.out[-1].text in ("arg", "Arg"):
            text, start = _ARGUMENTS[text], self.out.pop().start  # \mathrm{arg}\max, \arg\underset{x}{\max}
        self.out.append(Token(kind, text, start, end, style, glued))
        self.wants = _WANTS.get(kind, max(self.wants - 1, 0))

    def argument(self) -> list[Raw]:
        """Take one TeX argument off the work stack, without its braces."""
        if not self.work:
            return []
        first = self.work.pop()
        self.taken_end = first.end
        if first.kind in "nw" and len(first.text) > 1 and first.text[0] != ".":
            exact = len(first.text) == first.end - first.start
            middle = first.start + 1 if exact else first.end
            self.taken_end = middle
            self.work.append(Raw(first.kind, first.text[1:], middle if exact else first.start, first.end))
            return [Raw(first.kind, first.text[0], first.start, middle)]
        if first.text != "{" or first.kind != "o":
            return [first]
        depth, taken = 1, []
        while self.work:
            raw = self.work.pop()
            self.steps += 1
            if raw.kind == "o" and raw.text in "{}":
                depth += 1 if raw.text == "{" else -1
                if depth == 0:
                    self.taken_end = raw.end
                    break
            taken.append(raw)
        return taken

    def give_back(self, raws: list[Raw], start: int, end: int, braces: bool = True) -> None:
        """Put TeX tokens back for reading, in braces."""
        if braces:
            self.work.append(Raw("o", "}", end, end))
        self.work.extend(reversed(raws))
        if braces:
            self.work.append(Raw("o", "{", start, start))

    def sized(self, how: str, raw: Raw) -> None:
        """A bracket behind `\\left`, `\\Big` and the like."""
        if not self.work:
            return
        delimiter = self.work.pop()
        text, a, b = delimiter.text, raw.start, delimiter.end
        bar = {"|": "|", "vert": "|", "lvert": "|", "rvert": "|", "Vert": "||", "lVert": "||", "rVert": "||",
               "parallel": "||"}.get(text)  # fmt: skip
        if bar == "|" and delimiter.kind == "c" and text == "|":
            bar = "||"
        style = "left" if how in ("left", "right") else ""
        if bar is not None:
            if how in ("left", "open"):
                self.put("open", bar, a, b, style)
            elif how in ("right", "close"):
                self.put("close", bar, a, b, style)
            else:
                self.put("bar" if bar == "|" else "dbar", bar, a, b, "mid" if how == "mid" else "big")
        elif text == ".":
            self.put("open" if how in ("left", "open") else "close", ".", a, b, style)
        elif text in ("<", ">"):
            self.put("open" if text == "<" else "close", "<", a, b, style)
        elif text in known.OPENERS and not (delimiter.kind == "o" and text == "{"):
            self.put("close" if how == "right" else "open", known.OPENERS[text], a, b, style)
        elif text in known.CLOSERS and not (delimiter.kind == "o" and text == "}"):
            self.put("open" if how == "left" else "close", known.CLOSERS[text], a, b, style)
        else:
            self.work.append(delimiter)

    def switch(self, style: str, raw: Raw) -> None:
        """An old font switch, `{\\bf x}`: it sets the letters that follow in its group."""
        if self.work and self.work[-1].kind == "w":
            letters = self.work.pop()
            self.work.extend((Raw("o", "}", letters.end, letters.end), letters, Raw("o", "{", raw.start, raw.end)))
            self.font(style, raw)

    def font(self, style: str, raw: Raw) -> None:
        """A font command with its argument: a letter, a word, or a formula whose font is dropped."""
        content = self.argument()
        if not content:
            return
        a, b = content[0].start, content[-1].end
        kinds = {r.kind for r in content if not (r.kind == "c" and r.text in known.IGNORED)}
        name = "".join(r.text for r in content if r.kind in "wn" or r.text == "-")
        if kinds == {"w"} or (kinds == {"w", "n"} and style == "rm" and content[0].kind == "w"):
            self.named(name, style, a, b)
        elif kinds == {"t"} and len(content) == 1:
            token = text_token(content[0].text, a, b)
            if token is not None:
                self.put(*token)
        elif name in known.CONSTANTS and content[-1].text == ".":  # \mathrm{const.}
            self.put("word", "const", a, b, "name")
        elif name == "1" and len(content) == 1 and style in ("bf", "bb"):
            self.put("ind", "1", a, b, style)
        elif style == "bf" and len(content) == 1 and content[0].kind == "c" and content[0].text in known.GREEK_COMMANDS:
            self.put("sym", known.GREEK_COMMANDS[content[0].text], a, b, style)
        elif len(content) == 1 and content[0].kind == "c" and content[0].text not in self.macros:
            self.work.append(content[0])
        else:
            plain = raw.text in ("mathop", "mathrel", "mathbin", "mathord", "mathinner", "ensuremath")
            plain = plain or (name == "E" and known.FONTS.get(content[0].text) in ("bb", "bf"))
            plain = plain or (raw.text in ("boxed", "fbox") and any(r.text in known.RELATIONS for r in content))
            self.give_back(content, a, b, braces=not plain)

    def named(self, name: str, style: str, a: int, b: int) -> None:
        """Letters under a font command."""
        if len(name) == 1:
            if name == "d" and style == "rm":
                self.put("dif", "d", a, b)
            elif name == "E" and style != "cal" and style != "":
                self.put("expect", "E", a, b, style)
            elif style == "bb" and name in "RNZV":
                if name == "V":
                    self.put("expect", "Var", a, b, style)
                else:
                    self.put("sym", {"R": "reals", "N": "naturals", "Z": "integers"}[name], a, b, style)
            else:
                self.put("sym", name, a, b, style)
            return
        token = word_token(name, a, b) or (word_token(name[3:], a, b) if name.startswith("arg") else None)
        if token is not None:
            self.put(*token)
        elif style == "rm":
            self.put("word", name, a, b, "text")
        else:
            for i, letter in enumerate(name):
                exact = b - a == len(name)
                self.put("sym", letter, a + i if exact else a, a + i + 1 if exact else b, style, i > 0)
