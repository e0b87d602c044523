"""Kept evidence against the document: what holds, and what must not."""

import copy
import json
import pathlib
import subprocess
import sys
from typing import Any

import pytest

from hw3verify.judge.judge import judge_source
from hw3verify.judge.recheck import recheck
from hw3verify.judge.record import plain
from hw3verify.language.source import Source

TEXT = r"""## 1 Bound

(a) The usual steps.

$$\log p(x) = \log \int q(z|x) \frac{p(x,z)}{q(z|x)} dz
\ge \mathbb{E}_{q(z|x)}\left[\log\frac{p(x,z)}{q(z|x)}\right] \tag{1}$$
$$= \mathbb{E}_{q(z|x)}[\log p(x|z)] + KL(q(z|x)\|p(z)) \tag{2}$$

(b) Given $q(z)=\mathcal{N}(a,s^2)$ with $s>0$.

$$\int q(z) z^2 dz = a^2 + s^2 \tag{3}$$
$$\int q(z) (z - a) = 0 \tag{4}$$

(c)

$$p(x|z) p(z) = p(x) \Rightarrow p(x|z) = \frac{p(x)}{p(z)} \tag{5}$$
$$a = b + c \iff a - c = b \tag{6}$$
$$a = b \iff a^2 = b^2 \tag{7}$$
"""


def evidence(text: str = TEXT) -> list[dict[str, Any]]:
    """Certificates as a file has them: through JSON and back."""
    report = judge_source(Source("mine.md", text))
    found: list[dict[str, Any]] = json.loads(json.dumps(plain(report.certificates)))
    return found


KEPT = evidence()


def holds(text: str, certificates: list[dict[str, Any]]) -> list[bool]:
    return [row.holds for row in recheck(Source("mine.md", text), certificates)]


def of(equation: str, link: int) -> dict[str, Any]:
    return copy.deepcopy(next(c for c in KEPT if (c["equation"], c["link"]) == (equation, link)))


def test_evidence_of_every_kind_holds() -> None:
    """Proofs, counterexamples, implications and equivalences are all accepted for the document they came from."""
    said = {(c["equation"], c["link"]): c["verdict"] for c in KEPT}
    assert said[("1", 0)] == said[("1", 1)] == said[("3", 0)] == said[("4", 0)] == said[("6", 1)] == "proved"
    assert said[("2", 0)] == "refuted"
    assert ("5", 1) in said
    assert all(holds(TEXT, KEPT))


def test_rows_are_in_order() -> None:
    """There is a row for each certificate, with its number and verdict."""
    rows = list(recheck(Source("mine.md", TEXT), KEPT))
    assert [(r.part, r.equation, r.link, r.verdict) for r in rows] == [
        (c["part"], c["equation"], c["link"], c["verdict"]) for c in KEPT
    ]


@pytest.mark.parametrize(
    ("old", "new", "equation"),
    [
        (r"+ KL(q(z|x)", r"- KL(q(z|x)", "2"),
        (r"a^2 + s^2 \tag", r"a^2 - s^2 \tag", "3"),
        (r"Given $q(z)=\mathcal{N}(a,s^2)$", r"Given $q(z)=\mathcal{N}(b,s^2)$", "3"),
        (r"Given $q(z)=\mathcal{N}(a,s^2)$ with $s>0$.", "Nothing is given.", "3"),
        (r"(z - a) = 0", r"(z + a) = 0", "4"),
    ],
)
def test_changed_document(old: str, new: str, equation: str) -> None:
    """Evidence for what the document (or a fact in its prose) said before does not hold for what it says now."""
    assert old in TEXT
    kept = [c for c in KEPT if c["equation"] == equation]
    assert kept
    assert not any(holds(TEXT.replace(old, new), kept))


def test_link_that_has_gone() -> None:
    """A certificate for a link that is not there is rejected."""
    (row,) = recheck(Source("mine.md", "(a)\n\n$$1 = 1$$\n"), [of("3", 0)])
    assert not row.holds
    assert row.because == "the document has no such link"


