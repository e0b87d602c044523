"""What a part of a document says of its densities: the vocabulary as it is seen from there.

A bare `q` stands at the variables with which the *part* mostly uses q, and only if it never does at those of the
document: `q(z|x)` in the part on the bound is not the `q(z)` of the part on normal laws.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from hw3verify.language.names import Signature, signature_of
from hw3verify.language.surface import App, Node, Sym, walk
from hw3verify.language.vocabulary import Vocabulary


def seen_from(vocabulary: Vocabulary, nodes: Iterable[Node], stated: Iterable[Node] = ()) -> Vocabulary:
    """The vocabulary as seen from the part that has these formulas; what is stated fills the gaps."""
    return replace(vocabulary, nearby={**_seen(vocabulary, stated), **_seen(vocabulary, nodes)})


def _seen(vocabulary: Vocabulary, nodes: Iterable[Node]) -> dict[str, Counter[Signature]]:
    nearby: dict[str, Counter[Signature]] = {}
    for root in nodes:
        for node in walk(root):
            if isinstance(node, App) and isinstance(node.fn, Sym) and vocabulary.is_density(node.fn):
                family = vocabulary.family(node.fn, signature_of(node))
                known = vocabulary.signatures.get(family, Counter())
                for signature in known:
                    if _shows(signature, node):
                        nearby.setdefault(family, Counter())[signature] += 1
    return nearby


def _shows(signature: Signature, node: App) -> bool:
    """Is the application one with this signature?"""
    outcome, given = signature_of(node)
    return signature == (outcome, tuple(g for g in given if not g.startswith(";")))
