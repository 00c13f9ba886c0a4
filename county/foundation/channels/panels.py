"""What channels lend to shared pages: the way to sign in with WeCom."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from county.design.panels import menu
from county.foundation.channels.access import Permit
from county.foundation.channels.wecom import standing
from county.foundation.channels.wecom.client import is_set_up
from county.foundation.channels.wecom.identity import in_wecom
from county.foundation.staff.ways import Way, way_in

menu(
    _("Administration"),
    _("WeCom"),
    "/channels/wecom/",
    icon="message-circle",
    permit=Permit.MANAGE,
    order=94,
)


@way_in
def with_wecom(request: HttpRequest) -> Way | None:
    """Sign in with WeCom, where it is set up; at once in WeCom's own browser or its stand-in."""
    if not is_set_up():
        return None
    at_once = in_wecom(request) or standing.is_embedded(request.GET.get("next", ""))
    return Way(_("Sign in with WeCom"), "/channels/wecom/sign-in/", at_once=at_once)
