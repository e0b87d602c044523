r"""Sides: a display cut at its relations, before any side is read.

The cut survives brackets that do not match, so that one spoilt side spoils only its own links. Laws: a relation inside
a matched bracket or an index never cuts (`p(x=1|z)`); texts end a side and are kept as notes; two statements beside or
below each other are separated by ",", never multiplied.

What it does not do: it reads no side (see readings).
"""

from __future__ import annotations

from dataclasses import dataclass, field

from hw3verify.language.brackets import match
from hw3verify.language.notation import CONDITIONS
from hw3verify.language.tokens import Token, Unreadable

_CONTINUES = ("sign", "mul", "div", "rel")


@dataclass(slots=True)
class Cut:
    """The sides of a display as tokens, the relations between them, and the texts beside them."""

    sides: list[list[Token]] = field(default_factory=list)
    ops: list[str] = field(default_factory=list)
    op_offsets: list[int] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    asides: list[list[Token]] = field(default_factory=list)  # a text such as "for all" and what stands behind it


def without_number(tokens: list[Token]) -> list[Token]:
    """The tokens without an equation number `\\quad (3)` and without punctuation at the end."""
    end = len(tokens)
    for _ in range(3):
        while end and tokens[end - 1].kind in ("quad", ".", ",", ";", "row", ":"):
            end -= 1
        if end >= 4 and tokens[end - 1][:2] == ("close", "("):
            k = end - 2
            while (k > 0 and tokens[k].kind in ("num", ".", "'")) or (tokens[k].kind == "sym" and k > end - 5):
                k -= 1
            if tokens[k][:2] == ("open", "(") and k and tokens[k - 1].kind == "quad" and tokens[k + 1].kind == "num":
                end = k - 1
    return tokens[:end]


def cut_display(tokens: list[Token]) -> Cut:
    """The display cut at its relations."""
    tokens = _inner_rows_joined(without_number(tokens))
    partner, spans = _partners(tokens)
    cut = Cut()
    side: list[Token] = []
    skipping = False  # behind a text such as "for all": there tokens go into the last aside
    k, size = 0, len(tokens)
    while k < size:
        token = tokens[k]
        kind = token.kind
        if partner[k] > k and k not in spans:
            if skipping:
                cut.asides[-1] += tokens[k : partner[k] + 1]
            elif _is_condition(tokens, partner, k, bool(side)):
                cut.asides.append([Token("note", "for", token.start, token.end), *tokens[k + 1 : partner[k]]])
            else:
                side.extend(tokens[k : partner[k] + 1])
            k = partner[k] + 1
            continue
        if kind in ("sub", "sup") and k + 1 < size:  # an index that is a relation sign, as in x_>
            width = 2 if tokens[k + 1].kind != "lb" else 1
            (cut.asides[-1] if skipping else side).extend(tokens[k : k + width])
            k += width
            continue
        if skipping and _ends_quantifier(tokens, k, cut, side):
            skipping = False
        elif kind == "rel":
            skipping = skipping and token.text not in ("=>", "<=>", "if")
            if not skipping:
                _end(cut, side, token.text, token.start)
                side = []
            else:
                cut.asides[-1].append(token)
        elif kind == "note":
            cut.notes.append(token.text)
            first = token.text.lower().split()[:1]
            open_bracket = token.text.count("(") > token.text.count(")")  # `\\text{(constant in } z)`
            if skipping:
                cut.asides[-1].append(token)
            elif open_bracket or (first and first[0].strip(".,;:") in CONDITIONS):
                skipping = True
                cut.asides.append([token])
            elif _relation_follows(tokens, partner, k + 1) and (side or cut.ops):
                _end(cut, side, ",", token.start)
                side = []
        elif kind == "row" or (kind in (",", ";", "quad", "amp", ".") and not skipping):
            if kind == "row":
                skipping = False
            if kind == "amp":
                pass
            elif not side or side[-1].kind in _CONTINUES or _in_number(tokens, k) or not _separates(tokens, partner, k):
                if kind in (",", ";") and side:
                    side.append(token)
            else:
                _end(cut, side, ",", token.start)
                side = []
        elif skipping:
            cut.asides[-1].append(token)
        else:
            side.append(token)
        k += 1
    cut.sides.append(_tidy(side))
    _merge_empty(cut)
    return cut


def _is_condition(tokens: list[Token], partner: list[int], k: int, stated: bool) -> bool:
    """Is the bracket at `k` a condition set beside a statement: `... \\quad (x > 0)`?"""
    if not stated or not k or tokens[k - 1].kind not in ("quad", "amp") or tokens[k][:2] != ("open", "("):
        return False
    behind = [t for t in tokens[partner[k] + 1 :] if t.kind not in ("quad", ",", ".", ";")]
    if behind and behind[0].kind != "row":
        return False
    inside = range(k + 1, partner[k])
    return any(tokens[i].kind == "rel" and not any(partner[j] > i for j in inside if j < i) for i in inside)


def _ends_quantifier(tokens: list[Token], k: int, cut: Cut, side: list[Token]) -> bool:
    """`\\forall x > 0 : ...`: the statement begins behind the colon, or behind a wide space after it."""
    if side or cut.ops or not cut.asides[-1] or len(cut.asides[-1]) < 2:
        return False
    return tokens[k].kind in (":", "quad") or (tokens[k].kind == "," and _separates_statement(tokens, k))


