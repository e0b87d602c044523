"""What went wrong: the single edit that mends a refuted link.

Every edit of either side (`edits`) is first evaluated in the counterexample itself, exactly: what still fails there is
no repair. What is left must be proved like any other claim. The best edit is the one with which most of the links that
touch its side hold (the slip is where one change mends everything), then the likeliest. Where no edit helps, another
direction of the relation is tried, or of the arrow. Bounded in edits and proofs; a hint is a suggestion, never a
verdict.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice

from hw3verify.judge.alike import form
from hw3verify.judge.assess import Assessor, sides_of
from hw3verify.judge.choose import Verdict
from hw3verify.judge.edits import LIKELY, USUAL, Edit, Hand, edits
from hw3verify.judge.flow import Link, Proposition, Side
from hw3verify.judge.link import Outcome, with_equalities
from hw3verify.judge.material import Material
from hw3verify.judge.trial import Trial
from hw3verify.kernel.counterexample import places_of
from hw3verify.kernel.evaluate import relation_holds
from hw3verify.language.readings import Reading
from hw3verify.language.surface import Node
from hw3verify.meaning.claim import Claim, Relation
from hw3verify.meaning.evidence import Counterexample
from hw3verify.meaning.expr import Expr
from hw3verify.meaning.matrix import ArrayClaim
from hw3verify.meaning.value import CannotEvaluate

MAX_EDITS = 500  # of one side
MAX_PROOFS = 30  # of one link
MOST_OPEN = 12  # edits that the counterexample says nothing of
FAMILIAR = 0.2  # how much likelier an edit is that gives what is written elsewhere
MOST_OF_A_KIND = 8  # densities, names, numbers that may be put in
GOOD = ("proved", "definition", "condition")
TURNS = {"=": (">=", "<="), ">=": ("<=",), "<=": (">=",), ">": ("<",), "<": (">",), "!=": ("=",)}


@dataclass(frozen=True, slots=True)
class Slip:
    """The words for what mends a link.

    where, side   the side that is edited ("left" or "right") and what it would be; None for another relation
    gain          links that come to hold, less those that no longer do
    mended        the other links that come to hold
    """

    words: str
    where: str = ""
    side: Side | None = None
    old: Side | None = None
    gain: int = 1
    mended: tuple[Link, ...] = ()


class _Edited:
    """The readings of a side that has been edited: exactly one."""

    __slots__ = ("end", "error", "first", "readings", "start")

    def __init__(self, node: Node) -> None:
        self.first = Reading(node, (), (), 0, ())
        self.readings = (self.first,)
        self.error = None
        self.start = self.end = 0


Candidate = tuple[float, str, Side, Edit, Side, Expr]  # price, which side, it, its edit, what it becomes and means


class Sieve(Assessor):
    """Looks for a counterexample only: cheaper than the search for a proof, which nearly every edit would fail."""

    def decide(self, claim: Claim | ArrayClaim, vague: frozenset[str], imposed: bool = False) -> Outcome:  # noqa: ARG002 - as above it
        """Refuted without a certificate, or undecided."""
        if isinstance(claim, ArrayClaim):
            return Outcome("undecided", "")
        from hw3verify.search.refute.find import find_counterexample

        found = find_counterexample(with_equalities(claim))
        return Outcome("refuted" if found.counterexample is not None else "undecided", "")


class Mender:
    """Looks for the slips of one document; what the document offers is collected once."""

    def __init__(self, trial: Trial) -> None:
        self.trial = trial
        self.sieve = Sieve()
        self.material = Material(trial)
        self.forms: dict[str, set[int]] = {}  # what is written -> the chains that say so
        for v in trial.verdicts:
            for s in sides_of(v.link):
                meaning = v.context.elaborate(s)
                if meaning.expr is not None:
                    self.forms.setdefault(form(meaning.expr), set()).add(v.link.chain)

    def _hand(self, v: Verdict, here: Node, there: Node | None) -> Hand:
        sides = dict.fromkeys(s for s in sides_of(v.link) for w in self._touching(v, s) for s in sides_of(w.link))
        return self.material.hand(
            here, there, [s.readings.first.node for s in sides if s.readings.first is not None]
        )

    def slip(self, at: int) -> Slip | None:
        """What mends the refuted link with this number, if one change does."""
        v = self.trial.verdicts[at]
        if v.assessment.outcome.verdict != "refuted" or not isinstance(v.assessment.claim, Claim):
            return None  # edits of formulas with matrices are not searched
        if v.link.role == "arrow":
            return self._of_arrow(v)
        if v.link.role != "claim" or v.link.left is None:
            return None
        if v.link.op in ("=", ":=", "~="):
            return self._edited(v, self._candidates(v)) or self._turned(v)
        # an inequality is mended by too many edits: only the likeliest of them, where turning it round does not help
        return self._turned(v) or self._edited(v, [c for c in self._candidates(v) if c[0] <= LIKELY])

    # -- one side of an equation ----------------------------------------------------------------------------

    def _candidates(self, v: Verdict) -> list[tuple[float, str, Side, Edit]]:
        """The edits of either side, likely ones first; of equal ones those of the right side, written last."""
        assert v.link.left is not None
        found = []
        chosen = dict(v.choice)
        for order, (where, here, there) in enumerate(
            (("right", v.link.right, v.link.left), ("left", v.link.left, v.link.right))
        ):
            node, other = _node(here, chosen), _node(there, chosen)
            if node is None:
                continue
            for k, edit in enumerate(islice(edits(node, self._hand(v, node, other)), MAX_EDITS)):
                found.append((edit.price, order, k, where, here, edit))
        found.sort(key=lambda f: f[:3])
        return [(f[0], *f[3:]) for f in found]

    def _edited(self, v: Verdict, candidates: list[tuple[float, str, Side, Edit]]) -> Slip | None:
        best: Slip | None = None
        rank: tuple[float, ...] = ()
        hope = max(self._bad(v, s) for s in sides_of(v.link)) + 1
        proofs = 0
        tried: set[Expr] = set()
        likely: list[Candidate] = []  # what holds in the counterexample
        valueless: list[Candidate] = []  # what has no value there
        for candidate in candidates:
            side = replace_side(candidate[2], candidate[3].result)
            meaning = v.context.elaborate(side).expr
            if meaning is None or meaning in tried:
                continue
            tried.add(meaning)
            holds = self._survives(v, candidate[2], side)
            if holds is not False:
                (valueless if holds is None else likely).append((*candidate, side, meaning))
        for price, where, here, edit, side, meaning in (*likely, *valueless[:MOST_OPEN]):
            if proofs >= MAX_PROOFS or (best is not None and best.gain >= hope and price > rank[-1] + USUAL - 1):
                break
            link = _with(v.link, here, side)
            if self.sieve.assess(link, v.context, {}).outcome.verdict == "refuted":
                continue
            proofs += 1
            if self.trial.assessor.assess(link, v.context, {}, imposed=True).outcome.verdict not in GOOD:
                continue
            mended, broken = self._neighbours(v, here, side)
            gain = 1 + len(mended) - broken
            elsewhere = bool(self.forms.get(form(meaning), set()) - {v.link.chain})
            new_rank = (-gain, price - FAMILIAR * elsewhere)
            if best is None or new_rank < rank:
                words = self.material.words(edit, here, where == "left") + _extent(v.link, mended)
                best, rank = Slip(words, where, side, here, gain, mended), new_rank
        return best

    def _survives(self, v: Verdict, old: Side, new: Side) -> bool | None:
        """Could the edited relation be true? It must not fail where the written one failed."""
        assert v.link.left is not None
        certified = v.assessment.outcome.certified
        meaning = v.context.elaborate(new)
        kept = v.context.elaborate(v.link.left if old is v.link.right else v.link.right, 0, meaning.density)
        if meaning.expr is None or kept.expr is None:
            return False
        if certified is None or not isinstance(certified.evidence, Counterexample):
            return None
        assert isinstance(certified.claim, Claim)
        left, right = (kept.expr, meaning.expr) if old is v.link.right else (meaning.expr, kept.expr)
        try:
            says = Relation(left, "=" if v.link.op == ":=" else v.link.op, right)
            world, places = certified.evidence.world, places_of(certified.evidence)
            return relation_holds(says, world, places, certified.claim.facts) is not False  # balls may overlap
        except CannotEvaluate:
            return None
        except (KeyError, IndexError, ValueError):
            return False

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
            after = self.trial.assessor.assess(_with(w.link, old, new), w.context, dict(w.choice), imposed=True)
            good = after.outcome.verdict in GOOD
            if good and said == "refuted":
                mended.append(w.link)
            broken += not good and said in ("proved", "supported")
        return tuple(mended), broken

    # -- relations and arrows -------------------------------------------------------------------------------

    def _turned(self, v: Verdict) -> Slip | None:
        """The same sides with another relation."""
        for op in TURNS.get(v.link.op, ()):
            turned = replace(v.link, op=op)
            if self.trial.assessor.assess(turned, v.context, dict(v.choice), imposed=True).outcome.verdict == "proved":
                if v.link.op == "=":
                    return Slip(f"only {op} holds here, not =")
                if v.link.op == "!=":
                    return Slip("both sides are equal")
                return Slip(f"the inequality points the other way: {op}")
        return None

    def _of_arrow(self, v: Verdict) -> Slip | None:
        """An equivalence that holds one way, an arrow that points the other way, a slip in what is concluded."""
        link = v.link
        if link.premise is None or link.consequent is None:
            return None
        if link.op == "<=>":
            for op, words in (("=>", "only => holds here, not <="), ("<=>", "")):
                one = replace(link, op=op) if words else _reversed(link, "=>")
                if self.holds(v, one):
                    return Slip(words or "only <= holds here, not =>")
            return None
        for w in self.trial.verdicts:  # what was assumed or concluded elsewhere in the part
            p = w.link
            if p.left is None or p.part != link.part or p.role not in ("premise", "consequent"):
                continue
            other = Proposition(p.left, p.op, p.right)
            same = {(q.left.latex, q.right.latex) for q in (link.premise, link.consequent)}
            if (p.left.latex, p.right.latex) not in same and self.holds(v, replace(link, premise=other, also=())):
                return Slip(f"this follows from ({p.number}), not from what stands before the arrow")
        slip = self._concluded(v)
        if slip is None and not link.also and self.holds(v, _reversed(link, "=>")):
            return Slip("the arrow points the other way: what is concluded implies what was assumed")
        return slip

    def _concluded(self, v: Verdict) -> Slip | None:
        """The edit of the conclusion with which it follows."""
        link, chosen = v.link, dict(v.choice)
        assert link.consequent is not None and link.premise is not None
        here, there = link.consequent.right, link.premise.right
        node = _node(here, chosen)
        if node is None or link.consequent.op not in ("=", ":="):
            return None
        found = sorted(islice(edits(node, self._hand(v, node, _node(there, chosen))), MAX_EDITS), key=lambda e: e.price)
        for edit in found[:MAX_PROOFS]:
            side = replace_side(here, edit.result)
            changed = replace(link, right=side, consequent=replace(link.consequent, right=side))
            if self.holds(v, changed):
                return Slip(self.material.words(edit, here, False) + " this follows", "right", side, here)
        return None

    def holds(self, v: Verdict, link: Link) -> bool:
        """Is a link that nobody wrote proved at the place of this one?"""
        return self.trial.assessor.assess(link, v.context, dict(v.choice)).outcome.verdict == "proved"


def replace_side(side: Side, node: Node) -> Side:
    """The side as it would be with another formula."""
    return Side(side.number, side.latex, side.start, _Edited(node))  # type: ignore[arg-type]  # what a link asks of it


def _with(link: Link, old: Side, new: Side) -> Link:
    return replace(link, left=new) if link.left is old else replace(link, right=new)


def _reversed(link: Link, op: str) -> Link:
    return replace(link, op=op, premise=link.consequent, consequent=link.premise)


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


__all__ = ["Mender", "Proposition", "Slip", "replace_side"]
