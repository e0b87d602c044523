"""Words and their values: every rule evaluated on both sides in random worlds, and claims that must not be proved."""

from random import Random

import pytest
from flint import ctx

from hw3verify.kernel.array_counterexample import both, holds, is_proper
from hw3verify.kernel.array_proof import as_numbers, check_array_proof
from hw3verify.kernel.certify import certify_array_counterexample, certify_array_proof
from hw3verify.kernel.proof import Proof
from hw3verify.meaning.array_world import ArrayCounterexample, ArrayWorld
from hw3verify.meaning.matrix import (
    SCALAR,
    Array,
    ArrayClaim,
    Leaf,
    add,
    call,
    component,
    constant,
    det,
    diagonal,
    each,
    expect,
    gradient,
    hessian,
    name,
    number,
    over,
    power,
    subtract,
    times,
    trace,
    transpose,
    whole,
)
from hw3verify.search.prove.arrays import prove
from hw3verify.search.refute.arrays import draw, find_counterexample

D, N = "d", "n"
A, B = name("A", (D, D)), name("B", (D, D))
S, R = name("S", (D, D)), name("R", (D, D))
G = name("G", (N, D))
x, y, m, s = (name(n, (D, 1)) for n in "xyms")
c = name("c", SCALAR)
z = name("z", (D, 1))
I = constant("eye", (D, D))  # noqa: E741  # the identity
DIM = Array("size", (), D, SCALAR)
DEFINITE = frozenset(("definite",))
LEAVES = (
    Leaf("A", (D, D)),
    Leaf("B", (D, D)),
    Leaf("S", (D, D), (), DEFINITE),
    Leaf("R", (D, D), (), DEFINITE),
    Leaf("G", (N, D)),
    *(Leaf(n, (D, 1)) for n in "xym"),
    Leaf("s", (D, 1), (), frozenset(("positive",))),
    Leaf("c", SCALAR, (), frozenset(("positive",))),
)


def quadratic(v: Array, of: Array) -> Array:
    return times(transpose(v), of, v)


def log_normal(v: Array, mean: Array, spread: Array) -> Array:
    away = subtract(v, mean)
    two_pi = call("log", times(number(2), Array("pi", (), None, SCALAR)))
    inside = add(times(DIM, two_pi), call("log", det(spread)), quadratic(away, whole(spread, -1)))
    return times(number(-1), power(number(2), number(-1)), inside)


def claim(left: Array, right: Array, op: str = "=") -> ArrayClaim:
    from hw3verify.meaning.matrix import free_names

    free = free_names(left) | free_names(right)
    return ArrayClaim(left, op, right, tuple(leaf for leaf in LEAVES if leaf.name in free))


