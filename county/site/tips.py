"""The anonymous address as it is served: the door that forgets, and the pages behind it."""

from __future__ import annotations

import os

# Whatever the surroundings name: here are no sessions, no cookies, and a role that may do little.
os.environ["DJANGO_SETTINGS_MODULE"] = "county.site.tips_settings"

from county.site.bridge import Bridge, Message, Receive, Send
from county.site.tips_door import stripped
from county.site.wsgi import application as pages

THREADS = 4
behind = Bridge(pages, threads=THREADS)


async def application(scope: Message, receive: Receive, send: Send) -> None:
    """Answer a request whose sender is forgotten first."""
    if scope["type"] == "lifespan":
        while (await receive())["type"] != "lifespan.shutdown":
            await send({"type": "lifespan.startup.complete"})
        await send({"type": "lifespan.shutdown.complete"})
    elif scope["type"] == "http":
        await behind(stripped(scope), receive, send)
