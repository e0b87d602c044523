r"""Vectors and matrices of which contradicting things are stated: `S` positive definite and `S = -I`, unit and `x = 0`.

Law: a name that is found here has no value at all, so nothing that speaks of it is judged. Only multiples of the
identity (and zero) are looked at; that other facts agree is not shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction

from hw3verify.language.surface import Mul, Neg, Node, Num, Sym


def contradicted(definitions: Mapping[str, tuple[Node, str]], known: Mapping[str, Iterable[str]]) -> set[str]:
    """The names whose definition is a multiple of the identity that lacks a stated property."""
    found = set()
    for name, (body, _) in definitions.items():
        factor = _multiple(body)
        properties = set(known.get(name, ()))
        if factor is None:
            continue
        if ("definite" in properties and factor <= 0) or (properties & {"invertible", "unit"} and factor == 0):
            found.add(name)
        if "orthogonal" in properties and abs(factor) != 1:
            found.add(name)
    return found


def _multiple(node: Node) -> Fraction | None:
    """c for `c I`, 0 for `0`; None for anything else."""
    if isinstance(node, Neg):
        inner = _multiple(node.arg)
        return None if inner is None else -inner
    if isinstance(node, Num):
        return Fraction(0) if node.value == 0 else None
    if isinstance(node, Sym):
        return Fraction(1) if node.base == "I" else None
    if isinstance(node, Mul) and len(node.factors) == 2 and isinstance(node.factors[0], Num):
        inner = _multiple(node.factors[1])
        return None if inner is None else node.factors[0].value * inner
    return None
