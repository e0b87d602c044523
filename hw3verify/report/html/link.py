"""One link: the source line, our reading, the verdict, the counterexample, the slip, and the proof, folded.

Law: everything that the record says of a link is shown, the reading above all: a misreading is the one thing that no
proof can catch. Formulas as written are shown as code, since they may be anything; only our reading is typeset, and
formulas between dollar signs in our own sentences.
"""

from __future__ import annotations

from typing import Any

from hw3verify.judge.record import LinkVerdict
from hw3verify.report.html.badge import badge, kind
from hw3verify.report.html.markup import Markup, element, escaped, join, spaced
from hw3verify.report.html.mathml import formula, mixed
from hw3verify.report.html.world import world
from hw3verify.report.plain_latex import readable

LONGEST = 4000  # characters of one formula or sentence; JSON has all of it
MOST_STEPS = 60
RELATIONS = {"<=": r"\le", ">=": r"\ge", "!=": r"\ne", "~=": r"\approx", ":=": r"\coloneqq", "=>": r"\Rightarrow",
             "<=>": r"\Leftrightarrow", "=": "=", "<": r"\lt", ">": r"\gt", "prop": r"\propto", "~": r"\sim",
             "in": r"\in", "to": r"\to"}  # fmt: skip


def link_name(link: LinkVerdict) -> str:
    """(3)#0: the display and the number of the relation in it."""
    return f"({link.equation})#{link.link}"


def link_article(link: LinkVerdict, identifier: str) -> Markup:
    """The link as an article; `identifier` is its place on the page, made by the page and not by the document."""
    heading = element("h3", element("span", link_name(link)), badge(link.verdict), id=identifier)
    parts = [
        heading,
        element("p", mixed(_cut(link.because))) if link.because else "",
        element("dl", *_sides(link)),
        *notes(link),
        hint(link),
        *background(link),
    ]
    shown = [part for part in parts if part]
    return element("div", *shown, class_=f"article {kind(link.verdict)}", role="article", aria_labelledby=identifier)


def notes(link: LinkVerdict) -> list[Markup | str]:
    """What was done to read the link, and how else it could be read."""
    return [
        _notes("Mended to read it", link.reading.get("repairs")),
        _notes("It could also be read", link.reading.get("alternatives")),
    ]


def background(link: LinkVerdict) -> list[Markup | str]:
    """What the verdict rests on: the counterexample, the facts, the proof."""
    refuted = link.verdict == "refuted" and link.counterexample
    return [world(link.counterexample) if refuted and link.counterexample else "", _facts(link), _proof(link)]


def written(link: LinkVerdict) -> Markup:
    """The link as it stands in the document."""
    return spaced(_code(link.left), element("code", link.relation), _code(link.right))


def read(link: LinkVerdict) -> Markup | str:
    """Our reading of both sides, typeset; empty where there is none."""
    left, right = (str(link.reading.get(side) or "") for side in ("left", "right"))
    if not left and not right:
        return ""
    sign = RELATIONS.get(link.relation, rf"\text{{{link.relation}}}")
    return join([formula(_cut(left)), formula(f"{sign} {_cut(right)}")], " ")


def _sides(link: LinkVerdict) -> list[Markup]:
    place = f"Line {link.line}" if link.line else "Written"
    rows = [join([element("dt", place), element("dd", written(link))])]
    box = reading_box(link)
    if box:
        rows.append(join([element("dt", "Read as"), element("dd", box)]))
    return rows


def reading_box(link: LinkVerdict) -> Markup | str:
    """Our reading in a box that scrolls where the page is too narrow."""
    reading = read(link)
    if not reading:
        return ""
    said = link.reading.get("left"), link.reading.get("right")
    long = sum(len(str(side)) for side in said) > 60  # then it may scroll, and a keyboard has to reach it
    label = f"Our reading of {link_name(link)}"
    attributes: dict[str, Any] = {"tabindex": "0", "role": "group", "aria_label": label} if long else {}
    return element("div", reading, class_="scroll", **attributes)


def _code(latex: str) -> Markup | str:
    return element("code", _cut(latex)) if latex else ""


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else text[:LONGEST] + " ..."


def _notes(label: str, notes: Any) -> Markup | str:
    if not notes:
        return ""
    items = notes if isinstance(notes, list | tuple) else [notes]
    said = [mixed(_cut(_note(note))) for note in items[:MOST_STEPS]]
    return element("div", element("p", f"{label}:", class_="faint"), element("ul", *(element("li", s) for s in said)))


def _note(note: Any) -> str:
    return "; ".join(f"{k}: {v}" for k, v in note.items() if v) if isinstance(note, dict) else str(note)


def hint(link: LinkVerdict) -> Markup | str:
    """What to change, where one change mends the link."""
    if link.inherits:
        said: str = escaped(f"this link inherits the slip of {link.inherits}")
    elif link.slip:
        said = mixed(_cut(link.slip))
    else:
        return ""
    return element("p", element("strong", "Hint:"), " ", said, class_="hint")


def _facts(link: LinkVerdict) -> Markup | str:
    if not link.facts:
        return ""
    facts = [element("li", element("code", _cut(fact))) for fact in link.facts[:MOST_STEPS]]
    return element("details", element("summary", f"Facts that were used ({len(link.facts)})"), element("ul", *facts))


def _proof(link: LinkVerdict) -> Markup | str:
    if link.proof is None:
        said = f"No counterexample in {link.worlds} worlds." if link.worlds and link.verdict == "supported" else ""
        return element("p", said, class_="faint") if said else ""
    steps = [element("li", *_step(step)) for step in link.proof[:MOST_STEPS]]
    count = len(link.proof)
    title = f"The proof ({count} step{'' if count == 1 else 's'})"
    return element("details", element("summary", title), element("ol", *steps)) if steps else ""


def _step(step: Any) -> list[str]:
    if not isinstance(step, dict):
        return [str(step)]
    rule, says = str(step.get("rule", "")), readable(str(step.get("says", "")))
    return [element("strong", rule), ": ", escaped(_cut(says))] if says else [element("strong", rule)]
