"""Capitals that are multiplied: numbers, or matrices, for which AB and BA differ?

`AB = BA`, `(A+B)^2 = A^2+2AB+B^2` and `(AB)^{-1} = A^{-1}B^{-1}` hold of numbers and are the standard mistakes about
matrices. Where the text does not say what the capitals are, such an equation is neither proved nor supported; one that
is false of numbers is false of matrices too (they may have one row). Law: only equations are doubted, only for capitals
that stand for matrices in books, and not where anything says that they are numbers: a sign, a range, a definition, a
value, or that they are divided by, compared, or stand under a logarithm.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from hw3verify.judge.context import Context
from hw3verify.judge.flow import Link, Side
from hw3verify.judge.notation import chosen
from hw3verify.judge.relevance import relation_names
from hw3verify.language.surface import Add, App, Big, Div, Expect, Func, Mul, Neg, Node, Num, Pow, Sym, children

MATRICES = frozenset("ABCGHMPQRSUVWXY")


def may_be_matrices(link: Link, sides: Sequence[Side], choice: Mapping[int, int], context: Context) -> str:
    """Which two capitals may be matrices that do not commute, where the link multiplies them; "" for none."""
    props = [p for p in (link.premise, link.consequent, *link.also) if p is not None]
    nodes = chosen(sides, choice)
    if not {link.op, *(p.op for p in props)} <= {"=", ":=", "=>", "<=>", "!="} or any(_as_number(n) for n in nodes):
        return ""
    scope = context.scope
    told = scope.positive | scope.unit | scope.integer | scope.binary | {d.name for d in scope.definitions}
    told |= {n for r, _ in scope.assumptions for n in relation_names(r)}
    told |= set(context.vocabulary.ranges) | {d.name for d in scope.random.known}
    for node in nodes:
        for pair in _products(node):
            names = sorted(pair - told)
            if len(names) > 1:
                return f"{names[0]} and {names[1]} may be matrices, and then their order matters"
    return ""


def _products(node: Node) -> Iterator[frozenset[str]]:
    """The capitals in different factors of one product (or of a square), for every product."""
    if isinstance(node, App | Expect | Big | Func):
        return
    if isinstance(node, Mul):
        letters = [_letters(f) for f in node.factors]
        for i, one in enumerate(letters):
            for other in letters[i + 1 :]:
                if one and other and len(one | other) > 1:
                    yield one | other
    if isinstance(node, Pow) and isinstance(node.base, Add | Mul) and isinstance(node.exponent, Num | Neg):
        yield _letters(node.base)
    for child in children(node):
        yield from _products(child)


def _letters(node: Node) -> frozenset[str]:
    if isinstance(node, Sym):
        plain = node.base in MATRICES and not node.sub and not node.marks and node.style == ""
        return frozenset((node.base,)) if plain else frozenset()
    if isinstance(node, App | Expect | Big | Func):
        return frozenset()
    return frozenset().union(*(_letters(c) for c in children(node)))


def _as_number(node: Node) -> bool:
    """Is a capital divided by, or does it stand under a function of numbers?"""
    if isinstance(node, Div) and _letters(node.den):
        return True
    if isinstance(node, Func) and any(_letters(a) for a in children(node)):
        return True
    return any(_as_number(c) for c in children(node))
