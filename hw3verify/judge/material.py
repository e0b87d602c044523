"""What a document offers to the edits of its formulas: densities, names, numbers, and how they are written.

`Material(trial)` is collected once; `hand(...)` says what may be put into one side, `words(...)` how an edit of it is
told to the author. Nothing here decides anything.
"""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Any

from hw3verify.judge.edits import Edit, Hand
from hw3verify.judge.flow import Side, sides_of
from hw3verify.judge.trial import Trial
from hw3verify.language.shapes import is_transpose
from hw3verify.language.surface import Add, App, Deriv, Func, Neg, Node, Num, Pow, Sym, walk
from hw3verify.language.vocabulary import DIVERGENCES

MOST_OF_A_KIND = 8  # densities, names, numbers that may be put in
FEW = 4  # of a kind in a part, below which other parts are looked at
LONGEST = 60  # characters of a formula in a sentence


class Material:
    """The densities of a document, and the LaTeX with which its names and applications were first written."""

    def __init__(self, trial: Trial) -> None:
        self.vocabulary = trial.vocabulary
        displays = {
            id(s): display.latex for _, display, reading, _ in trial.shown for s in reading.sides if s is not None
        }
        places = {part: i for i, part in enumerate(dict.fromkeys(v.link.part for v in trial.verdicts))}
        every = [(s, places[v.link.part]) for v in trial.verdicts for s in sides_of(v.link)]
        self.places = places
        self.texts = {id(s): displays[id(s.readings)] for s, _ in every if id(s.readings) in displays}
        self.written: dict[Node, str] = {}
        self.heads: dict[Sym, set[int]] = {}  # with the numbers of the parts in which they stand
        self.names: dict[Sym, set[int]] = {}
        self.apps: dict[App, set[int]] = {}
        for s, place in every:
            for n in walk(s.readings.first.node) if s.readings.first is not None else ():
                if isinstance(n, App) and isinstance(n.fn, Sym) and trial.vocabulary.is_density(n.fn):
                    self.heads.setdefault(n.fn, set()).add(place)
                    self.apps.setdefault(n, set()).add(place)
                elif isinstance(n, App) and isinstance(n.fn, Sym) and n.fn.base in DIVERGENCES:
                    for a in n.args:
                        if isinstance(a, Sym) and trial.vocabulary.is_density(a):
                            self.heads.setdefault(a, set()).add(place)
                elif isinstance(n, Sym):
                    self.names.setdefault(n, set()).add(place)
                text = self.texts.get(id(s), "")
                if isinstance(n, App | Sym) and n not in self.written and 0 <= n.start < n.end <= len(text):
                    self.written[n] = _closed(text, n)

    def hand(self, part: str, here: Node, there: Node | None, around: list[Node], arrays: bool = False) -> Hand:
        """What an edit of `here` may put in: what stands on either side, in the lines around, or in the part."""
        near = [n for node in (there, here) if node is not None for n in walk(node)]
        wider = near + [n for node in around for n in walk(node)]
        applied = (*wider, *self._nearest(self.apps, part))
        apps = dict.fromkeys(n for n in applied if isinstance(n, App) and n.fn in self.heads)
        heads: dict[str, Sym] = {}
        for n in (*wider, *self._nearest(self.heads, part)):
            fn = n.fn if isinstance(n, App) else n
            if isinstance(fn, Sym) and fn in self.heads:
                heads.setdefault(self.vocabulary.family(fn), fn)
        terms = there.terms if isinstance(there, Add) else ()
        few = MOST_OF_A_KIND
        return Hand(
            tuple(apps)[:few],
            tuple(heads.values())[:few],
            frozenset(self.heads),
            self._names(near, wider, self._nearest(self.names, part)),
            tuple(dict.fromkeys(n for n in wider if isinstance(n, Num) and n.value))[:few],
            tuple(t.arg if isinstance(t, Neg) else t for t in terms),
            self._parameters(wider)[:few],
            frozenset(n for n in wider if isinstance(n, Pow) and n.exponent == Num(Fraction(2))),
            self._exponents(wider) if arrays else (),
            arrays,
            any(isinstance(n, Func) and n.name == "log" for n in (there, *around)),
        )

    def families(self, node: Node) -> frozenset[str]:
        """The densities of a formula, each under one name."""
        heads = (n.fn if isinstance(n, App) else n for n in walk(node))
        return frozenset(self.vocabulary.family(h) for h in heads if isinstance(h, Sym) and h in self.heads)

    def _parameters(self, wider: list[Node]) -> tuple[Node, ...]:
        """What is differentiated by, and the indices of densities and functions."""
        found: list[Node] = []
        for n in wider:
            if isinstance(n, Deriv):
                found += [by for by, _ in n.by]
            elif isinstance(n, App):
                found += [a for a in (*(n.fn.sub if isinstance(n.fn, Sym) else ()), *n.args) if isinstance(a, Sym)]
        return tuple(dict.fromkeys(found))

    def _exponents(self, wider: list[Node]) -> tuple[Node, ...]:
        """Exponents that are no powers of numbers: the mark of a transpose, and the inverse beside it."""
        marks = dict.fromkeys(n.exponent for n in wider if isinstance(n, Pow) and is_transpose(n))
        return (*(marks or (Sym("T"),)), Num(Fraction(-1), "-1"))

    def _nearest(self, found: dict[Any, set[int]], part: str) -> list[Any]:
        """What stands in a part; where that is little, also what stands in the parts nearest to it."""
        here = self.places[part]
        own = [n for n, places in found.items() if here in places]
        others = [n for n, places in found.items() if here not in places]
        others.sort(key=lambda n: min(abs(p - here) for p in found[n]))
        return own + others[: max(0, FEW - len(own))]

    def _names(self, near: list[Node], wider: list[Node], others: list[Sym]) -> tuple[tuple[Sym, ...], ...]:
        """Names that stand as arguments, and the others."""
        applied = [n for n in wider if isinstance(n, App) and not (isinstance(n.fn, Sym) and n.fn.base in DIVERGENCES)]
        inside = dict.fromkeys(a for n in applied for a in (*n.args, *n.given))
        other = {i for n in wider if isinstance(n, Sym) for i in n.sub} | {n.fn for n in applied}
        names = dict.fromkeys(
            n for n in (*near, *inside, *others)
            if isinstance(n, Sym) and n not in self.heads and (n in inside or n not in other)
            and n.base not in DIVERGENCES and not self.vocabulary.is_density(n)
        )  # fmt: skip
        return tuple(tuple(n for n in names if (n in inside) is kind)[:MOST_OF_A_KIND] for kind in (True, False))

    def words(self, edit: Edit, side: Side, on_left: bool) -> str:
        """An edit of a side, as the beginning of a sentence."""
        target = _shown(_closed(self.texts.get(id(side), ""), edit.target), "one part of it")
        new = "another" if edit.new is None else self._latex(edit.new)
        words = edit.words.replace("{}", target).replace("<>", new)
        return f"{words}{', on the left,' if on_left else ''}"

    def _latex(self, node: Node) -> str:
        """The LaTeX of something that is put in."""
        if isinstance(node, Num):
            return f"${node.text or node.value}$"
        if isinstance(node, Func) and node.name == "log" and isinstance(node.args[0], Num):
            return f"$\\log {node.args[0].text}$"
        if node in self.written:
            return _shown(self.written[node], "another name")
        if isinstance(node, App):
            alike = next((a for a in self.apps if a in self.written and self._alike(a, node)), None)
            if alike is not None:  # p(z) in a text that writes both p and p_\theta
                return _shown(self.written[alike], "another name")
            parts = [[self._latex(a) for a in items] for items in (node.args, node.given)]
            if not any("another" in p for items in parts for p in items):
                inner = " | ".join(",".join(p.strip("$") for p in items) for items in parts if items)
                head = self._latex(node.fn).strip("$")
                return f"${head}({inner})$"
        return "another formula"

    def _alike(self, a: App, b: App) -> bool:
        """Do two applications differ in the spelling of one density at most?"""
        if (a.args, a.given) != (b.args, b.given) or not isinstance(a.fn, Sym) or not isinstance(b.fn, Sym):
            return False
        return self.vocabulary.family(a.fn) == self.vocabulary.family(b.fn)


def _closed(text: str, node: Node) -> str:
    """The LaTeX of a node; where it ends before its own closing bracket, with that bracket."""
    start, end = node.start, node.end
    written = text[start:end].strip() if 0 <= start < end <= len(text) else ""
    if written.count("(") == written.count(")") + 1:
        closing = re.match(r"\s*(?:\\right)?\s*\)", text[end:])
        written += closing[0].strip() if closing else ""
    return written


def _shown(written: str, otherwise: str) -> str:
    whole = written.count("(") == written.count(")") and written.count("{") == written.count("}")
    return f"${written}$" if written and whole and len(written) < LONGEST else otherwise
