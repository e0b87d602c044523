"""Extrema over functions, densities and numbers: what they bind, and what one member of their range gives.

An extremum is a `Fold` whose op is "sup" or "inf" (a value), "argsup" or "arginf" (what is taken at the place of the
extremum: the body is `Call("at", (objective, taken))`), and whose domain is no set of cells but a set of

    "functions"  all real functions with values between `lower` and `upper`
    "densities"  all densities of the variables with which the bound head occurs
    "numbers"    all numbers between `lower` and `upper`
    "family"     some set of densities that a parameter names: nobody says which
    "lipschitz"  all functions f with |f(x) - f(y)| <= upper |x - y|

The domain's `role` holds the brackets of the range: "(" and ")" leave an end out, "{}" means the values 0 and 1. The
bound name ends in RING, so that no fact about a name of the text speaks of it.

Law: `instance(e, w)` is the body at one member of the range; variables of w are not captured.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from hw3verify.meaning.expr import (
    Apply,
    Arg,
    Call,
    Domain,
    Expr,
    Fold,
    Name,
    Number,
    Product,
    Sum,
    children,
    free_names,
    fresh,
    rebuild,
    substitute,
    walk,
)

RING = "°"
KINDS = frozenset(("functions", "densities", "numbers", "family", "lipschitz"))
OPS = frozenset(("sup", "inf", "argsup", "arginf"))


@dataclass(frozen=True, slots=True)
class Member:
    """One member of a range: a number, or a function or density given by its value at variables, one for a role."""

    value: Expr
    variables: tuple[tuple[str, str], ...] = ()  # role -> variable


def is_extremum(e: Expr) -> bool:
    """Does the node bind a function, a density or a number that runs over a range?"""
    return isinstance(e, Fold) and e.op in OPS and e.domain.kind in KINDS


def extrema(e: Expr) -> list[Fold]:
    """The extrema in an expression, the outer ones first."""
    return [n for n in walk(e) if isinstance(n, Fold) and is_extremum(n)]


def objective(e: Fold) -> Expr:
    """What is made large or small."""
    return e.body.args[0] if e.op.startswith("arg") and isinstance(e.body, Call) else e.body


def taken(e: Fold) -> Expr:
    """What has the value of the whole, at the place of the extremum."""
    return e.body.args[1] if e.op.startswith("arg") and isinstance(e.body, Call) else e.body


def is_upper(e: Fold) -> bool:
    """Is it a supremum (and no infimum)?"""
    return e.op.endswith("sup")


def names_within(e: Expr) -> frozenset[str]:
    """All heads, free names and bound names of an expression."""
    found: set[str] = set(free_names(e))
    for n in walk(e):
        if isinstance(n, Apply):
            found.add(n.head)
        elif isinstance(n, Fold):
            found.add(n.var)
    return frozenset(found)


def at_member(body: Expr, bound: str, member: Member) -> Expr:
    """The body with a member of the range put for the bound name; ValueError where it stands at other roles."""
    if not member.variables and not _is_head(body, bound):
        return substitute(body, {bound: member.value})
    return _with_head(body, bound, dict(member.variables), member.value)


def _is_head(body: Expr, bound: str) -> bool:
    return any(isinstance(n, Apply) and n.head == bound for n in walk(body))


def _with_head(e: Expr, head: str, places: Mapping[str, str], value: Expr) -> Expr:
    if isinstance(e, Apply) and e.head == head:
        args = {a.role: _with_head(a.value, head, places, value) for a in e.args + e.given}
        if set(args) != set(places):
            raise ValueError(f"{head} stands at other variables")
        return substitute(value, {places[r]: v for r, v in args.items()})
    if isinstance(e, Fold):
        coming = free_names(value) - set(places.values())
        if e.var == head:
            return e
        if e.var in coming:  # the member speaks of a variable of the same name outside: rename the inner one
            if is_extremum(e):
                raise ValueError("an inner extremum would capture a name")
            var = fresh(e.var, coming | free_names(e.body) | names_within(e.body))
            d = e.domain
            ends = [None if x is None else _with_head(x, head, places, value) for x in (d.lower, d.upper)]
            body = _with_head(substitute(e.body, {e.var: Name(var)}), head, places, value)
            return Fold(e.op, var, Domain(d.kind, d.role, ends[0], ends[1]), body)
    return rebuild(e, lambda c: _with_head(c, head, places, value))


def renamed(e: Expr, old: str, new: str) -> Expr:
    """The expression with another bound name, a head or a number; `new` occurs nowhere in it."""
    if isinstance(e, Apply):
        args = tuple(Arg(a.role, renamed(a.value, old, new)) for a in e.args)
        given = tuple(Arg(a.role, renamed(a.value, old, new)) for a in e.given)
        return Apply(new if e.head == old else e.head, args, given)
    if isinstance(e, Name):
        return Name(new) if e.id == old else e
    if isinstance(e, Fold) and e.var == old:
        return e
    return rebuild(e, lambda c: renamed(c, old, new))


def shapes(e: Expr, head: str) -> frozenset[tuple[tuple[str, ...], tuple[str, ...]]]:
    """The roles at which a head occurs: (those of its outcome, those it is given), sorted."""
    return frozenset(
        (tuple(sorted(a.role for a in n.args)), tuple(sorted(a.role for a in n.given)))
        for n in walk(e)
        if isinstance(n, Apply) and n.head == head
    )


def replaced(e: Expr, old: Expr, new: Expr) -> Expr:
    """The expression with every occurrence of a node replaced; ValueError where a binder would capture a name of it."""
    if e == old:
        return new
    if not any(n == old for n in walk(e)):
        return e
    if isinstance(e, Fold) and e.var in free_names(new) and e.var not in free_names(old):
        raise ValueError(f"{e.var} would be captured")
    return rebuild(e, lambda c: replaced(c, old, new))


def polarity(e: Expr, part: Expr, weight: Callable[[Expr], bool] | None = None) -> int:
    """1 if e is (a positive number times part) + (something without it), -1 with a negative number, 0 otherwise.

    With `weight`, which says of factors that they are never negative, integrals of weight times part count as well: e
    is then increasing (decreasing) in the part at every place, and no more.
    """
    if e == part:
        return 1
    holders = [c for c in children(e) if any(n == part for n in walk(c))]
    if len(holders) != 1:
        return 0
    inner = polarity(holders[0], part, weight)
    if isinstance(e, Sum):
        return inner if sum(t == holders[0] for t in e.terms) == 1 else 0
    if isinstance(e, Product):
        others = [f for f in e.factors if f != holders[0]]
        numbers = [f.value for f in others if isinstance(f, Number)]
        known = all(isinstance(f, Number) or (weight is not None and weight(f)) for f in others)
        if len(others) != len(e.factors) - 1 or not known or 0 in numbers:
            return 0
        return -inner if sum(n < 0 for n in numbers) % 2 else inner
    if isinstance(e, Fold) and weight is not None and e.op == "sum" and e.domain.kind == "space":
        return inner if holders[0] == e.body else 0
    return 0
