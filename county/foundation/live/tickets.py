"""A page's ticket to its stream: the topics it may hear, signed when the page was shown.

Whoever rendered the page had passed its permit; the signature carries that over to the stream, so
that hundreds of open streams cost no database.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from typing import NamedTuple

from django.core import signing

SALT = "county.live"
LIFE = 12 * 3600
"""Seconds a ticket is good for: an officer's longest session."""


class Ticket(NamedTuple):
    """What a page may hear, and when it was shown: seconds of the epoch."""

    topics: set[str]
    kinds: set[str]
    shown: float


def issue(topics: Iterable[str], *, kinds: Iterable[str] = ()) -> str:
    """The address of a stream of these topics, narrowed to these kinds of fact if any are named."""
    ticket = [sorted(topics), sorted(kinds), round(time.time(), 2)]
    return "/live/" + signing.dumps(ticket, salt=SALT, compress=True)


def read(ticket: str) -> Ticket | None:
    """What the ticket says; None if it is forged or has expired."""
    try:
        topics, kinds, shown = signing.loads(ticket, salt=SALT, max_age=LIFE)
    except (signing.BadSignature, ValueError):
        return None
    return Ticket(set(topics), set(kinds), shown)