def tampered() -> list[tuple[str, dict[str, Any]]]:
    refuted, proved, bound = of("2", 0), of("3", 0), of("1", 1)
    cases = []

    def case(name: str, base: dict[str, Any], **changes: Any) -> None:
        cases.append((name, {**copy.deepcopy(base), **changes}))

    case("a refutation called a proof", refuted, verdict="proved")
    case("a proof called a refutation", proved, verdict="refuted")
    case("a proof for another link", proved, equation="2", part="1(a)", left=refuted["left"], right=refuted["right"])
    case("a false proof", {**refuted, "verdict": "proved", "proof": {"method": "identity", "witness": {}}})
    case("an unknown method", proved, proof={"method": "trust me", "witness": {}})
    case("no witness", bound, proof={"method": "order", "witness": {"gaps": []}})
    case("no readings", proved, readings=[])
    case("unknown readings", proved, readings=[[7, 7], [7]])
    case("readings of another kind", proved, readings="00")
    case("no evidence", {k: v for k, v in proved.items() if k != "proof"})
    case("evidence of another kind", proved, proof=[1, 2])
    case("no text", {k: v for k, v in proved.items() if k != "left"})
    case("another number", proved, link="0")
    case("nothing", {})
    for name, path, value in (
        ("another world", ("world", "sizes"), {"x": 1, "z": 5}),
        ("a world without tables", ("world", "tables"), {}),
        ("an empty world", ("world",), {}),
        ("other values", ("left",), "1/7"),
        ("another place", ("where",), {"x": 99}),
        ("another kind", ("kind",), "infinite"),
    ):
        changed = copy.deepcopy(refuted)
        inside = changed["counterexample"]
        for key in path[:-1]:
            inside = inside[key]
        inside[path[-1]] = value
        cases.append((name, changed))
    return cases


@pytest.mark.parametrize(("name", "certificate"), tampered(), ids=[name for name, _ in tampered()])
def test_tampered_certificate(name: str, certificate: dict[str, Any]) -> None:
    """Whatever is changed in a certificate, it is rejected with a reason and nothing is raised."""
    (row,) = recheck(Source("mine.md", TEXT), [certificate])
    assert not row.holds, name
    assert row.because


def test_densities_that_are_none() -> None:
    """A table that does not sum to one is no counterexample."""
    changed = of("2", 0)
    for table in changed["counterexample"]["world"]["tables"].values():
        table["values"] = ["1/7" for _ in table["values"]]
    assert holds(TEXT, [changed]) == [False]


def test_both_certificates_for_one_link() -> None:
    """A bad certificate beside a good one for the same link is rejected alone."""
    bad = {**of("3", 0), "proof": {"method": "nonsense", "witness": {}}}
    assert holds(TEXT, [bad, of("3", 0)]) == [False, True]


def test_an_equivalence_needs_both_halves() -> None:
    """An equivalence whose way back is refuted was proved the other way; without that proof it is not decided."""
    whole = of("7", 1)
    assert whole["verdict"] == "refuted"
    assert "other" in whole
    del whole["other"]
    assert holds(TEXT, [whole]) == [False]


def test_search_is_not_loaded() -> None:
    """A recheck loads no module of the search, and no solver."""
    program = (
        "import json, sys\n"
        "from hw3verify.judge.recheck import recheck\n"
        "from hw3verify.language.source import Source\n"
        "text, kept = json.load(sys.stdin)\n"
        "rows = list(recheck(Source('mine.md', text), kept))\n"
        "heavy = ('hw3verify.search', 'sympy', 'scipy', 'torch')\n"
        "print(sum(r.holds for r in rows), [m for m in sys.modules if m.startswith(heavy)])\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], input=json.dumps([TEXT, KEPT]), capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == f"{len(KEPT)} []"


@pytest.mark.parametrize("name", ["proportional_steps", "gradients_general", "importance_samples", "em_old_parameters"])
def test_claims_made_of_other_claims_are_checked_again(name: str) -> None:
    """What is up to a constant, a gradient or about draws is made into a claim again, and its evidence accepted."""
    text = (pathlib.Path(__file__).parent.parent / "documents" / f"{name}.md").read_text()
    kept = evidence(text)
    assert kept
    assert [r.because for r in recheck(Source("mine.md", text), kept) if not r.holds] == []