j = Array("index", (), "j", SCALAR)
HALF = power(number(2), number(-1))
TRUE = [
    ("trace", trace(times(A, B)), trace(times(B, A))),
    ("trace of three", trace(times(A, B, S)), trace(times(S, A, B))),
    ("trace of a transpose", trace(transpose(times(A, B))), trace(times(A, B))),
    ("trace of an outer product", trace(times(x, transpose(y))), times(transpose(y), x)),
    ("transpose", transpose(times(A, B)), times(transpose(B), transpose(A))),
    ("inverse", whole(times(A, B), -1), times(whole(B, -1), whole(A, -1))),
    ("cancel", times(whole(A, -1), A, B), B),
    ("scalar inverse", whole(times(c, A), -1), times(power(c, number(-1)), whole(A, -1))),
    ("det", det(times(A, B)), times(det(B), det(A))),
    ("det of a multiple", det(times(c, A)), times(power(c, DIM), det(A))),
    ("det of an inverse", det(whole(A, -1)), power(det(A), number(-1))),
    ("log det", call("log", det(times(S, R))), add(call("log", det(S)), call("log", det(R)))),
    ("log det diag", call("log", det(diagonal(each("power", s, number(2))))),
     times(number(2), over("sum", "j", D, call("log", component(s, j))))),
    ("square", whole(add(A, B), 2), add(whole(A, 2), times(A, B), times(B, A), whole(B, 2))),
    ("norm", times(transpose(subtract(x, y)), subtract(x, y)),
     add(times(transpose(x), x), times(number(-2), transpose(x), y), times(transpose(y), y))),
    ("symmetric form", quadratic(subtract(x, m), whole(S, -1)),
     add(quadratic(x, whole(S, -1)), times(number(-2), transpose(m), whole(S, -1), x), quadratic(m, whole(S, -1)))),
    ("diagonal form", quadratic(x, whole(diagonal(each("power", s, number(2))), -1)),
     over("sum", "j", D, times(power(component(x, j), number(2)), power(component(s, j), number(-2))))),
    ("trace identity", trace(I), DIM),
    ("second moment", expect("z", "any", m, S, times(z, transpose(z))), add(S, times(m, transpose(m)))),
    ("quadratic form", expect("z", "any", m, S, quadratic(z, A)), add(trace(times(A, S)), quadratic(m, A))),
    ("map", expect("z", "any", m, S, times(G, z, transpose(z), transpose(G))),
     add(times(G, S, transpose(G)), times(G, m, transpose(m), transpose(G)))),
    ("fourth moment", expect("z", "normal", m, S, power(times(transpose(subtract(z, m)), subtract(z, m)), number(2))),
     add(power(trace(S), number(2)), times(number(2), trace(times(S, S))))),
    ("two forms", expect("z", "normal", constant("zeros", (D, 1)), S, times(quadratic(z, A), quadratic(z, B))),
     add(times(trace(times(A, S)), trace(times(B, S))), trace(times(A, S, B, S)),
         trace(times(A, S, transpose(B), S)))),
    ("third moment", expect("z", "normal", m, S, times(z, transpose(z), z)),
     add(times(number(2), S, m), times(trace(S), m), times(transpose(m), m, m))),
    ("variance of a component", expect("z", "normal", m, S, component(z, number(1))), component(m, number(1))),
    ("KL", expect("z", "normal", m, S, subtract(log_normal(z, m, S), log_normal(z, y, R))),
     times(HALF, add(trace(times(whole(R, -1), S)), quadratic(subtract(y, m), whole(R, -1)),
                     times(number(-1), DIM), call("log", det(R)), times(number(-1), call("log", det(S)))))),
    ("gradient of a form", gradient(quadratic(x, A), x), times(add(A, transpose(A)), x)),
    ("gradient of log density", gradient(log_normal(x, m, S), m), times(whole(S, -1), subtract(x, m))),
    ("gradient of log det", gradient(call("log", det(A)), A), transpose(whole(A, -1))),
    ("gradient of a trace", gradient(trace(times(A, B)), A), transpose(B)),
    ("gradient by an inverse", gradient(trace(times(whole(A, -1), B)), A),
     times(number(-1), transpose(times(whole(A, -1), B, whole(A, -1))))),
    ("hessian", hessian(log_normal(x, m, S), x), times(number(-1), whole(S, -1))),
    ("gradient of a norm", gradient(power(times(transpose(x), x), HALF), x),
     times(power(times(transpose(x), x), times(number(-1), HALF)), x)),
]  # fmt: skip
FALSE = [
    ("products do not commute", times(A, B), times(B, A)),
    ("trace is not multiplicative", trace(times(A, B)), times(trace(A), trace(B))),
    ("trace is cyclic only", trace(times(A, B, S)), trace(times(B, A, S))),
    ("order of inverses", whole(times(A, B), -1), times(whole(A, -1), whole(B, -1))),
    ("order of transposes", transpose(times(A, B)), times(transpose(A), transpose(B))),
    ("det is not linear", det(times(c, A)), times(c, det(A))),
    ("det is not additive", det(add(A, B)), add(det(A), det(B))),
    ("a square", whole(add(A, B), 2), add(whole(A, 2), times(number(2), A, B), whole(B, 2))),
    ("not symmetric", quadratic(subtract(x, y), A),
     add(quadratic(x, A), times(number(-2), transpose(x), A, y), quadratic(y, A))),
    ("trace of the identity", trace(I), number(1)),
    ("conjugation", times(whole(A, -1), B, A), B),
    ("second moment", expect("z", "any", m, S, times(z, transpose(z))), S),
    ("outer and inner", trace(times(x, transpose(x))), DIM),
    ("fourth moment", expect("z", "normal", m, S, power(times(transpose(subtract(z, m)), subtract(z, m)), number(2))),
     add(power(trace(S), number(2)), trace(times(S, S)))),
    ("gradient of a form", gradient(quadratic(x, A), x), times(number(2), A, x)),
    ("gradient sign", gradient(log_normal(x, m, S), m), times(whole(S, -1), subtract(m, x))),
    ("gradient by an inverse", gradient(trace(times(whole(A, -1), B)), A), times(number(-1), transpose(whole(A, -2)))),
]  # fmt: skip


