"""The stand-in's own doors under /_standin/: play the people, turn the clock, break things.

POST /_standin/resident/<external_userid>/<verb> and /_standin/officer/<userid>/<verb> with the
verb's parameters as JSON; GET /_standin/state for everything that the control page shows.
"""

from __future__ import annotations

import base64
import inspect
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from county.foundation.channels.wecom.standin import login, setting, tokens, transfers, views
from county.foundation.channels.wecom.standin.answers import Reply
from county.foundation.channels.wecom.standin.pushes import Target
from county.foundation.channels.wecom.standin.residents import Unknown
from county.foundation.channels.wecom.standin.wire import JSON, Call, Item, Refusal, dumped
from county.foundation.channels.wecom.standin.world import World

if TYPE_CHECKING:
    from county.foundation.channels.wecom.standin.server import StandIn

RESIDENT = (
    "enters", "writes", "sends", "locates", "shares", "says", "recalls", "rejects", "chat",
    "adds", "scans", "half_adds", "deletes", "tells",
)  # fmt: skip
OFFICER = (
    "takes", "ends", "answers", "sends", "sends_file", "recalls", "stops", "resumes",
    "accepts", "deletes", "remarks", "tags", "creates_tags", "deletes_tags", "writes", "confirms",
    "presses", "says", "opens",
)  # fmt: skip


class Wrong(Exception):  # noqa: N818
    """The control request is not understood, in words."""


def serve(standin: StandIn, call: Call, path: str) -> Reply:
    """Answer a request outside /cgi-bin/."""
    if path == "/":
        return 302, {"Location": "/_standin/"}, b""
    if path in login.PAGES:
        return login.page(standin.world, call, path)
    page = views.page(standin.world, call, path)
    if page is not None:
        return page
    if not path.startswith("/_standin/"):
        return 404, {}, b""
    if call.verb == "POST" and not _ours(call):
        return 403, JSON, dumped({"error": "this page is another site's"})
    try:
        found = _act(standin, call, path.removeprefix("/_standin/").split("/"))
    except (Unknown, Wrong, Refusal, TypeError, ValueError, KeyError) as error:
        words = f"{type(error).__name__}: {error}"
        return 400, JSON, dumped({"error": words})
    return 200, JSON, dumped({"result": found})


def _ours(call: Call) -> bool:
    """A page of another site cannot play the people: browsers say where a POST comes from."""
    origin = call.headers.get("Origin")
    return origin is None or origin == call.origin


def _act(standin: StandIn, call: Call, words: list[str]) -> Any:
    if call.verb == "GET":
        if words == ["state"]:
            return views.state(standin, call.query.get("since", ""))
        raise Wrong(f"no such door: {'/'.join(words)}")
    body = call.body
    if words[0] == "resident" and len(words) == 3 and words[2] in RESIDENT:
        return _do(getattr(standin.resident(words[1]), words[2]), body)
    if words[0] == "officer" and len(words) == 3 and words[2] in OFFICER:
        return _do(getattr(standin.officer(words[1]), words[2]), body)
    door = DOORS.get("/".join(words))
    if door is None:
        raise Wrong(f"no such door: {'/'.join(words)}")
    return door(standin, body)


def _do(verb: Callable[..., Any], body: Item) -> Any:
    """Call a verb with JSON parameters; `content` is base64 where the verb takes bytes."""
    wanted = inspect.signature(verb).parameters
    unknown = set(body) - set(wanted)
    if unknown:
        raise Wrong(f"unknown parameters: {sorted(unknown)}")
    if "content" in body and str(wanted["content"].annotation) == "bytes":
        body = {**body, "content": base64.b64decode(body["content"])}
    return verb(**body)


def turn(world: World, options: Item) -> None:
    """Turn switches; KeyError for an unknown one, TypeError for one of another kind."""
    with world.acting():
        for name, value in options.items():
            old = world.options[name]
            kinds = (int, float) if isinstance(old, int | float) else type(old)
            if not isinstance(value, kinds) or isinstance(value, bool) != isinstance(old, bool):
                raise TypeError(f"{name} is not of the kind of {old!r}")
            world.options[name] = value


