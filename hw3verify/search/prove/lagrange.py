r"""Lagrange's identity: the inequality of Cauchy and Schwarz for sums, as a sum of squares.

With A = fold(a^2), B = fold(b^2) > 0 and C = fold(a b) over one domain,

    A B - C^2  =  fold( a^2 B - 2 a b C + b^2 C^2 / B )  =  fold( (a B - b C)^2 / B )

whatever a and b are. Only the three sums are chosen here; the kernel sums the integrand and looks at its sign.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from hw3verify.kernel.atoms import Binders, bound_names, rename
from hw3verify.kernel.form import Atom, Form, atom_form
from hw3verify.kernel.normal import Normal
from hw3verify.kernel.rational import power, reduce
from hw3verify.search.prove.pointwise import gap_of

MOST_TERMS = 6


def squares(normal: Normal, f: Form) -> Iterator[dict[str, Any]]:
    """Gaps that could be a term c (A B - C^2) of f."""
    if len(f.terms) > MOST_TERMS:
        return
    pairs = [(m, c) for m, c in f.terms.items() if c > 0 and len(_sums(m)) == 2 and all(e == 1 for _, e in _sums(m))]
    taken = [(m, c) for m, c in f.terms.items() if c < 0 and len(_sums(m)) == 1 and _sums(m)[0][1] == 2]
    for above, c in pairs:
        for below, d in taken:
            (one, _), (two, _) = _sums(above)
            ((mixed, _),) = _sums(below)
            rest = [pair for pair in above if pair[0] not in (one, two)]
            same = c == -d and rest == [pair for pair in below if pair[0] is not mixed and pair[0] != mixed]
            if not same or not one.data[1] == two.data[1] == mixed.data[1] or len(one.data[1]) != 1:
                continue
            factor = Form({tuple(rest): c})
            for a, b in ((one, two), (two, one)):
                if normal.signs.atom(b):
                    yield _gap(normal, factor, a, b, mixed)
                    break


def _sums(m: tuple[tuple[Atom, Any], ...]) -> list[tuple[Atom, Any]]:
    return [(a, e) for a, e in m if a.kind == "fold" and a.data[0] == "sum"]


def _gap(normal: Normal, factor: Form, a: Atom, b: Atom, mixed: Atom) -> dict[str, Any]:
    var = normal.rules.variable()
    binders: Binders = ((var, a.data[1][0]),)
    normal.rules.inside(var, a.data[1][0])
    first, second, both = (rename(x.data[2], {bound_names(x)[0]: var}) for x in (a, b, mixed))
    whole, cross = atom_form(b), atom_form(mixed)
    square = first * whole - (both * cross) - (both * cross) + second * cross * cross * power(whole, -1)
    return gap_of(binders, reduce(factor * square))
