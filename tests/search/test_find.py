"""Looking for counterexamples: wrong links are refuted by small worlds, true ones survive."""

import time
from fractions import Fraction

import pytest

from hw3verify.judge.judge import judge_source
from hw3verify.kernel.counterexample import check_counterexample
from hw3verify.language.source import Source
from hw3verify.meaning.claim import Claim, Facts, PushForward, Relation
from hw3verify.meaning.expr import (
    ONE,
    ZERO,
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
    add,
    divide,
    exp,
    log,
    multiply,
    negate,
    subtract,
)
from hw3verify.search.refute.find import Budget, Found, find_counterexample

FACTS = Facts(densities=frozenset("pqr"), functions=frozenset("D"), roles=(("x", "x"), ("z", "z")))


def at(head: str, *args: str, given: tuple[str, ...] = ()) -> Apply:
    """head(args | given)."""
    return Apply(head, tuple(Arg(a, Name(a)) for a in args), tuple(Arg(a, Name(a)) for a in given))


def over(var: str, body: Expr) -> Fold:
    """The fold over the whole space."""
    return Fold("sum", var, Domain("space", var), body)


def search(left: Expr, op: str, right: Expr, *premises: Relation, facts: Facts = FACTS) -> Found:
    """What is found for the claim."""
    return find_counterexample(Claim(Relation(left, op, right), premises, facts))


PX, PZ, QZX = at("p", "x"), at("p", "z"), at("q", "z", given=("x",))
PXZ, JOINT = at("p", "x", given=("z",)), at("p", "x", "z")
POSTERIOR = at("p", "z", given=("x",))
KL = over("z", multiply(QZX, log(divide(QZX, PZ))))
ELBO = over("z", multiply(QZX, log(divide(JOINT, QZX))))
RECONSTRUCTION = over("z", multiply(QZX, log(PXZ)))
A, B, LAMBDA = Name("a"), Name("b"), Name("lambda")
MULTIPLIER = exp(subtract(ONE, LAMBDA))
STATIONARY = Relation(add(over("z", log(divide(multiply(PXZ, PZ), QZX))), LAMBDA, Number(-1)), "=", ZERO)
PROPORTIONAL = Relation(QZX, "=", divide(multiply(PXZ, PZ), MULTIPLIER))
EVIDENCE = over("z", multiply(PXZ, PZ))
RATIO = divide(multiply(PXZ, PZ), multiply(QZX, EVIDENCE))
LAGRANGIAN = add(RECONSTRUCTION, negate(KL), multiply(LAMBDA, subtract(over("z", QZX), ONE)))
GENERATOR = Facts(
    densities=frozenset(("p", "data", "image")),
    functions=frozenset("DG"),
    unit=frozenset("D"),
    roles=(("x", "x"), ("z", "z")),
    push_forwards=(PushForward("G", "p", "z", "image", "x"),),
)
FOOLED = Apply("D", (Arg("x", Apply("G", (Arg("z", Name("z")),))),))
D = at("D", "x")
THETA, COUNT = Name("theta"), Name("N")
COIN = Facts(indexed=frozenset("u"), binary=frozenset("u"), unit=frozenset(("theta",)), integer=frozenset("N"))
FLIP = Apply("u", (Arg("i", Name("i")),))


def flips(body: Expr) -> Fold:
    """The sum over the sample."""
    return Fold("sum", "i", Domain("index", "i", ONE, COUNT), body)


HEADS = flips(FLIP)
SCORE = subtract(divide(HEADS, THETA), divide(subtract(COUNT, HEADS), subtract(ONE, THETA)))
LIKELIHOOD = flips(log(multiply(Power(THETA, FLIP), Power(subtract(ONE, THETA), subtract(ONE, FLIP)))))
BALANCED = Relation(subtract(divide(PX, D), divide(at("r", "x"), subtract(ONE, D))), "=", ZERO)
UNIT_D = Facts(densities=frozenset("pr"), functions=frozenset("D"), unit=frozenset("D"), roles=(("x", "x"),))


