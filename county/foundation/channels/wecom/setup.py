"""Try each setting of WeCom, and say in words what is wrong and where to put it right."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from county.foundation.channels.wecom import calls
from county.foundation.channels.wecom.client import Client
from county.kernel.errors import Refused


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was tried: whether it works, and what was found."""

    name: str
    well: bool
    found: str


def examine(wecom: Client) -> Iterator[Finding]:
    """Each setting in turn, over the network; the rest is not tried when there is no token.

    Forgets earlier refusals first, so it is for a person who has changed something, not for a
    clock: WeCom bans callers who repeat a wrong secret.
    """
    token = _tried(_("Enterprise ID and Secret"), lambda: _token(wecom))
    yield token
    if token.well:
        yield _tried(_("WeChat customer service"), lambda: _accounts(wecom))
        yield _tried(_("Customer contact"), lambda: _officers(wecom))


def _tried(name: str, act: Callable[[], str]) -> Finding:
    try:
        return Finding(name, well=True, found=act())
    except Refused as refused:
        return Finding(name, well=False, found=str(refused))


def _token(wecom: Client) -> str:
    wecom.check()
    return _("WeCom gave us a token.")


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