def _clock(standin: StandIn, body: Item) -> Any:
    with standin.world.acting() as world:
        if "pace" in body:
            world.run(float(body["pace"]))
        if "to" in body:
            world.later(float(body["to"]) - world.now())
        world.later(float(body.get("later", 0)))
        return world.now()


def _faults(standin: StandIn, body: Item) -> Any:
    if "answers" in body:
        standin.fails(str(body["interface"]), *body["answers"])
    if "slow" in body:
        standin.slows(str(body["interface"]), float(body["slow"]))
    if body.get("clear"):
        with standin.world.lock:
            standin.world.faults.clear()
            standin.world.slow.clear()
    return {name: list(one) for name, one in standin.world.faults.items() if one}


def _callback(standin: StandIn, body: Item) -> Any:
    now = standin.sender.target or Target()
    url, token, key = (str(body.get(name, getattr(now, name))) for name in ("url", "token", "key"))
    return standin.register(replace(now, url=url, token=token, key=key))


def _new_resident(standin: StandIn, body: Item) -> Any:
    nickname = str(body["nickname"]).strip()[:30]
    if not nickname:
        raise Wrong("nickname is empty")
    with standin.world.acting() as world:
        return world.add_resident(f"{nickname}（演示数据）")


def _pairs(fields: list[Any]) -> list[tuple[str, Any]]:
    """The pairs of an event, as JSON nests them."""
    return [(str(n), _pairs(v) if isinstance(v, list) else v) for n, v in fields]


def _emit(standin: StandIn, body: Item) -> Any:
    standin.emits(*_pairs(body["fields"]))
    return True


def _grant(standin: StandIn, body: Item) -> Any:
    standin.grants(str(body["account"]), managed=bool(body["managed"]))
    return True


def _tokens(standin: StandIn, body: Item) -> Any:
    if body.get("secrets"):
        standin.rotate(*map(str, body["secrets"]))
    if body.get("forget"):
        standin.forget_tokens()
    return len(standin.world.tokens)


def _options(standin: StandIn, body: Item) -> Any:
    turn(standin.world, body)
    return standin.world.options


def _arrows(standin: StandIn, body: Item) -> Any:
    with standin.world.acting() as world:
        world.arrows = [str(one) for one in body["arrows"]]
        return world.arrows


def _send_fails(standin: StandIn, body: Item) -> Any:
    """The next messages to the resident fail in this way (§5.4 fail_type)."""
    account, kinds = str(body.get("account", setting.KF)), [int(one) for one in body["kinds"]]
    standin.resident(str(body["resident"]))
    with standin.world.acting() as world:
        world.session(account, str(body["resident"]))["fails"] += kinds
    return kinds


def _signed(standin: StandIn, body: Item) -> Any:
    """Whether the sidebar page is signed, for `config` and `agentConfig` (§9)."""
    url = str(body.get("url", ""))
    with standin.world.lock:
        found = {
            kind: "ok" if tokens.signed(standin.world, kind, url, body.get(kind) or {}) else "no"
            for kind in ("config", "agentConfig")
        }
    if body.get("corpId") != setting.CORP or str(body.get("agentId")) != str(setting.AGENT):
        found["agentConfig"] = "no"
    return found


def _transfer(standin: StandIn, body: Item) -> Any:
    """The resident refuses to go to another officer (§6.7)."""
    resident = str(body["resident"])
    with standin.world.acting() as world:
        for one in world.transfers:
            if one["resident"] == resident and one["status"] == transfers.WAITING:
                transfers.refuse(world, one)
                return True
    return False


DOORS: dict[str, Callable[[StandIn, Item], Any]] = {
    "clock": _clock, "faults": _faults, "callback": _callback, "residents": _new_resident,
    "tokens": _tokens, "options": _options, "arrows": _arrows, "send_fails": _send_fails,
    "emit": _emit, "grant": _grant, "signed": _signed, "refuse_transfer": _transfer,
    "settle": lambda standin, _body: standin.settle(),
}  # fmt: skip
