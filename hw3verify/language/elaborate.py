"""From what was written to what it means: a surface tree becomes an expression under a vocabulary and a scope.

Names get their kinds here, bare densities their arguments (`KL(q\\|p)`, `E_q`), missing integration variables theirs,
definitions are put in and expectations and divergences unfolded. Whatever has no certain meaning raises `Unknown`: a
wrong meaning would make a false verdict, a missing one only costs a verdict. What had to be supplied is in `notes`,
which facts were used in `used`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from fractions import Fraction

from hw3verify.language import binders, events, sets, standard_functions, unfold
from hw3verify.language.data_letters import written
from hw3verify.language.densities import density_at, law_at
from hw3verify.language.derivatives import derivative
from hw3verify.language.derived import derived
from hw3verify.language.expectations import Weight, expectation
from hw3verify.language.functions import function_at
from hw3verify.language.instances import indexed_instance, instance, is_member, label_of
from hw3verify.language.moving import moving, shifted
from hw3verify.language.names import is_array
from hw3verify.language.outcomes import are_apart
from hw3verify.language.points import evaluated
from hw3verify.language.product_measures import of_products
from hw3verify.language.running import how_many, index_role
from hw3verify.language.scope import Scope
from hw3verify.language.sketch import show
from hw3verify.language.surface import (
    Abs,
    Add,
    App,
    Big,
    Binom,
    Cases,
    Deriv,
    Div,
    Evaluated,
    Expect,
    Factorial,
    Func,
    Indicator,
    Infinity,
    Mul,
    Neg,
    Node,
    Num,
    Pow,
    Sym,
)
from hw3verify.language.truth import cases, kronecker, truth
from hw3verify.language.usage import arity, is_energy
from hw3verify.language.variables import is_probability
from hw3verify.language.vocabulary import DIVERGENCES, GREEK, LAWS, Signature, Unknown, Vocabulary, name_of
from hw3verify.meaning.claim import Law
from hw3verify.meaning.expr import (
    INFINITY,
    PI,
    Apply,
    Arg,
    Call,
    Expr,
    Name,
    Number,
    Power,
    add,
    divide,
    exp,
    free_names,
    multiply,
    negate,
    substitute,
)
from hw3verify.meaning.expr import walk as walk_expr

PI_WEIGHT = "pi!"  # the name of a \\pi that the facts bound: a weight or a probability
NATS = Sym("nats")  # the unit of all logarithms here
BARE_FUNCTIONS = ("f", "g", "D", "T")  # `E_p[fg]`: never written with arguments, but functions all the same


class Elaborator:
    """One reading of one side under a vocabulary and a scope."""

    def __init__(
        self,
        vocabulary: Vocabulary,
        scope: Scope,
        density: Weight | None = None,
        free_elsewhere: frozenset[str] = frozenset(),
    ) -> None:
        self.vocabulary = vocabulary
        self.scope = scope
        self.notes: list[str] = []
        self.used: dict[str, None] = {}
        self.laws: list[Law] = []  # laws written inside the formula, as in KL(N(0,1) || N(m,1))
        self.open_laws: set[str] = set()  # families with a law that may mean two things
        self.outcome = ""  # the variable of the density that is being defined: N(0, 1) stands at it
        self.sifted = False  # did \\delta(x - a) stand for a point mass?
        self.dropped: dict[str, set[str]] = {}  # Greek indices of densities, parameters without a name -> families
        self.written: list[tuple[str, Sym, Signature | None]] = []  # families with parameters, as they were written
        self.under: tuple[tuple[str, str], ...] = ()  # variables of the innermost expectation, with their roles
        self.indices: dict[str, str] = {}  # bound index letters -> index role
        self.components: set[str] = set()  # names such as z_j that stand for one component of a vector
        self.free_elsewhere = free_elsewhere  # names that the other side leaves free: no missing variable
        self.nameless = 0  # integrals without a variable around this place
        self.bare: list[tuple[str, tuple[str, ...]]] = []  # families without arguments, and where they were read
        self.guessed = False  # was one of several variables supplied?
        self.density = density  # the density of the last expectation, for E without an index
        self.heads: dict[str, str] = {}  # heads that occur -> "density", "function", "indexed"

    # -- dispatch -------------------------------------------------------------------------------------------

    def expr(self, node: Node) -> Expr:
        """The meaning of a node."""
        if isinstance(node, Num):
            return Number(node.value)
        if isinstance(node, Sym):
            return self.symbol(node)
        if isinstance(node, App):
            return self.application(node)
        if isinstance(node, Add):
            self.guessed |= are_apart(self, node.terms)
            return add(*map(self.expr, node.terms))
        if isinstance(node, Neg):
            return negate(self.expr(node.arg))
        if isinstance(node, Mul):
            if sum(is_array(f) for f in node.factors) > 1:
                raise Unknown("a product of vectors or matrices is not understood yet", node)
            if self.vocabulary.pi_is_name and Num(Fraction(2)) in node.factors and Sym("pi") in node.factors:
                raise Unknown("2 pi, where pi is a name elsewhere", node)
            return multiply(*(self.expr(f) for f in node.factors if f != NATS))
        if isinstance(node, Div):
            if isinstance(node.den, Infinity):
                raise Unknown("a quotient by infinity is a limit, and no value", node)
            return divide(self.expr(node.num), self.expr(node.den))
        if isinstance(node, Pow | Func):
            return self.power(node) if isinstance(node, Pow) else standard_functions.named(self, node)
        if isinstance(node, Big):
            return binders.big(self, node)
        if isinstance(node, Expect):
            return expectation(self, node)
        if isinstance(node, Deriv):
            return derivative(self, node)
        if isinstance(node, Evaluated):
            return evaluated(self, node)
        if isinstance(node, Abs):
            return sets.cardinality(self, node.arg) or Call("abs", (self.expr(node.arg),))
        if isinstance(node, Infinity):
            return INFINITY
        if isinstance(node, Factorial):
            return Call("factorial", (self.expr(node.arg),))
        if isinstance(node, Indicator):
            return truth(self, node.of)
        if isinstance(node, Cases):
            return cases(self, node)
        if isinstance(node, Binom):
            return standard_functions.choose(self, node)
        raise Unknown(f"{type(node).__name__.rstrip('_').lower()} has no meaning here yet", node)

    def power(self, node: Pow) -> Expr:
        """A power; `e^{u}` is the exponential."""
        if is_array(node.base):
            raise Unknown("a power of a vector or matrix is not understood yet", node)
        if node.exponent == Sym("T") and Sym("T") not in self.vocabulary.ranges.values():
            raise Unknown("a transpose is not understood yet", node)
        if isinstance(node.base, Sym) and node.base.base == "e" and not node.base.sub and not node.base.marks:
            return exp(self.expr(node.exponent))
        return Power(self.expr(node.base), self.expr(node.exponent))

    # -- names ----------------------------------------------------------------------------------------------

    def symbol(self, sym: Sym) -> Expr:
        """A bare name: a constant, a defined name, an indexed quantity, a bare density or function, a scalar."""
        name = name_of(sym)
        if name == "pi":
            return Name(PI_WEIGHT) if "pi" in self.scope.positive else PI
        if name == "e":
            return exp(Number(1))
        found = self.definition(name) or derived(self, sym, None)
        if found is not None:
            return found
        indexed = kronecker(self, sym) or self.indexed(sym) or how_many(self.vocabulary, sym)
        if indexed is not None:
            return indexed
        if self.vocabulary.is_density(sym):
            if name in self.scope.unit and name not in self.vocabulary.signatures:
                return Name(name)  # `0 < p < 1`, and p never stands at arguments: a probability, no density
            return density_at(self, sym, None)
        roles = self.vocabulary.function_roles(name)
        if roles and (sym.base.isupper() or sym.base in "fgh") and all(self.is_variable(r) for r in roles):
            self.heads[name] = "function"
            return Apply(name, tuple(Arg(r, Name(r)) for r in roles))
        if sym.base in BARE_FUNCTIONS and not sym.sub and not roles and self.is_unexplained(name):
            if not self.under:
                if sym.base.isupper():
                    return Name(name)  # a number of steps, a dimension
                raise Unknown(f"nothing says what {name} is a function of", sym)
            self.heads[name] = "function"
            return Apply(name, tuple(Arg(role, Name(v)) for v, role in self.under))
        if "'" in sym.marks and self.vocabulary.function_roles(name.rstrip("'")):
            return Name(name)  # D' as an independent slot of a Lagrangian
        if is_member(self.scope, sym):
            raise Unknown(f"{name} is one of several that a formula defines", sym)
        return Name(name)

    def definition(self, name: str, node: App | None = None) -> Expr | None:
        """A defined name, bare or at arguments, with its body put in; None if it is not defined."""
        return instance(self, name, node)

    @contextmanager
    def free_of(self, names: Iterable[str]) -> Iterator[None]:
        """Where these names are bound: the z of E_{q(z)} is not the z that is made of noise elsewhere."""
        outer, made = self.scope, [n for n in names if self.scope.random.makes(self.scope.definition(n))]
        if made:
            kept = tuple(d for d in outer.definitions if d.name not in made)
            self.scope = replace(outer, definitions=kept)
        try:
            yield
        finally:
            self.scope = outer

    def is_unexplained(self, name: str) -> bool:
        """Does nothing in the text say what the name is (no fact, no range that ends there)?"""
        ends = {show(upper) for upper in self.vocabulary.ranges.values() if upper is not None}
        return name not in self.scope.mentioned and name not in ends

    def is_variable(self, name: str) -> bool:
        """Is a function's argument a plain variable (and not a function or a density itself)?"""
        return name not in GREEK and name.islower() and name not in self.vocabulary.functions

    def signature(self, family: str) -> Signature:
        """The variables of a density that is written without them: as the text has said, else as it is mostly used."""
        told = [s for known, s in self.scope.bare if known == family]
        return told[-1] if told else self.vocabulary.signature(family)

    def note_heads(self, body: Expr) -> None:
        """The heads in a definition's body occur here too."""
        for node in walk_expr(body):
            if isinstance(node, Apply):
                kind = "indexed" if node.head.endswith("[]") else "function"
                vector = node.head.endswith("[]") and self.scope.product(node.head[:-2]) is not None
                if vector or node.head in self.vocabulary.signatures or _is_usual(node.head):
                    kind = "density"
                self.heads.setdefault(node.head, kind)

    def indexed(self, sym: Sym) -> Expr | None:
        """x_i for an index i."""
        if len(sym.sub) == 0 or name_of(sym) in self.components:
            return None
        known = self.indices.keys() | self.vocabulary.ranges.keys()
        inner = [s for s in sym.sub if isinstance(s, Sym) and not s.sub and s.base in known]
        labels = [s for s in sym.sub if s not in inner]
        if moving(self, labels):
            return shifted(self, sym)
        if not inner:
            several = self.scope.definition(f"{name_of(replace(sym, sub=()))}[]")
            if several is None or self.scope.definition(name_of(sym)) is not None:
                return None
            raise Unknown(f"{name_of(sym)} is one of several that a formula defines", sym)  # w_1, where w_k = ...
        head = name_of(Sym(written(self.scope, sym.base), tuple(labels), sym.marks)) + "[]"
        defined = self.scope.definition(head)
        if defined is not None and len(defined.parameters) == len(inner):
            self.used[defined.source] = None
            self.note_heads(defined.body)
            letters = zip(defined.parameters, inner, strict=True)
            return substitute(defined.body, {p: Name(s.base) for p, s in letters if p != s.base})
        self.heads[head] = "indexed"
        return Apply(head, tuple(Arg(self.index_role(s.base), Name(s.base)) for s in inner))

    def entries(self) -> dict[str, Expr]:
        """The names that stand for one component of a vector -> the entry of that vector."""
        found: dict[str, Expr] = {}
        for name in self.components:
            base, _, letter = name.rpartition("_")
            found[name] = Apply(f"{base}[]", (Arg(self.index_role(letter), Name(letter)),))
            self.heads.setdefault(f"{base}[]", "indexed")
        return found

    def index_role(self, letter: str) -> str:
        """The role of an index: indices with one upper bound share it."""
        if letter in self.indices:
            return self.indices[letter]
        return index_role(self, letter)

    # -- heads at arguments ---------------------------------------------------------------------------------

    def application(self, node: App) -> Expr:
        """Densities, divergences, laws, defined and ordinary functions."""
        fn = node.fn
        if not isinstance(fn, Sym):
            raise Unknown("this application is not understood", node)
        name = name_of(fn)
        products = of_products(self, node, fn.base) if fn.base in DIVERGENCES else None
        if products is not None:
            return products
        if fn.base in DIVERGENCES and self.scope.definition(f"{name}/{arity(node)}") is not None:
            name = f"{name}/{arity(node)}"
        label = label_of(node)
        if self.scope.definition(name) is not None or self.scope.definition(label) is not None:
            found = self.definition(name, node) if self.scope.definition(label) is None else self.definition(label)
            assert found is not None
            return found
        if any(d.name.startswith(f"{name}(") for d in self.scope.definitions):
            raise Unknown(f"{name} is not defined of these", node)
        if fn.sub and len(node.args) == 1 and not node.given and not isinstance(node.args[0], Sym):
            if self.scope.definition(f"{name_of(replace(fn, sub=()))}[]") is not None:  # r_i (1 - x_i), where r_i = ...
                return multiply(self.expr(fn), self.expr(node.args[0]))
        family = indexed_instance(self, fn, node)
        if family is not None:
            return family
        if fn.base == "D" and not fn.sub and node.sep == "||":  # D(p || q) without an index is the Kullback-Leibler one
            return unfold.divergence(self, node, "KL")
        known = standard_functions.applied(self, fn, node)
        if known is not None:
            return known
        found = derived(self, fn, node)
        if found is not None:
            return found
        if fn.base in DIVERGENCES and not (fn.base in ("W", "I") and not node.args):
            return unfold.divergence(self, node, fn.base)
        if is_probability(node):
            return events.probability(self, node)
        if self.vocabulary.is_density(fn):
            return density_at(self, fn, node)
        if fn.base in LAWS and not is_energy(node):
            return law_at(self, node)
        if node.given or not node.args:
            raise Unknown(f"{name} is not known", node)
        return function_at(self, fn, node)

    def keep_free(self, names: frozenset[str], body: Expr, node: Node) -> None:
        """Refuse to put something else for a name that a law in the body speaks of: there it would stay."""
        for law in (*(law for law, _ in self.scope.laws), *self.laws):
            spoken = frozenset().union(*(free_names(p) for p in law.parameters)) - {*law.given, law.index}
            heads = {n.head.removesuffix("[]") for n in walk_expr(body) if isinstance(n, Apply)}
            if spoken & names and law.head.removesuffix("[]") in heads:
                raise Unknown(f"{min(spoken & names)} is a parameter of {law.head} and takes another value here", node)

    def argument(self, node: Node) -> Expr:
        """An argument of a defined name; bare densities and functions stand for themselves."""
        return self.indexed(node) or Name(name_of(node)) if isinstance(node, Sym) else self.expr(node)


def _is_usual(head: str) -> bool:
    """Is this one of the usual names of densities?"""
    return re.split("[_:]", head)[0] in ("p", "q", "r", "law")
