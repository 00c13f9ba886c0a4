"""What each kind of message to a resident must look like (wecom.md §5.5)."""

from __future__ import annotations

import re
from collections.abc import Callable

from county.foundation.channels.wecom.standin.wire import (
    Item,
    Refusal,
    list_of,
    object_of,
    text_of,
)
from county.foundation.channels.wecom.standin.world import World

LONGEST_TEXT = 2048
MOST_LINES, MOST_CHOICES = 50, 10


def part(world: World, body: Item, kinds: tuple[str, ...] = ()) -> tuple[str, Item]:
    """The kind and its content as it is sent; Refusal for what the rules forbid."""
    kind = text_of(body, "msgtype")
    shape = SHAPES.get(kind)
    if shape is None or (kinds and kind not in kinds):
        raise Refusal(40008, "invalid message type")
    return kind, shape(world, object_of(body, kind))


def _text(_world: World, content: Item) -> Item:
    words = content.get("content")
    if not isinstance(words, str):
        raise Refusal(40058, "invalid param 'content'")
    if not words:
        raise Refusal(44004)
    return {"content": cut(words, LONGEST_TEXT)}


def _file(kind: str) -> Callable[[World, Item], Item]:
    def shape(world: World, content: Item) -> Item:
        media_id = text_of(content, "media_id")
        usable(world, media_id, kind)
        return {"media_id": media_id}

    return shape


def usable(world: World, media_id: str, *kinds: str) -> Item:
    """A file that WeCom still keeps; Refusal 40007."""
    known = world.files.get(media_id)
    if known is None or known["until"] < world.now() or (kinds and known["type"] not in kinds):
        raise Refusal(40007)
    return known


def _link(world: World, content: Item) -> Item:
    usable(world, text_of(content, "thumb_media_id"), "image")
    url = _address(content)
    desc = text_of(content, "desc", needed=False)
    return {**content, "title": cut(text_of(content, "title"), 128), "desc": cut(desc, 512),
            "url": url}  # fmt: skip


def _address(content: Item, name: str = "url") -> str:
    url = text_of(content, name, most=2048)
    if "://" not in url:
        raise Refusal(40058, f"invalid param '{name}'")
    return url


def _miniprogram(world: World, content: Item) -> Item:
    text_of(content, "appid")
    text_of(content, "title", most=64, needed=False)
    usable(world, text_of(content, "thumb_media_id"), "image")
    if not text_of(content, "pagepath").partition("?")[0].endswith(".html"):
        raise Refusal(40058, "invalid param 'pagepath'")
    return content


def _location(_world: World, content: Item) -> Item:
    for name, most in (("latitude", 90), ("longitude", 180)):
        value = content.get(name)
        if isinstance(value, bool) or not isinstance(value, int | float) or abs(value) > most:
            raise Refusal(40058, f"invalid param '{name}'")
    return content


def _ca_link(_world: World, content: Item) -> Item:
    _address(content, "link_url")
    return content


def _menu(_world: World, content: Item) -> Item:
    for name in ("head_content", "tail_content"):
        text_of(content, name, most=1024, needed=False)
    lines: list[Item] = list_of(content, "list", dict)
    choices = [one for one in lines if one.get("type") != "text"]
    if len(lines) > MOST_LINES or len(choices) > MOST_CHOICES:
        raise Refusal(95008, "too many menu items")
    for line in lines:
        fields = LINES.get(str(line.get("type")))
        if fields is None:
            raise Refusal(95009, "invalid menu type")
        inside = object_of(line, str(line["type"]))
        for name, most in fields.items():
            text_of(inside, name, most=most)
    return content


LINES: dict[str, dict[str, int]] = {
    "click": {"id": 128, "content": 128},
    "view": {"url": 2048, "content": 1024},
    "miniprogram": {"appid": 32, "pagepath": 1024, "content": 1024},
    "text": {"content": 256},
}
"""The fields of a menu's lines and the most bytes of each; an empty one is refused."""

SHAPES: dict[str, Callable[[World, Item], Item]] = {
    "text": _text, "image": _file("image"), "voice": _file("voice"), "video": _file("video"),
    "file": _file("file"), "link": _link, "miniprogram": _miniprogram, "msgmenu": _menu,
    "location": _location, "ca_link": _ca_link,
}  # fmt: skip


def cut(words: str, most: int) -> str:
    """The first bytes of a text, as WeCom cuts it without a word (F-29)."""
    return words.encode(errors="replace")[:most].decode(errors="ignore")


def named(body: Item) -> str:
    """The caller's own name of a message, "" if none; Refusal 40058 for an empty or bad one."""
    name = body.get("msgid")
    if name is None:
        return ""
    if not isinstance(name, str) or not re.fullmatch(r"[0-9a-zA-Z_-]{1,32}", name):
        raise Refusal(40058, "invalid param 'msgid'")
    return name
