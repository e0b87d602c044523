"""Derivations that cite theorems: what a citation proves, and what it must not."""

import json
from dataclasses import replace

import pytest

import hw3verify
from hw3verify.judge.cited import holds, lemma_claim, union
from hw3verify.judge.judge import judge_source
from hw3verify.judge.recheck import recheck
from hw3verify.judge.record import Report, plain
from hw3verify.judge.trial import try_document
from hw3verify.language.source import Source
from hw3verify.meaning.claim import Facts

CITING = r"""Let $p(x)$ and $q(x)$ be densities. By Theorem f_divergences.pinsker,

$$TV(p,q)+\frac12KL(q\|p) \le \sqrt{\frac12KL(p\|q)} +\frac12KL(q\|p) \tag{1}$$
"""
ALONE = CITING.replace("By Theorem f_divergences.pinsker,", "By an inequality,")
HOLDS = "it holds under the facts that are given"
FAILS = "it is not established, so nothing is concluded from it"


def judged(text: str) -> Report:
    return judge_source(Source("mine.md", text))


def test_a_cited_theorem_proves_what_follows_from_it() -> None:
    """By Pinsker's inequality the first terms are ordered: proved where the theorem is cited, and it is named among the
    facts; without the citation no proof is found."""
    (link,) = judged(CITING).links
    assert link.verdict == "proved"
    assert link.facts == ("Theorem f_divergences.pinsker",)
    (alone,) = judged(ALONE).links
    assert alone.verdict == "supported"


def test_its_evidence_is_checked_with_the_theorem() -> None:
    """The certificate of such a link holds for the text that cites, and not for one that does not."""
    kept = json.loads(json.dumps(plain(judged(CITING).certificates)))
    assert [row.holds for row in recheck(Source("mine.md", CITING), kept)] == [True]
    assert [row.holds for row in recheck(Source("mine.md", ALONE), kept)] == [False]


def test_the_citation_may_stand_behind() -> None:
    """A theorem is available to all links of the part that cites it, and to no other part."""
    behind = ALONE.replace("By an inequality,", "Then") + "\nThis is Theorem f_divergences.pinsker.\n"
    assert [x.verdict for x in judged(behind).links] == ["proved"]
    parts = "# A\n\n## 1 One\n\nTheorem f_divergences.pinsker is known.\n\n$$1+1=2 \\tag{0}$$\n\n## 2 Two\n\n" + ALONE
    assert [x.verdict for x in judged(parts).links] == ["proved", "supported"]


def test_what_is_said_of_citations() -> None:
    """A known theorem that holds, one that does not, and one that is not known: a sentence each, with its line."""
    text = CITING.replace("By Theorem", "By Theorem wasserstein.normals, Theorem f_divergences.pinsk and Theorem")
    said = judged(text).notices
    assert len(said) == 3
    assert all(s.startswith("line 1: ") for s in said)
    assert said[0].startswith("line 1: Theorem wasserstein.normals (Normal laws) is cited")
    assert said[0].endswith(FAILS)
    assert said[1] == "line 1: no theorem is known as f_divergences.pinsk; did you mean f_divergences.pinsker?"
    assert said[2].endswith(HOLDS)
    assert judged(ALONE).notices == ()


@pytest.mark.parametrize(
    ("facts", "cited"),
    [
        (r"Let $P=\mathcal{N}(\mu_1,\sigma_1^2)$ and $Q=\mathcal{N}(\mu_2,\sigma_2^2)$.", "wasserstein.normals"),
        (r"Let $P = U[0,1]$ and $Q = U[t,1+t]$ with $t\le0$.", "wasserstein.quantiles"),
        (r"Let $P = U[0,1]$ and $Q = U[t,2+t]$ with $t\ge0$.", "wasserstein.quantiles"),
        (r"Let $P = U[0,1]$ and $Q = U[s,1+s]$ with $s\ge0$ and let $t\ge0$.", "wasserstein.quantiles"),
        (r"Let $q(z)=\mathcal{N}(\mu_p,\sigma_p^2)$ and $p(z)=\mathcal{N}(\mu_q,\sigma_q^2)$.", "gaussian_kl.scalar"),
        (r"Let $q(z)=\mathcal{N}(\mu_q,\sigma_q)$ and $p(z)=\mathcal{N}(\mu_p,\sigma_p^2)$.", "gaussian_kl.scalar"),
        (r"Let $D^*(x) = p_{data}(x)$ with densities $p_{data}(x)$ and $p_G(x)$.", "jsd_identity.identity"),
        (r"Let $p(x)$ and $q(x)$ be densities and let $KL(q\|p) = 0$.", "elbo.equality"),
    ],
)
def test_other_facts_and_letters(facts: str, cited: str) -> None:
    """Under facts that do not imply the theorem's, or with letters that mean something else, it is only named."""
    (said,) = judged(f"{facts} By Theorem {cited},\n\n$$1+1=2 \\tag{{1}}$$\n").notices
    assert said.endswith(FAILS)


def test_a_citation_refutes_nothing_and_hides_nothing() -> None:
    """What is false stays refuted under the citation of a true theorem, and a theorem is no reason for its converse."""
    for body in (r"TV(p,q) \ge \sqrt{\frac12 KL(p\|q)}", r"TV(p,q) \le \frac12\sqrt{\frac12 KL(p\|q)}"):
        text = rf"Let $p(x)$ and $q(x)$ be densities. By Theorem f_divergences.pinsker, $${body} \tag{{1}}$$"
        assert [x.verdict for x in judged(text).links] == ["refuted"]


def test_evidence_of_another_theorem_establishes_nothing() -> None:
    """The kernel checks the evidence for the claim as it is made here: another relation or other sides have none."""
    trial = try_document(Source("mine.md", CITING))
    ((_, _, _, place),) = trial.shown
    (lemma,) = place.hearing.lemmas
    claim = lemma_claim(place, lemma)
    assert claim is not None
    assert holds(claim, lemma, domain=True)
    turned = replace(lemma, left=lemma.right, right=lemma.left)
    false = lemma_claim(place, turned)
    assert false is not None
    assert not holds(false, turned, domain=False)
    for evidence in ({}, {"proof": {"method": "identity", "witness": {}}}, {"proof": 3}, {"counterexample": {}}):
        assert not holds(claim, replace(lemma, evidence=evidence), domain=False)


def test_facts_of_two_claims() -> None:
    """Facts are joined, unless a name is a density in one and a function in the other, or stands in two roles."""
    one, other = Facts(densities=frozenset("p"), roles=(("z", "z"),)), Facts(functions=frozenset("f"))
    both = union(one, other)
    assert both == Facts(densities=frozenset("p"), functions=frozenset("f"), roles=(("z", "z"),))
    assert union(one, Facts(functions=frozenset("p"))) is None
    assert union(one, Facts(roles=(("z", "x"),))) is None


def test_the_front_door_reports_notices() -> None:
    """`hw3verify.check` and its JSON carry what is said of citations."""
    report = hw3verify.check("By Theorem elbo.none,\n\n$$1+1=2$$\n")
    assert report.to_json()["notices"] == list(report.notices) != []
