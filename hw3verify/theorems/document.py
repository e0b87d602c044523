"""A document of theorems: what each says, under which identifier, and which of its displays prove it.

    ## 2 The gap {#elbo.gap}

    Let $p(x,z)$ be a joint density and let $q(z)$ be a density. Then

    $$\\log p(x) - ... = KL(q(z)\\|p(z|x)) \\tag{5}$$

    *Proof.* ...

A theorem is a numbered section whose heading ends with its identifier in braces. What stands before `*Proof.*` is its
statement: prose with the facts under which it holds, and one or more displays; what stands behind it is the proof.

Law: a document that is read has a theorem in each of its sections, each with an identifier of the document's name and a
display before its proof, and no identifier twice. Whatever breaks this raises `UnusableTheorem`, with the place.
Nothing is proved here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NoReturn

from hw3verify.language.blocks import Display, Document, Part, Prose, read_blocks
from hw3verify.language.source import Source, UnusableInput

PROOF = "*Proof.*"
IDENTIFIER = r"[a-z][a-z0-9_]{0,40}\.[a-z][a-z0-9_]{0,40}"
_HEADING = re.compile(rf"#+\s+\d+\s+(?P<title>[^{{}}]+?)\s*\{{#(?P<identifier>{IDENTIFIER})\}}\s*$")


class UnusableTheorem(UnusableInput):
    """A document of theorems that cannot be used; the message says where and why."""


@dataclass(frozen=True, slots=True)
class Theorem:
    """A theorem as it is written.

    identifier  under which it is cited: "elbo.gap"
    title       the words of its heading
    part        the label of its section in the document, as reports have it
    text        the statement as Markdown: facts and displays, up to the proof
    statement   the displays of the statement as LaTeX, without their numbers
    equations   the numbers of these displays
    proof       the proof as Markdown
    """

    identifier: str
    title: str
    part: str
    text: str
    statement: tuple[str, ...]
    equations: tuple[str, ...]
    proof: str

    @property
    def document(self) -> str:
        """The name of the document in which it stands."""
        return self.identifier.partition(".")[0]

    @property
    def latex(self) -> str:
        """The statement as a LaTeX environment, `theorem` of amsthm."""
        shown = re.sub(r"\$\$(.*?)\$\$", lambda m: f"\\[{m[1]}\\]", self.text, flags=re.DOTALL)
        label = f"\\label{{thm:{self.identifier}}}"
        return f"\\begin{{theorem}}[{self.title}]{label}\n{shown}\n\\end{{theorem}}"


def read_theorems(source: Source, name: str) -> tuple[Theorem, ...]:
    """The theorems of a document, in order; `name` is what their identifiers begin with."""
    document = read_blocks(source)
    found: dict[str, Theorem] = {}
    for part, following in zip(document.parts, (*document.parts[1:], None), strict=True):
        if not part.label:
            if part.displays:
                _fail(source, part.displays[0].start, "a display stands in no section")
            continue
        theorem = _theorem(document, part, len(source.text) if following is None else following.heading_offset)
        if theorem.document != name:
            _fail(source, part.heading_offset, f"{theorem.identifier} does not begin with {name}")
        if theorem.identifier in found:
            _fail(source, part.heading_offset, f"{theorem.identifier} is there twice")
        found[theorem.identifier] = theorem
    if not found:
        _fail(source, 0, "no section holds a theorem")
    return tuple(found.values())


def _theorem(document: Document, part: Part, end: int) -> Theorem:
    source = document.source
    line = source.line(source.position(part.heading_offset)[0])
    heading = _HEADING.match(line.strip())
    if heading is None:
        _fail(source, part.heading_offset, "a section's heading is `## NUMBER TITLE {#document.theorem}`")
    proofs = [i for i, item in enumerate(part.items) if isinstance(item, Prose) and PROOF in item.text]
    if len(proofs) != 1:
        _fail(source, part.heading_offset, f"{PROOF} stands {len(proofs)} times in this section, not once")
    stated = [item for item in part.items[: proofs[0]] if isinstance(item, Display)]
    if not stated or len(stated) == len(part.displays):
        _fail(source, part.heading_offset, "a theorem has a display before its proof and one in it")
    start = part.heading_offset + len(line)
    middle = source.text.index(PROOF, start)
    return Theorem(
        heading["identifier"],
        heading["title"],
        part.label,
        _without_numbers(source.text[start:middle]),
        tuple(display.latex.strip() for display in stated),
        tuple(display.number for display in stated),
        source.text[middle:end].strip(),
    )


def _without_numbers(text: str) -> str:
    return re.sub(r"\s*\\tag\{[^{}]*\}", "", text).strip()


def _fail(source: Source, offset: int, problem: str) -> NoReturn:
    line, column = source.position(offset)
    raise UnusableTheorem(f"{source.name}:{line}:{column}: {problem}")
