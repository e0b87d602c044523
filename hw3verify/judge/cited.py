"""Theorems that a derivation cites: `By Theorem elbo.gap, ...` puts what the theorem states before a part's links.

A shipped theorem is proved under facts of its own, and the letters of a derivation may mean something else there. So
nothing is taken over: the statement is read as if the derivation had written it, with the letters and facts of the
place where a link stands, and the kernel checks the shipped evidence for that very claim. Only what it accepts there is
put before the link's claim, which is then proved from it or is not.

Law: if `facts and lemma => claim` and `facts => lemma` are both certified, for the same facts, the claim holds under
these facts. A citation never refutes, and the claim is decided without it first. What cannot be used (another letter, a
fact that is not given, an implication, lists, derivatives, extrema) is only named in the report.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

from hw3verify.judge.context import Context
from hw3verify.judge.flow import Flow, Side
from hw3verify.judge.grounds import base_facts, heads_of, stated
from hw3verify.judge.kept import MALFORMED, certify
from hw3verify.judge.link import Outcome, has_extremum, with_equalities
from hw3verify.judge.relevance import facts_for
from hw3verify.judge.standing import contradiction, standing_fault
from hw3verify.language.blocks import Display, Document, Part
from hw3verify.language.citations import Citation, citations
from hw3verify.language.kinds import Kinds
from hw3verify.language.readings import read_display
from hw3verify.meaning.claim import Claim, Facts, Relation
from hw3verify.meaning.expr import Derivative, walk
from hw3verify.theorems.shelf import catalogue, certificates, unknown

RELATIONS = ("=", ">=", "<=", ">", "<")
MOST_LEMMAS = 6  # for one part; what is cited beyond that is only named
MOST_NOTICES = 40


@dataclass(frozen=True, slots=True)
class Lemma:
    """One relation that a cited theorem states, its sides read as the derivation would, and the evidence for it."""

    identifier: str
    left: Side
    op: str
    right: Side
    evidence: Mapping[str, Any]


class Placed(Protocol):
    """What decides claims at a place of a document."""

    place: Context | None
    searches: bool

    def decide(self, claim: Claim, vague: frozenset[str], imposed: bool = False) -> Outcome:
        """The verdict on a claim."""


def lemmas_of(document: Document, part: Part, kinds: Kinds) -> tuple[Lemma, ...]:
    """What the theorems state that are cited in a part, or in a part whose facts hold in it."""
    cited = [c for p in document.scope(part) for c in citations(document.source, p.items)]
    found: list[Lemma] = []
    for identifier in dict.fromkeys(c.identifier for c in cited):
        found += _lemmas(identifier, kinds)
    return tuple(found[:MOST_LEMMAS])


def _lemmas(identifier: str, kinds: Kinds) -> list[Lemma]:
    from hw3verify.judge.established import UnprovedTheorem, load_theorem  # brings the whole judge along

    theorem = catalogue().get(identifier)
    if theorem is None:
        return []
    try:
        load_theorem(identifier)
    except UnprovedTheorem:
        return []
    kept = {(c["equation"], c["link"]): c for c in certificates(theorem.document) if c["part"] == theorem.part}
    found: list[Lemma] = []
    for number, latex in zip(theorem.equations, theorem.statement, strict=True):
        for link in Flow().links(theorem.part, Display(number, latex, 0), read_display(latex, kinds, {})):
            evidence = kept.get((number, link.index))
            if link.role == "claim" and link.op in RELATIONS and link.left is not None and evidence is not None:
                found.append(Lemma(identifier, link.left, link.op, link.right, evidence))
    return found


def by_theorem(by: Placed, claim: Claim, vague: frozenset[str], outcome: Outcome) -> Outcome:
    """The outcome, or a proof of the claim from what a cited theorem states (imposed or not: it is not refuted)."""
    if by.place is None or not by.place.hearing.lemmas or outcome.verdict in ("proved", "refuted"):
        return outcome
    if claim.facts.indexed or has_extremum(claim):
        return outcome
    for lemma in by.place.hearing.lemmas:
        found = _from(by, by.place, claim, vague, lemma)
        if found is not None:
            return found
    return outcome


def _from(by: Placed, context: Context, claim: Claim, vague: frozenset[str], lemma: Lemma) -> Outcome | None:
    """The claim as proved from a lemma that holds under its facts."""
    known = lemma_claim(context, lemma)
    facts = None if known is None else union(claim.facts, known.facts)
    if known is None or facts is None:
        return None
    known = replace(known, facts=facts)
    if not holds(known, lemma, domain=by.searches):
        return None
    extended = Claim(claim.says, (known.says, *claim.premises), facts)
    outcome = by.decide(extended, vague, True)
    if outcome.verdict != "proved":
        return None
    fault = standing_fault(extended, stated(context, extended), context)
    if fault or contradiction(with_equalities(extended), context):
        return None
    return replace(outcome, cited=(f"Theorem {lemma.identifier}",))


def lemma_claim(context: Context, lemma: Lemma) -> Claim | None:
    """What the lemma says at a place of the derivation; None where it has no meaning there, or one of a kind that is
    left alone."""
    left, right = context.elaborate(lemma.left), context.elaborate(lemma.right)
    if left.expr is None or right.expr is None or left.guessed or right.guessed or left.open_laws | right.open_laws:
        return None
    says, meanings = Relation(left.expr, lemma.op, right.expr), (left, right)
    try:
        facts = facts_for((says,), base_facts(context, meanings), heads_of(context, meanings))
    except ValueError:
        return None
    claim = Claim(says, (), facts)
    differentiates = any(isinstance(n, Derivative) for side in (says.left, says.right) for n in walk(side))
    used = tuple(dict.fromkeys((*left.used, *right.used, *stated(context, claim))))
    if differentiates or facts.indexed or has_extremum(claim) or standing_fault(claim, used, context):
        return None
    return None if contradiction(with_equalities(claim), context) else claim


def holds(claim: Claim, lemma: Lemma, *, domain: bool) -> bool:
    """Does the shipped evidence prove the lemma as this claim? `domain`: where both sides have values, too."""
    try:
        certified = certify(claim, lemma.evidence)
    except MALFORMED:
        return False
    if certified is None or certified.verdict != "proved":
        return False
    if domain:
        from hw3verify.search.refute.domain import domain_fault  # brings the search along

        return not domain_fault(with_equalities(claim))
    return True


def union(one: Facts, other: Facts) -> Facts | None:
    """The facts of both; None where a name has another kind in each."""
    kinds = [(f.densities, f.functions, f.indexed) for f in (one, other)]
    for i, mine in enumerate(kinds[0]):
        if any(mine & theirs for j, theirs in enumerate(kinds[1]) if i != j):
            return None
    roles = {**dict(other.roles), **dict(one.roles)}
    if any(roles[name] != role for name, role in other.roles):
        return None
    return Facts(
        one.densities | other.densities,
        one.functions | other.functions,
        one.indexed | other.indexed,
        one.positive | other.positive,
        one.unit | other.unit,
        one.binary | other.binary,
        one.integer | other.integer,
        tuple(sorted(roles.items())),
        tuple(dict.fromkeys((*one.laws, *other.laws))),
        tuple(dict.fromkeys((*one.push_forwards, *other.push_forwards))),
        tuple(dict.fromkeys((*one.assumptions, *other.assumptions))),
    )


def notices(document: Document, places: Mapping[str, Context]) -> list[tuple[Citation, str]]:
    """What is to be said of each theorem that is cited, once for a part; `places`: the last of every part, by label."""
    found: dict[tuple[str, str], tuple[Citation, str]] = {}
    for part in document.parts:
        for citation in citations(document.source, part.items):
            key = part.label, citation.identifier
            if key not in found and len(found) < MOST_NOTICES:
                here = [places[part.label]] if part.label in places else list(places.values())
                found[key] = citation, _notice(citation, here)
    return list(found.values())


def _notice(citation: Citation, places: Sequence[Context]) -> str:
    theorem = catalogue().get(citation.identifier)
    if theorem is None:
        return unknown(citation.identifier)
    said = f"Theorem {theorem.identifier} ({theorem.title}) is cited"
    for place in places:
        for lemma in (m for m in place.hearing.lemmas if m.identifier == theorem.identifier):
            claim = lemma_claim(place, lemma)
            if claim is not None and holds(claim, lemma, domain=True):
                return f"{said}; it holds under the facts that are given"
    return f"{said}; under the letters and facts that are given it is not established, so nothing is concluded from it"
