"""Shrinking keeps counterexamples and makes them smaller."""

from fractions import Fraction

from flint import fmpq

from hw3verify.kernel.counterexample import check_counterexample
from hw3verify.meaning.claim import Claim, Facts, Relation
from hw3verify.meaning.evidence import Counterexample
from hw3verify.meaning.expr import Apply, Arg, Domain, Expr, Fold, Name, Number, divide, log, multiply
from hw3verify.meaning.value import LogLinear
from hw3verify.meaning.world import Table, World
from hw3verify.search.refute.shrink import shrink
from hw3verify.search.refute.subject import subject_of


def at(head: str) -> Apply:
    """head(z)."""
    return Apply(head, (Arg("z", Name("z")),))


def kl(p: str, q: str) -> Expr:
    """The divergence of two densities of z."""
    return Fold("sum", "z", Domain("space", "z"), multiply(at(p), log(divide(at(p), at(q)))))


def table(*weights: int) -> Table:
    """Weights of cells, normalised over the widths 1/2, 2, 3."""
    total = sum(w * x for w, x in zip(weights, (Fraction(1, 2), 2, 3), strict=True))
    values = [Fraction(w) / total for w in weights]
    return Table(("z",), tuple(LogLinear(fmpq(v.numerator, v.denominator)) for v in values))


def test_cells_widths_and_weights_become_simple() -> None:
    """Three cells with odd widths and weights come down to two cells of width 1 with weights 1 and 2."""
    claim = Claim(Relation(kl("p", "q"), "=", kl("q", "p")), (), Facts(densities=frozenset("pq")))
    world = World(
        sizes={"z": 3},
        widths={"z": (fmpq(1, 2), fmpq(2), fmpq(3))},
        tables={"p": table(17, 5, 91), "q": table(3, 88, 20)},
    )
    found = shrink(subject_of(claim), Counterexample(claim, world, ()))
    assert check_counterexample(found).accepted
    assert found.world.sizes == {"z": 2}
    assert all(w == 1 for w in found.world.widths["z"])
    assert {v.rational for t in found.world.tables.values() for v in t.values} <= {
        fmpq(1, 2), fmpq(1, 3), fmpq(2, 3)
    }  # fmt: skip


def test_a_free_variable_keeps_its_cell() -> None:
    """log p(z) <= 0 is refuted at the cell where z stands, whichever cells are dropped."""
    claim = Claim(Relation(log(at("p")), "<=", log(at("q"))), (), Facts(frozenset("pq"), roles=(("z", "z"),)))
    world = World(
        sizes={"z": 3},
        widths={"z": (fmpq(1, 2), fmpq(2), fmpq(3))},
        tables={"p": table(1, 1, 9), "q": table(9, 1, 1)},
    )
    found = shrink(subject_of(claim), Counterexample(claim, world, (("z", 2),)))
    assert check_counterexample(found).accepted
    assert found.world.sizes["z"] == 2


def test_widths_become_one_before_cells_are_dropped() -> None:
    """p = 1/p is false on one cell of width 1/2 and on two cells of width 1: two values are what a reader is shown."""
    inverse = Fold("sum", "z", Domain("space", "z"), multiply(at("p"), at("p")))
    claim = Claim(Relation(inverse, "=", Number(1)), (), Facts(densities=frozenset("p")))
    half = (LogLinear(fmpq(1)), LogLinear(fmpq(1)))
    world = World({"z": 2}, {"z": (fmpq(1, 4), fmpq(3, 4))}, {}, {"p": Table(("z",), half)})
    wider = World({"z": 2}, {"z": (fmpq(1, 4), fmpq(1, 4))}, {}, {"p": Table(("z",), (LogLinear(fmpq(2)),) * 2)})
    assert not check_counterexample(Counterexample(claim, world, ())).accepted  # p = 1 there
    found = shrink(subject_of(claim), Counterexample(claim, wider, ()))
    assert found.world.sizes == {"z": 2}
    assert found.world.widths["z"] == (fmpq(1), fmpq(1))


def test_cells_stand_for_small_numbers() -> None:
    """E[z] = 0 is refuted by the numbers 0 and 1 (or 1 alone) just as well as by 17 and 40."""
    mean = Fold("sum", "z", Domain("space", "z"), multiply(at("p"), Name("z")))
    claim = Claim(Relation(mean, "=", Number(0)), (), Facts(densities=frozenset("p")))
    half = (LogLinear(fmpq(1, 2)),) * 2
    world = World({"z": 2}, {}, {"z": (fmpq(17), fmpq(40))}, {"p": Table(("z",), half)})
    found = shrink(subject_of(claim), Counterexample(claim, world, ()))
    assert found.world.points["z"] == (fmpq(1),)


def test_parameters_lose_digits() -> None:
    """s > 7 is refuted at any s up to 7: 12345/12346 becomes 0."""
    claim = Claim(Relation(Name("s"), ">", Number(7)))
    world = World(scalars={"s": LogLinear(fmpq(12345, 12346))})
    found = shrink(subject_of(claim), Counterexample(claim, world, ()))
    assert found.world.scalars["s"] == LogLinear(fmpq(0))
    between = Claim(Relation(Name("s"), ">", Number(70)), (), Facts(assumptions=(Relation(Name("s"), ">", Number(7)),)))
    world = World(scalars={"s": LogLinear(fmpq(123457, 10001))})
    found = shrink(subject_of(between), Counterexample(between, world, ()))
    assert found.world.scalars["s"] == LogLinear(fmpq(12))
