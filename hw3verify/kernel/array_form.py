"""The normal form of an expression with matrices: a sum of terms, coefficient * closed words * open word.

`ArrayForm.terms(e, live)` multiplies everything out. What does not contain a live name (one that an expectation or a
derivative is about) becomes part of the coefficient, an ordinary scalar expression, at once: a closed word whose inside
is diagonal is a sum over components, any other is a name that stands for its value (`array_values`). Law: the terms
have the value of the expression in every world in which both have one; what cannot be said raises `NoWords`.
"""

from __future__ import annotations

from fractions import Fraction

from hw3verify.kernel.array_values import Values
from hw3verify.kernel.words import HERE, Atom, Letter, NoWords, Term, Word, closed, halves, names_in, product, reduced
from hw3verify.kernel.words import split as split_word
from hw3verify.kernel.words import transposed as transposed_word
from hw3verify.meaning.expr import ONE, Call, Domain, Expr, Fold, Name, Number, Power, add, substitute
from hw3verify.meaning.matrix import Array, ArrayClaim, Dim, Leaf, free_names

Live = frozenset[str]
MOST_TERMS = 400
NONE: Live = frozenset()


class ArrayForm:
    """Forms of the expressions of one claim."""

    def __init__(self, claim: ArrayClaim, norms: bool = False) -> None:
        self.leaves = {leaf.name: leaf for leaf in claim.leaves}
        self.values = Values(self.leaves, norms)
        self.trace: set[str] = set()
        self.shapes: dict[str, Leaf] = {}  # live vectors of expectations

    def scalar(self, e: Array) -> Expr:
        """A number without live names as a scalar expression."""
        return self.total(self.terms(e, NONE))

    def total(self, terms: list[Term]) -> Expr:
        """The sum of terms of a number."""
        if any(t.atoms or t.word for t in terms):
            raise NoWords("no number")
        return add(*(t.coefficient for t in terms)) if terms else Number(0)

    # -- terms ----------------------------------------------------------------------------------------------

    def term(self, coefficient: Expr, atoms: tuple[Atom, ...], word: Word, live: Live) -> Term:
        """A term whose atoms without live names are part of its coefficient."""
        more, word = split_word(word) if word else ((), word)
        factors, kept = [coefficient], []
        for atom in (*atoms, *more):
            if live and any(names_in(x) & live for x in atom.word):
                kept.append(atom)
            else:
                factors.append(self.values.of(atom))
        return Term(product(tuple(factors)), tuple(kept), word)

    def terms(self, e: Array, live: Live) -> list[Term]:
        """The terms of an expression."""
        found = self._terms(e, live)
        if len(found) > MOST_TERMS:
            raise NoWords("too many terms")
        return found

    def _terms(self, e: Array, live: Live) -> list[Term]:
        op = e.op
        if op == "number":
            return [Term(Number(e.data))] if e.data else []
        if op in ("pi", "size", "index"):
            return [Term(Name("pi") if op == "pi" else _size(e.data) if op == "size" else Name(e.data))]
        if op == "name":
            return self.name(e, live)
        if op == "item":
            places = tuple(self.scalar(a) for a in e.args)
            return [self.term(ONE, (), (Letter("i", (e.data, places), e.shape[0], 1),), live)]
        if op == "eye":
            return [Term(ONE)]
        if op == "zeros":
            return []
        if op == "ones" and e.shape[1] == 1:
            return [self.term(ONE, (), (Letter("1", None, e.shape[0], 1),), live)]
        if op == "add":
            return [t for a in e.args for t in self.terms(a, live)]
        if op == "times":
            return self.times(e, live)
        if op == "transpose":
            return [Term(t.coefficient, t.atoms, transposed_word(t.word)) for t in self.terms(e.args[0], live)]
        if op == "trace":
            return self.traced(self.terms(e.args[0], live), e.args[0].shape[0], live)
        if op == "hadamard" and e.shape[1] == 1:
            return self.by_entries(e, live)
        if live & free_names(e) and op not in ("expect", "gradient", "hessian", "component", "sum", "power", "whole"):
            raise NoWords(f"{op} of what varies")
        if op == "diagonal":
            body = self.entries(self.terms(e.args[0], live))
            return [Term(ONE, (), reduced((Letter("d", body, e.shape[0], e.shape[0]),)))]
        if op == "component":
            return self.component(e, live)
        if op == "expect":
            from hw3verify.kernel.moments import expected

            return expected(self, e, live)
        if op in ("gradient", "hessian"):
            from hw3verify.kernel.slopes import gradient, hessian

            return gradient(self, e, live) if op == "gradient" else hessian(self, e, live)
        if op == "sum":
            from hw3verify.kernel.array_sums import summed

            return summed(self, e, live)
        if op == "power":
            return self.power(e, live)
        if op == "whole":
            return self.whole(e, live)
        return self.closed_only(e)

    def name(self, e: Array, live: Live) -> list[Term]:
        """A number, a column, a matrix; a matrix that is known to be diagonal is so by its entries."""
        leaf = self.leaves.get(e.data) or self.shapes.get(e.data)
        known = frozenset() if leaf is None else leaf.known
        if e.is_scalar and e.data not in self.shapes:
            if e.data in live:
                return [Term(ONE, (Atom("chain", (Letter("v", e.data, 1, 1),)),))]
            return [Term(Name(e.data))]
        if e.shape[1] == 1:
            return [self.term(ONE, (), (Letter("v", e.data, e.shape[0], 1),), live)]
        if "diagonal" in known and e.data not in live:
            return [Term(ONE, (), (Letter("d", self.values.entry(e.data, e.shape[0]), *e.shape),))]
        return [Term(ONE, (), (Letter("m", e.data, *e.shape, known=known),))]

    def times(self, e: Array, live: Live) -> list[Term]:
        """Everything multiplied out; numbers commute."""
        done = [Term(ONE)]
        for a in e.args:
            right = self.terms(a, live)
            if len(done) * len(right) > MOST_TERMS:
                raise NoWords("too many terms")
            joined = []
            for s in done:
                for t in right:
                    coefficient = product((s.coefficient, t.coefficient))
                    joined.append(self.term(coefficient, s.atoms + t.atoms, s.word + t.word, live))
            done = joined
        return done

    def traced(self, terms: list[Term], size: Dim, live: Live) -> list[Term]:
        """The trace, term by term."""
        found = []
        for t in terms:
            atoms, factor = closed(t.word, size)
            found.append(self.term(product((t.coefficient, factor)), t.atoms + atoms, (), live))
        self.trace.add("trace")
        return found

    # -- numbers --------------------------------------------------------------------------------------------

    def power(self, e: Array, live: Live) -> list[Term]:
        """A power of a number; a small whole power of what is live is multiplied out."""
        base = self.terms(e.args[0], live)
        if live & free_names(e.args[1]):
            raise NoWords("an exponent that varies")
        if not any(t.atoms for t in base):
            return [Term(Power(self.total(base), product((self.scalar(e.args[1]),))))]
        exponent = e.args[1]
        if exponent.op != "number" or exponent.data.denominator != 1 or not 1 <= exponent.data <= 4:
            raise NoWords("a power of what varies")
        done = [Term(ONE)]
        for _ in range(int(exponent.data)):
            done = [Term(product((s.coefficient, t.coefficient)), s.atoms + t.atoms) for s in done for t in base]
        return done

    def closed_only(self, e: Array) -> list[Term]:
        """What is a function of numbers or of entries, without live names."""
        op = e.op
        if op in ("log", "exp", "abs"):
            return [Term(Call(op, (self.scalar(e.args[0]),)))]
        if op == "det":
            return [Term(self.determinant(e.args[0]))]
        if op == "each":
            body = self.entries(self.terms(e.args[0], NONE))
            done = Power(body, self.scalar(e.args[1])) if e.data == "power" else Call(e.data, (body,))
            return self.column(product((done,)), e.shape[0])
        if op == "entries":
            terms = self.terms(e.args[0], NONE)
            if all(not t.atoms and (not t.word or (len(t.word) == 1 and t.word[0].kind == "d")) for t in terms):
                bodies = [product((t.coefficient, *(x.data for x in t.word))) for t in terms]
                return self.column(add(*bodies) if bodies else Number(0), e.shape[0])
        if op == "vector":
            index, dim = e.data
            body = substitute(self.scalar(e.args[0]), {index: Name(HERE)})
            return self.column(body, dim)
        if op == "product":
            index, dim = e.data
            return [Term(self.fold("product", index, dim, self.scalar(e.args[0])))]
        if op == "root":
            return self.root(e)
        raise NoWords(f"{op} has no form")

    def by_entries(self, e: Array, live: Live) -> list[Term]:
        """The product of two columns by entries: D(a) b, where a does not vary."""
        fixed, other = e.args if not live & free_names(e.args[0]) else e.args[::-1]
        if live & free_names(fixed):
            raise NoWords("a product of what varies")
        d = e.shape[0]
        weight = Letter("d", self.entries(self.terms(fixed, NONE)), d, d)
        return [self.term(t.coefficient, t.atoms, (weight, *t.word), live) for t in self.terms(other, live)]

    def column(self, body: Expr, d: Dim) -> list[Term]:
        """The column with these entries."""
        ones = Letter("1", None, d, 1)
        return [Term(ONE, (), reduced((Letter("d", body, d, d), ones)))]

    def entries(self, terms: list[Term]) -> Expr:
        """The entries of a column, as an expression in the index `@`."""
        bodies = []
        for t in terms:
            if t.atoms or not t.word or not t.word[-1].is_column or any(x.kind != "d" for x in t.word[:-1]):
                raise NoWords("entries that are not known")
            entry = self.values.component(t.word[-1], Name(HERE))
            bodies.append(product((t.coefficient, *(x.data for x in t.word[:-1]), entry)))
        return add(*bodies) if bodies else Number(0)

    def component(self, e: Array, live: Live) -> list[Term]:
        """An entry of a column: the product with a basis row."""
        place = self.scalar(e.args[1])
        d = e.args[0].shape[0]
        row = Letter("e", place, d, 1).transposed()
        return [self.term(t.coefficient, t.atoms, (row, *t.word), live) for t in self.terms(e.args[0], live)]

    def fold(self, op: str, index: str, dim: Dim, body: Expr) -> Expr:
        """A sum or product over 1..dim."""
        return Fold(op, index, Domain("index", f"#{dim}", Number(1), _size(dim)), body)

    # -- matrices -------------------------------------------------------------------------------------------

    def whole(self, e: Array, live: Live) -> list[Term]:
        """Whole powers; the inverse of a product is the product of the inverses the other way round."""
        exponent, base = int(e.data), e.args[0]
        inner = self.terms(base, live) if exponent > 0 else self.inverse(base, live)
        done = [Term(ONE)]
        for _ in range(abs(exponent)):
            if len(done) * len(inner) > MOST_TERMS:
                raise NoWords("too many terms")
            done = [
                self.term(product((s.coefficient, t.coefficient)), s.atoms + t.atoms, s.word + t.word, live)
                for s in done
                for t in inner
            ]
        return done

    def single(self, e: Array, live: Live = NONE) -> tuple[Expr, Word] | None:
        """A square matrix as one number times one word, if it is that: diagonal terms are put together."""
        terms = self.terms(e, live)
        d = e.shape[0]
        if any(t.atoms for t in terms):
            return None
        if terms and all(not t.word or (len(t.word) == 1 and t.word[0].kind == "d") for t in terms):
            if len(terms) == 1:
                return terms[0].coefficient, terms[0].word
            bodies = [product((t.coefficient, *(x.data for x in t.word))) for t in terms]
            return ONE, (Letter("d", add(*bodies), d, d),)
        return (terms[0].coefficient, terms[0].word) if len(terms) == 1 else None

    def inverse(self, e: Array, live: Live) -> list[Term]:
        """The inverse of a word, or a letter for the inverse of a sum."""
        found = self.single(e, live)
        if found is not None and halves(found[1]) is None:
            coefficient, word = found
            self.trace.add("inverse")
            return [Term(product((Power(coefficient, Number(-1)),)), (), tuple(x.inverted() for x in reversed(word)))]
        if live & free_names(e):
            raise NoWords("the inverse of a sum that varies")
        return [Term(ONE, (), (self.opaque(e).inverted(),))]

    def opaque(self, e: Array) -> Letter:
        """A letter for a sum of words; it is symmetric if its transpose is the same sum."""
        key, back = self.sum_key(e, False), self.sum_key(e, True)
        known = frozenset(("symmetric",)) if key == back else frozenset()
        return Letter("m", ("sum", key), *e.shape, known=known)

    def sum_key(self, e: Array, flipped: bool) -> tuple[tuple[str, tuple[tuple[str, ...], ...]], ...]:
        """A key of a sum of words: equal keys, equal values."""
        found: dict[tuple[tuple[str, ...], ...], list[Expr]] = {}
        for t in self.terms(e, NONE):
            if t.atoms:
                raise NoWords("a sum that varies")
            word = transposed_word(t.word) if flipped else t.word
            found.setdefault(tuple(x.key for x in word), []).append(t.coefficient)
        return tuple(sorted((repr(sorted(map(repr, c))), key) for key, c in found.items()))

    def determinant(self, e: Array) -> Expr:
        """det(c A B) = c^d det A det B for square A and B; of a sum it is a name."""
        found = self.single(e)
        d = e.shape[0]
        if found is None or halves(found[1]) is not None or any(x.rows != x.columns for x in found[1]):
            return self.values.determinant(self.opaque(e))
        coefficient, word = found
        self.trace.add("determinant")
        factors: list[Expr] = [Power(coefficient, _size(d))] if coefficient != ONE else []
        for x in word:
            if x.kind == "d":
                factors.append(self.fold("product", "@d", d, substitute(x.data, {HERE: Name("@d")})))
            else:
                factors.append(self.values.determinant(x))
        return product(tuple(factors))

    def root(self, e: Array) -> list[Term]:
        """The square root of c D, or of a positive letter."""
        found = self.single(e.args[0])
        half = Number(Fraction(1, 2))
        if found is not None and all(x.kind == "d" for x in found[1]):
            coefficient, word = found
            d = e.shape[0]
            body = product((coefficient, *(x.data for x in word)))
            self.trace.add("root")
            return [Term(ONE, (), reduced((Letter("d", Power(body, half), d, d),)))]
        if found is not None and len(found[1]) == 1 and found[0] == ONE and "definite" in found[1][0].known:
            return [Term(ONE, (), (Letter("m", ("root", found[1][0]), *e.shape, known=found[1][0].known),))]
        key = self.sum_key(e.args[0], False)
        return [Term(ONE, (), (Letter("m", ("root", key), *e.shape, known=frozenset(("symmetric",))),))]


def _size(d: Dim) -> Expr:
    return Number(d) if isinstance(d, int) else Name(d)