TRUE = {
    "the evidence lower bound": (log(PX), ">=", ELBO, ()),
    "its two terms": (ELBO, "=", subtract(RECONSTRUCTION, KL), ()),
    "its gap": (subtract(log(PX), ELBO), "=", over("z", multiply(QZX, log(divide(QZX, POSTERIOR)))), ()),
    "Gibbs": (KL, ">=", ZERO, ()),
    "a divergence from itself": (over("z", multiply(QZX, log(divide(QZX, QZX)))), "=", ZERO, ()),
    "the derivative of the Lagrangian": (
        Derivative(LAGRANGIAN, QZX), "=", add(log(PXZ), negate(log(divide(QZX, PZ))), Number(-1), LAMBDA), (),
    ),
    "normalising the solution": (divide(EVIDENCE, MULTIPLIER), "=", ONE, (PROPORTIONAL,)),
    "the multiplier": (
        LAMBDA, "=", subtract(ONE, log(EVIDENCE)), (Relation(divide(EVIDENCE, MULTIPLIER), "=", ONE),),
    ),
    "the posterior": (QZX, "=", POSTERIOR, (PROPORTIONAL,)),
    "squares": (Power(add(A, B), Number(2)), ">=", multiply(Number(4), A, B), ()),
}  # fmt: skip
FALSE = {
    "a stray q inside": (log(PX), ">=", over("z", multiply(QZX, QZX, log(divide(JOINT, QZX)))), ()),
    "asymmetric": (KL, "=", over("z", multiply(PZ, log(divide(PZ, QZX)))), ()),
    "densities below one": (negate(over("z", multiply(PZ, log(PZ)))), ">=", ZERO, ()),
    "a stray sum after the derivative": (
        Derivative(LAGRANGIAN, QZX), "=", over("z", subtract(log(PXZ), log(divide(QZX, PZ)))), (),
    ),
    "a summed condition taken pointwise": (QZX, "=", divide(multiply(PXZ, PZ), MULTIPLIER), (STATIONARY,)),
    "a product of one is no factor of one": (
        RATIO, "=", ONE, (Relation(over("z", log(RATIO)), "=", ZERO),),
    ),
    "the multiplier's sign": (
        LAMBDA, "=", log(EVIDENCE), (Relation(divide(EVIDENCE, MULTIPLIER), "=", ONE),),
    ),
    "the prior for the posterior": (QZX, "=", PZ, (PROPORTIONAL,)),
    "the square of a sum": (Power(add(A, B), Number(2)), "=", add(Power(A, Number(2)), Power(B, Number(2))), ()),
    "a root taken without its sign": (A, "=", Number(3), (Relation(Power(A, Number(2)), "=", Number(9)),)),
    "a strict inequality that may be tight": (KL, ">", ZERO, ()),
    "different densities": (QZX, "!=", PZ, ()),
}  # fmt: skip


@pytest.mark.parametrize("name", TRUE)
def test_true_links_survive(name: str) -> None:
    """No counterexample is found, and there were worlds in which one was looked for."""
    left, op, right, premises = TRUE[name]
    found = search(left, op, right, *premises)
    assert found.counterexample is None
    assert found.worlds >= 50


@pytest.mark.parametrize("name", FALSE)
def test_false_links_are_refuted_by_small_worlds(name: str) -> None:
    """The counterexample has at most three cells a role and is accepted by the kernel."""
    left, op, right, premises = FALSE[name]
    found = search(left, op, right, *premises).counterexample
    assert found is not None
    assert max(found.world.sizes.values(), default=1) <= 3
    assert check_counterexample(found).accepted


def test_the_law_of_a_generated_point() -> None:
    """E_z log(1 - D(G(z))) is E over the image; with x left free it is not E_z log(1 - D(x))."""
    fooled = over("z", multiply(PZ, log(subtract(ONE, FOOLED))))
    image = over("x", multiply(at("image", "x"), log(subtract(ONE, D))))
    assert search(fooled, "=", image, facts=GENERATOR).counterexample is None
    loose = over("z", multiply(PZ, log(subtract(ONE, D))))
    assert search(fooled, "=", loose, facts=GENERATOR).counterexample is not None


def test_one_function_at_points_of_two_roles() -> None:
    """sum_x D(x) = sum_z D(z), as x and z share D's space; E_p D(x) is not E_r D(z)."""
    facts = Facts(densities=frozenset("pr"), functions=frozenset("D"))
    same = search(over("x", D), "=", over("z", at("D", "z")), facts=facts)
    assert same.counterexample is None
    assert same.worlds > 100
    left, right = over("x", multiply(PX, D)), over("z", multiply(at("r", "z"), at("D", "z")))
    assert search(left, "=", right, facts=facts).counterexample is not None


