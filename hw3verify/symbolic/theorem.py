"""A theorem as a list of claims, each with its statement, its closed form and the way in which it is checked.

Main definitions: `Claim` is one statement under its identifier; `Theorem` is what a module hands out as `statement`,
`closed_form` and `verify`.

Implementation: the statement and the steps of a claim are functions of the closed form, so that `verify` can be asked
about any other closed form: one that is equal is accepted, one that is wrong is not. A name that is not given means
the first claim (`statement`, `closed_form`) or all of them (`verify`).
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from sympy import Basic, Indexed, Integer

from hw3verify.symbolic.record import Step, Verification, joined
from hw3verify.symbolic.registry import entry


@dataclass(frozen=True, slots=True)
class Claim:
    """A statement that can be cited, as functions of its closed form."""

    identifier: str
    closed_form: Callable[[], Basic]
    statement: Callable[[Any], Basic]
    steps: Callable[[Any], Iterable[Step]]


@dataclass(frozen=True, slots=True)
class Theorem:
    """The claims of one module, by name."""

    claims: tuple[Claim, ...]

    def names(self) -> tuple[str, ...]:
        """The names of the statements: what stands after the dot of their identifiers."""
        return tuple(entry(claim.identifier).name for claim in self.claims)

    def statement(self, name: str | None = None) -> Basic:
        """The statement of that name as a SymPy expression; the theorem's first where none is given.

        Raises ValueError where the theorem has no such statement.
        """
        claim = self._claim(name)
        return claim.statement(claim.closed_form())

    def closed_form(self, name: str | None = None) -> Basic:
        """The closed form in that statement, as a SymPy expression. Raises ValueError as `statement` does."""
        return self._claim(name).closed_form()

    def verify(self, name: str | None = None, closed_form: Basic | int | None = None) -> Verification:
        """Check the statement of that name, or all of them where none is given.

        Steps are taken in order, smallest tables first, up to the first that is not shown.

        With `closed_form` the same is asked of another expression in the symbols of the statement: does the theorem
        hold with it? Raises ValueError where the theorem has no such statement, where a closed form is given without
        a name, or has symbols that the statement does not have (a symbol of the same name with other assumptions is
        another symbol: take them from the module); TypeError where it is no SymPy expression.
        """
        if name is None:
            if closed_form is not None:
                raise ValueError(f"name: say which statement the closed form is of: {', '.join(self.names())}")
            module = entry(self.claims[0].identifier).module
            return joined(module, (self.verify(each) for each in self.names()))
        claim = self._claim(name)
        start = time.perf_counter()
        form = claim.closed_form() if closed_form is None else _admitted(claim, closed_form)
        steps: list[Step] = []
        for step in claim.steps(form):
            steps.append(step)
            if not step.holds:
                break
        return Verification(claim.identifier, tuple(steps), time.perf_counter() - start)

    def _claim(self, name: str | None) -> Claim:
        if name is None:
            return self.claims[0]
        for claim in self.claims:
            if name in (claim.identifier, entry(claim.identifier).name):
                return claim
        raise ValueError(f"name: there is no statement {name!r}; there are {', '.join(self.names())}")


def _admitted(claim: Claim, given: Any) -> Basic:
    """The closed form that was given, if it can be put into the statement."""
    if isinstance(given, int) and not isinstance(given, bool):
        return Integer(given)
    if not isinstance(given, Basic):
        raise TypeError(f"closed_form: expected a SymPy expression, got {type(given).__name__}")
    own = claim.closed_form()
    known = own.free_symbols | claim.statement(own).free_symbols
    # an entry of a table counts as free too, beside the table's own symbol, which is what matters
    foreign = sorted(str(symbol) for symbol in given.free_symbols - known if not isinstance(symbol, Indexed))
    if foreign:
        have = ", ".join(sorted(str(symbol) for symbol in known if not isinstance(symbol, Indexed)))
        raise ValueError(f"closed_form: the statement has no symbol {', '.join(foreign)}; it has {have}")
    return given
