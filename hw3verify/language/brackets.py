r"""Brackets: which token closes which, and which bars are absolute values.

`match` pairs round, square, curly and TeX brackets with one stack and reports what does not fit instead of failing;
`pair_bars` turns `|x|` and `\|x\|` into bracket pairs and leaves conditioning and evaluation bars alone. Law: partners
are nested or disjoint, so the grammar can step over a pair in constant time.

What it does not do: it repairs nothing (see repairs).
"""

from __future__ import annotations

from typing import NamedTuple

from hw3verify.language.tokens import Token, Unreadable

NESTING_LIMIT = 40
ENDS = frozenset(("num", "sym", "word", "close", "rb", "inf", "dots", "!", "'", "end", "mark", "ind"))
PREFIXES = frozenset(("big", "fn", "nabla", "expect", "deriv", "accent", "wrap", "sqrt", "frac", "binom"))


class Problem(NamedTuple):
    """A bracket without a partner: kind "open" (token `at`, to be closed before token `limit`), "close" or "kinds"."""

    kind: str
    at: int
    limit: int


def _interval(tokens: list[Token], a: int, b: int) -> bool:
    """Whether the tokens between two brackets of different kinds look like the ends of a half-open interval."""
    depth = commas = 0
    for token in tokens[a:b]:
        if token.kind in ("open", "lb"):
            depth += 1
        elif token.kind in ("close", "rb"):
            depth -= 1
        elif token.kind == "," and depth == 0:
            commas += 1
        elif token.kind in ("rel", "big", "expect", "dif") and depth == 0:
            return False
    return commas == 1 and b - a <= 24


def match(tokens: list[Token]) -> tuple[list[int], list[Problem]]:
    """For every bracket the index of its partner (-1: none), and the brackets that have none."""
    partner = [-1] * len(tokens)
    problems: list[Problem] = []
    stack: list[int] = []
    for i, token in enumerate(tokens):
        kind = token.kind
        if kind in ("open", "lb", "begin"):
            stack.append(i)
            if len(stack) > NESTING_LIMIT:
                raise Unreadable("nested too deeply", token.start)
        elif kind in ("rb", "end"):
            wanted = "lb" if kind == "rb" else "begin"
            if not any(tokens[k].kind == wanted for k in stack):
                raise Unreadable("a brace that closes nothing", token.start)
            while tokens[stack[-1]].kind != wanted:
                if tokens[stack[-1]].kind != "open":
                    raise Unreadable("braces that cross", token.start)
                problems.append(Problem("open", stack.pop(), i))
            _pair(partner, stack.pop(), i)
        elif kind == "close":
            _close(tokens, i, stack, partner, problems)
    for k in reversed(stack):
        if tokens[k].kind != "open":
            raise Unreadable("a brace that is never closed", tokens[k].start)
        problems.append(Problem("open", k, len(tokens)))
    return partner, sorted(problems, key=lambda p: p.at)


def _pair(partner: list[int], a: int, b: int) -> None:
    partner[a], partner[b] = b, a


def _close(tokens: list[Token], i: int, stack: list[int], partner: list[int], problems: list[Problem]) -> None:
    """Pair the closing bracket `i` with the nearest opening bracket of its kind."""
    token = tokens[i]
    if stack and tokens[stack[-1]].kind == "open":
        top = stack[-1]
        fits = tokens[top].text == token.text or (tokens[top].style == "left" and token.style == "left")
        if fits or (not _below(tokens, stack, token) and _interval(tokens, top + 1, i)):
            _pair(partner, stack.pop(), i)
            return
    if _below(tokens, stack, token):
        while tokens[stack[-1]].text != token.text:
            problems.append(Problem("open", stack.pop(), i))
        _pair(partner, stack.pop(), i)
    elif (
        stack
        and tokens[stack[-1]].kind == "open"
        and tokens[stack[-1]].text in "([{"
        and token.text in "([{"
        and not _closed_later(tokens, tokens[stack[-1]].text, i + 1)
    ):
        problems.append(Problem("kinds", stack[-1], i))
        _pair(partner, stack.pop(), i)
    else:
        problems.append(Problem("close", i, i))


def _closed_later(tokens: list[Token], text: str, i: int) -> bool:
    """Whether a bracket of this kind, open at `i`, is closed properly later in its TeX group."""
    depth = groups = 0
    for token in tokens[i : i + 600]:
        if token.kind == "lb":
            groups += 1
        elif token.kind == "rb":
            groups -= 1
            if groups < 0:
                return False
        elif groups == 0 and token.text == text and token.kind in ("open", "close"):
            depth += 1 if token.kind == "open" else -1
            if depth < 0:
                return True
    return False


def _below(tokens: list[Token], stack: list[int], token: Token) -> bool:
    """Whether an opening bracket of the closing bracket's kind waits within the same TeX group."""
    for k in reversed(stack):
        if tokens[k].kind != "open":
            return False
        if tokens[k].text == token.text:
            return True
    return False


