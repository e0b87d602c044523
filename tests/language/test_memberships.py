"""Variables with counted values: mass functions, whose values as numbers and whose number stay open."""

import pytest

import hw3verify


def verdicts(prose: str, *displays: str) -> list[str]:
    """The verdicts on a document of one sentence and displays."""
    text = prose + "\n\n" + "\n\n".join(f"$${d} \\tag{{{i}}}$$" for i, d in enumerate(displays, 1))
    return [link.verdict for link in hw3verify.check(text + "\n").links]


@pytest.mark.parametrize("prose", [r"Let $z\in\{1,\dots,K\}$.", "Let $z∈\\{1,…,K\\}$.", r"Let $z=1,2,\dots$."])
def test_a_counted_variable_has_mass_functions(prose: str) -> None:
    """A mass is at most 1, so an entropy is not negative; a wrong sign still breaks in a mass function."""
    said = verdicts(prose, "q(z)\\le 1", r"-\sum_z q(z)\log q(z)\ge 0", r"\sum_z q(z)\log q(z)\ge 0")
    assert said[0] == "proved" and said[1] in ("proved", "supported") and said[2] == "refuted"


@pytest.mark.parametrize(
    "claim", [r"-\sum_z q(z)\log q(z)\le\log K", r"\sum_z q(z)z\ge 1", r"\sum_z q(z)z\le K", r"\sum_z 1=K"]
)
def test_its_values_and_their_number_are_not_chosen_freely(claim: str) -> None:
    """True of z in {1, ..., K}, and false where z lies anywhere, or K is any number."""
    assert verdicts(r"Let $z\in\{1,\dots,K\}$.", claim) != ["refuted"]


def test_other_variables_are_not_counted() -> None:
    """That z is counted says nothing of x: a density of x may exceed 1."""
    assert verdicts(r"Let $z\in\{1,\dots,K\}$.", r"p(x|z)\le 1", "q(z)\\le 1")[0] != "proved"


def test_a_strict_sign_needs_more_than_one_value() -> None:
    """With K >= 2 the entropy of a positive mass function is positive; a world of one value refutes nothing."""
    assert verdicts(r"Let $z\in\{1,\dots,K\}$ with $K\ge 2$.", r"-\sum_z q(z)\log q(z)>0") != ["refuted"]


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        (r"\sum_z 1=K", "proved"),
        (r"\log K+\sum_z q(z)\log q(z)=\sum_z q(z)\log(Kq(z))", "proved"),
        (r"-\sum_z q(z)\log q(z)\le\log K", "supported"),
        (r"-\sum_z q(z)\log q(z)=\log K", "refuted"),
        (r"\sum_z q(z)^2\ge\frac{2}{K}", "refuted"),
        (r"\sum_z q(z)z\ge 2", "refuted"),
    ],
)
def test_what_holds_of_so_many_values(claim: str, verdict: str) -> None:
    """The sum of 1 over z in {1, ..., K} is K: entropies are at most log K, and only uniform ones reach it."""
    assert verdicts(r"Let $z\in\{1,\dots,K\}$.", claim, "q(z)\\le 1")[0] in (
        verdict,
        "proved" if verdict != "refuted" else "",
    )
