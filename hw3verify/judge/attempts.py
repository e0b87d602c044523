"""Links that nobody wrote, tried at the place of one that was: could they hold, and do they?

What a hint suggests must be proved, and a search for a proof that there is none of is dear. So what is tried is first
looked at in the counterexample to what was written (`screen`), in a sample of further worlds (`search.refute.sample`),
and in a search for another counterexample (`Sieve`). Law: only `holds` and `proves` say that something is true, and
they rest on a proof; `fails` says no more than that a proof need not be looked for.
"""

from __future__ import annotations

from dataclasses import replace

from hw3verify.judge.assess import Choice
from hw3verify.judge.choose import Verdict
from hw3verify.judge.context import Context
from hw3verify.judge.flow import Link, Side
from hw3verify.judge.screen import Sieve, edited_relation, survives
from hw3verify.judge.trial import Trial
from hw3verify.meaning.claim import Claim
from hw3verify.meaning.evidence import Counterexample
from hw3verify.meaning.expr import Apply, Expr, free_names, walk
from hw3verify.search.refute.sample import Sample, sample_of

GOOD = ("proved", "definition", "condition")
MOST_SAMPLES = 400  # of one document
SAMPLED = ("=", ":=", ">=", "<=", ">", "<", "prop")


class Attempts:
    """What was tried in one document. Samples are drawn once for what a link speaks of, and once for whatever further
    names its edits speak of."""

    def __init__(self, trial: Trial) -> None:
        self.assessor = trial.assessor
        self._sieve = Sieve()
        self._samples: dict[tuple[int, frozenset[str]], Sample | None] = {}
        self._kept: list[Link] = []  # keeps ids alive

    def survives(self, v: Verdict, old: Side, new: Side) -> tuple[bool | None, bool]:
        """Could the edited relation be true (None: nothing says so), and was that seen in a whole sample?"""
        sample = self._written(v) if v.link.op in SAMPLED else None
        says = None if sample is None else edited_relation(v, old, new)
        if sample is None or says is None:
            return survives(v, old, new), False
        seen = sample.holds(says.op, says.left, says.right)
        place, names = id(v.link), _names(says.left) | _names(says.right)
        if seen is None and (place, names) not in self._samples and len(self._samples) < MOST_SAMPLES:
            found = self._sieve.assess(_with(v.link, old, new), v.context, {})
            self._samples[place, names] = sample_of(found.claim) if isinstance(found.claim, Claim) else None
            seen = False if found.outcome.verdict == "refuted" else None
        sample = self._samples.get((place, names))
        if seen is None and sample is not None:  # what has no value in its own worlds is no repair
            seen = bool(sample.holds(says.op, says.left, says.right))
        return (survives(v, old, new) if seen is None else seen), seen is True and says.op == "="

    def follows(self, v: Verdict, conclusion: Side) -> bool:
        """Could an arrow end in an equation with another right side?"""
        sample, meaning = self._written(v), v.context.elaborate(conclusion)
        if sample is None or meaning.expr is None:
            return meaning.expr is not None
        return sample.holds("=", sample.claim.says.left, meaning.expr) is not False

    @staticmethod
    def tells(v: Verdict) -> bool:
        """Can variants of a refuted link be evaluated in its counterexample? Not those with extrema over functions."""
        certified = v.assessment.outcome.certified
        evidence = None if certified is None else certified.evidence
        return not (isinstance(evidence, Counterexample) and evidence.steps)

    def _written(self, v: Verdict) -> Sample | None:
        """The sample for what was written."""
        key = (id(v.link), frozenset[str]())
        if key not in self._samples:
            self._kept.append(v.link)
            self._samples[key] = None
            certified = v.assessment.outcome.certified
            if certified is not None and isinstance(certified.evidence, Counterexample):
                if isinstance(certified.claim, Claim) and not certified.evidence.steps:
                    self._samples[key] = sample_of(certified.claim)
        return self._samples[key]

    def fails(self, link: Link, context: Context, choice: Choice) -> bool:
        """Is there a counterexample to a link?"""
        return self._sieve.assess(link, context, choice).outcome.verdict == "refuted"

    def proves(self, link: Link, context: Context, choice: Choice) -> bool:
        """Is a link proved, or was it meant to hold?"""
        return self.assessor.assess(link, context, choice, imposed=True).outcome.verdict in GOOD

    def holds(self, v: Verdict, link: Link) -> bool:
        """Is a link that nobody wrote proved at the place of this one?"""
        choice = dict(v.choice)
        if self.fails(link, v.context, choice):
            return False
        return self.assessor.assess(link, v.context, choice, imposed=True).outcome.verdict == "proved"


def _names(e: Expr) -> frozenset[str]:
    """The heads and the free names of an expression."""
    return free_names(e) | {n.head for n in walk(e) if isinstance(n, Apply)}


def _with(link: Link, old: Side, new: Side) -> Link:
    return replace(link, left=new) if link.left is old else replace(link, right=new)
