"""Access tokens, tickets for the sidebar, and WeCom's own addresses (wecom.md §4)."""

from __future__ import annotations

import hashlib
import secrets

from county.foundation.channels.wecom.standin import setting
from county.foundation.channels.wecom.standin.wire import Call, Item, Refusal, get
from county.foundation.channels.wecom.standin.world import HOUR, World

LIFE, PATIENCE = 7200, 5
"""Seconds of a token or ticket; wrong secrets before the caller is banned for an hour."""


@get("gettoken", needs_token=False)
def gettoken(world: World, call: Call) -> Item:
    """§4.1: the secret is looked for first, then the corp; repeated bad secrets are banned."""
    if not call.query.get("corpsecret"):
        raise Refusal(41004)
    if call.query.get("corpid") != setting.CORP:
        raise Refusal(40013)
    ban = world.bans.setdefault(call.ip, {"count": 0, "since": world.now()})
    if world.now() - ban["since"] > HOUR:
        ban |= {"count": 0, "since": world.now()}
    if ban["count"] >= PATIENCE:
        raise Refusal(45009)
    if call.query["corpsecret"] not in world.secrets:
        ban |= {"count": ban["count"] + 1, "since": world.now()}
        raise Refusal(40001)
    if not world.options["app_enabled"]:
        raise Refusal(50003, "app disabled")
    token = f"token{world.id('', 9)}-{secrets.token_urlsafe(140)}"
    world.tokens[token] = world.now() + LIFE
    return {"access_token": token, "expires_in": LIFE}


def check_token(world: World, call: Call) -> None:
    """§3: before any parameter; raises Refusal 41001, 40014, 42001 or 60020."""
    trusted = world.options["trusted"]
    if trusted and call.ip not in trusted:
        raise Refusal(60020)
    if not call.query.get("access_token"):
        raise Refusal(41001)
    until = world.tokens.get(call.query["access_token"])
    if until is None:
        raise Refusal(40014)
    if until < world.now():
        raise Refusal(42001)


@get("get_jsapi_ticket")
def corp_ticket(world: World, _call: Call) -> Item:
    """§4.3: the enterprise's ticket, for `config`."""
    return _ticket(world, "config")


@get("ticket/get")
def app_ticket(world: World, call: Call) -> Item:
    """§4.3: the application's ticket, for `agentConfig`."""
    if call.query.get("type") != "agent_config":
        raise Refusal(91040, "ticket type invalid")
    return _ticket(world, "agentConfig")


def _ticket(world: World, kind: str) -> Item:
    now, known = world.now(), world.tickets.get(kind)
    if known is None or known["until"] <= now:
        known = {"ticket": f"sM4AOVdW{secrets.token_urlsafe(60)}", "until": now + LIFE}
        world.tickets[kind] = known
    return {"ticket": known["ticket"], "expires_in": int(known["until"] - now)}


def signed(world: World, kind: str, url: str, said: Item) -> bool:
    """Whether a page was signed with the ticket of that kind for that address (§4.3)."""
    known = world.tickets.get(kind)
    if known is None or known["until"] <= world.now():
        return False
    page = url.partition("#")[0]
    words = (
        f"jsapi_ticket={known['ticket']}&noncestr={said.get('nonceStr', '')}"
        f"&timestamp={said.get('timestamp', '')}&url={page}"
    )
    digest = hashlib.sha1(words.encode()).hexdigest()  # noqa: S324 - WeCom's choice
    return secrets.compare_digest(digest.encode(), str(said.get("signature", "")).encode())


@get("getcallbackip", ip_list=[])
def callback_addresses(_world: World, _call: Call) -> Item:
    """§2.5: from where callbacks come."""
    return {"ip_list": ["127.0.0.1", "101.226.103.*"]}


@get("get_api_domain_ip", ip_list=[])
def api_addresses(_world: World, _call: Call) -> Item:
    """§3: where the interfaces are."""
    return {"ip_list": ["127.0.0.1"]}
