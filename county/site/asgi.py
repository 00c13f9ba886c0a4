"""The one port: streams are answered here, everything else by the pages behind (ADR 11)."""

from __future__ import annotations

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "county.site.settings")

import django

django.setup()  # before anything that has tables is imported

from county.foundation.live.stream import Receive, Scope, Send, stream  # noqa: E402
from county.site.bridge import Bridge  # noqa: E402
from county.site.wsgi import application as pages  # noqa: E402

THREADS = 8
"""Requests answered at the same time by one process; each may hold one database connection."""

behind = Bridge(pages, threads=THREADS)


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer `/live/…` as a stream, everything else as a page."""
    if scope["type"] == "lifespan":
        while (await receive())["type"] != "lifespan.shutdown":
            await send({"type": "lifespan.startup.complete"})
        await send({"type": "lifespan.shutdown.complete"})
    elif scope["type"] == "http" and scope["path"].startswith("/live/"):
        await stream(scope, receive, send)
    else:
        await behind(scope, receive, send)
