"""The page of `hw3verify serve` in a real browser, with the judge itself."""

import http.server
import re
import threading

import pytest

from hw3verify.assignments.loader import load_assignment
from hw3verify.cli.files import open_source
from hw3verify.grading.handle import Limits
from hw3verify.serving.desk import Desk
from hw3verify.serving.server import Server
from hw3verify.serving.worker import COMMAND

SIZES = {"desktop": (1280, 900), "phone": (360, 740)}
RIGHT = r"$$\log p(x) = \log\int p(x,z)dz \tag{1}$$"
WRONG = r"$$p(x) = 2p(x) \tag{2}$$"


@pytest.fixture(scope="module")
def address():
    """Where a server with the judge itself listens, under the homework."""
    homework = load_assignment("hw3")
    desk = Desk(Limits(60.0, 1024, None, COMMAND), (homework.id, homework.source.text))
    with Server("127.0.0.1", 0, desk, "hw3") as made:
        thread = threading.Thread(target=made.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        yield made.address
        made.shutdown()
        thread.join()
    desk.close()


@pytest.fixture
def visit(browser, address):
    """Opens the page at a size and in a scheme; at the end nothing was complained of and nothing foreign was loaded."""
    said: list[str] = []
    asked: list[str] = []
    contexts = []

    def opened(size="desktop", scheme="light"):
        width, height = SIZES[size]
        context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(60_000)
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda problem: said.append(str(problem)))
        page.on("request", lambda request: asked.append(request.url))
        page.goto(address)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert said == []
    assert all(url.startswith(address) for url in asked)


def finished(page, words):
    page.locator("#status:not(.busy)", has_text=words).wait_for()


def verdicts(page):
    return [item.inner_text().split()[0] for item in page.locator("#cards .article h3 .badge").all()]


@pytest.mark.parametrize(("size", "scheme"), [("desktop", "light"), ("phone", "dark")])
def test_the_example_is_judged(visit, size: str, scheme: str) -> None:
    """All links of the shipped example get a card with a reading; nothing is wider than the page or cut off."""
    page = visit(size, scheme)
    page.fill("#text", open_source("example").text)
    finished(page, "23 links: 17 proved, 3 refuted")
    assert page.locator("#cards > li").count() == 23
    assert page.locator("#cards math").count() > 40
    assert page.locator("#cards .hint").count() == 3
    width = SIZES[size][0]
    assert page.evaluate("() => document.documentElement.scrollWidth") <= width
    for item in page.locator("#cards .article").all():
        box = item.bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width
    paper = page.evaluate("() => getComputedStyle(document.body).backgroundColor")
    assert paper == {"light": "rgb(255, 255, 255)", "dark": "rgb(20, 24, 29)"}[scheme]


def test_verdicts_follow_the_keys(visit) -> None:
    """Link by link as one types: a card appears, is mended by an edit, moves with its line and goes with its text."""
    page = visit()
    page.keyboard.insert_text(RIGHT)  # the text area has the focus from the beginning
    finished(page, "1 link: 1 proved")
    page.keyboard.insert_text("\n\n" + WRONG)
    finished(page, "2 links: 1 proved, 1 refuted")
    assert verdicts(page) == ["proved", "refuted"]
    assert page.locator("#cards .hint").inner_text()
    for _ in range(len(r"2p(x) \tag{2}$$")):
        page.keyboard.press("ArrowLeft")
    page.keyboard.press("Delete")
    finished(page, "2 links: 2 proved")
    page.keyboard.press("Control+Home")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Line 4").wait_for()
    page.locator("#mirror > div:nth-child(2) .marks .good").wait_for()  # a mark stands at the line too
    page.fill("#text", "")
    finished(page, "Waiting for a text")
    assert page.locator("#cards > li").count() == 0


