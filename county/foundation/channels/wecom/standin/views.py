"""What the control page shows: its files, and the state behind it."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from county.design import qrcodes
from county.foundation.channels.wecom.standin import setting
from county.foundation.channels.wecom.standin.answers import Reply
from county.foundation.channels.wecom.standin.wire import Call, Item, dumped
from county.foundation.channels.wecom.standin.world import World

if TYPE_CHECKING:
    from county.foundation.channels.wecom.standin.server import StandIn

KINDS = {
    "html": "text/html; charset=utf-8", "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8", "svg": "image/svg+xml",
}  # fmt: skip
PAGES = files("county.foundation.channels.wecom.standin").joinpath("pages")


def page(world: World, call: Call, path: str) -> Reply | None:
    """A file of the control page or one that a resident sent; None for other paths."""
    name = path.removeprefix("/_standin/") or "index.html"
    if call.verb not in ("GET", "HEAD") or not path.startswith("/_standin/"):
        return None
    if name.startswith("files/"):
        return _file(world, name.removeprefix("files/"))
    if name.startswith("ways/"):
        return _way(world, name.removeprefix("ways/").removesuffix(".png"))
    kind = KINDS.get(name.rpartition(".")[2])
    if kind is None or "/" in name or not PAGES.joinpath(name).is_file():
        return None
    headers = {"Content-Type": kind, "Cache-Control": "no-cache", "Content-Security-Policy": RULES}
    return 200, {**headers, **SAFE}, PAGES.joinpath(name).read_bytes()


RULES = "default-src 'self'; frame-src http: https:; img-src 'self' data:; base-uri 'none'"
SAFE = {"X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer"}


def _file(world: World, media_id: str) -> Reply:
    known = world.files.get(media_id)
    if known is None:
        return 404, {}, b""
    headers = {"Content-Type": known["content_type"], **SAFE, "Content-Security-Policy": "sandbox"}
    return 200, headers, world.contents.get(media_id, b"")


def _way(world: World, config_id: str) -> Reply:
    """The picture of a code; what it says leads nowhere but to WeCom's front door."""
    if config_id not in world.ways:
        return 404, {}, b""
    picture = qrcodes.png(f"https://work.weixin.qq.com/ca/{config_id}", module=8)
    return 200, {"Content-Type": "image/png", **SAFE}, picture


def state(standin: StandIn, since: str = "") -> Item:
    """Everything that the page shows; without what it has already, if nothing changed since."""
    world, target = standin.world, standin.sender.target
    with world.lock:
        found: dict[str, Any] = {
            "version": world.version, "now": world.now(), "pace": world.pace,
            "corp": setting.CORP, "agent": setting.AGENT, "account": setting.KF,
            "callback": target.url if target else "",
        }  # fmt: skip
        if since == str(world.version):
            return found
        found |= {
            "officers": world.officers, "residents": world.residents,
            "accounts": {
                key: {"name": one["name"], "managed": one["managed"], "servicers": one["servicers"]}
                for key, one in world.accounts.items() if not one["deleted"]
            },
            "sessions": list(world.sessions.values()), "follows": list(world.follows.values()),
            "tag_groups": world.tag_groups, "files": world.files, "options": world.options,
            "posts": [
                {name: value for name, value in one.items() if "code" not in name}
                for one in world.posts if one["to"]
            ],
            "tasks": list(world.tasks.values()), "ways": list(world.ways.values()),
            "faults": {name: one for name, one in world.faults.items() if one},
            "calls": list(world.calls)[-60:], "pushes": list(world.pushes)[-60:],
        }  # fmt: skip
        copied: Item = json.loads(dumped(found))
    return copied
