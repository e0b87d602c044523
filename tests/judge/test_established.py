"""Theorems whose shipped evidence is checked again, and evidence that is not theirs."""

from copy import deepcopy

import pytest

from hw3verify.judge.established import UnprovedTheorem, check_document, load_theorem
from hw3verify.judge.judge import judge_source
from hw3verify.judge.present import written
from hw3verify.judge.recheck import rechecked
from hw3verify.language.source import Source
from hw3verify.theorems.document import UnusableTheorem
from hw3verify.theorems.shelf import certificates, document_source, identifiers, shipped


@pytest.mark.parametrize("name", shipped())
def test_every_step_is_proved_by_the_shipped_evidence(name: str) -> None:
    """The kernel accepts every certificate for the document as it stands, and every claim of the document has one."""
    steps, faults = check_document(document_source(name), certificates(name))
    assert faults == {}
    assert sum(map(len, steps.values())) == len(certificates(name))


@pytest.mark.parametrize("name", shipped())
def test_every_step_is_proved_by_the_engine(name: str) -> None:
    """The engine proves every claim anew; nothing but definitions and the sides of implications is no claim."""
    report = judge_source(document_source(name))
    assert {link.verdict for link in report.links} <= {"proved", "definition", "condition"}
    assert len(report.proved) == len(certificates(name))


def test_a_theorem_hands_out_what_it_rests_on() -> None:
    """A loaded theorem has its statement first among its steps, and rules for each."""
    gap = load_theorem("elbo.gap")
    assert gap.statement == gap.theorem.statement
    assert gap.steps[0].right == r"KL(q(z)\|p(z|x))"
    assert all(step.rules for step in gap.steps)
    assert "t - 1 - log t >= 0" in gap.rules
    with pytest.raises(UnusableTheorem, match="no theorem is known as elbo"):
        load_theorem("elbo")


def test_identifiers_load() -> None:
    """Every identifier loads, with a step for its statement or more."""
    assert all(load_theorem(i).steps for i in identifiers())


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (r"= KL(q(z)\|p(z|x)) \tag{5}", r"= KL(p(z|x)\|q(z)) \tag{5}"),
        (r"## 2 The gap", r"## 9 The gap"),
    ],
)
def test_a_changed_document_is_noticed(old: str, new: str) -> None:
    """Evidence for one text does not establish another, whether a formula or a heading was changed."""
    text = document_source("elbo").text
    assert old in text
    assert check_document(Source("elbo.md", text.replace(old, new)), certificates("elbo"))[1]


def test_facts_are_part_of_what_is_proved() -> None:
    """Without the sign of a variance, or with another law, the shipped proofs of normal laws are not accepted."""
    text = document_source("gaussian_kl").text
    for old, new in (
        (r"p(z)=\mathcal{N}(\mu_p,\sigma^2)", r"p(z)=\mathcal{N}(\mu_p,2\sigma^2)"),
        (r"q(z)=\mathcal{N}(\mu_q,\sigma_q^2)", r"q(z)=\mathcal{N}(\mu_q,\sigma_q)"),
    ):
        assert old in text
        assert check_document(Source("gaussian_kl.md", text.replace(old, new)), certificates("gaussian_kl"))[1]


def test_evidence_of_another_document_is_rejected() -> None:
    """No certificate of one document fits another, though equations have the same numbers."""
    _, faults = check_document(document_source("posterior"), certificates("elbo"))
    assert set(faults) >= {"1", "2", "3"}


def test_missing_and_forged_evidence() -> None:
    """A step without a certificate, with that of another step, or with one that says what the document does not say."""
    source, kept = document_source("elbo"), [dict(c) for c in certificates("elbo")]
    assert check_document(source, kept[1:])[1].keys() == {"1"}
    forged = deepcopy(kept)
    forged[0]["proof"] = forged[-1]["proof"]
    assert "1" in check_document(source, forged)[1]
    lying = deepcopy(kept)
    lying[0]["right"] = r"\log p(x) + 1"
    assert check_document(source, lying)[1]["1"] == "(1)#0: the document has been changed here"
    more = [*kept, kept[0] | {"part": "99"}]
    assert check_document(source, more)[1].keys() >= {"1", "99"}


def test_a_theorem_that_is_not_proved_is_not_loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the kernel rejects a step of its section, a theorem cannot be loaded; other sections can."""
    from hw3verify.judge import established

    kept = tuple(c for c in certificates("elbo") if c["equation"] != "6")
    monkeypatch.setattr(established, "certificates", lambda name: kept)
    established._document.cache_clear()
    try:
        with pytest.raises(UnprovedTheorem, match=r"^elbo\.gap: \(6\)#0: "):
            load_theorem("elbo.gap")
        assert load_theorem("elbo.bound").steps
    finally:
        established._document.cache_clear()


def test_recheck_is_what_establishes() -> None:
    """The steps are the links of the document that `recheck` accepts, in their order."""
    trial, rows = rechecked(document_source("posterior"), certificates("posterior"))
    assert all(row.holds for row in rows)
    steps, _ = check_document(document_source("posterior"), certificates("posterior"))
    proved = [v.link for v in trial.verdicts if v.assessment.outcome.verdict == "proved"]
    assert [(s.equation, s.link) for part in steps.values() for s in part] == [(p.number, p.index) for p in proved]
    assert all(written(link)[1] for link in proved)