@pytest.mark.parametrize(("what", "left", "right"), TRUE, ids=[t[0] for t in TRUE])
def test_what_is_true_is_proved_and_holds_in_worlds(what: str, left: Array, right: Array) -> None:
    """Each law is proved for every dimension, and evaluation in random worlds, which shares no code, agrees."""
    stated = claim(left, right)
    proof = prove(stated)
    assert proof is not None, what
    assert certify_array_proof(stated, proof) is not None
    random, tried = Random(7), 0
    for d in (1, 2, 3):
        for _ in range(3):
            sizes = {D: d, N: 2}
            world = ArrayWorld(sizes, {leaf.name: draw(leaf, sizes, random) for leaf in stated.leaves})
            values = both(stated, world)
            if values is None:  # a logarithm of a negative determinant
                continue
            tried += 1
            assert holds("=", values) is None
            assert all(p.rad() < 1e-9 for rows in values for row in rows for p in row)
    assert tried


@pytest.mark.parametrize(("what", "left", "right"), FALSE, ids=[t[0] for t in FALSE])
def test_what_is_false_is_refuted_and_not_proved(what: str, left: Array, right: Array) -> None:
    """No proof is found, and an exact world refutes the claim."""
    stated = claim(left, right)
    assert prove(stated) is None, what
    found = find_counterexample(stated).counterexample
    assert found is not None
    assert certify_array_counterexample(stated, found) is not None


@pytest.mark.parametrize(("what", "left", "right"), FALSE, ids=[t[0] for t in FALSE])
def test_the_claim_about_numbers_is_not_weaker(what: str, left: Array, right: Array) -> None:
    """No method of proof is accepted for a false claim, whatever a search might hand over."""
    stated = claim(left, right)
    for method in ("identity", "order", "compute"):
        assert check_array_proof(stated, Proof("array", {"inner": [{"method": method, "witness": {}}]})) is None, what


def test_inequalities_of_vectors() -> None:
    """(x^T y)^2 <= |x|^2 |y|^2 is Cauchy's and Schwarz's; x^T S x >= 0 for a positive definite S only."""
    inner, xx, yy = times(transpose(x), y), times(transpose(x), x), times(transpose(y), y)
    assert prove(claim(power(inner, number(2)), times(xx, yy), "<=")) is not None
    assert prove(claim(quadratic(x, S), number(0), ">=")) is not None
    assert prove(claim(quadratic(x, A), number(0), ">=")) is None
    assert prove(claim(power(inner, number(2)), times(xx, yy), ">=")) is None
    root, plus = power(xx, HALF), times(transpose(add(x, y)), add(x, y))
    assert prove(claim(call("abs", inner), times(root, power(yy, HALF)), "<=")) is not None
    assert prove(claim(power(plus, HALF), add(root, power(yy, HALF)), "<=")) is not None
    assert prove(claim(power(plus, HALF), subtract(root, power(yy, HALF)), ">=")) is not None
    assert prove(claim(plus, add(xx, yy), "<=")) is None
    assert prove(claim(power(plus, HALF), add(root, power(yy, HALF)), ">=")) is None
    assert prove(claim(inner, times(root, power(yy, HALF)), "<")) is None  # parallel vectors


