"""Atoms: how names, density tables, opaque calls and folds are kept in forms, and what is bound inside them.

    table     a family's marginal over some roles; conditionals are quotients of tables
    function  any other head at arguments;  entry: one entry of a table that a derivative is taken by
    fold      op, binders, body, depth: the bound names are "#k", numbered upwards from the innermost fold, so that
              folds that differ only in the names of bound variables are equal as data

Law: `depth(a)` is at least the number of every "#k" in the atom, bound or free, so `depth + 1` is always fresh.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flint import fmpq

from hw3verify.kernel.form import NOTHING, UNIT, Atom, Exponent, Form, Monomial, atom_form, make_monomial, number

Binder = tuple[str, str, Form | None, Form | None]  # kind, role, lower, upper
Binders = tuple[tuple[str, Binder], ...]
Arguments = tuple[tuple[str, Form], ...]

MAX_PRIME_BITS = 80
PI = Atom("pi", (), frozenset())


def variable_form(name: str) -> Form:
    """A name as a form."""
    return atom_form(name_atom(name))


def name_atom(name: str) -> Atom:
    """A name as an atom."""
    return Atom("name", (name,), frozenset((name,)))


def table(family: str, args: Arguments) -> Form:
    """The joint marginal of a family over some roles; over none it is 1."""
    return atom_form(head_atom("table", family, args)) if args else UNIT


def head_atom(kind: str, head: str, args: Arguments) -> Atom:
    """A head at arguments, in the order of the roles."""
    ordered = tuple(sorted(args, key=lambda pair: pair[0]))
    return Atom(kind, (head, ordered), frozenset().union(*(f.names for _, f in ordered)))


def call(data: tuple[Any, ...]) -> Form:
    """An opaque function of forms."""
    return atom_form(Atom("call", data, frozenset().union(*(x.names for x in data if isinstance(x, Form)))))


def fold_atom(op: str, domains: tuple[Binder, ...], body: Form, top: int) -> Atom:
    """A fold whose bound names are the last `len(domains)` numbers up to `top`."""
    bound = frozenset(f"#{top - i}" for i in range(len(domains)))
    free = (body.names - bound).union(*(x.names for d in domains for x in d[2:] if x is not None))
    return Atom("fold", (op, domains, body, str(top)), free)


def bound_names(a: Atom) -> list[str]:
    """The bound names of a fold, in the order of its binders."""
    top = int(a.data[3])
    return [f"#{top - len(a.data[1]) + i + 1}" for i in range(len(a.data[1]))]


def binds(a: Atom, names: frozenset[str]) -> bool:
    """Can this inner fold be merged into an outer one over `names`? (Not if its limits depend on them.)"""
    return (
        a.kind == "fold"
        and a.data[0] == "sum"
        and bool(a.names & names)
        and not any(x.names & names for b in a.data[1] for x in b[2:] if x is not None)
    )


def depth(a: Atom) -> int:
    """The largest number of a name "#k" that occurs in the atom, bound or free."""
    deepest = max((int(n[1:]) for n in a.names if n.startswith("#")), default=0)
    if a.kind == "fold":
        return max(deepest, int(a.data[3]))
    for f in parts(a):
        deepest = max([deepest, *(depth(x) for m in f.terms for x, _ in m)])
    return deepest


def parts(a: Atom) -> list[Form]:
    """The forms that an atom is made of (of a fold: its body)."""
    found: list[Form] = []
    for datum in a.data:
        if isinstance(datum, Form):
            found.append(datum)
        elif isinstance(datum, tuple) and a.kind != "fold":
            found.extend(f for _, f in datum)
    return found


def rename(f: Form, names: Mapping[str, str]) -> Form:
    """f with free names replaced by names that occur nowhere in it: equal in value, not normalised again."""
    if not f.names & names.keys():
        return f
    terms: dict[Monomial, fmpq] = {}
    for m, c in f.terms.items():
        pairs: list[tuple[Atom, Exponent]] = [(_renamed(a, names), e) for a, e in m]
        terms[make_monomial(pairs)] = c
    return Form(terms)


def _renamed(a: Atom, names: Mapping[str, str]) -> Atom:
    if not a.names & names.keys():
        return a
    free = frozenset(names.get(n, n) for n in a.names)
    if a.kind == "name":
        return name_atom(names[a.data[0]])
    if a.kind in ("table", "function", "entry"):
        return Atom(a.kind, (a.data[0], tuple((r, rename(f, names)) for r, f in a.data[1])), free)
    if a.kind == "fold":
        domains = tuple(
            (kind, role, *(None if x is None else rename(x, names) for x in ends)) for kind, role, *ends in a.data[1]
        )
        return Atom("fold", (a.data[0], domains, rename(a.data[2], names), a.data[3]), free)
    return Atom(a.kind, tuple(rename(x, names) if isinstance(x, Form) else x for x in a.data), free)


def log_of_number(c: fmpq) -> Form:
    """The logarithm of a positive rational as a combination of logarithms of primes."""
    result = NOTHING
    for part, sign in ((c.p, 1), (c.q, -1)):
        if part == 1:
            continue
        if part.bit_length() > MAX_PRIME_BITS:
            return atom_form(Atom("log", (number(c),), frozenset()))
        for prime, k in part.factor():
            result = result + atom_form(Atom("log", (number(prime),), frozenset())).scale(fmpq(sign * int(k)))
    return result
