r"""Repairs of brackets: ways to make a side balanced, cheapest first.

A missing closing bracket may stand at the end of the enclosing group or before any later sign; a stray closing bracket
may be dropped, or closes a bracket that was forgotten at the start of a summand of its group. Law: a repair inserts,
drops or retypes a bracket token and nothing else; every variant is balanced; their number is bounded.

What it does not do: it does not judge which variant makes sense (the grammar may still refuse it).
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from typing import NamedTuple

from hw3verify.language.brackets import ENDS, Problem, match, pair_bars
from hw3verify.language.grammar_ranges import Repair
from hw3verify.language.tokens import Token, Unreadable

EXPANSION_LIMIT = 40
_CLOSERS = {"(": ")", "[": "]", "{": "}", "|": "|", "||": "||", "<": ">", "f": "⌋", "c": "⌉", ".": "."}


class Variant(NamedTuple):
    """A balanced version of a side: tokens, partners, repairs, price."""

    tokens: list[Token]
    partner: list[int]
    repairs: tuple[Repair, ...]
    price: int


def variants(tokens: list[Token], limit: int = 16) -> Iterator[Variant]:
    """Balanced versions of the tokens, cheapest first; the tokens themselves if nothing is wrong."""
    heap: list[tuple[int, int, list[Token], tuple[Repair, ...]]] = [(0, 0, tokens, ())]
    serial = given = 0
    while heap and serial < EXPANSION_LIMIT * 12 and given < limit:
        price, _, now, repairs = heapq.heappop(heap)
        partner, problems = match(now)
        if not problems:
            now = list(now)
            pair_bars(now, partner)
            given += 1
            yield Variant(now, partner, repairs, price)
            if not repairs:
                return
            continue
        if len(repairs) >= 6:
            raise Unreadable("too many brackets that do not match", now[problems[0].at].start)
        for extra, changed, repair in _options(now, partner, problems[0]):
            if repairs:  # one explanation for all is likelier than one for each
                extra += -(extra == 3) if _alike(repair, repairs[-1]) else 1
            serial += 1
            heapq.heappush(heap, (price + extra, serial, changed, (*repairs, repair)))


def _alike(one: Repair, other: Repair) -> bool:
    """Whether two repairs did the same kind of thing."""
    return one.message.rpartition(" ")[2] == other.message.rpartition(" ")[2]


def _options(tokens: list[Token], partner: list[int], problem: Problem) -> Iterator[tuple[int, list[Token], Repair]]:
    """The ways to mend one bracket: extra price, tokens, repair."""
    at = problem.at
    token = tokens[at]
    shape = token.text if token.kind == "open" else _CLOSERS[token.text]
    if problem.kind == "kinds":
        closer = tokens[problem.limit]
        changed = [*tokens[: problem.limit], closer._replace(text=token.text), *tokens[problem.limit + 1 :]]
        yield 1, changed, Repair("bracket", "brackets of two kinds taken as a pair", closer.start)
        return
    without = [*tokens[:at], *tokens[at + 1 :]]
    if token.text == "|" and token.style == "":
        bar = token._replace(kind="bar", style="mid")
        yield 1, [*tokens[:at], bar, *tokens[at + 1 :]], Repair("bracket", "taken as a conditioning bar", token.start)
    if problem.kind == "close":
        yield 2, without, Repair("bracket", f"stray bracket '{shape}' dropped", token.start)
        for place in _starts(tokens, partner, at)[:6]:
            where = tokens[place]
            opener = Token("open", token.text, where.start, where.start)
            changed = [*tokens[:place], opener, *tokens[place:]]
            doubled = where.kind == "open" and place and tokens[place - 1].kind == "fn"  # log( has its bracket
            yield (
                (5 if doubled else 3),
                changed,
                Repair("bracket", f"opening bracket '{token.text}' supplied", where.start),
            )
        return
    if token.text == ".":
        yield 1, without, Repair("bracket", "\\left. without \\right dropped", token.start)
        return
    for n, place in enumerate(_stops(tokens, partner, at, problem.limit)[:6]):
        offset = tokens[place].start if place < len(tokens) else tokens[-1].end
        closer = Token("close", token.text, offset, offset)
        changed = [*tokens[:place], closer, *tokens[place:]]
        yield (2 if n == 0 else 3), changed, Repair("bracket", f"closing bracket '{_CLOSERS[shape]}' supplied", offset)
    yield 4, without, Repair("bracket", f"stray bracket '{shape}' dropped", token.start)


def _starts(tokens: list[Token], partner: list[int], at: int) -> list[int]:
    """Where a forgotten opening bracket may have stood: the starts of summands of the group that `at` stands in."""
    found: list[int] = []
    k = at - 1
    while k >= 0:
        token = tokens[k]
        if partner[k] >= 0 and partner[k] < k:
            k = partner[k]
        elif token.kind in ("open", "lb", "begin", ",", "rel", ";"):
            break
        elif (token.kind in ("sign", "mul") and k + 1 < at) or token.kind == "fn":
            found.append(k + 1)
        k -= 1
    if k + 1 < at:
        found.append(k + 1)
    wrapped = [p for p in found if partner[p] == at - 1 and tokens[p].kind == "open"]
    return [p for p in dict.fromkeys(found) if p not in wrapped]


def _stops(tokens: list[Token], partner: list[int], at: int, limit: int) -> list[int]:
    """Where a missing closing bracket may stand: the end of the group, or before a later sign or differential."""
    found: list[int] = []
    k, operand = at + 1, False
    while k < limit:
        token = tokens[k]
        if (
            (operand and token.kind in ("sign", "dif", ",", "mul", "bar"))
            or (operand and token.kind == "open" and tokens[k - 1].kind == "close")
            or (operand and token[:2] == ("sym", "d") and k + 1 < limit and tokens[k + 1].kind == "sym")
        ):
            found.append(k)
        elif operand and token.kind == "rel":
            found.append(k)
            break
        operand = token.kind in ENDS or partner[k] > k
        k = partner[k] + 1 if partner[k] > k else k + 1
    return [limit, *reversed(found)] if limit > at + 1 else found
