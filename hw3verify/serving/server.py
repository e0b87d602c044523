"""The HTTP server of the page: four files, and one address that takes a text and streams what is said of it.

    GET  /  /page.js  /page.css  /icon.svg       the page
    POST /judge                                  a text (UTF-8); the answer is JSON Lines, as they come (`aloud`)

Law: nothing but these is served, nothing is written, nothing is looked up elsewhere. A request has bounds: `LARGEST`
bytes, `PAUSE` seconds between two pieces of it, `MOST` connections in all; beyond them it gets an error and the
connection ends. Who may ask stands in `guard`. Every answer forbids the browser all that the page does not need.
"""

from __future__ import annotations

import json
import select
import socket
import threading
from collections.abc import Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from hw3verify.serving.desk import Desk, Message
from hw3verify.serving.guard import is_our_name, is_our_page
from hw3verify.serving.page import files

LARGEST = 256_000  # bytes of one text: twice a long homework
PAUSE = 20.0  # seconds
MOST = 64  # connections at once
LONGEST_PAGE_NAME = 64
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cache-Control": "no-store",
}


class Server(ThreadingHTTPServer):
    """A server that listens at once; `desk` judges. OSError where the address cannot be had."""

    daemon_threads = True
    request_queue_size = MOST

    def __init__(self, host: str, port: int, desk: Desk, asked: str = "") -> None:
        self.address_family = socket.AF_INET6 if ":" in host else socket.AF_INET
        self.bound, self.desk = host, desk
        self.files = files(asked)
        self._room = threading.BoundedSemaphore(MOST)
        super().__init__((host, port), Handler)

    @property
    def address(self) -> str:
        """Where a browser finds the page."""
        name = f"[{self.bound}]" if ":" in self.bound else self.bound
        return f"http://{name}:{self.server_address[1]}/"

    def process_request(self, request: Any, client_address: Any) -> None:
        """Serve a connection in a thread of its own, if there is room for one more."""
        if not self._room.acquire(blocking=False):
            self.shutdown_request(request)
            return
        super().process_request(request, client_address)

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        """Serve a connection to its end."""
        try:
            super().process_request_thread(request, client_address)
        finally:
            self._room.release()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A connection that breaks off is nobody's trouble."""

    def server_bind(self) -> None:
        """Bind without asking anybody for our name, as the base class would."""
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.socket.bind(self.server_address)
        self.server_address = self.socket.getsockname()
        self.server_name, self.server_port = self.bound, self.server_address[1]


class Handler(BaseHTTPRequestHandler):
    """One connection."""

    protocol_version = "HTTP/1.1"
    timeout = PAUSE
    server: Server

    def version_string(self) -> str:
        """What we call ourselves."""
        return "hw3verify"

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing is logged: texts are their authors'."""

    def do_GET(self) -> None:
        """A file of the page."""
        if not self._is_for_us():
            return
        kind, data = self.server.files.get(self.path.partition("?")[0], ("", b""))
        if kind:
            self._answer(200, kind, data)
        else:
            self._refuse(404, "there is nothing here")

    def do_HEAD(self) -> None:
        """What there is to say of a file of the page."""
        self.do_GET()

    def do_POST(self) -> None:
        """A text to judge."""
        self.close_connection = True  # unless everything is well: what is left of a refused text is not read
        if not self._is_for_us():
            return
        headers = self.headers
        if not is_our_page(headers.get("Origin"), headers.get("Host"), headers.get("Sec-Fetch-Site")):
            self._refuse(403, "this is for the page alone")
        elif self.path != "/judge":
            self._refuse(404, "there is nothing here")
        elif "Transfer-Encoding" in headers or not (headers.get("Content-Length") or "").isdecimal():
            self._refuse(411, "a text comes with its length")
        elif len(headers["Content-Length"]) > 9 or int(headers["Content-Length"]) > LARGEST:
            self._refuse(413, f"a text has at most {LARGEST // 1000} kB here; `hw3verify check` takes larger ones")
        else:
            text = self.rfile.read(int(headers["Content-Length"]))
            if len(text) == int(headers["Content-Length"]):
                self._judge(text, headers.get("X-Page", str(self.client_address))[:LONGEST_PAGE_NAME])

    def _judge(self, text: bytes, page: str) -> None:
        self._begin(200, "application/x-ndjson; charset=utf-8", {"Transfer-Encoding": "chunked"})
        said: Iterator[Message] = self.server.desk.judge(page, text, self._is_gone)
        try:
            for message in said:
                data = json.dumps(message, allow_nan=False).encode() + b"\n"
                self.wfile.write(b"%x\r\n%b\r\n" % (len(data), data))
            self.wfile.write(b"0\r\n\r\n")
            self.close_connection = False
        finally:
            said.close()  # type: ignore[attr-defined]

    def _is_gone(self) -> bool:
        """Has the page hung up?"""
        with suppress(OSError, ValueError):
            readable, _, _ = select.select([self.connection], [], [], 0)
            return bool(readable) and self.connection.recv(1, socket.MSG_PEEK) == b""
        return True

    def _is_for_us(self) -> bool:
        """Was this sent to a name of ours? If not, it is refused."""
        if len(self.headers.get_all("Host") or ()) == 1 and is_our_name(self.headers["Host"], self.server.bound):
            return True
        self._refuse(421, "this server does not go by that name; use the address that hw3verify serve has printed")
        return False

    def _refuse(self, status: int, why: str) -> None:
        self.close_connection = True
        self._answer(status, "text/plain; charset=utf-8", f"{why}\n".encode(), {"Connection": "close"})

    def _answer(self, status: int, kind: str, data: bytes, more: dict[str, str] | None = None) -> None:
        self._begin(status, kind, {"Content-Length": str(len(data)), **(more or {})})
        if self.command != "HEAD":
            self.wfile.write(data)

    def _begin(self, status: int, kind: str, more: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in {"Content-Type": kind, **more, **HEADERS}.items():
            self.send_header(name, value)
        self.end_headers()
