"""Words: products of matrices and vectors in order, and what becomes of them.

    Letter   a matrix (perhaps transposed, inverted), a diagonal matrix given by its entries, a column (a name, all
             ones, a basis vector, an item of a list), or its transpose, a row
    Word     letters side by side; where a column meets a row the word falls apart into an outer product
    Term     coefficient * product of atoms * word; an atom is a closed word: a row ... a column, or a trace

Laws: `reduced` keeps the value of a word: A A^{-1} = 1 (what is inverted is invertible), D(a) D(b) = D(a b), D(1) = 1,
Q^T Q = 1 for an orthogonal Q, A^T = A for a symmetric A. `split` takes closed words out of the middle of a word: they
are numbers and commute. Two atoms with one `key` have one value: a number is its own transpose, a trace does not change
when its word is rotated.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from hw3verify.meaning.expr import ONE, Expr, Name, Number, Power, Product, free_names, substitute
from hw3verify.meaning.matrix import Dim

HERE = "@"  # the index of the entries of diagonal letters
MOST_LETTERS = 24


class NoWords(Exception):
    """The expression has a part that words cannot say."""


@dataclass(frozen=True, slots=True)
class Letter:
    """One factor of a word.

    kind    "m" a matrix `data`, "d" the diagonal matrix with the entries `data` (an expression in the index `@`),
            "v" the column `data`, "1" a column of ones, "e" the basis column at `data`, "i" an item (name, indices)
    known   properties of a named matrix, as in `matrix.Leaf`
    """

    kind: str
    data: Any
    rows: Dim
    columns: Dim
    flipped: bool = False
    inverse: bool = False
    known: frozenset[str] = frozenset()

    @property
    def is_column(self) -> bool:
        """Is it a column, or its transpose?"""
        return self.kind in "v1ei"

    @property
    def key(self) -> tuple[str, ...]:
        """What tells it from other letters."""
        return (self.kind, repr(self.data), "T" * self.flipped, "-" * self.inverse)

    def transposed(self) -> Letter:
        """Its transpose."""
        if self.kind == "d" or self.known & {"symmetric", "definite", "diagonal"}:
            return self
        return replace(self, rows=self.columns, columns=self.rows, flipped=not self.flipped)

    def inverted(self) -> Letter:
        """Its inverse; a column has none."""
        if self.is_column or self.rows != self.columns:
            raise NoWords("the inverse of what is not square")
        if self.kind == "d":
            return replace(self, data=product((Power(self.data, Number(-1)),)))
        if "orthogonal" in self.known:
            return self.transposed()
        return replace(self, inverse=not self.inverse)


Word = tuple[Letter, ...]


@dataclass(frozen=True, slots=True)
class Atom:
    """A closed word: "chain" (a row ... a column) or "trace"."""

    kind: str
    word: Word


@dataclass(frozen=True, slots=True)
class Term:
    """coefficient * atoms * word; for a number the word is empty."""

    coefficient: Expr
    atoms: tuple[Atom, ...] = ()
    word: Word = ()


def product(factors: tuple[Expr, ...]) -> Expr:
    """A product with equal bases put together."""
    number = Number(1)
    powers: dict[Expr, int] = {}
    waiting = list(reversed(factors))
    while waiting:
        f = waiting.pop()
        if isinstance(f, Product):
            waiting.extend(reversed(f.factors))
        elif isinstance(f, Number):
            number = Number(number.value * f.value)
        else:
            base, exponent = f, 1
            while (
                isinstance(base, Power) and isinstance(base.exponent, Number) and base.exponent.value.denominator == 1
            ):
                exponent *= int(base.exponent.value)
                base = base.base
            if isinstance(base, Number):
                if base.value == 0:
                    raise NoWords("a power of zero")
                number = Number(number.value * base.value**exponent)
            elif isinstance(base, Product) and base is not f:
                waiting.extend(Power(g, Number(exponent)) for g in base.factors)
            else:
                powers[base] = powers.get(base, 0) + exponent
    found = [b if e == 1 else Power(b, Number(e)) for b, e in powers.items() if e]
    if number.value != 1 or not found:
        found.insert(0, number)
    return found[0] if len(found) == 1 else Product(tuple(found))


def transposed(word: Word) -> Word:
    """The transpose of a product is the product of the transposes the other way round."""
    return tuple(x.transposed() for x in reversed(word))


def reduced(word: Word) -> Word:
    """The word with neighbours that cancel or join put together."""
    done: list[Letter] = []
    for letter in word:
        if letter.kind == "d" and letter.data == ONE:
            continue
        if done:
            last = done[-1]
            if last.kind == letter.kind == "d":
                done.pop()
                joined = product((last.data, letter.data))
                if joined != ONE:
                    done.append(replace(letter, data=joined))
                continue
            if last.kind == letter.kind == "m" and cancels(last, letter):
                done.pop()
                continue
            if last == letter and letter.kind == "m" and isinstance(letter.data, tuple) and letter.data[0] == "root":
                if isinstance(letter.data[1], Letter):  # S^{1/2} S^{1/2} = S
                    done.pop()
                    whole = letter.data[1]
                    done = list(reduced((*done, whole.inverted() if letter.inverse else whole)))
                    continue
        done.append(letter)
    if len(done) > MOST_LETTERS:
        raise NoWords("a long product")
    return tuple(done)


def cancels(a: Letter, b: Letter) -> bool:
    """Is a b = 1?"""
    return a.rows == a.columns and a.data == b.data and a.inverted() == b


def split(word: Word) -> tuple[tuple[Atom, ...], Word]:
    """Closed words out of a word: (the numbers, what is left)."""
    word = reduced(word)
    parts: list[list[Letter]] = [[]]
    for i, letter in enumerate(word):
        parts[-1].append(letter)
        if letter.columns == 1 and i + 1 < len(word) and word[i + 1].rows == 1:
            parts.append([])
    closed = [p for p in parts if p and p[0].rows == 1 and p[-1].columns == 1]
    opened = [x for p in parts if not (p and p[0].rows == 1 and p[-1].columns == 1) for x in p]
    return tuple(Atom("chain", tuple(p)) for p in closed), tuple(opened)


def halves(word: Word) -> tuple[Word, Word] | None:
    """The two sides of an outer product; None where no column meets a row."""
    for i in range(len(word) - 1):
        if word[i].columns == 1 and word[i + 1].rows == 1:
            return word[: i + 1], word[i + 1 :]
    return None


def closed(word: Word, size: Dim) -> tuple[tuple[Atom, ...], Expr]:
    """The trace of a square word: atoms and a factor."""
    both = halves(word)
    if both is not None:
        atoms, rest = split((*both[1], *both[0]))
        assert not rest
        return atoms, ONE
    word = reduced(word)
    while len(word) > 1 and word[0].kind == word[-1].kind == "m" and cancels(word[-1], word[0]):
        word = word[1:-1]
    if len(word) > 1 and word[0].kind == word[-1].kind == "d":
        word = reduced((*word[1:], word[0]))
    if not word:
        return (), (Number(size) if isinstance(size, int) else Name(size))
    return (Atom("trace", word),), ONE


def key_of(atom: Atom) -> tuple[tuple[str, ...], ...]:
    """The same for atoms that have one value."""
    words = [atom.word, transposed(atom.word)]
    if atom.kind == "trace":
        words = [w[i:] + w[:i] for w in words for i in range(len(w))]
    return min(tuple(x.key for x in w) for w in words)


def at(body: Expr, place: Expr) -> Expr:
    """The entry of a diagonal letter at a place."""
    return substitute(body, {HERE: place})


def names_in(letter: Letter) -> frozenset[str]:
    """The names of a letter that could be live."""
    if letter.kind in "mv":
        return frozenset((str(letter.data),))
    if letter.kind == "i":
        return frozenset((letter.data[0],))
    return free_names(letter.data) if letter.kind == "d" else frozenset()
