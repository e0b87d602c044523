"""Letters that run over the values of variables, as the formulas of a document use them: the k of `p(z=k)`.

A variable that stands at a running letter takes the values 1, ..., K over which sums over that letter run.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from hw3verify.language.names import INDICES, Unknown, name_of, running
from hw3verify.language.sketch import show
from hw3verify.language.surface import App, Big, Deriv, Node, Sym, walk


@dataclass(slots=True)
class Values:
    """Which letters run over the values of which variables, and how far."""

    roles: dict[str, set[str]] = field(default_factory=dict)  # letter -> the variables that stand at it
    sums: dict[str, set[str]] = field(default_factory=dict)  # variable -> the ends of the sums over its densities
    ends: dict[str, set[str]] = field(default_factory=dict)  # letter -> the ends of all sums over it
    unknowns: set[str] = field(default_factory=set)  # the letters of what derivatives are taken by

    def scan(self, nodes: Iterable[Node], ranges: dict[str, Node | None]) -> None:
        """Take in the formulas of a document."""
        for node in nodes:
            if isinstance(node, App):
                for sym, letter in filter(None, map(running, (*node.args, *node.given))):
                    self.roles.setdefault(letter.base, set()).add(role_at(sym))
                    ranges.setdefault(letter.base, None)
            elif isinstance(node, Deriv):
                self.unknowns |= {n.base for by, _ in node.by for n in walk(by) if isinstance(n, Sym)}
            elif isinstance(node, Big) and isinstance(node.var, Sym) and node.upper is not None:
                self.ends.setdefault(node.var.base, set()).add(show(node.upper))
                for role in values_in(node.body, node.var.base):
                    self.sums.setdefault(role, set()).add(show(node.upper))

    def sizes(self, role: str) -> set[str]:
        """The written numbers of values that a variable has: one, if the text is clear."""
        letters = (letter for letter, roles in self.roles.items() if role in roles)
        return self.sums.get(role) or {end for letter in letters for end in self.ends.get(letter, ())}

    def role(self, letter: str, upper: Node | None) -> str:
        """The variable over whose values a letter runs that ends at `upper`; "" if it runs over none."""
        found = self.roles.get(letter, set())
        if not found and upper is not None:
            found = {r for roles in self.roles.values() for r in roles if show(upper) in self.sizes(r)}
        if len(found) > 1:
            raise Unknown(f"{letter} runs over the values of several variables")
        return next(iter(found), "")

    def counted(self, name: str) -> str:
        """The variable that has so many values; "" if the name is no such number."""
        found = {r for roles in self.roles.values() for r in roles if name in self.sizes(r)}
        return found.pop() if len(found) == 1 else ""


def role_at(sym: Sym) -> str:
    """The variable of `z=k` and of `z_i=k`."""
    inner = [s for s in sym.sub if not (isinstance(s, Sym) and s.base in INDICES and not s.sub)]
    return name_of(Sym(sym.base, tuple(inner), sym.marks))


def values_in(body: Node, letter: str) -> set[str]:
    """The variables whose densities stand at this letter."""
    apps = (n for n in walk(body) if isinstance(n, App))
    found = (running(a) for n in apps for a in (*n.args, *n.given))
    return {role_at(at[0]) for at in found if at is not None and at[1].base == letter}
