"""Expressions as JSON and back, for certificates.

An expression is a list whose first item is a letter: ["n", "1/2"], ["v", "x"], ["a", head, args, given], ["+", ...],
["*", ...], ["^", base, exponent], ["f", name, ...], ["b", op, var, domain, body], ["d", body, by]. Law:
`decode(encode(e)) == e`. Decoding is bounded in depth and raises `ValueError` for anything else.
"""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Any

from hw3verify.meaning.claim import Relation
from hw3verify.meaning.expr import (
    Apply,
    Arg,
    Call,
    Derivative,
    Domain,
    Expr,
    Fold,
    Name,
    Number,
    Power,
    Product,
    Sum,
)

MAX_DEPTH = 120
_RATIONAL = re.compile(r"-?[0-9]{1,4000}(/[0-9]{1,4000})?", re.ASCII).fullmatch


def encode(e: Expr) -> list[Any]:
    """The expression as nested lists of strings."""
    if isinstance(e, Number):
        return ["n", str(e.value)]
    if isinstance(e, Name):
        return ["v", e.id]
    if isinstance(e, Apply):
        return ["a", e.head, *([[a.role, encode(a.value)] for a in group] for group in (e.args, e.given))]
    if isinstance(e, Sum):
        return ["+", *map(encode, e.terms)]
    if isinstance(e, Product):
        return ["*", *map(encode, e.factors)]
    if isinstance(e, Power):
        return ["^", encode(e.base), encode(e.exponent)]
    if isinstance(e, Call):
        return ["f", e.fn, *map(encode, e.args)]
    if isinstance(e, Fold):
        return ["b", e.op, e.var, encode_domain(e.domain), encode(e.body)]
    if isinstance(e, Derivative):
        return ["d", encode(e.body), encode(e.by)]
    raise ValueError(f"cannot encode {type(e).__name__}")


def encode_domain(d: Domain) -> list[Any]:
    """A domain as a list."""
    return [d.kind, d.role, *(None if x is None else encode(x) for x in (d.lower, d.upper))]


def decode_domain(data: Any, depth: int = 0) -> Domain:
    """The inverse of `encode_domain`."""
    if not isinstance(data, list) or len(data) != 4:
        raise ValueError("not a domain")
    kind, role, lower, upper = data
    ends = [None if x is None else decode(x, depth) for x in (lower, upper)]
    return Domain(_text(kind), _text(role), ends[0], ends[1])


def decode(data: Any, depth: int = 0) -> Expr:
    """The inverse of `encode`."""
    if depth > MAX_DEPTH or not isinstance(data, list) or not data:
        raise ValueError("not an expression")
    try:
        return _decode(data, depth + 1)
    except (TypeError, ValueError, IndexError, ZeroDivisionError) as error:
        raise ValueError("not an expression") from error


def _decode(data: list[Any], depth: int) -> Expr:
    kind, *rest = data
    if kind == "n":
        return Number(_number(_text(rest[0])))
    if kind == "v":
        return Name(_text(rest[0]))
    if kind == "a":
        groups = [tuple(Arg(_text(r), decode(v, depth)) for r, v in group) for group in rest[1:3]]
        return Apply(_text(rest[0]), groups[0], groups[1])
    if kind == "+":
        return Sum(tuple(decode(t, depth) for t in rest))
    if kind == "*":
        return Product(tuple(decode(t, depth) for t in rest))
    if kind == "^":
        return Power(decode(rest[0], depth), decode(rest[1], depth))
    if kind == "f":
        return Call(_text(rest[0]), tuple(decode(t, depth) for t in rest[1:]))
    if kind == "b":
        return Fold(_text(rest[0]), _text(rest[1]), decode_domain(rest[2], depth), decode(rest[3], depth))
    if kind == "d":
        return Derivative(decode(rest[0], depth), decode(rest[1], depth))
    raise ValueError("not an expression")


def _number(text: str) -> Fraction:
    if not _RATIONAL(text):  # no exponents: "1e999999999" is a short text and a long number
        raise ValueError("not a number")
    return Fraction(text)


def _text(value: Any) -> str:
    if not isinstance(value, str) or len(value) > 5000:
        raise ValueError("not an expression")
    return value


def encode_relation(r: Relation) -> list[Any]:
    """A relation as [left, op, right]."""
    return [encode(r.left), r.op, encode(r.right)]
