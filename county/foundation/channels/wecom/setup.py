"""Try each setting of WeCom, and say in words what is wrong and where to put it right."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import httpx
from django.conf import settings
from django.utils.translation import gettext as _

from county.foundation.channels.wecom import calls, inbound, sessions
from county.foundation.channels.wecom.client import Client
from county.foundation.channels.wecom.tokens import Kept
from county.foundation.staff.queries import officer_in_wecom
from county.kernel.errors import Refused

CALLBACK = "/channels/wecom/callback/"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was tried: whether it works, and what was found."""

    name: str
    well: bool
    found: str


def words_of_settings() -> list[tuple[str, str, bool]]:
    """Each setting: its name, what may be shown of it, and whether it is there. No secret is."""
    shown = [
        ("WECOM_CORP_ID", settings.WECOM_CORP_ID),
        ("WECOM_AGENT_ID", str(settings.WECOM_AGENT_ID or "")),
        ("WECOM_SECRET", _hidden(settings.WECOM_SECRET)),
        ("WECOM_CALLBACK_TOKEN", _hidden(settings.WECOM_CALLBACK_TOKEN)),
        ("WECOM_ENCODING_AES_KEY", _hidden(settings.WECOM_ENCODING_AES_KEY)),
        ("WECOM_BASE_URL", settings.WECOM_BASE_URL),
        ("SIWEI_ADDRESS", settings.SIWEI_ADDRESS),
        ("WECOM_DOMAIN_PROOF", settings.WECOM_DOMAIN_PROOF),
    ]
    return [(name, value, bool(value)) for name, value in shown]


def _hidden(secret: str) -> str:
    """That there is a secret, and whether it is being renewed; never a sign of it."""
    count = len([one for one in secret.split(",") if one.strip()])
    if count > 1:
        return _("set twice: it is being renewed")
    return _("set") if count else ""


def examine(wecom: Client) -> Iterator[Finding]:
    """Each setting in turn, over the network; the rest is not tried when there is no token.

    Forgets earlier refusals first, so it is for a person who has changed something, not for a
    clock: WeCom bans callers who repeat a wrong secret.
    """
    token = _tried(_("Enterprise ID and Secret"), lambda: _token(wecom))
    yield token
    if token.well:
        yield _tried(_("WeChat customer service"), lambda: _accounts(wecom))
        yield _tried(_("Colleagues who answer in WeCom"), lambda: _servicers(wecom))
        yield _tried(_("Customer contact"), lambda: _officers(wecom))
        yield _tried(_("Pages beside a chat (JS-SDK)"), lambda: _tickets(wecom))
        yield _tried(_("WeCom's own addresses"), lambda: _addresses(wecom))
    yield _tried(_("Callback: Token and EncodingAESKey"), _callback)
    yield _tried(_("Trusted domain"), _domain)


def _tried(name: str, act: Callable[[], str]) -> Finding:
    try:
        return Finding(name, well=True, found=act())
    except Refused as refused:
        return Finding(name, well=False, found=str(refused))


def _token(wecom: Client) -> str:
    wecom.check()
    return _("WeCom gave us a token.")


def _tickets(wecom: Client) -> str:
    for kept in (Kept.CORP_TICKET, Kept.APP_TICKET):
        wecom.ticket(kept)
    return _("WeCom gave us both tickets.")


def _addresses(wecom: Client) -> str:
    found = wecom.get("getcallbackip").get("ip_list")
    if not isinstance(found, list) or not found:
        raise Refused(_("WeCom did not say from which addresses it pushes."))
    shown = ", ".join(str(one) for one in found[:3])
    words = _("WeCom pushes from %(count)s addresses, such as %(shown)s: let them through.")
    return words % {"count": len(found), "shown": shown}


def _callback() -> str:
    """Ask our own door, at its public address, what WeCom's console would ask it."""
    if not (settings.WECOM_CALLBACK_TOKEN and settings.WECOM_ENCODING_AES_KEY):
        raise Refused(_("WECOM_CALLBACK_TOKEN and WECOM_ENCODING_AES_KEY are empty."))
    number = str(secrets.randbelow(10**18))
    door = next(inbound.doors())
    echo, moment, nonce = door.encrypt(number), str(int(time.time())), secrets.token_hex(6)
    query = {"msg_signature": door.signature(moment, nonce, echo), "timestamp": moment,
             "nonce": nonce, "echostr": echo}  # fmt: skip
    if _visit(CALLBACK, query) != number:
        raise Refused(
            _("%s answers, but not as WeCom expects: something stands before it.")
            % f"{settings.SIWEI_ADDRESS}{CALLBACK}"
        )
    return _("%s answers as WeCom expects. Enter it in the console, at the application.") % (
        f"{settings.SIWEI_ADDRESS}{CALLBACK}"
    )


def _domain() -> str:
    _visit("/health/live/", {})
    address = settings.SIWEI_ADDRESS
    if not address.startswith("https://") and settings.WECOM != "standin":
        raise Refused(_("%s is not https: WeCom trusts no such domain.") % address)
    return _("%s can be reached. Enter it in the console as trusted domain.") % address


def _visit(path: str, query: dict[str, str]) -> str:
    """What our own public address answers; Refused where it does not within WeCom's second."""
    try:
        answer = httpx.get(f"{settings.SIWEI_ADDRESS}{path}", params=query, timeout=5,
                           trust_env=False)  # fmt: skip
    except (httpx.HTTPError, httpx.InvalidURL):
        raise Refused(
            _("%s cannot be reached from here. Check SIWEI_ADDRESS and the proxy.")
            % settings.SIWEI_ADDRESS
        ) from None
    if answer.status_code != httpx.codes.OK:
        raise Refused(
            _("%(address)s answers %(status)s.")
            % {"address": f"{settings.SIWEI_ADDRESS}{path}", "status": answer.status_code}
        )
    return answer.text


def _accounts(wecom: Client) -> str:
    ours = [one for one in calls.accounts(wecom) if one.get("manage_privilege") is True]
    if not ours:
        raise Refused(
            _(
                "No customer service account is managed by our application. Assign one in the"
                " console, at WeChat customer service: API, accounts managed by API."
            )
        )
    return _("We manage: %(accounts)s.") % {
        "accounts": ", ".join(str(one.get("name", "")) for one in ours)
    }


def _servicers(wecom: Client) -> str:
    """Who may take chats in WeCom itself, and whether each is an officer here."""
    ours = [one for one in calls.accounts(wecom) if one.get("manage_privilege") is True]
    names = {
        one.account
        for account in ours
        for one in sessions.servicers(wecom, str(account.get("open_kfid", "")))
    }
    if not names:
        return _("Nobody takes chats in WeCom itself: all are answered from the desk.")
    strangers = sorted(name for name in names if officer_in_wecom(name) is None)
    if strangers:
        raise Refused(
            _("These accounts may answer residents in WeCom, but belong to no officer here: %s")
            % ", ".join(strangers[:10])
        )
    return _("%s colleagues may take chats in WeCom itself.") % len(names)


def _officers(wecom: Client) -> str:
    officers = calls.officers_with_contacts(wecom)
    if not officers:
        raise Refused(
            _(
                "Nobody may have residents as contacts. Choose colleagues in the console, at"
                " Customer contact: permissions, scope of use."
            )
        )
    return _("Colleagues who may have residents as contacts: %(count)s.") % {"count": len(officers)}
