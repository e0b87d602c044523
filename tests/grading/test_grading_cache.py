"""The cache of verdicts: the same verdicts with it as without, damaged and forged entries are no entries."""

import json
from pathlib import Path
from typing import Any

import pytest

from hw3verify.grading.cache import Cache, entry_of
from hw3verify.grading.examine import examine
from hw3verify.grading.keys import canonical, fingerprint, key_of
from hw3verify.judge.outcome import Outcome
from hw3verify.judge.readmit import evidence_of, readmitted
from hw3verify.meaning.claim import Claim, Facts, Relation
from hw3verify.meaning.expr import Name, Number, Power, Product, Sum

TEXT = rb"""(a) Given $\sigma>0$.

$$\log p(x) \ge \int q(z) \log\frac{p(x,z)}{q(z)} dz \tag{1}$$
$$\int q(z)\log\frac{q(z)}{p(z)} dz = \int q(z)\log\frac{p(z)}{q(z)} dz \tag{2}$$
$$(a+b)^2 = a^2 + 2ab + b^2 \tag{3}$$
$$\log\sigma \ge 0 \tag{4}$$
$$f(a) = g(a) + \tag{5}$$
"""
X, Y = Name("x"), Name("y")
SQUARES = Power(X, Number(2)), Product((Number(2), X, Y)), Power(Y, Number(2))
TRUE = Claim(Relation(Power(Sum((X, Y)), Number(2)), "=", Sum(SQUARES)))
FALSE = Claim(Relation(X, "=", Product((Number(2), X))))


def judged(cache: Cache) -> list[tuple[Any, ...]]:
    told: list[Any] = []
    record = examine(TEXT, "a.md", None, cache, told.append)
    assert record["status"] == "judged"
    return record["links"]


def verdicts(links: list[Any]) -> list[str]:
    return [link["verdict"] for link in links]


def entries(folder: Path) -> list[Path]:
    return sorted(folder.glob("??/*.json"))


def test_records_are_the_same_cold_warm_and_without(tmp_path: Path) -> None:
    """Without a cache, with an empty and with a full one the records are equal to the last character."""
    without = judged(Cache(None))
    assert verdicts(without)[:4] == ["proved", "refuted", "proved", "refuted"]
    cold = judged(Cache(tmp_path))
    assert len(entries(tmp_path)) >= 4
    assert judged(Cache(tmp_path)) == cold == without


def test_a_warm_cache_searches_for_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When all is known, neither the prover nor the search for counterexamples is asked about any claim."""
    cold = judged(Cache(tmp_path))
    for name in ("decide", "accepted_proof"):
        monkeypatch.setattr(f"hw3verify.grading.remembering.{name}", lambda *_: pytest.fail("searched"))
    assert judged(Cache(tmp_path)) == cold


def test_damaged_entries_are_no_entries(tmp_path: Path) -> None:
    """Entries that are cut, empty, changed in one byte or exchanged give the verdicts of a cold run."""
    cold = judged(Cache(tmp_path))
    files = entries(tmp_path)
    whole = [path.read_bytes() for path in files]
    cut, changed = (lambda b: b[: len(b) // 2]), (lambda b: b.replace(b"proved", b"provee"))
    for damage in (cut, changed, lambda b: b"", lambda b: b[::-1]):
        for path, data in zip(files, whole, strict=True):
            path.write_bytes(damage(data))
        assert judged(Cache(tmp_path)) == cold
    for path, data in zip(files, whole[1:] + whole[:1], strict=True):
        path.write_bytes(data)  # each under another's name
    assert judged(Cache(tmp_path)) == cold


def test_sealed_lies_prove_and_refute_nothing(tmp_path: Path) -> None:
    """Sealed entries that call the false proved and the true refuted, by others' evidence, are not believed."""
    cache = Cache(tmp_path)
    cold = judged(cache)
    bodies = [json.loads(path.read_text().split("\n", 1)[1]) for path in entries(tmp_path)]
    proofs = [b["evidence"] for b in bodies if b["verdict"] == "proved"]
    refutations = [b["evidence"] for b in bodies if b["verdict"] == "refuted"]
    assert proofs
    assert refutations
    for path, body in zip(entries(tmp_path), bodies, strict=True):
        lie = "proved" if body["verdict"] == "refuted" else "refuted"
        evidence = (proofs if lie == "proved" else refutations)[0]
        forged = json.dumps({**body, "verdict": lie, "evidence": evidence})
        path.write_text(f"{cache._sealed(path.parent.name + path.stem, forged)}\n{forged}")
        assert cache.find(path.parent.name + path.stem)["verdict"] == lie  # the seal is right
    assert verdicts(judged(Cache(tmp_path))) == verdicts(cold)


@pytest.mark.parametrize("verdict", ["proved", "refuted"])
def test_certainty_without_evidence_is_nothing(tmp_path: Path, verdict: str) -> None:
    """A sealed entry that says proved or refuted without any evidence decides nothing."""
    cache = Cache(tmp_path)
    cold = judged(cache)
    for path in entries(tmp_path):
        body = json.dumps({"verdict": verdict, "because": "", "worlds": 0, "acceptable": False, "evidence": None})
        path.write_text(f"{cache._sealed(path.parent.name + path.stem, body)}\n{body}")
    assert judged(Cache(tmp_path)) == cold


