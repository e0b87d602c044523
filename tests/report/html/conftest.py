"""A reader of our pages that is no part of the package: what is on the page, by the standard library's parser."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

import pytest

VOID = {"meta", "br", "col", "link", "img", "input", "hr"}
HTML = {
    "html", "head", "meta", "title", "style", "body", "header", "main", "nav", "section", "h1", "h2", "h3", "p", "ul",
    "ol", "li", "dl", "dt", "dd", "a", "span", "div", "code", "strong", "table", "caption", "thead", "tbody", "tr",
    "th", "td", "details", "summary", "svg", "path", "rect", "line", "text",
}  # fmt: skip
MATHML = {
    "math", "mrow", "mi", "mn", "mo", "mtext", "mspace", "mfrac", "msqrt", "mroot", "msub", "msup", "msubsup", "munder",
    "mover", "munderover", "mtable", "mtr", "mtd",
}  # fmt: skip
ATTRIBUTES = {
    "class", "id", "href", "lang", "charset", "http-equiv", "content", "name", "scope", "role", "tabindex", "style",
    "aria-label", "aria-labelledby", "aria-hidden", "focusable", "viewbox", "width", "height", "d", "fill", "stroke",
    "stroke-width", "stroke-linecap", "stretchy", "form", "accent", "displaystyle", "linethickness", "mathvariant", "x",
    "y", "x1", "x2", "y1", "y2", "text-anchor",
}  # fmt: skip


@dataclass
class Page(HTMLParser):
    """A page as read: its elements with their attributes, its text, and whether it is well formed."""

    source: str
    elements: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    texts: list[tuple[str, str]] = field(default_factory=list)
    open: list[str] = field(default_factory=list)
    strange: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.feed(self.source)
        self.close()
        assert self.open == [], "elements that are not closed"
        assert self.strange == [], "comments, instructions or closing tags that close nothing"
        assert {name for name, _ in self.elements} <= HTML | MATHML
        assert {key for _, attributes in self.elements for key in attributes} <= ATTRIBUTES
        assert all(a["href"].startswith("#") for _, a in self.elements if "href" in a)
        assert {a["style"] for _, a in self.elements if "style" in a} <= {"margin:0"}
        ids = self.all("id")
        assert len(ids) == len(set(ids))
        assert {a["href"][1:] for _, a in self.elements if "href" in a} <= set(ids)
        assert {name for value in self.all("aria-labelledby") for name in value.split()} <= set(ids)

    def handle_starttag(self, tag, attributes):
        self.elements.append((tag, {key: value or "" for key, value in attributes}))
        assert len(dict(attributes)) == len(attributes), f"an attribute twice in {tag}"
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        if self.open and self.open[-1] == tag:
            self.open.pop()
        else:
            self.strange.append(tag)

    def handle_data(self, text):
        self.texts.append((self.open[-1] if self.open else "", text))

    def handle_comment(self, text):
        self.strange.append(text)

    def handle_pi(self, text):
        self.strange.append(text)

    def unknown_decl(self, text):
        self.strange.append(text)

    def all(self, attribute: str) -> list[str]:
        """The values of this attribute, in order."""
        return [a[attribute] for _, a in self.elements if attribute in a]

    def inside(self, tag: str) -> str:
        """The text that stands directly in elements of this name."""
        return " ".join(text for name, text in self.texts if name == tag)

    @property
    def text(self) -> str:
        """The whole text, without the style sheet."""
        return "".join(text for name, text in self.texts if name != "style")

    def outline(self) -> list[int]:
        """The levels of the headings."""
        return [int(name[1]) for name, _ in self.elements if name in ("h1", "h2", "h3")]


@pytest.fixture
def read() -> type[Page]:
    """The reader: it fails for a page that is not well formed or has anything that our pages do not have."""
    return Page
