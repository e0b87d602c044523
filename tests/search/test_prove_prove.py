"""The textbook is proved, and its common misprints are not.

Every statement is written from memory of a textbook; what is false here was falsified by hand.
"""

from dataclasses import replace
from fractions import Fraction

import pytest

from hw3verify.kernel.certify import certify_proof
from hw3verify.meaning.claim import Claim, Facts, Law, Relation
from hw3verify.meaning.expr import (
    INFINITY,
    ONE,
    PI,
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
from hw3verify.search.prove.prove import prove

HALF, TWO = Number(Fraction(1, 2)), Number(2)
ROLES = ("x", "z", "i")
FACTS = Facts(
    densities=frozenset({"p", "q", "w", "pd", "pg"}),
    functions=frozenset("Drfg"),
    indexed=frozenset("y"),
    positive=frozenset({"r", "sigma", "s", "t", "sigma1", "sigma2", "lam"}),
    unit=frozenset({"D", "theta", "alpha"}),
    integer=frozenset("n"),
    binary=frozenset("yb"),
    roles=tuple((r, r) for r in ROLES),
)


def at(head: str, args: str, given: str = "") -> Expr:
    def places(names: str) -> tuple[Arg, ...]:
        return tuple(Arg(n, Name(n)) for n in names.split())

    return Apply(head, places(args), places(given))


def total(var: str, body: Expr) -> Expr:
    return Fold("sum", var, Domain("space", var), body)


def indexed(body: Expr, op: str = "sum") -> Expr:
    return Fold(op, "i", Domain("index", "i", ONE, Name("n")), body)


def square(e: Expr) -> Expr:
    return Power(e, TWO)


def kl(a: Expr, b: Expr, *over: str) -> Expr:
    body = multiply(a, log(divide(a, b)))
    for var in over:
        body = total(var, body)
    return body


A, B, S, T, MU, SIGMA, N, THETA, ALPHA, BIT = map(Name, "a b s t mu sigma n theta alpha b".split())
Z, U = Name("z"), Name("u")
PZ, QZ, WZ, FZ, GZ, RZ = (at(h, "z") for h in "pqwfgr")
PX, QX, D = at("p", "x"), at("q", "x"), at("D", "x")
PXZ, QXZ, PX_Z, PZ_X, QZ_X = at("p", "x z"), at("q", "x z"), at("p", "x", "z"), at("p", "z", "x"), at("q", "z", "x")
PD, PG, Y = at("pd", "x"), at("pg", "x"), at("y", "i")
MIX = multiply(HALF, add(PD, PG))
JSD = multiply(HALF, add(kl(PD, MIX, "x"), kl(PG, MIX, "x")))
GAN = total("x", add(multiply(PD, log(D)), multiply(PG, log(subtract(ONE, D)))))
ELBO = total("z", multiply(QZ_X, log(divide(PXZ, QZ_X))))
SIGMOID = divide(ONE, add(ONE, exp(negate(A))))
MEAN_F, P_F = total("z", multiply(QZ, FZ)), total("z", multiply(PZ, FZ))
LIKELIHOOD = indexed(add(multiply(Y, log(THETA)), multiply(subtract(ONE, Y), log(subtract(ONE, THETA)))))
ONES = indexed(Y)

NORMAL = replace(
    FACTS,
    laws=(
        Law("q", ("z",), (), "normal", (MU, square(SIGMA))),
        Law("p", ("z",), (), "normal", (Name("nu"), square(T))),
    ),
)


def two_laws(name: str, first: Expr, second: Expr) -> Facts:
    return replace(FACTS, laws=(Law("p", ("x",), (), name, (first,)), Law("q", ("x",), (), name, (second,))))


EXPONENTIAL, COINS = two_laws("exponential", S, T), two_laws("bernoulli", THETA, ALPHA)
KL_NORMAL = add(
    log(divide(T, SIGMA)),
    divide(add(square(SIGMA), square(subtract(MU, Name("nu")))), multiply(TWO, square(T))),
    negate(HALF),
)


def coin_kl(a: Expr, b: Expr) -> Expr:
    rest = multiply(subtract(ONE, a), log(divide(subtract(ONE, a), subtract(ONE, b))))
    return add(multiply(a, log(divide(a, b))), rest)


TRUE: dict[str, tuple[Expr, str, Expr] | tuple[Expr, str, Expr, Facts]] = {
    "Gibbs": (kl(PZ, QZ, "z"), ">=", ZERO),
    "ELBO is a bound": (log(PX), ">=", ELBO),
    "ELBO gap": (subtract(log(PX), ELBO), "=", kl(QZ_X, PZ_X, "z")),
    "ELBO split": (ELBO, "=", subtract(total("z", multiply(QZ_X, log(PX_Z))), kl(QZ_X, PZ, "z"))),
    "chain rule": (kl(PXZ, QXZ, "x", "z"), "=", add(kl(PX, QX, "x"), total("x", multiply(PX, kl(PZ_X, QZ_X, "z"))))),
    "data processing": (kl(PXZ, QXZ, "x", "z"), ">=", kl(PX, QX, "x")),
    "information": (kl(PXZ, multiply(PX, PZ), "x", "z"), ">=", ZERO),
    "JSD bounds": (JSD, "<=", log(TWO)),
    "JSD convexity": (JSD, "<=", multiply(HALF, HALF, add(kl(PD, PG, "x"), kl(PG, PD, "x")))),
    "GAN bound": (GAN, "<=", subtract(multiply(TWO, JSD), log(Number(4)))),
    "Donsker-Varadhan": (subtract(P_F, log(total("z", multiply(QZ, exp(FZ))))), "<=", kl(PZ, QZ, "z")),
    "f-GAN": (subtract(P_F, total("z", multiply(QZ, exp(subtract(FZ, ONE))))), "<=", kl(PZ, QZ, "z")),
    "Jensen, log": (log(total("z", multiply(QZ, RZ))), ">=", total("z", multiply(QZ, log(RZ)))),
    "Jensen, exp": (exp(MEAN_F), "<=", total("z", multiply(QZ, exp(FZ)))),
    "Jensen, inverse": (divide(ONE, total("z", multiply(QZ, RZ))), "<=", total("z", divide(QZ, RZ))),
    "variance": (square(MEAN_F), "<=", total("z", multiply(QZ, square(FZ)))),
    "log-sum": (total("z", multiply(RZ, log(divide(RZ, PZ)))), ">=", multiply(total("z", RZ), log(total("z", RZ)))),
    "chi-square": (total("z", divide(square(PZ), QZ)), ">=", ONE),
    "KL below chi-square": (kl(PZ, QZ, "z"), "<=", log(total("z", divide(square(PZ), QZ)))),
    "Bhattacharyya": (log(total("z", Power(multiply(PZ, QZ), HALF))), "<=", ZERO),
    "total variation": (total("z", Call("abs", (subtract(PZ, QZ),))), "<=", TWO),
    "KL is convex": (
        kl(add(multiply(ALPHA, PZ), multiply(subtract(ONE, ALPHA), QZ)), WZ, "z"),
        "<=",
        add(multiply(ALPHA, kl(PZ, WZ, "z")), multiply(subtract(ONE, ALPHA), kl(QZ, WZ, "z"))),
    ),
    "second moment": (total("z", multiply(QZ, square(Z))), "=", add(square(MU), square(SIGMA)), NORMAL),
    "KL of normals": (kl(QZ, PZ, "z"), "=", KL_NORMAL, NORMAL),
    "its sign": (KL_NORMAL, ">=", ZERO),
    "normal entropy": (
        negate(total("z", multiply(QZ, log(QZ)))),
        "=",
        multiply(HALF, log(multiply(TWO, PI, exp(ONE), square(SIGMA)))),
        NORMAL,
    ),
    "moment generating function": (
        total("z", multiply(QZ, exp(multiply(A, Z)))),
        "=",
        exp(add(multiply(A, MU), multiply(HALF, square(A), square(SIGMA)))),
        NORMAL,
    ),
    "Gibbs under laws": (kl(QZ, PZ, "z"), ">=", ZERO, NORMAL),
    "KL of exponentials": (kl(PX, QX, "x"), "=", add(log(divide(S, T)), divide(T, S), negate(ONE)), EXPONENTIAL),
    "Gaussian integral": (
        Fold("sum", "u", Domain("interval", "", negate(INFINITY), INFINITY), exp(negate(square(subtract(U, A))))),
        "=",
        Power(PI, HALF),
    ),
    "exponential mean": (
        Fold("sum", "u", Domain("interval", "", ZERO, INFINITY), multiply(U, S, exp(negate(multiply(S, U))))),
        "=",
        divide(ONE, S),
    ),
    "KL of coins": (kl(PX, QX, "x"), "=", coin_kl(THETA, ALPHA), COINS),
    "its sign too": (coin_kl(THETA, ALPHA), ">=", ZERO),
    "Bernoulli likelihood": (
        log(indexed(multiply(Power(THETA, Y), Power(subtract(ONE, THETA), subtract(ONE, Y))), "product")),
        "=",
        add(multiply(ONES, log(THETA)), multiply(subtract(N, ONES), log(subtract(ONE, THETA)))),
    ),
    "score": (
        Derivative(LIKELIHOOD, THETA),
        "=",
        subtract(divide(ONES, THETA), divide(subtract(N, ONES), subtract(ONE, THETA))),
    ),
    "curvature": (
        negate(add(divide(ONES, square(THETA)), divide(subtract(N, ONES), square(subtract(ONE, THETA))))),
        "<=",
        ZERO,
    ),
    "sigmoid": (Derivative(SIGMOID, A), "=", multiply(SIGMOID, subtract(ONE, SIGMOID))),
    "softplus": (log(add(ONE, exp(A))), "=", add(A, log(add(ONE, exp(negate(A)))))),
    "softplus above": (log(add(ONE, exp(A))), ">=", A),
    "two values": (add(multiply(BIT, log(S)), multiply(subtract(ONE, BIT), log(T))), "=",
                   log(add(multiply(BIT, S), multiply(subtract(ONE, BIT), T)))),
    "functional derivative": (Derivative(GAN, D), "=", subtract(divide(PD, D), divide(PG, subtract(ONE, D)))),
    "log below": (log(S), "<=", subtract(S, ONE)),
    "strictly": (log(D), "<", ZERO),
}  # fmt: skip

FALSE: dict[str, tuple[Expr, str, Expr] | tuple[Expr, str, Expr, Facts]] = {
    "Gibbs reversed": (kl(PZ, QZ, "z"), "<=", ZERO),
    "Gibbs strict": (kl(PZ, QZ, "z"), ">", ZERO),
    "KL symmetric": (kl(PZ, QZ, "z"), "=", kl(QZ, PZ, "z")),
    "ELBO above": (log(PX), "<=", ELBO),
    "ELBO with the prior": (subtract(log(PX), ELBO), "=", kl(QZ_X, PZ, "z")),
    "entropy of a density is positive": (negate(total("z", multiply(QZ, log(QZ)))), ">=", ZERO),
    "a density is below one": (PZ, "<=", ONE),
    "JSD too small": (JSD, "<=", multiply(HALF, log(TWO))),
    "GAN bound, log 8": (GAN, "<=", subtract(multiply(TWO, JSD), log(Number(8)))),
    "Jensen reversed": (log(total("z", multiply(QZ, RZ))), "<=", total("z", multiply(QZ, log(RZ)))),
    "Jensen without weights": (log(total("z", RZ)), ">=", total("z", log(RZ))),
    "Donsker-Varadhan minus one": (
        subtract(P_F, log(total("z", multiply(QZ, exp(FZ))))),
        "<=",
        subtract(kl(PZ, QZ, "z"), ONE),
    ),
    "expectation of a product": (total("z", multiply(QZ, FZ, GZ)), "=", multiply(MEAN_F, total("z", multiply(QZ, GZ)))),
    "data processing reversed": (kl(PXZ, QXZ, "x", "z"), "<=", kl(PX, QX, "x")),
    "second moment is the variance": (total("z", multiply(QZ, square(Z))), "=", square(SIGMA), NORMAL),
    "score, sign": (
        Derivative(LIKELIHOOD, THETA),
        "=",
        add(divide(ONES, THETA), divide(subtract(N, ONES), subtract(ONE, THETA))),
    ),
    "softplus split": (log(add(ONE, exp(A))), "=", A),
    "log of a sum": (log(add(S, T)), "=", add(log(S), log(T))),
    "two values of a number": (square(A), "=", A),
    "functional derivative, sign": (Derivative(GAN, D), "=", add(divide(PD, D), divide(PG, subtract(ONE, D)))),
    "conditional is joint": (PX_Z, "=", PXZ),
    "independent": (PXZ, "=", multiply(PX, PZ)),
    "a sum and its square": (indexed(square(Y)), "=", square(indexed(Y))),
    "coin entropy": (coin_kl(THETA, ALPHA), "<=", ZERO),
}  # fmt: skip


def claim(statement: tuple[Expr, str, Expr] | tuple[Expr, str, Expr, Facts]) -> Claim:
    left, op, right, *facts = statement
    return Claim(Relation(left, op, right), (), facts[0] if facts else FACTS)


@pytest.mark.parametrize("name", TRUE)
def test_the_textbook_is_proved(name):
    """Each of these has a proof, and the kernel accepts it."""
    says = claim(TRUE[name])
    proof = prove(says)
    assert proof is not None
    assert certify_proof(says, proof) is not None


@pytest.mark.parametrize("name", FALSE)
def test_misprints_are_not_proved(name):
    """Each of these is false for some densities, functions or numbers."""
    assert prove(claim(FALSE[name])) is None


def test_a_misprint_is_given_up_soon():
    """The search is bounded by work: a hard false inequality ends after a few thousand atoms."""
    from hw3verify.kernel.form import work

    wide = add(*(kl(PXZ, add(QXZ, multiply(Number(k), PX, QZ)), "x", "z") for k in range(1, 5)))
    before = work.done
    assert prove(claim((wide, ">=", log(PX)))) is None
    assert work.done - before < 40_000
