"""Distances as atoms: W_1 and W_2 are metrics.

    W(p, q) = W(q, p),   W(p, p) = 0,   W(p, q) >= 0,   W(p, r) <= W(p, q) + W(q, r)

Law: `ordered` writes a pair in one order, or says that its distance is 0; `without_triangles(f)` yields forms that are
not larger than f: polygon by polygon taken off.
"""

from __future__ import annotations

from collections.abc import Iterator

from flint import fmpq

from hw3verify.kernel.atoms import call
from hw3verify.kernel.form import Atom, Form, Monomial

METRICS = ("W1", "W2")


def ordered(pair: Form) -> Form | None:
    """The pair of densities in the order of their keys; None for a pair of two equal ones."""
    found = _ends_of_pair(pair)
    if found is None:
        return pair
    p, q = found
    if p == q:
        return None
    return call(("pair", *sorted((p, q), key=lambda f: f.key)))


def is_distance(a: Atom) -> bool:
    """Is the atom a distance?"""
    return a.kind == "fold" and a.data[0] in METRICS


def without_triangles(f: Form) -> Iterator[Form]:
    """f less c (W(p, q) + ... + W(s, r) - W(p, r)), where it has -c W(p, r) and at least c of each of the others."""
    sides: dict[tuple[str, object, str], dict[frozenset[str], tuple[Monomial, fmpq]]] = {}
    for m, c in f.terms.items():
        if len(m) == 1 and m[0][1] == 1 and is_distance(m[0][0]):
            a = m[0][0]
            ends = _ends_of_pair(a.data[2])
            if ends is not None:
                held = sides.setdefault((a.data[0], a.data[1], a.data[3]), {})
                held[frozenset((ends[0].key, ends[1].key))] = m, c
    for known in sides.values():
        for long, (m, c) in known.items():
            if c >= 0 or len(long) != 2:
                continue
            p, r = sorted(long)
            path = _path(p, r, [pair for pair, (_, d) in known.items() if d >= -c])
            if path:
                yield f - Form({m: c, **{known[pair][0]: -c for pair in path}})


def _path(p: str, r: str, pairs: list[frozenset[str]]) -> list[frozenset[str]]:
    """The shortest way from p to r along some of the pairs, or nothing."""
    ways: dict[str, list[frozenset[str]]] = {p: []}
    waiting = [p]
    while waiting:
        here = waiting.pop(0)
        for pair in pairs:
            (there,) = pair - {here} if here in pair and len(pair) == 2 else (here,)
            if there not in ways:
                ways[there] = [*ways[here], pair]
                waiting.append(there)
    return ways.get(r, [])


def _ends_of_pair(pair: Form) -> tuple[Form, Form] | None:
    whole = pair.single
    if whole is None or whole[0] != 1 or len(whole[1]) != 1:
        return None
    atom, e = whole[1][0]
    if e != 1 or atom.kind != "call" or atom.data[0] != "pair" or len(atom.data) != 3:
        return None
    return atom.data[1], atom.data[2]
