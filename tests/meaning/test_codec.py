"""Expressions survive the way through JSON, and nothing else gets in."""

import json
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hw3verify.meaning.claim import Relation
from hw3verify.meaning.codec import MAX_DEPTH, decode, decode_domain, encode, encode_domain, encode_relation
from hw3verify.meaning.expr import (
    ONE,
    Apply,
    Arg,
    Call,
    Derivative,
    Domain,
    Expr,
    Fold,
    Name,
    Number,
    Power,
    Product,
    Sum,
)


def some(rnd: random.Random, depth: int) -> Expr:
    """An expression of any kind."""
    if depth == 0:
        return rnd.choice([Name("z'"), Name("infinity"), Number("-7/3"), Number(0)])

    def part() -> Expr:
        return some(rnd, depth - 1)

    return rnd.choice(
        [
            lambda: Sum((part(), part())),
            lambda: Sum(()),
            lambda: Product((part(),)),
            lambda: Power(part(), part()),
            lambda: Call("log", (part(),)),
            lambda: Apply("p", (Arg("x", part()),), (Arg("z", part()),)),
            lambda: Fold("sum", "z", Domain("space", "z"), part()),
            lambda: Fold("product", "i", Domain("index", "i", ONE, part()), part()),
            lambda: Derivative(part(), Name("a")),
        ]
    )()


@given(seed=st.integers(0, 10**9), depth=st.integers(0, 5))
def test_decoding_undoes_encoding(seed, depth):
    """decode(encode(e)) = e, also after the data have been JSON text."""
    e = some(random.Random(seed), depth)
    assert decode(json.loads(json.dumps(encode(e)))) == e


def test_a_relation_is_its_sides_and_its_sign():
    """[left, op, right]."""
    assert encode_relation(Relation(ONE, "<=", Name("a"))) == [["n", "1"], "<=", ["v", "a"]]


@pytest.mark.parametrize("lower", [None, Number(2)])
def test_a_domain_survives(lower):
    """Ends may be missing."""
    domain = Domain("interval", "", lower, None)
    assert decode_domain(encode_domain(domain)) == domain


@pytest.mark.parametrize(
    "data",
    [
        None,
        [],
        "n",
        ["n"],
        ["n", 1],
        ["n", "1/0"],
        ["n", "1e999999999"],
        ["n", "9" * 5000],
        ["n", " 1"],
        ["v", 3],
        ["v", "a" * 6000],
        ["a", "p", [["x"]], []],
        ["^", ["n", "1"]],
        ["b", "sum", "z", ["space"], ["n", "1"]],
        ["b", "sum", "z", 7, ["n", "1"]],
        ["q", ["n", "1"]],
    ],
)
def test_anything_else_is_refused(data):
    """ValueError, at once: also for a short text of a number with a thousand million digits."""
    with pytest.raises(ValueError, match=r"^not a"):
        decode(data)


@pytest.mark.parametrize("way", ["body", "domain"])
def test_depth_is_bounded(way):
    """Nesting beyond the bound is refused, in limits of folds as elsewhere, and no recursion error comes of it."""
    data = ["n", "1"]
    for _ in range(MAX_DEPTH + 5):
        data = ["f", "log", data] if way == "body" else ["b", "sum", "z", ["interval", "", data, None], ["n", "1"]]
    with pytest.raises(ValueError, match="not an expression"):
        decode(data)
