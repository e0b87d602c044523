"""One integrand for a whole difference: what stands outside goes under the fold, where it is compared pointwise.

With a weight w of mass one (a density; 1 under a sum over an index, of mass n) and A = fold(w f):

    fold(w g) + P(A)  =  fold( w g + w P(A) + w P'(A) (f - A) )

because fold(w (f - A)) = 0. The tangent makes the integrand of a Jensen gap nonnegative at every point:
E f^2 - (E f)^2 has the integrand w (f - A)^2, and E e^f - e^A has w e^A (t - 1 - log t) with t = e^(f - A). Only the
choices (which fold, which weight) are made here; the kernel computes the rest again.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from flint import fmpq

from hw3verify.kernel.atoms import Binders, bound_names, name_atom, parts, rename, table, variable_form
from hw3verify.kernel.differentiate import derive
from hw3verify.kernel.form import NOTHING, UNIT, Atom, Form, NoForm, TooLarge, atom_form, monomial_form
from hw3verify.kernel.normal import Normal
from hw3verify.kernel.rational import power
from hw3verify.meaning.codec import encode, encode_domain
from hw3verify.meaning.expr import Domain
from hw3verify.search.prove.expression import expression

Guess = tuple[Form, Form | None]  # an integrand; or a weight and the ratio t of t - 1 - log t

MAX_TERMS = 16
SHARES = ((2, -1), (-1, 2), (fmpq(1, 2), fmpq(1, 2)), (3, -2), (-2, 3))


def candidates(normal: Normal, f: Form, scale: Form) -> Iterator[dict[str, Any]]:
    """Gaps that could be the whole of scale * f, up to a visibly nonnegative rest."""
    folds = _folds(f) if len(f.terms) <= MAX_TERMS else []
    for domains in dict.fromkeys(a.data[1] for a in folds):
        if len(domains) != 1:
            continue
        var = normal.rules.variable()
        normal.rules.inside(var, domains[0])
        binders: Binders = ((var, domains[0]),)
        bodies = {a: rename(a.data[2], {bound_names(a)[0]: var}) for a in folds if a.data[1] == domains}
        try:
            for weight, ratio in _under(normal, f, binders, bodies):
                yield gap_of(binders, weight * scale, ratio)
        except (NoForm, TooLarge, ValueError):
            continue


def _folds(f: Form) -> list[Atom]:
    """The sums that occur in a form, those inside exponentials, logarithms and denominators included."""
    found: dict[Atom, None] = {}
    stack = [f]
    while stack:
        for m in stack.pop().terms:
            for a, _ in m:
                if a.kind == "fold" and a.data[0] == "sum":
                    found[a] = None
                elif a.kind in ("exp", "log", "poly"):
                    stack.extend(parts(a))
    return sorted(found, key=lambda a: a.key)[:6]


def _under(normal: Normal, f: Form, binders: Binders, bodies: dict[Atom, Form]) -> Iterator[Guess]:
    ((var, (kind, role, lower, upper)),) = binders
    weights = [*_weights(var, kind, role, lower, upper, bodies), *_normalised(normal, f, bodies)]
    for weight, mass in weights:
        for fold in (None, *bodies):
            inside, outside = _split(f, bodies, fold)
            if fold is not None and fold.key not in outside.key:
                continue
            if fold is None:
                rest = weight * outside * power(mass, -1)
                yield inside + rest, None
                continue
            value = bodies[fold] * power(weight, -1)  # fold(weight * value) = A
            mean = atom_form(fold) * power(mass, -1)
            slope = _slope(normal, outside, fold)
            if not slope.terms:
                continue
            tangent = outside * power(mass, -1) + slope * (value - mean)
            yield inside + weight * tangent, None
            t = normal.rules.exp(value - mean)
            yield weight * normal.rules.exp(mean), t
            yield weight * normal.rules.exp(-mean), power(t, -1)
    if kind == "space":
        yield from _pairs(f, binders, bodies)


def _weights(
    var: str, kind: str, role: str, lower: Form | None, upper: Form | None, bodies: dict[Atom, Form]
) -> Iterator[tuple[Form, Form]]:
    """Weights of known mass: the densities that occur, or 1 under an index."""
    if kind == "index" and lower is not None and upper is not None:
        yield UNIT, upper - lower + UNIT
    if kind == "space":
        for a, mass in _densities(var, role, bodies):
            yield atom_form(a), mass


def _normalised(normal: Normal, f: Form, bodies: dict[Atom, Form]) -> Iterator[tuple[Form, Form]]:
    """Integrands whose integral divides: e^{-bU(z)} with the mass Z."""
    for a, body in bodies.items():
        if any(x == a and e < 0 for m in f.terms for x, e in m) and normal.signs.positive(body):
            yield body, atom_form(a)


def _densities(var: str, role: str, bodies: dict[Atom, Form]) -> list[tuple[Atom, Form]]:
    """The tables in the bodies whose fold is known: p(z) with mass 1, p(x,z) with mass p(x)."""
    present = {a for b in bodies.values() for m in b.terms for x, _ in m for a in (x, *_inner(x))}
    found = []
    for a in sorted(present, key=lambda a: a.key):
        rest = [pair for pair in a.data[1] if pair[0] != role] if a.kind == "table" else []
        if a.kind == "table" and (role, variable_form(var)) in a.data[1] and all(var not in f.names for _, f in rest):
            found.append((a, table(a.data[0], tuple(rest))))
    return found


def _inner(a: Atom) -> list[Atom]:
    return [x for f in parts(a) for m in f.terms for x, _ in m] if a.kind in ("poly", "call") else []


def _split(f: Form, bodies: dict[Atom, Form], fold: Atom | None) -> tuple[Form, Form]:
    """(integrand of the terms with one of the folds, the other terms)."""
    inside, outside = NOTHING, NOTHING
    for m, c in f.terms.items():
        held = [a for a, e in m if a in bodies and e == 1]
        rest = tuple(pair for pair in m if pair[0] not in held)
        if len(held) == 1 and not (fold is not None and any(fold.key in a.key for a, _ in rest)):
            inside = inside + bodies[held[0]] * monomial_form(rest, c)
        else:
            outside = outside + monomial_form(m, c)
    return inside, outside


def _slope(normal: Normal, f: Form, fold: Atom) -> Form:
    """The derivative by the value of a fold."""
    rules = normal.rules
    name = rules.variable()
    opened = rules.substitute(f, {}, lambda a: variable_form(name) if a == fold else None)
    return rules.substitute(derive(rules, opened, name_atom(name)), {name: atom_form(fold)})


def _pairs(f: Form, binders: Binders, bodies: dict[Atom, Form]) -> Iterator[Guess]:
    """A constant c is spread over the masses of two densities: c = 2c - c = -c + 2c = c/2 + c/2."""
    ((var, (_, role, _, _)),) = binders
    inside, outside = _split(f, bodies, None)
    densities = _densities(var, role, bodies)
    unit = [atom_form(a) * power(mass, -1) for a, mass in densities[:4]]
    for i, p in enumerate(unit):
        for q in unit[i + 1 :]:
            for a, b in SHARES:
                yield inside + outside * (p.scale(fmpq(a)) + q.scale(fmpq(b))), None


def gap_of(binders: Binders, weight: Form, ratio: Form | None = None) -> dict[str, Any]:
    """A witness for the kernel."""
    gap: dict[str, Any] = {
        "kind": "nonnegative" if ratio is None else "gap",
        "coefficient": "1",
        "weight": encode(expression(weight)),
        "over": over(binders),
    }
    if ratio is not None:
        gap["ratio"] = encode(expression(ratio))
    return gap


def over(binders: Binders) -> list[list[Any]]:
    """The binders of a witness."""
    return [
        [name, encode_domain(Domain(kind, role, *(None if x is None else expression(x) for x in ends)))]
        for name, (kind, role, *ends) in binders
    ]
