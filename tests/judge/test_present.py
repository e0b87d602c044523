"""Records for people: counterexamples in the claim's own words, proofs as sentences."""

import json
import math
from fractions import Fraction
from typing import Any

import pytest
from flint import fmpq

from hw3verify.judge.judge import judge_source
from hw3verify.judge.record import LinkVerdict, plain
from hw3verify.judge.refutation import refutation, value_of
from hw3verify.judge.steps import explained
from hw3verify.language.source import Source
from hw3verify.meaning.claim import Claim, Facts, Relation
from hw3verify.meaning.evidence import Counterexample
from hw3verify.meaning.expr import Apply, Arg, Expr, Name
from hw3verify.meaning.value import LogLinear
from hw3verify.meaning.world import CellMap, Table, World


def links(text: str) -> tuple[LinkVerdict, ...]:
    return judge_source(Source("mine.md", text)).links


def at(head: str, *outcome: str, given: tuple[str, ...] = ()) -> Expr:
    return Apply(head, tuple(Arg(r, Name(r)) for r in outcome), tuple(Arg(r, Name(r)) for r in given))


def exact(*values: str) -> tuple[LogLinear, ...]:
    return tuple(LogLinear(fmpq(*map(int, (*v.split("/"), "1")[:2]))) for v in values)


def record(one: Expr, other: Expr, world: World, **changes: Any) -> dict[str, Any]:
    told = {"left": "1/2", "right": "3 log 2"}
    claim = Claim(Relation(one, "=", other), (), Facts(roles=(("x", "x"), ("z", "z"))))
    return refutation(Counterexample(claim, world, (("x", 1),), **{**told, **changes}))


class TestTables:
    """Tables as the claim uses them."""

    joint = World(
        sizes={"x": 2, "z": 2},
        widths={"x": (fmpq(1), fmpq(1)), "z": (fmpq(1), fmpq(2))},
        tables={"p": Table(("x", "z"), exact("1/10", "1/5", "1/5", "3/20"))},
    )

    def test_conditional(self) -> None:
        """p(x|z) is the column of the joint table over its sum: 1/10 : 1/5 and 1/5 : 3/20."""
        tables = record(at("p", "x", given=("z",)), at("p", "x", given=("z",)), self.joint)["tables"]
        assert tables == {"p(x|z=1)": ["1/3", "2/3"], "p(x|z=2)": ["4/7", "3/7"]}

    def test_marginal_counts_widths(self) -> None:
        """p(x) = 1/10 * 1 + 1/5 * 2 and 1/5 * 1 + 3/20 * 2, because the second cell of z is two wide."""
        assert record(at("p", "x"), at("p", "x"), self.joint)["tables"] == {"p(x)": ["1/2", "1/2"]}

    def test_density_given_x_counts_widths(self) -> None:
        """p(z|x) is a density: its values times the widths sum to one."""
        tables = record(at("p", "z", given=("x",)), at("p", "z", given=("x",)), self.joint)["tables"]
        for row in tables.values():
            assert Fraction(row[0]) * 1 + Fraction(row[1]) * 2 == 1

    def test_joint(self) -> None:
        """A joint density has a row for each value of its first variable."""
        tables = record(at("p", "x", "z"), at("p", "x", "z"), self.joint)["tables"]
        assert tables == {"p(x=1,z)": ["1/10", "1/5"], "p(x=2,z)": ["1/5", "3/20"]}

    def test_functions_and_maps(self) -> None:
        """Functions are rows of numbers, maps rows of the cells that they lead to."""
        world = World(
            sizes={"x": 2, "z": 3},
            functions={"D": Table(("x",), exact("1/2", "1/3"))},
            maps={"G": CellMap("z", "x", (0, 1, 1))},
        )
        tables = record(Apply("D", (Arg("x", at("G", "z")),)), at("D", "x"), world)["tables"]
        assert tables == {"D(x)": ["1/2", "1/3"], "G(z)": ["1", "2", "2"]}

    def test_what_the_claim_does_not_use_is_left_out(self) -> None:
        """A table that the claim does not speak of is not shown, nor are widths that are all one."""
        found = record(Name("x"), Name("x"), self.joint)
        assert found["tables"] == {}
        assert list(found["widths"]) == ["z"]

    def test_places_count_from_one(self) -> None:
        """Cell 1 of the evidence is the second value; where cells stand for numbers it is the number."""
        assert record(Name("x"), Name("x"), self.joint)["where"] == {"x": "2"}
        numbered = World(sizes={"x": 2}, points={"x": (fmpq(0), fmpq(7, 2))})
        assert record(Name("x"), Name("x"), numbered)["where"] == {"x": "7/2"}

    def test_values(self) -> None:
        """Exact text keeps its form, and its float stands beside it."""
        found = record(Name("x"), Name("x"), self.joint)
        assert (found["left"], found["left_value"]) == ("1/2", 0.5)
        assert found["right_value"] == pytest.approx(3 * math.log(2))

    def test_infinite_and_missing_values(self) -> None:
        """Infinities and missing values are words, in the record and in its sentence, and JSON can say them."""
        found = record(Name("x"), Name("x"), self.joint, left="infinity", right="undefined", kind="undefined")
        assert (found["left_value"], found["right_value"]) == ("infinity", "undefined")
        assert "is infinity" in found["statement"]
        assert "has no value" in found["statement"]
        json.dumps(plain(found), allow_nan=False)


