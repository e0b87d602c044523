r"""Facts that hold for some values only: on a set, at a point, for most x, where a condition holds.

    $f(x) > 0$ on $[0, 1]$     $p \ge q$ for some $x$     the set where $p(x) \ge q(x)$     a point $x$ with $f(x) = 0$
    one of $a > 0$, $b > 0$     $a > 0$ implies $b > 0$     $q = p$ at the optimum

Taken for all values such a fact would prove falsehoods, and left out it may be what makes a line true. So its names
become vague. Law: what is called partial here is not used; what is not is used for all values, so in doubt the words
restrict. The support of a density that is given by a formula is no such restriction: it is part of the law.
"""

from __future__ import annotations

import re
from fractions import Fraction
from typing import TYPE_CHECKING

from hw3verify.language.cues import PARTLY, Cue
from hw3verify.language.names import Unknown
from hw3verify.language.scope import Definition
from hw3verify.language.sketch import show
from hw3verify.language.surface import App, Node, Num, Sym
from hw3verify.meaning.expr import Apply, Call, Expr, Name, Number, Power, Product, Sum, children

if TYPE_CHECKING:
    from hw3verify.language.elaborate import Elaborator
    from hw3verify.language.vocabulary import Vocabulary

POSITIVE, PART = "positive", "part"  # domains of definitions

_EVERYWHERE = re.compile(
    r"\W*(?:,?\s*(?:both|simultaneously|and)\s+)?(?:(?:for|at|on|in)\s+(?:almost\s+)?(?:all|every|each|any|both)\b"
    r"|everywhere|almost\s+everywhere|throughout|always"
    r"|(?:on|over|in|inside|within)\s+(?:(?:the|its|their|a|all(?:\s+of)?)\s+)?"
    r"(?:(?:whole|entire|full|common|joint|real|same)\s+)*(?:support|domain|line|range|(?:sample\s+)?space|reals?)\b"
    r"|for\s+(?:simplicity|convenience|now|short|brevity|definiteness|concreteness|ease|clarity)\b"
    r"|for\s+the\s+(?:moment|rest|remainder|sake|purposes?|following|sequel|time\s+being)\b"
    r"|with\s+probability\s+(?:one|1)\b)",
    re.IGNORECASE,
)
_RESTRICTED = re.compile(
    r"\W*(?:only\b|just\b|exactly\b|at\s+least\b)?\s*(?:on|inside|outside|within|near|around|at|over|off|beyond|below"
    r"|above|somewhere|sometimes|often|infinitely|mostly|usually|typically|generally|except|apart|but\s+not|only"
    r"|with\s+(?:positive\s+|high\s+|some\s+)?probability|on\s+average"
    r"|in\s+(?:expectation|the\s+(?:limit|region|set|interval|part|mean))|(?:to|from)\s+the\s+(?:left|right)"
    r"|for\s+(?:some|most|many|few|several|large|small|almost\s+no|exactly|at\s+(?:least|most)|one|two|three"
    r"|infinitely|finitely|positive|negative|sufficiently|typical|generic|certain|particular|no|half|those|these"
    r"|such|an?\s+(?:single|certain|particular|special|typical|few)))\b",
    re.IGNORECASE,
)
_IMPLIES = re.compile(r"\W*(?:implies|imply|entails?|forces|would|whenever|when|if|unless)\b", re.IGNORECASE)
_FOR = re.compile(
    r"\W*(?:(?:only|but|and)\s+)?(?:for|on|in|outside|inside|at|over|within|near|when|if|while)\W*$", re.IGNORECASE
)
_ENDS_IN_FOR = re.compile(r"\b(?:for|on|in|outside|inside|at|over|within|near|when|if|while)\W*$", re.IGNORECASE)
_FOR_SOME = re.compile(r"\W*for\s+(?:an?|some|one)\W*$", re.IGNORECASE)
_SET_OF = re.compile(
    r"\b(?:(?:sub)?sets?|regions?|events?|area|part|half|points|places|those|values|outcomes|intervals?)\b[^.;]*"
    r"\b(?:where|with|which|that|satisfying|having|whose)\s*$",
    re.IGNORECASE,
)
_POINT = re.compile(
    r"\$\s*(?:be|denote|is|as)?\s*(?:an?|the|some|one)?\s*(?:\w+\s+)?(?:point|value|place|position|element|outcome"
    r"|location|zero|root|maximi[sz]er|minimi[sz]er|solution)\b[^$.;]*\b(?:where|with|which|that|satisfying|having)\s*$"
    r"|\b(?:there\s+(?:is|are|exist\w*|must|may)|for\s+(?:some|an?|one|at\s+least)|exists?|some|at\s+least\s+one|one)"
    r"\b[^.;]*\$[^$.;]*$",
    re.IGNORECASE,
)
_ONE_OF = re.compile(
    r"\b(?:one|some|either|none|neither|most|half|not\s+all|two)\s+of\W*(?:\$\W*(?:and|or)?\W*)*$", re.IGNORECASE
)
_IN_THE_MEAN = re.compile(
    r"\b(?:on\s+average|in\s+expectation|sometimes|somewhere|mostly|usually|typically)\b", re.IGNORECASE
)
_WHOLE = re.compile(r"\\(?:mathbb|mathcal|mathscr|Bbb)\b|\\dots|\\ldots|\\cdots|\.\.\.|…|ℝ|\\R\b|\\infty.*\\infty")
_DRAWN = re.compile(r"\\sim(?![A-Za-z])|~")
_RELATED = re.compile(r"[=<>≤≥∈]|\\(?:le|ge|leq|geq|in|sim|ne|neq|propto)(?![A-Za-z])")


