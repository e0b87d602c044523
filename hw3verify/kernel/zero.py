"""The zero test: is a form zero in every world?

A form is zero if it is empty after clearing denominators; folds over the same domain with the same factor outside are
put under one sign first, and their integrand is tested pointwise (again with denominators cleared). Exponentials that
meet in a product are put together where their exponents have denominators. Law: `is_zero(f)`
implies that f has the value 0 wherever it has a value. The converse does not hold and is not needed.
"""

from __future__ import annotations

from flint import fmpq

from hw3verify.kernel.atoms import Binder, rename
from hw3verify.kernel.form import NOTHING, UNIT, Atom, Form, Monomial, atom_form, monomial_form
from hw3verify.kernel.rational import denominators, numerator, reduce, tall

Group = tuple[Monomial, tuple[Binder, ...], Form, int]  # outer factor, binders, body, number of the last bound name


def gather(f: Form) -> tuple[Form, list[Group]]:
    """f = plain part + sum of outer * fold(binders, body), with bodies of equal outer factor and binders added up."""
    plain = NOTHING
    groups: dict[tuple[Monomial, tuple[Binder, ...]], tuple[Form, int]] = {}
    for m, c in f.terms.items():
        folds = [a for a, e in m if a.kind == "fold" and e == 1 and a.data[0] == "sum"]
        if not folds:
            plain = plain + monomial_form(m, c)
            continue
        outer = tuple(pair for pair in m if pair[0] is not folds[-1])
        _, binders, body, top = folds[-1].data
        total, highest = groups.get((outer, binders), (NOTHING, 0))
        # bodies have to speak of the same bound names; the numbers of a shallower fold are moved up
        old, deeper = int(top), max(highest, int(top))
        joined = _lifted(total, len(binders), highest, deeper) + _lifted(body, len(binders), old, deeper).scale(c)
        groups[outer, binders] = joined, deeper
    return plain, [(outer, binders, body, top) for (outer, binders), (body, top) in groups.items() if body.terms]


def _lifted(body: Form, count: int, old: int, new: int) -> Form:
    """The body with its `count` bound names, numbered up to `old`, numbered up to `new`."""
    if old == new or not body.terms:
        return body
    return rename(body, {f"#{old - i}": f"#{new - i}" for i in range(count)})


def is_zero(f: Form, depth: int = 0) -> bool:
    """Is f zero in every world?"""
    if not f.terms:
        return True
    f = tall(f)
    top, _ = numerator(f)
    if not top.terms:
        return True
    one = exponents_added(top)
    if one is not top and depth <= 3:
        return is_zero(one, depth + 1)
    plain, groups = gather(f)
    if not groups or depth > 3:
        return False
    return is_zero(plain, depth + 1) and all(is_zero(body, depth + 1) for _, _, body, _ in groups)


def exponents_added(f: Form) -> Form:
    """f with exp(a)^c exp(b)^d as exp(ca + db) over a common denominator; f itself where no exponent has one."""
    if not any(a.kind == "exp" and len(m) > 1 and denominators(a.data[0]) for m in f.terms for a, _ in m):
        return f
    total, changed = NOTHING, False
    for m, c in f.terms.items():
        exponentials = [(a, e) for a, e in m if a.kind == "exp"]
        if not exponentials:
            total = total + monomial_form(m, c)
            continue
        added = NOTHING
        for a, e in exponentials:
            added = added + a.data[0].scale(fmpq(e))
        added = reduce(added)
        rest = monomial_form(tuple(pair for pair in m if pair[0].kind != "exp"), c)
        one = atom_form(Atom("exp", (added,), added.names)) if added.terms else UNIT
        changed = changed or exponentials != [(next(iter(one.terms))[0][0], 1)] if added.terms else True
        total = total + rest * one
    return total if changed else f
