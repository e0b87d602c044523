"""Derivatives of forms: the chain rule over atoms, and the functional derivative.

Law: in a world with counting cells, `derive(rules, f, t)` is the partial derivative of f by the entry t of a table (or
by the scalar t). Under a fold over its argument an entry is one of the summands:

    d/d q(z) of  fold over z' of F(q(z'))   =   F'(q(z)),

which is the functional derivative for densities. What depends on the target in a way that has no rule raises `NoForm`.
(`kernel.derive` differentiates expressions, for evaluation in worlds; the two share no code, so they check each other.)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flint import fmpq

from hw3verify.kernel.atoms import PI, Binder, variable_form
from hw3verify.kernel.form import NOTHING, UNIT, Atom, Form, NoForm, atom_form, datum_key, exponent, monomial_form
from hw3verify.kernel.rational import power
from hw3verify.kernel.whole import FORMAL, nothing
from hw3verify.meaning.shape import MARK

if TYPE_CHECKING:
    from hw3verify.kernel.rules import Rules


def derive(rules: Rules, f: Form, target: Atom) -> Form:
    """df/dt by the product rule."""
    rules.tick()
    rules.trace.add("derivative")
    result = NOTHING
    for m, c in f.terms.items():
        for a, e in m:
            if not mentions(a, target):
                continue
            inner = _atom(rules, a, target)
            if inner.terms:
                rest = monomial_form(tuple(pair for pair in m if pair[0] is not a), c * fmpq(e))
                lowered = rest if e == 1 else rest * atom_form(a, exponent(fmpq(e) - 1))
                result = result + lowered * inner
    return result


def mentions(a: Atom, target: Atom) -> bool:
    """Could the atom depend on the target?"""
    if target.kind == "name":
        return target.data[0] in a.names
    return f"{target.kind}({datum_key(target.data[0])}," in a.key


def _atom(rules: Rules, a: Atom, target: Atom) -> Form:
    """The derivative of one atom (exponent 1)."""
    if a == target:
        return UNIT
    if a.kind in ("log", FORMAL):
        return derive(rules, a.data[0], target) * power(a.data[0], -1)
    if a.kind == "exp":
        slope = derive(rules, a.data[0], target)
        if not nothing(slope):
            raise NoForm("a derivative by a whole number")
        return slope * atom_form(a)
    if a.kind == "poly":
        return derive(rules, a.data[0], target)
    if a.kind == "call" and a.data[0] == "erf":
        bell = rules.exp(-(a.data[1] * a.data[1])) * atom_form(PI, fmpq(-1, 2))
        return derive(rules, a.data[1], target) * bell.scale(fmpq(2))
    if a.kind == "call" and a.data[0] == "arctan":
        return derive(rules, a.data[1], target) * power(UNIT + a.data[1] * a.data[1], -1)
    if a.kind == "call" and a.data[0] == "gamma":
        return derive(rules, a.data[1], target) * atom_form(a) * rules.function("digamma", (a.data[1],))
    if a.kind == "call" and a.data[0][:1] == MARK:  # the slope of a function of a stated shape
        return derive(rules, a.data[1], target) * rules.function(f"{a.data[0]}'", (a.data[1],))
    if a.kind == "fold" and a.data[0] == "sum":
        return _fold(rules, a, target)
    raise NoForm(f"no rule for the derivative of {a.kind} by {target.kind}")


def _fold(rules: Rules, a: Atom, target: Atom) -> Form:
    """Under the fold for what is fixed, plus the one summand in which the target is the entry at the bound variable."""
    binders, body = rules.open(a)
    for _, (_, _, *ends) in binders:
        if any(x is not None and any(mentions(y, target) for m in x.terms for y, _ in m) for x in ends):
            raise NoForm("the limits depend on the variable of the derivative")
    domains = dict(binders)
    hits = _occurrences(body, target)
    result = rules.fold(binders, derive(rules, body, target)) if target in hits or target.kind == "name" else NOTHING
    for hit in hits:
        if hit == target:
            continue
        matching = _match(hit, target, domains)
        if matching is None:
            raise NoForm("the derivative's entry occurs at other arguments")
        # another entry of the same table in the body makes `derive` raise: entries are independent variables
        inner = rules.substitute(derive(rules, body, hit), matching)
        rest: tuple[tuple[str, Binder], ...] = tuple(b for b in binders if b[0] not in matching)
        rules.trace.add("functional derivative")
        result = result + (rules.fold(rest, inner) if rest else inner)
    return result


def _occurrences(f: Form, target: Atom) -> list[Atom]:
    """The distinct entries of the target's table in a body; under nested folds there is no rule."""
    if target.kind == "name":
        return []
    found: dict[Atom, None] = {}

    def visit(a: Atom) -> None:
        if a.kind == target.kind and a.data[0] == target.data[0]:
            found[a] = None
            return
        if a.kind == "fold" and mentions(a, target):
            raise NoForm("the derivative's entry stands under a nested sum")
        for datum in a.data:
            for g in (datum,) if isinstance(datum, Form) else _forms(datum):
                walk(g)

    def walk(g: Form) -> None:
        for m in g.terms:
            for a, _ in m:
                visit(a)

    walk(f)
    return list(found)


def _forms(datum: object) -> list[Form]:
    """The forms among the arguments of a head."""
    if not isinstance(datum, tuple):
        return []
    return [pair[1] for pair in datum if isinstance(pair, tuple) and len(pair) == 2 and isinstance(pair[1], Form)]


def _match(hit: Atom, target: Atom, domains: dict[str, Binder]) -> dict[str, Form] | None:
    """The bound variables' values that make the entry `hit` the target, where the fold surely runs over them.

    An index runs over the whole list if it runs from 1 to the limit that the list is named after: x_n is no summand of
    `sum_{i=1}^{n-1} x_i`, and x_k may be none.
    """
    values: dict[str, Form] = {}
    wanted = dict(target.data[1])
    for role, f in hit.data[1]:
        if f == wanted[role]:
            continue
        name = next(iter(f.names), "") if len(f.names) == 1 else ""
        if name not in domains or f != variable_form(name) or name in values:
            return None
        kind, over, lower, upper = domains[name]
        if over != role or kind == "interval" or (kind == "index" and not (lower == UNIT and _whole(over, upper))):
            return None
        values[name] = wanted[role]
    return values


def _whole(role: str, upper: Form | None) -> bool:
    """Is this upper limit the length of the list: `#n` for n, a number for itself, or a length of its own name?"""
    if upper is None:
        return False
    name = next(iter(upper.names), "") if len(upper.names) == 1 else ""
    if name and upper == variable_form(name):
        return role == f"#{name}" or name.startswith("n_")
    return not upper.names and any(upper == UNIT.scale(fmpq(k)) for k in range(1, 100) if role == f"#{k}")
