"""How WeCom answers: errors with status 200 and the interface's empty values (wecom.md §3)."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from county.foundation.channels.wecom.standin.world import World

Item = dict[str, Any]
"""A JSON object."""

TEXTS = {
    -1: "system busy", 40001: "invalid credential", 40003: "invalid userid",
    40007: "invalid media_id", 40013: "invalid corpid", 40014: "invalid access_token",
    40029: "invalid code", 40035: "invalid parameter", 40056: "invalid agentid",
    40058: "invalid Request Parameter", 40068: "invalid tagid", 40071: "tag name already exist",
    40096: "invalid external userid", 41001: "access_token missing", 41004: "corpsecret missing",
    41050: "invalid welcome code", 41051: "externaluser has started chatting",
    41063: "groupmsg is being dispatched", 41096: "welcome msg is being distributed",
    42001: "access_token expired", 42003: "code expired", 42022: "code has been used",
    43001: "require GET method", 43002: "require POST method", 44001: "empty media data",
    44004: "empty content", 45002: "content size out of limit", 45009: "api freq out of limit",
    45033: "api concurrent out of limit", 45035: "concurrent write conflict",
    48002: "api forbidden", 48007: "kf account not granted",
    60020: "not allow to access from your ip",
    60111: "userid not found", 81013: "user & party & tag all invalid",
    84061: "not external contact", 95000: "invalid open_kfid", 95001: "send msg count limit",
    95002: "send msg time limit", 95007: "invalid msg token", 95013: "session has ended",
    95016: "invalid session status change", 95018: "send msg session status invalid",
    95033: "duplicate msgid",
}  # fmt: skip


class Refusal(Exception):  # noqa: N818 - a word of the protocol
    """The interface refuses with this code; `more` stands beside it in the answer."""

    def __init__(self, code: int, words: str = "", **more: Any) -> None:
        super().__init__(code)
        self.code, self.words, self.more = code, words, more


class Bare(Exception):  # noqa: N818 - no error
    """An answer that is no JSON of WeCom's: status, headers, body."""

    def __init__(self, status: int, headers: dict[str, str], body: bytes) -> None:
        super().__init__(status)
        self.status, self.headers, self.body = status, headers, body


@dataclass(frozen=True)
class Call:
    """One request to an interface; `body` is {} unless it is JSON."""

    interface: str
    verb: str
    query: dict[str, str]
    raw: bytes = b""
    ip: str = "127.0.0.1"
    origin: str = ""
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def body(self) -> Item:
        """The JSON object; raises Refusal 40058 as WeCom does for broken JSON (D:90664)."""
        if not self.raw:
            return {}
        try:
            found = json.loads(self.raw)
        except (ValueError, RecursionError):
            raise Refusal(40058, "Warning: wrong json format. invalid Request Parameter") from None
        if not isinstance(found, dict):
            raise Refusal(40058, "Warning: wrong json format. invalid Request Parameter")
        return found


@dataclass(frozen=True)
class Interface:
    """A path under /cgi-bin/, its method, its empty values and what it does."""

    path: str
    verb: str
    act: Callable[[World, Call], Item]
    empty: Item
    needs_token: bool = True


INTERFACES: dict[str, Interface] = {}
Act = Callable[["World", Call], Item]


def get(path: str, *, needs_token: bool = True, **empty: Any) -> Callable[[Act], Act]:
    """Register what answers GET /cgi-bin/<path>."""
    return _register(path, "GET", empty, needs_token)


def post(path: str, **empty: Any) -> Callable[[Act], Act]:
    """Register what answers POST /cgi-bin/<path>."""
    return _register(path, "POST", empty, needs_token=True)


def _register(
    path: str,
    verb: str,
    empty: Item,
    needs_token: bool,  # noqa: FBT001 - handed through
) -> Callable[[Act], Act]:
    def keep(act: Act) -> Act:
        INTERFACES[path] = Interface(path, verb, act, empty, needs_token)
        return act

    return keep


def success(found: Item) -> tuple[int, dict[str, str], bytes]:
    """Status, headers and body of a success."""
    return 200, JSON, dumped({"errcode": 0, "errmsg": "ok", **found})


def refusal(refused: Refusal, empty: Item, ip: str, hint: int) -> tuple[int, dict[str, str], bytes]:
    """Status, headers and body of an error: 200, with the empty values (PROBE)."""
    code = refused.code
    words = (
        f"{refused.words or TEXTS.get(code, 'refused')}, hint: [{hint}], from ip: {ip},"
        f" more info at https://open.work.weixin.qq.com/devtool/query?e={code}"
    )
    said = "".join(one if " " <= one <= "~" else "?" for one in words)
    headers = {**JSON, "Error-Code": str(code), "Error-Msg": said}
    return 200, headers, dumped({"errcode": code, "errmsg": words, **empty, **refused.more})


JSON = {"Content-Type": "application/json; charset=UTF-8"}


def dumped(found: Item) -> bytes:
    """JSON in real UTF-8."""
    return json.dumps(found, ensure_ascii=False).encode(errors="replace")


def text_of(body: Item, name: str, *, most: int = 0, needed: bool = True) -> str:
    """A string parameter; Refusal 40058 if it is none, missing, or longer than `most` bytes."""
    value = body.get(name)
    if value is None and not needed:
        return ""
    if not isinstance(value, str) or (needed and not value):
        raise Refusal(40058, f"invalid param '{name}'")
    if most and len(value.encode(errors="replace")) > most:
        raise Refusal(40058, f"{name} exceed max length {most}. invalid Request Parameter")
    return value


def list_of(body: Item, name: str, kind: type = str) -> list[Any]:
    """A list parameter, [] if absent; Refusal 40058 if it is none or holds something else."""
    value = body.get(name)
    if value is None:
        return []
    if not isinstance(value, list) or not all(isinstance(one, kind) for one in value):
        raise Refusal(40058, f"invalid param '{name}'")
    return value


def object_of(body: Item, name: str) -> Item:
    """An object parameter; Refusal 40058 if it is none."""
    value = body.get(name)
    if not isinstance(value, dict):
        raise Refusal(40058, f"invalid param '{name}'")
    return value


def number_of(body: Item, name: str, default: int = 0) -> int:
    """An integer parameter; Refusal 40058 if it is something else."""
    value = body.get(name, default)
    if isinstance(value, str) and value.isdecimal():
        return int(value)
    if not isinstance(value, int) or isinstance(value, bool):
        raise Refusal(40058, f"invalid param '{name}'")
    return value
