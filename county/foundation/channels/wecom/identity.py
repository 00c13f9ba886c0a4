"""Who is at the door, as WeCom says: the way there, and the name that comes back (F-47)."""

from __future__ import annotations

import re
import secrets
import time
from collections import deque
from dataclasses import dataclass
from urllib.parse import urlencode

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponseBase

from county.foundation.channels.wecom.client import Client
from county.foundation.channels.wecom.jssdk import origin_of
from county.foundation.channels.wecom.tokens import App

OFFICIAL = "https://qyapi.weixin.qq.com"
IN_APP, BY_CODE = "https://open.weixin.qq.com", "https://login.work.weixin.qq.com"
ENTERED = "/channels/wecom/entered/"
"""Where WeCom sends the officer back to."""
LIFE = 10 * 60
"""Seconds for the way there and back; WeCom's code is good for five minutes (document 91022)."""
LONGEST_CODE = 512
STATE = re.compile(r"[0-9a-f]{48}")
SALT = "county.wecom.entry"


@dataclass(frozen=True, slots=True)
class Journey:
    """One sign-in under way: its state, which only this browser knows, and where to go after it."""

    state: str
    after: str

    @property
    def cookie(self) -> str:
        """The cookie that binds the state to the browser; several pages may be on their way."""
        return f"wecom_{self.state[:12]}"


def in_wecom(request: HttpRequest) -> bool:
    """Whether WeCom's own browser asks; WeChat's, which residents use, does not count."""
    return "wxwork" in request.headers.get("User-Agent", "").lower()


def set_out(after: str) -> Journey:
    """Begin a sign-in. The state is of letters and digits only: WeCom drops the rest (91022)."""
    return Journey(secrets.token_hex(24), after)


def remember(response: HttpResponseBase, journey: Journey, *, back: str = ENTERED) -> None:
    """Bind the journey to the browser that sets out; `back` is where it will return to."""
    response.set_cookie(
        journey.cookie,
        signing.dumps([journey.state, journey.after], salt=SALT, compress=True),
        max_age=LIFE,
        path=back,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",  # WeCom sends the browser back by a link from elsewhere
    )


def recall(request: HttpRequest, state: str) -> Journey | None:
    """The journey with this state, if this browser set out on it a short while ago."""
    if not STATE.fullmatch(state):
        return None
    kept = request.COOKIES.get(Journey(state, "").cookie, "")
    try:
        known, after = signing.loads(kept, salt=SALT, max_age=LIFE)
    except (ValueError, signing.BadSignature):
        return None
    return Journey(known, after) if secrets.compare_digest(known, state) else None


def forget(response: HttpResponseBase, journey: Journey, *, back: str = ENTERED) -> None:
    """A journey is made once: whoever comes with its state again is a stranger."""
    response.delete_cookie(journey.cookie, path=back, samesite="Lax")


def way(app: App, journey: Journey, *, in_app: bool, english: bool, entered: str = ENTERED) -> str:
    """The page of WeCom that knows the visitor: at once in its own browser, else by a QR code."""
    back = f"{settings.SIWEI_ADDRESS}{entered}"
    official = origin_of(app.base_url) == OFFICIAL
    if in_app:
        query = {
            "appid": app.corp,
            "redirect_uri": back,
            "response_type": "code",
            "scope": "snsapi_base",
            "state": journey.state,
            "agentid": str(app.agent),
        }
        host = IN_APP if official else app.base_url
        return f"{host}/connect/oauth2/authorize?{urlencode(query)}#wechat_redirect"
    query = {
        "login_type": "CorpApp",
        "appid": app.corp,
        "agentid": str(app.agent),
        "redirect_uri": back,
        "state": journey.state,
        "lang": "en" if english else "zh",
    }
    return f"{BY_CODE if official else app.base_url}/wwlogin/sso/login?{urlencode(query)}"


BAD_CODES, BAD_CODES_OF_ALL = 10, 100
"""Codes that WeCom did not know within a minute, of one address and of all, before nobody is asked
about any: local design values. Counted in each process."""
_bad: deque[tuple[float, str]] = deque(maxlen=1000)


def note_bad_code(address: str) -> None:
    """Note that this address came with a code that WeCom did not know."""
    _bad.append((time.monotonic(), address))


def is_guessing(address: str) -> bool:
    """Whether so many bad codes have come lately that WeCom is better left alone."""
    recent = [whose for at, whose in list(_bad) if time.monotonic() - at < 60]
    return recent.count(address) >= BAD_CODES or len(recent) >= BAD_CODES_OF_ALL


def is_code(code: str) -> bool:
    """Whether this may be a code of WeCom."""
    return 0 < len(code.encode(errors="replace")) <= LONGEST_CODE and code.isprintable()


def who(wecom: Client, code: str) -> str:
    """The userid behind a code, which is used up by asking; empty for one outside the enterprise.

    WeCom names members outside the application's range too, so whether one may enter is ours to
    say (document 91023). Raises WeComRefused, Waiting or Unreachable.
    """
    named = wecom.get("auth/getuserinfo", code=code).get("userid", "")
    return named if isinstance(named, str) else ""


def visitor(wecom: Client, code: str) -> str:
    """Whoever is behind a code, of the enterprise or not: `member:…`, `external:…` or `open:…`.

    For people who are no officers, such as an enterprise's representatives. Used up by asking;
    empty for nobody. Raises as `who` does.
    """
    answer = wecom.get("auth/getuserinfo", code=code)
    for kind, field in (("member", "userid"), ("external", "external_userid"), ("open", "openid")):
        named = answer.get(field, "")
        if isinstance(named, str) and named:
            return f"{kind}:{named}"[:140]
    return ""
