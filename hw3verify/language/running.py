r"""Densities at a running value: `p(z=k|x)`, `\sum_{k=1}^K p(x, z=k)`, `p(z_i=k|x_i)`, where k is any value of z.

A variable that is written at a running value takes the values 1, ..., K over which the letter runs, so a sum over the
letter is the sum over the space of the variable, an entry `\pi_k` is a number for each of its values, and K is how many
values there are. `p(z=k)` is the mass function of z at k, as `p_X(t)` is the density of X at t.

Law: for a variable with the values 1, ..., K, sum_{k=1}^K F(p(x, z=k), a_k) is the sum of F(p(x, z), a_z) over all z.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from hw3verify.language.moving import stay_fixed
from hw3verify.language.names import Unknown, running
from hw3verify.language.running_letters import role_at, values_in
from hw3verify.language.scope import valued
from hw3verify.language.sketch import show
from hw3verify.language.surface import App, Big, Node, Num, Sym
from hw3verify.language.values import two_valued
from hw3verify.meaning.expr import ONE, Arg, Domain, Expr, Fold, Name
from hw3verify.meaning.occurrence import by_value

if TYPE_CHECKING:
    from hw3verify.language.elaborate import Elaborator
    from hw3verify.language.scope import Scope
    from hw3verify.language.vocabulary import Vocabulary

NUMBERS = "CJKLMNcdm"  # letters that may say how many values there are


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
