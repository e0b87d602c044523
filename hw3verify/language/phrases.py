"""Phrases: the words of one clause about a random variable, sorted by what they say.

    independent of $N$ | Poisson | with mean $\\lambda$ | taking values in $\\{0, 1\\}$ | counting the number of trials

A clause is cut into phrases from left to right; the first pattern of the table that fits is taken. Law: `Said.left` is
empty only if every word of the clause belongs to a phrase.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from hw3verify.language.clauses import Clause, values_of
from hw3verify.language.law_words import LAW_WORDS
from hw3verify.language.statements import Statement
from hw3verify.language.surface import App, Node, Num, Rel, Sym, walk
from hw3verify.language.variables import is_probability
from hw3verify.language.vocabulary import name_of

_M = r"⟦(\d+)⟧"
_MANY = rf"{_M}(?:\s*(?:,\s*and|,|and)\s*{_M})?"
_IID = r"(?:i\.?\s?i\.?\s?d\b\.?|independent)"
_NOISE = (
    r"random(?: variables?)?|variables?|variates?|r\.?v\.?s?(?!\w)|(?:real|scalar)(?:-valued)?|numbers?"
    r"|joint(?:ly)?|continuous(?:-valued)?|discrete(?:-valued)?|finite-valued"  # which, `discrete` says
    r"|(?:values )?(?:on|over|with|from|in) (?:an? |some |the same )?(?:finite|countable|discrete)"
    r" (?:alphabets?|sets?|spaces?|supports?)"
    r"|square-integrable|integrable|non-?degenerate|arbitrary|distribut(?:ed|ions?)|laws?|according to|as|with|and|an?"
    r"|the|any|some|two|three|whose|is|are|be|has|have|having|follow(?:s|ing)?|tak(?:es?|ing)|respectively|which|that|such|let"
    r"|suppose|assume|where|drawn from|sampled from|for|all|not necessarily independent|(?:from )?a sample"
    r"|on the same (?:probability )?space|(?:on|over) a (?:common )?probability space"
)
_CALLED = (
    r"(mean|expectation|expected value|variance|standard deviation|rate|intensity|scale|shape|location"
    r"|(?:success )?probability(?: of success)?|parameter)"
)
_STARTS = (
    r"(?:that )?(?:is |counts |counting )?(?:the )?number of (?:trials|failures)"
    r"(?: (?:until|up to|before)(?: and including)? (?:the )?first success)?"
    r"|start(?:ing|s) (?:at|from) (?:0|1|zero|one)"
)
_MOMENT = (
    r"(?:a )?(?:finite|bounded|existing) (?:first |second |third |fourth )?(?:means?|variances?|moments?|expectations?)"
    r"(?: and (?:means?|variances?))?"
)
_TOGETHER = (
    rf"(?:all |mutually |jointly |statistically )?{_IID}(?:ly)?(?: and identically distributed)?"
    rf"(?: of (?:each |one an)other)?(?: of {_M})?"
)
_PARAMETER = (
    rf"(?:its |the |a |an )?(?:common |finite |known |unknown )?{_CALLED}(s?)(?: parameters?)?\s*"
    rf"(?:equal to|of|=|is)?\s*{_MANY}"
)
_TABLE = (  # kind, pattern: the first that fits is taken
    ("copy", rf"(?:an? |two )?{_IID} cop(?:y|ies) of {_M}"),
    ("independent", _TOGETHER),
    ("sign", r"(?:strictly |almost surely )?positive\b|non-?negative\b"),
    ("law", rf"(?:{LAW_WORDS})(?:ly)?\b(?: distributed\b)?"),
    ("values", rf"(?:(?:taking |takes? )?values? |valued )?(?:in|on|over)\s+(?:the\s+)?(?:interval\s+|set\s+)?{_M}"),
    ("parameter", _PARAMETER),
    ("trials", rf"{_M}\s*(?:independent )?trials"),
    ("parameter", rf"(parameter)?\(\s*{_M}\s*\)"),
    ("starts", _STARTS),
    ("moment", _MOMENT),
    ("formula", _M),
    ("word", rf"(?:{_NOISE})\b|[,.;:()]"),
)  # fmt: skip
_PHRASE = [(kind, re.compile(pattern, re.IGNORECASE)) for kind, pattern in _TABLE]


@dataclass(slots=True)
class Said:
    """The phrases of one clause, sorted by kind."""

    laws: list[str] = field(default_factory=list)
    values: list[int] = field(default_factory=list)
    parameters: list[tuple[str, Node]] = field(default_factory=list)
    formulas: list[int] = field(default_factory=list)
    positive: bool = False
    least: bool = False  # not negative
    same: bool = False  # one law for all subjects
    copy: bool = False  # of the formulas in `of`
    independent: bool = False
    of: list[int] = field(default_factory=list)
    left: str = ""  # the first words that are not understood


def phrases(clause: Clause, statements: Sequence[Statement], names: set[str]) -> Said:
    """What a clause about the variables of these names says, phrase by phrase."""
    said, text, at = Said(), clause.words, 0
    while at < len(text):
        if text[at].isspace():
            at += 1
            continue
        found = ((kind, pattern.match(text, at)) for kind, pattern in _PHRASE)
        kind, m = next(((kind, m) for kind, m in found if m is not None and m.end() > at), ("", None))
        if m is None:
            said.left = text[at : at + 40]
            return said
        at = m.end()
        marks = [int(g) for g in m.groups() if g and g.isdigit()]
        if kind == "copy":
            said.copy, said.independent, said.of = True, True, marks
        elif kind == "independent":
            said.independent, said.of = True, [*said.of, *marks]
            said.same = said.same or bool(re.search(r"identically|i\.?\s?i\.?\s?d\b", m[0], re.IGNORECASE))
        elif kind == "sign":
            strict = not m[0].lower().startswith("non")
            said.positive, said.least = said.positive or strict, said.least or not strict
        elif kind == "law":
            said.laws.append(re.sub(r"(?:ly)?(?: distributed)?$", "", m[0].lower()))
        elif kind == "values":
            said.values += marks
        elif kind in ("parameter", "trials"):
            called = "trials" if kind == "trials" else (m[1] or "parameter").lower()
            plural = kind == "parameter" and m.lastindex is not None and "s" in m.groups()
            if not plural and len(marks) > 1 and statements[marks[1]].ops:
                said.formulas.append(marks.pop())  # `with mean m and E[Y] = 0`: a fact of its own
            nodes = [n for k in marks for n in values_of(statements[k])]
            if not nodes:
                said.left = m[0]
                return said
            said.parameters += [(called, n) for n in nodes]
        elif kind == "formula":
            s = statements[marks[0]]
            chance = chance_of(s, names)
            if chance is not None:
                said.parameters.append(("probability", chance))
            said.formulas.append(marks[0])
    return said


def chance_of(s: Statement, names: set[str]) -> Node | None:
    """theta in `P(B = 1) = \\theta`."""
    left, right = s.sides[0], s.sides[-1]
    if set(s.ops) != {"="} or not isinstance(left, App) or not is_probability(left):
        return None
    event = left.args[0] if len(left.args) == 1 and not left.given else None
    if not isinstance(event, Rel) or event.op != "=" or not isinstance(event.left, Sym):
        return None
    one = isinstance(event.right, Num) and event.right.value == 1 and name_of(event.left) in names
    return right if one and right is not None and not any(is_probability(n) for n in walk(right)) else None


def shares(said: Said, count: int) -> list[list[tuple[str, Node]]]:
    """The parameters of each subject: `X and Y be Poisson with means $a$ and $b$` gives each its own."""
    kinds = {called.rstrip("s") for called, _ in said.parameters}
    many = {kind: [node for called, node in said.parameters if called.rstrip("s") == kind] for kind in kinds}
    single = not said.laws or said.laws[0] in ("poisson", "bernoulli", "exponential", "geometric")
    fits = all(len(nodes) == count for nodes in many.values()) and ("parameter" not in many or single)
    if count > 1 and many and fits and said.laws:
        order = list(dict.fromkeys(called.rstrip("s") for called, _ in said.parameters))
        return [[(kind, many[kind][k]) for kind in order] for k in range(count)]
    return [list(said.parameters)] * count
