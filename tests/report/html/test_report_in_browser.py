"""The HTML reports in a real browser: phone and desktop, light and dark, on paper."""

import re

import pytest

from hw3verify.assignments.loader import load_assignment
from hw3verify.cli.files import open_source
from hw3verify.judge.judge import judge_source
from hw3verify.language.source import Source
from hw3verify.report.graded import Graded
from hw3verify.report.html.class_page import class_page
from hw3verify.report.html.page import submission_page

LONG = "\\frac{" + "+".join(f"p_{{{k}}}(x|z)" for k in range(40)) + "}{2}"


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    """Files: the report on the shipped example with a line of great length, and a page of a class with it."""
    source = open_source("example")
    text = source.text.replace("$$KL(P_1, P_2) =", f"$${LONG} ={LONG}$$\n\n$$KL(P_1, P_2) =")
    report = judge_source(Source(source.name, text), load_assignment("hw3"))
    folder = tmp_path_factory.mktemp("pages")
    (folder / "one.html").write_text(submission_page(Graded("Ada", report)), encoding="utf-8")
    many = [Graded(name, report) for name in ("Ada", "Bob", "A" * 90)]
    (folder / "class.html").write_text(class_page([*many, Graded("Eve", report, "it was no text")]), encoding="utf-8")
    return folder


@pytest.mark.parametrize("name", ["one", "class"])
def test_reports_fit_and_are_silent(browser, pages, name: str) -> None:
    """At 320, 390 and 1280 pixels nothing is wider than the window; colours follow the system; the console is empty."""
    said: list[str] = []
    asked: list[str] = []
    for width, scheme in ((320, "light"), (390, "dark"), (1280, "light"), (1280, "dark")):
        context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)
        page = context.new_page()
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda problem: said.append(str(problem)))
        page.on("request", lambda request: asked.append(request.url))
        page.goto((pages / f"{name}.html").as_uri())
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        cut = """[...document.querySelectorAll('body *')].filter(e => !e.closest('.scroll, .skip, svg, math')
            && e.getBoundingClientRect().right > innerWidth + 1).map(e => e.outerHTML.slice(0, 80))"""
        assert page.evaluate(cut) == []
        style = "getComputedStyle(document.body)"
        ink, paper = page.evaluate(f"[{style}.color, {style}.backgroundColor]")
        light = [sum(map(int, re.findall(r"\d+", colour))) > 382 for colour in (ink, paper)]
        assert light == ([False, True] if scheme == "light" else [True, False])
        # a long name, and many parts for a person, make rows of a few lines and no towers
        assert page.evaluate("Math.max(...[...document.querySelectorAll('tr')].map(e => e.offsetHeight))") < 400
        for summary in page.locator("summary").all()[:5]:
            summary.click()
        context.close()
    assert said == []
    assert all(url.startswith("file:") for url in asked)


def test_a_keyboard_reaches_what_scrolls(browser, pages) -> None:
    """On a phone every box that scrolls sideways can have the focus, and the skip link leads to the verdicts."""
    page = browser.new_page(viewport={"width": 320, "height": 800})
    page.goto((pages / "one.html").as_uri())
    boxes = "[...document.querySelectorAll('.scroll')].filter(e => e.scrollWidth > e.clientWidth + 1)"
    assert page.evaluate(f"{boxes}.length") > 0
    assert page.evaluate(f"{boxes}.every(e => e.tabIndex === 0 && e.getAttribute('aria-label'))")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.url.endswith("#verdicts")
    page.close()


@pytest.mark.parametrize("name", ["one", "class"])
def test_on_paper(browser, pages, name: str) -> None:
    """Paper is white whatever the system's setting, proofs are unfolded, and nothing scrolls out of the sheet."""
    context = browser.new_context(viewport={"width": 720, "height": 1000}, color_scheme="dark")
    page = context.new_page()
    page.goto((pages / f"{name}.html").as_uri())
    page.emulate_media(media="print", color_scheme="dark")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    if name == "one":
        assert not page.locator("nav").is_visible()
    assert page.locator("details:not([open]) li, details:not([open]) td").first.is_visible()
    pdf = page.pdf(format="A4")
    assert pdf.startswith(b"%PDF")
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) >= 2
    context.close()
