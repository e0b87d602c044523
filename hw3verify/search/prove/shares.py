r"""Equal shares: convexity for a list whose sum is known.

From `sum_k u_k = S` over n places and a difference `sum_k g(u_k) + C`, the integrand

    g(u) + C/n - g'(S/n) (u - S/n)

sums to the difference, because `sum_k (u_k - S/n) = 0`. Where g is convex it lies above its tangent at the equal share,
so that it is a square times something positive. This is only a proposal: the kernel sums it again and checks its sign.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from hw3verify.kernel.atoms import Binders, bound_names, name_atom, rename, variable_form
from hw3verify.kernel.differentiate import derive
from hw3verify.kernel.form import NOTHING, UNIT, Atom, Form, NoForm, TooLarge, atom_form, monomial_form
from hw3verify.kernel.implication import Implication
from hw3verify.kernel.rational import power, reduce
from hw3verify.search.prove.pointwise import gap_of

MOST_TERMS = 12


def shares(state: Implication, f: Form) -> Iterator[dict[str, Any]]:
    """Gaps that could be the whole of f, one for every sum that a premise knows."""
    if len(f.terms) > MOST_TERMS:
        return
    for pair in state.equations:
        for known, value in (pair, pair[::-1]):
            whole = known.single
            if whole is None or len(whole[1]) != 1 or whole[1][0][1] != 1 or "fold(" in value.key:
                continue
            fold = whole[1][0][0]
            if fold.kind != "fold" or fold.data[0] != "sum" or len(fold.data[1]) != 1:
                continue
            for over in (UNIT, *_below(state, f)):  # what is divided by, if it is positive
                try:
                    whole_of_it = reduce(f * over)
                    found = _above_tangent(state, whole_of_it, fold, value.scale(1 / whole[0]))
                except (NoForm, TooLarge, ValueError):
                    continue
                if found is not None:
                    yield gap_of(found[0], found[1] * power(over, -1))


def _below(state: Implication, f: Form) -> list[Form]:
    """Positive sums that stand below a fraction bar."""
    found = {a for m in f.terms for a, e in m if a.kind == "fold" and e == -1 and state.normal.signs.atom(a)}
    return [atom_form(a) for a in sorted(found, key=lambda a: a.key)][:2]


def _above_tangent(state: Implication, f: Form, fold: Atom, total: Form) -> tuple[Binders, Form] | None:
    """The integrand less its tangent at the equal share, over the places of the list."""
    rules = state.normal.rules
    ((kind, role, lower, upper),) = fold.data[1]
    if kind != "index" or lower is None or upper is None:
        return None
    var = rules.variable()
    binders: Binders = ((var, (kind, role, lower, upper)),)
    rules.inside(var, binders[0][1])
    entry = rename(fold.data[2], {bound_names(fold)[0]: var}).single
    if entry is None or entry[0] != 1 or len(entry[1]) != 1 or entry[1][0][1] != 1:
        return None
    (unknown, _), = entry[1]
    inside, outside = NOTHING, NOTHING
    for m, c in f.terms.items():
        held = [a for a, e in m if a.kind == "fold" and e == 1 and a.data[1] == fold.data[1]]
        if not held:
            outside = outside + monomial_form(m, c)
            continue
        if len(held) > 1:
            return None
        rest = monomial_form(tuple(pair for pair in m if pair[0] is not held[0]), c)
        inside = inside + rename(held[0].data[2], {bound_names(held[0])[0]: var}) * rest
    name = rules.variable()
    if state.normal.signs.atom(unknown):
        state.normal.signs.learn(variable_form(name), True)

    def put(g: Form, value: Form) -> Form:
        return rules.substitute(g, {}, lambda a: value if a == unknown else None)

    each = power(upper - lower + UNIT, -1)
    slope = derive(rules, put(inside, variable_form(name)), name_atom(name))
    if not inside.terms or var in outside.names or var in put(inside, variable_form(name)).names:
        return None
    share = total * each
    at_share = rules.substitute(slope, {name: share})
    return binders, reduce(inside + outside * each - at_share * (atom_form(unknown) - share))
