"""What went wrong: the single edit that mends a refuted link.

Every edit of either side (`edits`) is first evaluated in the counterexample itself, exactly: what still fails there is
no repair (`screen`). What is left must be proved like any other claim, the most plausible first (`plausible`): an edit
is the likelier the more of the links that touch its side hold with it (the slip is where one change mends everything).
Where no edit helps, another direction of the relation is tried, or of the arrow. Bounded in edits and proofs; a hint is
a suggestion, never a verdict.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import groupby, islice

from hw3verify.judge.attempts import Attempts
from hw3verify.judge.choose import Verdict
from hw3verify.judge.directions import one_way, other_premise, reversed_arrow, turned
from hw3verify.judge.edits import LATE, USUAL, Edit, Hand, edits
from hw3verify.judge.flow import Link, Side, sides_of
from hw3verify.judge.material import Material
from hw3verify.judge.plausible import AGREES, LEAST, Document, degenerates, pieces_of
from hw3verify.judge.screen import replace_side
from hw3verify.judge.solved import solved
from hw3verify.judge.trial import Trial
from hw3verify.language.surface import Node
from hw3verify.meaning.claim import Claim
from hw3verify.meaning.expr import Expr
from hw3verify.meaning.matrix import ArrayClaim

MAX_MADE, MAX_EDITS = 4000, 500  # edits of one side, and those of them that are tried
MOST_ON_LINES = 400  # of one link, where laws are stated
MAX_PROOFS, MOST_SIFTED = 8, 40  # of one link: what is meant is nearly always among the first three
MOST_CONCLUDED = 20  # conclusions of one arrow
LEFT = 0.02  # what is right was written last
CLOSE = 0.02  # of costs between which nothing tells two edits apart
MOST_OPEN = 12  # edits that the counterexample says nothing of


@dataclass(frozen=True, slots=True)
class Slip:
    """The words for what mends a link.

    where, side   the side that is edited ("left" or "right") and what it would be; None for another relation
    gain          links that come to hold, less those that no longer do
    mended        the other links that come to hold
    past          the edit may be none where only a bound holds: a logarithm goes past an average (`edits`), or one
                  of two places of a density is given to another density
    other, rivals another slip that is as likely, if it is the only one, and how many there are
    """

    words: str
    where: str = ""
    side: Side | None = None
    old: Side | None = None
    gain: int = 1
    mended: tuple[Link, ...] = ()
    past: bool = False
    other: Slip | None = None
    rivals: int = 0


@dataclass(frozen=True, slots=True)
class Candidate:
    """An edit of one side that the counterexample does not rule out, and its cost."""

    cost: float
    where: str
    here: Side
    edit: Edit
    side: Side
    node: Node  # what `here` reads
    sampled: bool = False  # seen to hold in a whole sample of worlds


@dataclass(frozen=True, slots=True)
class _Made:
    """An edit of the side `here`, which reads `node`; `near` are the pieces of the sides that links relate to it."""

    edit: Edit
    where: str
    here: Side
    node: Node
    near: frozenset[Node]


class Mender:
    """Looks for the slips of one document; what the document offers is collected once."""

    def __init__(self, trial: Trial) -> None:
        self.trial = trial
        self.attempts = Attempts(trial)
        self.material = Material(trial)
        self.document = Document(trial)

    def _hand(self, v: Verdict, here: Node, there: Node | None) -> Hand:
        sides = dict.fromkeys(s for s in sides_of(v.link) for w in self._touching(v, s) for s in sides_of(w.link))
        return self.material.hand(
            v.link.part,
            here,
            there,
            [s.readings.first.node for s in sides if s.readings.first is not None],
            isinstance(v.assessment.claim, ArrayClaim),
        )

    def slip(self, at: int) -> Slip | None:
        """What mends the refuted link with this number, if one change does."""
        v = self.trial.verdicts[at]
        if v.assessment.outcome.verdict != "refuted" or not isinstance(v.assessment.claim, Claim | ArrayClaim):
            return None
        if v.link.role == "arrow":
            return self._of_arrow(v)
        if v.link.role != "claim" or v.link.left is None:
            return None
        if v.link.op in ("=", ":=", "~=", "prop"):
            slip = self._edited(v)
            own = slip is not None and (slip.mended or not slip.past)
            return slip if own else _said(turned(self.attempts, v)) or slip
        # an inequality is mended by too many edits: only the likely ones, where turning it round does not help, or
        # where a line that is broken too holds with them
        shared = any(self._bad(v, s) for s in sides_of(v.link))
        slip = self._edited(v, USUAL) if shared else None
        return slip if slip is not None and slip.mended else _said(turned(self.attempts, v)) or self._edited(v, USUAL)

    # -- one side of an equation ----------------------------------------------------------------------------

    def candidates(self, v: Verdict, highest: float = LATE) -> Iterator[Candidate | float]:
        """The edits of either side, of a price up to the highest, that could mend a link, the most plausible first; of
        equal ones those of the right side, which was written last. A number: nothing that follows costs less."""
        chosen = dict(v.choice)
        made: list[_Made] = []
        assert v.link.left is not None
        for where, here, there in (("right", v.link.right, v.link.left), ("left", v.link.left, v.link.right)):
            node, other = _node(here, chosen), _node(there, chosen)
            if node is None:
                continue
            found = sorted(islice(edits(node, self._hand(v, node, other)), MAX_MADE), key=_price)[:MAX_EDITS]
            near = self._near(v, here, other)
            made += [_Made(e, where, here, node, near) for e in found]
        made = sorted((m for m in made if m.edit.price <= highest), key=lambda m: m.edit.price)[: _most(v)]
        tells = self.attempts.tells(v)
        tried: set[tuple[str, Expr | Node]] = set()
        likely: list[Candidate] = []  # what holds in the counterexample
        valueless: list[Candidate] = []  # what has no value there
        for price, tier in groupby([*made, None], key=lambda m: highest if m is None else m.edit.price):
            ready = [c for c in likely if c.cost <= price - LEAST]
            likely = [c for c in likely if c.cost > price - LEAST]
            yield from sorted(ready, key=_cost)
            yield price - LEAST
            now = [m for m in tier if m is not None]
            now += self._solved(v, made) if price == LATE else []
            for m in now:
                side = replace_side(m.here, m.edit.result)
                numbers = isinstance(v.assessment.claim, Claim)
                meaning = v.context.elaborate(side).expr if numbers else None
                key = (m.where, m.edit.result if meaning is None else meaning)
                if (numbers and meaning is None) or key in tried:
                    continue
                tried.add(key)
                holds, sampled = self.attempts.survives(v, m.here, side)
                if holds is not False:
                    cost = self.document.cost(m.edit, meaning, m.node, m.near, v.link)
                    # of a density that the written line does not speak of the counterexample knows nothing, and of an
                    # extremum over functions neither
                    put_in = frozenset() if m.edit.new is None else self.material.families(m.edit.new)
                    known = likely if holds or not tells or put_in - self.material.families(m.node) else valueless
                    cost += LEFT * (m.where == "left")
                    known.append(Candidate(cost, m.where, m.here, m.edit, side, m.node, sampled))
        yield from sorted(likely, key=_cost)
        yield from sorted(valueless, key=_cost)[:MOST_OPEN]

    def _near(self, v: Verdict, here: Side, there: Node | None) -> frozenset[Node]:
        """The pieces of the opposite side, and of those that other links relate to this one."""
        others = [s for w in self._touching(v, here) for s in sides_of(w.link) if s is not here]
        nodes = [s.readings.first.node for s in others if s.readings.first is not None]
        return frozenset(p for n in (*nodes, *([] if there is None else [there])) for p in pieces_of(n))

    def _solved(self, v: Verdict, made: list[_Made]) -> list[_Made]:
        """The same edits of numbers, with the number that is needed."""
        assert v.link.left is not None
        found: list[_Made] = []
        for where, here, there in (("right", v.link.right, v.link.left), ("left", v.link.left, v.link.right)):
            of_side = [m for m in made if m.where == where]
            if of_side and isinstance(v.assessment.claim, Claim):
                more = solved(v, here, there, [m.edit for m in of_side])
                found += [replace(of_side[0], edit=e) for e in more]
        return found

    def _edited(self, v: Verdict, highest: float = LATE) -> Slip | None:
        """The best edit of a price up to the highest, with the next one where nothing tells the two apart."""
        found: list[tuple[float, Candidate, Slip]] = []
        least = float("inf")
        hope = AGREES * max(self._bad(v, s) for s in sides_of(v.link))
        proofs = sifted = 0
        for c in self.candidates(v, highest):
            if isinstance(c, float):
                if c - hope > least + CLOSE:
                    break
                continue
            if proofs >= MAX_PROOFS:
                break
            if c.cost - hope > least + CLOSE or sifted >= MOST_SIFTED:
                continue
            sifted += 1
            link = _with(v.link, c.here, c.side)
            if not c.sampled and self.attempts.fails(link, v.context, {}):
                continue
            proofs += 1
            if not self.attempts.proves(link, v.context, {}):
                continue
            mended, broken = self._neighbours(v, c.here, c.side)
            if not mended and degenerates(c.node, c.edit):
                continue  # KL(p, p) = 0 is true, and nobody means it
            gain = 1 + len(mended) - broken
            cost = c.cost - AGREES * (gain - 1)
            words = self.material.words(c.edit, c.here, c.where == "left")
            found.append((cost, c, Slip(words, c.where, c.side, c.here, gain, mended, self._past(v, c))))
            least = min(least, cost)
        found.sort(key=lambda one: round(one[0], 9))
        return _told(v, [slip for cost, _, slip in found if cost <= least + CLOSE])

    def _past(self, v: Verdict, c: Candidate) -> bool:
        """E_q[log p(x,z)/q(z)] = log p(x) holds with p(z|x) in the place of the second q; a bound was meant."""
        here = _node(c.here, dict(v.choice))
        if c.edit.past or here is None or c.edit.new is None or "instead of" not in c.edit.words:
            return c.edit.past
        gone = self.material.families(c.edit.target) - self.material.families(c.edit.new)
        after = self.material.families(c.edit.result)
        return bool(gone) and gone <= after <= self.material.families(here)

    def _touching(self, v: Verdict, side: Side) -> Iterator[Verdict]:
        for w in self.trial.verdicts:
            if w is not v and w.link.role == "claim" and w.link.left is not None and side in sides_of(w.link):
                yield w

    def _bad(self, v: Verdict, side: Side) -> int:
        return sum(w.assessment.outcome.verdict == "refuted" for w in self._touching(v, side))

    def _neighbours(self, v: Verdict, old: Side, new: Side) -> tuple[tuple[Link, ...], int]:
        """The other refuted links of the side that hold with the edit, and how many true ones no longer do."""
        mended, broken = [], 0
        for w in self._touching(v, old):
            said = w.assessment.outcome.verdict
            if said in ("definition", "condition"):
                continue
            link = _with(w.link, old, new)
            fails = self.attempts.fails(link, w.context, dict(w.choice))
            if said == "supported" and not fails:
                continue
            good = not fails and self.attempts.proves(link, w.context, dict(w.choice))
            if good and said == "refuted":
                mended.append(w.link)
            broken += not good and said in ("proved", "supported")
        return tuple(mended), broken


    # -- arrows ---------------------------------------------------------------------------------------------

    def _of_arrow(self, v: Verdict) -> Slip | None:
        """An equivalence that holds one way, another premise, a slip in what is concluded, an arrow turned round."""
        if v.link.premise is None or v.link.consequent is None:
            return None
        if v.link.op == "<=>":
            return _said(one_way(self.attempts, v))
        found = _said(other_premise(self.attempts, v, self.trial.verdicts)) or self._concluded(v)
        return found or _said(reversed_arrow(self.attempts, v))

    def _concluded(self, v: Verdict) -> Slip | None:
        """The edit of the conclusion with which it follows."""
        link, chosen = v.link, dict(v.choice)
        assert link.consequent is not None and link.premise is not None
        here, there = link.consequent.right, link.premise.right
        node = _node(here, chosen)
        if node is None or link.consequent.op not in ("=", ":="):
            return None
        found = sorted(islice(edits(node, self._hand(v, node, _node(there, chosen))), MAX_MADE), key=_price)
        for edit in found[:MOST_CONCLUDED]:
            side = replace_side(here, edit.result)
            changed = replace(link, right=side, consequent=replace(link.consequent, right=side))
            if self.attempts.follows(v, side) and self.attempts.holds(v, changed):
                return Slip(self.material.words(edit, here, False) + " this follows", "right", side, here)
        return None


def _told(v: Verdict, slips: list[Slip]) -> Slip | None:
    """The first of several slips that are as likely, in words: alone where another line speaks for it, with the second
    where there are two, as an example where there are more."""
    if not slips:
        return None
    first, words, other = slips[0], slips[0].words, None
    rivals = [s for s in slips[1:] if s.words != words and not first.mended and not first.past]
    if len(rivals) == 1:
        (other,) = rivals
        words = f"either {words} or {other.words}"
    elif rivals:
        words = f"for example {words}"
    return replace(first, words=words + _extent(v.link, first.mended), other=other, rivals=len(rivals))


def _said(words: str) -> Slip | None:
    return Slip(words) if words else None


def _most(v: Verdict) -> int:
    """How many edits are evaluated: integrals over the line are dear."""
    claim = v.assessment.claim
    return MOST_ON_LINES if isinstance(claim, Claim) and claim.facts.laws else 2 * MAX_EDITS


def _cost(c: Candidate) -> float:
    return c.cost


def _price(e: Edit) -> float:
    return e.price


def _with(link: Link, old: Side, new: Side) -> Link:
    return replace(link, left=new) if link.left is old else replace(link, right=new)


def _extent(link: Link, mended: tuple[Link, ...]) -> str:
    """Which lines hold with the edit, in words."""
    if not mended:
        return " this line holds"
    places = sorted({m.number for m in mended} - {link.number})
    return " this line and " + (", ".join(f"({n})" for n in places) if places else "the next") + " hold"


def _node(side: Side, chosen: dict[int, int]) -> Node | None:
    if side.readings.first is None:
        return None
    number = chosen.get(id(side), 0)
    return side.readings.first.node if number == 0 else side.readings.readings[number].node


__all__ = ["Mender", "Slip", "replace_side"]
