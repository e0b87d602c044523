"""Headings: where problems and their parts begin.

A line can head a problem (`## 2 Title`, `Problem 3.`, `\\section{2 Title}`, a numbered title that stands alone) or a
part (`(c)`, `**(c)** text`, `### b) Title`, `Part (c)`, `1(c)`). Candidates are found line by line; which of them count
is decided afterwards, because a letter can only be understood in its sequence: `(i)` behind `(h)` is a letter, behind
`(e)` a roman sub-item, and `(a)` in the middle of a sentence only refers back.

Law: marks come out in the order of the text, and a doubtful line is no heading: a part too many would hide facts.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from hw3verify.language.enumerations import counted_items


@dataclass(frozen=True, slots=True)
class Mark:
    """The beginning of a problem or part; `body` is where the text behind the marker begins."""

    start: int
    body: int
    problem: str | None  # None: the problem goes on
    letter: str
    title: str
    level: int  # 1-6 for a marked heading, 7 for a plain line
    is_title: bool = False  # the whole line is a heading, not the beginning of a paragraph


@dataclass(slots=True)
class _Candidate:
    mark: Mark
    alone: bool  # nothing follows on the line
    capital: bool  # a capital, a formula or a bracket follows
    continues: bool  # the line may be the middle of a paragraph
    bullet: bool


_LINE = re.compile(r"^.*$", re.MULTILINE)
_LEAD = re.compile(
    r"[ \t]*(?P<bullet>(?:[-*+•·][ \t]+|\\item(?![a-zA-Z])[ \t]*)*)(?P<hash>#{1,6}(?=[ \t]|[\w*(])[ \t]*)?"
    r"(?P<tex>\\(?P<cmd>chapter|section|subsection|subsubsection|paragraph|subparagraph)\*?[ \t]*\{)?"
    r"(?P<style>(?:\*{1,3}|_{1,3}|\\(?:textbf|textit|emph|underline|textsc)[ \t]*\{"
    r"|\\(?:noindent|bf|bfseries|large|Large)"
    r"(?![a-zA-Z])[ \t]*|\[(?=\([a-zA-Z]\)\]))*)[ \t]*"
)
_TEX_LEVEL = {"chapter": 1, "section": 1, "subsection": 2, "subsubsection": 3, "paragraph": 4, "subparagraph": 5}
_WORD = r"(?:problem|exercise|question|task|prob\.|ex\.|q\.?|aufgabe|ejercicio|exercice)"
_PROBLEM = re.compile(
    _WORD + r"[ \t]*\#?[ \t]*(?P<n>\d{1,2}(?:\.\d{1,2})*)(?:[ \t]*\(?(?P<l>[a-z])(?:\)|(?![\w(])))?(?![\w])",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"(?P<n>[1-9]\d?(?:\.\d{1,2})*)(?P<dot>[.):]?)[ \t]+(?=\S)")
_BARE = re.compile(r"(?P<n>[1-9]\d?(?:\.\d{1,2})*)(?P<dot>[.):]?)(?=[ \t}*_]*$)")  # `## 2`
_LETTER = re.compile(
    r"(?:(?P<p>[1-9]\d?)[ \t]?\.?[ \t]?(?=\(?[a-z]\)))?(?:part|subpart|teil)?[ \t]*"
    r"(?:\([ \t]?(?P<a>[a-z]|[ivx]{2,5}|[A-H])[ \t]?\)|(?P<b>[a-z]|[ivx]{2,5})\)|(?<=art )(?P<c>[a-z])\b(?![ \t]of))"
    r"[.:]?(?=[\s*_}\]$\\,.:]|$)[*_}\]]*[.:]?",
    re.IGNORECASE,
)
_DOTTED = re.compile(r"(?P<a>[a-z])\.(?:[ \t]+(?=[A-Z$\\])|[*_}]+)")
_CONVENTION = r"(?:set-?up|setting|notations?|preliminar(?:y|ies)|conventions?|assumptions?|definitions?|background)"
_SHARED = re.compile(
    rf"[\W\d]*(?:(?:general|common|problem|model|basic)\s+)?{_CONVENTION}(?:\s*(?:,|/|&|and)\s*{_CONVENTION})*\W*$",
    re.IGNORECASE,
)
_ROMAN = re.compile(r"x{0,2}(?:i{1,3}|iv|vi{0,3}|ix)$")


@lru_cache(maxsize=1024)
def is_shared(title: str) -> bool:
    """Does a heading announce what holds for everything after it (Setup, Notation ...)?"""
    return len(title) < 80 and bool(_SHARED.match(title))


def marks(text: str, gaps: Sequence[tuple[int, int]]) -> list[Mark]:
    """The headings of a cleared text; `gaps` are the stretches outside displays, in order."""
    candidates: list[_Candidate] = []
    headed_to = -2
    starts = [gap[0] for gap in gaps]
    for line in _LINE.finditer(text):
        if line.start() == line.end() or not _may_head(text, line.start(), line.end()):
            continue
        gap = bisect_right(starts, line.start()) - 1
        if gap < 0 or line.start() >= gaps[gap][1]:
            continue  # inside a display
        candidate = _candidate(text, line.start(), min(line.end(), gaps[gap][1]), line.end())
        if candidate is not None:
            if line.start() == headed_to + 1 and not _UNFINISHED.search(text, max(0, headed_to - 30), headed_to):
                candidate.continues = False  # one heading under the other
            candidates.append(candidate)
            headed_to = line.end()
    return _resolve(_with_counted(text, gaps, candidates))


def _with_counted(text: str, gaps: Sequence[tuple[int, int]], written: list[_Candidate]) -> list[_Candidate]:
    """Add the items that TeX counts; what the author wrote goes first."""
    counted = counted_items(text)
    if not counted:
        return written
    starts = [gap[0] for gap in gaps]
    problems = any(candidate.mark.problem for candidate in written)
    lettered = {candidate.mark.body for candidate in written if candidate.mark.letter}
    added = list(written)
    for start, (end, problem, letter) in counted.items():
        gap = bisect_right(starts, start) - 1
        if gap < 0 or start >= gaps[gap][1] or (problem and problems):
            continue
        if not any(at in lettered for at in range(end, end + 12)):
            title = _title(text[end : end + 160].partition("\n")[0])
            added.append(_Candidate(Mark(start, end, problem, letter, title, 5), False, True, False, False))
    return sorted(added, key=lambda candidate: candidate.mark.start)


_QUICK = re.compile(
    r"[ \t]*(?:[-*+•·#_(\\\d\[]|[a-zA-Z][).]|part\b|subpart\b|problem"
    r"|exercise|question|task|prob|ex|q|aufgabe|ejercicio)",
    re.IGNORECASE,
)


# A line that ends so goes on in the next: "as shown in / (a) we have".
_UNFINISHED = re.compile(
    r"(?:\b(?:in|of|from|see|and|by|parts?|to|with|as|for|or|the|eqs?\.?|problems?)|,|-)[ \t]*$", re.IGNORECASE
)


def _may_head(text: str, start: int, end: int) -> bool:
    return end - start < 2_000 and _QUICK.match(text, start) is not None


def _candidate(text: str, start: int, stop: int, line_end: int) -> _Candidate | None:
    line = text[start:stop]
    lead = _LEAD.match(line)
    if lead is None:
        return None
    rest_at = lead.end()
    rest = line[rest_at:]
    heading = bool(lead["hash"] or lead["tex"])
    level = len(lead["hash"].strip()) if lead["hash"] else _TEX_LEVEL.get(lead["cmd"] or "", 7)
    before, after = _blank_before(text, start), _blank_after(text, line_end)
    styled = bool(lead["style"])
    bullet = bool(lead["bullet"].strip())
    continues = not (heading or styled or bullet or before)
    title = _title(rest)

    def make(problem: str | None, letter: str, body: int, is_title: bool = heading) -> _Candidate:
        behind = line[body:].strip(" \t*_}")
        label_free = _title(line[body:]).lstrip(".:) \t-–—*_}")
        mark = Mark(start, start + body, problem, letter, label_free, level, is_title)
        capital = not behind or not behind[0].islower()
        return _Candidate(mark, not behind and stop == line_end, capital, continues, bullet and not styled)

    problem = _PROBLEM.search(rest) if heading else _PROBLEM.match(rest)
    behind = rest[problem.end() :] if problem else ""
    standing = not behind.strip(" \t.:*_}") and not _UNFINISHED.search(text, max(0, start - 30), max(0, start - 1))
    # "Problem 3 asks for ..." is a sentence; a heading goes on with punctuation, a title or nothing.
    titled = heading or styled or bool(re.match(r"[ \t]*(?:[.:,(\[–—-]|[*_]|[A-Z]|$)", behind))
    if problem and titled and (heading or styled or not continues or standing) and not bullet:
        return make(problem["n"], (problem["l"] or "").lower(), rest_at + problem.end() + _points(behind))
    letter = _LETTER.match(rest) or (_DOTTED.match(rest) if (heading or styled or before) else None)
    if letter:
        groups = letter.groupdict()
        name = (groups["a"] or groups.get("b") or groups.get("c") or "").lower()
        return make(groups.get("p"), name, rest_at + letter.end())
    if bullet:
        return None
    number = _NUMBERED.match(rest) or (_BARE.match(rest) if heading else None)
    if number and (heading or _is_plain_title(rest[number.end() :], before and after, styled, bool(number["dot"]))):
        return make(number["n"], "", rest_at + number.end(), True)
    if heading:
        return _Candidate(Mark(start, start + rest_at, None, "", title, level, True), True, True, False, False)
    return None


def _points(behind: str) -> int:
    """The length of the punctuation between a problem's number and its text."""
    return len(behind) - len(behind.lstrip(" \t.:*_–—-"))