def test_a_coin() -> None:
    """The likelihood, its derivative and its maximum; and the same with one sign or one number wrong."""
    both = add(multiply(HEADS, log(THETA)), multiply(subtract(COUNT, HEADS), log(subtract(ONE, THETA))))
    wrong = add(divide(HEADS, THETA), divide(subtract(COUNT, HEADS), subtract(ONE, THETA)))
    assert search(LIKELIHOOD, "=", both, facts=COIN).counterexample is None
    assert search(Derivative(LIKELIHOOD, THETA), "=", SCORE, facts=COIN).counterexample is None
    assert search(Derivative(LIKELIHOOD, THETA), "=", wrong, facts=COIN).counterexample is not None
    zero = Relation(SCORE, "=", ZERO)
    right = search(THETA, "=", divide(HEADS, COUNT), zero, facts=COIN)
    assert right.counterexample is None
    assert right.worlds > 20
    assert search(THETA, "=", divide(HEADS, add(COUNT, ONE)), zero, facts=COIN).counterexample is not None


def test_weights_that_add_up_to_one() -> None:
    """Of positive p_i with sum 1: sum p_i^2 >= 1/n survives, sum p_i^2 = 1 is refuted."""
    facts = Facts(indexed=frozenset("p"), positive=frozenset("p"), integer=frozenset("n"))
    weight = Apply("p", (Arg("i", Name("i")),))

    def total(body: Expr) -> Fold:
        return Fold("sum", "i", Domain("index", "i", ONE, Name("n")), body)

    normal = Relation(total(weight), "=", ONE)
    squares = total(Power(weight, Number(2)))
    held = search(squares, ">=", divide(ONE, Name("n")), normal, facts=facts)
    assert held.counterexample is None
    assert held.worlds > 100
    assert search(squares, "=", ONE, normal, facts=facts).counterexample is not None


def test_the_best_discriminator() -> None:
    """p/D - r/(1 - D) = 0 gives D = p/(p + r), and not r/(p + r)."""
    total = add(PX, at("r", "x"))
    assert search(D, "=", divide(PX, total), BALANCED, facts=UNIT_D).counterexample is None
    assert search(D, "=", divide(at("r", "x"), total), BALANCED, facts=UNIT_D).counterexample is not None


def test_facts_keep_true_claims_true() -> None:
    """a^2 < b^2 follows from a < b for positive numbers only; a^2 <= a for numbers between 0 and 1 only."""
    squares = Relation(Power(A, Number(2)), "<", Power(B, Number(2)))
    below = Relation(A, "<", B)
    assert search(squares.left, "<", squares.right, below).counterexample is not None
    positive = Facts(positive=frozenset("ab"))
    assert search(squares.left, "<", squares.right, below, facts=positive).counterexample is None
    between = Facts(assumptions=(Relation(ZERO, "<", A), Relation(A, "<", ONE)))
    inside = search(Power(A, Number(2)), "<=", A, facts=between)
    assert inside.counterexample is None
    assert inside.worlds > 100
    assert search(Power(A, Number(2)), "<=", A).counterexample is not None


def test_an_impossible_premise_is_no_support() -> None:
    """Nothing satisfies a^2 = -1: no world, and a reason."""
    found = search(A, "=", ONE, Relation(Power(A, Number(2)), "=", Number(-1)))
    assert found == Found(None, 0, "no world satisfies the premise")


def test_names_of_unknown_kind_refute_nothing() -> None:
    """H(p), an argument that is a number, and unknown calls are undecided."""
    for left in (Apply("h", (Arg("x", Name("p")),)), Apply("p", (Arg("x", ONE),)), Call("tr", (A,)), PX):
        found = search(left, "=", Number(Fraction(17, 3)), facts=Facts(densities=frozenset("p")))
        assert found.counterexample is None
        assert found.worlds == 0
        assert found.reason


def test_missing_values_do_not_refute_where_there_are_others() -> None:
    """log(ab) = log a + log b holds wherever all logarithms exist."""
    found = search(log(multiply(A, B)), "=", add(log(A), log(B)))
    assert found.counterexample is None
    assert found.worlds > 20


