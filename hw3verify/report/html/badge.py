"""A verdict as a person sees it: a word, a shape and a colour, so that none of them is needed alone.

    proved      a disc with a tick         refuted     an octagon with a cross
    supported   a half-filled disc         undecided   a diamond with a question mark
    unreadable  a triangle with a mark     definition, condition, and goals for a person: a square

The shapes are drawn, not set as letters: not every font has them.
"""

from __future__ import annotations

from hw3verify.report.html.markup import Markup, element

KINDS = {
    "proved": "good", "reached": "good", "refuted": "bad", "wrong": "bad", "supported": "fair", "asserted": "fair",
    "undecided": "open", "missing": "open", "unreadable": "dark", "definition": "calm", "condition": "calm",
    "for a person": "calm", "": "calm",
}  # fmt: skip
_DISC = "M8 1a7 7 0 1 1 0 14a7 7 0 1 1 0-14z"
_SQUARE = "M2 2h12v12h-12z"
_SHAPES = {
    "good": (_DISC, "M4.5 8.3l2.4 2.4l4.6-5"),
    "bad": ("M5 1h6l4 4v6l-4 4h-6l-4-4v-6z", "M5.3 5.3l5.4 5.4M10.7 5.3l-5.4 5.4"),
    "fair": ("M8 1a7 7 0 0 0 0 14z", "M8 1.7a6.3 6.3 0 0 1 0 12.6"),
    "open": ("M8 .5l7.5 7.5l-7.5 7.5l-7.5-7.5z", "M6 6.3a2 2 0 1 1 2.6 1.9q-.6.3-.6 1.2M8 11.2v.9"),
    "dark": ("M8 1l7.5 14h-15z", "M8 6v4.4M8 12v1.2"),
    "calm": (_SQUARE, "M5 8h6"),
}


def kind(verdict: str) -> str:
    """The colour's name, and that of the shape."""
    return KINDS.get(verdict, "calm")


def shape(verdict: str) -> Markup:
    """The verdict's shape; screen readers pass it over, since the word stands beside it."""
    solid, line = _SHAPES[kind(verdict)]
    stroke = "currentColor" if kind(verdict) == "fair" else "var(--paper)"
    return element(
        "svg",
        element("path", d=solid, fill="currentColor"),
        element("path", d=line, fill="none", stroke=stroke, stroke_width="1.8", stroke_linecap="round"),
        class_="shape",
        viewBox="0 0 16 16",
        width="16",
        height="16",
        aria_hidden="true",
        focusable="false",
    )


def badge(verdict: str, word: str = "") -> Markup:
    """Shape and word in the verdict's colour; `word` in place of the verdict's own."""
    return element("span", shape(verdict), " ", element("span", word or verdict or "nothing asked"),
                   class_=f"badge {kind(verdict)}")  # fmt: skip
