"""Repairs of brackets: what is supplied or dropped, and that nothing else is touched."""

from collections import Counter

import pytest

from hw3verify.language.readings import read_display
from hw3verify.language.repairs import variants
from hw3verify.language.sketch import show
from hw3verify.language.tokens import Unreadable, tokenise


def readings(latex: str) -> list[str]:
    """The sketches of all readings of the last side."""
    side = read_display(latex).sides[-1]
    assert side is not None
    return [show(r.node) for r in side.readings]


def test_balanced_text_has_one_variant_without_repairs() -> None:
    """Nothing is repaired where nothing is wrong."""
    found = list(variants(tokenise(r"E[\log(1-D(x))] + |x|")))
    assert [(v.repairs, v.price) for v in found] == [((), 0)]


@pytest.mark.parametrize(
    ("latex", "first"),
    [
        (r"\mathbb{E}_{x \sim p}[\log(1 - D(x)]", "(Expect E (Rel x ~ p) (Func log (Add 1 (Neg D(x))) -))"),
        ("(a + b", "(Add a b)"),
        ("a + b)", "(Add a b)"),
        ("[a + b)", "(Add a b)"),
        (r"\frac{(a}{b}", "(Div a b)"),
        (r"\left( a + b", "(Add a b)"),
        (r"q(z \lvert x)", "q(z | x)"),
        (r"q(z \rvert x)", "q(z | x)"),
        (r"\frac{1}{2}(KL(p,m) + KL(q,m)", "(Mul (Div 1 2) (Add KL(p m) KL(q m)))"),
    ],
)
def test_the_cheapest_repair_comes_first(latex: str, first: str) -> None:
    """A missing bracket closes at the end of its group, a stray one is dropped."""
    assert readings(latex)[0] == first


def test_a_stray_closing_bracket_may_close_a_forgotten_one() -> None:
    """`a - b + c)` is read as written without the bracket, and as `a - (b + c)`."""
    found = readings("a - b + c)")
    assert found[0] == "(Add a (Neg b) c)"
    assert "(Add a (Neg (Add b c)))" in found


def test_two_stray_brackets_share_their_explanation() -> None:
    """Two stray brackets of one line can both be explained by forgotten openers: `(A + B) - (C + D)`."""
    found = readings("E[A + (-B)) - C + (-D))]")
    assert found[0] == "(Expect E (Add A (Neg B) (Neg C) (Neg D)))"
    assert any(f == "(Expect E (Add (Add A (Neg B)) (Neg (Add C (Neg D)))))" for f in found)


def test_a_missing_bracket_may_close_earlier() -> None:
    """`log(1 - D + c` closes at the end, or before a sign."""
    assert readings(r"\log(1 + x - c") == [
        "(Func log (Add 1 x (Neg c)) -)",
        "(Add (Func log (Add 1 x) -) (Neg c))",
        "(Add (Func log 1 -) x (Neg c))",
    ]


@pytest.mark.parametrize(
    "latex",
    ["E[A + (-B)) - C + (-D))]", "((a + b) c", r"\log(1-D(x) + 3", "a) + b) - c)", "[a, b) + (c", "f(x]"],
)
def test_only_brackets_are_touched(latex: str) -> None:
    """Every variant is balanced and has the same tokens but for brackets, in the same order."""
    tokens = tokenise(latex)
    rest = [t for t in tokens if t.kind not in ("open", "close")]
    found = list(variants(tokens))
    assert found
    for variant in found:
        assert [t for t in variant.tokens if t.kind not in ("open", "close")] == rest
        assert Counter(t.kind for t in variant.tokens)["open"] == Counter(t.kind for t in variant.tokens)["close"]
        assert variant.repairs
        assert variant.price > 0


def test_variants_come_in_order_of_price() -> None:
    """Cheaper repairs come first."""
    prices = [v.price for v in variants(tokenise("E[A + (-B)) - C + (-D))]"))]
    assert prices == sorted(prices)
    assert len(set(prices)) > 1


def test_braces_are_not_repaired() -> None:
    """TeX groups are no matter of taste: a brace without a partner makes the text unreadable."""
    with pytest.raises(Unreadable, match="brace"):
        list(variants(tokenise(r"\frac{a}{b")))


def test_repairs_are_reported_where_they_stand() -> None:
    """A reading says what was repaired and where."""
    side = read_display("(a + b").sides[0]
    assert side is not None
    assert side.first is not None
    assert [(r.kind, r.message, r.offset) for r in side.first.repairs] == [
        ("bracket", "closing bracket ')' supplied", 6)
    ]
