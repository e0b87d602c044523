"""Inequalities between distances: which distance is bounded by which others, and by which test function.

The coefficients of the triangle inequality are those that are written; `kernel.norm` computes the rest again.
"""

from __future__ import annotations

from itertools import combinations, product
from typing import Any

from hw3verify.kernel.atoms import parts, variable_form
from hw3verify.kernel.form import NOTHING, Atom, Form, NoForm, TooLarge, monomial_form
from hw3verify.kernel.norm import lipschitz, triangle
from hw3verify.kernel.normal import Normal
from hw3verify.kernel.proof import suffices
from hw3verify.meaning.codec import encode
from hw3verify.meaning.expr import ONE, Expr
from hw3verify.search.prove.expression import atom_expression, expression

Gap = dict[str, Any]
MOST_PARTS = 4
MOST_TESTS = 8


def distance_gaps(normal: Normal, f: Form) -> list[Gap] | None:
    """Gaps that make f >= 0 visible."""
    try:
        return _found(normal, f)
    except (NoForm, TooLarge, ValueError):
        return None


def _found(normal: Normal, f: Form) -> list[Gap] | None:
    if suffices(normal, f, False):
        return []
    above, below = _split(normal, f)
    for atom, c in below.items():
        for gap in _triangles(normal, above, atom, c):
            if suffices(normal, f - triangle(normal, gap["parts"]) * c, False):
                return [gap]
    for atom, c in above.items():
        for test in _tests(f, atom):
            of = encode(atom_expression(atom))
            if suffices(normal, f - lipschitz(normal, of, test) * c, False):
                return [{"kind": "Lipschitz", "coefficient": encode(expression(c)), "of": of, "test": test}]
    return None


def _split(normal: Normal, f: Form) -> tuple[dict[Atom, Form], dict[Atom, Form]]:
    """Distances with their coefficients: those that count for f >= 0, and (negated) those that count against it."""
    coefficients: dict[Atom, Form] = {}
    for m, c in f.terms.items():
        held = [a for a, e in m if a.kind == "fold" and a.data[0] == "W1" and e == 1]
        if len(held) == 1:
            rest = tuple(pair for pair in m if pair[0] != held[0])
            coefficients[held[0]] = coefficients.get(held[0], NOTHING) + monomial_form(rest, c)
    above = {a: c for a, c in coefficients.items() if normal.signs.nonnegative(c)}
    return above, {a: -c for a, c in coefficients.items() if a not in above and normal.signs.nonnegative(-c)}


def _triangles(normal: Normal, above: dict[Atom, Form], below: Atom, c: Form) -> list[Gap]:
    """The written coefficients with every choice of signs."""
    from hw3verify.kernel.rational import power

    scale = power(c, -1) if c.constant is None or c.constant != 1 else c
    found = []
    for size in range(2, min(len(above), MOST_PARTS) + 1):
        for group in combinations(above, size):
            written = [(encode(expression(above[a] * scale)), encode(atom_expression(a))) for a in group]
            single = [(encode(ONE), e) for _, e in written]
            for rows, signs in product((written, single), product((1, -1), repeat=size - 1)):
                chosen = [[w, s, e] for (w, e), s in zip(rows, (1, *signs), strict=True)]
                found.append({"kind": "triangle", "coefficient": encode(expression(c)), "parts": chosen})
    del below, normal
    return found


def _tests(f: Form, distance: Atom) -> list[list[Any]]:
    """Test functions that the integrals speak of: x, and |x - b| for the b that are written."""
    role = distance.data[1][0][1]
    centres: dict[str, Expr] = {}
    for m in f.terms:
        for a, _ in m:
            if a.kind == "fold" and a.data[0] == "sum" and len(a.data[1]) == 1 and a.data[1][0][1] == role:
                x = variable_form(f"#{a.data[3]}")
                for n in a.data[2].terms:
                    for inner, _e in n:
                        if inner.kind == "call" and inner.data[0] == "abs":
                            (inside,) = parts(inner)
                            for b in (x - inside, x + inside):
                                if not any(name.startswith("#") for name in b.names):
                                    centres[b.key] = expression(b)
    tests: list[list[Any]] = [[["1", None]], [["-1", None]]]
    for centre in centres.values():
        tests += [[["1", encode(centre)]], [["-1", encode(centre)]]]
    return tests[:MOST_TESTS]
