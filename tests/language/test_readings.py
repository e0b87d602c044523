"""Readings: order, replay, errors that stay where they are, and laws for every input."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hw3verify.language.readings import READING_LIMIT, parse, read_display
from hw3verify.language.sketch import show
from hw3verify.language.surface import walk
from hw3verify.language.tokens import Unreadable

LINES = [
    r"= \mathbf{E}_{q(z|x)} [\log(\frac{1}{\sqrt{2\pi}}) + (-\frac{1}{2}(z-\mu)^2)) - \log(c) + (-(z-m)^2))]",
    r"\frac{\partial L}{\partial q} = \sum_z \log(p(x|z)) - \log(\frac{q(z|x)}{p(z)}) - 1 + \lambda = 0 \Rightarrow q",
    r"-\int_x p_{data}(x) \log D^*(x) dx + p_G(x) \log(1 - D^*(x)) dx",
    r"W(P_1, P_2) = \int_0^{0.5} x dx + \int_{0.5}^1 x - (x - 0.5) dx = \left[ x - \frac{x^2}{2} \right]_1^2 = 0.5",
    r"\log \int_z q_{\phi}(z|x) \frac{p(x, z)}{q_{\phi}(z|x)} dz \ge D_{KL}\left(q(z|x)\,\|\,p(z)\right) \quad (2)",
]
PIECES = (
    r"\frac \frac{a}{b} { } ( ) [ ] \{ \} \left( \right) \left. \right| | \| || \mid ^ _ ^2 _i + - * / = \ge "
    r", ; . ! ' & \\ \sum_z \int \int_0^1 dx dz \prod_i \log \exp \mathbb{E} E_q KL p q D x z 1 2 0.5 \theta \partial "
    r"\frac{d}{dx} \nabla \sqrt \hat \mathbf{x} \text{if} \text{data} \max \inf \infty \dots \cdot \quad \unknown "
    r"\begin{cases} \end{cases} \stackrel{a}{=} \over \mathrm d 1_ ^* ^T \binom U[0,1] \not= ∫ %"
).split()


def alternatives(latex: str) -> list[str]:
    """The sketches of all readings of the only side."""
    side = read_display(latex).sides[0]
    assert side is not None
    return [show(r.node) for r in side.readings]


@pytest.mark.parametrize(
    ("latex", "expected"),
    [
        (r"\sum_z a_z + c", ["(Add (Big sum z - - - a_z) c)"]),
        (r"1/2\sigma^2", ["(Mul (Div 1 2) (Pow sigma 2))", "(Div 1 (Mul 2 (Pow sigma 2)))"]),
        (r"\log p(x) q(x)", ["(Func log (Mul p(x) q(x)) -)", "(Mul (Func log p(x) -) q(x))"]),
        (r"\log(x)^2", ["(Func log (Pow x 2) -)", "(Pow (Func log x -) 2)"]),
        (r"E_q f - c", ["(Add (Expect E q f) (Neg c))", "(Expect E q (Add f (Neg c)))"]),
        ("m(x)", ["m(x)", "(Mul m x)"]),
        (
            r"\int f(x) dx + g(x) dx",
            ["(Big int x - - - (Add f(x) g(x)) d)", "(Add (Big int x - - - f(x) d) g(x))"],
        ),
        ("p(x) q(x)", ["(Mul p(x) q(x))"]),
        (r"\sum_z p(z) \log p(z)", ["(Big sum z - - - (Mul p(z) (Func log p(z) -)))"]),
        (r"\lambda(x - 1)", ["(Mul lambda (Add x (Neg 1)))"]),
    ],
)
def test_alternatives(latex: str, expected: list[str]) -> None:
    """Where a reader may hesitate there are several readings, the most plausible first; elsewhere one."""
    assert alternatives(latex) == expected


def test_one_unreadable_side_spoils_only_itself() -> None:
    """The sides beside an unreadable one keep their readings; the error says what and where."""
    display = read_display(r"a = b \foo c = d")
    assert [side is not None and side.first is not None for side in display.sides] == [True, False, True]
    assert display.ops == ("=", "=")
    error = display.sides[1].error if display.sides[1] is not None else None
    assert error is not None
    assert error.message == "unknown: foo"
    assert error.offset == 6


@pytest.mark.parametrize(
    ("latex", "message"),
    [
        (r"p(x)\,dx", "differential outside an integral"),
        (r"a \pm b", "unknown: pm"),
        ("x^10", "number right behind a factor"),
        ("e^-x", "exponent without braces"),
        ("a + ", "ends where a value is expected"),
        (r"\frac{d}{dx}", "a derivative of nothing"),
        (r"\sum_i", "sum of nothing"),
        (r"\frac{d}{dx}\left.x^2\right|_{x=0}", "derivative of a value at a point"),
        ("f(x,)", "an argument is missing"),
        (r"\mathbb{1}", "indicator without a condition"),
        ("(a + b)_i", "index on a bracket"),
        (r"\bar{x+y}", "accent over a formula"),
        (r"\log_2^2", "ends where a value|without an argument"),
        ("9" * 61, "too many digits"),
    ],
)
def test_what_is_not_understood_is_refused(latex: str, message: str) -> None:
    """No guess is made where a token has no meaning in its place."""
    with pytest.raises(Unreadable, match=message):
        parse(latex)


def test_aliases_are_flagged() -> None:
    """`\\inf` without an argument means infinity, and the reading says so."""
    side = read_display(r"= \inf").sides[1]
    assert side is not None
    assert side.first is not None
    assert show(side.first.node) == "(Infinity)"
    assert [r.kind for r in side.first.repairs] == ["alias"]


def test_places_survive() -> None:
    """A node knows where it was written."""
    text = r"\log p(x) = \frac{a}{b} + c"
    right = parse(text).sides[1]
    assert right is not None
    assert {text[n.start : n.end] for n in walk(right)} == {r"\frac{a}{b} + c", r"\frac{a}{b}", "a", "b", "c"}


def check_laws(latex: str) -> None:
    """The laws of every display."""
    display = read_display(latex)
    assert len(display.sides) == (len(display.ops) + 1 if display.error is None else 0)
    for side in display.sides:
        if side is None:
            continue
        assert (side.first is None) == (side.error is not None)
        found = side.readings
        assert len(found) <= READING_LIMIT
        assert [r.price for r in found] == sorted(r.price for r in found)
        assert len({r.node for r in found}) == len(found)
        for reading in found[:2]:
            assert side.replay(reading.path) == reading


@given(st.lists(st.sampled_from(PIECES), max_size=30))
@settings(max_examples=150, deadline=None)
def test_laws_hold_for_any_soup(pieces: list[str]) -> None:
    """Any tokens in any order are read or refused: priced in order, distinct, replayable, and never an accident."""
    check_laws(" ".join(pieces))


@given(st.sampled_from(LINES), st.integers(0, 200), st.integers(0, 4), st.sampled_from(["", *PIECES]))
@settings(max_examples=150, deadline=None)
def test_laws_hold_for_damaged_lines(line: str, at: int, cut: int, put: str) -> None:
    """A line of a derivation with a piece cut out and another put in is read or refused."""
    check_laws(line[:at] + put + line[at + cut :])


@pytest.mark.parametrize(
    "latex",
    [
        "(" * 5000, ")" * 5000, "x_{" * 3000, "|x" * 3000, "-" * 5000, "a/" * 3000 + "a", "x!" * 3000, r"\log" * 3000,
        r"\prod_i" * 2000 + "x", r"\frac{1}" * 2000 + "x", r"\hat" * 3000 + "x", "x , " * 4000, r"x \quad " * 4000,
        r"\text{" * 2000, "x=" * 4000, r"\sum_x x + " * 300 + "x", r"\log x y " * 500, "E x + " * 500 + "x",
        "(x+" * 30 + "x", "x+1)" * 30, r"\int x " * 500, "a" + "!" * 3000, "x" + "^2" * 3000,
    ],
    ids=lambda latex: latex[:8],
)  # fmt: skip
def test_work_is_bounded(latex: str) -> None:
    """Monsters of every kind end soon, whatever the answer."""
    begin = time.perf_counter()
    check_laws(latex)
    assert time.perf_counter() - begin < 6  # a slow machine, many times over
