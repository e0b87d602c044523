r"""What a place of a document says of vectors and matrices: shapes, properties, normal laws, definitions.

    \mu\in\mathbb R^d, A, B \in \mathbb R^{n\times n}      shapes
    "Let $A$ be symmetric", "invertible matrices $A$"      properties, by words around the formula
    A^\top = A, Q^\top Q = I, \Sigma \succ 0              properties, by formulas
    q(z|x) = N(\mu, \Sigma), x \sim N(\mu, \Sigma)         normal laws
    \Sigma = L L^\top, z = \mu + L \epsilon                definitions

What else is said of a name makes it *vague*: nothing that speaks of it is refuted. Shapes follow from the use as well
(`shape_inference`); all formulas of the part are looked at.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from hw3verify.language.array_conflicts import contradicted
from hw3verify.language.array_numbers import numbers_of
from hw3verify.language.array_subjects import in_force, subjects, tied_entries
from hw3verify.language.array_words import MATRIX, NORMAL, VECTOR, moment_of, noun_of, properties
from hw3verify.language.names import LAWS, signature_of
from hw3verify.language.scope import Said, Scope
from hw3verify.language.shape_inference import infer
from hw3verify.language.shapes import Clash, Shapes, dimension, ident, is_transpose
from hw3verify.language.surface import App, Dots, Expect, Func, Mul, Node, Norm, Num, Pow, Sym, Transpose, walk
from hw3verify.language.vocabulary import Vocabulary
from hw3verify.meaning.matrix import SCALAR, Shape


@dataclass(frozen=True, slots=True)
class NormalLaw:
    """`head(outcome | given)` is normal with this mean and covariance, or has them (`kind` any).

    `head` is a density's family, or `~` where a random variable itself has the law.
    """

    head: str
    outcome: tuple[str, ...]
    given: tuple[str, ...]
    mean: Node
    covariance: Node
    source: str
    kind: str = "normal"
    variable: Sym | None = None


@dataclass(slots=True)
class Ground:
    """What is known of arrays at one place."""

    shapes: Shapes = field(default_factory=Shapes)
    known: dict[str, set[str]] = field(default_factory=dict)
    laws: list[NormalLaw] = field(default_factory=list)
    definitions: dict[str, tuple[Node, str]] = field(default_factory=dict)
    vague: set[str] = field(default_factory=set)
    inherited: set[str] = field(default_factory=set)  # names whose definition is from an earlier part
    conflicts: set[str] = field(default_factory=set)  # names with two definitions, heads with two laws

    def copy(self) -> Ground:
        """A ground of its own for one reading, which may make dimensions equal."""
        known = {n: set(found) for n, found in self.known.items()}
        return replace(self, shapes=self.shapes.copy(), known=known)

    def note(self, name: str, *properties: str) -> None:
        """Add properties of a name."""
        self.known.setdefault(name, set()).update(properties)

    def law(self, head: str, outcome: int, given: int) -> NormalLaw | None:
        """The latest law of a family with so many variables."""
        for law in reversed(self.laws):
            if law.head == head and len(law.outcome) == outcome and len(law.given) == given:
                return law
        return None

    def of_variable(self, name: str) -> NormalLaw | None:
        """The law of a random variable."""
        return next((law for law in reversed(self.laws) if law.head == "~" and law.outcome == (name,)), None)


def survey(scope: Scope, vocabulary: Vocabulary, groups: tuple[tuple[Node, ...], ...]) -> Ground:
    """The ground at a place: its facts, and the formulas of its part."""
    ground, every = Ground(), in_force(scope.said)
    ground.shapes.env.update(dict.fromkeys(numbers_of(scope, every, groups), SCALAR))
    for said in every:
        try:
            _declare(ground, said)
        except Clash:
            ground.vague |= {ident(n) for side in said.sides if side is not None for n in walk(side)
                             if isinstance(n, Sym)}  # fmt: skip
    ground.shapes.declared = set(ground.shapes.env)
    pairs = list(groups)
    for said in every:
        sides = tuple(s for s in said.sides if s is not None)
        if said.ops in (("=",), (":=",)) and len(sides) == 2:
            pairs.append(sides)
        else:
            pairs.extend((s,) for s in sides if said.ops != ("in",))
    for said in every:
        _law(ground, vocabulary, said)
    _by_words(ground, every)
    ranges = dict(vocabulary.ranges)
    infer(ground.shapes, [(_law_node(law),) for law in ground.laws] + pairs, ranges)
    for i, law in enumerate(ground.laws):
        same = [w for w in ground.laws[:i] if (w.head, w.outcome, w.given) == (law.head, law.outcome, law.given)]
        if any((w.mean, w.covariance) != (law.mean, law.covariance) for w in same):
            ground.conflicts.add(f"{law.head}({law.outcome[0]}")
        if isinstance(law.covariance, Sym):
            ground.note(ident(law.covariance), "definite")
    ground.vague |= tied_entries(every)
    for said in every:
        _describe(ground, said)
        _formula(ground, vocabulary, said)
    ground.conflicts |= contradicted(ground.definitions, ground.known)
    return ground


def _law_node(law: NormalLaw) -> Node:
    """A law as it is written with its variable."""
    name = law.outcome[0]
    variable = law.variable if law.variable is not None else Sym(name.rstrip("!"), style="bf" if "!" in name else "")
    return App(Sym("N"), (variable, law.mean, law.covariance))


# -- declarations ---------------------------------------------------------------------------------------------


def _declare(ground: Ground, said: Said) -> None:
    """Memberships and words."""
    symbols = subjects(said)
    if said.ops and said.ops[-1] == "in" and set(said.ops[:-1]) <= {","}:
        shape = _space(ground, said.sides[-1])
        if said.inherited and shape is not None:
            shape = ground.shapes.unnamed(shape)
        if shape is not None:
            for s in symbols:
                ground.shapes.give(_listed(s, ground, said), shape)
    elif said.ops and set(said.ops) != {","}:
        return
    noun = noun_of(said)
    for s in symbols:
        name = ident(s)
        if ground.shapes.shape(name) is None and MATRIX.search(noun):
            ground.shapes.give(name, ground.shapes.matrix())
        elif ground.shapes.shape(name) is None and VECTOR.search(noun):
            ground.shapes.give(name, ground.shapes.vector())


def _describe(ground: Ground, said: Said) -> None:
    """The properties that words give to the vectors and matrices of a membership, or of a formula alone."""
    if said.ops and said.ops[-1] != "in" and set(said.ops) != {","}:
        return
    for s in subjects(said):
        shape = ground.shapes.shape(ident(s))
        if shape is not None and shape != SCALAR:
            found, other = properties(noun_of(said))
            ground.note(ident(s), *(k for k in found if k == "unit" or shape[1] != 1))
            if other or (shape[1] == 1 and found - {"unit"}):  # orthogonal vectors, and no orthogonal matrices
                ground.vague.add(ident(s))
            if found - {"unit"} and shape[1] != 1:
                try:
                    ground.shapes.same(shape[0], shape[1])
                except Clash:
                    ground.vague.add(ident(s))


def _listed(sym: Sym, ground: Ground, said: Said) -> str:
    """The name that a declaration is about: `x_i` is any of a list, and `x_1, ..., x_n` are all."""
    if sym.sub and any(isinstance(s, Dots) for s in said.sides):
        items = ident(Sym(sym.base, sym.sub[:-1], sym.marks, sym.style)) + "[]"
        d = dimension(sym.sub[-1])
        if isinstance(d, str):
            ground.shapes.over[items] = (d,)
        ground.shapes.over.setdefault(items, (ground.shapes.fresh(),))
        return items
    if sym.sub and isinstance(sym.sub[-1], Sym) and sym.sub[-1].base in ("i", "j", "k", "n", "t"):
        items = ident(Sym(sym.base, sym.sub[:-1], sym.marks, sym.style)) + "[]"
        ground.shapes.over.setdefault(items, (ground.shapes.fresh(),))
        return items
    return ident(sym)


def _space(ground: Ground, node: Node | None) -> Shape | None:
    """R, R^d, R^{m x n}."""
    if isinstance(node, Sym) and node.base.startswith("reals"):
        return SCALAR
    if not (isinstance(node, Pow) and isinstance(node.base, Sym) and node.base.base.startswith("reals")):
        return None
    factors = node.exponent.factors if isinstance(node.exponent, Mul) else (node.exponent,)
    dims = [dimension(f) for f in factors]
    found = [d if d is not None else ground.shapes.fresh() for d in dims]
    if len(found) == 1:
        return (found[0], 1)
    return (found[0], found[1]) if len(found) == 2 else None


# -- laws and definitions -------------------------------------------------------------------------------------


def _law(ground: Ground, vocabulary: Vocabulary, said: Said) -> None:
    """q(z|x) = N(m, S), x ~ N(m, S)."""
    if len(said.sides) != 2 or said.ops not in (("=",), (":=",), ("~",)):
        return
    left, right = said.sides
    if not (isinstance(right, App) and isinstance(right.fn, Sym) and LAWS.get(right.fn.base) == "normal"):
        return
    parts = [*right.args, *right.given, *right.params]
    parts = parts[1:] if len(parts) == 3 else parts
    if len(parts) != 2 or left is None:
        return
    source = said.source
    if isinstance(left, Sym) and said.ops == ("~",):
        ground.laws.append(NormalLaw("~", (ident(left),), (), parts[0], parts[1], source, variable=left))
        return
    fn = left.fn if isinstance(left, App) else left
    if not isinstance(fn, Sym):
        return
    if isinstance(left, App):
        if not all(isinstance(a, Sym) for a in (*left.args, *left.given)) or len(left.args) != 1:
            return
        variable = left.args[0] if isinstance(left.args[0], Sym) else None
        outcome = tuple(ident(a) for a in left.args if isinstance(a, Sym))
        given = tuple(ident(a) for a in left.given if isinstance(a, Sym))
        head = vocabulary.family(fn, signature_of(left))
    else:
        variable, outcome, given, head = None, ("z",), (), vocabulary.family(fn)
    ground.laws.append(NormalLaw(head, outcome, given, parts[0], parts[1], source, variable=variable))


def _by_words(ground: Ground, every: tuple[Said, ...]) -> None:
    """`Let $x$ be a random vector with mean $m$ and covariance $S$`."""
    subject: Said | None = None
    found: dict[str, Node] = {}
    for said in (*every, None):
        what = "" if said is None or said.ops else moment_of(said)
        if said is not None and what and subject is not None and len(said.sides) == 1 and said.sides[0] is not None:
            found[what] = said.sides[0]
            continue
        if found and subject is not None and isinstance(subject.sides[0], Sym):
            name = subject.sides[0]
            mean = found.get("mean", Func("mean", (name,)))
            spread = found.get("covariance", Func("covariance", (name,)))
            kind = "normal" if NORMAL.search(subject.after) and len(found) == 2 else "any"
            ground.laws.append(NormalLaw("~", (ident(name),), (), mean, spread, subject.source, kind, name))
        single = said is not None and not said.ops and len(said.sides) == 1 and isinstance(said.sides[0], Sym)
        subject, found = (said if single else None), {}


def _formula(ground: Ground, vocabulary: Vocabulary, said: Said) -> None:
    """Equations that define a name or give it a property; what else is said of arrays makes them vague."""
    sides = [s for s in said.sides if s is not None]
    letters = {ident(n) for s in sides for n in walk(s) if isinstance(n, Sym)}
    arrays = {n for n in letters if ground.shapes.is_array(n)}
    if not arrays or not said.ops or said.ops[-1] == "in" or set(said.ops) == {","}:
        return
    if any(law.source == said.source for law in ground.laws):
        return
    if len(sides) != 2 or len(said.sides) != 2:
        ground.vague |= arrays
        return
    left, right = sides
    if said.ops == ("?",) and isinstance(left, Sym) and isinstance(right, Num) and "succ" in said.source:
        ground.note(ident(left), "symmetric" if "succeq" in said.source else "definite")
        return
    if said.ops not in (("=",), (":=",)):
        ground.vague |= arrays if said.ops != ("~",) else set()
        return
    known = _property(left, right) or _property(right, left)
    if known is not None:
        ground.note(*known)
        return
    if _moments(ground, left, right, said.source):
        return
    if isinstance(left, Sym):
        name = ident(left)
        inside = {ident(n) for n in walk(right) if isinstance(n, Sym)}
        if name not in inside and not _depends(ground, inside, name):
            if name in ground.definitions and ground.definitions[name][0] != right and name not in ground.inherited:
                ground.conflicts.add(name)
            (ground.inherited.add if said.inherited else ground.inherited.discard)(name)
            ground.definitions[name] = (right, said.source)
            return
    fn = left.fn if isinstance(left, App) else left
    if isinstance(left, App) and isinstance(fn, Sym) and vocabulary.is_density(fn):
        return  # a density of another kind: its family is vague by itself
    ground.vague |= arrays


def _depends(ground: Ground, inside: set[str], name: str) -> bool:
    """Would a definition go round in a circle?"""
    waiting, seen = list(inside), set[str]()
    while waiting:
        top = waiting.pop()
        if top == name:
            return True
        if top not in seen and top in ground.definitions:
            seen.add(top)
            waiting += [ident(n) for n in walk(ground.definitions[top][0]) if isinstance(n, Sym)]
    return False


def _property(left: Node, right: Node) -> tuple[str, str] | None:
    """A^T = A, Q^T Q = I, ||v|| = 1."""
    flipped = _transposed(left)
    if flipped is not None and flipped == right:
        return (ident(flipped), "symmetric")
    if isinstance(left, Mul) and len(left.factors) == 2 and isinstance(right, Sym) and right.base == "I":
        for a, b in (left.factors, left.factors[::-1]):
            flipped = _transposed(a)
            if flipped is not None and flipped == b:
                return (ident(flipped), "orthogonal")
    base = left.base if isinstance(left, Pow) else left
    if isinstance(base, Norm) and isinstance(base.arg, Sym) and right == Num(1):  # type: ignore[arg-type]
        return (ident(base.arg), "unit")
    return None


def _transposed(node: Node) -> Sym | None:
    if isinstance(node, Transpose) and isinstance(node.arg, Sym):
        return node.arg
    return node.base if is_transpose(node) and isinstance(node, Pow) and isinstance(node.base, Sym) else None


def _moments(ground: Ground, left: Node, right: Node, source: str) -> bool:
    """E[x] = m and Cov(x) = S: a law of any kind with these."""
    if not (isinstance(left, Expect) and isinstance(left.body, Sym) and not left.sub and not left.given):
        return False
    variable = ident(left.body)
    place = next((i for i, law in enumerate(ground.laws) if law.head == "~" and law.outcome == (variable,)), None)
    old = None if place is None else ground.laws[place]
    if old is not None and old.kind == "normal":
        return False
    mean: Node = Func("mean", (left.body,)) if old is None else old.mean
    covariance: Node = Func("covariance", (left.body,)) if old is None else old.covariance
    if left.op == "E":
        mean = right
    elif left.op in ("Cov", "Var"):
        covariance = right
        if isinstance(right, Sym):
            ground.note(ident(right), "definite")
    law = NormalLaw("~", (variable,), (), mean, covariance, source if old is None else f"{old.source}; {source}", "any")
    if place is None:
        ground.laws.append(law)
    else:
        ground.laws[place] = law
    return True
