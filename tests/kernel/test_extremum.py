"""Steps that take extrema away: what each of them refuses, and that certificates with them are checked again."""

from fractions import Fraction

import pytest
from flint import fmpq

from hw3verify.kernel.certify import certify_counterexample, certify_proof
from hw3verify.kernel.extremum import reduced
from hw3verify.kernel.proof import Proof
from hw3verify.kernel.reduction import PROOF, REFUTATION, NoStep
from hw3verify.meaning.claim import Claim, Facts, Law, Relation
from hw3verify.meaning.codec import encode
from hw3verify.meaning.evidence import Counterexample
from hw3verify.meaning.expr import (
    ONE,
    ZERO,
    Apply,
    Arg,
    Call,
    Domain,
    Expr,
    Fold,
    Name,
    Number,
    Power,
    add,
    log,
    multiply,
    negate,
    subtract,
)
from hw3verify.meaning.extremum import Member, at_member, polarity, replaced
from hw3verify.meaning.value import LogLinear
from hw3verify.meaning.world import World

X, Y = Name("x"), Name("y°")
FACTS = Facts(densities=frozenset("pq"), functions=frozenset("f"))


def at(head: str, x: Expr = X) -> Apply:
    return Apply(head, (Arg("x", x),))


def over(body: Expr) -> Fold:
    return Fold("sum", "x", Domain("space", "x"), body)


def numbers(op: str, body: Expr, low: Expr | None = None, high: Expr | None = None) -> Fold:
    return Fold(op, "y°", Domain("numbers", "()", low, high), body)


PARABOLA = numbers("sup", subtract(multiply(Number(2), Y), Power(Y, Number(2))))
AT_ONE = [encode(ONE), []]


def test_an_attained_maximum_is_its_value():
    """max of 2y - y^2 is 1: the step may be used both ways, and not at another place."""
    claim = Claim(Relation(PARABOLA, "=", ONE))
    rest, uses = reduced(claim, [["attained", 0, AT_ONE, "concave"]])
    assert uses == {PROOF, REFUTATION} and not [n for n in (rest.says.left,) if isinstance(n, Fold)]
    with pytest.raises(NoStep):
        reduced(claim, [["attained", 0, [encode(ZERO), []], "concave"]])


def test_every_member_bounds_one_way_only():
    """From sup B = R follows B(y) <= R, which does not give it back; sup B >= R says nothing of every y."""
    _, uses = reduced(Claim(Relation(PARABOLA, "=", ONE)), [["any", 0]])
    assert uses == {REFUTATION}
    _, uses = reduced(Claim(Relation(PARABOLA, "<=", ONE)), [["any", 0]])
    assert uses == {PROOF, REFUTATION}
    for op in (">=", ">"):
        with pytest.raises(NoStep):
            reduced(Claim(Relation(PARABOLA, op, ONE)), [["any", 0]])
    minus = Claim(Relation(negate(PARABOLA), "<=", ONE))  # -sup B <= 1 is a lower bound on the supremum
    with pytest.raises(NoStep):
        reduced(minus, [["any", 0]])


def test_one_member_proves_a_lower_bound_and_no_equality():
    """sup B >= B(0), but sup B = B(0) does not follow from one member, nor sup B <= B(0)."""
    _, uses = reduced(Claim(Relation(PARABOLA, ">=", ZERO)), [["some", 0, [encode(ZERO), []]]])
    assert uses == {PROOF}
    for op in ("=", "<=", "<"):
        with pytest.raises(NoStep):
            reduced(Claim(Relation(PARABOLA, op, ZERO)), [["some", 0, [encode(ZERO), []]]])


def test_a_member_outside_the_range_is_no_member():
    """sup over (0, 1) of y is not at least 2, though 2 >= 2."""
    claim = Claim(Relation(numbers("sup", Y, ZERO, ONE), ">=", Number(2)))
    with pytest.raises(NoStep):
        reduced(claim, [["some", 0, [encode(Number(2)), []]]])


