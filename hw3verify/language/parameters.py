"""Definitions at other parameters: `\\ell(\\theta)=\\log p_\\theta(x)` is known at theta' too.

A parameter that is an index of a density (or stands behind its bar) is not a name in the expression: it tells
which member of the family is meant. To put theta' for theta is to put the family p_{\\theta'} for p_\\theta, everywhere
and all at once (`Q(\\theta'|\\theta)` swaps the two). Where the text does not tell the members apart, or a law or a
definition is stated for one of them, nothing is known of the other.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from hw3verify.language.names import Signature, Unknown, name_of
from hw3verify.language.scope import Definition, Written
from hw3verify.language.surface import Node, Sym
from hw3verify.language.surface import walk as walk_surface
from hw3verify.meaning.expr import Apply, Expr, rebuild, walk

if TYPE_CHECKING:
    from hw3verify.language.elaborate import Elaborator


def moves(d: Definition, parameter: str) -> bool:
    """Is the parameter an index of a density in the definition's body?"""
    return any(parameter in _names(sym, signature) for _, sym, signature in d.written)


def members(e: Elaborator, parameter: Sym, value: Node) -> dict[str, str]:
    """The families here that the parameter moves, each with its member at the other parameter."""
    heads: dict[str, str] = {}
    for head, sym, signature in list(e.written):
        if name_of(parameter) in _names(sym, signature):
            values = {name_of(parameter): value}
            at, where = _at(sym, values), _signature_at(signature, values)
            new = e.vocabulary.family(at, where)
            if heads.setdefault(head, new) != new:
                raise Unknown(f"{head} depends on its parameter in several ways")
            if new == head and at != sym:
                raise Unknown(f"nothing tells the members of {head} apart")
            note_written(e, [(new, at, where)])
    return heads


def renamed(e: Elaborator, d: Definition, body: Expr, values: Mapping[str, Node]) -> Expr:
    """The body with every family that a parameter moves replaced by the family at the other parameter."""
    heads: dict[str, str] = {}
    now: list[tuple[str, Sym, Signature | None]] = []
    for head, sym, signature in d.written:
        new_sym, new_signature = _at(sym, values), _signature_at(signature, values)
        new = e.vocabulary.family(new_sym, new_signature) if (new_sym, new_signature) != (sym, signature) else head
        if heads.setdefault(head, new) != new:
            raise Unknown(f"{head} depends on its parameter in several ways")
        if new_sym != sym or new_signature != signature:
            if new == head:
                raise Unknown(f"nothing tells the members of {head} apart")
            stated = {law.head for law, _ in e.scope.laws} | {known.name for known in e.scope.definitions}
            if {head, new} & stated:
                raise Unknown(f"{head} has a law, and is known by it at its own parameter only")
        now.append((new, new_sym, new_signature))
    note_written(e, now)
    return _with_heads(body, {old: new for old, new in heads.items() if old != new})


def note_written(e: Elaborator, written: Iterable[tuple[str, Sym, Signature | None]]) -> None:
    """Densities that came in with a definition: their parameters move them here too."""
    for family, sym, signature in written:
        if (family, sym, signature) not in e.written:
            e.written.append((family, sym, signature))
        e.heads[family] = "density"
        for name in _names(sym, signature):
            e.dropped.setdefault(name, set()).add(family)


def written_in(e: Elaborator, body: Expr) -> Written:
    """The densities with parameters that occur in a body."""
    heads = {n.head for n in walk(body) if isinstance(n, Apply)}
    return tuple(w for w in e.written if w[0] in heads)


def _names(sym: Sym, signature: Signature | None) -> set[str]:
    """The parameters in an index or behind a bar."""
    found = {name_of(n) for s in sym.sub for n in walk_surface(s) if isinstance(n, Sym)}
    if signature is not None:
        found |= {g[1:] for g in signature[1] if g.startswith(";")}
    return found


def _at(sym: Sym, values: Mapping[str, Node]) -> Sym:
    """p_{\\theta} with another parameter in the index."""
    return replace(sym, sub=tuple(values.get(name_of(s), s) if isinstance(s, Sym) else s for s in sym.sub))


def _signature_at(signature: Signature | None, values: Mapping[str, Node]) -> Signature | None:
    if signature is None:
        return None
    names = {f";{old}": f";{name_of(new)}" for old, new in values.items() if isinstance(new, Sym)}
    return signature[0], tuple(names.get(g, g) for g in signature[1])


def _with_heads(e: Expr, heads: Mapping[str, str]) -> Expr:
    if not heads:
        return e
    e = rebuild(e, lambda c: _with_heads(c, heads))
    return Apply(heads[e.head], e.args, e.given) if isinstance(e, Apply) and e.head in heads else e
