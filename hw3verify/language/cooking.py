r"""Second half of the tokeniser: TeX tokens become mathematical tokens.

Here macros are expanded, fonts dropped, sized brackets normalised, decorated relations (`\stackrel{(a)}{=}`) and
stacked operators (`\underset{x}{\max}`) rewritten as plain ones. Law: every step takes one token off the work stack
and the number of steps is bounded, so no macro and no nesting can make it run on.

What it does not do: it never drops a token that it does not know; those become "cmd".
"""

from __future__ import annotations

import itertools

from hw3verify.language import notation as known
from hw3verify.language.fonts import Bench
from hw3verify.language.tokens import (
    STEP_LIMIT,
    TOKEN_LIMIT,
    Raw,
    Token,
    Unreadable,
    cut,
    run_tokens,
    text_token,
    word_token,
)

_FRACTIONS = {"frac": "frac", "tfrac": "frac", "dfrac": "frac", "cfrac": "frac", "nicefrac": "frac", "sfrac": "frac",
              "binom": "binom", "tbinom": "binom", "dbinom": "binom", "flatfrac": "frac"}  # fmt: skip
_PLAIN = {
    "cdot": ("mul", "."), "times": ("mul", "*"), "ast": ("mul", "*"), "star": ("mul", "*"), "bullet": ("mul", "."),
    "odot": ("mul", "o"), "cap": ("mul", "cap"), "cup": ("mul", "cup"), "setminus": ("mul", "setminus"),
    "div": ("div", "/"), "partial": ("deriv", "partial"), "nabla": ("nabla", "nabla"), "infty": ("inf", "infty"),
    "dots": ("dots", ""), "ldots": ("dots", ""), "cdots": ("dots", ""), "dotsc": ("dots", ""), "dotsb": ("dots", ""),
    "vdots": ("dots", ""), "ddots": ("dots", ""), "prime": ("'", "'"), "top": ("mark", "T"),
    "intercal": ("mark", "T"), "%": ("!", "%"), "dagger": ("mark", "+"), "quad": ("quad", ""), "qquad": ("quad", ""),
    "mid": ("bar", "|"), "vert": ("bar", "|"), "|": ("dbar", "||"), "Vert": ("dbar", "||"),
    "parallel": ("dbar", "||"), "over": ("over", "frac"), "choose": ("over", "binom"), "colon": (":", ":"),
    "R": ("sym", "reals"), "reals": ("sym", "reals"), "Real": ("sym", "reals"),
    "dd": ("dif", "d"), "diff": ("dif", "d"), "dif": ("dif", "d"), "differential": ("dif", "d"), "rd": ("dif", "d"),
    "norm": ("wrap", "norm"), "abs": ("wrap", "abs"), "ind": ("ind", "1"), "indicator": ("ind", "1"),
    "forall": ("note", "for all"), "exists": ("note", "there is"), "because": ("note", "because"),
    "therefore": ("note", "therefore"), "square": ("note", ""), "blacksquare": ("note", ""), "qed": ("note", ""),
    "Box": ("note", ""), "land": ("note", "and"), "wedge": ("note", "and"), "sqrt": ("sqrt", "sqrt"),
    "&": ("cmd", "&"), "minus": ("sign", "-"),
}  # fmt: skip
_CHARACTERS = {
    "+": ("sign", "+"), "-": ("sign", "-"), "*": ("mul", "*"), "/": ("div", "/"), "^": ("sup", "^"), "_": ("sub", "_"),
    ",": (",", ","), ";": (";", ";"), ":": (":", ":"), ".": (".", "."), "!": ("!", "!"), "'": ("'", "'"),
    "|": ("bar", "|"), "...": ("dots", ""), ":=": ("rel", ":="), "=:": ("rel", ":="), "==": ("rel", "="),
    "<=>": ("rel", "<=>"), "<=": ("rel", "<="), ">=": ("rel", ">="), "=>": ("rel", "=>"), "->": ("rel", "to"),
    "!=": ("rel", "!="),
}  # fmt: skip
_APART = frozenset("KL JSD JS TV ELBO log exp max min sup".split())  # words that a scan may set letter by letter
_INTEGRALS = {"iint": 2, "iiint": 3, "iiiint": 4, "idotsint": 2}


