"""What a stated formula is about: the letters that it declares or defines.

A part that introduces a name anew is not bound by what an earlier part has said of it: `in_force` leaves that out.
"""

from __future__ import annotations

from hw3verify.language.array_words import noun_of, tied
from hw3verify.language.scope import Said
from hw3verify.language.shapes import ident
from hw3verify.language.surface import Dots, Sym, Tuple_

_INDICES = tuple((Sym(letter),) for letter in "ijklmn")


def in_force(said: tuple[Said, ...]) -> tuple[Said, ...]:
    """What is said, without what earlier parts have said of names that this one introduces anew."""
    anew = {ident(s) for x in said if not x.inherited and x.lasts for s in introduced(x)}
    return tuple(x for x in said if not (x.inherited and any(ident(s) in anew for s in introduced(x))))


def introduced(said: Said) -> list[Sym]:
    """The letters that a formula declares or defines."""
    if said.ops in (("=",), (":=",)):
        return [s for s in said.sides[:1] if isinstance(s, Sym)]
    return subjects(said)


def subjects(said: Said) -> list[Sym]:
    """The letters that a membership, or a formula without relation, is about."""
    sides = said.sides[:-1] if said.ops[-1:] == ("in",) else said.sides
    return [s for s in sides if isinstance(s, Sym)] if all(isinstance(s, Sym | Dots) for s in sides) else []


def tied_entries(every: tuple[Said, ...]) -> set[str]:
    """The lists of vectors that words tie to each other: `$e_1, \\dots, e_d$` a basis, `$e_i$` the i-th unit vector."""
    found: set[str] = set()
    for k, said in enumerate(every):
        behind = every[k + 1] if k + 1 < len(every) else None
        goes_on = behind is not None and behind.before == said.after and behind.sides[:1] in _INDICES
        if tied(noun_of(said)) or (goes_on and behind is not None and tied(behind.after)):
            found |= {s.base + "[]" for s in _entries(said)}
    return found


def _entries(said: Said) -> list[Sym]:
    items = (n for s in said.sides for n in (s.items if isinstance(s, Tuple_) else (s,)))
    return [n for n in items if isinstance(n, Sym) and n.sub]