def test_the_same_claim_gives_the_same_answer() -> None:
    """Two runs find the same counterexample."""
    first, second = (search(*FALSE["asymmetric"][:3]) for _ in range(2))
    assert first == second


def test_thorough_search_looks_at_many_more_worlds() -> None:
    """After a failed proof thousands of worlds are screened."""
    claim = Claim(Relation(KL, ">=", ZERO), (), FACTS)
    assert find_counterexample(claim, Budget(thorough=True)).worlds > 5000


def test_deep_expressions_come_to_an_end() -> None:
    """A tower of a hundred thousand exponentials is undecided at once."""
    tower: Expr = A
    for _ in range(100_000):
        tower = Call("exp", (tower,))
    start = time.perf_counter()
    assert "deep" in search(tower, "=", ONE).reason
    assert time.perf_counter() - start < 5


def test_a_counterexample_is_a_mass_function_where_one_will_do() -> None:
    """log E_q[p/q] = log E_q[q p/q] is refuted on two values (where sum q p = 1/2), not on a cell of width 1/2."""

    def of(head: str) -> Apply:
        return Apply(head, (Arg("z", Name("z")),))

    right = Fold("sum", "z", Domain("space", "z"), multiply(of("q"), of("p")))
    left = Fold("sum", "z", Domain("space", "z"), of("p"))
    found = find_counterexample(Claim(Relation(log(left), "=", log(right)), (), Facts(densities=frozenset("pq"))))
    assert found.counterexample is not None
    assert found.counterexample.world.sizes == {"z": 2}
    assert all(w == 1 for row in found.counterexample.world.widths.values() for w in row)


def test_dear_claims_are_tried_in_fewer_worlds(monkeypatch: pytest.MonkeyPatch) -> None:
    """With little work allowed a rung shrinks, in a number that depends on the claim alone, but never to nothing."""
    from hw3verify.search.refute import find

    mass = Fold("sum", "z", Domain("space", "z"), Apply("q", (Arg("z", Name("z")),)))
    claim = Claim(Relation(mass, "=", Number(1)), (), Facts(densities=frozenset("q")))
    many = find_counterexample(claim, Budget(True)).worlds
    monkeypatch.setattr(find, "MOST_WORK", 100)
    few = [find_counterexample(claim, Budget(True)).worlds for _ in range(2)]
    assert 100 <= few[0] == few[1] < many / 10


def test_what_floats_call_false_is_not_survived() -> None:
    """(e^a + e^b) = e^(a+b) on the condition that e^a e^-a = 1, which balls cannot decide: nothing supports it."""
    a, b = exp(Name("a")), exp(Name("b"))
    one = Relation(multiply(a, exp(negate(Name("a")))), "=", ONE)
    found = search(add(a, b), "=", multiply(a, b), one)
    assert found.counterexample is not None or found.worlds == 0


def test_two_maps_into_one_space_differ() -> None:
    """D(G(z)) = D(g(z)) is said of two maps: some world sends a point to two places."""
    facts = Facts(functions=frozenset(("D", "G", "g")), roles=(("z", "z"),))
    through = [Apply("D", (Arg("x", Apply(head, (Arg("z", Name("z")),))),)) for head in ("G", "g")]
    assert search(through[0], "=", through[1], facts=facts).counterexample is not None


def test_two_values_do_not_speak_for_more() -> None:
    """Uncorrelated variables with two values each are independent; with three they need not be: no support."""
    import hw3verify

    given = "Let $X$ and $Y$ be random variables with the joint density $p(x,y)$.\n\n"
    line = r"\mathrm{Cov}(X,Y) = 0 \Rightarrow \Pr(X>t,Y>t)=\Pr(X>t)\Pr(Y>t)"
    said = [link.verdict for link in hw3verify.check(f"{given}$${line} \\tag{{1}}$$\n").links]
    assert not {"proved", "supported"} & set(said)


def test_uncorrelated_is_not_independent_of_events() -> None:
    """From E[XY] = E[X]E[Y] nothing follows for P(X > 0, Y > 0), though few points that meet it break it."""
    text = "Let $E[XY]=E[X]E[Y]$.\n\n$$P(X>0,Y>0)=P(X>0)P(Y>0) \\tag{1}$$\n"
    (link,) = judge_source(Source("mine.md", text)).links
    assert link.verdict in ("undecided", "refuted")
