"""Whether a stand-in plays WeCom here, and whether a page is shown inside it."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

from django.conf import settings

from county.foundation.channels.wecom.jssdk import origin_of

SIDEBAR = "/helpdesk/sidebar/"
"""The one page that WeCom shows beside a chat."""


def origin() -> str:
    """Where the stand-in's pages are; empty where the real WeCom is used."""
    return origin_of(settings.WECOM_BASE_URL) if settings.WECOM == "standin" else ""


def is_embedded(wish: str) -> bool:
    """Whether this address is the sidebar within the stand-in, which speaks to it by a bridge."""
    parts = urlsplit(wish)
    return bool(origin()) and parts.path == SIDEBAR and parse_qs(parts.query).get("bridge") == ["1"]
