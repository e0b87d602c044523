"""HTML by construction: what is no `Markup` is text, and text is escaped.

    element("p", "a < b", element("b", "c"))     gives     <p>a &lt; b<b>c</b></p>

Law: a string becomes markup only through `element`, whose names are written in this package; whatever comes from a
document passes through `escaped`, as a child or as the value of an attribute. `Markup` is a string of its own kind so
that the two cannot be mixed up.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from hw3verify.report.text import clean

VOID = ("meta", "br", "col", "link")


class Markup(str):
    """Text that is markup already."""

    __slots__ = ()


def escaped(text: object) -> Markup:
    """The text as markup that shows it: without control characters, on one line; a space at an end is kept."""
    if isinstance(text, Markup):
        return text
    said, shown = str(text), escape(clean(text), quote=True)
    before, behind = (" " if end.isspace() else "" for end in (said[:1], said[-1:]))
    return Markup(before + shown + behind if shown else before)


def join(pieces: Iterable[str], between: str = "") -> Markup:
    """The pieces one behind the other, each escaped if it is no markup; `between` is written by this package."""
    return Markup(between.join(escaped(piece) for piece in pieces))


def element(name: str, /, *content: str, **attributes: str | float | bool) -> Markup:
    """An element. `class_` stands for class, `aria_label` for aria-label; an attribute that is True has no value, one
    that is False is left out."""
    shown = "".join(
        f" {key.rstrip('_').replace('_', '-')}" + ("" if value is True else f'="{escaped(value)}"')
        for key, value in attributes.items()
        if value is not False
    )
    if name in VOID:
        return Markup(f"<{name}{shown}>")
    return Markup(f"<{name}{shown}>{join(content)}</{name}>")


def table(caption: str, header: Iterable[str], rows: Iterable[Markup]) -> Markup:
    """A table with its caption and its header, in a box that scrolls where the page is too narrow."""
    head = element("thead", element("tr", *(element("th", name, scope="col") for name in header)))
    inside = element("table", element("caption", caption), head, element("tbody", *rows))
    return element("div", inside, class_="scroll", role="group", aria_label=caption, tabindex="0")


def spaced(*pieces: str) -> Markup:
    """The pieces that are not empty, with a space between them."""
    return join((piece for piece in pieces if piece), " ")
