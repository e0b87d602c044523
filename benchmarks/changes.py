"""Single-token changes of a formula's LaTeX, by kind.

`changes(latex)` yields (kind, changed latex): a sign, a number, an exponent, a logarithm left out, a fraction turned
over, a name for another, an argument for another, a density left out or written twice, what is conditioned on what,
the order of a divergence's arguments. It knows the spelling of LaTeX and nothing of what a formula means: some changes
change no meaning, and some leave none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

TOKEN = re.compile(r"\\(?:[a-zA-Z]+|.)|\d+(?:\.\d+)?|\s+|.", re.DOTALL)
DENSITY = re.compile(r"(?<![a-zA-Z\\])[pqr](?:_(?:\{[^{}]*\}|\\?[a-zA-Z]+|\d))?\((?:[^()]|\([^()]*\))*\)")
NAME = re.compile(r"\\?[a-zA-Z]+_(?:\{[^{}]*\}|\\?[a-zA-Z]+)|\\[a-zA-Z]+")
PAIR = re.compile(r"(?:KL\}?|JSD\}?)\s*(?:\\left)?[(\[]")
SWAPS = {"p": "q", "q": "p", "\\phi": "\\theta", "\\theta": "\\phi", "G": "data", "data": "G", "z": "x", "x": "z"}


def changes(latex: str) -> Iterator[tuple[str, str]]:
    """(kind, changed side) for every single-token change of a side's LaTeX."""
    tokens = [(m.start(), m.end(), m.group()) for m in TOKEN.finditer(latex)]
    depth_of_subscript = _subscripts(tokens)

    def put(k: int, new: str) -> str:
        return latex[: tokens[k][0]] + new + latex[tokens[k][1] :]

    for k, (_, _, t) in enumerate(tokens):
        if depth_of_subscript[k] == "_":
            if t in ("G", "\\phi", "\\theta"):
                braces = t == "G" and latex[tokens[k][0] - 1] == "_"
                yield "name", put(k, "{data}" if braces else SWAPS[t])
            elif latex.startswith("data", tokens[k][0]):
                yield "name", latex[: tokens[k][0]] + "G" + latex[tokens[k][0] + 4 :]
            continue
        previous = next((x for _, _, x in reversed(tokens[:k]) if not x.isspace()), "")
        if t == "+":
            yield "sign", put(k, "-")
        elif t == "-":
            yield "sign", put(k, "+" if previous not in ("", "(", "{", "[", "=") else "")
        elif t.isdigit() and depth_of_subscript[k] == "^":
            yield "exponent", put(k, str(int(t) + 1))
        elif re.fullmatch(r"\d+(\.\d+)?", t):
            yield "factor", put(k, "3" if t == "2" else "2")
        elif t in ("\\log", "\\ln"):
            yield "log", put(k, "")
        elif t in ("\\frac", "\\dfrac"):
            inverted = _inverted(latex, tokens[k][1])
            if inverted is not None:
                yield "fraction", latex[: tokens[k][1]] + inverted
        elif t in ("p", "q"):
            yield "name", put(k, SWAPS[t])
        elif t in ("x", "z") and previous in ("(", "|", ",", "\\mid"):
            yield "argument twice" if _twice(latex, tokens[k][0]) else "argument", put(k, SWAPS[t])
        elif t in ("\\mu", "\\sigma"):
            yield "name", put(k, "\\sigma" if t == "\\mu" else "\\mu")
        elif t == "^" and k + 1 < len(tokens) and tokens[k + 1][2] == "2":
            yield "exponent", latex[: tokens[k][0]] + latex[tokens[k + 1][1] :]
    for m in DENSITY.finditer(latex):
        inside = next(s for (a, _, _), s in zip(tokens, depth_of_subscript, strict=True) if a == m.start())
        if inside == "_":
            continue
        bounded = re.match(r"\s*(?:,|\\\||\|)", latex[m.end() :]) or latex[: m.start()].rstrip().endswith((",", "|"))
        if not bounded:  # an argument of a divergence stays
            yield "density dropped", latex[: m.start()] + latex[m.end() :]
            yield "density added", latex[: m.end()] + " " + m.group() + latex[m.end() :]
        if m.group().count("|") == 1:
            head, _, rest = m.group().partition("(")
            own, _, given = rest[:-1].partition("|")
            yield "condition", latex[: m.start()] + f"{head}({given}|{own})" + latex[m.end() :]
    for m in PAIR.finditer(latex):
        swapped = _swapped(latex, m.end())
        if swapped is not None:
            yield "arguments", latex[: m.end()] + swapped
    yield "sign", "-" + latex if not latex.startswith("-") else latex[1:]


def _subscripts(tokens: list[tuple[int, int, str]]) -> list[str]:
    """For every token "_", "^" or "" : whether it stands in a subscript, a superscript or neither."""
    where, stack, waiting = [], [""], ""
    for _, _, t in tokens:
        if t in ("_", "^"):
            waiting = t
            where.append(stack[-1])
        elif t == "{":
            stack.append(waiting or stack[-1])
            where.append(stack[-1])
            waiting = ""
        elif t == "}":
            where.append(stack[-1])
            if len(stack) > 1:
                stack.pop()
        elif t.isspace():
            where.append(stack[-1])
        else:
            where.append(waiting or stack[-1])
            waiting = ""
    return where


def _twice(latex: str, at: int) -> bool:
    """Would the other variable then stand twice among the arguments of one density, as in p(z|z)?"""
    other = SWAPS[latex[at]]
    return any(m.start() < at < m.end() and other in m.group().partition("(")[2] for m in DENSITY.finditer(latex))


def _group(latex: str, start: int, opening: str = "{", closing: str = "}") -> int | None:
    """The end of the group that begins at `start`."""
    depth = 0
    for k in range(start, len(latex)):
        depth += (latex[k] == opening) - (latex[k] == closing)
        if depth == 0:
            return k + 1
    return None


def _inverted(latex: str, at: int) -> str | None:
    if not latex.startswith("{", at):
        return None
    middle = _group(latex, at)
    if middle is None or not latex.startswith("{", middle):
        return None
    end = _group(latex, middle)
    return None if end is None else latex[middle:end] + latex[at:middle] + latex[end:]


def _swapped(latex: str, at: int) -> str | None:
    """The two arguments of a divergence exchanged: the text from `at` on."""
    depth, cut, k = 0, None, at
    while k < len(latex):
        c = latex[k]
        if c in "([{":
            depth += 1
        elif c in ")]}":
            if depth == 0:
                break
            depth -= 1
        elif depth == 0 and cut is None:
            for separator in ("\\|", "||", "|", ","):
                if latex.startswith(separator, k):
                    cut = (k, k + len(separator))
                    k += len(separator) - 1
                    break
        k += 1
    if cut is None or k >= len(latex):
        return None
    end = k - len("\\right") if latex[:k].endswith("\\right") else k
    return latex[cut[1] : end] + latex[cut[0] : cut[1]] + latex[at : cut[0]] + latex[end:]
