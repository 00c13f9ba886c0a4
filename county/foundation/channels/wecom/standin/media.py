"""Files: three days, by kind and size (wecom.md §8)."""

from __future__ import annotations

import re
from urllib.parse import quote

from county.foundation.channels.wecom.standin import limits
from county.foundation.channels.wecom.standin.wire import Bare, Call, Item, Refusal, get, post
from county.foundation.channels.wecom.standin.world import DAY, DEPTH, World

MEGABYTE = 1024 * 1024
LARGEST = {"image": 10, "voice": 2, "video": 10, "file": 20}
"""Megabytes, by kind."""
BEGINS = {
    "image": (b"\xff\xd8", b"\x89PNG"), "voice": (b"#!AMR",), "video": (), "file": (),
}  # fmt: skip
"""How a file of the kind begins; () is any way. A video says `ftyp` at its fifth byte."""
TYPES = {"image": "image/jpeg", "voice": "audio/amr", "video": "video/mp4"}
SMALLEST, LARGEST_PICTURE, MOST_A_DAY, MOST_A_MONTH = 5, 2 * MEGABYTE, 1000, 3000
WHOLE = 20 * MEGABYTE
"""Bytes that come in one piece; more only in ranges."""


@post("media/upload", type="", media_id="", created_at="")
def upload(world: World, call: Call) -> Item:
    """§8: multipart, field `media` with a file name; more than five bytes."""
    kind = call.query.get("type", "")
    if kind not in LARGEST:
        raise Refusal(40004, "invalid media type")
    name, content = _uploaded(call)
    if len(content) > LARGEST[kind] * MEGABYTE:
        raise Refusal(40006 if kind == "file" else 45001, "media size out of limit")
    if not _looks(kind, content):
        raise Refusal(40005, "invalid file type")
    media_id = keep(world, kind, name, content)
    return {"type": kind, "media_id": media_id, "created_at": str(world.second()), "errmsg": ""}


def keep(world: World, kind: str, name: str, content: bytes) -> str:
    """Keep a file for three days; its media id."""
    media_id = world.id("3media", 64)
    world.contents[media_id] = content
    world.files[media_id] = {
        "type": kind, "name": name, "size": len(content), "until": world.now() + DEPTH,
        "content_type": _content_type(kind, content),
    }  # fmt: skip
    return media_id


@get("media/get")
def fetch(world: World, call: Call) -> Item:
    """§8: bytes with a name, but an error is JSON with status 200."""
    known = world.files.get(call.query.get("media_id", ""))
    if known is None:
        raise Refusal(40007)
    if known["until"] < world.now():
        raise Refusal(40145, "media_id expired")
    content = world.contents[call.query["media_id"]]
    headers = {
        "Content-Type": known["content_type"],
        "Content-Disposition": f'attachment; filename="{quote(known["name"], safe=" ()[]")}"',
    }
    asked = re.fullmatch(r"bytes=(\d+)-(\d*)", call.headers.get("Range", ""))
    if asked is None:
        if len(content) > WHOLE:
            raise Refusal(830002, "file is too large, use range")
        raise Bare(200, headers, content)
    first, last = int(asked[1]), min(int(asked[2] or len(content)), len(content) - 1)
    if first > last:
        raise Bare(416, {"Content-Range": f"bytes */{len(content)}"}, b"")
    headers["Content-Range"] = f"bytes {first}-{last}/{len(content)}"
    raise Bare(206, headers, content[first : last + 1])


@post("media/uploadimg", url="")
def picture(world: World, call: Call) -> Item:
    """§8: a lasting address of a picture, for group sends."""
    name, content = _uploaded(call)
    if len(content) > LARGEST_PICTURE:
        raise Refusal(45001, "media size out of limit")
    if not _looks("image", content):
        raise Refusal(40005, "invalid file type")
    limits.count(world, "pictures of the day", MOST_A_DAY, DAY)
    limits.count(world, "pictures of the month", MOST_A_MONTH, 30 * DAY)
    media_id = keep(world, "image", name, content)
    world.files[media_id]["until"] = float("1e18")
    return {"url": f"{call.origin}/_standin/files/{media_id}"}


def _uploaded(call: Call) -> tuple[str, bytes]:
    boundary = re.search(r'boundary="?([^";]+)', call.headers.get("Content-Type", ""))
    for part in call.raw.split(b"--" + boundary[1].encode()) if boundary else ():
        head, _blank, content = part.partition(b"\r\n\r\n")
        name = re.search(rb'filename="([^"]+)"', head)
        if b'name="media"' in head and name and len(content) - 2 > SMALLEST:
            return name[1].decode(errors="replace"), content.removesuffix(b"\r\n")
    raise Refusal(44001)


def _looks(kind: str, content: bytes) -> bool:
    if kind == "video":
        return content[4:8] == b"ftyp"
    return not BEGINS[kind] or content.startswith(BEGINS[kind])


def _content_type(kind: str, content: bytes) -> str:
    if content.startswith(b"\x89PNG"):
        return "image/png"
    return TYPES.get(kind, "application/octet-stream")
