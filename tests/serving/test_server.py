"""The HTTP server: what it serves, whom it refuses, and how a text streams."""

import http.client
import json
import socket
import time
from contextlib import ExitStack

import pytest

from hw3verify.serving import server as serving

HEAD = "POST /judge HTTP/1.1\r\nHost: localhost:1\r\nOrigin: http://localhost:1\r\n"


def ask(server, method="GET", path="/", body=None, **headers):
    """Status, headers and body of an answer; names of headers with _ for -."""
    connection = http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=30)
    connection.request(method, path, body, {name.replace("_", "-"): value for name, value in headers.items()})
    answer = connection.getresponse()
    data = answer.read()
    connection.close()
    return answer.status, answer.headers, data


def own(server):
    return f"http://127.0.0.1:{server.server_port}"


def raw(server, data: bytes) -> bytes:
    """Everything that comes back for these bytes."""
    with socket.create_connection(("127.0.0.1", server.server_port), timeout=30) as connection:
        connection.sendall(data)
        found = b""
        while piece := connection.recv(65536):
            found += piece
        return found


def test_the_page_has_four_files(server) -> None:
    """Markup, script, style and icon, each with its type and length; the assignment's name is escaped."""
    kinds = {}
    for path in ("/", "/page.js", "/page.css", "/icon.svg"):
        status, headers, data = ask(server, path=path)
        assert (status, headers["Content-Length"]) == (200, str(len(data)))
        kinds[path] = headers.get_content_type()
        assert ask(server, "HEAD", path)[1]["Content-Length"] == str(len(data))
    assert list(kinds.values()) == ["text/html", "text/javascript", "text/css", "image/svg+xml"]
    assert b"hw3 &lt;b&gt;" in ask(server)[2]


def test_answers_forbid_what_the_page_does_not_need(server) -> None:
    """Every answer, errors too, lets the browser load from the server alone, in no frame, with no inline script."""
    for status, headers, _ in (ask(server), ask(server, path="/none"), ask(server, "POST", "/judge", b"x")):
        policy = dict(part.strip().split(" ", 1) for part in headers["Content-Security-Policy"].split(";"))
        assert policy["default-src"] == policy["form-action"] == policy["frame-ancestors"] == "'none'", status
        assert {policy[name] for name in ("script-src", "style-src", "connect-src")} == {"'self'"}
        assert "unsafe" not in headers["Content-Security-Policy"]
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert "Access-Control-Allow-Origin" not in headers


def test_nothing_else_is_served(server) -> None:
    """Other paths, also those that lead up or out, are not found; other methods are not known."""
    for path in ("/none", "/../setup.cfg", "/%2e%2e/page.js", "/page.js/", "/judge"):
        assert ask(server, path=path)[0] == 404
    assert ask(server, "POST", "/page.js", b"x", Origin=own(server))[0] == 404
    assert ask(server, "PUT", "/judge", b"x", Origin=own(server))[0] == 501


def test_foreign_names_and_pages_are_refused(server) -> None:
    """A foreign Host (DNS rebinding) does not get the page; a foreign or missing Origin has no text judged."""
    assert ask(server, Host="evil.example")[0] == 421
    assert ask(server, "POST", "/judge", b"x", Host="evil.example", Origin="http://evil.example")[0] == 421
    assert b" 421 " in raw(server, b"GET / HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n\r\n").split(b"\r\n")[0]
    assert b" 421 " in raw(server, b"GET / HTTP/1.0\r\n\r\n").split(b"\r\n")[0]
    for origin in ({}, {"Origin": "http://evil.example"}, {"Origin": "null"}):
        assert ask(server, "POST", "/judge", b"x", **origin)[0] == 403
    assert ask(server, "POST", "/judge", b"x", Origin=own(server), Sec_Fetch_Site="cross-site")[0] == 403
    assert not server.desk._all


