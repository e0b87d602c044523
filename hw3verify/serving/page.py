"""The page itself: its markup, and the files that it loads from the server.

`page.js` has the behaviour, `page.css` what the style sheet of the reports does not say. Law: the markup holds nothing
from outside but the assignment's name, escaped; without a script the page says so.
"""

from __future__ import annotations

from importlib.resources import files as installed

from hw3verify.report.html.markup import Markup, element, join
from hw3verify.report.html.style import rules

Files = dict[str, tuple[str, bytes]]
ICON = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><path d="M8 1a7 7 0 1 1 0 14a7 7 0 1 1 0-14z"'
    ' fill="#116329"/><path d="M4.5 8.3l2.4 2.4l4.6-5" fill="none" stroke="#fff" stroke-width="1.8"/></svg>'
)
HELP = (
    "Displays stand between $$ and $$, facts in sentences that begin with Let, Given, Assume, Suppose, Where, Since or "
    "Recall. Every relation gets a verdict, and our reading beside it: look there first when a verdict surprises you."
)


def files(asked: str = "") -> Files:
    """Path -> (type, bytes) of everything that the server hands out."""
    style = rules() + _data("page.css")
    return {
        "/": ("text/html; charset=utf-8", markup(asked).encode()),
        "/page.js": ("text/javascript; charset=utf-8", _data("page.js").encode()),
        "/page.css": ("text/css; charset=utf-8", style.encode()),
        "/icon.svg": ("image/svg+xml", ICON.encode()),
    }


def markup(asked: str = "") -> str:
    """The page; `asked` is the name of the assignment under which texts are judged."""
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", name="color-scheme", content="light dark"),
        element("title", "hw3verify"),
        element("link", rel="icon", href="icon.svg"),
        element("link", rel="stylesheet", href="page.css"),
        element("script", "", src="page.js", defer=True),
    )
    body = element(
        "body",
        element("a", "Skip to the verdicts", class_="skip", href="#verdicts"),
        element("header", element("h1", "hw3verify"),
                element("p", f"under the assignment {asked}" if asked else "without an assignment", class_="faint")),
        "\n", element("main", _editor(), "\n", _verdicts()), "\n", _bar(), class_="hw3verify",
    )  # fmt: skip
    return "<!DOCTYPE html>\n" + element("html", head, "\n", body, lang="en") + "\n"


def _editor() -> Markup:
    text = element("textarea", "", id="text", aria_describedby="help", spellcheck="false", autocapitalize="off",
                   autocomplete="off", autofocus=True, placeholder="Type or paste a derivation")  # fmt: skip
    return element(
        "section",
        element("h2", element("label", "Derivation", for_="text"), id="derivation"),
        element("p", HELP, id="help", class_="faint"),
        element("noscript", element("p", "This page needs its script; hw3verify check FILE works without one.")),
        element("div", element("div", "", id="mirror", aria_hidden="true"), text, class_="editor"),
        aria_labelledby="derivation",
        class_="derivation",
    )


def _verdicts() -> Markup:
    inside = join([
        element("h2", "Verdicts", id="judged"),
        element("div", "", id="outline"),
        element("ol", "", id="cards", aria_label="Links in the order of the text"),
    ])  # fmt: skip
    return element("section", inside, id="verdicts", aria_labelledby="judged", tabindex="-1", class_="verdicts")


def _bar() -> Markup:
    """What is always in sight: how it stands, and the way to the next line that needs a look."""
    return element(
        "footer",
        element("p", "Waiting for a text", id="status", role="status"),
        element("p", element("button", "Next to look at", id="next", type="button", disabled=True),
                element("button", "Put in an example", id="example", type="button")),
        class_="bar",
    )  # fmt: skip


def _data(name: str) -> str:
    return (installed("hw3verify.serving") / name).read_text(encoding="utf-8")
