"""The broken links of a document: what went wrong in each, and which of them only inherit it.

`diagnoses(trial)` says for every refuted link

    words      what mends it (`slips`), or that its error is undone later, or undoes an earlier one
    inherits   the link whose slip it repeats: it holds as soon as that one is mended, or rests on what that one found

A link that inherits nothing is broken by itself; the first of these is where to begin to read.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from hw3verify.judge.choose import Verdict
from hw3verify.judge.slips import Mender, Slip
from hw3verify.judge.trial import Trial

EQUAL = ("=", ":=")
MOST_BROKEN = 40  # links of one document that are looked at


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """What is said of a broken link; both are "" where nothing was found."""

    words: str = ""
    inherits: str = ""


def diagnoses(trial: Trial) -> dict[int, Diagnosis]:
    """Index of a refuted link -> what went wrong there."""
    broken = [i for i, v in enumerate(trial.verdicts) if v.assessment.outcome.verdict == "refuted"][:MOST_BROKEN]
    mender = Mender(trial) if broken else None
    found: dict[int, Diagnosis] = {}
    slips: dict[int, Slip] = {}
    for i in broken:
        assert mender is not None
        v = trial.verdicts[i]
        source = _mended_before(trial, slips, v) or _rests_on(trial, broken, i)
        slip = mender.slip(i)
        if slip is not None:
            slips[i] = slip
        words = "" if slip is None else slip.words
        undone = "" if source or (slip is not None and slip.mended) else _undoes(mender, trial, broken, i)
        found[i] = Diagnosis(undone or words, source)
    return found


def place(v: Verdict) -> str:
    """A link as the reports name it: (3)#0."""
    return f"({v.link.number})#{v.link.index}"


def _mended_before(trial: Trial, slips: dict[int, Slip], v: Verdict) -> str:
    """The earlier link with whose slip this one is mended too."""
    for j, slip in slips.items():
        if any(m is v.link for m in slip.mended):
            return place(trial.verdicts[j])
    return ""


def _rests_on(trial: Trial, broken: list[int], i: int) -> str:
    """The earlier broken link whose result the text of this one uses by name."""
    for j in broken:
        if j >= i:
            break
        w = trial.verdicts[j]
        sides = [w.link.right, *([] if w.link.consequent is None else [w.link.consequent.left])]
        if w.link.left is not None:
            sides.append(w.link.left)
        if w.link.role == "arrow" and any(s.latex in trial.verdicts[i].assessment.facts for s in sides):
            return place(w)
    return ""


def _undoes(mender: Mender, trial: Trial, broken: list[int], i: int) -> str:
    """Two errors of one chain that cancel: from the line before the first to the line after the second all is well."""
    v = trial.verdicts[i]
    if v.link.left is None or v.link.op not in EQUAL:
        return ""
    for j in broken:
        w = trial.verdicts[j]
        if j == i or w.link.chain != v.link.chain or w.link.left is None or w.link.op not in EQUAL:
            continue
        first, last = (w, v) if j < i else (v, w)
        whole = replace(last.link, left=first.link.left)
        if mender.attempts.holds(last, whole):
            if j < i:
                return f"this undoes the error of {place(w)}: two errors that cancel"
            return f"the error made here is undone in {place(w)}: two errors that cancel"
    return ""
