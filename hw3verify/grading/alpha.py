"""A claim with its names in the order in which they occur: claims that differ in names alone become one.

`alpha(claim, vague)` puts `sym1`, `sym2` ... for heads, roles, parameters and variables, bound ones too, by one
bijection over all of them, since a role has its variable's name. Primes stay (z' runs over the space of z), and so does
the mark of an index role. `Names.back` puts the written names into evidence, which is JSON with names as words in it.

Law: `alpha` is a function of the claim; two claims have the same image only if a bijection of names takes one to the
other. What the image says of its world is what the claim says of the renamed world, because a claim is about all
densities, functions and parameters whatever they are called. Nothing has to believe that: evidence that was found for
the image is put back and checked by the kernel for the claim itself.

A claim with other signs in a name (a set, an optimum, a list: those mean something) has no image.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from hw3verify.language.scope import SUMMED
from hw3verify.meaning.claim import Claim, Facts, Law, PushForward, Relation
from hw3verify.meaning.expr import Apply, Arg, Domain, Expr, Fold, Name, rebuild

CONSTANTS = frozenset(("infinity", "pi"))
_PLAIN = re.compile(r"(#?)([A-Za-z][A-Za-z0-9_]*)('*)", re.ASCII)
_OURS = re.compile(r"\bsym([0-9]{1,6})\b", re.ASCII)
MOST_DEPTH = 100


class Unnameable(ValueError):
    """A name that has more to it than being a name."""


@dataclass(frozen=True, slots=True)
class Names:
    """The names that were written, in the order in which they occur."""

    written: tuple[str, ...]

    def back(self, value: Any) -> Any:
        """JSON data, or a text, with the written names in it."""
        if not self.written:
            return value
        if isinstance(value, str):
            return _OURS.sub(self._put, value) if "sym" in value else value
        if isinstance(value, dict):
            return {self.back(k): self.back(v) for k, v in value.items()}
        if isinstance(value, list | tuple):
            return [self.back(v) for v in value]
        return value

    def _put(self, found: re.Match[str]) -> str:
        at = int(found[1]) - 1
        return self.written[at] if at in range(len(self.written)) else found[0]


AS_WRITTEN = Names(())


def alpha(claim: Claim, vague: frozenset[str]) -> tuple[Claim, frozenset[str], Names] | None:
    """The image of a claim and of the vague names that concern it, with the written names; None if it has none."""
    try:
        renaming = _Renaming({})
        image = renaming.claim(claim)
        doubts = frozenset(map(renaming.doubt, vague))
    except (Unnameable, RecursionError):
        return None
    return image, doubts, Names(tuple(renaming.names))


@dataclass(frozen=True, slots=True)
class _Renaming:
    """The bijection as far as it is known; it grows with every name that is met."""

    names: dict[str, str]

    def __call__(self, name: str) -> str:
        """The new name for a name, a head, or a role."""
        if name in CONSTANTS or not name:
            return name
        found = _PLAIN.fullmatch(name)
        if found is None or found[2].startswith(("n_", "sym")):
            raise Unnameable(name)
        new = self.names.setdefault(found[2], f"sym{len(self.names) + 1}")
        return f"{found[1]}{new}{found[3]}"

    def doubt(self, name: str) -> str:
        """The new name for a vague name that occurs in the claim; signs without letters speak of all names."""
        found = _PLAIN.fullmatch(name)
        if not any(c.isalpha() for c in name) or name == SUMMED:
            return name
        if found is None or found[2] not in self.names or (len(name) == 1 and name.isupper()):
            raise Unnameable(name)  # of a capital X more is meant: the density of x too
        return self(name)

    def claim(self, claim: Claim) -> Claim:
        says = self.relation(claim.says)
        return Claim(says, tuple(map(self.relation, claim.premises)), self.facts(claim.facts))

    def relation(self, r: Relation) -> Relation:
        return Relation(self.expr(r.left), r.op, self.expr(r.right))

    def expr(self, e: Expr, depth: int = 0) -> Expr:
        if depth > MOST_DEPTH:
            raise Unnameable("nested too deeply")
        if isinstance(e, Name):
            return Name(self(e.id))
        if isinstance(e, Apply):
            head = self(e.head)
            return Apply(head, self.args(e.args, depth), self.args(e.given, depth))
        if isinstance(e, Fold):
            var, role = self(e.var), self(e.domain.role)
            ends = [None if end is None else self.expr(end, depth + 1) for end in (e.domain.lower, e.domain.upper)]
            return Fold(e.op, var, Domain(e.domain.kind, role, *ends), self.expr(e.body, depth + 1))
        return rebuild(e, lambda c: self.expr(c, depth + 1))

    def args(self, args: tuple[Arg, ...], depth: int) -> tuple[Arg, ...]:
        return tuple(Arg(self(a.role), self.expr(a.value, depth + 1)) for a in args)

    def facts(self, facts: Facts) -> Facts:
        laws = tuple(map(self.law, facts.laws))
        pushes = tuple(
            PushForward(self(f.map), self(f.base), self(f.base_role), self(f.image), self(f.image_role))
            for f in facts.push_forwards
        )
        assumptions = tuple(map(self.relation, facts.assumptions))
        roles = tuple(sorted((self(name), self(role)) for name, role in facts.roles))
        return replace(
            facts, densities=self.set(facts.densities), functions=self.set(facts.functions),
            indexed=self.set(facts.indexed), positive=self.set(facts.positive), unit=self.set(facts.unit),
            binary=self.set(facts.binary), integer=self.set(facts.integer),
            roles=roles, laws=laws, push_forwards=pushes, assumptions=assumptions,
        )  # fmt: skip

    def law(self, law: Law) -> Law:
        head, outcome, given = self(law.head), tuple(map(self, law.outcome)), tuple(map(self, law.given))
        index, size = self(law.index), None if law.size is None else self.expr(law.size)
        parameters = tuple(map(self.expr, law.parameters))
        return Law(head, outcome, given, law.name, parameters, index, size)

    def set(self, names: Iterable[str]) -> frozenset[str]:
        """What is said of names; those that occur nowhere else are met in the order of the alphabet."""
        return frozenset(map(self, sorted(names)))
