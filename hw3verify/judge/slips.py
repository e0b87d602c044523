"""What went wrong: the single edit that mends a refuted link.

Every edit of either side (`edits`), and every other direction of the relation, is first evaluated in the counterexample
itself, exactly: what still fails there is no repair. What is left must be proved like any other claim. Edits that also
keep the neighbouring links true come first: the slip is where one change mends everything. Bounded in edits and
proofs; a hint is a suggestion, never a verdict.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import product

from hw3verify.judge.assess import Assessor, sides_of
from hw3verify.judge.choose import Verdict
from hw3verify.judge.edits import Edit, edits
from hw3verify.judge.flow import Link, Side
from hw3verify.judge.trial import Trial
from hw3verify.kernel.counterexample import places_of
from hw3verify.kernel.evaluate import relation_holds
from hw3verify.language.readings import Reading
from hw3verify.language.surface import App, Node, Sym, walk
from hw3verify.meaning.claim import Relation
from hw3verify.meaning.evidence import Counterexample
from hw3verify.meaning.value import CannotEvaluate

MAX_EDITS = 150  # of one side
MAX_PROOFS = 12  # of one link
GOOD = ("proved", "definition", "condition")


@dataclass(frozen=True, slots=True)
class Slip:
    """The words for an edit that mends a link, and how many neighbouring links are true with it."""

    words: str
    neighbours: int = 0


class _Edited:
    """The readings of a side that has been edited: exactly one."""

    __slots__ = ("end", "error", "first", "readings", "start")

    def __init__(self, node: Node) -> None:
        self.first = Reading(node, (), (), 0, ())
        self.readings = (self.first,)
        self.error = None
        self.start = self.end = 0


def slips(trial: Trial) -> dict[int, str]:
    """Index of a refuted link -> what to change, in words."""
    found: dict[int, str] = {}
    texts = {id(side): text for side, text in _texts(trial)}
    densities = _densities(trial)
    for i, v in enumerate(trial.verdicts):
        if v.assessment.outcome.verdict == "refuted" and v.link.role == "claim" and v.link.left is not None:
            best = _best(trial, v, texts, densities)
            if best is not None:
                found[i] = best.words
    return found


def _best(trial: Trial, v: Verdict, texts: dict[int, str], densities: tuple[Sym, ...]) -> Slip | None:
    assert v.link.left is not None
    if v.link.op not in ("=", ":="):  # an inequality is mended by too many edits to name one
        return _turned(trial.assessor, v)
    chosen = dict(v.choice)
    proofs = 0
    best: Slip | None = None
    sides = ((v.link.right, v.link.left), (v.link.left, v.link.right))
    for late, (here, there) in product((False, True), sides):
        node, other = _node(here, chosen), _node(there, chosen)
        if node is None or other is None:
            continue
        factors = tuple(dict.fromkeys(n for n in walk(other) if isinstance(n, App) and n.fn in densities))[:3]
        for count, edit in enumerate(edits(node, factors, densities)):
            if count >= MAX_EDITS or proofs >= MAX_PROOFS:
                break
            if edit.late is not late:
                continue
            side = replace_side(here, edit.result)
            if not _survives(v, here, side):
                continue
            proofs += 1
            link = _with(v.link, here, side)
            if trial.assessor.assess(link, v.context, {}, imposed=True).outcome.verdict not in GOOD:
                continue
            slip = Slip(_words(edit, texts.get(id(here), ""), here is v.link.left), _neighbours(trial, v, here, side))
            if best is None or slip.neighbours > best.neighbours:
                best = slip
            if best.neighbours == _touching(trial, v, here):
                return best
    return best or _turned(trial.assessor, v)


def _turned(assessor: Assessor, v: Verdict) -> Slip | None:
    """The same sides with another relation."""
    options = {"=": (">=", "<="), ">=": ("<=",), "<=": (">=",), ">": ("<",), "<": (">",)}
    for op in options.get(v.link.op, ()):
        turned = replace(v.link, op=op)
        if assessor.assess(turned, v.context, dict(v.choice), imposed=True).outcome.verdict == "proved":
            if v.link.op == "=":
                return Slip(f"only {op} holds here, not =")
            return Slip(f"the inequality points the other way: {op}")
    return None


def _survives(v: Verdict, old: Side, new: Side) -> bool:
    """Could the edited relation be true? It must not fail where the written one failed."""
    assert v.link.left is not None
    certified = v.assessment.outcome.certified
    meaning = v.context.elaborate(new)
    kept = v.context.elaborate(v.link.left if old is v.link.right else v.link.right, 0, meaning.density)
    if meaning.expr is None or kept.expr is None:
        return False
    if certified is None or not isinstance(certified.evidence, Counterexample):
        return True
    left, right = (kept.expr, meaning.expr) if old is v.link.right else (meaning.expr, kept.expr)
    try:
        says = Relation(left, "=" if v.link.op == ":=" else v.link.op, right)
        world, places = certified.evidence.world, places_of(certified.evidence)
        return relation_holds(says, world, places, certified.claim.facts) is not False
    except CannotEvaluate:
        return True
    except (KeyError, IndexError, ValueError):
        return False


def replace_side(side: Side, node: Node) -> Side:
    """The side as it would be with another formula."""
    return Side(side.number, side.latex, side.start, _Edited(node))  # type: ignore[arg-type]  # what a link asks of it


def _with(link: Link, old: Side, new: Side) -> Link:
    return replace(link, left=new) if link.left is old else replace(link, right=new)


def _touching(trial: Trial, v: Verdict, side: Side) -> int:
    return sum(1 for w in trial.verdicts if w is not v and w.link.role == "claim" and side in sides_of(w.link))


def _neighbours(trial: Trial, v: Verdict, old: Side, new: Side) -> int:
    """How many other links of the side are true with the edit."""
    count = 0
    for w in trial.verdicts:
        if w is v or w.link.role != "claim" or w.link.left is None or old not in sides_of(w.link):
            continue
        if w.assessment.outcome.verdict in ("definition", "condition"):
            count += 1
        else:
            tried = trial.assessor.assess(_with(w.link, old, new), w.context, dict(w.choice), imposed=True)
            count += tried.outcome.verdict in GOOD
    return count


def _node(side: Side, chosen: dict[int, int]) -> Node | None:
    if side.readings.first is None:
        return None
    number = chosen.get(id(side), 0)
    return side.readings.first.node if number == 0 else side.readings.readings[number].node


def _texts(trial: Trial) -> list[tuple[Side, str]]:
    """The display that every side stands in, as LaTeX (offsets of nodes count from its beginning)."""
    displays = {id(s): display.latex for _, display, reading, _ in trial.shown for s in reading.sides if s is not None}
    sides = [s for v in trial.verdicts for s in sides_of(v.link)]
    return [(s, displays[id(s.readings)]) for s in sides if id(s.readings) in displays]


def _densities(trial: Trial) -> tuple[Sym, ...]:
    """The names of the document's densities as written."""
    found: dict[Sym, None] = {}
    for reading in trial.readings.values():
        for s in reading.sides:
            if s is not None and s.first is not None:
                for n in walk(s.first.node):
                    if isinstance(n, App) and isinstance(n.fn, Sym) and trial.vocabulary.is_density(n.fn):
                        found[n.fn] = None
    return tuple(found)[:8]


def _words(edit: Edit, text: str, on_left: bool) -> str:
    start, end = edit.target.start, edit.target.end
    written = text[start:end].strip() if 0 <= start < end <= len(text) else ""
    if written.count("(") == written.count(")") + 1:  # the node ends before its own closing bracket
        closing = re.match(r"\s*(?:\\right)?\s*\)", text[end:])
        written += closing[0].strip() if closing else ""
    whole = written.count("(") == written.count(")") and written.count("{") == written.count("}")
    shown = f"${written}$" if written and whole and len(written) < 60 else "one part of it"
    words = edit.words.replace("{}", shown)
    return f"{words}{', on the left,' if on_left else ''} this line holds"
