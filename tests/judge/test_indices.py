"""Entries of one list belong together, whatever their index is called or runs up to."""

import pytest

from hw3verify.judge.indices import with_one_list
from hw3verify.judge.judge import judge_source
from hw3verify.language.source import Source
from hw3verify.meaning.claim import Claim, Facts, Relation
from hw3verify.meaning.expr import Apply, Arg, Domain, Expr, Fold, Name, Number, add, free_names, subtract, walk


def entry(role: str, at: Expr) -> Apply:
    """x_at."""
    return Apply("x[]", (Arg(role, at),))


def total(role: str, upper: Expr) -> Expr:
    """The sum of x_i up to a limit."""
    return Fold("sum", "i", Domain("index", role, Number(1), upper), entry(role, Name("i")))


def test_roles_of_one_list_become_one() -> None:
    """x up to n and x up to n - 1 share a role, and so do the ranges of their indices."""
    says = Relation(total("#n", Name("n")), "=", total("#n - 1", subtract(Name("n"), Number(1))))
    found = with_one_list(Claim(says, (), Facts(indexed=frozenset(("x[]",)))))
    nodes = [n for side in (found.says.left, found.says.right) for n in walk(side)]
    assert {a.role for n in nodes if isinstance(n, Apply) for a in n.args} == {"#n"}
    assert {n.domain.role for n in nodes if isinstance(n, Fold)} == {"#n"}


def test_a_numbered_name_is_the_entry() -> None:
    """In x_1 + x_2 beside a list x the names are entries; in x_0 and y_1 they stay names."""
    right = add(*(Name(n) for n in ("x_1", "x_2", "x_0", "y_1")))
    found = with_one_list(Claim(Relation(total("#2", Number(2)), "=", right), (), Facts(indexed=frozenset(("x[]",)))))
    assert free_names(found.says.right) == {"x_0", "y_1"}
    assert entry("#2", Number(2)) in set(walk(found.says.right))


def test_claims_without_lists_stay_as_they_are() -> None:
    """x_1 is a name where no list x is spoken of."""
    claim = Claim(Relation(Name("x_1"), "=", Name("x_2")))
    assert with_one_list(claim) is claim


def verdicts(text: str) -> list[str]:
    """The verdicts on the links of a document."""
    return [link.verdict for link in judge_source(Source("a.md", text)).links]


@pytest.mark.parametrize(
    ("formula", "true"),
    [
        (r"\sum_{i=1}^2 x_i = x_1 + x_2", True),
        (r"\sum_{i=1}^3 x_i = x_1 + x_2", False),
        (r"\sum_{i=1}^n x_i = x_1 + \sum_{i=2}^n x_i", True),
        (r"\sum_{i=1}^n x_i = x_2 + \sum_{i=2}^n x_i", False),
        (r"\sum_{i=1}^n x_i = \sum_{i=1}^{n-1} x_i + x_n", True),
        (r"\sum_{i=1}^n\sum_{j=1}^m c = n^2 c", False),
        (r"\sum_{i=1}^n\sum_{j=1}^m c = n m c", True),
    ],
)
def test_sums_over_parts_of_a_list(formula: str, true: bool) -> None:
    """Splitting off an entry is right exactly when it is the entry that is missing."""
    (found,) = verdicts(f"$${formula} \\quad (1)$$\n")
    assert found in (("proved", "supported") if true else ("refuted",))


@pytest.mark.parametrize(
    ("facts", "formula", "true"),
    [
        (r"\sum_{i=1}^n p_i = 1", r"\sum_{i=1}^n p_i^2 \le 1", True),
        (r"\sum_{i=1}^n p_i = 1", r"\sum_{i=1}^n p_i^2 \le \frac{1}{n}", False),
        (r"\sum_{i=1}^n\sum_{j=1}^m p_{ij} = 1", r"\sum_{i=1}^n\sum_{j=1}^m p_{ij}^2 = 1", False),
        (r"\sum_{j=1}^m p_{ij} = 1", r"\sum_{i=1}^n\sum_{j=1}^m p_{ij} = n", True),
        (r"\sum_{j=1}^m p_{ij} = 1", r"\sum_{i=1}^n\sum_{j=1}^m p_{ij} = m", False),
    ],
)
def test_weights_that_add_up(facts: str, formula: str, true: bool) -> None:
    """Lists, tables and the rows of tables are scaled to the sum that is given."""
    letter = "p_{ij}" if "ij" in facts else "p_i"
    (found,) = verdicts(f"Let ${letter}>0$ with ${facts}$.\n\n$${formula} \\quad (1)$$\n")
    assert found in (("proved", "supported") if true else ("refuted",))


@pytest.mark.parametrize(
    ("formula", "true"),
    [
        (r"\log \prod_{i=1}^n p(x_i) = \sum_{i=1}^n \log p(x_i)", True),
        (r"\log \prod_{i=1}^n p(x_i) = \prod_{i=1}^n \log p(x_i)", False),
        (r"\sum_{i=1}^n \log p(x_i) = n \log p(x_1)", False),
        (r"\sum_{i=1}^2 \log p(x_i) = \log p(x_1) + \log p(x_2)", True),
        (r"\sum_{i=1}^n \log \frac{p(x_i)}{q(x_i)} = \sum_{i=1}^n \frac{\log p(x_i)}{\log q(x_i)}", False),
        (r"\sum_{i=1}^n \log \int p(x_i, z) dz = \sum_{i=1}^n \int \log p(x_i, z) dz", False),
        (r"\sum_{i=1}^n x_i \log p(x_i) = \sum_{i=1}^n \log p(x_i)", False),
    ],
)
def test_likelihoods_of_samples(formula: str, true: bool) -> None:
    """Identities of sums and products over a sample hold, and what breaks them is refuted by a sample."""
    (found,) = verdicts(f"$${formula} \\quad (1)$$\n")
    assert found in (("proved", "supported") if true else ("refuted",))


def test_a_transition_keeps_its_two_variables() -> None:
    """In p(x | x_i) the space of x_i is not merged with that of x, whatever list x there is."""
    head = Apply("p", (Arg("x", Name("x")),), (Arg("x_i", Name("x_i")),))
    claim = Claim(Relation(head, "=", total("#n", Name("n"))), (), Facts(frozenset("p"), indexed=frozenset(("x[]",))))
    found = with_one_list(claim).says.left
    assert isinstance(found, Apply)
    assert (found.args[0].role, found.given[0].role) == ("x", "x_i")


def test_the_space_of_a_sample_is_that_of_its_density() -> None:
    """D(x_j) beside D(x) stands in the space of x, also where the reader called its role x_j."""
    left = Apply("D", (Arg("x_j", entry("#m", Name("j"))),))
    right = Apply("D", (Arg("x", Name("x")),))
    facts = Facts(functions=frozenset("D"), indexed=frozenset(("x[]",)), roles=(("j", "#m"), ("x", "x")))
    found = with_one_list(Claim(Relation(left, "=", right), (), facts))
    assert isinstance(found.says.left, Apply)
    assert found.says.left.args[0].role == "x"