@pytest.mark.parametrize(
    ("text", "value"),
    [("3/4", 0.75), ("-2", -2), ("- log 2", -math.log(2)), ("1/2 + 3 log 5", 0.5 + 3 * math.log(5)), ("26.9...", 26.9)],
)
def test_float_of_an_exact_value(text: str, value: float) -> None:
    """The float is that of the formula."""
    assert value_of(text) == pytest.approx(value)


def test_counterexample_of_a_real_link() -> None:
    """The record's tables give the record's values: KL(q, p) in the world shown, computed in floats."""
    (link,) = links(r"$$\int q(z)\log\frac{q(z)}{p(z)}dz = \int p(z)\log\frac{p(z)}{q(z)}dz$$")
    example = link.counterexample
    assert link.verdict == "refuted"
    assert example is not None
    q, p = ([float(Fraction(v)) for v in example["tables"][name]] for name in ("q(z)", "p(z)"))
    widths = [float(Fraction(w)) for w in example["widths"].get("z", ["1"] * len(q))]
    kl = [sum(w * a * math.log(a / b) for a, b, w in zip(x, y, widths, strict=True)) for x, y in ((q, p), (p, q))]
    assert kl == pytest.approx([example["left_value"], example["right_value"]])
    assert link.because == example["statement"]


def test_proof_of_an_inequality_names_its_witness() -> None:
    """Gibbs' inequality rests on log t <= t - 1 with q as weight and p/q as ratio."""
    (link,) = links(r"$$\int q(z)\log\frac{q(z)}{p(z)}dz \ge 0$$")
    assert link.verdict == "proved"
    assert link.proof is not None
    said = {step["rule"]: step["says"] for step in link.proof}
    assert "t - 1" in said["t - 1 - log t >= 0"]
    assert "integrated over" in said["witness"]
    assert "p(" in said["witness"].split("t =")[1]


def test_implications_show_both_relations() -> None:
    """The reading of an arrow is the relation before it and the relation behind it."""
    (_, arrow, _) = links(r"$$x + y = 1 \Rightarrow y = 1 - x$$")
    assert arrow.reading["left"] == "x + y = 1"
    assert arrow.reading["right"] == "y = 1 - x"


def test_every_rule_of_the_kernel_has_a_sentence() -> None:
    """No proof shows a rule by its bare name: all names that the kernel traces are explained."""
    import re
    from pathlib import Path

    import hw3verify.kernel

    folder = Path(hw3verify.kernel.__file__).parent
    text = "".join(path.read_text(encoding="utf-8") for path in folder.glob("*.py"))
    traced = [name for line in re.findall(r"trace\.add\((.*)\)", text) for name in re.findall(r'"([^"]+)"', line)]
    assert len(traced) > 10
    assert [name for name in traced if explained(name) == (name, name)] == []
