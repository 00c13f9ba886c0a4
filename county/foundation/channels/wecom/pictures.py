"""Pictures that WeCom keeps outside its API: fetched once, and only from where it keeps them."""

from __future__ import annotations

import time
from urllib.parse import urlsplit

import httpx
from django.db import transaction

from county.foundation.channels.wecom import standing
from county.foundation.channels.wecom.client import TIMES
from county.foundation.channels.wecom.errors import Unreachable
from county.foundation.channels.wecom.jssdk import origin_of

HOSTS = (".qpic.cn", ".qlogo.cn", ".weixin.qq.com")
"""Where WeCom keeps the pictures of contact codes (document 92228, and as they are seen)."""
LARGEST = 2 * 1024 * 1024
"""Bytes; such a picture has some tens of thousands."""
SLOWEST = 30.0
"""Seconds the whole picture may take."""


def may_be_fetched(address: str) -> bool:
    """Whether WeCom keeps pictures there: over https at its own hosts, or at the stand-in."""
    origin = origin_of(address)
    if origin and origin == standing.origin():
        return True
    parts = urlsplit(origin)
    return parts.scheme == "https" and parts.netloc.endswith(HOSTS)  # and so without a port


def secured(address: str) -> str:
    """The address over https: WeCom's older answers name http (document 92228)."""
    if address.startswith("http://") and origin_of(address) != standing.origin():
        return f"https://{address.removeprefix('http://')}"
    return address


def fetch(address: str) -> bytes:
    """The picture's bytes, unchecked; `may_be_fetched` was asked before.

    Never inside a database transaction: RuntimeError. Raises Unreachable for no picture, one
    that is too large or too slow, and for a way that leads elsewhere.
    """
    with transaction.atomic(durable=True):
        pass  # refuses to be inside another, as the client does
    body, ends = bytearray(), time.monotonic() + SLOWEST
    try:
        with httpx.stream(
            "GET", address, timeout=TIMES, follow_redirects=False, trust_env=False
        ) as answer:
            complete = answer.status_code == httpx.codes.OK
            for part in answer.iter_bytes() if complete else ():
                body += part
                if len(body) > LARGEST or time.monotonic() > ends:
                    complete = False
                    break
    except (httpx.HTTPError, httpx.InvalidURL):
        raise Unreachable from None
    if not complete or not body:
        raise Unreachable
    return bytes(body)