@pytest.mark.parametrize(
    "evidence",
    [
        {},
        {"proof": None},
        {"proof": {"method": "identity", "witness": 3}},
        {"proof": {"method": "trust me", "witness": {}}},
        {"counterexample": []},
        {"counterexample": {"world": {}, "where": {}, "left": "0", "right": "1", "kind": "value"}},
    ],
)
def test_malformed_evidence_is_none(evidence: dict[str, Any]) -> None:
    """Evidence that is none readmits nothing and raises nothing."""
    assert readmitted(FALSE, frozenset(), False, evidence) is None


def test_evidence_is_for_its_claim_alone() -> None:
    """A proof of a true claim and a counterexample to a false one hold for these, and not for the other."""
    from hw3verify.judge.link import decide

    proof, refutation = (evidence_of(claim, decide(claim)) for claim in (TRUE, FALSE))
    assert readmitted(TRUE, frozenset(), False, proof).verdict == "proved"
    assert readmitted(FALSE, frozenset(), False, refutation).verdict == "refuted"
    assert readmitted(FALSE, frozenset(), False, proof) is None
    assert readmitted(TRUE, frozenset(), False, refutation) is None


def test_doubts_hold_for_what_is_readmitted() -> None:
    """A counterexample refutes nothing that is imposed, or that speaks of a name whose facts were not read."""
    from hw3verify.judge.link import decide

    refutation = evidence_of(FALSE, decide(FALSE))
    assert readmitted(FALSE, frozenset({"x"}), False, refutation) is None
    assert readmitted(FALSE, frozenset(), True, refutation) is None


def test_keys_are_of_the_meaning() -> None:
    """Equal claims have equal keys, in any order of their sets; another fact, doubt or version has another key."""
    facts = Facts(positive=frozenset({"a", "b", "c"}))
    again = Facts(positive=frozenset(["c", "b", "a"]))
    says = Relation(X, "=", Y)
    key = key_of(Claim(says, (), facts), frozenset(), False, "1")
    assert key == key_of(Claim(says, (), again), frozenset(), False, "1")
    others = [
        key_of(Claim(says, (), Facts()), frozenset(), False, "1"),
        key_of(Claim(Relation(Y, "=", X), (), facts), frozenset(), False, "1"),
        key_of(Claim(says, (says,), facts), frozenset(), False, "1"),
        key_of(Claim(says, (), facts), frozenset({"x"}), False, "1"),
        key_of(Claim(says, (), facts), frozenset(), True, "1"),
        key_of(Claim(says, (), facts), frozenset(), False, "2"),
    ]
    assert len({key, *others}) == 7


def test_texts_cannot_be_confused() -> None:
    """Names that look like the text of an expression are quoted, and numbers are no names."""
    assert canonical(("a", "b")) != canonical(("a,str:'b'",))
    assert canonical(Name("1")) != canonical(Number(1))
    assert canonical(frozenset({"1"})) != canonical(frozenset({1}))


def test_the_fingerprint_is_of_the_code() -> None:
    """The fingerprint is a digest, the same at every call."""
    assert fingerprint() == fingerprint()
    assert len(fingerprint()) == 64


def test_a_cache_of_somebody_else_is_not_used(tmp_path: Path) -> None:
    """A key that others may read, that is a link or has another length turns the cache off, and that is said."""
    Cache(tmp_path)
    key = tmp_path / "key"
    good = key.read_bytes()
    key.chmod(0o644)
    assert not Cache(tmp_path).used
    key.chmod(0o600)
    assert Cache(tmp_path).used
    key.write_bytes(good[:5])
    assert "damaged" in Cache(tmp_path).trouble
    key.unlink()
    key.symlink_to(tmp_path / "elsewhere")
    (tmp_path / "elsewhere").write_bytes(good)
    assert not Cache(tmp_path).used


def test_a_full_disk_costs_the_entry_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nothing can be written the verdicts come all the same, and no half entry stays behind."""
    cache = Cache(tmp_path)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    cache.keep("ab" * 32, entry_of(Outcome("undecided", "why"), None))
    monkeypatch.undo()
    assert "No space left" in cache.trouble
    assert entries(tmp_path) == []
    assert list((tmp_path / "ab").iterdir()) == []
    cache.keep("ab" * 32, entry_of(Outcome("undecided", "why", None, 3, True), None))
    assert cache.find("ab" * 32)["because"] == "why"
    assert cache.find("cd" * 32) is None


def test_first_words_never_refute() -> None:
    """What is told of a link before all is heard is never a refutation; the record at the end has them."""
    told: list[Any] = []
    record = examine(TEXT, "a.md", None, Cache(None), told.append)
    assert "refuted" in verdicts(record["links"])
    assert "refuted" not in verdicts(told)
    assert verdicts(told)[0] == "proved"
    assert all(link["because"].startswith("it was stopped") for link in told if link["equation"] in ("2", "4"))
