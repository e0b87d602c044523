"""Sums over an index, in words.

    sum_j c_j = a sum of numbers      sum_j c_j (u^T e_j)(e_j^T v) = u^T D(c) v      sum_j c_j e_j^T v = 1^T D(c) v

Law: the terms have the value of the sum. A sum whose words speak of the index in more than two places, or inside of a
word, has no words.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hw3verify.kernel.words import HERE, Letter, NoWords, Term, Word
from hw3verify.kernel.words import transposed as transposed_word
from hw3verify.meaning.expr import ONE, Name, free_names, substitute
from hw3verify.meaning.matrix import Array, Dim

if TYPE_CHECKING:
    from hw3verify.kernel.array_form import ArrayForm

Live = frozenset[str]


def summed(form: ArrayForm, e: Array, live: Live) -> list[Term]:
    """Over an index; sum_j (u^T e_j)(e_j^T v) c_j = u^T D(c) v."""
    index, dim = e.data
    found = []
    for t in form.terms(e.args[0], live):
        if not t.atoms and not t.word:
            found.append(Term(form.fold("sum", index, dim, t.coefficient)))
            continue
        found.append(contracted(form, t, index, dim, live))
    return found


def contracted(form: ArrayForm, t: Term, index: str, dim: Dim, live: Live) -> Term:
    """The sum over an index of a term whose words speak of it in one or two basis vectors."""
    here = [a for a in t.atoms if any(_speaks(x, index) for x in a.word)]
    rest = tuple(a for a in t.atoms if a not in here)
    if any(_speaks(x, index) for x in t.word) or (t.word and not here):
        raise NoWords("a sum of vectors")
    body = substitute(t.coefficient, {index: Name(HERE)})
    middle = Letter("d", body, dim, dim)
    ends: list[Word] = []
    for a in here:
        word = a.word if _is_basis(a.word[0], index) else transposed_word(a.word)
        if not _is_basis(word[0], index) or any(_speaks(x, index) for x in word[1:]):
            raise NoWords("a sum over an index inside")
        ends.append(word[1:])
    if len(ends) == 1:
        ends.append((Letter("1", None, dim, 1),))
    if len(ends) != 2:
        raise NoWords("a sum of products of many entries")
    return form.term(ONE, rest, (*transposed_word(ends[0]), middle, *ends[1]), live)


def _speaks(x: Letter, index: str) -> bool:
    """Does a letter depend on an index?"""
    if x.kind == "e":
        return index in free_names(x.data)
    if x.kind == "i":
        return any(index in free_names(p) for p in x.data[1])
    return x.kind == "d" and index in free_names(x.data)


def _is_basis(x: Letter, index: str) -> bool:
    return x.kind == "e" and x.data == Name(index)