def _title(text: str) -> str:
    text = re.sub(r"[ \t]*(?:#+|\})?[ \t]*$", "", text.strip())
    return text.strip(" \t*_}")[:160]


def _is_plain_title(title: str, alone: bool, styled: bool, dotted: bool) -> bool:
    """`2 KL for the encoder`: a short capitalised line between blank lines, not a sentence and not a list item."""
    title = title.strip(" \t*_}")
    if not (alone or styled) or not title[:1].isupper() or "$" in title or "\\" in title:
        return False
    words = title.split()
    return len(words) <= (8 if dotted else 12) and title[-1] not in ".:;,?!" and len(title) <= 100


def _blank_before(text: str, start: int) -> bool:
    if start == 0:
        return True
    previous = text[max(text.rfind("\n", 0, start - 1) + 1, start - 400) : start - 1]
    bare = previous.strip(" \t-=•*_")
    return not bare or bare.startswith(("#", "\\")) or bare.endswith(("$$", "\\]", "}"))


def _blank_after(text: str, end: int) -> bool:
    following = text[end + 1 : end + 200].partition("\n")[0]
    return not following.strip(" \t-=_") or following.lstrip().startswith(("$$", "\\["))


def _resolve(candidates: list[_Candidate]) -> list[Mark]:
    """Which candidates count, read in sequence."""
    found: list[Mark] = []
    problem, problem_level, letter, roman, letter_level = "", 7, "", False, 7
    listed = 0  # the last item of a numbered list that runs inside the current problem
    for index, candidate in enumerate(candidates):
        mark = candidate.mark
        if mark.problem is not None and not mark.letter:
            if mark.level == 7 and mark.problem.isdigit() and problem.isdigit() and mark.is_title:
                number = int(mark.problem)
                if number <= int(problem) or number == listed + 1 > 1:
                    listed = number  # a list that counts from one is no row of problems
                    continue
            problem, problem_level, letter, roman, listed = mark.problem, mark.level, "", False, 0
            found.append(mark)
        elif mark.letter:
            if mark.problem is not None and mark.problem != problem:
                problem, problem_level, letter, roman, listed = mark.problem, mark.level, "", False, 0
            following = candidates[index + 1].mark.letter if index + 1 < len(candidates) else ""
            verdict = _letter_counts(candidate, letter, roman, following)
            if verdict:
                roman = verdict == "roman"
                letter, letter_level = mark.letter, mark.level
                found.append(mark)
        elif problem and mark.level <= problem_level:
            problem, problem_level, letter, roman, listed = "", 7, "", False, 0
            found.append(Mark(mark.start, mark.body, "", "", mark.title, mark.level, True))
        elif letter and mark.level <= letter_level < 7:
            letter, roman, letter_level = "", False, 7
            found.append(mark)
        elif is_shared(mark.title):
            found.append(mark)
            letter, roman = "", False
    return found


