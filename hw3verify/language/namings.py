r"""Namings: sentences without one of the seven words that say what a new name means.

`The value is $V(D)=\mathbb{E}_p[\log D(x)]+...$.`, `We write $m=\frac12(p+q)$`, `... with $r:=p/q$`. By the format such
a sentence is commentary; but where nothing else in the document explains the name, a formula with it says something
only by this meaning. So a naming is a definition if

* its left side is a name, or a name at plain letters of which one stands on the right too;
* no fact, no formula before it and no earlier naming of its part has the name on its left side;
* a word that names stands before it (`write`, `denote`, `with` ...) or it is a definition by its sign; for a name
  with arguments, the verb of `The value is` is enough;
* p, q, r (the densities of the conventions) and standard functionals are not what it names;
* nothing in its sentence denies it, doubts it, or makes it depend on a condition.

What stands at a variable (`$u(x)=...$`) and is no naming by these rules is vague: nothing is refuted of it.

Law: a naming never takes the place of a fact, and never explains a name that has a meaning without it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from hw3verify.language.blocks import Display, Document, Inline, Prose
from hw3verify.language.cues import UNSURE, Cue
from hw3verify.language.sentences import Sentence, sentences

NAMED = "named"  # the kind of a formula that names something in a sentence of commentary
_LETTER = r"\\?[A-Za-z]+"
_INDEX = r"(?:\s*_\s*(?:\{[^{}]*\}|\\?[A-Za-z]+|\d))?"
_STAR = r"(?:\s*\^\s*(?:\*|\\ast|\\star|\{\s*(?:\*|\\ast|\\star)\s*\}))?"
_CAL = r"(?:\\(?:mathcal|mathrm|mathbf|tilde|hat|bar|widetilde)\s*(?:\{[^{}]*\}|[A-Za-z]))"
_LEFT = re.compile(
    rf"\s*(?P<name>(?:{_CAL}|{_LETTER}){_INDEX}{_STAR}{_INDEX})\s*"
    r"(?:(?:\\left)?\((?P<args>[^()=<>|;]*?)(?:\\right)?\))?\s*"
    r"(?P<sign>=|:=|\\coloneqq|\\equiv|\\triangleq|\\stackrel\{[^{}]*\}\{=\})(?!=)(?P<body>.+)",
    re.DOTALL,
)
_ARGUMENT = re.compile(r"\\?[A-Za-z]+(?:_\{?\\?\w+\}?)?$")
_DENSITY = re.compile(
    r"\\?(?:[pqrPQR]|mathbb|frac|log|exp|int|sum|nabla|partial|sigma|mu|lambda|alpha|beta|theta|eta|epsilon)"
)
_SUBSCRIPT = re.compile(r"_\s*\{(?:[^{}]|\{[^{}]*\})*\}")
_RELATED = re.compile(r"=|<|>|\\(?:leq?|geq?|approx|to|Rightarrow|sim|dots|ldots)(?![A-Za-z])")
_FUNCTIONAL = re.compile(
    r"(?:\\(?:mathrm|text|operatorname)\{)?(?:KL|JSD?|TV|W|H|BC|I|E|Var|Cov|D|chi|MMD|EMD)\b|D_|\\chi|W_|H_"
)
_NAMES = re.compile(
    r"\b(?:writ(?:e|ing)|denot(?:e|ed|ing|es)|defin(?:e|ed|es|ing)|abbreviat\w*|introduc(?:e|ing)|call|put|notation"
    r"|shorthand|short|with|where)\b(?:[\s\w-]{0,40})$",
    re.IGNORECASE,
)
_OPENS = re.compile(r"[\s*_>()\w.-]{0,8}(?:take|consider|choose|pick|put|set|for)\b[\s\w-]{0,30}$", re.IGNORECASE)
_IS = re.compile(
    r"\b(?:is|reads|are|becomes|by|minimi[sz]es|maximi[sz]es|loss|objective|functions?)\s*:?\s*$", re.IGNORECASE
)
_LISTED = re.compile(r"\s*,?\s*(?:and)?\s*")
_DOUBT = re.compile(
    r"\b(?:not|never|no|cannot|without|contra\w*|refut\w+|wrong\w*|false\w*|fails?|unless|either|neither|claim\w*"
    r"|guess\w*|believ\w*|pretend\w*|imagin\w*|mistak\w*|confus\w*|tempt\w*|student\w*|someone|some|people|would|were|if|whether"
    r"|show\w*|prov\w+|verify|check|want|wish|hope|suffices|need|suppose|instead|might|may|could|should|recall|when|unlike"
    r"|whenever|provided|only|almost|approximat\w*|roughly|special|case|equality|limit)\b|n['’]t\b|\?",
    re.IGNORECASE,
)
MOST_FORMULAS = 400  # of a document, that are looked at


def with_namings(document: Document, cues: dict[int, tuple[Cue, ...]]) -> dict[int, tuple[Cue, ...]]:
    """The cues of a document's prose together with its namings, in the order of the text."""
    result, looked = dict(cues), 0
    shown: set[str] = set()  # names that a display before has on its left side, in the problem at hand
    problem = ""
    for part in document.parts:
        if part.problem != problem:
            problem, shown = part.problem, set()
        around = (i for p in {id(p): p for p in (*document.scope(part), part)}.values() for i in p.items)
        stated = {bare_name(c.inline.latex) for i in around for c in cues.get(id(i), ())}
        here: set[str] = set()
        for item in part.items:
            if isinstance(item, Display):
                shown |= set(_sides(item.latex))
                continue
            looked += len(item.inlines)
            if looked > MOST_FORMULAS:
                return result
            new = [c for c in namings(item) if _is_new(c, stated | shown | here, here)]
            known = {c.inline.start for c in cues[id(item)]}
            both = (*cues[id(item)], *(c for c in new if c.inline.start not in known))
            result[id(item)] = tuple(sorted(both, key=lambda c: c.inline.start))
    return result


