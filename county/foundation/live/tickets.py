"""A page's ticket to its stream: the topics it may hear, signed when the page was shown.

Whoever rendered the page had passed its permit; the signature carries that over to the stream, so
that hundreds of open streams cost no database.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.core import signing

SALT = "county.live"
LIFE = 12 * 3600
"""Seconds a ticket is good for: an officer's longest session."""


def issue(topics: Iterable[str], *, kinds: Iterable[str] = ()) -> str:
    """The address of a stream of these topics, narrowed to these kinds of fact if any are named."""
    return "/live/" + signing.dumps([sorted(topics), sorted(kinds)], salt=SALT, compress=True)


def read(ticket: str) -> tuple[set[str], set[str]] | None:
    """The ticket's topics and kinds; None if it is forged or has expired."""
    try:
        topics, kinds = signing.loads(ticket, salt=SALT, max_age=LIFE)
    except (signing.BadSignature, ValueError):
        return None
    return set(topics), set(kinds)
