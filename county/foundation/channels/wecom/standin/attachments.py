"""Text and attachments of a group send or a greeting (wecom.md §6.4, §6.5)."""

from __future__ import annotations

from county.foundation.channels.wecom.standin.kf_shapes import usable
from county.foundation.channels.wecom.standin.wire import (
    Item,
    Refusal,
    list_of,
    object_of,
    text_of,
)
from county.foundation.channels.wecom.standin.world import World

MOST = 9


def check_attachments(world: World, body: Item, longest: int) -> Item:
    """Text and attachments as they are sent; Refusal for what the document forbids."""
    text = object_of(body, "text") if "text" in body else {}
    words = text_of(text, "content", most=longest, needed=False)
    attachments: list[Item] = list_of(body, "attachments", dict)
    if not words and not attachments:
        raise Refusal(40058, "text and attachments are both empty")
    if len(attachments) > MOST:
        raise Refusal(41064, "too many attachments")
    for one in attachments:
        _check(world, one)
    return {"text": {"content": words}, "attachments": attachments}


def _check(world: World, one: Item) -> None:
    kind = one.get("msgtype")
    if kind not in ("image", "link", "miniprogram", "video", "file"):
        raise Refusal(41065, "invalid attachment type")
    content = object_of(one, str(kind))
    if kind == "link":
        text_of(content, "title", most=128)
        text_of(content, "desc", most=512, needed=False)
        text_of(content, "picurl", most=2048, needed=False)
        text_of(content, "url", most=2048)
    elif kind == "miniprogram":
        text_of(content, "title", most=64)
        text_of(content, "appid")
        text_of(content, "page")
        usable(world, text_of(content, "pic_media_id"), "image")
    elif kind == "image" and not content.get("media_id"):
        _check_picture(world, text_of(content, "pic_url"))
    else:
        usable(world, text_of(content, "media_id"), str(kind))


def _check_picture(world: World, url: str) -> None:
    """Only an address that media/uploadimg gave is usable."""
    if url.rpartition("/")[2] not in world.files:
        raise Refusal(40007)
