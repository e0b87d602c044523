"""Written formulas as SymPy expressions: what the reader of documents made of a side, said a second way.

Main definitions: `Tables` says what the names of a formula are: symbols for scalars, how many values each variable and
each index runs over, and the value of every density, function or list at given places. `to_sympy` translates under it.

Main statements: none; a translation proves nothing. It is how documents and the modules beside this one are compared.

Implementation: sums and integrals over the space of a variable become finite sums of as many terms as the variable has
values, products and sums over an index are written out, node by node; nothing is simplified but what SymPy does by
itself, and no evaluation of the kernel is used. A node without a counterpart (a transport distance, a derivative, an
extremum, an integral with limits) raises ValueError.

References: the expression tree, `hw3verify.meaning.expr`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import sympy

from hw3verify.meaning.expr import Apply, Call, Expr, Fold, Name, Number, Power, Product, Sum

Places = tuple[tuple[str, sympy.Expr], ...]  # role and value of every argument
_FUNCTIONS = {"log": sympy.log, "exp": sympy.exp, "abs": sympy.Abs, "min": sympy.Min, "max": sympy.Max}
_CONSTANTS = {"infinity": sympy.oo, "pi": sympy.pi}
MOST_TERMS = 64  # of one sum that is written out


def _nothing(head: str, *_: Places) -> sympy.Expr:
    raise ValueError(f"{head}: no table says what it is")


@dataclass(frozen=True, slots=True)
class Tables:
    """What the names of a formula stand for.

    names   scalars by their name, and free variables (the number of their value, from 1)
    sizes   how many values a variable has, by its role, and the value of an index's upper limit, by its name
    at      the value of a head at its arguments and conditions, each with its role
    """

    names: Mapping[str, sympy.Expr] = field(default_factory=dict)
    sizes: Mapping[str, int] = field(default_factory=dict)
    at: Callable[[str, Places, Places], sympy.Expr] = _nothing


def to_sympy(e: Expr, tables: Tables) -> sympy.Expr:
    """The expression under these tables. Raises ValueError for a name or a node that has no counterpart."""
    return _translate(e, tables, {})


def _translate(e: Expr, tables: Tables, bound: Mapping[str, sympy.Expr]) -> sympy.Expr:
    if isinstance(e, Number):
        return sympy.Rational(e.value.numerator, e.value.denominator)
    if isinstance(e, Name):
        return _name(e.id, tables, bound)
    if isinstance(e, Apply):
        args, given = (tuple((a.role, _translate(a.value, tables, bound)) for a in s) for s in (e.args, e.given))
        return tables.at(e.head, args, given)
    if isinstance(e, Sum):
        return sympy.Add(*(_translate(term, tables, bound) for term in e.terms))
    if isinstance(e, Product):
        return sympy.Mul(*(_translate(factor, tables, bound) for factor in e.factors))
    if isinstance(e, Power):
        return sympy.Pow(_translate(e.base, tables, bound), _translate(e.exponent, tables, bound))
    if isinstance(e, Call) and e.fn in _FUNCTIONS:
        return _FUNCTIONS[e.fn](*(_translate(a, tables, bound) for a in e.args))
    if isinstance(e, Fold) and e.op in ("sum", "product"):
        terms = [_translate(e.body, tables, {**bound, e.var: sympy.Integer(k)}) for k in _values(e, tables, bound)]
        return sympy.Add(*terms) if e.op == "sum" else sympy.Mul(*terms)
    raise ValueError(f"{type(e).__name__}: it has no counterpart here")


def _name(name: str, tables: Tables, bound: Mapping[str, sympy.Expr]) -> sympy.Expr:
    if name in bound:
        return bound[name]
    if name in _CONSTANTS:
        return _CONSTANTS[name]
    if name in tables.names:
        return tables.names[name]
    if name not in tables.sizes:
        raise ValueError(f"{name}: no table says what it is")
    return sympy.Integer(tables.sizes[name])


def _values(e: Fold, tables: Tables, bound: Mapping[str, sympy.Expr]) -> range:
    """The values that a bound variable takes."""
    domain = e.domain
    if domain.kind == "space" and domain.role in tables.sizes:
        first, last = 1, tables.sizes[domain.role]
    elif domain.kind == "index" and domain.lower is not None and domain.upper is not None:
        ends = [_translate(end, tables, bound) for end in (domain.lower, domain.upper)]
        if not all(end.is_Integer for end in ends):
            raise ValueError(f"{e.var}: its limits are no numbers")
        first, last = map(int, ends)
    else:
        raise ValueError(f"{e.var}: how many values it has is not said")
    if last - first >= MOST_TERMS:
        raise ValueError(f"{e.var}: it has more than {MOST_TERMS} values")
    return range(first, last + 1)