def pair_bars(tokens: list[Token], partner: list[int]) -> None:
    """Turn the bars of absolute values and norms into bracket pairs, in place.

    A bar where an operand is expected opens; a bar behind an operand closes what is open. Behind an operand with
    nothing open it is a conditioning bar, unless it has a second bar to pair with in a bracket that is no argument
    list (`2|x|`).
    """
    if not any(t.kind in ("bar", "dbar") for t in tokens):
        return
    waiting: list[list[int]] = [[]]  # per group: the bars that are open
    operand = [False]  # per group: whether an operand stands to the left
    counts = [_unpaired(tokens, partner, 0, len(tokens), -1)]  # per group: single and double bars to come
    i = 0
    while i < len(tokens):
        token = tokens[i]
        kind = token.kind
        if kind in ("open", "lb", "begin") and partner[i] > i:
            waiting.append([])
            operand.append(False)
            counts.append(_unpaired(tokens, partner, i + 1, partner[i], i))
        elif kind in ("close", "rb", "end") and len(operand) > 1:
            waiting.pop()
            counts.pop()
            operand.pop()
            operand[-1] = not _script_of_prefix(tokens, partner, i)
        elif kind in ("bar", "dbar") and token.style != "mid":
            double = kind == "bar" and _double(tokens, i)
            width = 2 if double and not (waiting[-1] and tokens[waiting[-1][-1]].text == "|") else 1
            text = "||" if kind == "dbar" or width == 2 else "|"
            opened = waiting[-1]
            if opened and operand[-1] and tokens[opened[-1]].text == text:
                _turn(tokens, partner, opened.pop(), i, width)
                operand[-1] = True
            elif not operand[-1] or (not opened and counts[-1][text] >= 2 and not _evaluates(tokens, i)):
                opened.append(i)
                tokens[i] = token._replace(text=text)
                operand[-1] = False
            else:
                operand[-1] = False
            counts[-1][text] -= 1
            if double and width == 1:  # |x||y|: the two bars side by side are single ones after all
                counts[-1]["|"] += 2
                counts[-1]["||"] -= 1
            i += width - 1
        elif kind in ("sup", "sub"):
            i += 1
            if i < len(tokens) and tokens[i].kind == "lb":
                continue
        elif kind in ("amp", "row", ",", ";", "quad"):
            operand[-1] = False
        else:
            operand[-1] = kind in ENDS
        i += 1


def _unpaired(tokens: list[Token], partner: list[int], a: int, b: int, opener: int) -> dict[str, int]:
    """How many single and double bars stand directly in a group that is no argument list (in one: none)."""
    counts = {"|": 0, "||": 0}
    before = tokens[opener - 1] if opener > 0 else None
    if opener >= 0 and tokens[opener].kind == "open" and before is not None:
        if before.kind in ("sym", "word", "expect", "rb", "'") or before.style == "split":
            return counts
    k = a
    while k < b:
        token = tokens[k]
        if token.kind in ("open", "lb", "begin") and partner[k] > k:
            k = partner[k]
        elif token.kind == "dbar" and token.style == "":
            counts["||"] += 1
        elif _double(tokens, k):
            counts["||"] += 1
            k += 1
        elif token.kind == "bar" and token.style == "" and (not _evaluates(tokens, k) or _powered(tokens, k, counts)):
            counts["|"] += 1
        k += 1
    return counts


def _double(tokens: list[Token], i: int) -> bool:
    """Whether two bars stand side by side, as one double bar."""
    return (
        i + 1 < len(tokens)
        and tokens[i].kind == "bar"
        and tokens[i + 1].kind == "bar"
        and tokens[i].style == tokens[i + 1].style == ""
    )


def _evaluates(tokens: list[Token], i: int) -> bool:
    """Whether a bar carries limits, `F |_a^b`."""
    return i + 1 < len(tokens) and tokens[i + 1].kind in ("sub", "sup")


def _powered(tokens: list[Token], i: int, counts: dict[str, int]) -> bool:
    """Whether a bar with an exponent closes the one before it: `a|b|^2`."""
    return counts["|"] % 2 == 1 and tokens[i + 1].kind == "sup"


def _script_of_prefix(tokens: list[Token], partner: list[int], i: int) -> bool:
    """Whether the group that ends at `i` is an index of a sum, a log or an expectation (no operand yet)."""
    k = partner[i] - 1
    while k > 0 and tokens[k].kind in ("sub", "sup"):
        k -= 1
        if tokens[k].kind == "rb" and partner[k] > 0:
            k = partner[k] - 1
            continue
        if tokens[k - 1].kind in ("sub", "sup"):
            k -= 1
            continue
        return tokens[k].kind in PREFIXES
    return False


def _turn(tokens: list[Token], partner: list[int], a: int, b: int, width: int) -> None:
    """Make a pair of bars a bracket pair; the second half of a written `||` becomes empty space."""
    text = tokens[a].text
    wide = text == "||" and tokens[a].kind == "bar"
    tokens[a] = tokens[a]._replace(kind="open", text=text)
    if wide:
        tokens[a + 1] = tokens[a + 1]._replace(kind="quad")
    tokens[b] = tokens[b]._replace(kind="close", text=text)
    if width == 2:
        tokens[b], tokens[b + 1] = tokens[b]._replace(kind="quad"), tokens[b]
        b += 1
    partner[a], partner[b] = b, a
