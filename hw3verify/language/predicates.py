"""What the words of a sentence say of the names in it: `Let $a$ and $b$ be positive`.

Only formulas carry facts, with two exceptions. Positive numbers and integers are noted as such. Any other word that
restricts what the name may be (a symmetric density, independent variables, the mean of p) is not understood, so the
name is vague and nothing about it is refuted. Words such as "density" or "discriminator" restrict nothing.
"""

from __future__ import annotations

import re
from dataclasses import replace

from hw3verify.language.discrete import WORDS
from hw3verify.language.names import is_event
from hw3verify.language.number_lists import numbers_in_words
from hw3verify.language.scope import DISCRETE, Definition, Scope
from hw3verify.language.sets import PREFIX
from hw3verify.language.statements import Statement, names_of
from hw3verify.language.surface import App, Node, Num, Sym, walk
from hw3verify.language.vocabulary import Vocabulary, name_of
from hw3verify.meaning.expr import ONE

_ANY_NUMBER = re.compile(r"\b(?:an?|any|arbitrary|some|all)\s+(?:arbitrary\s+)?(?:real|number|scalar)", re.IGNORECASE)
_POSITIVE = re.compile(r"\bpositive\b(?!\W+(?:integer|semi|definite|density|densities|distribution))", re.IGNORECASE)
_INTEGER = re.compile(r"\b(?:positive\W+integers?|natural\W+numbers?)\b", re.IGNORECASE)
_ANY_SET = re.compile(
    r"\b(?:an?|any|every|each|all|two|arbitrary)\W+(?:(?:arbitrary|measurable|borel|two)\W+)*(?:events?|(?:sub)?sets?)\b"
    r"|\bbe\W+(?:measurable\W+)?(?:events|sets)\b",
    re.IGNORECASE,
)
_NO_KIND = frozenset(
    "let be and for of we have then fix consider given take suppose assume that is are if over denote denotes an a the"
    " any every each all two arbitrary measurable borel event events set sets subset subsets density densities"
    " probability probabilities distribution distributions measures".split()
)
_HARMLESS = re.compile(
    r"(?:the\W+)?\b(?:same|common|full|whole|shared|finite|equal)\W+(?:support|space|set|domain|alphabet|sample space)"
    r"|\bbounded\W+(?:\w+\W+)?functions?\b|\bpositive\b|\bnot\W+necessarily\W+\w+|\b(?:mean|variance)\W+parameters?\b"
    r"|\bindependent\W+(?:draws?|samples?)\W+from\b"
    r"|\bthe\W+expectations?\W+(?:is|are|being)\W+(?:taken\W+)?(?:over|with\W+respect\W+to)\W+(?:all\W+)?(?:the\W+)?\w+",
    re.IGNORECASE,
)
_RESTRICTS = re.compile(
    r"\b(?:(?:conditionally |mutually |pairwise )?independent|independence|identical|equal|the same|symmetric|even|odd"
    r"|(?:log-)?con(?:vex|cave)|linear|affine|quadratic|deterministic|invertible|bijecti\w+|injective|surjective|disjoint"
    r"|orthogonal|uncorrelated|gaussian|normal|uniform|bernoulli|poisson|exponential|laplace|binomial|geometric|gamma"
    r"|beta|categorical|constants? functions?|monoton\w+|(?:in|de|non-?in|non-?de)creasing|lipschitz|periodic"
    r"|stationary|optimal|optimum|maxim\w+|minim\w+|support(?:ed)?|supports|overlap\w*|vanish\w*|zero|nonzero|integers?|non-?negative|negative|matrix"
    r"|matrices|vectors?|bounded|factori[sz]\w*|markov|distinct|different|standard|mean|expectation|variance|median|mode"
    r"|covariance|entropy|normali[sz]\w+|proportional|conjugate|sufficient|unbiased|consistent|solution|inverse|root|depends?"
    r"|equals?|coincid\w+|match(?:es)?|at\W+(?:least|most)|(?:less|greater|larger|smaller|bigger)\W+than|exceeds?|perfect"
    r"|(?:very\W+|sufficiently\W+)?(?:small|large|tiny|huge)|complex|orthonormal|basis)\b",
    re.IGNORECASE,
)

_COUNTS = re.compile(r"\b(?:number|count|fraction|proportion|frequency|share|total|average)s?\W+of\b", re.IGNORECASE)
_BINARY = re.compile(
    r"\bbinary\b(?:\W+(?:latent|hidden|random|class))*(?:\W+(?:variables?|labels?))?\W*$|\b0\W+or\W+1\b", re.IGNORECASE
)
_DIGAMMA = re.compile(r"\b(?:di-?gamma|psi)\W+function", re.IGNORECASE)
_FAMILY = re.compile(  # families without a law here, and shapes
    r"\b(?:triang\w+|cauchy|gumbel|pareto|weibull|log-?normal|rayleigh|student\W*s?(?:\W+t)?|chi-?squared?|arcsine"
    r"|dirac|dirichlet|wishart|maxwell\w*|boltzmann|von\W+mises|hypergeometric|negative\W+binomial|zipf|folded|half-?normal"
    r"|truncated|imaginary|semicircle|wigner|trapezoid\w*|(?:uni|bi)modal|heavy-tailed|spherical"
    r"|radial|centred|centered|zero-mean|finitely\W+supported)\b",
    re.IGNORECASE,
)
_IS_OTHER = re.compile(  # a q that is said to be what p has already
    r"\b(?:is|be|are|equals?|being|matches|coincides\W+with|equal\W+to)\W+(?:just\W+|exactly\W+)?the\W+(?:true\W+|exact\W+)?"
    r"(?:posterior|prior|marginal|joint)\b(?!\W+(?:of|approxim\w+|famil\w+)\W+(?:q|\$))",
    re.IGNORECASE,
)
_INDEPENDENT_OF = re.compile(r"\bdo(?:es)?\s+not\s+depend\s+on\b", re.IGNORECASE)