class Cook(Bench):
    """One pass over the TeX tokens of one display."""

    def tokens(self) -> list[Token]:
        """All tokens."""
        while self.work:
            raw = self.work.pop()
            self.steps += 1
            if self.steps > STEP_LIMIT or len(self.out) > TOKEN_LIMIT or len(self.work) > 4 * TOKEN_LIMIT:
                raise Unreadable("a formula that grows beyond 20000 tokens", raw.start)
            if raw.kind == "o":
                self.character(raw)
            elif raw.kind == "w":
                self.letters(raw)
            elif raw.kind == "n":
                self.number(raw)
            elif raw.kind == "c":
                self.command(raw)
            elif raw.kind == "t":
                token = text_token(raw.text, raw.start, raw.end)
                if token is not None:
                    self.put(*token)
            else:
                self.environment(raw)
        return self.out

    def character(self, raw: Raw) -> None:
        """A character that is neither letter nor digit."""
        text, a, b = raw.text, raw.start, raw.end
        if text == "{":
            self.saved.append(max(self.wants - 1, 0))
            self.out.append(Token("lb", "{", a, b))
            self.wants = 0
        elif text == "}" and self.out and self.out[-1].kind == "lb" and self._stands_alone():
            self.out.pop()  # `= {}& a`: an empty group, only for the spacing
            self.wants = self.saved.pop() if self.saved else 0
        elif text == "}" and len(self.out) > 1 and self.out[-1].kind == "dif" and self._is_bare_group():
            del self.out[-2]  # `{\\rm d}x`: the braces only hold the font
            self.wants = self.saved.pop() if self.saved else 0
        elif text == "}":
            self.out.append(Token("rb", "}", a, b))
            self.wants = self.saved.pop() if self.saved else 0
        elif text in known.OPENERS:
            self.put("open", known.OPENERS[text], a, b)
        elif text in known.CLOSERS:
            self.put("close", known.CLOSERS[text], a, b)
        elif text in "=<>":
            self.put("rel", text, a, b)
        elif text == "&":
            if self.environments:
                self.put("amp", "&", a, b)
            elif self.work and self.work[-1].text == "&" and self.work[-1].kind == "o":
                self.put("quad", "", a, b)  # another column: `a &= b && (a > 0)`
        elif text in _CHARACTERS:
            self.put(*_CHARACTERS[text], a, b)
        elif text != "~":
            self.put("cmd", text, a, b)

    def _stands_alone(self) -> bool:
        """Is the group that has just been opened at the beginning, or behind a relation, a sign or a bracket?"""
        return len(self.out) == 1 or self.out[-2].kind in ("rel", "sign", "amp", "quad", "open")

    def _is_bare_group(self) -> bool:
        """Is the last token alone in a group that is nobody's argument?"""
        holder = self.out[-3].kind if len(self.out) > 2 else ""
        return self.out[-2].kind == "lb" and holder not in ("sub", "sup", "frac", "binom", "sqrt", "accent", "rb")

    def letters(self, raw: Raw) -> None:
        """Letters that stand together; also words whose letters were set apart by a scanner (`K L (`)."""
        if len(raw.text) == 1 and self.work and self.work[-1].kind == "w" and raw.text in "KJTElemsa":
            raw = self._word_apart(raw)
        tokens = run_tokens(raw.text, raw.start, raw.end)
        for token in tokens:
            self.put(*token)

    def _word_apart(self, raw: Raw) -> Raw:
        """A word whose letters were set apart, `K L (` or `l o g p`, as one; else the letter itself."""
        count, joined = 0, raw.text
        reach, letters = 0, raw.text
        while reach < len(self.work) and reach < 5:  # the longest of the words: JSD, and not JS
            following = self.work[-1 - reach]
            if following.kind != "w" or len(following.text) > 1:
                break
            letters += following.text
            reach += 1
            if letters in _APART:
                count, joined = reach, letters
        if (
            joined in _APART
            and count < len(self.work)
            and (
                joined == "log"
                or self.work[-1 - count].text in ("(", "[", "{", "left", "big", "Big", "bigl", "Bigl", "_")
            )
        ):
            end = self.work[-count].end
            del self.work[-count:]
            return Raw("w", joined, raw.start, end)
        return raw

    def number(self, raw: Raw) -> None:
        """A number; where TeX takes single tokens, its first digits stand alone."""
        text = raw.text.replace("{,}", "").replace("\\,", "")
        at, exact = 0, len(raw.text) == raw.end - raw.start
        while self.wants and at < len(text) and len(text) > 1 and text[at] != ".":
            a = raw.start + at if exact else raw.start
            self.put("num", text[at], a, a + 1 if exact else raw.end, "split")
            at += 1
        if at < len(text):
            self.put("num", text[at:], raw.start + at if exact else raw.start, raw.end)

    def environment(self, raw: Raw) -> None:
        """`\\begin` and `\\end`; aligned environments leave only their rows behind."""
        name = raw.text[1:]
        begins = raw.text[0] == "+"
        if begins and name in ("array", "alignat", "alignat*", "alignedat", "tabular", "IEEEeqnarray"):
            self.argument()
        if name in known.TRANSPARENT:
            return
        if begins:
            self.environments.append(name)
        elif self.environments:
            self.environments.pop()
        self.put("begin" if begins else "end", name, raw.start, raw.end)

    def command(self, raw: Raw) -> None:
        """A command, by its name."""
        name, a, b = raw.text, raw.start, raw.end
        if name in self.macros:
            self.expand(raw)
        elif name in ("Sigma", "Pi") and self._has_limits(b - a == 1):
            self.put("big", "sum" if name == "Sigma" else "prod", a, b)
        elif name in known.GREEK:
            self.put("sym", name, a, b)
        elif name == "mid" and self.out and self.out[-1].kind == "bar" and self.out[-1].style == "mid":
            self.out[-1] = self.out[-1]._replace(kind="dbar", text="||", end=b)  # two bars for one: KL(q \\mid\\mid p)
        elif name in _PLAIN:
            self.put(*_PLAIN[name], a, b, "mid" if name == "mid" else "")
        elif name in known.FONTS:
            self.font(known.FONTS[name], raw)
        elif name in _FRACTIONS:
            self.put(_FRACTIONS[name], _FRACTIONS[name], a, b)
        elif name in known.SIZES:
            self.sized(known.SIZES[name], raw)
        elif name in known.RELATIONS:
            if name[0] == "x":  # an arrow that grows with what stands above it
                self.argument()
            self.put("rel", known.RELATIONS[name], a, b)
        elif name in known.IGNORED:
            return
        elif name in known.BIG:
            self.put("big", known.BIG[name], a, b)
        elif name in _INTEGRALS:
            for _ in range(_INTEGRALS[name]):
                self.put("big", "int", a, b)
        elif name in known.FUNCTIONS:
            self.put("fn", known.FUNCTIONS[name], a, b)
        elif name in known.ACCENTS:
            self.put("accent", known.ACCENTS[name], a, b)
            self.wants = 1
        elif name in known.VARIANTS:
            self.put("sym", known.VARIANTS[name], a, b)
        elif name in known.OPENERS:
            self.put("open", known.OPENERS[name], a, b)
        elif name in known.CLOSERS:
            self.put("close", known.CLOSERS[name], a, b)
        elif name in known.SKIPPED_WITH_ARGUMENT:
            self.argument()
        elif name in known.SWITCHES:
            self.switch(known.SWITCHES[name], raw)
        else:
            self.rare_command(raw)

    def _has_limits(self, typed: bool) -> bool:
        """Is the capital letter before this place a sum or product: `\\Sigma_{i=1}^n`, a typed `Σ_x p(x)`?"""
        ahead = self.work[-1:-41:-1]
        if len(ahead) < 3 or ahead[0].text != "_":
            return False
        depth, size = 0, 0
        for raw in ahead[1:]:
            size += 1
            depth += (raw.text == "{") - (raw.text == "}")
            if depth <= 0:
                break
        index = [r for r in ahead[1 : size + 1] if r.text not in "{}"]
        if any(r.text in ("=", "in") for r in index):
            return True
        letter = index[0].text if len(index) == 1 and index[0].kind == "w" and len(index[0].text) == 1 else ""
        behind = ahead[size + 1 : size + 12]
        if not typed or not letter or not behind or behind[0].kind not in ("w", "c"):
            return False
        # a typed letter is a sum if what follows speaks of its index; a covariance matrix does not
        return any(b.text == letter and a.text in ("(", "_", "{") for a, b in itertools.pairwise(behind))

    def rare_command(self, raw: Raw) -> None:
        """Commands that need their arguments, known words used as commands, and unknown commands."""
        name, a, b = raw.text, raw.start, raw.end
        if name == "\\" or name == "newline" or name == "cr":
            if self.work and self.work[-1].text == "[" and self.work[-1].start == b:
                while self.work and self.work.pop().text != "]":  # \\[2pt]
                    pass
            self.put("row", "\\\\", a, b)
        elif name == "arg" and self.work and self.work[-1].text in ("max", "min", "sup", "inf"):
            chosen = self.work.pop()
            self.put("big", "argmax" if chosen.text in ("max", "sup") else "argmin", a, chosen.end)
        elif name in ("underset", "stackrel", "overset"):
            over, base = self.argument(), self.argument()
            self.stacked(name, over, base, raw)
        elif name in ("underbrace", "overbrace"):
            content = self.argument()
            if self.work and self.work[-1].text in ("_", "^"):
                self.work.pop()
                self.argument()
            self.give_back(content, a, b)
        elif name == "not" and self.work:
            following = self.work.pop()
            op = known.RELATIONS.get(following.text, "?")
            self.put("rel", known.NEGATED.get(op, "?"), a, following.end)
        elif name == "substack":
            self.give_back(self.argument(), a, b)
        else:
            token = word_token(name, a, b) if len(name) > 1 or name == "E" else None
            self.put(*(token or Token("cmd", name, a, b)))

    def expand(self, raw: Raw) -> None:
        """A macro of the document, with its arguments."""
        count, body = self.macros[raw.text]
        if raw.text not in self.bodies:
            self.bodies[raw.text] = cut(body)
        end = raw.end
        arguments = []
        for _ in range(min(count, 9)):
            if self.work:
                arguments.append(self.argument())
                end = max(end, self.taken_end)
        expansion: list[Raw] = []
        parts = iter(self.bodies[raw.text])
        for part in parts:
            if part.text == "#" and part.kind == "o":
                number = next(parts, None)
                if number is not None and number.kind == "n" and 0 < int(number.text[0]) <= len(arguments):
                    expansion.extend(arguments[int(number.text[0]) - 1])
                    if len(number.text) > 1:
                        expansion.append(Raw("n", number.text[1:], raw.start, end))
            else:
                expansion.append(Raw(part.kind, part.text, raw.start, end))
        self.steps += 1 + len(expansion)
        self.work.extend(reversed(expansion))

    def stacked(self, name: str, over: list[Raw], base: list[Raw], raw: Raw) -> None:
        """Something set over or under something: a decorated relation, or limits of an operator."""
        op = known.RELATIONS.get(base[0].text) if len(base) == 1 else None
        if op is not None:
            label = "".join(r.text for r in over)
            if op == "=" and ("def" in label or label in ("triangle", "Delta", ":", "vartriangle")):
                op = ":="
            if label not in ("d", "p", "mathrmd", "D", "mathcalD", "P") or op == ":=":
                self.put("rel", op, raw.start, base[0].end)
            else:
                self.put("rel", "?", raw.start, base[0].end)  # equal in law, not equal
        elif name == "underset" or (len(base) == 1 and base[0].text in known.BIG):
            self.give_back(over, raw.start, raw.end)
            self.work.append(Raw("o", "_" if name == "underset" else "^", raw.start, raw.end))
            self.give_back(base, raw.start, raw.end, braces=False)
        else:
            self.put("cmd", name, raw.start, raw.end)
