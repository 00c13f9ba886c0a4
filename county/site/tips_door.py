"""The anonymous address: a door that forgets who stands before it, and the few pages behind.

The network's address is turned into eight signs under a salt that lives one hour in this process's
memory, so that nobody may try receipts without end; every header but those that a form needs is
left outside. The pages cannot log, keep or show what they never hear of (security §2.6).
"""

from __future__ import annotations

import ipaddress
import secrets
import time

from django.conf import settings

from county.kernel.ciphers import keyed_digest
from county.site.bridge import Message

LARGEST = 24 * 1024 * 1024
"""Bytes of what may be sent at once: three pictures and the words."""
HEARD = (b"host", b"content-type", b"content-length")
"""Headers that reach the pages. No cookie, no browser, no language, no page one came from."""
HOUR = 3600.0


class Salt:
    """Random bytes of this process, others every hour."""

    def __init__(self) -> None:
        self._bytes, self._since = secrets.token_bytes(32), time.monotonic()

    def now(self) -> bytes:
        """The salt of this hour."""
        if time.monotonic() - self._since >= HOUR:
            self._bytes, self._since = secrets.token_bytes(32), time.monotonic()
        return self._bytes


SALT = Salt()


def network(address: str) -> str:
    """The neighbourhood of an address: /24, or /48 of IPv6."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    size = 24 if found.version == 4 else 48
    return str(ipaddress.ip_network(f"{found}/{size}", strict=False))


def sender(scope: Message) -> str:
    """Eight signs that stand for the sender's neighbourhood in this hour and in this process.

    Behind our own proxy its last word counts; what a sender claims before that does not.
    """
    address = (scope.get("client") or ("", 0))[0]
    if settings.SIWEI_HTTPS:
        claimed = [value for name, value in scope["headers"] if name == b"x-forwarded-for"]
        if claimed:
            address = claimed[-1].decode("latin-1").rpartition(",")[2].strip()
    return keyed_digest(SALT.now(), network(address).encode()).hex()[:8]


def forgotten(scope: Message) -> Message:
    """The request without whoever sent it."""
    headers = [(name, value) for name, value in scope["headers"] if name in HEARD]
    return {**scope, "headers": headers, "client": (sender(scope), 0), "query_string": b""}


def too_large(scope: Message) -> bool:
    """Whether more is announced than may be sent."""
    length = dict(scope["headers"]).get(b"content-length", b"0")
    return not length.isdigit() or len(length) > len(str(LARGEST)) or int(length) > LARGEST


def stripped(scope: Message) -> Message:
    """What the pages hear of a request; of one that is too large, only that."""
    plain = forgotten(scope)
    if not too_large(plain):
        return plain
    kept = [pair for pair in plain["headers"] if pair[0] != b"content-length"]
    return {**plain, "method": "GET", "path": "/too-large/", "headers": kept}
