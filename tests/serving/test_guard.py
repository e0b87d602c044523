"""Who may speak to the server."""

import pytest

from hw3verify.serving.guard import is_loopback, is_our_name, is_our_page


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "127.0.0.1:8765", "localhost:8765", "LOCALHOST", "[::1]:80", "127.9.9.9:1"]
)
def test_names_of_this_machine_are_ours(host: str) -> None:
    """Numbers of the loopback network (RFC 1122, RFC 4291) and `localhost` cannot be pointed elsewhere."""
    assert is_our_name(host, "127.0.0.1")


@pytest.mark.parametrize(
    "host",
    [None, "", "evil.example", "evil.example:8765", "localhost.evil.example", "127.0.0.1.evil.example", "127.0.0.1:x",
     "127.0.0.1@evil.example", "192.168.0.7:8765", "localhost, evil.example", "[::1", "0x7f.1", "2130706433",
     "localhost:8765\r\nX: y", "127.0.0.1:123456", "l\u00f6calhost"],
)  # fmt: skip
def test_other_names_are_not(host: str | None) -> None:
    """A name of somebody else may point at this machine (DNS rebinding), so it is refused, as is what is malformed."""
    assert not is_our_name(host, "127.0.0.1")


def test_a_server_for_others_answers_to_numbers() -> None:
    """Where it listens for others, an address in numbers or the name that was given is ours; other names are not."""
    assert is_our_name("192.168.0.7:8765", "0.0.0.0")
    assert is_our_name("lab.example:8765", "lab.example")
    assert not is_our_name("evil.example:8765", "0.0.0.0")


def test_the_page_itself_may_send() -> None:
    """Origin is the place that the request is sent to: same scheme, name and port (RFC 6454)."""
    assert is_our_page("http://127.0.0.1:8765", "127.0.0.1:8765", "same-origin")
    assert is_our_page("http://localhost:8765", "localhost:8765")


@pytest.mark.parametrize(
    ("origin", "site"),
    [(None, None), ("null", None), ("http://127.0.0.1:9000", None), ("https://127.0.0.1:8765", None),
     ("http://localhost:8765", None), ("http://evil.example", "cross-site"), ("http://127.0.0.1:8765", "cross-site"),
     ("http://127.0.0.1:8765", "same-site"), ("http://127.0.0.1:8765.evil.example", None), ("", None)],
)  # fmt: skip
def test_other_pages_may_not(origin: str | None, site: str | None) -> None:
    """A page of another place, of none, or one that the browser calls foreign, is refused."""
    assert not is_our_page(origin, "127.0.0.1:8765", site)


def test_loopback() -> None:
    """The loopback addresses and their name; nothing else."""
    assert all(map(is_loopback, ("localhost", "127.0.0.1", "127.1.2.3", "::1", "[::1]")))
    assert not any(map(is_loopback, ("0.0.0.0", "::", "10.0.0.1", "example.org", "")))
