"""Claims that differ in names alone: one image, one entry in the cache, the evidence of the names that were written."""

import json
import random
from pathlib import Path
from typing import Any

import pytest

from hw3verify.grading.alpha import AS_WRITTEN, Names, alpha
from hw3verify.grading.cache import Cache
from hw3verify.grading.examine import examine
from hw3verify.grading.keys import canonical, key_of
from hw3verify.grading.memory import Memory
from hw3verify.judge.link import decide
from hw3verify.judge.readmit import evidence_of, readmitted
from hw3verify.meaning.claim import Claim, Facts, Relation
from hw3verify.meaning.expr import Apply, Arg, Call, Domain, Expr, Fold, Name, Number, Power, Product

NOBODY = frozenset[str]()
TEXT = r"""$$\log p(x) \ge \int q(z) \log\frac{p(x,z)}{q(z)} dz \tag{1}$$
$$\int q(z)\log\frac{q(z)}{p(z)} dz = \int q(z)\log\frac{p(z)}{q(z)} dz \tag{2}$$
$$(\mu+\nu)^2 = \mu^2 + 2\mu\nu + \nu^2 \tag{3}$$
"""
RENAMED = TEXT.replace("z", "h").replace("q(", "r(").replace(r"\mu", "m").replace("x", "y")


def divergence(p: str, q: str, var: str, role: str) -> Expr:
    """The integral of q log(q / p) over a space."""
    of_p, of_q = (Apply(head, (Arg(role, Name(var)),)) for head in (p, q))
    ratio = Product((of_q, Power(of_p, Number(-1))))
    return Fold("sum", var, Domain("space", role), Product((of_q, Call("log", (ratio,)))))


def symmetric(p: str, q: str, var: str, role: str) -> Claim:
    """KL(q, p) = KL(p, q), which is false."""
    says = Relation(divergence(p, q, var, role), "=", divergence(q, p, var, role))
    return Claim(says, (), Facts(densities=frozenset((p, q))))


def test_renamed_claims_have_one_image() -> None:
    """Another name for a family, a role with its variable, or a bound variable alone changes no image and no key."""
    images = [alpha(c, NOBODY) for c in (symmetric("p", "q", "z", "z"), symmetric("r", "p", "h", "h"))]
    assert images[0][0] == images[1][0]
    keys = {key_of(image[0], image[1], False, "1") for image in images}
    assert len(keys) == 1
    assert images[0][2].written != images[1][2].written


def test_other_claims_have_other_images() -> None:
    """Names are put in by a bijection: a = b is not a = a, and what is said of a name goes with it."""
    x, y = Name("x"), Name("y")
    claims = [
        Claim(Relation(x, "=", x)),
        Claim(Relation(x, "=", y)),
        Claim(Relation(x, "=", y), (), Facts(positive=frozenset("x"))),
        Claim(Relation(x, "=", y), (), Facts(positive=frozenset("y"))),
        Claim(Relation(x, "=", Name("pi"))),
        Claim(Relation(x, "=", Name("infinity"))),
        symmetric("p", "q", "z", "z"),
        symmetric("p", "q", "z'", "z"),
        symmetric("p", "p", "z", "z"),
        symmetric("p", "q", "w", "z"),
    ]
    images = [alpha(c, NOBODY)[0] for c in claims]
    assert len(set(images)) == len(claims)


@pytest.mark.parametrize("seed", range(30))
def test_the_names_come_back(seed: int) -> None:
    """Put back into the text of the image, the written names give the text of the claim, for random names."""
    dice = random.Random(seed)
    p, q, z = dice.sample(["p", "q_phi", "r", "p_data", "x", "Z", "mu1", "sy", "a_b_c", "s"], 3)
    claim = symmetric(p, q, dice.choice((z, z + "'")), z)
    image, _, names = alpha(claim, NOBODY)
    assert names.back(canonical(image.says)) == canonical(claim.says)
    assert names.back({"sym1": [["sym2", 3, None]]})[names.written[0]] == [[names.written[1], 3, None]]


@pytest.mark.parametrize("name", ["m°", "1:A", "x[]", "n_x", "sym3", "x*", "hat x", "é", "#"])
def test_names_with_a_meaning_have_no_image(name: str) -> None:
    """A claim whose names are more than names is kept as it is."""
    assert alpha(Claim(Relation(Name(name), "=", Name("x"))), NOBODY) is None


def test_doubts_go_with_their_names() -> None:
    """What is vague of a name is vague of its image; a doubt about no name of the claim, or a capital, has no image."""
    claim = Claim(Relation(Name("x"), "=", Name("y")))
    assert alpha(claim, frozenset("y"))[1] == frozenset(("sym2",))
    assert alpha(claim, frozenset(("#", "#sum", "?")))[1] == frozenset(("#", "#sum", "?"))
    assert alpha(claim, frozenset("z")) is None
    assert alpha(Claim(Relation(Name("X"), "=", Name("y"))), frozenset("X")) is None


def test_a_counterexample_of_the_image_refutes_the_claim() -> None:
    """Evidence against the image, under the written names, is accepted for the claim, and for no other."""
    claim = symmetric("q_phi", "p", "h", "h")
    image, _, names = alpha(claim, NOBODY)
    evidence = evidence_of(image, decide(image))
    found = readmitted(claim, NOBODY, False, names.back(evidence))
    assert found.verdict == "refuted"
    assert found.certified.claim == claim
    assert set(found.certified.evidence.world.tables) == {"q_phi", "p"}
    assert readmitted(claim, NOBODY, False, evidence) is None  # names that nobody wrote


def test_names_out_of_range_stay() -> None:
    """What calls itself a name of the image, and is none, stays as it is."""
    assert Names(("a",)).back("sym1 sym2 sym0 syms1") == "a sym2 sym0 syms1"
    assert AS_WRITTEN.back("sym1") == "sym1"


def record(text: str, cache: Cache) -> dict[str, Any]:
    """The record of a text by a process that remembers nothing."""
    return examine(text.encode(), "a.md", None, cache, lambda _: None, Memory())


def test_a_renamed_submission_is_found_in_the_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """After one submission, the same under other letters is judged without a search, as it is without a cache; what is
    shown of it are its own letters."""
    alone = record(RENAMED, Cache(None))
    first = record(TEXT, Cache(tmp_path))
    for name in ("decide", "accepted_proof"):
        monkeypatch.setattr(f"hw3verify.grading.remembering.{name}", lambda *_: pytest.fail("searched"))
    second = record(RENAMED, Cache(tmp_path))
    assert second == alone
    assert [link["verdict"] for link in first["links"]] == ["proved", "refuted", "proved"]
    assert [link["verdict"] for link in second["links"]] == ["proved", "refuted", "proved"]
    assert "sym" not in json.dumps(second)
