"""What a claim speaks of: the tables, numbers and places that a world must give it.

`subject_of(claim)` lists families with their roles, functions, maps, parameters, free variables, and what is known of
each role: whether it is an index, whether its variables are used by value, whether it lies on the line. Derivatives
are carried out here once. It does not draw numbers and does not evaluate.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from hw3verify.kernel.counterexample import connected, fixed_roles, names_in, spaces_in
from hw3verify.kernel.derive import without_derivatives
from hw3verify.kernel.law import law_for, parameters_at
from hw3verify.meaning.claim import Claim, Relation
from hw3verify.meaning.expr import (
    INFINITY,
    Apply,
    Call,
    Derivative,
    Expr,
    Fold,
    Name,
    Number,
    children,
    free_names,
    walk,
)


@dataclass(frozen=True, slots=True)
class Subject:
    """The vocabulary of one claim, with its sides free of derivatives."""

    claim: Claim
    says: Relation
    premises: tuple[Relation, ...]
    assumptions: tuple[Relation, ...]
    free: tuple[tuple[str, str], ...]
    families: dict[str, tuple[str, ...]]
    signatures: dict[str, frozenset[tuple[tuple[str, ...], tuple[str, ...]]]]  # (outcome, given) as they occur
    functions: dict[str, tuple[str, ...]]
    maps: dict[str, tuple[str, str]]
    samples: frozenset[str]  # maps that lead an index to a point, as the list x in p(x_i)
    twins: frozenset[tuple[str, str]]  # roles that share a space, because one function is applied to points of both
    scalars: tuple[str, ...]
    roles: tuple[str, ...]
    indices: frozenset[str]
    valued: frozenset[str]
    line: frozenset[str]
    fixed: frozenset[str]
    uppers: dict[str, tuple[Expr, ...]]
    begins: frozenset[str]  # names in the lower limit of an index
    counting: bool
    intervals: bool
    depth: int
    positive: frozenset[str]
    unit: frozenset[str]

    @property
    def limits(self) -> frozenset[str]:
        """Integers between which an index runs."""
        return self.begins.union(n for ends in self.uppers.values() for end in ends for n in free_names(end))

    @property
    def closed(self) -> bool:
        """Nothing to choose: the claim is about fixed numbers."""
        return not (self.roles or self.free or self.families or self.functions or self.maps or self.scalars)


def subject_of(claim: Claim) -> Subject:
    """Read off what the claim speaks of; `CannotEvaluate` when a derivative cannot be carried out."""
    facts = claim.facts
    counting = any(isinstance(n, Derivative) and isinstance(n.by, Apply) for e in _sides(claim) for n in walk(e))
    says = _plain(claim.says, claim)
    premises = tuple(_plain(p, claim) for p in claim.premises)
    known = {n for r in (claim.says, *claim.premises) for n in names_in(r) | spaces_in(r)}
    assumptions = tuple(_plain(a, claim) for a in connected(facts, known))
    reader = _Reader(claim)
    for r in (says, *premises, *assumptions):
        for side in (r.left, r.right):
            reader.read(side, {})
    reader.finish()
    positive, unit = _ranges(claim, assumptions)
    sides = [side for r in (says, *premises, *assumptions) for side in (r.left, r.right)]
    names = frozenset().union(*(free_names(s) for s in sides)) | reader.names
    roles = dict(facts.roles)
    free = tuple((n, roles[n]) for n in sorted(names) if n in roles)
    line = frozenset(r for r in reader.roles | {role for _, role in free} if r in facts.line_roles)
    return Subject(
        claim, says, premises, assumptions, free,
        {h: tuple(r) for h, r in reader.families.items()},
        {h: frozenset(s) for h, s in reader.signatures.items()}, reader.functions, reader.maps,
        frozenset(reader.samples), frozenset(reader.twins),
        tuple(sorted(n for n in names if n not in roles)),
        tuple(sorted((reader.roles | {role for _, role in free}) - line)),
        frozenset(reader.indices), frozenset(reader.valued), line, fixed_roles(claim),
        {r: tuple(u) for r, u in reader.uppers.items()}, frozenset(reader.begins & names), counting, reader.intervals,
        max((_depth(s) for s in sides), default=0), positive, unit,
    )  # fmt: skip


def _ranges(claim: Claim, assumptions: tuple[Relation, ...]) -> tuple[frozenset[str], frozenset[str]]:
    """Names known to be positive, and to lie between 0 and 1, by the facts or by plain assumptions such as 0 < a."""
    above, below = set(claim.facts.positive), set()
    for a in (*assumptions, *claim.premises):
        low, high = (a.left, a.right) if a.op in ("<", "<=") else (a.right, a.left)
        if a.op in ("<", "<=", ">", ">="):
            if isinstance(high, Name) and isinstance(low, Number) and low.value >= 0:
                above.add(high.id)
            if isinstance(low, Name) and isinstance(high, Number) and high.value == 1:
                below.add(low.id)
    return frozenset(above), claim.facts.unit | frozenset(above & below)


def _sides(claim: Claim) -> Iterable[Expr]:
    for r in (claim.says, *claim.premises):
        yield r.left
        yield r.right


def _plain(r: Relation, claim: Claim) -> Relation:
    return Relation(without_derivatives(r.left, claim.facts), r.op, without_derivatives(r.right, claim.facts))


def _depth(e: Expr) -> int:
    """How many folds stand inside one another."""
    deepest, stack = 0, [(e, 0)]
    while stack:
        node, depth = stack.pop()
        depth += isinstance(node, Fold)
        deepest = max(deepest, depth)
        stack.extend((c, depth) for c in children(node))
    return deepest


class _Reader:
    """Walks over the sides, with the roles of the bound variables at hand."""

    def __init__(self, claim: Claim) -> None:
        self.facts = claim.facts
        self.free = dict(claim.facts.roles)
        self.families: dict[str, list[str]] = {}
        self.signatures: dict[str, set[tuple[tuple[str, ...], tuple[str, ...]]]] = {}
        self.functions: dict[str, tuple[str, ...]] = {}
        self.maps: dict[str, tuple[str, str]] = {}
        self.samples: set[str] = set()
        self.twins: set[tuple[str, str]] = set()
        self.roles: set[str] = set()
        self.indices: set[str] = set()
        self.valued: set[str] = set()
        self.names: set[str] = set()
        self.intervals = False
        self.uppers: dict[str, list[Expr]] = {}
        self.begins: set[str] = set()

    def read(self, e: Expr, bound: dict[str, str]) -> None:
        stack: list[tuple[Expr, dict[str, str]]] = [(e, bound)]
        while stack:
            node, scope = stack.pop()
            if isinstance(node, Name):
                role = scope.get(node.id, self.free.get(node.id, ""))
                if role:
                    self.valued.add(role)
            elif isinstance(node, Fold):
                stack.append((node.body, {**scope, node.var: self._domain(node)}))
                stack.extend((end, scope) for end in (node.domain.lower, node.domain.upper) if end is not None)
            elif isinstance(node, Apply):
                self._apply(node, scope, stack)
            elif isinstance(node, Call) and node.fn == "delta":
                pass  # compares places, not numbers
            else:
                stack.extend((c, scope) for c in children(node))

    def _domain(self, node: Fold) -> str:
        domain = node.domain
        if domain.kind == "interval":
            self.intervals = True
            return ""
        self.roles.add(domain.role)
        if node.op == "W1":
            self.valued.add(domain.role)
        if domain.kind == "index":
            self.indices.add(domain.role)
            if domain.upper == INFINITY:
                self.intervals = True  # an endless series, which no finite table stands for
            elif domain.upper is not None:
                self.uppers.setdefault(domain.role, []).append(domain.upper)
                self.begins |= free_names(domain.lower or domain.upper)
        return domain.role

    def _apply(self, node: Apply, scope: dict[str, str], stack: list[tuple[Expr, dict[str, str]]]) -> None:
        for a in node.args + node.given:
            self.roles.add(a.role)
            if isinstance(a.value, Apply) and a.value.head not in self.facts.densities | self.facts.indexed:
                if len(a.value.args) == 1:
                    self.maps.setdefault(a.value.head, (a.value.args[0].role, a.role))
                stack.extend((b.value, scope) for b in a.value.args if not isinstance(b.value, Name))
                self.roles.update(b.role for b in a.value.args)
            elif not isinstance(a.value, Name):
                stack.append((a.value, scope))
                if isinstance(a.value, Apply) and a.value.head in self.facts.indexed and node.head != a.value.head:
                    self._sample(a.value, a.role, stack, scope)
        roles = tuple(a.role for a in node.args + node.given)
        if node.head in self.facts.densities:
            law = law_for(self.facts, node)
            if law is None:
                own, given = tuple(a.role for a in node.args), tuple(a.role for a in node.given)
                self.signatures.setdefault(node.head, set()).add((own, given))
                family = self.families.setdefault(node.head, [])
                family.extend(r for r in dict.fromkeys(roles) if r not in family)
            else:
                self.names.update(*(free_names(p) for p in law.parameters))
                stack.extend((p, scope) for p in parameters_at(law, node))
        else:
            first = self.functions.setdefault(node.head, roles)
            if first != roles and len(first) == 1 == len(roles):
                self.twins.add((first[0], roles[0]))
            if node.head in self.facts.indexed:
                listed = node.head.endswith("()[]")
                self.indices.update(r for r in roles if listed or r.startswith("#"))  # \pi_k, k a value of z: at cells

    def _sample(self, e: Apply, role: str, stack: list[tuple[Expr, dict[str, str]]], scope: dict[str, str]) -> None:
        """p(x_i): the list x leads every index to a cell, unless a law puts x on the line, where x_i is a number."""
        if len(e.args) != 1 or role in self.facts.line_roles or role in self.indices:
            return
        stack.pop()  # not used by value here
        self.maps.setdefault(e.head, (e.args[0].role, role))
        self.samples.add(e.head)
        self.roles.add(e.args[0].role)
        self.indices.add(e.args[0].role)
        stack.extend((b.value, scope) for b in e.args if not isinstance(b.value, Name))

    def finish(self) -> None:
        """Put in what push-forwards bring along, and take maps out of the functions."""
        for push in self.facts.push_forwards:
            if push.map in self.maps or push.map in self.functions or push.image in self.families:
                self.maps[push.map] = (push.base_role, push.image_role)
                self.families.pop(push.image, None)
                base = self.families.setdefault(push.base, [])
                if push.base_role not in base:
                    base.append(push.base_role)
                self.roles.update((push.base_role, push.image_role))
        for head in self.maps:
            if self.functions.pop(head, None) is not None:
                self.valued.add(self.maps[head][1])
