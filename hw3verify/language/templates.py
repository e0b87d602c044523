r"""Definitions for every index, written out for the numbers that the document names.

    f_k(x) = \lambda_k e^{-\lambda_k x}      says what f_1 and f_2 are
    \tilde w_k = w(z_k) / \sum_j w(z_j)      says what \tilde w_1 is

The letter is replaced by the number everywhere in the definition, in indices too. Law: only names that are written
with a number somewhere in the document get a definition, and only if they have none of their own.
"""

from __future__ import annotations

from collections.abc import Iterator

from hw3verify.language.names import INDICES
from hw3verify.language.rebuilding import rebuilt
from hw3verify.language.surface import App, Big, Node, Num, Sym, walk
from hw3verify.language.vocabulary import Vocabulary

MOST = 6  # numbers of one name


def written_out(vocabulary: Vocabulary, left: Node, right: Node) -> Iterator[tuple[Node, Node]]:
    """The sides of `left = right` for each number that takes the place of its index."""
    fn = left.fn if isinstance(left, App) else left
    if not isinstance(fn, Sym) or len(fn.sub) != 1 or not isinstance(fn.sub[0], Sym):
        return
    letter = fn.sub[0]
    if letter.sub or letter.marks or letter.base not in INDICES | vocabulary.ranges.keys():
        return
    if any(isinstance(n, Big) and n.var == letter for n in walk(right)):
        return
    numbers = {n for base, marks, n in vocabulary.numbered if (base, marks) == (fn.base, fn.marks)}
    for number in sorted(numbers, key=lambda n: n.value)[:MOST]:
        yield _with_number(left, letter, number), _with_number(right, letter, number)


def _with_number(node: Node, letter: Sym, number: Num) -> Node:
    return number if node == letter else rebuilt(node, lambda inner: _with_number(inner, letter, number))
