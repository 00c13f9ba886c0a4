"""Open what WeCom pushes to us: the signature, the two keys of a renewal, the age."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product

from django.conf import settings

from county.foundation.channels.wecom.crypto import BAD_SIGNATURE, STALE, CallbackRefused, Callbacks
from county.foundation.channels.wecom.envelope import envelope
from county.foundation.channels.wecom.errors import SwitchedOff
from county.kernel import clock

OLDEST = 600
"""Seconds after which a signed push is refused as sent again by somebody; WeCom tries for fifteen
(document 90930 names replay, but no window)."""


def echo(query: Mapping[str, str]) -> str:
    """What the console wants to read when it tries our address; raises CallbackRefused."""
    return _open(query, query.get("echostr", ""))


def opened(query: Mapping[str, str], body: bytes) -> str:
    """A push in clear; raises CallbackRefused, or SwitchedOff where no callback is set up."""
    return _open(query, envelope(body).encrypt)


def _open(query: Mapping[str, str], encrypt: str) -> str:
    signature, moment, nonce = (query.get(k, "") for k in ("msg_signature", "timestamp", "nonce"))
    refusal: CallbackRefused | None = None
    for door in doors():
        try:
            plain = door.open(signature, moment, nonce, encrypt)
        except CallbackRefused as error:
            # The pair that came furthest says most about what is wrong.
            if refusal is None or refusal.code == BAD_SIGNATURE:
                refusal = error
            continue
        if _is_stale(moment):
            raise CallbackRefused(STALE)
        return plain
    raise refusal or SwitchedOff


def doors() -> Iterator[Callbacks]:
    """Every pair of Token and key that counts now: while they are renewed, the old ones too."""
    tokens = filter(None, settings.WECOM_CALLBACK_TOKEN.split(","))
    keys = filter(None, settings.WECOM_ENCODING_AES_KEY.split(","))
    for token, key in product(tokens, keys):
        yield Callbacks.of(token.strip(), key.strip(), settings.WECOM_CORP_ID)


def _is_stale(moment: str) -> bool:
    return not moment.isdecimal() or int(moment[:12]) < clock.now().timestamp() - OLDEST
