"""Implications: search for the moves that `kernel.implication` replays.

First the moves of a textbook: compare factors, take logarithms, integrate the premise over one of its free variables.
Then elimination: solve an equation for an unknown, put it into the other equations and into the conclusion, and look
again. Depth first, a few dozen states; the first end that is evident wins.
"""

from __future__ import annotations

from collections.abc import Iterator
from copy import copy
from typing import Any

from flint import fmpq

from hw3verify.kernel.atoms import parts
from hw3verify.kernel.form import UNIT, Atom, Form, NoForm, TooLarge, atom_form, work
from hw3verify.kernel.implication import Implication
from hw3verify.kernel.normal import Normal
from hw3verify.kernel.proof import Proof
from hw3verify.kernel.rational import numerator
from hw3verify.meaning.claim import Claim
from hw3verify.meaning.codec import encode
from hw3verify.search.prove.expression import expression
from hw3verify.search.prove.grouping import places
from hw3verify.search.prove.inequality import find_gaps
from hw3verify.search.prove.pointwise import gap_of
from hw3verify.search.prove.shares import shares

MAX_STATES = 60
MAX_DEPTH = 3
MAX_WORK = 3000

Moves = list[list[Any]]


def prove_implication(claim: Claim, plain: bool = False) -> Proof | None:
    """A proof that the premises give the conclusion, if the moves are few; `plain`: by the textbook's moves only."""
    try:
        start = Implication(Normal(claim.facts), claim)
        for moves in _textbook(start):
            if _reaches(start, moves):
                return Proof("implication", {"moves": moves})
        if plain:
            return None
        found = _Elimination().search(start, [], 0) or _vanishing(start)
        if found is None and claim.says.op != "=":
            return _by_gaps(start)
    except (NoForm, TooLarge):
        return None
    return None if found is None else Proof("implication", {"moves": found})


def _by_gaps(start: Implication) -> Proof | None:
    """An inequality whose premises say signs, or what to put in."""
    inserts: Moves = [["insert", i, -1] for i in range(len(start.equations))]
    plans: list[Moves] = [[], *([step] for step in inserts), inserts]
    for moves in (*plans[: 1 if not inserts else MAX_DEPTH], *_increasing(start)):
        state = _step(start, moves)
        if state is not None:
            difference = state.goal[0] - state.goal[1]
            difference = -difference if state.says.op in ("<=", "<") else difference
            for f in (difference, *_spread(state, difference)):
                gaps = find_gaps(state.normal, f, state.says.op in ("<", ">"), state.with_sums)
                if gaps is not None:
                    return Proof("implication", {"moves": moves, "gaps": gaps})
            for gap in shares(state, difference):
                if _closes(state, gap):
                    return Proof("implication", {"moves": moves, "gaps": [gap]})
    return None


def _increasing(state: Implication) -> Iterator[Moves]:
    """Both sides by their logarithms or exponentials, where sums stand in an exponential or a logarithm."""
    if not any("fold(sum" in left.key and left.single is not None for left, _ in state.equations):
        return
    inner = [(a.kind, f.key) for side in state.goal for m in side.terms for a, _ in m for f in parts(a)]
    for kind, move in (("exp", "log"), ("log", "exp")):
        if any(kind == of and "fold(sum" in key for of, key in inner):
            yield [[move, -1]]


def _closes(state: Implication, gap: dict[str, Any]) -> bool:
    try:
        return state.closed([gap])
    except (NoForm, TooLarge, ValueError):
        return False


def _spread(state: Implication, f: Form) -> Iterator[Form]:
    """The same with its constants under a sum that is 1: `log K + sum of a_k log a_k` as `sum of a_k log(K a_k)`."""
    for left, right in state.equations:
        whole = left.single
        if right != UNIT or whole is None or len(whole[1]) != 1 or whole[1][0][0].kind != "fold":
            continue
        outside = {m: c for m, c in f.terms.items() if not any(a.kind == "fold" for a, _ in m)}
        if outside:
            yield f + Form(outside) * (left - UNIT)


def _step(state: Implication, moves: Moves) -> Implication | None:
    """The state after some moves; the state itself is left alone."""
    new = copy(state)
    new.equations = list(state.equations)
    try:
        return new if all(new.move(step) for step in moves) else None
    except (NoForm, TooLarge, ValueError):
        return None


def _reaches(state: Implication, moves: Moves) -> bool:
    last = moves[-1] if moves and moves[-1][0] == "factor" else None
    new = _step(state, moves[:-1] if last else moves)
    try:
        return new is not None and (new.closed() if last is None else new.divided_by(last[1]))
    except (NoForm, TooLarge):
        return False


