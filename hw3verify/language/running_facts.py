r"""What a text says of densities at running values: `$p(z=k)=\pi_k$`, `$p(x|z=k)=p_k(x)$`, `$p(x|z=k)=N(x;\mu_k,1)$`.

The first two make the right side a name for the left one: `\pi_k` is p(z=k) for every k, so that nothing has to be
assumed of the weights. The third is a law given z, whose parameters are numbers for each value of z. What is said of a
single letter (`$p(z=k)=1/K$`) is an equation for all values of z.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from hw3verify.language.elaborate import Elaborator
from hw3verify.language.instances import index_letters, indexed_function
from hw3verify.language.laws import add_law, make_law
from hw3verify.language.mixtures import MARK
from hw3verify.language.names import LAWS, name_of
from hw3verify.language.running import has_running
from hw3verify.language.scope import Definition, Scope, valued
from hw3verify.language.sketch import show
from hw3verify.language.surface import App, Node, Sym
from hw3verify.meaning.claim import Relation
from hw3verify.meaning.expr import Apply, Arg, Name, free_names, substitute
from hw3verify.meaning.occurrence import by_value

if TYPE_CHECKING:
    from hw3verify.language.vocabulary import Vocabulary


def stands_at_running(left: Node) -> bool:
    """Is the left side a density at a running value?"""
    return isinstance(left, App) and has_running(left)


def at_running(scope: Scope, vocabulary: Vocabulary, left: Node, right: Node, source: str) -> Scope | None:
    """The scope with a statement of a density at a running value; None where it is none, or is not understood."""
    if not isinstance(left, App) or not isinstance(left.fn, Sym) or not vocabulary.is_density(left.fn):
        return None
    e = Elaborator(vocabulary, scope)
    value = e.expr(left)
    if not isinstance(value, Apply):
        return None
    if isinstance(right, App) and isinstance(right.fn, Sym) and right.fn.base in LAWS:
        return _law(scope, e, value, right, source)
    name = right.fn if isinstance(right, App) else right
    letters = index_letters(vocabulary, name) if isinstance(name, Sym) else ()
    if isinstance(name, Sym) and letters:
        named = _named(scope, e, value, name, letters, right, source)
        if named is not None or isinstance(right, App):
            return named
    body = e.expr(right)
    used = by_value(body)
    numbers = {valued(a.role) for a in value.args if isinstance(a.value, Name) and a.value.id in used}
    if numbers:  # a mass function by a formula in k: which values there are is not known here
        return replace(scope, vague=scope.vague | numbers | {value.head})
    relation = Relation(value, "=", body)
    return None if e.laws or e.guessed else replace(scope, assumptions=(*scope.assumptions, (relation, source)))


def _law(scope: Scope, e: Elaborator, value: Apply, right: App, source: str) -> Scope | None:
    """`p(x|z=k) = N(x; m_k, v_k)`: the law of x for every z, whose parameters speak of z by its role."""
    if len(value.args) != 1 or len(value.given) != 1 or scope.definition(MARK + value.head) is not None:
        return None
    (x,), (z,) = value.args, value.given
    if not isinstance(z.value, Name):
        return None
    law = make_law(e, value, right)
    if law is None or law.head in e.open_laws:
        return None
    parameters = tuple(substitute(p, {z.value.id: Name(z.role)}) for p in law.parameters)
    head = f"law:{show(right)}"
    law = replace(law, head=head, parameters=parameters)
    if x.role in frozenset().union(*(free_names(p) for p in parameters)):
        return None
    at = Apply(head, (Arg(x.role, Name(x.role)),), (Arg(z.role, Name(z.role)),))
    scope = add_law(scope, law, source).define(Definition(MARK + value.head, (x.role, z.role), at, source))
    return replace(scope, mentioned=scope.mentioned | {value.head})


def _named(
    scope: Scope, e: Elaborator, value: Apply, name: Sym, letters: tuple[str, ...], right: Node, source: str
) -> Scope | None:
    """`\\pi_k` and `p_k(x)` as names for a density at k."""
    places = [a.value.id for a in (*value.args, *value.given) if isinstance(a.value, Name)]
    if len(places) != len(value.args + value.given):
        return None
    arguments = right.args if isinstance(right, App) else ()
    written = (*letters, *(name_of(a) for a in arguments if isinstance(a, Sym)))
    hidden = set(places) - set(written) if not isinstance(right, App) else set()  # r_k = p(z=k|x) at the x in play
    if len(written) != len(letters) + len(arguments) or len(set(places)) != len(places):
        return None
    if set(places) - set(written) != hidden or not set(written) <= set(places) or hidden & e.vocabulary.ranges.keys():
        return None
    if isinstance(right, App):
        if right.given or right.params:
            return None
        head = indexed_function(name)
    else:
        head = f"{name_of(replace(name, sub=()))}[]"
    if scope.definition(head) is not None or name.base in e.vocabulary.values.unknowns:
        return None  # what something is differentiated by is an unknown of its own
    return scope.define(Definition(head, written, value, source))
