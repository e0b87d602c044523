"""Groups: the logarithms of a difference by their weights, place by place.

A place is what stands outside all folds, or under the folds over one tuple of binders (with fresh names for what they
bind, and outer factors put inside). In a place every logarithm has a weight; a `Group` collects the logarithms with
one weight. Weights can be read off as monomials, or as sums: in  a p log p + (1 - a) q log q - m log m  with
m = a p + (1 - a) q  the weight of log m is the sum of the two others. Both ways are offered.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from flint import fmpq

from hw3verify.kernel.atoms import Binder, Binders, bound_names, rename
from hw3verify.kernel.form import NOTHING, Atom, Form, Monomial, atom_form, monomial_form
from hw3verify.kernel.normal import Normal


@dataclass(frozen=True, slots=True)
class Place:
    """fold over `binders` of (sum of weight * logarithm + rest)."""

    binders: Binders
    weights: dict[Atom, Form]
    rest: Form


@dataclass(frozen=True, slots=True)
class Group:
    """fold over `binders` of weight * (logs + extra); `extra` counts as the logarithm of its exponential."""

    binders: Binders
    weight: Form
    logs: Form  # a linear combination of log atoms, rational coefficients
    extra: Form = NOTHING


def places(normal: Normal, f: Form) -> list[Place]:
    """The places of a difference; the first is outside all folds."""
    plain = NOTHING
    inside: dict[tuple[Binder, ...], tuple[Binders, Form]] = {}
    for m, c in f.terms.items():
        folds = [a for a, e in m if a.kind == "fold" and e == 1 and a.data[0] == "sum"]
        if _log_of(m) is not None or len(folds) != 1:
            plain = plain + monomial_form(m, c)
            continue
        fold = folds[0]
        domains = fold.data[1]
        if domains not in inside:
            inside[domains] = tuple((normal.rules.variable(), d) for d in domains), NOTHING
        named, total = inside[domains]
        names = {old: new for old, (new, _) in zip(bound_names(fold), named, strict=True)}
        outer = tuple(pair for pair in m if pair[0] is not fold)
        inside[domains] = named, total + rename(fold.data[2], names) * monomial_form(outer, c)
    return [_place((), plain), *(_place(named, total) for named, total in inside.values())]


def _log_of(m: Monomial) -> Atom | None:
    """The logarithm in a monomial that has just one."""
    logs = [a for a, e in m if a.kind == "log" and e == 1]
    return logs[0] if len(logs) == 1 else None


def _place(binders: Binders, f: Form) -> Place:
    weights: dict[Atom, Form] = {}
    rest = NOTHING
    for m, c in f.terms.items():
        a = _log_of(m)
        if a is None:
            rest = rest + monomial_form(m, c)
        else:
            weights[a] = weights.get(a, NOTHING) + monomial_form(tuple(p for p in m if p[0] is not a), c)
    return Place(binders, {a: w for a, w in weights.items() if w.terms}, rest)


def groupings(normal: Normal, where: list[Place]) -> list[list[Group]]:
    """The logarithms in groups: by monomials, by sums, and by monomials with what could be a logarithm too."""
    plain = [g for p in where for g in _by_monomials(p)]
    found = [plain]
    if any(len(w.terms) > 1 for p in where for w in p.weights.values()):
        sums = [_by_sums(normal, p) for p in where]
        if all(s is not None for s in sums):
            found.append([g for s in sums if s is not None for g in s])
    extended = [_with_extra(normal, g, p) for p in where for g in _by_monomials(p)]
    found.append(extended)
    found.append(plain + [replace(g, logs=NOTHING) for g in extended if g.extra.terms])
    found.append([Group(g.binders, g.weight, Form({m: c})) for g in plain for m, c in g.logs.terms.items()])
    nonnegative = normal.signs.nonnegative
    kept = [[g for g in groups if nonnegative(g.weight)] for groups in found]
    return [groups for i, groups in enumerate(kept) if groups and groups not in kept[:i]]


def _by_monomials(place: Place) -> list[Group]:
    into: dict[Monomial, Form] = {}
    for a, w in place.weights.items():
        for m, c in w.terms.items():
            into[m] = into.get(m, NOTHING) + atom_form(a).scale(c)
    return [Group(place.binders, monomial_form(m), logs) for m, logs in into.items()]


def _by_sums(normal: Normal, place: Place) -> list[Group] | None:
    """Weights as sums: positive weights are a basis, every other weight is a combination of them."""
    basis: list[Form] = []
    for w in sorted(place.weights.values(), key=lambda w: (len(w.terms), w.key)):
        if normal.signs.nonnegative(w) and _combination(w, basis) is None:
            basis.append(w)
    logs = [NOTHING] * len(basis)
    for a, w in place.weights.items():
        found = _combination(w, basis)
        if found is None:
            return None
        logs = [total + atom_form(a).scale(c) for total, c in zip(logs, found, strict=True)]
    return [Group(place.binders, w, total) for w, total in zip(basis, logs, strict=True) if total.terms]


def _combination(target: Form, basis: list[Form]) -> list[fmpq] | None:
    """Rational coefficients with target = sum of c_i basis_i, by elimination."""
    rows = sorted({m for f in (*basis, target) for m in f.terms}, key=str)
    matrix = [[f.terms.get(m, fmpq(0)) for f in (*basis, target)] for m in rows]
    size, pivots, at = len(basis), [], 0
    for column in range(size):
        pivot = next((i for i in range(at, len(matrix)) if matrix[i][column] != 0), None)
        if pivot is None:
            return None
        matrix[at], matrix[pivot] = matrix[pivot], matrix[at]
        matrix[at] = [x / matrix[at][column] for x in matrix[at]]
        for i, row in enumerate(matrix):
            if i != at and row[column] != 0:
                matrix[i] = [x - row[column] * y for x, y in zip(row, matrix[at], strict=True)]
        pivots.append(at)
        at += 1
    if any(row[size] != 0 for row in matrix[at:]):
        return None
    return [matrix[i][size] for i in pivots]


def _with_extra(normal: Normal, group: Group, place: Place) -> Group:
    """The group with those other terms of its place that have its weight as a factor."""
    inverse = normal.rules.power(group.weight, fmpq(-1))
    extra = NOTHING
    for m, c in place.rest.terms.items():
        quotient = monomial_form(m, c) * inverse
        ((rest, _),) = quotient.terms.items()
        held = dict(m)
        whole = group.weight.single
        if rest and whole is not None and all(held.get(a, 0) == e for a, e in whole[1]) and _plain(rest):
            extra = extra + quotient
    return Group(group.binders, group.weight, group.logs, extra)


def _plain(m: Monomial) -> bool:
    """No quotients but by names, `x/m`: what stands in an exponent in practice."""
    return all(isinstance(e, int) and (e > 0 or a.kind == "name") and a.kind not in ("table", "fold") for a, e in m)

