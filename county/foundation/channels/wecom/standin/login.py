"""Sign-in of officers: two pages that give out a code, and what the code is worth (§4.2)."""

from __future__ import annotations

import html
import re
from urllib.parse import urlencode, urlsplit

from county.foundation.channels.wecom.standin import setting
from county.foundation.channels.wecom.standin.wire import (
    Call,
    Item,
    Refusal,
    get,
    post,
    text_of,
)
from county.foundation.channels.wecom.standin.world import MINUTE, World

CODE_LASTS, TICKET_LASTS = 5 * MINUTE, 1800
PAGES = ("/connect/oauth2/authorize", "/wwlogin/sso/login")


class BadLogin(Exception):  # noqa: N818
    """The page shows this instead of the choice, as WeCom's does."""


def check_login(world: World, query: dict[str, str]) -> None:
    """Whether an address may be returned to, and with this state; raises BadLogin."""
    if query.get("appid") != setting.CORP:
        raise BadLogin("40013 appid 参数错误 / invalid appid")
    if not re.fullmatch(r"[0-9A-Za-z]{0,128}", query.get("state", "")):
        raise BadLogin("state 只能是字母和数字 / state may hold letters and digits only")
    parts = urlsplit(query.get("redirect_uri", ""))
    if parts.scheme not in ("http", "https") or not parts.netloc:
        raise BadLogin("50001 redirect_uri 需为所配置的可信域名 / redirect_uri is no address")
    domains = world.options["redirects"]
    if domains and parts.netloc not in domains:
        raise BadLogin("50001 redirect_uri 与配置的授权完成回调域名不一致 / not a trusted domain")
    if query.get("agentid", str(setting.AGENT)) != str(setting.AGENT):
        raise BadLogin("40056 agentid 错误 / invalid agentid")


def chosen(world: World, query: dict[str, str], who: str) -> str:
    """The address to return to, with a code for whoever was chosen; raises BadLogin."""
    check_login(world, query)
    if who not in world.officers and who not in world.residents:
        raise BadLogin("没有这个人 / nobody of that name")
    code = world.id("CODE", 43)
    private = query.get("scope") == "snsapi_privateinfo" and "agentid" in query
    world.logins[code] = {
        "who": who, "until": world.now() + CODE_LASTS, "used": False, "private": private,
    }  # fmt: skip
    address = query["redirect_uri"].partition("#")[0]
    joint = "&" if "?" in address else "?"
    return f"{address}{joint}{urlencode({'code': code, 'state': query.get('state', '')})}"


def page(world: World, call: Call, path: str) -> tuple[int, dict[str, str], bytes]:
    """The page where one chooses who one is; with `who`, the way back."""
    who = call.query.get("who") or _known(world, call, path)
    try:
        if who:
            with world.acting():
                where = chosen(world, call.query, who)
            return 302, {"Location": where}, b""
        check_login(world, call.query)
    except BadLogin as bad:
        return _page(f"<p class=wrong>{html.escape(str(bad))}</p>", "无法登录 · Sign-in refused")
    links = [_link(path, call, key, one["name"]) for key, one in world.officers.items()] + [
        _link(path, call, key, one["nickname"]) for key, one in world.residents.items()
    ]
    return _page(f"<nav class=choice>{''.join(links)}</nav>", "企业微信登录 · Sign in with WeCom")


def _known(world: World, call: Call, path: str) -> str:
    """Whom WeCom's own browser knows without asking: the officer chosen on the control page."""
    found = re.search(r"(?:^|;\s*)officer=([0-9A-Za-z_-]+)", call.headers.get("Cookie", ""))
    known = found[1] if found and path == PAGES[0] else ""
    return known if known in world.officers else ""


def _link(path: str, call: Call, key: str, name: str) -> str:
    address = f"{path}?{urlencode({**call.query, 'who': key})}"
    return f'<a href="{html.escape(address)}" data-who="{html.escape(key)}">{html.escape(name)}</a>'


def _page(inside: str, title: str) -> tuple[int, dict[str, str], bytes]:
    text = (
        f"<!doctype html><html lang=zh-CN><meta charset=utf-8><title>{title}</title>"
        '<meta name=viewport content="width=device-width">'
        '<link rel=stylesheet href="/_standin/login.css">'
        f"<main><h1>{title}</h1><p>这是替身，不是企业微信；人物均为演示数据。</p>{inside}</main></html>"
    )
    return 200, {"Content-Type": "text/html; charset=utf-8"}, text.encode()


@get("auth/getuserinfo")
def who(world: World, call: Call) -> Item:
    """§4.2: named whether or not the application may see the officer; others by openid."""
    key = call.query.get("code", "")
    code = world.logins.get(key)
    if code is None:
        raise Refusal(40029)
    if code["used"]:
        raise Refusal(42022)
    if code["until"] < world.now():
        raise Refusal(42003)
    code["used"] = True
    found = code["who"]
    if found in world.officers:
        if not code["private"]:
            return {"userid": found}
        ticket = world.id("TICKET", 60)
        code |= {"ticket": ticket, "ticket_until": world.now() + TICKET_LASTS}
        return {"userid": found, "user_ticket": ticket}
    followed = any(
        one["resident"] == found and world.officers[one["officer"]]["visible"]
        for one in world.follows.values()
    )
    more = {"external_userid": found} if followed else {}
    return {"openid": world.residents[found]["unionid"], **more}


get("user/getuserinfo")(who)


@post("auth/getuserdetail")
def details(world: World, call: Call) -> Item:
    """§4.2."""
    ticket = text_of(call.body, "user_ticket")
    for code in world.logins.values():
        if code.get("ticket") == ticket and code["ticket_until"] >= world.now():
            return {"userid": code["who"], "gender": "0", "avatar": "", "qr_code": "",
                    "mobile": "", "email": "", "biz_mail": "", "address": ""}  # fmt: skip
    raise Refusal(40029, "invalid user_ticket")