def test_sizes_of_vectors_need_continuity() -> None:
    """x^T y / (|x| |y|) <= 1 is said of nonzero vectors only; nothing is proved with a quotient, or a logarithm."""
    inner, xx, yy = times(transpose(x), y), times(transpose(x), x), times(transpose(y), y)
    cosine = times(inner, power(xx, times(number(-1), HALF)), power(yy, times(number(-1), HALF)))
    assert as_numbers(claim(cosine, number(1), "<="), norms=True) is None
    assert as_numbers(claim(call("log", xx), xx, "<="), norms=True) is None


def test_a_live_vector_hides_nowhere() -> None:
    """What depends on the vector of an expectation and is no polynomial in it has no words: nothing is moved out."""
    inside = [
        det(diagonal(z)),
        call("log", times(transpose(z), z)),
        times(transpose(x), whole(add(S, times(z, transpose(z))), -1), x),
        over("sum", "j", D, power(component(z, j), number(-1))),
        over("product", "j", D, component(z, j)),
        trace(diagonal(each("power", z, number(2)))),
    ]
    for body in inside:
        assert as_numbers(claim(expect("z", "normal", m, S, body), body)) is None


def test_a_world_must_be_proper() -> None:
    """A matrix that is said to be positive definite is checked exactly; an indefinite one refutes nothing."""
    stated = claim(times(x, transpose(x)), S)
    entries = {"x": (1, 2), "S": (1, 2, 2, 1)}
    from flint import fmpq

    world = ArrayWorld({D: 2}, {n: tuple(map(fmpq, e)) for n, e in entries.items()})
    assert not is_proper(stated, world)
    assert both(stated, world) is None
    assert certify_array_counterexample(stated, ArrayCounterexample(stated, world, "", "")) is None


def test_evidence_has_to_say_what_the_values_are() -> None:
    """A counterexample with other values than the kernel finds is not accepted; it survives a trip through JSON."""
    stated = claim(times(A, B), times(B, A))
    found = find_counterexample(stated).counterexample
    assert found is not None
    again = ArrayCounterexample.from_dict(stated, found.to_dict())
    assert again == found
    with ctx.workprec(53):
        assert certify_array_counterexample(stated, again) is not None
    lying = ArrayCounterexample(stated, found.world, "0", found.right)
    assert certify_array_counterexample(stated, lying) is None


I_ = Array("index", (), "i", SCALAR)
ROW = Array("item", (I_,), "w[]", (D, 1))
LISTED = Leaf("w[]", (D, 1), (N,))


@pytest.mark.parametrize(
    ("left", "right", "true"),
    [
        (
            over("sum", "i", N, quadratic(subtract(ROW, m), S)),
            trace(times(S, over("sum", "i", N, times(subtract(ROW, m), transpose(subtract(ROW, m)))))),
            True,
        ),
        (
            gradient(over("sum", "i", N, quadratic(subtract(ROW, m), S)), m),
            times(number(-2), S, over("sum", "i", N, subtract(ROW, m))),
            True,
        ),
        (
            times(transpose(over("sum", "i", N, ROW)), over("sum", "i", N, ROW)),
            over("sum", "i", N, times(transpose(ROW), ROW)),
            False,
        ),
    ],
)
def test_sums_of_vectors_are_drawn_out(left: Array, right: Array, true: bool) -> None:
    """Traces, products and gradients of sums of vectors; the square of a sum keeps its mixed terms."""
    plain = claim(left, right)
    stated = ArrayClaim(left, "=", right, (*plain.leaves, LISTED))
    proof = prove(stated)
    assert (proof is not None and certify_array_proof(stated, proof) is not None) == true
    assert (find_counterexample(stated).counterexample is None) == true
