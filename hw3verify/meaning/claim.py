"""A claim: one relation between two expressions, under the facts that hold where it stands.

A claim is free of definitions (the reader has put them in) and says nothing of where it was written. It holds when the
relation is true in every world that satisfies the facts: every density, function, parameter and free variable.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from hw3verify.meaning.expr import Expr
from hw3verify.meaning.shape import Shape


@dataclass(frozen=True, slots=True)
class Relation:
    """`left op right` with op one of = <= >= < > !=."""

    left: Expr
    op: str
    right: Expr


@dataclass(frozen=True, slots=True)
class Law:
    """A family is given by a named law: `head(outcome | given)` is `name` with these parameters.

    The parameters may speak of the names in `given` (the variables standing in the given roles). `index`: not empty
    for a vector of independent components, `head(z) = prod_{index=1}^{size} law(z_index)`; then the parameters speak
    of that index name.

    Names and parameters: normal (mean, variance), uniform (low, high), bernoulli (probability), exponential (rate),
    poisson (rate), laplace (location, scale), gamma (shape, rate), beta (a, b), geometric (probability; 1, 2, ...),
    geometric0 (probability; 0, 1, ...), binomial (n, probability), categorical (), point (location).
    """

    head: str
    outcome: tuple[str, ...]
    given: tuple[str, ...]
    name: str
    parameters: tuple[Expr, ...]
    index: str = ""
    size: Expr | None = None


@dataclass(frozen=True, slots=True)
class PushForward:
    """`map(z) ~ image` for `z ~ base`: the image density is the law of map(z)."""

    map: str
    base: str
    base_role: str
    image: str
    image_role: str


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known where a claim stands.

    densities   heads that are probability densities or mass functions; one head is one family (one joint table)
    functions   heads that are real functions of their roles
    indexed     heads that are indexed quantities x_i (an `Apply` whose role is the index's role)
    positive    heads and names that are positive (standard deviations, variances, rates ...)
    unit        heads and names with values in the open interval (0, 1)
    binary      heads and names with values in {0, 1}
    integer     names that are positive integers (sample sizes, dimensions)
    roles       variable name -> role, for free variables that run over a role's space
    laws, push_forwards, assumptions (relations that hold everywhere they have a value)
    shapes      functions of numbers of which the shape is known (convex, concave)
    """

    densities: frozenset[str] = frozenset()
    functions: frozenset[str] = frozenset()
    indexed: frozenset[str] = frozenset()
    positive: frozenset[str] = frozenset()
    unit: frozenset[str] = frozenset()
    binary: frozenset[str] = frozenset()
    integer: frozenset[str] = frozenset()
    roles: tuple[tuple[str, str], ...] = ()
    laws: tuple[Law, ...] = ()
    push_forwards: tuple[PushForward, ...] = ()
    assumptions: tuple[Relation, ...] = ()
    shapes: tuple[Shape, ...] = ()

    def shape_of(self, head: str) -> Shape | None:
        """What is known of the shape of a function."""
        return next((s for s in self.shapes if s.head == head), None)

    def law_of(self, head: str, outcome: frozenset[str], given: frozenset[str]) -> Law | None:
        """The law of `head(outcome | given)`, if one is stated."""
        for law in self.laws:
            if law.head == head and frozenset(law.outcome) == outcome and frozenset(law.given) == given:
                return law
        return None

    @property
    def line_roles(self) -> frozenset[str]:
        """Roles whose space is the real line because some law says so."""
        return frozenset(role for law in self.laws for role in law.outcome)


@dataclass(frozen=True, slots=True)
class Claim:
    """`premises => says`, under facts; without premises the plain relation."""

    says: Relation
    premises: tuple[Relation, ...] = ()
    facts: Facts = field(default_factory=Facts)
