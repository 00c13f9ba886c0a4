"""Another system's receiver of webhooks: a real server on this machine that may misbehave."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest


@dataclass
class Receiver:
    """What came, and how to answer: a status, or hang, drip, redirect, flood, cut."""

    manner: str = "200"
    headers: dict[str, str] = field(default_factory=dict)
    came: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    elsewhere: int = 0
    address: str = ""
    stop: threading.Event = field(default_factory=threading.Event)

    def bodies(self) -> list[Any]:
        """What the messages say."""
        return [json.loads(body) for _headers, body in self.came]

    def names(self) -> list[str]:
        """The messages' own names."""
        return [headers["webhook-id"] for headers, _body in self.came]

    def believes(self, at: int, secret: str) -> bool:
        """Whether a receiver that keeps this secret takes a message for genuine."""
        headers, body = self.came[at]
        said = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
        key = base64.b64decode(secret.removeprefix("whsec_"))
        mac = base64.b64encode(hmac.new(key, said, hashlib.sha256).digest()).decode()
        return f"v1,{mac}" in headers["webhook-signature"].split(" ")


class Hand(BaseHTTPRequestHandler):
    """Answers as the receiver's manner says."""

    server: Any

    def do_POST(self) -> None:
        receiver: Receiver = self.server.receiver
        body = self.rfile.read(int(self.headers.get("content-length", 0)))
        if self.path != "/hook":
            receiver.elsewhere += 1
        receiver.came.append(({k.lower(): v for k, v in self.headers.items()}, body))
        getattr(self, receiver.manner, self.plain)(receiver)

    def plain(self, receiver: Receiver) -> None:
        self.send_response(int(receiver.manner))
        for name, value in receiver.headers.items():
            self.send_header(name, value)
        self.send_header("content-length", "0")
        self.end_headers()

    def redirect(self, receiver: Receiver) -> None:
        self.send_response(307)
        self.send_header("location", receiver.address.replace("/hook", "/elsewhere"))
        self.send_header("content-length", "0")
        self.end_headers()

    def hang(self, receiver: Receiver) -> None:
        receiver.stop.wait(20)

    def drip(self, receiver: Receiver) -> None:
        """A header byte now and then: every single wait is short, the whole never ends."""
        for byte in b"HTTP/1.1 200 OK\r\nx: " + b"a" * 400:
            if receiver.stop.wait(0.1):
                return
            self.wfile.write(bytes([byte]))
            self.wfile.flush()

    def flood(self, receiver: Receiver) -> None:
        self.send_response(200)
        self.end_headers()
        end = time.monotonic() + 20
        while not receiver.stop.is_set() and time.monotonic() < end:
            self.wfile.write(b"x" * 65_536)

    def cut(self, receiver: Receiver) -> None:
        self.connection.close()

    def log_message(self, *_args: Any) -> None:
        """Say nothing."""

    def handle(self) -> None:
        try:
            super().handle()
        except OSError:
            self.close_connection = True


class Quiet(ThreadingHTTPServer):
    """Says nothing of connections that were closed on it."""

    daemon_threads = True

    def handle_error(self, *_args: Any) -> None:
        """Closed connections are what is tested here."""


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    """A receiver of webhooks that answers 200 until told otherwise."""
    server = Quiet(("127.0.0.1", 0), Hand)
    one = Receiver(address=f"http://127.0.0.1:{server.server_port}/hook")
    server.receiver = one  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield one
    one.stop.set()
    server.shutdown()
    server.server_close()
    thread.join(5)