def _textbook(start: Implication) -> Iterator[Moves]:
    yield []
    count = len(start.equations)
    for i in reversed(range(count)):
        yield [["factor", i]]
        yield [["log", -1], ["factor", i]]
        yield [["log", i], ["factor", count]]
        yield [["log", i], ["log", -1], ["factor", count]]
        left, right = start.equations[i]
        for name in sorted((left.names | right.names) & start.universal.keys()):
            fold: list[Any] = ["fold", i, name]
            yield [fold, ["factor", count]]
            yield [fold, ["log", -1], ["factor", count]]
            yield [fold, ["log", count], ["factor", count + 1]]


def _vanishing(start: Implication) -> Moves | None:
    """A premise says that a divergence, or another sum of nonnegative terms, is zero: every term is."""
    if start.says.op != "=":
        return None
    normal = start.normal
    wanted = start.goal[0].names | start.goal[1].names
    for i, (left, right) in enumerate(start.equations):
        for sign in (1, -1):
            f = (left - right).scale(fmpq(sign))
            if "fold(" not in f.key:
                continue
            gaps = find_gaps(normal, f)
            if gaps == []:
                gaps = [gap_of(p.binders, p.rest, None) for p in places(normal, f)[1:] if p.rest.terms]
            for k, gap in enumerate(gaps or ()):
                names = [_named(start, domain[1], wanted) for _, domain in gap["over"]]
                moves: Moves = [["vanish", i, sign, gaps, k, names], ["factor", len(start.equations)]]
                if all(names) and _reaches(start, moves):
                    return moves
    return None


def _named(start: Implication, role: str, wanted: frozenset[str]) -> str:
    """A free name of the conclusion that stands for a role."""
    return next((n for n, r in sorted(start.normal.facts.roles) if r == role and n in wanted), "")


class _Elimination:
    """Solve, insert, look; bounded by the number of states."""

    def __init__(self) -> None:
        self.states = 0
        self.last = work.done + MAX_WORK
        self.seen: set[str] = set()

    def search(self, state: Implication, moves: Moves, used: int) -> Moves | None:
        """The moves to an evident end, from a state in which the first `used` equations have been put in."""
        key = "|".join([(state.goal[0] - state.goal[1]).key, *sorted((a - b).key for a, b in state.equations)])
        if self.states >= MAX_STATES or work.done > self.last or len(moves) > 6 * MAX_DEPTH or key in self.seen:
            return None
        self.states += 1
        self.seen.add(key)
        if state.closed():
            return moves
        for i in range(len(state.equations)):
            if state.divided_by(i):
                return [*moves, ["factor", i]]
        if used >= MAX_DEPTH:
            return None
        for step in _eliminations(state):
            new = _step(state, step)
            found = None if new is None else self.search(new, moves + step, used + 1)
            if found is not None:
                return found
        return None


def _eliminations(state: Implication) -> Iterator[Moves]:
    """Solve one equation for one unknown, and put it wherever it occurs."""
    goal = (state.goal[0] - state.goal[1]).key
    count = len(state.equations)
    ways: list[tuple[int, int, Atom, bool]] = []
    for i, (left, right) in enumerate(state.equations):
        for u in _unknowns(state, i):
            stated = left == atom_form(u)
            rank = (0 if stated else 2) + (0 if u.key in goal else 1) + (2 if u.kind == "table" else 0)
            ways.append((rank, i, u, stated))
            if right == atom_form(u) and not stated:
                ways.append((1, i, u, False))
    for _, i, u, stated in sorted(ways, key=lambda w: (w[0], -w[1]))[:12]:
        moves: Moves = []
        at, size = i, count
        if not stated:
            moves.append(["solve", i, encode(expression(atom_form(u)))])
            at, size = size, size + 1
            if u.kind == "log":  # log v = r gives v = exp r
                moves.append(["exp", at])
                at, size = size, size + 1
        for j, (a, b) in enumerate(state.equations):
            if j != i and (u.key in a.key or u.key in b.key):
                moves.append(["insert", at, j])
        inner = u.data[0].single if u.kind == "log" else None
        head = inner[1][0][0] if inner is not None and len(inner[1]) == 1 else u
        for name in sorted(head.names & state.universal.keys()) if head.kind == "table" else ():
            yield [*moves, ["fold", at, name], ["insert", at, -1]]  # a density has mass one
        yield [*moves, ["insert", at, -1]]


def _unknowns(state: Implication, index: int) -> list[Atom]:
    """The atoms in which an equation is linear and that occur nowhere else in it."""
    left, right = state.equations[index]
    top, _ = numerator(left - right)
    kinds = ("name", "function", "table", "log")
    atoms = sorted({a for m in top.terms for a, e in m if a.kind in kinds}, key=lambda a: a.key)
    return [
        a
        for a in atoms[:12]
        if all(dict(m).get(a, 0) in (0, 1) and not any(a.key in x.key for x, _ in m if x != a) for m in top.terms)
    ]
