"""How plausible it is that an edit undoes what was done: the smaller, the likelier.

What is added up are a few observations about slips, none of which is a law:

* an edit has a price of its own (`edits`): signs are lost more often than squares;
* it is likely where it makes the links on either side of the one that is broken hold too, and unlikely where it breaks
  them: the line is shared, and one slip breaks both;
* what it makes is likely if it stands elsewhere in the document, as a whole or in its pieces, and unlikely if what is
  changed stands elsewhere as it is: people copy;
* nobody means p/p, or the divergence of p from p.
"""

from __future__ import annotations

from collections import Counter

from hw3verify.judge.alike import form
from hw3verify.judge.assess import sides_of
from hw3verify.judge.edits import Edit
from hw3verify.judge.flow import Link
from hw3verify.judge.trial import Trial
from hw3verify.language.surface import App, Div, Neg, Node, Sym, walk
from hw3verify.language.vocabulary import DIVERGENCES
from hw3verify.meaning.expr import Expr, free_names

AGREES = 0.8  # for each further link that comes to hold, or no longer does
FAMILIAR = 0.05  # for a side that is written in another chain too
STANDS = 0.1  # for a side that stands elsewhere as it is, before the edit
DEGENERATE = 0.3  # for a fraction of equal parts, a divergence from itself
STRANGER = 0.05  # for a name that stands nowhere else and is gone
PIECE = 0.05  # for each piece that is new to the link, in the place of one that is gone
ELSEWHERE = 0.5  # of that, where it is written elsewhere
MOST_PIECES = 4  # that count
LEAST = FAMILIAR + STRANGER + PIECE * MOST_PIECES  # what the rest of the document may take off a price


class Document:
    """What is written in a document: its sides, and how many sides have each piece."""

    def __init__(self, trial: Trial) -> None:
        self.chains: dict[str, set[int]] = {}  # what a side says, as `alike` has it -> the chains that say so
        self.pieces: Counter[Node] = Counter()
        self.nodes: Counter[Node] = Counter()
        seen = set()
        for v in trial.verdicts:
            for s in sides_of(v.link):
                if id(s) in seen:
                    continue
                seen.add(id(s))
                meaning = v.context.elaborate(s)
                if meaning.expr is not None:
                    self.chains.setdefault(form(meaning.expr), set()).add(v.link.chain)
                if s.readings.first is not None:
                    self.pieces.update(_pieces(s.readings.first.node))
                    self.nodes[s.readings.first.node] += 1

    def cost(self, edit: Edit, meaning: Expr | None, here: Node, there: Node | None, link: Link) -> float:
        """The price of an edit of the side `here`, opposite to `there`, before its neighbours are asked."""
        cost = edit.price
        if meaning is not None and free_names(meaning) and self.chains.get(form(meaning), set()) - {link.chain}:
            cost -= FAMILIAR  # that two numbers are the same says little
        if self.nodes[here] > 1:
            cost += STANDS
        cost += DEGENERATE * degenerates(here, edit)
        other = frozenset() if there is None else _pieces(there)
        before, after = _pieces(here), _pieces(edit.result)
        own = (before, other)
        gone = sorted((self._new(n, own) for n in before - after - other), reverse=True)
        made = [self._new(n, own) for n in after - before - other]
        change = sum(made) - sum(gone[: len(made)])  # what is only left out is no gain
        cost += PIECE * max(-MOST_PIECES, min(MOST_PIECES, change))
        strangers = [n for n in before - after - other if isinstance(n, Sym) and self._new(n, own) == 1.0]
        return cost - STRANGER * bool(strangers)

    def _new(self, piece: Node, own: tuple[frozenset[Node], ...]) -> float:
        """1 for what stands nowhere else; `own` are the pieces of the link's sides."""
        return ELSEWHERE if self.pieces[piece] > sum(piece in side for side in own) else 1.0


def degenerates(here: Node, edit: Edit) -> bool:
    """Does an edit of the side `here` make a fraction of equal parts, or a divergence from itself?"""
    return _degenerate(edit.result) > _degenerate(here)


def _degenerate(node: Node) -> int:
    """How many fractions have equal parts, how many divergences equal arguments."""
    found = 0
    for n in walk(node):
        found += isinstance(n, Div) and n.num == n.den
        named = isinstance(n, App) and isinstance(n.fn, Sym) and n.fn.base in DIVERGENCES
        found += named and isinstance(n, App) and len(n.args) == 2 and n.args[0] == n.args[1]
    return found


def _pieces(node: Node) -> frozenset[Node]:
    """The formulas within a formula; a sign is none."""
    return frozenset(n for n in walk(node) if not isinstance(n, Neg))