def test_cards_stand_beside_their_lines(visit) -> None:
    """On a wide page the card of the caret's line is at the height of that line."""
    page = visit()
    page.fill("#text", open_source("example").text)
    finished(page, "23 links")
    for _ in range(2):
        page.get_by_role("button", name="Next to look at").click()
    card = page.locator("#cards > li.now").first
    card.wait_for()
    page.wait_for_timeout(300)
    line = page.locator("#mirror > div.now").bounding_box()
    assert abs(card.bounding_box()["y"] - line["y"]) < 30


def test_the_keyboard_is_enough(visit) -> None:
    """Tab leaves the text for verdicts and buttons; each stop has a name; Enter on a line's button goes there."""
    page = visit()
    page.fill("#text", RIGHT + "\n\n" + WRONG)
    finished(page, "2 links")
    page.focus("#text")
    page.keyboard.press("Control+Home")
    stops = []
    for _ in range(12):
        page.keyboard.press("Tab")
        stops.append(page.evaluate("() => document.activeElement.textContent.trim().slice(0, 40)"))
        if "Line 3" in stops[-1]:
            page.keyboard.press("Enter")
            break
    assert any(stop.startswith("Line 1") for stop in stops)
    assert all(stops)
    assert page.evaluate("() => [document.activeElement.id, document.activeElement.selectionStart]") == [
        "text", len(RIGHT) + 2]  # fmt: skip
    tree = page.locator("body").aria_snapshot()
    for part in ('textbox "Derivation"', "- status", 'heading "Verdicts"', 'link "Skip to the verdicts"', "- main",
                 'list "Links in the order of the text"', 'button "Next to look at"'):  # fmt: skip
        assert part in tree
    assert not re.search(r"- (button|textbox|link)(:|$)", tree, re.MULTILINE)


def test_texts_do_nothing_on_the_page(visit) -> None:
    """Markup in a text is shown and not obeyed: no element of its own, no dialogue, no request."""
    page = visit()
    page.on("dialog", lambda dialogue: pytest.fail("a dialogue"))
    nasty = '<img src=x onerror=alert(1)><script>alert(1)</script></div>"onmouseover="alert(1)'
    page.fill("#text", f"## 1 {nasty}\n\nLet ${nasty}=1$.\n\n$$p(x) = {nasty} \\tag{{{nasty}}}$$\n$$1=2$$")
    page.locator("#status:not(.busy)", has_text="link").wait_for()
    assert page.locator("#cards > li").count() >= 1
    assert page.locator("#cards img, #cards script, #outline img, [onmouseover]").count() == 0


def test_a_text_that_takes_long_does_not_hang_the_page(visit) -> None:
    """While a long text is judged the page answers, and another text is judged at once."""
    page = visit()
    page.fill("#text", "\n\n".join(f"$$KL(q_{k}(z)\\|p(z)) \\ge {k} KL(q_{k}(z)\\|r(z))$$" for k in range(400)))
    page.locator("#status.busy").wait_for()
    page.fill("#text", WRONG)
    finished(page, "1 link: 1 refuted")
    assert verdicts(page) == ["refuted"]


def test_foreign_pages_cannot_use_it(browser, address) -> None:
    """A page of another place gets no answer, and under a foreign name for this machine the server is not ours."""
    class Elsewhere(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(b"<title>elsewhere</title>")

        def log_message(self, *args):
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Elsewhere) as other:
        threading.Thread(target=other.serve_forever, args=(0.05,), daemon=True).start()
        page = browser.new_page()
        page.goto(f"http://127.0.0.1:{other.server_port}/")
        statuses: list[int] = []
        page.on("response", lambda answer: statuses.append(answer.status))
        send = "url => fetch(url, {method: 'POST', mode: 'no-cors', body: '$$1=1$$'}).then(a => a.type, () => 'failed')"
        assert page.evaluate(send, f"{address}judge") in ("opaque", "failed")
        assert statuses in ([403], [])
        port = address.rstrip("/").rpartition(":")[2]
        answer = page.goto(f"http://evil.example:{port}/")
        assert answer.status == 421
        page.close()
        other.shutdown()