def holds_partly(cue: Cue, before: Cue | None, after: Cue | None) -> bool:
    """Do the words around a stated formula, and the formulas beside it in the sentence, restrict where it holds?"""
    if cue.kind == PARTLY or _ONE_OF.search(cue.lead):
        return True
    latex = cue.inline.latex
    if not _RELATED.search(latex) or _DRAWN.search(latex):
        return False
    if _IMPLIES.match(cue.after) and cue.kind != "since":
        return True
    arguments = _arguments(latex)
    if not arguments:
        return False
    if _IN_THE_MEAN.search(cue.lead) or _SET_OF.search(cue.lead):
        return True
    if _POINT.search(cue.lead) and before is not None and before.inline.latex.strip() in arguments:
        return True
    if before is not None and _ENDS_IN_FOR.search(before.before) and cue.kind != "since":
        return _narrows(before.inline.latex, arguments)
    if _EVERYWHERE.match(cue.after):
        return False
    if after is not None and _FOR_SOME.match(cue.after) and after.inline.latex.strip() in arguments:
        return True
    if _FOR.match(cue.after) and after is not None:
        return _narrows(after.inline.latex, arguments)
    return bool(_RESTRICTED.match(cue.after))


def names_range(cue: Cue) -> bool:
    """Do the words behind a formula say that the next formula is the range on which it holds?"""
    return bool(_FOR.match(cue.after) or _ENDS_IN_FOR.search(cue.after))


def _arguments(latex: str) -> set[str]:
    """The small letters that stand as arguments."""
    found = re.findall(r"(?<=[(,|;\[])\s*(\\?[A-Za-z]+'*)\s*(?=[),|;\]])", latex)
    return {a for a in found if not a[0].isupper()}


def _narrows(latex: str, arguments: set[str]) -> bool:
    """Does `for $x < 0$`, `on $[0, 1]$`, `outside $A$` leave out values of an argument? A whole space does not."""
    if _WHOLE.search(latex) or _DRAWN.search(latex) or latex.strip() in arguments:
        return False
    latex = re.sub(r"\([^()]*\)", "", latex) if _RELATED.search(latex) else latex  # `0 < D(x) < 1` is about D
    spoken = set(re.findall(r"\\?[A-Za-z]+'*", latex))
    return not _RELATED.search(latex) or bool(spoken & arguments)


def is_support(sides: tuple[Node | None, ...], vocabulary: Vocabulary) -> bool:
    """`p(x) > 0`, `q(x) = 0`: where a density lives is a convention of its own, and restricts nothing that is used."""
    applied = [s.fn for s in sides if isinstance(s, App) and isinstance(s.fn, Sym)]
    return Num(Fraction(0)) in sides and any(vocabulary.is_density(fn) for fn in applied)


def domain_of(d: Definition, where: tuple[Node | None, ...], ops: tuple[str, ...]) -> str:
    """On which values of its variable a definition holds: POSITIVE for `$t > 0$`, PART for another range."""
    shown = [show(side) for side in where if side is not None]
    if len(d.parameters) != 1 or len(shown) != 2 or len(ops) != 1:
        return PART
    low, op, high = (shown[0], ops[0], shown[1]) if ops[0] in ("<", "<=") else (shown[1], ops[0], shown[0])
    return POSITIVE if op in ("<", "<=", ">", ">=") and low == "0" and high == d.parameters[0] else PART


def check_domain(e: Elaborator, d: Definition, value: Expr, node: Node | None) -> None:
    """Refuse a definition at a value that may lie outside of its domain: it says nothing there."""
    if not d.domain:
        return
    bound = {v for v, _ in e.under}
    free = isinstance(value, Name) and value.id in d.parameters and value.id not in bound
    loose = isinstance(value, Name) and value.id in bound
    if not free and (loose or d.domain != POSITIVE or not is_positive(e, value)):
        raise Unknown(f"{d.name} is not defined everywhere, and perhaps not here", node)


def is_positive(e: Elaborator, value: Expr) -> bool:
    """Is a value positive by its look: densities, exponentials, positive names and what is made of them?"""
    if isinstance(value, Number):
        return value.value > 0
    if isinstance(value, Sum | Product):
        return all(is_positive(e, part) for part in children(value))
    if isinstance(value, Power):
        return is_positive(e, value.base)
    if isinstance(value, Call):
        return value.fn == "exp"
    if isinstance(value, Name):
        return value.id in e.scope.positive | e.scope.unit
    known = e.scope.positive | e.scope.unit
    return isinstance(value, Apply) and (e.heads.get(value.head) == "density" or value.head in known)
