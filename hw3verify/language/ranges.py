r"""The range of a bound name in an extremum: what is written below `\sup`, and what the text says of the name.

`u > 0`, `0 < y < 1`, `y \in [0,1]`, `|f| \le 1`, `\|f\|_L \le 1`, `T : X \to \mathbb{R}`, `D \in \mathcal{D}`. A set
that is only named is some family of which nothing is known. Where nothing is written, the signs and bounds that facts
give the name are its range; any other fact about it leaves the range unknown.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hw3verify.language.surface import Abs, App, Big, Both, Infinity, Interval, Neg, Node, Norm, Rel, Sym, Tuple_, Word
from hw3verify.language.vocabulary import Unknown, name_of
from hw3verify.meaning.expr import ONE, ZERO, Apply, Call, Expr, Name, Sum, free_names, negate, walk

if TYPE_CHECKING:
    from hw3verify.language.elaborate import Elaborator

LIPSCHITZ = frozenset(("L", "Lip", "lip", "Lipschitz", "mathrm_Lip"))
FLIPPED = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}
REALS = frozenset(("reals", "R"))


@dataclass(frozen=True, slots=True)
class Range:
    """Bounds with their brackets; or one of the kinds "lipschitz" (upper: the constant) and "family" (unknown)."""

    lower: Expr | None = None
    upper: Expr | None = None
    brackets: str = "()"
    kind: str = ""


WHOLE = Range()  # nothing is written, so something may be meant
REAL = Range(None, None, "[]")  # all real values, as it is written
FAMILY = Range(kind="family")
PROBABILITY = Range(ZERO, ONE, "()")


def range_of(e: Elaborator, node: Big, name: str, body: Expr) -> Range:
    """The range of the bound name."""
    scope = e.scope
    spoken = {n.head for r, _ in scope.assumptions for s in (r.left, r.right) for n in walk(s) if isinstance(n, Apply)}
    spoken |= {n for r, _ in scope.assumptions for s in (r.left, r.right) for n in free_names(s)}
    written = _written(e, node.domain, name) if node.domain is not None else None
    if name in spoken and (written is None or written == FAMILY):
        return _said(e, node, name, body)
    return stated(e, name, body) if written is None else written  # what is bound is not what was spoken of


def _said(e: Elaborator, node: Big, name: str, body: Expr) -> Range:
    """The range between bounds that the facts give, where they say nothing else: `0 \\le \\psi(x) \\le 1`."""
    plain = stated(e, name, body)
    low, high, brackets = plain.lower, plain.upper, list(plain.brackets)
    for r, _ in e.scope.assumptions:
        if not any(_is(n, name) for side in (r.left, r.right) for n in walk(side)):
            continue
        left, op, right = r.left, r.op, r.right
        if _is(right, name):
            left, op, right = right, FLIPPED.get(op, op), left
        known = high if op in ("<", "<=") else low
        alone = _is(left, name) and not any(isinstance(n, Apply) for n in walk(right)) and name not in free_names(right)
        if node.domain is not None or not alone or op not in FLIPPED or known not in (None, right):
            raise Unknown(f"what is said of {name} may restrict the range", node)
        if op in ("<", "<="):
            high, brackets[1] = right, "])"[op == "<"]
        else:
            low, brackets[0] = right, "[("[op == ">"]
    return Range(low, high, "".join(brackets))


def stated(e: Elaborator, name: str, body: Expr) -> Range:
    """What the facts say of a name; log D and log(1 - D) under the extremum put D between 0 and 1."""
    scope = e.scope
    if name in scope.binary and any(isinstance(n, Apply) and n.head == name for n in walk(body)):
        return Range(None, None, "{}")
    if name in scope.integer or name in scope.binary:
        raise Unknown(f"what is said of {name} may restrict the range")
    logs = any(isinstance(n, Call) and n.fn == "log" and any(_is(t, name) for t in walk(n)) for n in walk(body))
    if name in scope.earlier & (scope.unit | scope.positive) and not logs:
        e.guessed = True  # what an earlier part says of it may hold on
        return WHOLE
    if name in scope.unit or (name in e.vocabulary.unit and _is_probability(name, body)):
        return PROBABILITY
    is_scale = name.split("_", maxsplit=1)[0] in ("sigma", "tau")
    return Range(ZERO, None, "()") if is_scale or name in scope.positive else WHOLE


def _is_probability(name: str, body: Expr) -> bool:
    """Do log D and log(1 - D) both stand under the operator, as factors or alone?"""
    logs = [n.args[0] for n in walk(body) if isinstance(n, Call) and n.fn == "log"]
    sums = [n for log in logs for n in walk(log) if isinstance(n, Sum) and any(_is(t, name) for t in walk(n))]
    plain = [log for log in logs if any(_is(t, name) for t in walk(log)) and log not in sums]
    return bool(sums) and bool(plain)


def _is(e: Expr, name: str) -> bool:
    return e == Name(name) or (isinstance(e, Apply) and e.head == name)


def _written(e: Elaborator, domain: Node, name: str) -> Range | None:
    """The range that is written; None where the writing says nothing (`x \\in X`)."""
    if isinstance(domain, Interval):
        low, high = _end(e, domain.low), _end(e, domain.high)
        return Range(low, high, ("[" if domain.closed_low else "(") + ("]" if domain.closed_high else ")"))
    if isinstance(domain, Tuple_) and len(domain.items) == 2:
        return Range(_end(e, domain.items[0]), _end(e, domain.items[1]))
    if isinstance(domain, Both):
        found = Range()
        for item in domain.items:
            found = _narrowed(e, found, item, name)
        return found
    if isinstance(domain, Rel):
        return _related(e, domain, name)
    if isinstance(domain, Sym):
        if domain.base in REALS and not domain.sub:
            return Range(ZERO, None, "()") if domain.marks == "+" else REAL
        return None if domain.base in ("Omega", "X", "Y", "Z") else FAMILY
    if isinstance(domain, Word):
        return _in_words(domain.text)
    raise Unknown("this range is not understood yet", domain)


def _in_words(text: str) -> Range:
    if "ipschitz" in text:
        plain = text.replace(" ", "").lower()
        if plain.endswith(("1-lipschitz", "isalipschitz")):
            return Range(None, ONE, "[]", "lipschitz")
        raise Unknown("this Lipschitz constant is not understood")
    raise Unknown("this range is not understood yet")


def _related(e: Elaborator, domain: Rel, name: str) -> Range | None:
    left = domain.left
    if domain.op == "to":  # T : X -> R
        right = domain.right
        if isinstance(right, Interval | Tuple_):
            return _written(e, right, name)
        return REAL if isinstance(right, Sym) and right.base in REALS and not right.marks else FAMILY
    if domain.op in ("?", "subset", "in"):
        return FAMILY if _is_named(left, name) and domain.op == "in" else None
    if isinstance(left, Norm) and _is_named(left.arg, name) and domain.op in ("<=", "="):
        index = left.sub[0] if len(left.sub) == 1 else None
        constant = e.expr(domain.right)
        if isinstance(index, Infinity) and domain.op == "<=":
            return Range(negate(constant), constant, "[]")
        text = index.text if isinstance(index, Word) else index.base if isinstance(index, Sym) else ""
        if text in LIPSCHITZ and domain.op == "<=":
            return Range(None, constant, "[]", "lipschitz")
        raise Unknown("this norm is not understood", left)
    if isinstance(left, Abs) and _is_named(left.arg, name) and domain.op in ("<=", "<"):
        bound = e.expr(domain.right)
        return Range(negate(bound), bound, "[]" if domain.op == "<=" else "()")
    return _narrowed(e, Range(), domain, name)


def _narrowed(e: Elaborator, found: Range, item: Node, name: str) -> Range:
    """The range with one more bound `u > 0`, `0 < D(x)`."""
    if not isinstance(item, Rel) or item.op not in FLIPPED:
        raise Unknown("this range is not understood yet", item)
    left, op, right = item.left, item.op, item.right
    if _is_named(right, name):
        left, op, right = right, FLIPPED[op], left
    if not _is_named(left, name):
        raise Unknown("this range is not understood yet", item)
    end = e.expr(right)
    if op in (">", ">="):
        return Range(end, found.upper, ("(" if op == ">" else "[") + found.brackets[1:], found.kind)
    return Range(found.lower, end, found.brackets[:1] + (")" if op == "<" else "]"), found.kind)


def _is_named(node: Node, name: str) -> bool:
    fn = node.fn if isinstance(node, App) else node
    return isinstance(fn, Sym) and name_of(fn) == name


def _end(e: Elaborator, node: Node) -> Expr | None:
    """An end of an interval; None for infinity."""
    if isinstance(node, Infinity) or (isinstance(node, Neg) and isinstance(node.arg, Infinity)):
        return None
    return e.expr(node)
