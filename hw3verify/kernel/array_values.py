"""What closed words are worth: sums over components where their inside is diagonal, else names of their own.

    u^T D(c) v = sum_j u_j c_j v_j         tr D(c) = sum_j c_j          tr(A D(c)) = sum_j A_jj c_j

Every other closed word is a name, one for each `key`: what holds for any number in its place holds for its value. So
the scalar kernel can do the rest. What is known of a value is noted for it: a positive determinant, x^T S x as the
square of a norm.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from hw3verify.kernel.words import Atom, Letter, NoWords, Word, at, key_of, product, reduced
from hw3verify.kernel.words import transposed as transposed_word
from hw3verify.meaning.expr import ONE, Apply, Arg, Domain, Expr, Fold, Name, Number, Power, Product, Sum, free_names
from hw3verify.meaning.matrix import Dim, Leaf


class Values:
    """The values of closed words in one claim; collects what the scalar claim has to know of them."""

    def __init__(self, leaves: Mapping[str, Leaf], norms: bool = False) -> None:
        self.leaves = leaves
        self.norms = norms
        self.unit: set[str] = set()
        self.indexed: set[str] = set()
        self.positive: set[str] = set()
        self.sizes: set[str] = set()

    def of(self, atom: Atom) -> Expr:
        """The value of a closed word."""
        word = reduced(atom.word)
        return self.chain(word) if atom.kind == "chain" else self.traced(word)

    def chain(self, word: Word) -> Expr:
        """A row ... a column."""
        if len(word) == 1 and word[0].rows == word[0].columns == 1:
            return Name(str(word[0].data))
        if not word or len(word) < 2:
            raise NoWords("no number")
        first, *middle, last = word
        if all(x.kind == "d" for x in middle) and first.is_column and last.is_column:
            return self.over(first, tuple(x.data for x in middle), last)
        value = self.named("", word, Atom("chain", word))
        if first.transposed() == last and len(middle) == 1 and "definite" in middle[0].known:
            return Power(value, Number(2))  # x^T S x = |S^{1/2} x|^2: the name is that of the norm
        return value

    def over(self, first: Letter, middle: tuple[Expr, ...], last: Letter) -> Expr:
        """sum_j u_j c_j v_j; a basis vector picks one entry."""
        for a, b in ((first, last), (last, first)):
            if a.kind == "e":
                if b.kind == "e" and b.data != a.data:
                    raise NoWords("two entries at once")
                entries = [at(c, a.data) for c in middle]
                return product((*entries, ONE if b.kind == "e" else self.component(b, a.data)))
        d = last.rows
        here = Name("@d")
        body = product((self.component(first, here), *(at(c, here) for c in middle), self.component(last, here)))
        if body == ONE:
            return self.size(d)
        if self.norms and not middle and first.kind == last.kind == "v":
            return self.angle(str(first.data), str(last.data))
        return Fold("sum", "@d", Domain("index", f"#{d}", Number(1), self.size(d)), body)

    def angle(self, a: str, b: str) -> Expr:
        """x^T y = |x| |y| (2 u - 1) for some u from 0 to 1, by Cauchy and Schwarz."""
        sizes = tuple(Name(f"<norm {n}>") for n in (a, b))
        self.positive |= {n.id for n in sizes}
        if a == b:
            return Power(sizes[0], Number(2))
        u = Name(f"<angle {min(a, b)} {max(a, b)}>")
        self.unit.add(u.id)
        return Product((*sizes, Sum((Product((Number(2), u)), Number(-1)))))

    def size(self, d: Dim) -> Expr:
        """A dimension."""
        if isinstance(d, int):
            return Number(d)
        self.sizes.add(d)
        return Name(d)

    def entry(self, name: str, d: Dim) -> Expr:
        """The entries of a named diagonal matrix."""
        head = f"{name}[]"
        self.indexed.add(head)
        leaf = self.leaves.get(name)
        if leaf is not None and leaf.known & {"definite", "positive"}:
            self.positive.add(head)
        return Apply(head, (Arg(f"#{d}", Name("@")),))

    def component(self, letter: Letter, place: Expr) -> Expr:
        """An entry of a column."""
        if letter.kind == "1":
            return ONE
        role = f"#{letter.rows if not letter.flipped else letter.columns}"
        if letter.kind == "v":
            head = f"{letter.data}[]"
            leaf = self.leaves.get(str(letter.data))
            if leaf is not None and "positive" in leaf.known:
                self.positive.add(head)
            self.indexed.add(head)
            return Apply(head, (Arg(role, place),))
        if letter.kind == "i":
            name, places = letter.data
            leaf = self.leaves.get(name)
            roles = [f"#{d}" for d in leaf.over] if leaf is not None else []
            if len(roles) != len(places):
                raise NoWords("an item without its range")
            self.indexed.add(f"{name}[]")
            return Apply(f"{name}[]", (*map(Arg, roles, places), Arg(role, place)))
        raise NoWords("an entry of a basis vector")

    def traced(self, word: Word) -> Expr:
        """A trace that no column opens."""
        diagonal = [i for i, x in enumerate(word) if x.kind == "d"]
        d = word[0].rows
        if len(diagonal) == 1:
            i = diagonal[0]
            rest = word[i + 1 :] + word[:i]
            here = Name("@d")
            entries = at(word[i].data, here)
            if rest:
                head = f"<diag {min(_text(rest), _text(transposed_word(rest)))}>[]"
                self.indexed.add(head)
                entries = product((entries, Apply(head, (Arg(f"#{d}", here),))))
                if len(rest) == 1 and "definite" in rest[0].known:
                    self.positive.add(head)
            return Fold("sum", "@d", Domain("index", f"#{d}", Number(1), self.size(d)), entries)
        value = self.named("tr ", word, Atom("trace", word))
        if len(word) == 1 and "definite" in word[0].known and isinstance(value, Name):
            self.positive.add(value.id)
        return value

    def determinant(self, x: Letter) -> Expr:
        """The determinant of a letter: of a transpose the same, of an inverse one over it."""
        if "orthogonal" in x.known:
            raise NoWords("a determinant of either sign")
        name = Name(f"<det {x.data!r}>")
        if "definite" in x.known:
            self.positive.add(name.id)
        return Power(name, Number(-1)) if x.inverse else name

    def named(self, kind: str, word: Word, atom: Atom) -> Expr:
        """A name for the value; where the word speaks of indices, a table over them."""
        places = [p for x in word for p in _places(x)]
        if any(x.kind == "d" and any(isinstance(p, Name) and p.id in free_names(x.data) for p in places) for x in word):
            raise NoWords("a diagonal that depends on an index")
        if not places:
            return Name(f"<{kind}{key_of(atom)!r}>")
        if not all(isinstance(p, Name) for p in places):
            raise NoWords("a place that is no letter")
        order = list(dict.fromkeys(p.id for p in places if isinstance(p, Name)))
        if len(order) > 1:
            raise NoWords("several indices")
        head = f"<{kind}{key_of(Atom(atom.kind, tuple(_placed(x) for x in word)))!r}>[]"
        self.indexed.add(head)
        roles = {r for x in word for r in self.roles(x)}
        if len(roles) != 1:
            raise NoWords("an index of two ranges")
        return Apply(head, (Arg(roles.pop(), Name(order[0])),))

    def roles(self, x: Letter) -> list[str]:
        """The ranges of the indices of a letter."""
        if x.kind == "e":
            return [f"#{x.columns if x.flipped else x.rows}"]
        if x.kind == "i":
            leaf = self.leaves.get(x.data[0])
            return [f"#{d}" for d in leaf.over] if leaf is not None else []
        return []


def _places(x: Letter) -> tuple[Expr, ...]:
    if x.kind == "e":
        return (x.data,)
    return tuple(x.data[1]) if x.kind == "i" else ()


def _placed(x: Letter) -> Letter:
    """The letter with its indices made alike."""
    if x.kind == "e":
        return replace(x, data=Name("@i"))
    return replace(x, data=(x.data[0], tuple(Name("@i") for _ in x.data[1]))) if x.kind == "i" else x


def _text(word: Word) -> str:
    return repr(tuple(x.key for x in word))
