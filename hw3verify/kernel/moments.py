"""Expectations of polynomials in a vector with a mean and a covariance, in words.

x = m + e with E[e] = 0 and E[e e^T] = S. Up to the second degree in x this is all that is needed, for any law; for a
normal law a product of an even number of e is the sum over all ways to pair them (Isserlis 1918), one of an odd number
is 0. A pair joins two ends: where one word ends in e and another begins with e^T, S stands between them.

Law: the terms that `expected` gives have the value of the expectation. Higher moments of a law that is not normal, and
what is no polynomial, have no words (`NoWords`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from hw3verify.kernel.words import Letter, NoWords, Term, Word, closed, halves, names_in, product, transposed
from hw3verify.meaning.expr import ONE, Expr
from hw3verify.meaning.matrix import Array, Dim, Leaf

if TYPE_CHECKING:
    from hw3verify.kernel.array_form import ArrayForm

MOST = 4


@dataclass(frozen=True, slots=True)
class _Piece:
    """A coefficient, closed words, and the two outer words of an open one (left ends in a column, right begins with a
    row); `whole` is an open word without that."""

    coefficient: Expr
    words: tuple[Word, ...]
    left: Word = ()
    right: Word = ()
    whole: Word = ()


def expected(form: ArrayForm, e: Array, live: frozenset[str]) -> list[Term]:
    """The terms of an expectation."""
    variable, kind = e.data
    mean, covariance, body = e.args
    form.shapes[variable] = Leaf(variable, mean.shape)
    centre, spread = form.terms(mean, live), form.terms(covariance, live)
    found: list[Term] = []
    for t in form.terms(body, live | {variable}):
        done = _moment(_opened(t), variable, kind, mean.shape[0], (centre, spread))
        found.extend(_collected(form, piece, live) for piece in done)
    if kind == "normal":
        form.trace.add("normal moments")
    else:
        form.trace.add("moments")
    return found


def _opened(t: Term) -> _Piece:
    if any(a.kind == "trace" for a in t.atoms):
        raise NoWords("a trace that varies")
    words = tuple(a.word for a in t.atoms)
    both = halves(t.word)
    if both is not None:
        return _Piece(t.coefficient, words, both[0], both[1])
    return _Piece(t.coefficient, words, whole=t.word)


def _moment(piece: _Piece, variable: str, kind: str, size: Dim, moments: Moments) -> Iterator[_Piece]:
    """Every end that is the variable becomes the mean or a part of a pair."""
    piece, tags = _tagged(piece, variable)
    if len(tags) > MOST or (kind != "normal" and len(tags) > 2):
        raise NoWords("a moment of high order")
    centre, spread = moments
    for pairs, single in _pairings(tags):
        pieces = [piece]
        for tag in single:
            pieces = [p for old in pieces for p in _with_mean(old, tag, centre)]
        for a, b in pairs:
            pieces = [_bound(old, a, b, t, size) for old in pieces for t in spread]
        yield from pieces


Moments = tuple[list[Term], list[Term]]
End = tuple[int, int]  # (number of the word, -1 its last letter or 0 its first); words -1, -2, -3: left, right, whole


def _tagged(piece: _Piece, variable: str) -> tuple[_Piece, tuple[str, ...]]:
    """Every occurrence of the variable with a name of its own; each has to be the end of a word."""
    tags: list[str] = []

    def tag(word: Word) -> Word:
        letters = []
        for i, x in enumerate(word):
            if x.kind == "v" and x.data == variable:
                if not (i == len(word) - 1 and not x.flipped) and not (i == 0 and x.flipped):
                    raise NoWords("a variable inside a word")
                tags.append(f"{variable}~{len(tags)}")
                x = replace(x, data=tags[-1])
            elif variable in names_in(x):
                raise NoWords("no polynomial")
            letters.append(x)
        return tuple(letters)

    words = tuple(map(tag, piece.words))
    piece = _Piece(piece.coefficient, words, tag(piece.left), tag(piece.right), tag(piece.whole))
    return piece, tuple(tags)


def _place(piece: _Piece, tag: str) -> End:
    for number, word in (*enumerate(piece.words), (-1, piece.left), (-2, piece.right), (-3, piece.whole)):
        for i in (0, -1):
            if word and word[i].kind == "v" and word[i].data == tag and word[i].flipped == (i == 0):
                return number, i
    raise NoWords("an end that is lost")


def _pairings(ends: tuple[str, ...]) -> Iterator[tuple[tuple[tuple[str, str], ...], tuple[str, ...]]]:
    """All ways to pair some of the ends; the rest stands alone."""
    if not ends:
        yield (), ()
        return
    first, *rest = ends
    for pairs, single in _pairings(tuple(rest)):
        yield pairs, (first, *single)
    for k, other in enumerate(rest):
        for pairs, single in _pairings((*rest[:k], *rest[k + 1 :])):
            yield ((first, other), *pairs), single


def _word(piece: _Piece, number: int) -> Word:
    return {-1: piece.left, -2: piece.right, -3: piece.whole}[number] if number < 0 else piece.words[number]


def _put(piece: _Piece, number: int, word: Word) -> _Piece:
    if number == -1:
        return replace(piece, left=word)
    if number == -2:
        return replace(piece, right=word)
    if number == -3:
        return replace(piece, whole=word)
    words = list(piece.words)
    words[number] = word
    return replace(piece, words=tuple(words))


def _with_mean(piece: _Piece, tag: str, centre: list[Term]) -> Iterator[_Piece]:
    number, side = _place(piece, tag)
    word = _word(piece, number)
    for t in centre:
        if t.atoms or not t.word:
            raise NoWords("a mean that varies")
        new = (*word[:-1], *t.word) if side == -1 else (*transposed(t.word), *word[1:])
        yield replace(_put(piece, number, new), coefficient=product((piece.coefficient, t.coefficient)))


def _bound(piece: _Piece, one: str, other: str, t: Term, size: Dim) -> _Piece:
    """The piece with S between two ends; a closed word may be turned round."""
    if t.atoms:
        raise NoWords("a covariance that varies")
    piece = replace(piece, coefficient=product((piece.coefficient, t.coefficient)))
    middle = t.word
    a, b = _place(piece, one), _place(piece, other)
    if a[0] == b[0]:  # x^T M x: the trace of M S, kept as a word behind a mark
        if a[0] < 0:
            raise NoWords("ends that do not meet")
        inner = _word(piece, a[0])[1:-1]
        return _put(piece, a[0], (Letter("trace", size, 1, 1), *inner, *middle))
    first, second = _word(piece, a[0]), _word(piece, b[0])
    if a[1] == 0 and a[0] >= 0:
        first, a = transposed(first), (a[0], -1)
    if b[1] == -1 and b[0] >= 0:
        second, b = transposed(second), (b[0], 0)
    if a[1] == 0 and b[1] == 0 and b[0] >= 0:
        second, b = transposed(second), (b[0], -1)
    elif a[1] == -1 and b[1] == -1 and a[0] >= 0:
        first, a = transposed(first), (a[0], 0)
    if a[1] == 0:
        (first, a), (second, b) = (second, b), (first, a)
    if a[1] != -1 or b[1] != 0:
        raise NoWords("ends that do not meet")
    joined = (*first[:-1], *middle, *second[1:])
    if {a[0], b[0]} == {-1, -2}:
        if a[0] != -1:
            raise NoWords("ends that do not meet")
        return replace(piece, left=(), right=(), whole=joined)
    if a[0] >= 0 and b[0] >= 0:
        return _put(_put(piece, a[0], joined), b[0], ())
    keep, drop = (a[0], b[0]) if a[0] < 0 else (b[0], a[0])
    return _put(_put(piece, keep, joined), drop, ())


def _collected(form: ArrayForm, piece: _Piece, live: frozenset[str]) -> Term:
    """The piece as a term: its words closed, its traces taken."""
    opened = piece.whole or (*piece.left, *piece.right)
    done = form.term(piece.coefficient, (), opened, live)
    for word in piece.words:
        if not word:
            continue
        if word[0].kind == "trace":
            atoms, factor = closed(word[1:], word[0].data)
            n = form.term(factor, atoms, (), live)
        else:
            n = form.term(ONE, (), word, live)
        done = Term(product((done.coefficient, n.coefficient)), done.atoms + n.atoms, done.word)
    return done
