"""A text judged aloud: first words, the report, the hints; and what is kept from text to text."""

from html.parser import HTMLParser

import pytest

from hw3verify.assignments.loader import load_assignment
from hw3verify.cli.files import open_source
from hw3verify.judge import assess
from hw3verify.judge.judge import judge_source
from hw3verify.language.source import Source
from hw3verify.serving.aloud import Stopped, judge_aloud

LINES = [r"$$\log p(x) = \log\int p(x,z)dz \tag{1}$$", r"$$\ge E_{q(z)}[\log p(x|z)] + KL(q(z)\|p(z)) \tag{2}$$"]


def never() -> bool:
    return False


def told(text, assignment=None, decided=None):
    said: list = []
    judge_aloud(Source("x", text), assignment, {} if decided is None else decided, said.append, never)
    return said


def last_words(said):
    """Key -> the last card of each link, in the order of the last outline."""
    cards = {message["card"]["key"]: message["card"] for message in said if "card" in message}
    outline = [message["outline"] for message in said if "outline" in message][-1]
    return outline, [cards[key] for key in outline["keys"]]


def test_the_last_word_is_that_of_check() -> None:
    """For the shipped example: verdicts, lines, order and hints of `check`, and its points in the sum."""
    homework, source = load_assignment("hw3"), open_source("example")
    report = judge_source(source, homework, hints=True)
    said = told(source.text, homework)
    outline, cards = last_words(said)
    assert [(card["verdict"], card["line"]) for card in cards] == [(link.verdict, link.line) for link in report.links]
    assert all(card["settled"] for card in cards)
    assert ["Hint:" in card["html"] for card in cards] == [bool(link.slip or link.inherits) for link in report.links]
    points = sum(part.points for part in report.parts)
    assert f"{points:g} of" in outline["said"]
    assert outline["said"].startswith(f"{len(report.links)} links: ")


def test_first_words_come_first_and_refute_nothing() -> None:
    """Each link is told before the first outline; what fails is open until everything has been heard."""
    said = told("\n\n".join(LINES))
    first = next(number for number, message in enumerate(said) if "outline" in message)
    early = {m["card"]["key"]: m["card"] for m in said[:2]}
    assert len(early) == 2
    assert [card["verdict"] for card in early.values()] == ["proved", "undecided"]
    assert not any(card["settled"] for card in early.values())
    assert first >= 2
    assert [card["verdict"] for card in last_words(said)[1]] == ["proved", "refuted"]


def test_what_has_not_changed_is_not_searched_for_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """With one line changed, only claims of that line are decided anew, and keys of the others stay."""
    asked: list = []
    decide = assess.decide
    monkeypatch.setattr(assess, "decide", lambda claim, *more: asked.append(claim) or decide(claim, *more))
    decided: dict = {}
    before = last_words(told("\n\n".join(LINES), None, decided))[1]
    count = len(asked)
    told("\n\n".join(LINES), None, decided)
    assert len(asked) == count
    longer = ["Some words.", *LINES, r"$$p(x) = p(x) \tag{3}$$"]
    after = last_words(told("\n\n".join(longer), None, decided))[1]
    assert len(asked) == count + 1
    assert [card["key"] for card in after[:2]] == [card["key"] for card in before]
    assert [card["line"] for card in after] == [3, 5, 7]


@pytest.mark.parametrize("times", [0, 1, 3])
def test_a_judgement_stops_when_it_is_told_to(times: int) -> None:
    """`stop` is asked before every link and claim: after so many it ends with Stopped, and says no more."""
    asked: list = []
    said: list = []

    def stop() -> bool:
        asked.append(len(said))
        return len(asked) > times

    with pytest.raises(Stopped):
        judge_aloud(Source("x", "\n\n".join(LINES)), None, {}, said.append, stop)
    assert len(asked) == times + 1
    assert asked[-1] == len(said)


class Elements(HTMLParser):
    """The elements with their attributes' names."""

    def __init__(self, markup):
        super().__init__()
        self.found: list = []
        self.feed(markup)

    def handle_starttag(self, tag, attributes):
        self.found.append((tag, tuple(name for name, _ in attributes)))

    def handle_comment(self, data):
        self.found.append(("comment", ()))


HARMLESS = {"div", "h3", "button", "span", "svg", "path", "p", "code", "details", "summary", "ul", "ol", "li", "dl",
            "dt", "dd", "strong", "table",
            "caption", "thead", "tbody", "tr", "th", "td", "math", "mrow", "mi", "mn", "mo",
            "mtext", "mspace", "mfrac", "msub", "msup", "msubsup"}  # fmt: skip


@pytest.mark.parametrize(
    "injection",
    ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', r"\text{<script>alert(1)</script>}",
     r"\href{javascript:alert(1)}{x}", "</math></div><iframe>", "<!--", "\u202e<b>\u0000", "x' onclick='alert(1)"],
)  # fmt: skip
def test_what_a_text_brings_along_is_text(injection: str) -> None:
    """Cards and outline of a text with markup in formulas, numbers, headings and facts hold elements of ours alone."""
    text = f"## 1 {injection}\n\n(a) {injection} Let ${injection}=1$.\n\n"
    text += f"$$p(x) = {injection} + 1 \\tag{{{injection}}}$$\n"
    said = told(text, load_assignment("hw3"))
    for message in said:
        markup = (message.get("card") or message["outline"])["html"]
        for tag, attributes in Elements(markup).found:
            assert tag in HARMLESS
            assert not any(name.startswith("on") or name in ("src", "href", "style") for name in attributes)