def test_the_range_of_a_family_is_not_known():
    """A parametric family need not contain what maximises over all densities: no member, no value, only bounds."""
    q = at("q°")
    e = Fold("inf", "q°", Domain("family", "densities"), over(multiply(q, subtract(log(q), log(at("p"))))))
    facts = Facts(densities=frozenset(("p", "q°")))
    witness = [encode(at("p")), [["x", "x"]]]
    for claim, step in (
        (Claim(Relation(e, "=", ZERO), (), facts), ["attained", 0, witness, "concave"]),
        (Claim(Relation(e, "<=", ZERO), (), facts), ["some", 0, witness]),
        (Claim(Relation(e, "=", ZERO), (), facts), ["any", 0]),
    ):
        with pytest.raises(NoStep):
            reduced(claim, [step])
    _, uses = reduced(Claim(Relation(e, ">=", ZERO), (), facts), [["any", 0]])
    assert uses == {PROOF}


def test_two_members_are_compared_over_one_range_in_one_way():
    """sup A = sup B follows from A = B for every member, sup A = inf B does not, nor over different ranges."""
    same = Claim(Relation(PARABOLA, "<=", numbers("sup", multiply(Number(2), Y))))
    assert reduced(same, [["same", 0, 1]])[1] == {PROOF}
    for other in (numbers("inf", multiply(Number(2), Y)), numbers("sup", multiply(Number(2), Y), ZERO, ONE)):
        with pytest.raises(NoStep):
            reduced(Claim(Relation(PARABOLA, "<=", other)), [["same", 0, 1]])


def test_an_argument_needs_a_single_place():
    """argmax of the constant 0 is not proved to be 1, though 1 is a maximiser."""
    flat = numbers("argsup", Call("at", (multiply(ZERO, Y), Y)))
    with pytest.raises(NoStep):
        reduced(Claim(Relation(flat, "=", ONE)), [["attained", 0, AT_ONE, "concave"]])


def test_arguments_go_together_by_a_positive_factor():
    """argmax A = argmax 3A + c; argmax A and argmax -A are not brought together by a factor -1."""
    body = subtract(multiply(Number(2), Y), Power(Y, Number(2)))
    first = numbers("argsup", Call("at", (body, Y)))
    second = numbers("argsup", Call("at", (add(multiply(Number(3), body), Name("c")), Y)))
    third = numbers("argsup", Call("at", (negate(body), Y)))
    identity = {"method": "identity", "witness": {}}
    claim = Claim(Relation(first, "=", second))
    factor = encode(Number(Fraction(1, 3)))
    assert reduced(claim, [["arguments", factor, "id", "id", identity]])[1] == {PROOF}
    with pytest.raises(NoStep):
        reduced(Claim(Relation(first, "=", third)), [["arguments", encode(Number(-1)), "id", "id", identity]])


def test_the_duality_is_for_two_densities_of_one_variable():
    """sup of E_p f - E_q f over 1-Lipschitz f is W_1; E_p f - 2 E_q f is something else, and so is an infimum."""

    def lipschitz(op: str, factor: int) -> Fold:
        mean = [over(multiply(at(h), at("f°"))) for h in "pq"]
        second = mean[1] if factor == 1 else multiply(Number(factor), mean[1])
        return Fold(op, "f°", Domain("lipschitz", "[]", None, ONE), subtract(mean[0], second))

    claim = Claim(Relation(lipschitz("sup", 1), ">=", ZERO), (), FACTS)
    rest, _ = reduced(claim, [["dual", 0, 0]])
    assert isinstance(rest.says.left, Fold) and rest.says.left.op == "W1"
    for e in (lipschitz("sup", 2), lipschitz("inf", 1)):
        with pytest.raises(NoStep):
            reduced(Claim(Relation(e, ">=", ZERO), (), FACTS), [["dual", 0, 0]])


def test_a_proof_carries_its_steps():
    """The kernel accepts a maximum only with a step that holds, and not the same proof of another value."""
    inner = {"method": "compute", "witness": {}}
    proof = Proof("extremum", {"steps": [["attained", 0, AT_ONE, "concave"]], "inner": inner})
    assert certify_proof(Claim(Relation(PARABOLA, "=", ONE)), proof) is not None
    assert certify_proof(Claim(Relation(PARABOLA, "=", ZERO)), proof) is None
    one_way = Proof("extremum", {"steps": [["any", 0]], "inner": {"method": "order", "witness": {}}})
    assert certify_proof(Claim(Relation(PARABOLA, "=", ONE)), one_way) is None