def test_texts_are_bounded(server) -> None:
    """Too long a text is refused before it is read; one without a length, or in chunks, too."""
    for more, status in (
        (f"Content-Length: {serving.LARGEST + 1}", 413),
        ("Content-Length: 99999999999999999999", 413),
        ("Content-Length: -1", 411),
        ("Content-Length: \u0661", 411),
        ("Transfer-Encoding: chunked", 411),
        ("X: y", 411),
    ):
        assert f" {status} ".encode() in raw(server, f"{HEAD}{more}\r\n\r\n".encode()).split(b"\r\n")[0]
    assert not server.desk._all


def test_a_text_streams(server) -> None:
    """What is said of a text arrives while the rest is still judged; a newer text of the page ends it."""
    first = http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=30)
    first.request("POST", "/judge", b"wait", {"Origin": own(server), "X-Page": "a"})
    answer = first.getresponse()
    assert (answer.status, answer.headers.get_content_type()) == (200, "application/x-ndjson")
    assert json.loads(answer.readline())["card"]["text"] == "wait"
    status, _, data = ask(server, "POST", "/judge", b"two", Origin=own(server), X_Page="a")
    said = [json.loads(line) for line in data.splitlines()]
    assert (status, said[-1]["done"]["status"]) == (200, "judged")
    assert json.loads(answer.readline())["done"]["status"] == "stopped"
    assert answer.read() == b""
    first.request("POST", "/judge", b"three", {"Origin": own(server), "X-Page": "a"})  # on the same connection
    assert json.loads(first.getresponse().read().splitlines()[-1])["done"]["status"] == "judged"
    first.close()


def test_pages_without_a_name_are_apart(server, monkeypatch: pytest.MonkeyPatch) -> None:
    """Texts that do not say of which page they are do not end each other; those of one page have one name."""
    names: list[str] = []

    def judge(page, text, gone):
        names.append(page)
        yield {"done": {"status": "judged", "because": ""}}

    monkeypatch.setattr(server.desk, "judge", judge)
    for headers in ({}, {}, {"X_Page": "a"}, {"X_Page": "a"}, {"X_Page": "b" * 1000}):
        assert ask(server, "POST", "/judge", b"x", Origin=own(server), **headers)[0] == 200
    assert names[0] != names[1]
    assert names[2:] == ["a", "a", "b" * serving.LONGEST_PAGE_NAME]


def test_a_page_that_hangs_up_is_not_judged_on(server) -> None:
    """When the connection is closed the text is stopped, so that another page has the only worker soon."""
    with socket.create_connection(("127.0.0.1", server.server_port), timeout=30) as connection:
        connection.sendall(f"{HEAD}Content-Length: 4\r\n\r\nwait".encode())
        assert connection.recv(12) == b"HTTP/1.1 200"
    begin = time.monotonic()
    assert ask(server, "POST", "/judge", b"two", Origin=own(server), X_Page="b")[0] == 200
    assert time.monotonic() - begin < 30


def test_slow_senders_are_left(server, monkeypatch: pytest.MonkeyPatch) -> None:
    """A request that stops in the middle ends the connection after a pause."""
    monkeypatch.setattr(serving.Handler, "timeout", 0.3)
    for beginning in ("GET / HT", f"{HEAD}Content-Length: 9\r\n\r\nab"):
        assert raw(server, beginning.encode()) == b""


def test_connections_are_bounded(server) -> None:
    """Connections beyond the bound are closed at once; when others end there is room again."""
    with ExitStack() as idle:
        for _ in range(serving.MOST):
            idle.enter_context(socket.create_connection(("127.0.0.1", server.server_port), timeout=30))
        time.sleep(0.5)
        try:
            said = raw(server, b"GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        except ConnectionError:
            said = b""
        assert said == b""
    time.sleep(0.5)
    assert ask(server)[0] == 200


def test_a_name_of_version_six() -> None:
    """The address of a server that listens on ::1 has brackets (RFC 3986)."""
    try:
        made = serving.Server("::1", 0, None)  # type: ignore[arg-type]
    except OSError:
        pytest.skip("this machine has no IPv6")
    with made:
        assert made.address == f"http://[::1]:{made.server_port}/"
