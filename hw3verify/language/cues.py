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
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from hw3verify.language.blocks import Inline, Prose
from hw3verify.language.sentences import Sentence, sentences

UNSURE = "unsure"  # the kind of a formula that may be stated or concluded: what it explains is vague
PARTLY = "partly"  # the kind of a formula that is stated under a condition: all of its names are vague
REMARK = "remark"  # the kind of a name of which a remark says what law it has
OTHERWISE = "otherwise"  # the kind of the last of several pieces: `$f(x) = 0$ otherwise`


@dataclass(frozen=True, slots=True)
class Cue:
    """An inline formula that a sentence states, and the words on both sides of it."""

    kind: str  # the sentence's first word: "let", "given", "assume", "suppose", "where", "since", "recall" ...
    inline: Inline
    sentence_start: int
    before: str  # the words between the formula before (or the sentence's first word) and this one
    after: str  # the words up to the next formula or the sentence's end
    lead: str = ""  # all words of the sentence before this formula, with a $ for every formula between them


def facts(prose: Prose) -> tuple[Cue, ...]:
    """The formulas that the prose states as facts, in order."""
    return tuple(_cues(prose, _FACT_WORD))


def hints(prose: Prose) -> tuple[Cue, ...]:
    """The formulas of sentences that name or restrict something without one of the seven words."""
    return tuple(_cues(prose, _HINT_WORD))


