"""Conditions in displays: words beside a formula, and ranges of names.

`a + 1 = 2 \\text{ for } a = 1` is not said of every a, and `0 < \\theta < 1` standing alone says where a name lies. The
first is judged without its condition, so it may be proved but never refuted; the second is no claim. A density is no
such name: `p(x) \\le 1` is a claim, and a false one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from hw3verify.judge.context import Context
from hw3verify.judge.flow import ORDER, Side
from hw3verify.language.blocks import Display, Part, Prose
from hw3verify.language.scope import DISCRETE, SUMMED
from hw3verify.language.surface import Abs, App, Big, Deriv, Neg, Node, Num, Sym, children
from hw3verify.language.vocabulary import name_of

_WORD = re.compile(
    r"\\(?:text|mathrm|textrm|textit|mbox|hbox)\s*\{[^{}]*\b(?:if|when|whenever|where|for|with|given|assuming|provided|since"
    r"|because|as long as|unless|under)\b[^{}]*\}|\\forall(?![A-Za-z])|\\exists(?![A-Za-z])"
)
RESTRICTION = re.compile(
    r"Lipschitz|mean[- ]field|factori[sz]|\bfamil|parametri[sz]ed|\brestrict|\bbounded\b|\bclass of\b|\bamong\b",
    re.IGNORECASE,
)
INDEPENDENCE = re.compile(r"\bindependen|\bi\.?i\.?d\b|\bMarkov", re.IGNORECASE)
_DISCRETE = re.compile(
    r"\b(?<!not )(?<!non-)(?:discrete|mass\W+functions?|pmfs?|p\.m\.f"
    r"|(?:finite|countable)\W+(?:set|alphabet|space|support)|alphabet|coins?|dice|die|symbols?|code\W?words?|categor\w+|bits)\b",
    re.IGNORECASE,
)
_CONTINUOUS = re.compile(
    r"\bcontinuous(?:ly)?\W+(?:random|(?:latent )?variables?|distribut|laws?|valued)", re.IGNORECASE
)
_SUM = re.compile(r"\\sum\s*(?:\\limits)?\s*_\s*\{?\s*[u-zU-Z](?:\s*,\s*[u-zU-Z])*\s*\}?(?!\s*[=^])")
_INTEGRAL = re.compile(r"\\i*int(?![a-z])|∫")
LAWS_IN_WORDS = re.compile(
    r"\\sim(?![A-Za-z])|\bdistribut(?:ed|ion of)|\b(?:normal|gaussian|uniform|bernoulli|poisson|exponential"
    r"|laplace|binomial|geometric|gamma|beta|categorical)(?:ly)?\b|\b(?:zero|unit)\W+(?:mean|variance)"
    r"|\b(?:mean|variance) (?:zero|one|[01]\b|\$)"
    r"|\bcent(?:red|ered)\b|\bsymmetric\b|\buncorrelated\b|\bstandard(?:ised|ized)\b|\bdi(?:e|ce)\b|\bcoin\b",
    re.IGNORECASE,
)
_RELATION = re.compile(r"=|<|>|\\(?:leq?|geq?|lt|gt|neq?|in|sim|equiv|to|ll|gg|perp|independent)(?![A-Za-z])")


def discreteness(words: str, latexes: Iterable[str]) -> set[str]:
    """Does a text speak of discrete variables, of these and others, or at least write sums and never an integral?"""
    formulas = list(latexes)
    both = any(_INTEGRAL.search(f) for f in (words, *formulas)) or _CONTINUOUS.search(words)
    if _DISCRETE.search(words):
        return {SUMMED} if both else {DISCRETE}
    return {SUMMED} if not both and any(_SUM.search(f) for f in formulas) else set()


def in_part(whole: set[str], part: Part) -> set[str]:
    """What of these marks a document has, a part keeps; what is discrete, it may say by itself."""
    words = "\n".join(item.text for item in part.items if isinstance(item, Prose))
    formulas = [item.latex for item in part.items if isinstance(item, Display)]
    own = _DISCRETE.search(words) or _CONTINUOUS.search(words)
    if not own and not any(_INTEGRAL.search(f) for f in (words, *formulas)):
        return whole
    return (whole - {DISCRETE, SUMMED}) | discreteness(words, formulas)


def condition_beside(latex: str) -> str:
    """The words that restrict a display and the formula behind them; "" if there are none."""
    for word in _WORD.finditer(latex):
        rest = latex[word.end() : word.end() + 200]
        if _RELATION.search(word.group()) or _RELATION.search(rest):
            return (word.group() + rest[:40]).strip()
    return ""


FORMULA = re.compile(r"\$([^$]+)\$|\\\((.+?)\\\)")
_SENTENCE = re.compile(r"(?<=[.;:!?])\s|\n\s*\n")
_AFTER = re.compile(r"[\s,;.]*(where|with|when|for|if|whenever|provided|assuming|as long as|unless)\b", re.IGNORECASE)
_BEFORE = re.compile(r"(?:(?:so|then|now|and|but|hence|thus|also),? +)?(if|when|for|whenever|at|set)\b", re.IGNORECASE)
_SOME = re.compile(  # what is said of some values is no claim about all: `there is an $a$ such that`, `for some $t$`
    r"\bthere\s+(?:is|are|exists?|must\s+(?:be|exist))\b.*\b(?:such\s+that|with|for\s+which|so\s+that|satisfying|where)\W*$"
    r"|\bthere\s+exists?\b[^.]*[$)]\W*$|\b(?:for|at)\s+(?:some|most|almost|one|no|small|large|sufficiently|enough)\b[^,.]*[$,)]"
    r"|\b(?:we|one)\s+(?:can|may)\s+(?:find|choose|pick)\b[^.]*\b(?:such\s+that|with|so\s+that)\W*$"
    r"|\b(?:for|with)\s+(?:\w+\s+)?(?:small|large)\s+(?:\w+\s+)?\$",
    re.IGNORECASE | re.DOTALL,
)
_STATE = re.compile(  # a condition in words alone: `When the generator is perfect,`
    r"(?:(?:so|then|now|and|but|hence|thus|also),? +)?(?:if|when|whenever|once|provided|as\s+soon\s+as"
    r"|at\s+(?:the\s+|an?\s+)?(?:\w+\s+)?(?:optim\w+|equilibrium|minim\w+|maxim\w+|convergence|saddle|stationar\w+|solution|fixed\s+point))\b"
    r"[^$\\]*,?\s*(?:(?:then|we|one|it|this|that|the|have|has|get|gets|holds?|obtain|find|see|is|gives)\s*)*[,:]?\s*$",
    re.IGNORECASE,
)
_QUALITY = re.compile(  # of what a condition in words speaks; `if the layers are treated one by one` restricts nothing
    r"\b(?:perfect\w*|ideal\w*|equal\w*|same|identical\w*|coincid\w*|match\w*|agree\w*|exact\w*|tight\w*|optim\w+|best|true"
    r"|equilibri\w+|minim\w+|maxim\w+|converge\w*|saddle|stationar\w+|solution|fixed|(?:is|are|be|a)\s+constant|symmetric\w*|determin\w+"
    r"|invertible|independen\w+|uncorrelated|orthogonal|disjoint|overlap\w*|zero|vanish\w*|unit|only|no|not|never|none"
    r"|without|infinit\w+|finite|discrete|continuous|positive|negative|standard\w*|balanced|linear|convex|concave|bijective"
    r"|degenerate|collaps\w+|ignor\w+|small\w*|large\w*|close\w*|nearly|almost|trained|reach\w*|known|isotropic|diagonal"
    r"|normal\w*|gaussian|uniform\w*|bernoulli|binary|concentrat\w+|mass|support\w*|proportional)\b",
    re.IGNORECASE,
)
_STAYS = re.compile(r"(?:(?:so|then|now|and|but|hence|thus|also),? +)?(?:if|when|whenever|once|at)\b", re.IGNORECASE)
_CHOICE = re.compile(
    r"\b(set|sets|setting|take|takes|taking|choos\w+|chose|pick\w*|put|fix|when|whenever|if|once)\s+(?:\w+\s+){0,2}[$(\\]*$",
    re.IGNORECASE,
)
_NEAR = 400  # characters of prose before and after a display in which a condition on it is looked for
_ORDER = re.compile(r"<|>|\\(?:leq?|geq?|lt|gt|neq?|in)(?![A-Za-z])")
_BARE = re.compile(r"\s*[pqr](?:_\{?\w+\}?)?(?:\([^()]*\))?\s*=\s*[pqr](?:_\{?\w+\}?)?(?:\([^()]*\))?\s*$")


def condition_around(before: str, after: str) -> str:
    """The condition that the words right before or after a display put on it; "" if there is none.

    `where $M = (p + q)/2$` explains a name and restricts nothing; `where $a > 0$` and `when $p = q$` do.
    """
    before, after = before[-_NEAR:], after[:_NEAR]
    word = _AFTER.match(after)
    if word:
        sentence = _SENTENCE.split(after[word.start(1) :], maxsplit=1)[0]
        return _restriction(sentence, word[1].lower() in ("where", "with"))
    last = _SENTENCE.split(before.rstrip())[-1].lstrip("-*# \n") if not before.rstrip().endswith(".") else ""
    if _SOME.search(last) or (_STATE.match(last) and _QUALITY.search(last)):
        return last.strip()
    return _restriction(last, False) if _BEFORE.match(last) else ""


def _restriction(sentence: str, explains: bool) -> str:
    for one, two in FORMULA.findall(sentence):
        formula = one or two
        if r"\dots" in formula or r"\ldots" in formula or not _RELATION.search(formula):
            continue
        if _ORDER.search(formula) or _BARE.match(formula) or not explains:
            return sentence.strip()
    return ""


def is_choice(before: str, after: str) -> bool:
    """Do the words around a formula choose what it says: `we set $q(z) = p(z|x)$`, `when $p = q$, then` a display?"""
    word = _CHOICE.search(before[-60:])
    if word is None or word[1].lower() not in ("if", "when", "whenever", "once"):
        return word is not None
    return not re.search(r"[.;]", after)


def goes_on(standing: str, between: str) -> bool:
    """Does a condition (`If p = q, then`) go on behind what stands between two displays: nothing, or `and so`?"""
    if not _STAYS.match(standing) or len(between.split()) > 8:
        return False
    return not re.search(r"\w\.\s+\w", between) and not _BEFORE.match(between.lstrip())


def is_range(left: Side, op: str, right: Side, context: Context) -> bool:
    """Is this `name < number`, for a name that no definition, law or divergence explains?"""
    if op not in ORDER or left.readings.first is None or right.readings.first is None:
        return False
    one, two = left.readings.first.node, right.readings.first.node
    return (_is_number(one) and is_free(two, context)) or (_is_number(two) and is_free(one, context))


def _is_number(node: Node) -> bool:
    return isinstance(node, Num) or (isinstance(node, Neg) and isinstance(node.arg, Num))


def differentiates(node: Node) -> bool:
    """Does a derivative occur outside of limits? The limit of one has a value, which no equation imposes."""
    if isinstance(node, Big) and node.op == "lim":
        return False
    return isinstance(node, Deriv) or any(map(differentiates, children(node)))


def is_free(node: Node, context: Context) -> bool:
    """Is the node a name, or the size of one, of which neither facts nor definitions say anything?"""
    node = node.arg if isinstance(node, Abs) else node
    fn = node.fn if isinstance(node, App) else node
    if not isinstance(fn, Sym) or context.vocabulary.is_density(fn):
        return False
    if context.scope.definition(name_of(fn).rstrip("'")) is not None:
        return False
    if isinstance(node, App):
        return name_of(fn) in context.vocabulary.functions
    return name_of(fn) not in context.stated


_REFERS_BACK = re.compile(
    r"\b(?:(?:in|for|under|with|within)\s+(?:this|that|the\s+same|these|those|the\s+above)\s+(?:special\s+)?"
    r"(?:case|setting|situation|model|set-?up|assumptions?|conditions?|laws?|choices?|facts?|q|p|notation)\b"
    r"|(?:in|under|with)\s+the\s+(?:setting|situation|assumptions?|notation|set-?up|laws?)\s+(?:of|from|above)\b"
    r"|as\s+in\s+(?:part\s+)?\(?[a-z0-9]\)?[\s,.:]|(?:everything|all)\s+(?:else\s+)?as\s+(?:above|before))",
    re.IGNORECASE,
)


def refers_back(words: str) -> bool:
    """Do the first words of a part say that it goes on with what the part before has assumed (`in this case`)?"""
    first = re.split(r"[.!?]\s|\n\s*\n", words.strip(), maxsplit=1)[0]
    return bool(_REFERS_BACK.search(first)) and not re.search(r"\b(?:if|suppose|assume|let)\b", first, re.IGNORECASE)