def test_a_world_refutes_by_steps_that_lead_there():
    """sup(2y - y^2) = 0 is refuted by y = 1 below the supremum; sup >= 2 is not refuted by any single y."""
    claim = Claim(Relation(PARABOLA, "=", ZERO))
    world = World(scalars={"y°'": LogLinear(fmpq(1))})
    found = Counterexample(claim, world, (), "1", "0", "value", (("any", 0),))
    assert certify_counterexample(claim, found) is not None
    below = Claim(Relation(PARABOLA, ">=", Number(2)))
    some = Counterexample(below, world, (), "1", "2", "value", (("some", 0, AT_ONE),))
    assert certify_counterexample(below, some) is None


def test_members_are_put_in_without_capture():
    """The x of a member is not the x of an inner integral."""
    body = over(multiply(at("p"), at("D°", Name("z"))))
    member = Member(add(Name("u"), at("f", X)), (("x", "u"),))
    found = at_member(body, "D°", member)
    assert isinstance(found, Fold) and found.var != "x"
    with pytest.raises(ValueError, match="captured"):
        replaced(over(multiply(at("p"), Name("s"))), Name("s"), X)


@pytest.mark.parametrize(
    ("side", "sign"),
    [
        (PARABOLA, 1),
        (negate(PARABOLA), -1),
        (add(X, multiply(Number(-2), negate(PARABOLA))), 1),
        (multiply(X, PARABOLA), 0),
        (Power(PARABOLA, Number(2)), 0),
        (add(PARABOLA, PARABOLA), 0),
        (multiply(ZERO, PARABOLA), 0),
    ],
)
def test_a_side_is_monotone_in_its_extremum(side, sign):
    """Plus and minus and positive numbers are understood; an unknown factor, a square, a repetition are not."""
    assert polarity(side, PARABOLA) == sign


def likelihood(name: str, *parameters: Expr, body: Expr | None = None) -> Claim:
    """argmax over y of log p(x), p a law with these parameters, equals x."""
    objective = log(at("p")) if body is None else body
    e = Fold("argsup", "y°", Domain("numbers", "()", None, None), Call("at", (objective, Y)))
    law = Law("p", ("x",), (), name, parameters)
    return Claim(Relation(e, "=", X), (), Facts(densities=frozenset("pq"), roles=(("x", "x"),), laws=(law,)))


def test_a_law_is_written_out_before_its_parameter_is_looked_for():
    """The normal density is put in for the family; while a law still moves with the name, no other step is taken."""
    claim = likelihood("normal", Y, ONE)
    rest, uses = reduced(claim, [["likelihood", 0]])
    assert uses == {PROOF, REFUTATION} and not rest.facts.laws
    member = [encode(X), []]
    reduced(claim, [["likelihood", 0], ["attained", 0, member, "concave"]])
    with pytest.raises(NoStep):
        reduced(claim, [["attained", 0, member, "concave"]])


@pytest.mark.parametrize(
    "claim",
    [
        likelihood("normal", ZERO, Y),  # the variance may be negative on the range
        likelihood("uniform", ZERO, Y),  # the support moves with the parameter
        likelihood("normal", ONE, ONE),  # nothing moves with the name
        likelihood("normal", Y, ONE, body=log(Apply("p", (Arg("z", X),)))),  # another variable of the family
    ],
)
def test_a_law_without_a_formula_is_not_written_out(claim):
    """A law that may not exist, one whose support moves, one that does not move, another marginal of the family."""
    with pytest.raises(NoStep):
        reduced(claim, [["likelihood", 0]])


def test_a_premise_keeps_its_extremum_or_its_value():
    """Under the premise sup B = 0 no member is put in for sup B; its value is, and then the premise never holds."""
    premise = Relation(PARABOLA, "=", ZERO)
    claim = Claim(Relation(PARABOLA, "<=", ZERO), (premise,))
    with pytest.raises(NoStep):
        reduced(claim, [["any", 0]])
    rest, uses = reduced(claim, [["attained", 0, AT_ONE, "concave"]])
    assert uses == {PROOF, REFUTATION} and rest.premises != claim.premises