_LEAD_IN = re.compile(
    r"(?:[\s*_>~|]|\\(?:item|noindent|medskip|smallskip|bigskip|par|quad)(?![A-Za-z])|[-+•·–—][ \t]|\(?[a-z]\)[ \t]"
    r"|\d{1,2}(?:\.\d{1,2}){1,2}(?=[\s*_:}])"
    r"|[(\[][^()\[\]]{0,16}(?:points?|pts?|marks?)\.?[)\]]|\([ivx]{1,4}\)|\d{1,2}[.)][ \t]"
    r"|\\(?:textbf|textit|emph|underline)\{|\}"
    r"|(?:and|now|also|first(?:ly)?|second(?:ly)?|third(?:ly)?|next|then|finally|here|again|moreover|furthermore|further"
    r"|but|so|in addition|additionally|throughout|below|similarly|likewise|instead|hence|note|setup|facts?|remark|hint"
    r"|assumptions?|notation|definitions?|conventions?|preliminaries)\b[,.:]?(?!['’]))+",
    re.IGNORECASE,
)
_PHRASE = re.compile(  # `For a finite alphabet, finally, let $u_i > 0$`
    r"(?:for|in|on|under|at|to)\b(?!\s+(?:example|instance))[^,.;:]{1,60},\s*(?:(?:now|also|finally|then)\b\s*,?\s*)?"
    r"(?=(?:let|suppose|assume)\b)",
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
    r"|follows?(?!\s+(?:an?|the)\s+(?:[\w-]+\s+){0,3}(?:distribution|law)\b)"
    r"|implies|implying|gives|giving|yields|yielding|(?<!with )(?<!have )means|leads|becomes|reduces|simplifies"
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
    r"|nobody|no\s+one|hardly|scarcely|doubt\w*|den(?:y|ies|ied)|claim(?:s|ed)|assert\w*|believ\w*|pretend\w*|imagin\w*"
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
    for sentence in sentences(prose):
        opening = sentence.pieces[0]
        if not sentence.inlines and opening.isspace():
            continue
        lead = _LEAD_IN.match(opening)
        at = lead.end() if lead else 0
        word = opener.match(opening, at)
        phrase = _PHRASE.match(opening, at) if word is None else None
        if phrase is not None:
            word = opener.match(opening, phrase.end())
        kind = word.lastgroup or "" if word else ""
        if word is None:
            if opener is not _FACT_WORD or not carried or not sentence.bullet or opening[at:].strip():
                carried = ""
                if opener is _FACT_WORD:
                    yield from _remarked(sentence)
                    yield from _supposed(sentence, sentence.pieces, range(len(sentence.inlines)))
                continue
            kind, first = carried, opening[at:]
        else:
            first = opening[word.end() :]
            carried = kind if not sentence.inlines and first.rstrip().endswith(":") else ""
        yield from _stated(sentence, kind, first)


_HAS_A_LAW = re.compile(
    r"\s*(?:both\s+)?(?:is|are|has|have|follows?|denotes?)\b(?!\s+not)[^.;]{0,40}\b(?:uniform|normal|gaussian|bernoulli|poisson"
    r"|exponential|laplace|binomial|geometric|gamma|beta|cauchy|dirichlet|supported)\b",
    re.IGNORECASE,
)


def _remarked(sentence: Sentence) -> Iterator[Cue]:
    """`Here $p$ and $q$ are uniform`: no fact by the format, but what p and q are is not left open either."""
    for index in range(len(sentence.inlines)):
        if _HAS_A_LAW.match(sentence.pieces[index + 1]):
            first = index
            while first and re.fullmatch(r"\s*(?:,|and|,\s*and)\s*", sentence.pieces[first]):
                first -= 1
            for k in range(first, index + 1):
                yield Cue(REMARK, sentence.inlines[k], sentence.start, "", "")


def _stated(sentence: Sentence, kind: str, first: str) -> Iterator[Cue]:
    if not sentence.inlines or _main_clause_comes_first(kind, first, sentence.inlines[0].latex):
        return
    words = (first, *sentence.pieces[1:])
    last = len(sentence.inlines)
    unsure = range(0)
    for index in range(1, last):
        if (_CUT.search(words[index]) or ":" in words[index]) and not _is_piece(sentence, words, index):
            last = index
            break
    if kind == "since":
        last = min(last, _listed(words, len(sentence.inlines)))
        if last < len(sentence.inlines) and _in_signs(" ".join(words[: last + 1]), sentence.inlines[last].latex):
            last += 1
    elif kind == "given" and not _lists_only(words) and not _given_parameter(sentence, words):
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
        if _ELSEWHERE.match(after) and _AT.match(sentence.inlines[index].latex):
            yield Cue(OTHERWISE, sentence.inlines[index], sentence.start, before.strip(), "")
            continue
        conditional = _CONDITION.search(own_clause) and not _is_piece(sentence, words, index + 1)
        if conditional or _OR.search(before) or _DENIED.match(after):
            if kind in ("let", "assume", "suppose") and "equality" not in own_clause:
                yield Cue(PARTLY, sentence.inlines[index], sentence.start, before.strip(), after.strip())
            continue
        lead = " $ ".join(words[: index + 1])
        yield Cue(kind, sentence.inlines[index], sentence.start, before.strip(), after.strip(), lead)
    yield from _supposed(sentence, words, [i for i in range(last, len(sentence.inlines)) if i not in stated])
    for index in unsure:  # a fact, or the main clause?
        if index not in stated:
            yield Cue(UNSURE, sentence.inlines[index], sentence.start, "", "")


_PARAMETER = re.compile(r"\s*\\(?:theta|lambda|mu|phi|eta|pi|rho|beta|alpha|tau|nu|xi|psi|kappa)\s*")


def _given_parameter(sentence: Sentence, words: tuple[str, ...]) -> bool:
    """`Given $\\theta$, $x_1, \\dots, x_n$ are i.i.d.`: no main clause, but what the data are given."""
    lists = len(sentence.inlines) > 1 and re.search(r"\\(?:l|c)?dots|…|\.\.\.", sentence.inlines[1].latex)
    return bool(lists and _PARAMETER.fullmatch(sentence.inlines[0].latex) and _INDEPENDENT.search(words[2]))


_MIDWAY = re.compile(
    r"(?<!example, )\b(?:suppos(?:e|ing)|assum(?:e|ing)|let)(?:\s+(?:now|also|that|further|again))*\s*$", re.IGNORECASE
)


def _supposed(sentence: Sentence, words: Sequence[str], places: Iterable[int]) -> Iterator[Cue]:
    """`At $a = 0$ more is true, so suppose $a = 0$`: no fact by the format, but what is said next may rest on it."""
    for index in places:
        latex = sentence.inlines[index].latex
        if _MIDWAY.search(words[index]) and _RELATED.search(latex) and not _IF.search(words[index]):
            yield Cue(PARTLY, sentence.inlines[index], sentence.start, words[index].strip(), words[index + 1].strip())


_AT = re.compile(r"\s*[^=<>()]*\([^=<>()]*\)\s*=(?!=)")  # what a function or density is at its variable
_WHERE = re.compile(r"\W*(?:if|when|whenever)\W*$", re.IGNORECASE)
_ELSEWHERE = re.compile(r"\W*(?:otherwise|elsewhere|else)\b", re.IGNORECASE)


def _is_piece(sentence: Sentence, words: tuple[str, ...], index: int) -> bool:
    """Do these words stand between a formula at a variable and where it holds: `$f(x) = x$ if $x > 0$`?"""
    return 0 < index < len(sentence.inlines) and bool(
        _WHERE.match(words[index]) and _AT.match(sentence.inlines[index - 1].latex)
    )


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
    if _IF.search(" ".join(words)):  # `and, when $a > 0$, let $f(a) = ...$`: what is named, and nothing else
        yield from (index for index in range(last, len(words) - 1) if _LET.search(words[index]))
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


def _mentioned(sentence: Sentence, words: tuple[str, ...], index: int) -> bool:
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
