"""Entropies and mutual informations of random variables: H(X), H(X, Z), H(X | Y, Z), I(X; Y, Z), I(X, Y; Z | W).

    H(A | C) = -E log p(a | c)                    I(A; B | C) = E log p(a, b | c) / (p(a | c) p(b | c))

for groups A, B, C of variables of one family (the only one that has them, or p). A variable that stands twice, as in
I(X; X), makes sense for mass functions only: there I(A; B | C) = H(A, C) + H(B, C) - H(A, B, C) - H(C). Units are nats.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hw3verify.language.binders import space_fold
from hw3verify.language.scope import DISCRETE
from hw3verify.language.surface import App, Node, Sym
from hw3verify.language.vocabulary import Unknown, name_of
from hw3verify.meaning.expr import ZERO, Apply, Arg, Expr, Name, add, divide, log, multiply, negate

if TYPE_CHECKING:
    from hw3verify.language.elaborate import Elaborator

Group = tuple[str, ...]


def information(e: Elaborator, node: App, name: str) -> Expr:
    """The entropy or the mutual information of random variables that the application names."""
    groups = _groups(node) if name == "I" else [node.args]
    outcomes = [tuple(map(_variable, group)) for group in groups]
    given = tuple(map(_variable, node.given))
    everything = tuple(v for group in outcomes for v in group) + given
    if len(outcomes) != (2 if name == "I" else 1):
        raise Unknown("the mutual information of these is not understood", node)
    family = _family(e, node, frozenset(everything))
    e.heads[family] = "density"
    if len(set(everything)) != len(everything):
        return _repeated(e, family, node, outcomes, given)

    def at(variables: Group, condition: Group) -> Expr:
        return Apply(family, _args(variables), _args(condition))

    if name == "H":
        inside = negate(log(at(outcomes[0], given)))
    else:
        a, b = outcomes
        inside = log(divide(at(a + b, given), multiply(at(a, given), at(b, given))))
    return space_fold(everything, multiply(at(everything, ()), inside))


def _groups(node: App) -> list[tuple[Node, ...]]:
    """The arguments of I on either side of its semicolon; without one, two arguments are two groups."""
    seps = node.sep.replace("||", "|")
    if ";" not in seps:
        return [(a,) for a in node.args]
    groups: list[list[Node]] = [[node.args[0]]]
    for sep, a in zip(seps, node.args[1:], strict=False):
        if sep == ",":
            groups[-1].append(a)
        else:
            groups.append([a])
    return [tuple(g) for g in groups]


def _args(variables: Group) -> tuple[Arg, ...]:
    return tuple(Arg(v, Name(v)) for v in variables)


def _repeated(e: Elaborator, family: str, node: App, outcomes: list[Group], given: Group) -> Expr:
    """H(X | X) = 0, I(X; X) = H(X): by entropies of sets of variables, which only mass functions have."""
    if DISCRETE not in e.scope.vague:
        raise Unknown("one random variable stands twice", node)

    def entropy(*groups: Group) -> Expr:
        variables = tuple(dict.fromkeys(v for g in groups for v in g))
        joint = Apply(family, _args(variables))
        return negate(space_fold(variables, multiply(joint, log(joint)))) if variables else ZERO

    if len(outcomes) == 1:
        return add(entropy(outcomes[0], given), negate(entropy(given)))
    a, b = outcomes
    return add(entropy(a, given), entropy(b, given), negate(entropy(a, b, given)), negate(entropy(given)))


def _variable(node: Node) -> str:
    assert isinstance(node, Sym)
    return name_of(Sym(node.base.lower(), node.sub, node.marks))


def _family(e: Elaborator, node: App, variables: frozenset[str]) -> str:
    """The family of the random variables: the one in the index, p if the document speaks of p, else the only one.

    One document, one answer: H(x) under one family and I(x; z) under another would make true identities false.
    """
    index = node.fn.sub if isinstance(node.fn, Sym) else ()
    if index:
        named = index[0]
        if not (isinstance(named, Sym) and e.vocabulary.is_density(named)):
            raise Unknown("an information with this index is not understood", node)
        return e.vocabulary.family(named)
    families = e.vocabulary.signatures
    if "p" in families:
        return "p"
    fits = [f for f, seen in families.items() if any({*outcome, *given} & variables for outcome, given in seen)]
    if len(fits) != 1:
        raise Unknown("the distribution of these random variables is not clear", node)
    return fits[0]
