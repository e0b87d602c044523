"""What is known of random variables, where a formula stands.

`X \\sim P` says which family X is drawn from; `X_1, ..., X_n` drawn independently from one law are a sample. Words say
the rest: which variables are independent, the mean and the variance of one that has no named law. Immutable; what an
earlier part said of a variable is over in the next, and until it is said anew nothing about that variable is refuted.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from hw3verify.meaning.expr import Expr, free_names

if TYPE_CHECKING:
    from hw3verify.language.scope import Definition


@dataclass(frozen=True, slots=True)
class Draw:
    """A random variable `name` has the law `head` in the role `role`; `size`: it is the sample name_1 ... name_size.

    `mean` and `variance` are those that the text gives to one draw, where it gives them; those of the draw with the
    number `index` where every draw has a law of its own.
    """

    name: str
    head: str
    role: str
    mean: Expr | None = None
    variance: Expr | None = None
    size: Expr | None = None
    index: str = ""
    plain: bool = False  # only called random: by convention it is the x of p(x), and nothing more is said of it


@dataclass(frozen=True, slots=True)
class RandomVariables:
    """All random variables that the text has introduced, and what is independent of what."""

    known: tuple[Draw, ...] = ()
    independent: tuple[frozenset[str], ...] = ()  # each set is mutually independent
    faded: frozenset[str] = frozenset()  # said of in an earlier part
    conditional: bool = False  # is some independence stated that is not understood?
    usual: frozenset[str] = frozenset()  # called random: by convention the x of p(x), which has their range
    loose: bool = False  # do words around speak of laws? Then a variable that no fact draws may have one

    def of(self, name: str) -> Draw | None:
        """What is known of the variable."""
        return next((d for d in reversed(self.known) if d.name == name), None)

    def add(self, draw: Draw) -> RandomVariables:
        """With one more draw; what was said of the same name before is replaced."""
        kept = tuple(d for d in self.known if d.name != draw.name)
        return replace(self, known=(*kept, draw), faded=self.faded - {draw.name})

    def makes(self, d: Definition | None) -> bool:
        """Does this define a number made of random ones: `z = \\mu + \\sigma\\epsilon` with a random epsilon?"""
        if d is None or d.parameters or d.density:
            return False
        names = free_names(d.body)
        return any(r.name != d.name and {r.name, r.role} & names for r in self.known)

    def apart(self, first: str, second: str) -> bool:
        """Are the two variables known to be independent?"""
        return any({first, second} <= group for group in self.independent)

    def merge(self, other: RandomVariables) -> RandomVariables:
        """With the other's knowledge added after its own."""
        told = {d.name for d in other.known}
        return RandomVariables(
            tuple(d for d in self.known if d.name not in told) + other.known,
            self.independent + other.independent,
            (self.faded - told) | other.faded,
            self.conditional or other.conditional,
            self.usual | other.usual,
            self.loose or other.loose,
        )

    def over(self, others: frozenset[str] = frozenset()) -> RandomVariables:
        """What goes on to the next part: only that something was said of these names, and of others."""
        return RandomVariables(faded=self.faded | others | {d.name for d in self.known if not d.plain})
