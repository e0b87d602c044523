"""Cues: which inline formulas of the prose are facts.

A fact stands in a sentence that begins with Let, Given, Assume, Suppose, Where, Since or Recall; everything else is
commentary. `facts` lists those formulas with the words around them, because words carry meaning ("is a density",
"for"), and leaves the meaning to the reader of facts. `hints` lists, in the same shape, the formulas of sentences that
begin with Define, Denote, Set, With ...: they are no facts by the format, but may help to read a name.

The rule that guards soundness: a conclusion must never be taken for a fact, since a false claim that is assumed
proves itself. So a sentence is cut where its main clause begins ("then", "we get", "hence" ...), and a formula that is
negated, conditional ("if", "unless") or wished for ("show that") is dropped. A fact too few costs a verdict, a fact
too many costs the truth.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from hw3verify.language.blocks import Inline, Prose

UNSURE = "unsure"  # the kind of a formula that may be stated or concluded: what it explains is vague
PARTLY = "partly"  # the kind of a formula that is stated under a condition: all of its names are vague


@dataclass(frozen=True, slots=True)
class Cue:
    """An inline formula that a sentence states, and the words on both sides of it."""

    kind: str  # the sentence's first word: "let", "given", "assume", "suppose", "where", "since", "recall" ...
    inline: Inline
    sentence_start: int
    before: str  # the words between the formula before (or the sentence's first word) and this one
    after: str  # the words up to the next formula or the sentence's end
    lead: str = ""  # all words of the sentence before this formula, with a $ for every formula between them


@dataclass(frozen=True, slots=True)
class _Sentence:
    start: int
    pieces: tuple[str, ...]  # words, formula, words, formula ... words: one piece more than formulas
    inlines: tuple[Inline, ...]
    bullet: bool


def facts(prose: Prose) -> tuple[Cue, ...]:
    """The formulas that the prose states as facts, in order."""
    return tuple(_cues(prose, _FACT_WORD))


def hints(prose: Prose) -> tuple[Cue, ...]:
    """The formulas of sentences that name or restrict something without one of the seven words."""
    return tuple(_cues(prose, _HINT_WORD))


_LEAD_IN = re.compile(
    r"(?:[\s*_>~]|\\(?:item|noindent|medskip|smallskip|bigskip|par|quad)(?![A-Za-z])|[-+•·–—][ \t]|\(?[a-z]\)[ \t]"
    r"|\d{1,2}(?:\.\d{1,2}){1,2}(?=[\s*_:}])"
    r"|[(\[][^()\[\]]{0,16}(?:points?|pts?|marks?)\.?[)\]]|\([ivx]{1,4}\)|\d{1,2}[.)][ \t]"
    r"|\\(?:textbf|textit|emph|underline)\{|\}"
    r"|(?:and|now|also|first(?:ly)?|second(?:ly)?|third(?:ly)?|next|then|finally|here|again|moreover|furthermore|further"
    r"|but|so|in addition|additionally|throughout|below|similarly|likewise|instead|hence|note|setup|facts?|remark|hint"
    r"|assumptions?|notation|definitions?|conventions?|preliminaries)\b[,.:]?(?!['’]))+",
    re.IGNORECASE,
)
_FACT_WORD = re.compile(
    r"(?:(?P<let>let)(?!['’]s\b)(?!\s+(?:us|me)\b(?!\s+(?:assume|suppose|recall|denote|define|write|set|call|put|fix)))"
    r"|(?P<given>given)|(?P<assume>assum(?:e|ing))|(?P<suppose>suppos(?:e|ing))|(?P<where>where)|(?P<since>since)"
    r"|(?P<recall>recall))\b",
    re.IGNORECASE,
)
_HINT_WORD = re.compile(
    r"(?:(?:we|i)\s+)?(?:(?P<define>define|denote|write|set|put|call|fix|take|introduce)|(?P<assume>assume|suppose)"
    r"|(?P<with>with|for)|(?P<here>here|consider|note|because))\b",
    re.IGNORECASE,
)
# The main clause begins: what follows is concluded, asked for, or holds only under a condition.
_CUT = re.compile(
    r"\b(?:then|hence|therefore|thus|so|consequently|accordingly|we|(?-i:I)|you|which"
    r"|(?:one|it|this|that)\s+(?:has|can|is|holds?|gets?|gives|must|means|sees|finds)"
    r"|follows?|implies|implying|gives|giving|yields|yielding|means|leads|becomes|reduces|simplifies"
    r"|because|if|iff|whenever|when|unless|provided|until"
    r"|show|prove|verify|find|derive|compute|calculate|evaluate|determine|check|deduce|conclude|obtain|get|minimi[sz]e"
    r"|maximi[sz]e|integrate|differentiate|substitut\w+|plug\w*)\b"
    r"|\\(?:Rightarrow|implies|therefore)|=>|⇒|⟹|∴",
    re.IGNORECASE,
)
_GIVEN_ENDS = re.compile(r",\s*(?!and\b|with\b|where\b|as well)\w")
_RELATED = re.compile(r"[=<>≤≥∼~∈∝≠]|\\(?:le|ge|leq|geq|sim|in|propto|ne|neq|to|approx)\b")
# Words before or after a formula by which it is not asserted at all.
_NOT_STATED = re.compile(
    r"\b(?:not|never|no\s+longer|cannot|without|contradict\w*|contrary|refut\w+|disprov\w+|absurd|impossible|untrue"
    r"|hypothetical\w*|false|wrong|wrongly|fails?|unless|either|neither"
    r"|show|prove|want|claim|wish|whether|need|asked|suffices|hope|would|were|n['’]t)\b|n['’]t\b",
    re.IGNORECASE,
)
_CONDITION = re.compile(r"\b(?:if|iff|when|whenever|unless|otherwise|provided|equality)\b", re.IGNORECASE)
_DENIED = re.compile(
    r"\W*(?:or\b|only\s+(?:for|on)\b|fails\b|(?:does|do|is|are|can|need)(?:\s+not\b|not\b|n['’]t)|is\s+(?:false|wrong))",
    re.IGNORECASE,
)
_INDEPENDENT = re.compile(r"\bindependen\w+|\bi\.?i\.?d\b|\bfactori[sz]es\b|\bMarkov", re.IGNORECASE)
_FACTORS = re.compile(r"\s*[pqrPQ](?:_\{?\\?\w+\}?)?\s*\([^=]*\)\s*=\s*(?:\\prod|[pqrPQ](?:_\{?\\?\w+\}?)?\s*\()")
_AGAINST = re.compile(
    r"\b(?:contradict\w*|contrary|refut\w+|disprov\w+|absurd\w*|impossible|untrue|not\s+true)\b", re.IGNORECASE
)
_LET = re.compile(r"\b(?:let|assume|suppose)(?:\s+(?:also|that|further|now|us\s+write))*\s*$", re.IGNORECASE)
_IF = re.compile(r"\b(?:if|unless|whenever|when|provided|otherwise)\b", re.IGNORECASE)
_VERBS = re.compile(
    r"\b(?:is|are|was|were|be|has|have|had|can|will|must|may|do|does|holds?|let|we|it|one|this|that|which|show|find|prove"
    r"|compute|satisf\w+|follows?|gives?|yields?|equals?|becomes?|not|so|then|hence|if|clearly|obviously|also|now)\b",
    re.IGNORECASE,
)
_OR = re.compile(r"\bor\b\W*$", re.IGNORECASE)
_VERB = re.compile(
    r"\W*(?:is|are|was|must|has|have|holds?|follows?|vanish\w*|becomes?|equals?|agrees?|cancels?|can|will|may|does|do)\b",
    re.IGNORECASE,
)


def _cues(prose: Prose, opener: re.Pattern[str]) -> Iterator[Cue]:
    carried = ""  # "Given:" before a list states each item of the list
    for sentence in _sentences(prose):
        opening = sentence.pieces[0]
        if not sentence.inlines and opening.isspace():
            continue
        lead = _LEAD_IN.match(opening)
        at = lead.end() if lead else 0
        word = opener.match(opening, at)
        kind = word.lastgroup or "" if word else ""
        if word is None:
            if opener is not _FACT_WORD or not carried or not sentence.bullet or opening[at:].strip():
                carried = ""
                continue
            kind, first = carried, opening[at:]
        else:
            first = opening[word.end() :]
            carried = kind if not sentence.inlines and first.rstrip().endswith(":") else ""
        yield from _stated(sentence, kind, first)


def _stated(sentence: _Sentence, kind: str, first: str) -> Iterator[Cue]:
    if not sentence.inlines or _main_clause_comes_first(kind, first, sentence.inlines[0].latex):
        return
    words = (first, *sentence.pieces[1:])
    last = len(sentence.inlines)
    unsure = range(0)
    for index in range(1, last):
        if _CUT.search(words[index]) or ":" in words[index]:
            last = index
            break
    if kind == "since":
        last = min(last, _listed(words, len(sentence.inlines)))
        if last < len(sentence.inlines) and _in_signs(" ".join(words[: last + 1]), sentence.inlines[last].latex):
            last += 1
    elif kind == "given" and not _lists_only(words):
        clause = (i for i in range(1, last) if _GIVEN_ENDS.match(words[i]) and not _mentioned(sentence, words, i))
        cut, last = last, next(clause, last)
        unsure = range(last, cut)
    if _NOT_STATED.search(first) or _CONDITION.search(first) or any(_AGAINST.search(w) for w in words):
        return
    stated = [*range(last), *_said_again(words, last)]
    for index in stated:
        before, after = words[index], words[index + 1]
        if index and _NOT_STATED.search(before):
            return
        own_clause = after.lstrip(" ,(\n").partition(",")[0]
        if _CONDITION.search(own_clause) or _OR.search(before) or _DENIED.match(after):
            if kind in ("let", "assume", "suppose") and "equality" not in own_clause:
                yield Cue(PARTLY, sentence.inlines[index], sentence.start, before.strip(), after.strip())
            continue
        lead = " $ ".join(words[: index + 1])
        yield Cue(kind, sentence.inlines[index], sentence.start, before.strip(), after.strip(), lead)
    for index in unsure:  # a fact, or the main clause?
        if index not in stated:
            yield Cue(UNSURE, sentence.inlines[index], sentence.start, "", "")


_NOUN = re.compile(
    r"\s*,?\s*(?:(?:and|with|for)\s*)*(?:(?:an?|the|some|any|two|three|its|their)\s+(?:[\w-]+\s+){1,4})?", re.IGNORECASE
)


def _lists_only(words: tuple[str, ...]) -> bool:
    """`Given $n \\ge 2$, a function $f(x)$, $Z = ...$.`: nouns before formulas, and no verb that could conclude."""
    inner = words[1:-1]
    if _VERBS.search(" ".join(words)) or words[-1].strip(" .,;:\n"):
        return False
    return any(w.strip(" ,\n") for w in inner) and all(_NOUN.fullmatch(w) for w in inner)


def _said_again(words: tuple[str, ...], last: int) -> Iterator[int]:
    """Formulas behind the first clause that a `let` of their own states: `Given the data $x$, let $L = ...$`."""
    if _IF.search(" ".join(words)):
        return
    open_ = False
    for index in range(last, len(words) - 1):
        word = _LET.search(words[index])
        if word:
            open_ = True
        elif _CUT.search(words[index]) or ":" in words[index] or (index == last and not open_):
            open_ = False
        if open_:
            yield index


def _mentioned(sentence: _Sentence, words: tuple[str, ...], index: int) -> bool:
    """`Given $b>0$, an energy $U(z)$, $Z=...$`: one more thing that is given, and no main clause."""
    listed = re.match(r",\s*(?:and\s+)?(?:an?|any|some)\b[\w\s-]*$", words[index])
    related = _RELATED.search(sentence.inlines[index].latex)
    return bool(listed) and not related and bool(re.match(r"\s*,?\s*(?:and|with|where)?\s*$", words[index + 1]))


def _main_clause_comes_first(kind: str, first: str, latex: str) -> bool:
    """`Since KL is nonnegative, $A\\ge B$`: the formula is behind the comma that ends the clause.

    `Since X and Y are independent, $p(x,y) = p(x)p(y)$` concludes nothing.
    """
    if kind == "since" and _in_signs(first, latex):
        return False
    if kind in ("since", "given"):
        comma = first.find(",")
        return bool(comma >= 0 and first[:comma].strip()) or bool(re.search(r"\b(?:then|hence|therefore)\b", first))
    return bool(re.search(r",\s*(?:then|hence|therefore|thus|so|we|it)\b", first, re.IGNORECASE))


def _in_signs(words: str, latex: str) -> bool:
    """Does the formula say in signs what the words say of independence (with its condition, if they name one)?"""
    if not _INDEPENDENT.search(words) or not _FACTORS.match(latex):
        return False
    return "|" in latex or "mid" in latex or not re.search(r"\bcondition|\bgiven\b", words, re.IGNORECASE)


def _listed(words: tuple[str, ...], count: int) -> int:
    """How many formulas of a since-sentence are premises: `Since $A$, $B$ and $C$` has three, `Since $A$, $B$` one."""
    ends = 1
    bare = True  # is the list still `$A$, $B$ ...` with nothing but commas?
    for index in range(1, count):
        joint = words[index].strip()
        if re.fullmatch(r",?\s*and(?:\s+(?:since|also|that|both))?", joint, re.IGNORECASE):
            if bare and index > 1 and ends == 1 and _VERB.match(words[index + 1]):
                return 1  # `Since $A$, $B$ and $C$ agree`: the verb belongs to B and C
            ends = index + 1
        elif joint == ",":
            if ends > 1:
                return ends  # `Since $A$ and $B$, $C$`
        elif re.search(r",\s*$|,\s*(?!and\b)\w", words[index]):
            return ends
        else:
            bare = False
            if re.search(
                r"\b(?:and|with|for|of|on|in|to|from|by|at|where|is|are|has|as)\b[^,]*$", joint, re.IGNORECASE
            ):
                ends = index + 1
            else:
                return ends
    return ends


_ABBREVIATION = re.compile(
    r"(?:\b(?:e\.g|i\.e|w\.r\.t|s\.t|i\.i\.d|a\.e|a\.s|cf|eq|eqs|fig|resp|etc|vs|wrt|st|prob|thm|sec|ex|no|def|prop|approx"
    r"|distr|indep|const|p\.d\.f|c\.d\.f|r\.v)|\.\.)$",
    re.IGNORECASE,
)
_BULLET = re.compile(
    r"[ \t]*(?:[-*+•·–—](?=[ \t\n])|\d{1,2}[.)](?=[ \t])|\\item(?![A-Za-z])|\(?[a-z]\)(?=[ \t])|\([ivx]{1,4}\)|#{1,6} )"
)
_BLANK_LINE = re.compile(r"[ \t]*(?:\n|$)")
_FACT_AHEAD = re.compile(r"\s{1,9}(?:Let|Given|Assume|Suppose|Where|Since|Recall)\b")  # "Solution: Let ..."
_STOP = re.compile(r"[.!?;:](?=[\s*_)}\"'’]|$)|\n")


def _sentences(prose: Prose) -> Iterator[_Sentence]:
    """Cut the prose at full stops, blank lines and bullets; a formula is one word of its sentence."""
    text, base = prose.text, prose.start
    pieces: list[str] = []
    inlines: list[Inline] = []
    begin = at = 0  # where the sentence and its last piece begin
    spans = [_span(text, inline, base) for inline in prose.inlines]
    bullet = bool(_BULLET.match(text))
    index, scan = 0, 0
    while True:
        stop_at = spans[index][0] if index < len(spans) else len(text)
        cut = -1
        for stop in _STOP.finditer(text, scan, stop_at):
            if _ends_sentence(text, stop, at, bool(inlines), stop_at if index < len(spans) else -1):
                cut = stop.end()
                break
        if cut >= 0:
            pieces.append(text[at:cut])
            yield _Sentence(base + begin, tuple(pieces), tuple(inlines), bullet)
            pieces, inlines, begin, at, scan = [], [], cut, cut, cut
            bullet = not text[max(0, cut - 80) : cut].rpartition("\n")[2].strip() and bool(_BULLET.match(text, cut))
            continue
        if index >= len(spans):
            break
        pieces.append(text[at:stop_at])
        inlines.append(prose.inlines[index])
        at = scan = spans[index][1]
        latex = prose.inlines[index].latex
        index += 1
        if latex.endswith(".") and re.match(r"\s+[A-Z]", text[at : at + 20]):
            pieces.append("")
            yield _Sentence(base + begin, tuple(pieces), tuple(inlines), bullet)
            pieces, inlines, begin, bullet = [], [], at, False
    pieces.append(text[at:])
    yield _Sentence(base + begin, tuple(pieces), tuple(inlines), bullet)


def _span(text: str, inline: Inline, base: int) -> tuple[int, int]:
    """The formula with its delimiters."""
    start, end = inline.start - base, inline.start - base + len(inline.latex)
    while start > 0 and text[start - 1] in " \t\n":
        start -= 1
    while end < len(text) and text[end] in " \t\n":
        end += 1
    for opening, closing in (("$", "$"), ("\\(", "\\)"), ("\\begin{math}", "\\end{math}")):
        if text.endswith(opening, 0, start) and text.startswith(closing, end):
            return start - len(opening), end + len(closing)
    return inline.start - base, inline.start - base + len(inline.latex)


def _ends_sentence(text: str, stop: re.Match[str], begin: int, stated: bool, formula: int) -> bool:
    """Does the sentence end at this mark? `formula` is where the next formula begins, -1 if there is none."""
    mark, end = stop[0], stop.end()
    if mark == "\n":
        return bool(_BLANK_LINE.match(text, end) or _BULLET.match(text, end))
    if mark == ";":  # `Let $a>0$; $b>0$` goes on
        return formula < 0 or text[end:formula].strip(" \n\tand") != ""
    if mark == ":":
        if _FACT_AHEAD.match(text, end):
            return True
        return text[end : end + 1] == "\n" and (stated or not text[begin : stop.start()].isspace())
    return not (mark == "." and _ABBREVIATION.search(text[max(begin, stop.start() - 12) : stop.start()]))
