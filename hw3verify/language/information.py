"""Entropies and mutual informations of random variables: H(X), H(X, Z), H(X | Y, Z), I(X; Y, Z), I(X, Y; Z | W).

    H(A | C) = -E log p(a | c)                    I(A; B | C) = E log p(a, b | c) / (p(a | c) p(b | c))

for groups A, B, C of variables. They are under the laws that the text draws the variables from; else under the family
that has them (p if the document speaks of p, else the only one). Variables that are independent by the text have the
product of their laws. A variable that stands twice, as in I(X; X), makes sense for mass functions only: there
I(A; B | C) = H(A, C) + H(B, C) - H(A, B, C) - H(C). Units are nats.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hw3verify.language.binders import space_fold
from hw3verify.language.random_variables import Draw
from hw3verify.language.scope import DISCRETE
from hw3verify.language.surface import App, Node, Sym
from hw3verify.language.variables import drawn, law, small
from hw3verify.language.vocabulary import Unknown, name_of
from hw3verify.meaning.expr import ZERO, Expr, add, divide, log, multiply, negate

if TYPE_CHECKING:
    from hw3verify.language.elaborate import Elaborator

Known = dict[str, tuple[Draw, str]]


def information(e: Elaborator, node: App, name: str) -> Expr:
    """The entropy or the mutual information of random variables that the application names."""
    groups = _groups(node) if name == "I" else [node.args]
    if len(groups) != (2 if name == "I" else 1):
        raise Unknown("the mutual information of these is not understood", node)
    symbols = [n for n in (*(n for g in groups for n in g), *node.given) if isinstance(n, Sym)]
    known = _known(e, node, symbols)
    outcomes = [_chosen(known, g) for g in groups]
    behind = _chosen(known, node.given)
    if len(known) != len(symbols):
        return _repeated(e, node, outcomes, behind)
    if name == "H":
        inside = negate(log(law(e, outcomes[0], behind)))
    else:
        one, two = outcomes
        inside = log(divide(law(e, {**one, **two}, behind), multiply(law(e, one, behind), law(e, two, behind))))
    everything = {**{n: p for o in outcomes for n, p in o.items()}, **behind}
    return space_fold(_variables(everything), multiply(law(e, everything, {}), inside))


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


def _chosen(known: Known, nodes: tuple[Node, ...]) -> Known:
    return {small(n): known[small(n)] for n in nodes if isinstance(n, Sym)}


def _variables(known: Known) -> tuple[str, ...]:
    return tuple(v for _, v in known.values())


def _repeated(e: Elaborator, node: App, outcomes: list[Known], given: Known) -> Expr:
    """H(X | X) = 0, I(X; X) = H(X): by entropies of sets of variables, which only mass functions have."""
    if DISCRETE not in e.scope.vague:
        raise Unknown("one random variable stands twice", node)

    def entropy(*groups: Known) -> Expr:
        together = {n: p for g in groups for n, p in g.items()}
        joint = law(e, together, {}) if together else ZERO
        return negate(space_fold(_variables(together), multiply(joint, log(joint)))) if together else ZERO

    if len(outcomes) == 1:
        return add(entropy(outcomes[0], given), negate(entropy(given)))
    a, b = outcomes
    return add(entropy(a, given), entropy(b, given), negate(entropy(a, b, given)), negate(entropy(given)))


def _known(e: Elaborator, node: App, symbols: list[Sym]) -> Known:
    """The law of each variable, by its small name, and the variable that is integrated."""
    index = node.fn.sub if isinstance(node.fn, Sym) else ()
    names = {name_of(s) for s in symbols}
    if index:
        named = index[0]
        if not (isinstance(named, Sym) and e.vocabulary.is_density(named)):
            raise Unknown("an information with this index is not understood", node)
        head = e.vocabulary.family(named)
    elif any(e.scope.random.of(n) is not None for n in names):
        return {small(s): (drawn(e, name_of(s), s), small(s)) for s in symbols}
    else:
        spoken = e.scope.random.loose and any(n[:1].isupper() for n in names)  # words may give Y its law
        e.guessed |= spoken or bool(e.scope.random.faded & names)
        variables = frozenset(map(small, symbols))
        head = _family(e, node, variables)
        e.guessed |= len(variables) > 1 and not _is_joint(e, head, variables) and any(
            _is_joint(e, f, variables) for f in e.vocabulary.signatures
        )  # I(x; z) where the text has q(z|x) p_data(x), and of p the prior only
    return {small(s): (Draw(name_of(s), head, small(s)), small(s)) for s in symbols}


def _is_joint(e: Elaborator, family: str, variables: frozenset[str]) -> bool:
    """Does the text know all of these variables together in a family, in this part if it speaks of it there?"""
    seen = e.vocabulary.nearby.get(family) or e.vocabulary.signatures.get(family) or ()
    return any(variables <= {*outcome, *given} for outcome, given in seen)


def _family(e: Elaborator, node: App, variables: frozenset[str]) -> str:
    """The family of the random variables: p if the document speaks of p, else the only one.

    One document, one answer: H(x) under one family and I(x; z) under another would make true identities false.
    """
    families = e.vocabulary.signatures
    if "p" in families or not families:
        return "p"
    fits = [f for f, seen in families.items() if any({*outcome, *given} & variables for outcome, given in seen)]
    if len(fits) != 1:
        raise Unknown("the distribution of these random variables is not clear", node)
    return fits[0]
