"""The door of the streams: an ASGI application that answers `/live/<ticket>`."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from django.conf import settings
from django.db import DatabaseError, close_old_connections

from county.foundation.events.actions import CHANNEL
from county.foundation.events.queries import since
from county.foundation.live import tickets
from county.foundation.live.hub import Heard, Hub

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

log = logging.getLogger(__name__)

HUB = Hub(lambda: str(settings.SIWEI_DATABASE_ADDRESS), CHANNEL)

HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
    (b"x-content-type-options", b"nosniff"),
]


def missed_since(number: int, topics: set[str]) -> list[Heard]:
    """What a page that last heard event `number` has missed."""
    try:
        return [Heard(e.pk, e.kind, e.subject, e.thread or "", "") for e in since(number, topics)]
    except DatabaseError as error:
        # The stream opens all the same: once the database is back, every page is told to ask.
        log.warning("nothing can be replayed: %s", error)
        return []
    finally:
        close_old_connections()


async def stream(scope: Scope, receive: Receive, send: Send) -> None:
    """Send a page its facts until it goes away."""
    allowed = tickets.read(scope["path"].removeprefix("/live/"))
    if allowed is None:
        await send({"type": "http.response.start", "status": 403, "headers": HEADERS[1:]})
        await send({"type": "http.response.body", "body": b""})
        return
    last = dict(scope["headers"]).get(b"last-event-id", b"").decode("latin-1")
    missed = None
    if last.isdecimal() and len(last) < 18:
        missed = await asyncio.to_thread(missed_since, int(last) - 50, allowed.topics)
    await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
    gone = asyncio.create_task(_until_gone(receive))
    frames = HUB.stream(allowed, missed)
    try:
        while True:
            frame = asyncio.ensure_future(anext(frames))
            await asyncio.wait({frame, gone}, return_when=asyncio.FIRST_COMPLETED)
            if gone.done():
                frame.cancel()
                break
            await send({"type": "http.response.body", "body": frame.result(), "more_body": True})
    finally:
        gone.cancel()
        await asyncio.gather(frames.aclose(), return_exceptions=True)


async def _until_gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
