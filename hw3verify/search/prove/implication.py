"""Implications: search for the moves that `kernel.implication` replays.

Breadth first and shallow: integrate the premise over one of its free variables, take logarithms on either side, put an
isolated unknown into the conclusion, compare factors. At most a few dozen attempts, each a normal form.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import permutations
from typing import Any

from hw3verify.kernel.form import NoForm, TooLarge
from hw3verify.kernel.implication import check_implication
from hw3verify.kernel.normal import Normal
from hw3verify.kernel.proof import Proof
from hw3verify.meaning.claim import Claim

MAX_ATTEMPTS = 60


def prove_implication(claim: Claim) -> Proof | None:
    """A proof that the premises give the conclusion, if the moves are few."""
    equations = sum(p.op == "=" for p in claim.premises)
    normal = Normal(claim.facts)
    roles = dict(claim.facts.roles)
    try:
        free = [
            sorted(n for n in (normal.form(p.left) - normal.form(p.right)).names if n in roles)
            for p in claim.premises
            if p.op == "="
        ]
    except (NoForm, TooLarge):
        return None
    for attempt, moves in enumerate(_plans(equations, free)):
        if attempt >= MAX_ATTEMPTS:
            return None
        witness = {"moves": moves}
        try:
            if check_implication(Normal(claim.facts), claim, witness):
                return Proof("implication", witness)
        except (NoForm, TooLarge, ValueError, KeyError, IndexError):
            continue
    return None


def _plans(count: int, free: list[list[str]]) -> Iterator[list[list[Any]]]:
    yield []
    for i in reversed(range(count)):
        yield [["factor", i]]
        yield [["insert", i, -1]]
        yield [["log", -1], ["factor", i]]
        yield [["log", i], ["factor", count]]
        yield [["log", i], ["log", -1], ["factor", count]]
        for name in free[i]:
            fold = ["fold", i, name]
            yield [fold, ["factor", count]]
            yield [fold, ["log", -1], ["factor", count]]
            yield [fold, ["log", count], ["factor", count + 1]]
            yield [fold, ["insert", count, -1]]
    if count > 1:
        for order in permutations(range(count)) if count <= 3 else (tuple(range(count)), tuple(reversed(range(count)))):
            # every isolated unknown into everything after it, then into the conclusion
            yield [["insert", i, -1] for i in order]
            yield [["insert", i, -1] for i in order] * 2
            for last in order:
                chain: list[list[Any]] = []
                position, at = count, last
                for i in order:
                    if i != last:
                        chain.append(["insert", i, at])
                        at, position = position, position + 1
                inserts = [["insert", i, -1] for i in order if i != last]
                yield [*chain, *inserts, ["factor", at]]
                yield [*chain, *inserts, ["log", -1], ["factor", at]]
                yield [*chain, *inserts, ["insert", at, -1]]
