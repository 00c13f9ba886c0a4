"""What keeps the anonymous address usable: form tokens for once, limits, waiting when flooded."""

from __future__ import annotations

import json
import secrets
import time
from dataclasses import dataclass

from django.core import signing
from django.utils.translation import gettext as _

from county.kernel.ciphers import NotOpened, decrypt, encrypt
from county.kernel.errors import Refused
from county.kernel.limits import Limit

FORMS = "county.tips.form"
TOKEN_LIFE = 2 * 3600
TICKET_LIFE = 30 * 60
OPENS = Limit(5, 3600)
"""Receipts tried from one neighbourhood within an hour (security §2.6)."""
ALL_OPENS = Limit(1000, 3600)
"""Receipts tried in all: guessing one of 10,000 boxes takes some 10^9 hours (security §2.6)."""
SENDS = Limit(10, 3600)
"""Leads from one neighbourhood within an hour (security §1.1)."""
ALL_SENDS = Limit(300, 3600)
"""Leads in all within an hour; local design value."""
WORDS = Limit(30, 3600)
"""Later words of one box within an hour (security §1.1)."""
FLOOD = Limit(1_000_000, 600)
FLOODED = 40
"""Leads within ten minutes above which everybody waits; local design value."""
WAIT = 60
"""Seconds for which a form must lie open when flooded: work for a machine, a pause for a person."""
_used = Limit(1, TOKEN_LIFE)
_ticket_key = secrets.token_bytes(16)
"""Of this process only: what it sealed opens nowhere else and not after a restart."""


class TooOften(Refused):
    """A limit is reached."""

    status = 429


class Stale(Refused):
    """The form is no longer good."""

    status = 409


@dataclass(frozen=True, slots=True)
class Ticket:
    """A box that was opened a moment ago, for the page that opened it."""

    locator: str
    private: bytes


def token() -> str:
    """A new form's token: signed, for once, for two hours; it says nothing of anybody."""
    return signing.dumps(secrets.token_hex(8), salt=FORMS)


def flooded() -> bool:
    """Whether so many write that everybody waits."""
    return FLOOD.count() >= FLOODED


def demand_token(given: str, *, wait: bool = False) -> None:
    """Refuse a form that is not ours, was sent already, or is too old or too new."""
    try:
        nonce = str(signing.loads(given, salt=FORMS, max_age=TOKEN_LIFE))
    except signing.BadSignature:
        raise Stale(_("The page was open too long. Send it again from here.")) from None
    if wait and flooded() and _age(given) < WAIT:
        said = _("Very many are writing now. Keep the page open for a minute, then send again.")
        raise TooOften(said)
    if not _used.take(nonce):
        raise Stale(_("This has been sent already."))


def _age(given: str) -> float:
    """Seconds since the token was made."""
    try:
        signing.loads(given, salt=FORMS, max_age=WAIT)
    except signing.SignatureExpired:
        return WAIT
    return 0


def may_open(sender: str) -> None:
    """Count one try of a receipt."""
    if not OPENS.take(sender) or not ALL_OPENS.take():
        raise TooOften(_("Too many receipts were tried. Try again in an hour."))


def may_send(sender: str) -> None:
    """Count one lead."""
    if not SENDS.take(sender) or not ALL_SENDS.take():
        raise TooOften(_("Many leads came from here just now. In an emergency call 110."))
    FLOOD.take()


def may_say(locator: str) -> None:
    """Count one later word."""
    if not WORDS.take(locator):
        raise TooOften(_("You are sending very fast. Wait a while; in an emergency call 110."))


def ticket(locator: str, private: bytes) -> str:
    """A key to the opened box that the page itself carries for half an hour, sealed by us."""
    said = json.dumps([locator, private.hex(), time.monotonic()]).encode()
    return encrypt(_ticket_key, said, b"ticket").hex()


def ticket_of(given: str) -> Ticket:
    """The box of a ticket; raises Stale."""
    try:
        said = json.loads(decrypt(_ticket_key, bytes.fromhex(given), b"ticket"))
    except (NotOpened, ValueError):
        raise Stale(_("Open your box again with the receipt.")) from None
    if time.monotonic() - said[2] > TICKET_LIFE:
        raise Stale(_("Open your box again with the receipt."))
    return Ticket(said[0], bytes.fromhex(said[1]))