def _separates_statement(tokens: list[Token], k: int) -> bool:
    """Does a relation follow, with something written before it?"""
    following = [t.kind for t in tokens[k + 1 :]]
    return "rel" in following and following.index("rel") > 0 and "," not in following[: following.index("rel")]


def _inner_rows_joined(tokens: list[Token]) -> list[Token]:
    """The tokens without alignment and row ends inside brackets where the formula plainly goes on.

    A display that is one array is a list of statements; its `begin` and `end` go too.
    """
    if not any(t.kind in ("row", "amp") for t in tokens):
        return tokens
    if tokens[0].kind == "begin" and tokens[-1].kind == "end" and "array" in tokens[0].text:
        if sum(t.kind == "begin" for t in tokens) == 1:
            tokens = [t for t in tokens[1:-1] if t.kind != "amp"]
    kept: list[Token] = []
    groups: list[str] = []
    for k, token in enumerate(tokens):
        if token.kind in ("open", "lb", "begin"):
            groups.append(token.kind)
        elif token.kind in ("close", "rb", "end") and groups:
            groups.pop()
        elif token.kind in ("row", "amp") and groups and groups[-1] == "open" and "begin" not in groups:
            following = next((t for t in tokens[k + 1 : k + 8] if t.kind not in ("amp", "quad")), None)
            goes_on = following is not None and following.kind in (*_CONTINUES, "close")
            if token.kind == "amp" or goes_on or (kept and kept[-1].kind in (*_CONTINUES, "open", ",")):
                continue
        kept.append(token)
    return kept


def _end(cut: Cut, side: list[Token], op: str, offset: int) -> None:
    cut.sides.append(_tidy(side))
    cut.ops.append(op)
    cut.op_offsets.append(offset)


def _tidy(side: list[Token]) -> list[Token]:
    """A side without spaces and punctuation at its ends."""
    a, b = 0, len(side)
    while a < b and side[a].kind in ("quad", ",", ";", ".", ":", "amp"):
        a += 1
    while b > a and side[b - 1].kind in ("quad", ",", ";", ".", ":", "amp"):
        b -= 1
    return side[a:b]


def _merge_empty(cut: Cut) -> None:
    """Drop the separators of statements that have nothing on one side (a text at an end, `a = b, = c`)."""
    k = 0
    while k < len(cut.ops):
        if cut.ops[k] == "," and (not cut.sides[k] or not cut.sides[k + 1]):
            empty = k if not cut.sides[k] else k + 1
            if k == 0 and len(cut.ops) > 1 and empty == 0 and cut.ops[1] != ",":
                pass
            del cut.sides[empty], cut.ops[k], cut.op_offsets[k]
        else:
            k += 1


def _partners(tokens: list[Token]) -> tuple[list[int], set[int]]:
    """Bracket partners, and the brackets that do not protect relations because the display is out of balance."""
    try:
        partner, problems = match(tokens)
    except Unreadable:
        return [-1] * len(tokens), set()
    spans: set[int] = set()
    if problems:
        for a, b in enumerate(partner):
            if b > a and tokens[a].kind == "open" and b - a > 12 and _has_relation(tokens, partner, a + 1, b):
                spans.add(a)
                spans.add(b)
    return partner, spans


def _has_relation(tokens: list[Token], partner: list[int], a: int, b: int) -> bool:
    while a < b:
        if tokens[a].kind == "rel" and tokens[a].text in ("=", "<=", ">=", "=>", "<=>", "if"):
            return True
        a = partner[a] + 1 if partner[a] > a else a + 1
    return False


def _relation_follows(tokens: list[Token], partner: list[int], k: int) -> bool:
    """Whether another statement begins at `k`: an operand and then a relation, before the next separator."""
    operand = False
    for _ in range(400):  # a statement with more tokens before its relation is not looked for
        if k >= len(tokens):
            return False
        kind = tokens[k].kind
        if kind == "rel":
            return operand
        if kind in ("note", "row", ";") or (kind == "," and not operand):
            return False
        if kind in _CONTINUES and not operand and kind != "sign":
            return False
        operand = operand or kind not in ("quad", "amp")
        k = partner[k] + 1 if partner[k] > k else k + 1
    return False


def _in_number(tokens: list[Token], k: int) -> bool:
    """Does the comma stand between two digits, as in `0,5` or `1,000`? Whatever it means, no statement ends there."""
    if tokens[k].kind != "," or not 0 < k < len(tokens) - 1:
        return False
    before, after = tokens[k - 1], tokens[k + 1]
    close = before.end == tokens[k].start and tokens[k].end == after.start
    return close and before.kind == after.kind == "num"


def _separates(tokens: list[Token], partner: list[int], k: int) -> bool:
    """Whether the comma, space or row end at `k` separates two statements."""
    following = k + 1
    while following < len(tokens) and tokens[following].kind in ("quad", "amp", ",", ";", "row"):
        following += 1
    if following >= len(tokens) or tokens[following].kind in (*_CONTINUES, "note"):
        return False
    if tokens[k].kind == "row":
        return True
    return _relation_follows(tokens, partner, following)