def _is_new(cue: Cue, known: Iterable[str], here: set[str]) -> bool:
    match = _LEFT.match(cue.inline.latex)
    if match is None or _key(match) in known:
        return False
    here.add(_key(match))
    return True


def _sides(latex: str) -> list[str]:
    """The names that begin a row of a display and stand before an equals sign."""
    rows = re.split(r"\\\\|\n", latex.replace("&", ""))
    return [_key(m) for row in rows if (m := _LEFT.match(row))]


def _key(match: re.Match[str]) -> str:
    return re.sub(r"[\s{}]|\\(?:mathcal|mathrm|mathbf)", "", match["name"]).replace("\\ast", "*").replace("\\star", "*")


def bare_name(latex: str) -> str:
    """The name with which a formula begins, without braces and blanks."""
    match = re.match(rf"\s*(?P<name>(?:{_CAL}|{_LETTER}){_INDEX}{_STAR})", latex)
    return "" if match is None else _key(match)


def namings(prose: Prose) -> tuple[Cue, ...]:
    """The formulas by which sentences of commentary name something, in order."""
    found: list[Cue] = []
    for sentence in sentences(prose):
        doubted, before = _DOUBT.search(" ".join(sentence.pieces)), False
        for k, inline in enumerate(sentence.inlines):
            listed = before and _LISTED.fullmatch(sentence.pieces[k])
            before = not doubted and _names(sentence, k, inline, bool(listed))
            if before:
                found.append(Cue(NAMED, inline, sentence.start, "", ""))
            elif _names(sentence, k, inline, True) and "(" in inline.latex.partition("=")[0]:
                found.append(Cue(UNSURE, inline, sentence.start, "", ""))
    return tuple(found)


def _names(sentence: Sentence, k: int, inline: Inline, listed: bool) -> bool:
    """Does the sentence give the formula's name a meaning: by a word, by its sign, or in a list that began so?"""
    match = _LEFT.match(inline.latex)
    if match is None or _RELATED.search(_SUBSCRIPT.sub("", match["body"])):
        return False
    name, args = match["name"].strip(), match["args"]
    if (_DENSITY.match(name) and match["sign"] in ("=", "\\equiv")) or not re.search(r"[A-Za-z]", match["body"]):
        return False
    before = sentence.pieces[k]
    if args is None:
        by_words = _NAMES.search(before) or (match["sign"] != "=" and match["sign"] != "\\equiv")
        return bool(by_words or listed) and _FUNCTIONAL.match(name) is None
    letters = [a.strip() for a in args.split(",")]
    if not all(map(_ARGUMENT.match, letters)) or (_FUNCTIONAL.match(name) and "^" not in name):
        return False
    if not any(re.search(rf"(?<![A-Za-z\\]){re.escape(a)}(?![A-Za-z])", match["body"]) for a in letters):
        return False
    opens = k == 0 and _OPENS.match(before)
    return bool(listed or opens or _NAMES.search(before) or _IS.search(before) or match["sign"] not in ("=", "\\equiv"))

