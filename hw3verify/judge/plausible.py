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
from hw3verify.judge.edits import Edit
from hw3verify.judge.flow import Link, sides_of
from hw3verify.judge.trial import Trial
from hw3verify.language.surface import Add, App, Div, Mul, Neg, Node, Num, Sym, walk
from hw3verify.language.vocabulary import DIVERGENCES
from hw3verify.meaning.expr import Expr, free_names

AGREES = 0.8  # for each further link that comes to hold, or no longer does
FAMILIAR = 0.05  # for a side that is written in another chain too
STANDS = 0.1  # for a side that stands elsewhere as it is, before the edit
DEGENERATE = 0.3  # for a fraction of equal parts, a divergence from itself
CURED = 0.15  # where there was one, and is none with the edit
SIGNED = 0.06  # for terms with a sign that they have nowhere else
LARGE, LARGEST = 0.0005, 30  # for each node of what is changed: the smaller change is the likelier one
STRANGER = 0.05  # for a name that stands nowhere else and is gone
PIECE = 0.05  # for each piece that is new to the link, in the place of one that is gone
ELSEWHERE = 0.5  # of that, where it is written elsewhere
MOST_PIECES = 4  # that count
LEAST = FAMILIAR + STRANGER + PIECE * MOST_PIECES + CURED + SIGNED  # what the rest of the document may take off a price


class Document:
    """What is written in a document: its sides, and how many sides have each piece."""

    def __init__(self, trial: Trial) -> None:
        self.chains: dict[str, set[int]] = {}  # what a side says, as `alike` has it -> the chains that say so
        self.pieces: Counter[Node] = Counter()
        self.signed: Counter[tuple[Node, int]] = Counter()
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
                    self.pieces.update(set(pieces_of(s.readings.first.node)))
                    self.signed.update(_signed(s.readings.first.node))
                    self.nodes[s.readings.first.node] += 1

    def cost(self, edit: Edit, meaning: Expr | None, here: Node, near: frozenset[Node], link: Link) -> float:
        """The price of an edit of the side `here`, before its neighbours are asked; `near` are the pieces of the sides
        that the document relates to this one."""
        cost = edit.price
        if meaning is not None and free_names(meaning) and self.chains.get(form(meaning), set()) - {link.chain}:
            cost -= FAMILIAR  # that two numbers are the same says little
        if self.nodes[here] > 1:
            cost += STANDS
        cost += DEGENERATE * degenerates(here, edit)
        cost -= CURED * (_degenerate(edit.result) < _degenerate(here))
        before, after = Counter(pieces_of(here)), Counter(pieces_of(edit.result))
        kept = before & after
        gone = sorted((self._new(n, before, near, kept) for n in (before - after).elements()), reverse=True)
        made = [self._new(n, before, near, kept) for n in (after - before).elements()]
        change = sum(made) - sum(gone[: len(made)])  # what is only left out is no gain
        cost += PIECE * max(-MOST_PIECES, min(MOST_PIECES, change))
        cost += SIGNED * max(-1, min(1, self._odd_signs(edit.result, here) - self._odd_signs(here, here)))
        lost = (n for n in before if n not in after and n not in near and isinstance(n, Sym))
        cost -= STRANGER * any(self._new(n, before, near, kept) == 1.0 for n in lost)
        return cost + LARGE * min(LARGEST, sum(1 for _ in walk(edit.target)))

    def _new(self, piece: Node, own: Counter[Node], near: frozenset[Node], kept: Counter[Node]) -> float:
        """0 for what stands on the other side of a link of this side, 1 for what stands nowhere else."""
        if piece in near:
            return 0.0
        elsewhere = self.pieces[piece] > (piece in own) or kept[piece] > 0
        return ELSEWHERE if elsewhere else 1.0

    def _odd_signs(self, node: Node, own: Node) -> int:
        """How many terms have a sign that they have nowhere else, where elsewhere they have the other one."""
        odd = 0
        here = Counter(_signed(own))
        for n, sign in _signed(node):
            same, turned = (self.signed[n, s] - here[n, s] for s in (sign, -sign))
            odd += turned > 0 >= same
        return odd


def degenerates(here: Node, edit: Edit) -> bool:
    """Does an edit of the side `here` make a fraction or difference of equal parts, or a divergence from itself?"""
    return _degenerate(edit.result) > _degenerate(here)


def _degenerate(node: Node) -> int:
    """How many fractions have equal parts, differences equal terms, divergences equal arguments."""
    found = 0
    for n in walk(node):
        found += isinstance(n, Div) and n.num == n.den
        found += isinstance(n, Add) and any(isinstance(t, Neg) and t.arg in n.terms for t in n.terms)
        named = isinstance(n, App) and isinstance(n.fn, Sym) and n.fn.base in DIVERGENCES
        found += named and isinstance(n, App) and len(n.args) == 2 and n.args[0] == n.args[1]
    return found


def pieces_of(node: Node) -> list[Node]:
    """The formulas within a formula; a sign is none."""
    return [n for n in walk(node) if not isinstance(n, Neg)]


def _signed(node: Node) -> list[tuple[Node, int]]:
    """The terms of a formula and of the sums within it, and their factors, with the signs in front of them."""
    found: list[tuple[Node, int]] = []
    stack = [(t, 1) for n in walk(node) if isinstance(n, Add) for t in n.terms]
    stack += [] if isinstance(node, Add) else [(node, 1)]
    while stack:
        n, sign = stack.pop()
        if isinstance(n, Neg):
            stack.append((n.arg, -sign))
            continue
        if not isinstance(n, Num | Sym | App):
            found.append((n, sign))
        if isinstance(n, Mul):
            stack.extend((f, sign) for f in n.factors if not isinstance(f, Add))
    return found
