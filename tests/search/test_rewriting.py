"""Whatever follows by rewriting is never refuted, and most of what is altered is."""

from hypothesis import given
from hypothesis import strategies as st

from hw3verify.kernel.counterexample import check_counterexample
from hw3verify.meaning.claim import Claim, Facts, Relation
from hw3verify.meaning.expr import (
    ONE,
    Apply,
    Arg,
    Call,
    Domain,
    Expr,
    Fold,
    Name,
    Number,
    Power,
    Product,
    Sum,
    add,
    divide,
    exp,
    log,
    multiply,
    rebuild,
)
from hw3verify.search.refute.find import find_counterexample

FACTS = Facts(
    densities=frozenset("pq"),
    functions=frozenset("D"),
    unit=frozenset("D"),
    positive=frozenset("a"),
    roles=(("x", "x"), ("z", "z")),
)


def at(head: str, *args: str, given: tuple[str, ...] = ()) -> Apply:
    """head(args | given), every variable in the role of its first letter."""
    return Apply(head, tuple(Arg(a[0], Name(a)) for a in args), tuple(Arg(a[0], Name(a)) for a in given))


LEAVES: list[Expr] = [
    at("p", "x", "z"), at("p", "z", given=("x",)), at("p", "x", given=("z",)), at("p", "x"), at("p", "z"),
    at("q", "z", given=("x",)), at("D", "x"), Name("a"), Name("b"), Number(2),
]  # fmt: skip


def grow(inner: st.SearchStrategy[Expr]) -> st.SearchStrategy[Expr]:
    """Sums, products, quotients, logarithms of positive things, exponentials of bounded ones, integrals."""
    pair = st.tuples(inner, inner)
    return st.one_of(
        pair.map(lambda p: add(*p)),
        pair.map(lambda p: multiply(*p)),
        pair.map(lambda p: divide(p[0], add(ONE, multiply(p[1], p[1])))),
        inner.map(lambda e: log(add(ONE, multiply(e, e)))),
        inner.map(lambda e: exp(divide(e, add(ONE, multiply(e, e))))),
        st.tuples(st.sampled_from("xz"), inner).map(lambda p: Fold("sum", p[0], Domain("space", p[0]), p[1])),
    )


expressions = st.recursive(st.sampled_from(LEAVES), grow, max_leaves=6)


def rewritten(e: Expr) -> Expr:
    """The same value, written differently: orders turned round, conditionals and marginals written out."""
    if isinstance(e, Apply) and e.head == "p" and e.given:
        joint = Apply("p", e.args + e.given)
        return divide(joint, rewritten(Apply("p", e.given)))
    if isinstance(e, Apply) and e.head == "p" and len(e.args) == 1:
        (own,) = e.args
        other = "z'" if own.role == "x" else "x'"
        return Fold("sum", other, Domain("space", other[0]), Apply("p", (own, Arg(other[0], Name(other)))))
    if isinstance(e, Apply):
        return e
    if isinstance(e, Sum):
        return Sum(tuple(rewritten(t) for t in reversed(e.terms)))
    if isinstance(e, Product):
        return Product(tuple(rewritten(f) for f in reversed(e.factors)))
    if isinstance(e, Call) and e.fn == "exp":
        half = multiply(Power(Number(2), Number(-1)), rewritten(e.args[0]))
        return multiply(exp(half), exp(half))
    if isinstance(e, Call) and e.fn == "log":
        return multiply(Number(2), log(Power(rewritten(e.args[0]), Power(Number(2), Number(-1)))))
    return rebuild(e, rewritten)


@given(expressions)
def test_rewriting_is_never_refuted(e: Expr) -> None:
    """An expression and its rewritten form have the same value in every world."""
    found = find_counterexample(Claim(Relation(e, "=", rewritten(e)), (), FACTS))
    assert found.counterexample is None
    assert found.worlds > 0 or found.reason


@given(expressions, st.sampled_from([Number(1), at("D", "x"), at("p", "x")]))
def test_adding_something_positive_is_always_refuted(e: Expr, extra: Expr) -> None:
    """e = e + (something positive) is false, and the counterexample that is found is accepted again."""
    found = find_counterexample(Claim(Relation(e, "=", add(rewritten(e), extra)), (), FACTS))
    assert found.counterexample is not None
    assert check_counterexample(found.counterexample).accepted
