"""Surface trees as values: equality, hashing, walking, sketches."""

from fractions import Fraction

from hw3verify.language.sketch import show
from hw3verify.language.surface import Add, App, Big, Mul, Neg, Num, Sym, Word, children, walk

X = Sym("x")
P = Sym("p", (Word("data"),))


def test_place_and_style_do_not_count() -> None:
    """Two nodes are equal when the same thing was written, wherever it stood and however it was set."""
    assert Sym("x", start=3, end=4, style="bf") == Sym("x")
    assert hash(Num(Fraction(1, 2), "0.5", start=9)) == hash(Num(Fraction(1, 2), ".5"))


def test_marks_and_indices_count() -> None:
    """A prime, a star or an index makes another name."""
    assert len({Sym("x"), Sym("x", (), "'"), Sym("x", (), "*"), Sym("x", (X,)), Sym("x", (Word("x"),))}) == 5


def test_children_are_in_written_order() -> None:
    """`children` lists nodes as the fields list them, those inside tuples included."""
    node = Big("sum", Sym("i"), Num(Fraction(1)), Sym("n"), None, Mul((X, Sym("y"))))
    assert children(node) == (Sym("i"), Num(Fraction(1)), Sym("n"), Mul((X, Sym("y"))))
    assert children(App(P, (X,), (Sym("z"),))) == (P, X, Sym("z"))


def test_walk_visits_every_node_root_first() -> None:
    """`walk` yields the root, then the subtrees in order, indices of names included."""
    assert list(walk(Add((P, Neg(X))))) == [Add((P, Neg(X))), P, Word("data"), Neg(X), X]


def test_sketches_tell_words_from_names() -> None:
    """A word in an index is quoted, a name is not, so that `p_{data}` and `p_d` have different sketches."""
    assert show(P) == "p_'data'"
    assert show(Sym("p", (Sym("d"),))) == "p_d"
    assert show(App(P, (X,), (Sym("z"),), (Sym("theta"),))) == "p_'data'(x | z ; theta)"
