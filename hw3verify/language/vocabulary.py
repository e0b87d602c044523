"""The vocabulary of a document: which names are densities, functions, variables and indices.

It is read off the use: `p_\\theta(x|z)` somewhere makes p a density with the signature (x | z), `\\sum_{j=1}^J` makes j
an index from 1 to J. The conventions:

    one family      p, p_\\theta, p_z(z), p_X(x): Greek indices name parameters, an index that is the argument names
                    the marginal; neither changes which distribution is meant
    other families  p_{data}, p_G, p_1: words, numbers and other letters do; P_G, p_G, p_g are one; so are p_d, p_{data}
    roles           a variable's role is its name without primes; a family of one variable has one, whatever its letter

Two Greek indices on one signature (`KL(p_\\theta \\| p_{\\theta'})`) are two families, and so are two names that one
formula compares (`contrasts`). `p(x|\\theta)` is p_\\theta(x): beside `p(x|\\theta')` each parameter has its family,
beside a plain p(x) nothing is certain. The vocabulary decides nothing about truth; a name that it cannot place is
`Unknown`, and what is unknown is never refuted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from hw3verify.language.contrasts import Contrast, contrasts
from hw3verify.language.names import (
    DENSITIES,
    DIVERGENCES,
    DUMMIES,
    GREEK,
    INDICES,
    LAWS,
    Signature,
    Unknown,
    greek_indices,
    index_text,
    is_event,
    is_greek,
    is_random_variable,
    is_variable,
    known_label,
    name_of,
    parameters_of,
    role_of,
    signature_of,
    variable_of,
    without_parameters,
)
from hw3verify.language.random_letters import NAMES
from hw3verify.language.running_letters import Values
from hw3verify.language.spaces import Pair, common_role, compared
from hw3verify.language.surface import (
    Add,
    App,
    Big,
    Div,
    Expect,
    Func,
    Mul,
    Neg,
    Node,
    Num,
    Pow,
    Rel,
    Sym,
    Word,
    walk,
)  # fmt: skip
from hw3verify.language.usage import (
    PARAMETERS,
    functionals,
    is_energy,
    is_pi,
    is_ratio,
    kindred,
    letter_of_hellinger,
    letters,
    names_pi,
    numbered,
)

__all__ = [
    "DENSITIES", "DIVERGENCES", "GREEK", "INDICES", "LAWS", "Signature", "Unknown",
    "Vocabulary", "is_random_variable", "is_variable", "name_of", "role_of", "signature_of",
]  # fmt: skip


@dataclass(slots=True)
class Vocabulary:
    """What a document's formulas say about its names; grows while the document is scanned, then is only read."""

    signatures: dict[str, Counter[Signature]] = field(default_factory=dict)
    functions: dict[str, Counter[tuple[str, ...]]] = field(default_factory=dict)
    declared: set[str] = field(default_factory=set)  # bases or names that facts or divergences make densities
    ranges: dict[str, Node | None] = field(default_factory=dict)  # index letter -> its upper bound
    kin: dict[str, str] = field(default_factory=dict)  # index letter without a bound -> the letter it stands beside
    valued: set[str] = field(default_factory=set)  # functions that stand at a ratio of densities: functions of numbers
    unclear: set[str] = field(default_factory=set)  # index letters with several upper bounds
    greek: dict[tuple[str, str, Signature], set[str]] = field(default_factory=dict)
    unit: set[str] = field(default_factory=set)  # functions that occur in log D and log(1 - D)
    _logged: set[str] = field(default_factory=set)  # functions in log D
    _complements: set[str] = field(default_factory=set)  # and in log(1 - D)
    marginals: dict[str, set[str]] = field(default_factory=dict)  # base -> roles that an index names, as in p_X(x)
    apart: set[Contrast] = field(default_factory=set)  # indices that tell families apart
    parameters: dict[tuple[str, str, Signature], set[tuple[str, ...]]] = field(default_factory=dict)
    nearby: dict[str, Counter[Signature]] = field(default_factory=dict)  # the same as signatures, in one part
    functionals: set[str] = field(default_factory=set)  # Q(\\theta, \\theta') and the like: no densities
    compared: set[Pair] = field(default_factory=set)  # families of which a divergence is written
    variants: set[tuple[str, str]] = field(default_factory=set)  # Greek letters with their names: theta, theta'
    numbered: set[tuple[str, str, Num]] = field(default_factory=set)  # f_1, f_2: base, marks, number
    hellinger: set[str] = field(default_factory=set)  # what H is used for: "distance", "entropy"
    values: Values = field(default_factory=Values)  # letters that run over the values of variables
    numbers: frozenset[str] = frozenset()  # letters p, q, r that are numbers in the part at hand
    pi_is_name: bool = False  # a weight or a policy, not the number: `0 < \\pi < 1`, `1 - \\pi`, `\\pi(a)`

    # -- scanning -------------------------------------------------------------------------------------------

    def scan(self, nodes: Iterable[Node]) -> None:
        """Take in the formulas of a document (any number of times, in order)."""
        nodes = list(nodes)
        everything = [node for root in nodes for node in walk(root)]
        self.pi_is_name |= any(map(is_pi, nodes)) or any(map(names_pi, everything))
        self.functionals |= functionals(everything)
        self.variants |= letters(everything)
        self.numbered |= numbered(everything)
        self.apart |= contrasts(everything, self.is_density, lambda fn: fn.base in DIVERGENCES, GREEK)
        for node in everything:
            if isinstance(node, App) and isinstance(node.fn, Sym) and self.is_density(node.fn):
                self._scan_indices(node, node.fn)
        parameters = greek_indices(everything)
        for node in everything:
            if isinstance(node, Big):
                self._scan_index(node)
            elif isinstance(node, App) and isinstance(node.fn, Sym) and node.fn.base in DIVERGENCES:
                for a in node.args:
                    about = isinstance(a, Sym) and (is_random_variable(a) or a.base in PARAMETERS)
                    if isinstance(a, Sym) and a.base not in NAMES and not (node.fn.base in ("H", "I") and about):
                        self.declared |= {name_of(a)} - parameters
        self.values.scan(everything, self.ranges)
        kindred(nodes, self.ranges, self.kin)
        self.compared |= compared(everything, self.is_density, self.family)
        self.hellinger |= letter_of_hellinger(everything)
        for node in everything:
            if isinstance(node, App) and isinstance(node.fn, Sym):
                self._scan_application(node)
            elif isinstance(node, Expect):
                for s in node.sub:
                    if isinstance(s, Rel) and s.op == "~" and isinstance(s.right, Sym):
                        self.declared.add(name_of(s.right))
                        if isinstance(s.left, Sym):
                            self._register(s.right, ((name_of(s.left),), ()))
            elif isinstance(node, Func) and node.name == "log":
                self._scan_log(node)

    def _scan_indices(self, node: App, fn: Sym) -> None:
        """Which marginals an index names, and which parameters stand behind a bar."""
        roles = signature_of(node)
        if len(fn.sub) == 1 and len(roles[0]) == 1 and not roles[1]:
            letter = index_text(fn.sub[0])
            if len(letter) == 1 and letter.lower() == roles[0][0].lower():
                self.marginals.setdefault(fn.base.lower(), set()).add(roles[0][0])
        found = parameters_of(roles) or tuple(index_text(s) for s in fn.sub if is_greek(s))
        key = (fn.base.lower(), self._label(fn, roles), without_parameters(roles))
        self.parameters.setdefault(key, set()).add(found)
        if parameters_of(roles):
            self.parameters[key].add(("|",))

    def _scan_index(self, node: Big) -> None:
        if isinstance(node.var, Sym) and node.op in ("sum", "prod") and not node.var.sub:
            if node.lower is not None and node.upper is not None:
                if self.ranges.get(node.var.base) not in (None, node.upper):
                    self.unclear.add(node.var.base)
                self.ranges[node.var.base] = node.upper
            elif node.var.base in INDICES or is_event(node.var):
                self.ranges.setdefault(node.var.base, None)

    def _scan_application(self, node: App) -> None:
        fn = node.fn
        assert isinstance(fn, Sym)
        if (fn.base in DIVERGENCES or fn.base in LAWS) and not self.is_density(fn) and not is_energy(node):
            return
        names = [name_of(v) if isinstance(v := variable_of(a), Sym) else "" for a in node.args]
        given = [name_of(v) if isinstance(v := variable_of(a), Sym) else "" for a in node.given]
        if not self.is_density(fn):
            self.valued |= {name_of(replace(fn, marks=""))} if any(map(is_ratio, node.args)) else set()
            if all(names) and not node.given:
                self.functions.setdefault(name_of(fn), Counter())[tuple(names)] += 1
            return
        if all(names) and all(given) and not any(map(is_event, node.args)):
            sampled = all(isinstance(a, Sym) and a.sub and index_text(a.sub[0]) in INDICES for a in node.args)
            self._register(fn, (tuple(names), tuple(given)), signature_of(node), not sampled)

    def _register(self, fn: Sym, signature: Signature, written: Signature | None = None, often: bool = True) -> None:
        roles = (tuple(map(role_of, signature[0])), tuple(map(role_of, signature[1])))
        greek = [index_text(s) for s in fn.sub if is_greek(s)]
        key = (fn.base.lower(), self._label(fn, roles), roles)
        self.greek.setdefault(key, set()).add(",".join(greek))
        self.signatures.setdefault(self.family(fn, written or roles), Counter())[roles] += often

    def _scan_log(self, node: Func) -> None:
        """log D and log(1 - D), as factors or alone: who writes both takes D to lie between 0 and 1."""
        waiting = list(node.args[:1])
        while waiting:
            part = waiting.pop()
            if isinstance(part, Mul):
                waiting += part.factors
            elif isinstance(part, Div):
                waiting += (part.num, part.den)
            elif isinstance(part, Pow):
                waiting.append(part.base)
            elif isinstance(part, Add):
                first, second = part.terms if len(part.terms) == 2 else (part, part)
                if isinstance(first, Num) and first.value == 1 and isinstance(second, Neg):
                    self._note(second.arg, self._complements)
            else:
                self._note(part, self._logged)
        self.unit = self._logged & self._complements

    def _note(self, node: Node, where: set[str]) -> None:
        fn = node.fn if isinstance(node, App) else node
        if isinstance(fn, Sym) and not self.is_density(fn):
            where.add(name_of(fn))

    # -- asking ---------------------------------------------------------------------------------------------

    def is_density(self, sym: Sym) -> bool:
        """Does the symbol name a density?"""
        name = name_of(sym)
        usual = sym.base.lower() in DENSITIES and sym.style != "bb" and name not in self.functionals
        return (usual or name in self.declared) and name not in self.numbers

    def _label(self, sym: Sym, signature: Signature | None) -> str:
        """The indices that tell families apart."""
        variables = set(signature[0] + signature[1]) if signature else set()
        parts = []
        for s in sym.sub:
            text = index_text(s)
            if isinstance(s, Word):
                parts.append(known_label(text.lower(), ("alias", sym.base.lower()) in self.apart))
            elif is_greek(s):
                if isinstance(s, Sym) and (s.marks or s.sub):
                    parts.append(text)
            elif isinstance(s, Sym):
                if ("letter", sym.base.lower()) not in self.apart and (
                    text in variables
                    or text.lower() in variables
                    or (signature is None and len(text) == 1 and text.lower() in "xyzhsu")
                    or (len(variables) < 2 and text.lower() in self.marginals.get(sym.base.lower(), ()))
                ):
                    continue
                parts.append(known_label(text, ("alias", sym.base.lower()) in self.apart))
            elif isinstance(s, Num) or not all(isinstance(n, Sym) for n in walk(s)):
                letters = {n.base.lower() for n in walk(s) if isinstance(n, Sym)}
                if not (isinstance(s, Rel) and letters <= {v.lower() for v in variables}):  # p_{Z|X}(z|x)
                    parts.append(text)
        return ",".join(parts)

    def family(self, sym: Sym, signature: Signature | None = None) -> str:
        """The family's identifier: `p`, `p_data`, `p_G`, `q*`."""
        base = sym.base.lower() if sym.base.lower() in DENSITIES or len(sym.base) == 1 else sym.base
        label = self._label(sym, signature)
        if signature is None and sym.sub and not label and all(isinstance(s, Sym) and not is_greek(s) for s in sym.sub):
            known = f"{base}_{name_of(sym).split('_', 1)[1]}"
            if known in self.signatures:
                label = known.split("_", 1)[1]
        greek = [index_text(s) for s in sym.sub if is_greek(s) and isinstance(s, Sym) and not s.marks and not s.sub]
        if greek and (("greek", sym.base.lower()) in self.apart or self._several(sym.base.lower(), label)):
            label = ",".join(filter(None, (label, *greek)))
        if signature is not None:
            label = ",".join(filter(None, (label, *self._told_apart(sym, label, signature))))
        return base + (f"_{label}" if label else "") + sym.marks

    def _told_apart(self, sym: Sym, label: str, signature: Signature) -> tuple[str, ...]:
        """The parameters behind the bar, where p(x|a) and p(x|b) both occur, or a and a' do anywhere."""
        seen = self.parameters.get((sym.base.lower(), label, without_parameters(signature)), set())
        if ("|",) not in seen or () in seen:
            return ()
        found = parameters_of(signature) or tuple(index_text(s) for s in sym.sub if is_greek(s))
        return found if len(seen) > 2 else tuple(p for p in found if len(self._members(p)) > 1)

    def _members(self, parameter: str) -> set[str]:
        """The names of one letter, such as theta and theta'; one with an index that runs is no other name."""
        found = {n for letter, n in self.variants if letter == parameter.rstrip("'*").partition("_")[0]}
        return {n for n in found if not set(n.partition("_")[2].split(",")) & self.ranges.keys()}

    def is_torn(self, sym: Sym, signature: Signature) -> bool:
        """Does the same density stand with and without a parameter behind the bar?"""
        key = (sym.base.lower(), self._label(sym, signature), without_parameters(signature))
        seen = self.parameters.get(key, set())
        return ("|",) in seen and () in seen

    def marginal(self, sym: Sym) -> tuple[str, ...]:
        """The roles that letters name in p_X and p_{X,Y}; () if the indices are none or tell families apart."""
        base = sym.base.lower()
        if ("letter", base) in self.apart or not all(isinstance(s, Sym) and not s.sub for s in sym.sub):
            return ()
        known = self.marginals.get(base, set()) | {"x", "y", "z"}
        letters = [index_text(s).lower() for s in sym.sub]
        return tuple(letters) if set(letters) <= known else ()

    def _several(self, base: str, label: str) -> bool:
        """Do two different Greek indices occur with one signature?"""
        return any(key[:2] == (base, label) and len({g for g in found if g}) > 1 for key, found in self.greek.items())

    def signature(self, family: str) -> Signature:
        """The roles with which a family is mostly used, in the part at hand if it is used there: (outcome, given)."""
        seen = self.nearby.get(family) or self.signatures.get(family)
        if not seen:
            label = family.split("_", 1)[1] if "_" in family else ""
            return ((label,), ()) if label in ("x", "y", "z", "u", "t") else (("x",), ())
        return seen.most_common(1)[0][0]

    def is_latent(self, family: str) -> bool:
        """Is this a q that is never applied, in a document about a latent variable z? Then it is a law of z."""
        return family not in self.signatures and family[:1] == "q" and "z" in self.variables

    @property
    def variables(self) -> set[str]:
        """The names that stand as arguments of densities somewhere."""
        return {v for seen in self.signatures.values() for outcome, given in seen for v in (*outcome, *given)}

    def role(self, family: str, variable: str) -> str:
        """The role that a variable fills in a family."""
        role = role_of(variable)
        seen = self.signatures.get(family, Counter[Signature]())
        if any(len(args) != 1 or given for args, given in seen):
            return role
        named = self.marginals.get(family.split("_", maxsplit=1)[0], set())
        if role in named:
            return role
        common = common_role(self.compared, self.signatures, family, role, _kindred)
        if common:
            return common
        firsts = [args[0] for args, _ in seen if args[0] not in named]
        same = [r for r in firsts if _kindred(r, role)]
        others = {r for r in firsts if r not in DUMMIES}
        if not (set(same) - {role}) and role in DUMMIES and len(others) == 1:  # \\int q_1(u) f(u) du beside q_1(z_1)
            return others.pop()
        return same[0] if same else role

    def function_roles(self, head: str) -> tuple[str, ...]:
        """The variables with which a function is mostly used."""
        seen = self.functions.get(head)
        return tuple(map(role_of, seen.most_common(1)[0][0])) if seen else ()


def _kindred(a: str, b: str) -> bool:
    """Could two letters stand for the same variable (x and y, but never x and z)?"""
    return a == b or (a in "xyuts" and b in "xyuts" and len(a) == len(b) == 1)