def _letter_counts(candidate: _Candidate, current: str, roman: bool, following: str) -> str:
    """Does the candidate begin a part? "letter" or "roman" if so, "" for a sub-item or a reference back."""
    letter = candidate.mark.letter
    headed = candidate.mark.level < 7 or candidate.mark.problem is not None
    looks_roman = bool(_ROMAN.match(letter))
    if candidate.continues and not (candidate.alone or (candidate.capital and _follows(letter, current, roman))):
        return ""
    if not current:
        if letter == "i" and not candidate.bullet:
            return "roman"
        return "letter" if len(letter) == 1 and not (candidate.bullet and looks_roman) else ""
    if roman:
        if looks_roman and _roman_value(letter) > _roman_value(current):
            return "roman"
        return ""
    if len(letter) > 1:
        return ""
    if looks_roman and letter != "c":
        second = {"i": "ii", "v": "vi", "x": "xi"}[letter]
        expected = ord(letter) - ord(current) == 1
        if following == second or not (expected or headed or following == chr(ord(letter) + 1)):
            return ""
        return "letter" if letter > current else ""
    if letter > current:
        return "letter"
    if letter == "a":
        return "letter" if headed or candidate.alone or candidate.capital else ""
    return "letter" if headed or candidate.alone else ""


def _follows(letter: str, current: str, roman: bool) -> bool:
    if roman:
        return _roman_value(letter) == _roman_value(current) + 1
    return len(letter) == 1 and (ord(letter) == ord(current) + 1 if current else letter == "a")


def _roman_value(roman: str) -> int:
    values = [{"i": 1, "v": 5, "x": 10}.get(c, 0) for c in roman]
    return sum(-v if v < max(values[i:]) else v for i, v in enumerate(values))
