"""Inequalities: find left - right = sum of c * fold(w * G(t)) + remainder, with G(t) = t - 1 - log t >= 0.

The difference determines almost everything. Its logarithms are grouped by weight: a group `fold(w * L)` with
L = sum c_i log a_i wants t = product of a_i^(-c_i/k) and the coefficient k. What may be chosen is where logarithms that
stand outside belong: log p(x) = fold(q(z) log p(x)) because q has mass one, and log 2 may be shared between two weights.
Every choice is tried, fewest moves first; the first whose remainder is visibly nonnegative is handed to the kernel.
Gibbs, Jensen for the logarithm, the ELBO, JSD >= 0 and Donsker-Varadhan all are this one shape.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from functools import reduce as fold_left
from itertools import permutations, product
from math import gcd, lcm
from typing import Any

from flint import fmpq

from hw3verify.kernel.atoms import Binder, variable_form
from hw3verify.kernel.form import NOTHING, UNIT, Form, Monomial, NoForm, TooLarge, monomial_form
from hw3verify.kernel.normal import Normal
from hw3verify.kernel.proof import Proof, check_order
from hw3verify.kernel.zero import gather, is_zero
from hw3verify.meaning.claim import Relation
from hw3verify.meaning.codec import encode, encode_domain
from hw3verify.meaning.expr import Domain
from hw3verify.search.prove.expression import expression

MAX_CHOICES = 160


@dataclass(frozen=True, slots=True)
class Group:
    """fold over `binders` of weight * logs; without binders the logs stand outside with a factor `weight`."""

    binders: tuple[tuple[str, Binder], ...]
    weight: Form
    logs: Form  # a linear combination of log atoms, rational coefficients


def prove_order(normal: Normal, says: Relation) -> Proof | None:
    """A proof of the inequality, if one of this shape is found."""
    f = normal.form(says.left) - normal.form(says.right)
    if says.op in ("<=", "<"):
        f = -f
    if check_order(normal, says, []):
        return Proof("order", {"gaps": []})
    groups = _groups(normal, f)
    if not groups or len(groups) > 8:
        return None
    for tried, arrangement in enumerate(_arrangements(normal, groups)):
        if tried > MAX_CHOICES:
            break
        for kinds in _kinds(normal, arrangement):
            try:
                if check_order(normal, says, kinds):
                    return Proof("order", {"gaps": kinds})
            except (NoForm, TooLarge, ValueError):
                continue
    return None


def _groups(normal: Normal, f: Form) -> list[Group]:
    """The logarithms of a form by weight."""
    plain, folds = gather(f)
    found: list[Group] = []
    outside: dict[Monomial, Form] = {}
    _collect(plain, outside)
    for weight, logs in outside.items():
        found.append(Group((), monomial_form(weight), logs))
    for outer, binders, body in folds:
        inside: dict[Monomial, Form] = {}
        _collect(body, inside)
        names = [f"#{i}" for i in range(1, 30)]
        used = [n for n in names if n in body.names]
        if len(used) != len(binders):
            continue
        named = tuple(zip(used, binders, strict=True))
        for weight, logs in inside.items():
            found.append(Group(named, monomial_form(outer) * monomial_form(weight), logs))
    return [g for g in found if normal.signs.nonnegative(g.weight)]


def _collect(f: Form, into: dict[Monomial, Form]) -> None:
    for m, c in f.terms.items():
        logs = [a for a, e in m if a.kind == "log" and e == 1]
        if len(logs) == 1:
            rest = tuple(pair for pair in m if pair[0] is not logs[0])
            into[rest] = into.get(rest, NOTHING) + Form({((logs[0], 1),): c})


Choice = tuple[tuple[int, Fraction, tuple[tuple[str, str], ...]], ...]  # (host, share, guest's names -> host's)


def _arrangements(normal: Normal, groups: list[Group]) -> list[list[Group]]:
    """Every way to put outer logarithms under the folds that can take them: all hosts in proportion, one, none."""
    options: list[list[Choice]] = []
    for i, guest in enumerate(groups):
        hosts = [(j, m) for j, host in enumerate(groups) if j != i for m in _takes(normal, host, guest)]
        choices: list[Choice] = []
        if len(hosts) > 1:
            shares = [_unit(groups[j].logs) for j, _ in hosts]
            choices.append(tuple((j, s / sum(shares), m) for (j, m), s in zip(hosts, shares, strict=True)))
        choices.extend(((j, Fraction(1), m),) for j, m in hosts)
        options.append([*choices, ()])
    found: list[list[Group]] = []
    for picked in product(*options):
        if len(found) > MAX_CHOICES:
            break
        moved = {i for i, choice in enumerate(picked) if choice}
        if any(j in moved for choice in picked for j, _, _ in choice):
            continue  # a host stays where it is
        logs = {i: g.logs for i, g in enumerate(groups) if i not in moved}
        for i, choice in enumerate(picked):
            for j, share, renaming in choice:
                names = {old: variable_form(new) for old, new in renaming}
                coming = normal.rules.substitute(groups[i].logs, names)
                logs[j] = logs[j] + coming.scale(fmpq(share.numerator, share.denominator))
        found.append([replace(groups[i], logs=total) for i, total in logs.items() if total.terms])
    return found


def _takes(normal: Normal, host: Group, guest: Group) -> list[tuple[tuple[str, str], ...]]:
    """The ways to integrate variables out of the host's weight that leave the guest's weight."""
    if not len(guest.binders) < len(host.binders) <= 3:
        return []
    ways = []
    for kept in permutations(host.binders, len(guest.binders)):
        if any(h[1] != g[1] for h, g in zip(kept, guest.binders, strict=True)):
            continue
        out = tuple(b for b in host.binders if b not in kept)
        renaming = tuple((g[0], h[0]) for h, g in zip(kept, guest.binders, strict=True))
        weight = normal.rules.substitute(guest.weight, {old: variable_form(new) for old, new in renaming})
        if is_zero(normal.rules.fold(out, host.weight) - weight):
            ways.append(renaming)
    return ways


def _unit(logs: Form) -> Fraction:
    """The largest k such that all coefficients of the logs of non-numbers are whole multiples of k."""
    tops: list[int] = []
    bottoms: list[int] = []
    for m, c in logs.terms.items():
        if m[0][0].names or len(logs.terms) == 1:
            tops.append(abs(int(c.p)))
            bottoms.append(int(c.q))
    if not tops:
        return Fraction(1)
    bottom = fold_left(lcm, bottoms)
    return Fraction(fold_left(gcd, (t * (bottom // b) for t, b in zip(tops, bottoms, strict=True))), bottom)


def _kinds(normal: Normal, groups: list[Group]) -> list[list[dict[str, Any]]]:
    """The witnesses of an arrangement: every group as a gap, or as a ratio where t <= 1 is visible."""
    rows: list[list[dict[str, Any]]] = []
    for group in groups:
        k = _unit(group.logs)
        scale = fmpq(-1) / fmpq(k.numerator, k.denominator)
        t = normal.rules.exp(group.logs.scale(scale))
        witness = {
            "kind": "gap",
            "coefficient": str(k),
            "weight": encode(expression(group.weight)),
            "ratio": encode(expression(t)),
            "over": [[name, encode_domain(_domain(binder))] for name, binder in group.binders],
        }
        row = [witness]
        if normal.signs.nonnegative(UNIT - t):
            row.insert(0, {**witness, "kind": "ratio"})
        rows.append(row)
    return [list(choice) for choice in product(*rows)][:16]


def _domain(binder: Binder) -> Domain:
    kind, role, lower, upper = binder
    return Domain(kind, role, *(None if x is None else expression(x) for x in (lower, upper)))