_WHOLE = re.compile(r"(?:be |is |are )?(?:an? |any )?(?:fixed )?integers?", re.IGNORECASE)
_NARROWS = re.compile(
    r"\b(?:even|odd|prime|integers?|whole|natural|multiples?|rational|symmetric|independent|solutions?|roots?|optimal"
    r"|maxim\w+|minim\w+|median|mode)\b",
    re.IGNORECASE,
)


def _is_at(node: Node, name: str) -> bool:
    return isinstance(node, App) and node.fn == Sym(name)


def _narrowed(scope: Scope, vocabulary: Vocabulary, statement: Statement, words: str) -> Scope:
    """`$n \\in N$ be even`: a range that words narrow further is not understood, but `$n \\ge 2$ be an integer` is."""
    if not set(statement.ops) <= {"in", "<", "<=", ">", ">=", ","} or not _NARROWS.search(words):
        return scope
    nodes = [side for side in statement.sides if side is not None]
    plain = {name_of(n) for n in nodes if isinstance(n, Sym) and not vocabulary.is_density(n) and n.style != "bb"}
    least = [n.value for n in nodes if isinstance(n, Num)]
    if _WHOLE.fullmatch(words.strip(" ,.;")) and statement.ops in ((">=",), (">",)) and least and least[0] >= 0:
        if statement.ops == (">",) or least[0] > 0:
            return replace(scope, integer=scope.integer | plain, positive=scope.positive | plain)
    return replace(scope, vague=scope.vague | plain)


def _list_of(sym: Sym) -> str:
    """The list of which n_k is an entry."""
    return f"{sym.base}{sym.marks}[]"


def described(scope: Scope, vocabulary: Vocabulary, statement: Statement, words: str) -> Scope:
    """The scope with what the words around a formula without relation say of its names."""
    listed = numbers_in_words(scope, vocabulary, statement, words)
    if listed is not None:
        return listed
    if any(op != "," for op in statement.ops):
        return _narrowed(scope, vocabulary, statement, words)
    nodes = [side for side in statement.sides if side is not None]
    plain = {name_of(n) for n in nodes for n in walk(n) if isinstance(n, Sym) and not vocabulary.is_density(n)}
    if _ANY_SET.search(words) and set(re.findall(r"[a-z]+", words.lower())) <= _NO_KIND:
        sets = {PREFIX + n for n in plain if is_event(Sym(n))}
        for name in sorted(sets):
            scope = scope.said_anew(name)
        return replace(scope, binary=scope.binary | sets)
    if _INTEGER.search(words):
        return replace(scope, integer=scope.integer | plain, positive=scope.positive | plain)
    if _ANY_NUMBER.search(words):
        for name in sorted(plain):
            scope = scope.said_anew(name)
    if _POSITIVE.search(words):
        scope = replace(scope, positive=scope.positive | plain)
    if _DIGAMMA.search(words) and any(n in (Sym("psi"), Sym("Psi")) or _is_at(n, "psi") for n in nodes):
        scope = scope.define(Definition("digamma", (), ONE, statement.source))
    if _BINARY.search(words):
        scope = replace(scope, binary=scope.binary | {n for n in plain if n[:1].islower() and len(n) == 1})
    if WORDS.search(words):
        scope = replace(scope, vague=scope.vague | {DISCRETE})
    if all(isinstance(n, Sym) or (isinstance(n, App) and len(n.args) < 2 and not n.given) for n in nodes):
        words = _INDEPENDENT_OF.sub(" ", words)  # what f(z) and a parameter are, they are without this
    if _COUNTS.search(words):  # n_k is the number of points in class k: what adds up to what, the words say
        entries = {n for n in nodes if isinstance(n, Sym) and n.sub and not vocabulary.is_density(n)}
        scope = replace(scope, vague=scope.vague | {f(n) for n in entries for f in (name_of, _list_of)})
    other = _IS_OTHER.search(words) and any(isinstance(n, App) and n.fn == Sym("q") for n in nodes)
    if other or _RESTRICTS.search(_HARMLESS.sub(" ", words)) or _FAMILY.search(words):
        scope = replace(scope, vague=scope.vague | {n for node in nodes for n in names_of(vocabulary, node)})
    return scope
