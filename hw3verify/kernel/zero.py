"""The zero test: is a form zero in every world?

A form is zero if it is empty after clearing denominators; folds over the same domain with the same factor outside are
put under one sign first, and their integrand is tested pointwise (again with denominators cleared). Law: `is_zero(f)`
implies that f has the value 0 wherever it has a value. The converse does not hold and is not needed.
"""

from __future__ import annotations

from hw3verify.kernel.form import NOTHING, Form, Monomial, monomial_form
from hw3verify.kernel.rational import numerator

Group = tuple[Monomial, tuple[tuple[object, ...], ...], Form]


def gather(f: Form) -> tuple[Form, list[Group]]:
    """f = plain part + sum of outer * fold(binders, body), with bodies of equal outer factor and binders added up."""
    plain = NOTHING
    groups: dict[tuple[Monomial, tuple[tuple[object, ...], ...]], Form] = {}
    for m, c in f.terms.items():
        folds = [a for a, e in m if a.kind == "fold" and e == 1 and a.data[0] == "sum"]
        if len(folds) != 1:
            plain = plain + monomial_form(m, c)
            continue
        outer = tuple(pair for pair in m if pair[0] is not folds[0])
        key = (outer, folds[0].data[1])
        groups[key] = groups.get(key, NOTHING) + folds[0].data[2].scale(c)
    return plain, [(outer, binders, body) for (outer, binders), body in groups.items() if body.terms]


def is_zero(f: Form, depth: int = 0) -> bool:
    """Is f zero in every world?"""
    if not f.terms:
        return True
    top, bottom = numerator(f)
    if bottom and not top.terms:
        return True
    plain, groups = gather(f)
    if not groups or depth > 3:
        return False
    return is_zero(plain, depth + 1) and all(is_zero(body, depth + 1) for _, _, body in groups)
