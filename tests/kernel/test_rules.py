"""Every rule keeps values: an expression and its normal form are equal in exact worlds.

By hand: HYPOTHESIS_PROFILE=explore pytest tests/kernel/test_rules.py draws many more.
"""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hw3verify.kernel.atoms import PI, head_atom, variable_form
from hw3verify.kernel.form import UNIT, NoForm, TooLarge, atom_form, number
from hw3verify.kernel.normal import Normal
from hw3verify.kernel.rules import Rules
from hw3verify.kernel.signs import Signs
from hw3verify.meaning.claim import Facts, Law, PushForward
from hw3verify.meaning.expr import ONE, ZERO, Apply, Arg, Domain, Fold, Name, Number, Power, add, exp, log, multiply
from hw3verify.search.prove.expression import expression

Z = Name("z")


@settings(max_examples=250)
@given(seed=st.integers(0, 10**9), depth=st.integers(1, 4))
def test_the_normal_form_has_the_value_of_the_expression(vocabulary, seed, depth):
    """value(e) = value(form(e)) in random worlds: logs, exponentials, folds, conditionals, derivatives at once."""
    rnd = random.Random(seed)
    e = vocabulary.expression(rnd, depth, rnd.choice([["x", "z"], ["x", "z", "i"]]))
    try:
        back = expression(Normal(vocabulary.FACTS).form(e))
    except (NoForm, TooLarge):
        return
    for _ in range(4):
        w = vocabulary.world(rnd, counting=vocabulary.differentiates(e) or rnd.random() < 0.5)
        assert vocabulary.differ(e, back, w, vocabulary.places(rnd, w)) is not True


def rules(**facts: object) -> Rules:
    return Rules(Signs(Facts(**facts)))  # type: ignore[arg-type]


def space(role):
    return ("space", role, None, None)


def test_an_empty_range_is_not_counted_backwards():
    """The sum of 1 from 5 to 2 has no terms; b - a + 1 would be -2."""
    e = Fold("sum", "i", Domain("index", "i", Number(5), Number(2)), ONE)
    assert Normal(Facts()).form(e).constant is None


@pytest.mark.parametrize("length", ["n", "m"])
def test_a_range_is_counted_where_it_is_not_reversed(length):
    """The sum of 1 from 1 to n is n for a positive integer n; of m nothing is known."""
    e = Fold("sum", "i", Domain("index", "i", ONE, Name(length)), ONE)
    found = Normal(Facts(integer=frozenset("n"))).form(e) == variable_form(length)
    assert found is (length == "n")


def test_complete_mass_needs_the_variable_in_its_own_role():
    """The fold over z of p(x = z) is no complete mass, that of p(z) is."""
    r = rules(densities=frozenset("p"))
    wrong = atom_form(head_atom("table", "p", (("x", variable_form("z")),)))
    right = atom_form(head_atom("table", "p", (("z", variable_form("z")),)))
    assert r.fold((("z", space("z")),), wrong) != UNIT
    assert r.fold((("z", space("z")),), right) == UNIT


def test_bound_names_never_capture_free_ones():
    """A fold over $1 of a form in which "#1" is free binds another name."""
    r = rules()
    place = variable_form("$1") + variable_form("#1")
    body = variable_form("#1") * atom_form(head_atom("function", "f", (("z", place),)))
    folded = r.fold((("$1", space("z")),), body)
    assert "#1" in folded.names


def test_renaming_bound_variables_changes_nothing():
    """Folds that differ in the names and the order of their binders have one form."""

    def double(x, z, swapped):
        f = Apply("f", (Arg("x", Name(x)), Arg("z", Name(z))))
        inner, outer = ((x, "x"), (z, "z")) if swapped else ((z, "z"), (x, "x"))
        body = Fold("sum", inner[0], Domain("space", inner[1]), Power(f, Number(2)))
        return Fold("sum", outer[0], Domain("space", outer[1]), body)

    normal = Normal(Facts(functions=frozenset("f")))
    assert normal.form(double("x", "z", False)) == normal.form(double("u", "v", True))


def test_the_logarithm_of_a_product_of_unknown_sign_stays_whole():
    """log(a b) is not log a + log b, for both may be negative; log(s t) splits for positive s and t."""
    normal = Normal(Facts(positive=frozenset("st")))
    assert len(normal.form(log(multiply(Name("a"), Name("b")))).terms) == 1
    assert len(normal.form(log(multiply(Name("s"), Name("t")))).terms) == 2


def test_the_root_of_a_square_is_not_its_base():
    """(a^2)^(1/2) is |a|, not a."""
    normal = Normal(Facts())
    assert normal.form(Power(Power(Name("a"), Number(2)), Number("1/2"))) != normal.form(Name("a"))


def test_division_by_what_is_identically_zero_has_no_form():
    """(a - a) / (a - a) is not 1."""
    zero = add(Name("a"), multiply(Number(-1), Name("a")))
    with pytest.raises(TooLarge, match="division by zero"):
        Normal(Facts()).form(multiply(zero, Power(zero, Number(-1))))


def test_a_normal_law_integrates_over_a_line_only():
    """exp(-z^2) has the integral sqrt(pi) over a line; where a law makes z an integer, no such thing is said."""
    integral = Fold("sum", "z", Domain("space", "z"), exp(multiply(Number(-1), Power(Z, Number(2)))))
    line = Law("q", ("z",), (), "normal", (ZERO, ONE))
    coin = Law("p", ("z",), (), "bernoulli", (Number("1/2"),))
    vector = Law("p", ("z",), (), "normal", (ZERO, ONE), "j", Name("n"))
    heads = frozenset("pq")
    assert Normal(Facts(densities=heads, laws=(line,))).form(integral) == atom_form(PI, number("1/2").constant)
    for other in (coin, vector):
        assert Normal(Facts(densities=heads, laws=(line, other))).form(integral).single[1][0][0].kind == "fold"


def test_a_push_forward_moves_only_functions_of_the_image():
    """E f(G(z)) = E_G f(x), but E z f(G(z)) stays, for z is no function of G(z)."""
    push = PushForward("G", "p", "z", "g", "x")
    facts = Facts(densities=frozenset("pg"), functions=frozenset("Gf"), push_forwards=(push,))
    image = Apply("f", (Arg("x", Apply("G", (Arg("z", Z),))),))
    p = Apply("p", (Arg("z", Z),))
    here = (Arg("x", Name("x")),)
    moved = Fold("sum", "x", Domain("space", "x"), multiply(Apply("g", here), Apply("f", here)))
    normal = Normal(facts)
    assert normal.form(Fold("sum", "z", Domain("space", "z"), multiply(p, image))) == normal.form(moved)
    kept = normal.form(Fold("sum", "z", Domain("space", "z"), multiply(p, Z, image)))
    assert "function(G," in kept.key
