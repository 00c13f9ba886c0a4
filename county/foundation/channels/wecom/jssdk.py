"""Sign our pages for WeCom's JS-SDK, so that they may speak with the chat beside them (90506)."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import timedelta
from hashlib import sha1
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from county.foundation.channels.wecom import tokens
from county.foundation.channels.wecom.client import Client
from county.foundation.channels.wecom.tokens import Kept
from county.kernel import clock
from county.kernel.errors import Refused

TICKETS = {"config": Kept.CORP_TICKET, "agentConfig": Kept.APP_TICKET}
DOUBTED = timedelta(minutes=10)
"""A ticket that WeCom's client did not take is replaced if it is older than this: at most six
times an hour, of the hundred that WeCom gives out to an application (document 90312)."""
LONGEST_ADDRESS = 2000


class Foreign(Refused):
    """An address that is not one of our pages."""

    status = 400


@dataclass(frozen=True, slots=True)
class Signature:
    """What proves to WeCom's client that a page is ours; the ticket cannot be read from it."""

    timestamp: int
    nonceStr: str  # noqa: N815 - the names of the JS-SDK
    signature: str


def sign(ticket: str, nonce: str, timestamp: int, address: str) -> str:
    """SHA-1 over the four values, raw and in this order (document 90506)."""
    words = f"jsapi_ticket={ticket}&noncestr={nonce}&timestamp={timestamp}&url={address}"
    return sha1(words.encode(), usedforsecurity=False).hexdigest()


def signatures(
    wecom: Client, address: str, *, hosts: Collection[str] = (), doubted: bool = False
) -> dict[str, Any]:
    """Everything `register` needs on the page at this address: both signatures, never a ticket.

    `hosts` are further origins of ours; `doubted` says that the client refused the last ones.
    Outside any transaction only. Raises Foreign, WeComRefused, Waiting or Unreachable.
    """
    page = page_of(address, hosts)
    signed = {}
    for name, kept in TICKETS.items():
        if doubted:
            tokens.distrust(wecom.app, kept, older=DOUBTED)
        nonce, now = secrets.token_hex(8), int(clock.now().timestamp())
        ticket = wecom.ticket(kept)
        signed[name] = asdict(Signature(now, nonce, sign(ticket, nonce, now, page)))
    return {"corpId": wecom.app.corp, "agentId": wecom.app.agent, "url": page, **signed}


def page_of(address: str, hosts: Collection[str] = ()) -> str:
    """The address as it is signed, without what follows a `#`; Foreign if it is not ours."""
    page = address.partition("#")[0]
    ours = {origin_of(settings.SIWEI_ADDRESS), *hosts}
    if len(page) > LONGEST_ADDRESS or not page.isprintable() or origin_of(page) not in ours:
        raise Foreign(_("Only pages of our own are signed."))
    return page


def origin_of(address: str) -> str:
    """Scheme, host and port of an address; empty where it has none, or a name and password."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    if parts.scheme not in ("http", "https") or "@" in parts.netloc or "\\" in address:
        return ""
    return f"{parts.scheme}://{parts.netloc.lower()}"
