"""The pages behind the one port: WSGI answered in threads, one hop there and one hop back.

An answer that is whole, as nearly every page is, goes back to the event loop once; only what is
streamed, such as an export or a picture, goes in pieces. General bridges cross for every piece and
cost as much as the page itself (docs/performance.md).
"""

from __future__ import annotations

import asyncio
import io
import sys
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Pages = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]

SMALL = 2 * 1024 * 1024
"""Bytes of a body that are read before a thread is taken: a slow sender then holds none."""
PIECE = 64 * 1024
"""Bytes of a streamed answer that cross at once."""


class Gone(ConnectionError):  # noqa: N818 - reads as what happened
    """The sender went away in the middle of its body."""


class Pulled(io.RawIOBase):
    """A large body, fetched from the event loop piece by piece as the page reads it."""

    def __init__(self, receive: Receive, loop: asyncio.AbstractEventLoop) -> None:
        self._receive, self._loop = receive, loop
        self._rest, self._more = b"", True

    def readable(self) -> bool:
        """It is there to be read."""
        return True

    def readinto(self, into: Any) -> int:
        """Fill `into`; 0 at the end of the body."""
        while not self._rest and self._more:
            message = asyncio.run_coroutine_threadsafe(_next(self._receive), self._loop).result()
            self._rest, self._more = message.get("body", b""), message.get("more_body", False)
        taken = min(len(into), len(self._rest))
        into[:taken], self._rest = self._rest[:taken], self._rest[taken:]
        return taken


async def _next(receive: Receive) -> Message:
    message = await receive()
    if message["type"] == "http.disconnect":
        raise Gone
    return message


class Bridge:
    """Answers each request by the pages in one of so many threads."""

    def __init__(self, pages: Pages, *, threads: int) -> None:
        self.pages = pages
        self.threads = ThreadPoolExecutor(threads, thread_name_prefix="pages")

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Answer one request."""
        loop = asyncio.get_running_loop()
        environ = environ_of(scope)
        try:
            environ["wsgi.input"] = await _body(environ, receive, loop)
        except Gone:
            return
        whole = await loop.run_in_executor(self.threads, self._answer, environ, send, loop)
        if whole is not None:
            head, body = whole
            await send(head)
            await send({"type": "http.response.body", "body": body})

    def _answer(
        self, environ: dict[str, Any], send: Send, loop: asyncio.AbstractEventLoop
    ) -> tuple[Message, bytes] | None:
        """The whole answer; None if it was streamed."""
        head: Message = {}

        def start(status: str, headers: list[tuple[str, str]], exc_info: object = None) -> None:
            head.update(
                type="http.response.start",
                status=int(status[:3]),
                headers=[(n.lower().encode("latin-1"), v.encode("latin-1")) for n, v in headers],
            )

        answer = self.pages(environ, start)
        try:
            if not getattr(answer, "streaming", False):
                return head, b"".join(answer)
            _stream(head, answer, lambda one: _tell(send, one, loop))
        finally:
            if hasattr(answer, "close"):
                answer.close()
        return None


def _tell(send: Send, message: Message, loop: asyncio.AbstractEventLoop) -> None:
    asyncio.run_coroutine_threadsafe(_sent(send, message), loop).result()


async def _sent(send: Send, message: Message) -> None:
    await send(message)


def _stream(head: Message, answer: Iterable[bytes], tell: Callable[[Message], None]) -> None:
    """Send the answer in pieces of a size worth the crossing."""
    tell(head)
    kept: list[bytes] = []
    size = 0
    for piece in answer:
        kept.append(piece)
        size += len(piece)
        if size >= PIECE:
            tell({"type": "http.response.body", "body": b"".join(kept), "more_body": True})
            kept, size = [], 0
    tell({"type": "http.response.body", "body": b"".join(kept)})


async def _body(
    environ: dict[str, Any], receive: Receive, loop: asyncio.AbstractEventLoop
) -> io.BufferedIOBase:
    """The body: read at once if it says that it is small, else as the page asks for it."""
    length = environ.get("CONTENT_LENGTH", "")
    if not length:
        return io.BytesIO()
    if not length.isdigit() or int(length) > SMALL:
        return io.BufferedReader(Pulled(receive, loop), PIECE)
    pieces, more = [], True
    while more:
        message = await _next(receive)
        pieces.append(message.get("body", b""))
        more = message.get("more_body", False)
    return io.BytesIO(b"".join(pieces))


_NAMES: dict[bytes, str] = {b"content-length": "CONTENT_LENGTH", b"content-type": "CONTENT_TYPE"}


def _name(header: bytes) -> str:
    """WSGI's name of a header, remembered for the few hundred that browsers send."""
    known = _NAMES.get(header)
    if known is None:
        known = "HTTP_" + header.decode("latin-1").upper().replace("-", "_")
        if len(_NAMES) < 500:
            _NAMES[header] = known
    return known


def environ_of(scope: Message) -> dict[str, Any]:
    """WSGI's words for a request.

    A header whose name has an underscore is left out: it would pass for one with a hyphen, and so
    for what only the proxy in front may say.
    """
    server, client = scope.get("server") or ("localhost", 80), scope.get("client")
    environ: dict[str, Any] = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": scope["path"].encode().decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "SERVER_NAME": server[0],
        "SERVER_PORT": str(server[1] or 0),
        "REMOTE_ADDR": client[0] if client else "",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.get("scheme", "http"),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    for header, value in scope["headers"]:
        if b"_" in header:
            continue
        name, text = _name(header), value.decode("latin-1")
        if name in environ:
            text = environ[name] + ("; " if name == "HTTP_COOKIE" else ",") + text
        environ[name] = text
    return environ
