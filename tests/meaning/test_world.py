"""Worlds as data."""

import json

from flint import fmpq

from hw3verify.meaning.value import LogLinear
from hw3verify.meaning.world import CellMap, Table, World


def number(a: int, b: int = 1) -> LogLinear:
    """a/b."""
    return LogLinear(fmpq(a, b))


def example() -> World:
    """A world with something of every kind."""
    return World(
        sizes={"x": 2, "z": 2, "i": 3},
        widths={"x": (fmpq(1, 2), fmpq(3))},
        points={"z": (fmpq(-1), fmpq(5, 2))},
        tables={"p": Table(("x",), (number(1), number(1, 6)))},
        functions={"f": Table(("i",), (number(1), LogLinear(fmpq(0), ((2, fmpq(1)),)), number(-7, 3)))},
        maps={"G": CellMap("z", "x", (1, 0))},
        scalars={"a": LogLinear(fmpq(1), ((3, fmpq(-1, 2)),)), "N": number(3)},
        indices=frozenset("i"),
    )


def test_a_world_survives_json() -> None:
    """Writing to JSON text and reading back gives an equal world."""
    world = example()
    assert World.from_dict(json.loads(json.dumps(world.to_dict()))) == world


def test_widths_default_to_one() -> None:
    """A role without widths is a counting space."""
    world = example()
    assert world.width("z", 1) == 1
    assert world.width("x", 1) == 3


def test_changes_leave_the_world_alone() -> None:
    """Putting in another value makes another world."""
    world = example()
    other = world.with_scalar("a", number(4)).with_table("p", Table(("x",), (number(2), number(0))))
    assert world == example()
    assert other.scalars["a"] == number(4)
    assert other.scalars["N"] == number(3)
    assert other.tables["p"].values[0] == number(2)
