"""The derivation of a part as a graph, and the routes through it.

A node is everything that is written alike; a link between two sides is an edge between their nodes, with its relation
and its verdict. A route from A to B for "=" follows equalities in either direction; for ">=" it goes down only. The
best route has the fewest links that do not hold, then the fewest links.

What an implication concludes is an edge ("so D^* = ..."); what is merely imposed or put in front of an arrow is none:
`dL/dD = 0` does not make zero a name of the derivative.
"""

from __future__ import annotations

import heapq
from dataclasses import dataclass, field

from hw3verify.judge.alike import Form
from hw3verify.judge.choose import Verdict
from hw3verify.judge.context import Context, Meaning
from hw3verify.judge.flow import Link, Side
from hw3verify.language.surface import Node as Surface

GOOD = ("proved", "supported", "definition", "condition")
DOWN = {"=": ("=", ":="), ">=": ("=", ":=", ">=", ">"), "<=": ("=", ":=", "<=", "<")}
DOWN |= {">": DOWN[">="], "<": DOWN["<="], "~=": ("=", ":=", "~=")}
FLIPPED = {">=": "<=", "<=": ">=", ">": "<", "<": ">"}


@dataclass(frozen=True, slots=True, eq=False)
class Place:
    """One side of the document: its meaning, what was read, where it stands and the facts there."""

    side: Side
    meaning: Meaning
    surface: Surface | None
    context: Context
    order: int
    form: Form


@dataclass(frozen=True, slots=True, eq=False)
class Edge:
    """A link between two places; `order` counts the links of the part."""

    start: Place
    op: str
    end: Place
    link: Link
    verdict: str
    order: int

    @property
    def holds(self) -> bool:
        """Is it true as far as we know?"""
        return self.verdict in GOOD


@dataclass(frozen=True, slots=True)
class Route:
    """Links that lead from one place to another."""

    edges: tuple[Edge, ...]

    @property
    def broken(self) -> tuple[Edge, ...]:
        """The links that do not hold."""
        return tuple(e for e in self.edges if not e.holds)

    @property
    def imposed(self) -> bool:
        """Does it use a solution or a definition, which is true by what came before it only?"""
        return any(e.verdict in ("definition", "condition") for e in self.edges)


@dataclass(slots=True)
class Graph:
    """The sides and links of one part."""

    places: list[Place] = field(default_factory=list)
    edges: list[Edge] = field(default_factory=list)

    def at(self, form: Form) -> list[Place]:
        """The places that are written so."""
        return [p for p in self.places if p.form == form]

    def starts(self) -> list[Place]:
        """The places with which chains begin: nothing leads to them from the left."""
        reached = {e.end.form for e in self.edges}
        return [p for p in self.places if p.form not in reached]

    def is_left(self, form: Form) -> bool:
        """Does the derivation go on from here by a link that does not hold? Then this is not where it arrives."""
        return any(e.start.form == form and not e.holds for e in self.edges)

    def reach(self, sources: set[Form], op: str) -> dict[Form, Route]:
        """The best route from any of the sources to every form that can be reached, for a relation."""
        steps: dict[Form, list[tuple[Form, Edge]]] = {}
        forward, backward = DOWN.get(op, ()), DOWN.get(FLIPPED.get(op, op), ())
        for e in self.edges:
            if e.op in forward:
                steps.setdefault(e.start.form, []).append((e.end.form, e))
            if e.op in backward:
                steps.setdefault(e.end.form, []).append((e.start.form, e))
        found: dict[Form, Route] = {}
        serial = 0
        heap: list[tuple[int, int, int, Form, tuple[Edge, ...]]] = [
            (0, 0, n, source, ()) for n, source in enumerate(sorted(sources))
        ]
        serial = len(heap)
        while heap:
            bad, length, _, here, edges = heapq.heappop(heap)
            if here in found:
                continue
            found[here] = Route(edges)
            for there, e in steps.get(here, ()):
                serial += 1
                heapq.heappush(heap, (bad + (not e.holds), length + 1, serial, there, (*edges, e)))
        return found


def is_step(v: Verdict) -> bool:
    """Is the link a relation that a route may use?"""
    link = v.link
    if link.role in ("arrow", "premise") or link.left is None:
        return False
    imposed = v.assessment.outcome.verdict == "condition" and link.role == "claim"
    return not (imposed and link.right.is_zero)
