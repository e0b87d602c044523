r"""Densities at a running value: `p(z=k|x)`, `\sum_{k=1}^K p(x, z=k)`, `p(z_i=k|x_i)`, where k is any value of z.

A variable that is written at a running value takes the values 1, ..., K over which the letter runs, so a sum over the
letter is the sum over the space of the variable, an entry `\pi_k` is a number for each of its values, and K is how many
values there are. `p(z=k)` is the mass function of z at k, as `p_X(t)` is the density of X at t.

Law: for a variable with the values 1, ..., K, sum_{k=1}^K F(p(x, z=k), a_k) is the sum of F(p(x, z), a_z) over all z.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from hw3verify.language.moving import stay_fixed
from hw3verify.language.names import INDICES, Unknown, name_of, running
from hw3verify.language.scope import valued
from hw3verify.language.sketch import show
from hw3verify.language.surface import App, Big, Deriv, Node, Num, Sym, walk
from hw3verify.language.values import two_valued
from hw3verify.meaning.expr import ONE, Arg, Domain, Expr, Fold, Name
from hw3verify.meaning.occurrence import by_value

if TYPE_CHECKING:
    from hw3verify.language.elaborate import Elaborator
    from hw3verify.language.scope import Scope
    from hw3verify.language.vocabulary import Vocabulary

NUMBERS = "CJKLMNcdm"  # letters that may say how many values there are


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


def value_fold(e: Elaborator, node: Big, op: str, var: str) -> Expr | None:
    """The sum over the values of a variable, for a sum over a letter that runs over them; None for any other sum."""
    values = e.vocabulary.values
    upper = node.upper if node.upper is not None else e.vocabulary.ranges.get(var)
    here = values_in(node.body, var)
    role = next(iter(here)) if len(here) == 1 else "" if here else _role(e, var, upper)
    if len(here) > 1:
        raise Unknown(f"{var} runs over the values of several variables", node)
    from_one = node.lower is None or (isinstance(node.lower, Num) and node.lower.value == 1)
    known = {size for r, size in e.scope.counted if r == role and size}
    sizes = values.sizes(role) or known
    ends_here = upper is None or show(upper) in sizes
    if not role or (not here and not (from_one and ends_here)):
        return None  # an ordinary sum with the same letter
    if op != "sum":
        raise Unknown("a product over the values of a variable is not understood", node)
    if not from_one:
        raise Unknown("a sum over some of the values of a variable is not understood", node)
    if len(sizes) > 1 or (upper is not None and show(upper) not in sizes):
        raise Unknown(f"{role} has several ranges in this text", node)
    if upper is not None and known and show(upper) not in known:
        raise Unknown(f"{role} has several ranges in this text", node)
    if valued(role) in e.scope.vague or (upper is not None and not known and not _is_size(upper)):
        raise Unknown(f"nothing says that these are all values of {role}", node)
    held = e.indices.get(var)
    e.indices[var] = role
    try:
        body = e.expr(node.body)
        stay_fixed(e, body, var, node)
    finally:
        if held is None:
            e.indices.pop(var)
        else:
            e.indices[var] = held
    e.guessed |= var in by_value(body)  # the values as numbers are 1, ..., K, and no others
    return Fold("sum", var, Domain("space", role), body)


def with_values(scope: Scope, vocabulary: Vocabulary, told: Iterable[Node]) -> Scope:
    """The scope in which what stands at 0 and 1 only is binary, and what stands at running values is counted."""
    scope = replace(scope, binary=scope.binary | two_valued(vocabulary, told))
    roles = frozenset().union(*vocabulary.values.roles.values()) - scope.binary
    named = {role for role, _ in scope.counted}
    counted = scope.counted | {(role, "") for role in roles - named}
    unsaid = {valued(r, n) for r in roles if len(vocabulary.values.sizes(r)) != 1 for n in NUMBERS}
    scope = replace(scope, counted=counted, integer=scope.integer | roles)
    return replace(scope, vague=scope.vague | unsaid) if unsaid else scope


def how_many(vocabulary: Vocabulary, sym: Sym) -> Expr | None:
    """K as how many values z has; None for any other name."""
    role = "" if sym.sub or sym.marks else vocabulary.values.counted(sym.base)
    return Fold("sum", role, Domain("space", role), ONE) if role else None


def _is_size(upper: Node) -> bool:
    """Is this the usual name for how many values there are, a capital letter?"""
    plain = isinstance(upper, Sym) and not upper.sub and not upper.marks
    return plain and isinstance(upper, Sym) and upper.base in NUMBERS and upper.base.isupper()


def has_running(node: App) -> bool:
    """Does a density stand at a running value?"""
    return any(running(a) for a in (*node.args, *node.given))


def at_letter(node: Node) -> Arg:
    """The argument `z=k` of a density."""
    at = running(node)
    assert at is not None
    return Arg(role_at(at[0]), Name(at[1].base))


def _role(e: Elaborator, letter: str, upper: Node | None) -> str:
    """The variable over whose values a letter runs, by the formulas or by its stated range."""
    values = e.vocabulary.values
    role = values.role(letter, upper)
    if role or upper is None:
        return role
    spoken = frozenset().union(*values.roles.values())
    stated = {r for r, size in e.scope.counted if size == show(upper) and r in spoken}
    return stated.pop() if len(stated) == 1 else ""


def index_role(e: Elaborator, letter: str) -> str:
    """The role of a letter that nothing binds: letters with one end share it."""
    vocabulary = e.vocabulary
    upper = vocabulary.ranges.get(letter)
    role = _role(e, letter, upper)
    return role or f"#{vocabulary.kin.get(letter, letter) if upper is None else show(upper)}"
