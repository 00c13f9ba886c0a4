"""The doors between a browser and WeCom: sign in with it, and sign the pages beside its chats."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth import login
from django.db import transaction
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseRedirect,
    JsonResponse,
)
from django.shortcuts import get_object_or_404
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from county.design.http import address_of, framed_by, go, show
from county.foundation.channels import actions as acts
from county.foundation.channels import queries as asked
from county.foundation.channels.access import Permit
from county.foundation.channels.models import Entry, Mailbox
from county.foundation.channels.wecom import identity, jssdk, setup, standing
from county.foundation.channels.wecom.client import client
from county.foundation.channels.wecom.errors import Step, SwitchedOff, WeComRefused
from county.foundation.channels.wecom.identity import Journey
from county.foundation.staff import actions, queries
from county.foundation.staff.models import Officer
from county.foundation.staff.policy import OfficerRequest, allow, public, signed_in
from county.foundation.staff.views import BACKEND, door, inside
from county.kernel import clock
from county.kernel.errors import Incomplete, NotAllowed, Refused

log = logging.getLogger(__name__)

OFFICE = "/channels/wecom/"
LONGEST_WISH = 1000
"""Characters of the address to go to after the sign-in."""


class StartAgain(Refused):
    """The sign-in cannot be finished; another one can."""

    status = 400


class Guessing(Refused):
    """So many bad codes do not come from officers."""

    status = 429


HOURS = 72
"""Pushes of at most so many hours are replayed at once; local design value."""


@allow(Permit.MANAGE)
@require_GET
def office(request: OfficerRequest) -> HttpResponseBase:
    """How WeCom is set up and how it stands; what an administrator can do about it."""
    return show(request, "channels/wecom.html", _office())


@allow(Permit.MANAGE)
@transaction.non_atomic_requests
@require_POST
def examine(request: OfficerRequest) -> HttpResponseBase:
    """Try every setting over the network, and say in words what is wrong with it."""
    try:
        findings = list(setup.examine(client()))
        acts.look_up_accounts(by=request.user)
    except SwitchedOff as off:
        findings = [setup.Finding(_("WeCom"), well=False, found=str(off))]
    return show(request, "channels/wecom.html", {**_office(), "findings": findings})


def _office() -> dict[str, Any]:
    return {
        "standing": asked.standing(),
        "settings": setup.words_of_settings(),
        "troubled": list(asked.in_trouble()[:20]),
        "findings": None,
        "standin": standing.origin(),
    }


@allow(Permit.MANAGE)
@require_POST
def read_now(request: OfficerRequest, mailbox_id: str) -> HttpResponseBase:
    """Let a mailbox be read although it did not ring."""
    acts.ring_again(get_object_or_404(Mailbox, pk=mailbox_id), by=request.user)
    return go(request, OFFICE)


@allow(Permit.MANAGE)
@require_POST
def understand_again(request: OfficerRequest, entry_id: UUID) -> HttpResponseBase:
    """Try an entry once more that was kept and not understood."""
    acts.understand_again(get_object_or_404(Entry, pk=entry_id), by=request.user)
    return go(request, OFFICE)


@allow(Permit.MANAGE)
@require_POST
def replay(request: OfficerRequest) -> HttpResponseBase:
    """Announce the kept pushes of the last hours once more."""
    hours = request.POST.get("hours", "")
    if not hours.isdecimal() or not 1 <= int(hours[:4]) <= HOURS:
        raise Incomplete(_("Choose between 1 and %s hours.") % HOURS)
    acts.replay(asked.since(clock.now() - timedelta(hours=int(hours))), by=request.user)
    return go(request, OFFICE)


@public("WeCom reads here that this domain is ours; the word is chosen by WeCom and no secret")
@require_GET
def proof(request: HttpRequest, word: str) -> HttpResponseBase:
    """The ownership file of the trusted domain, as the console asks for it (document 90514)."""
    if not settings.WECOM_DOMAIN_PROOF or word != settings.WECOM_DOMAIN_PROOF:
        raise Http404
    return HttpResponse(word, content_type="text/plain")


@public("officers set out to WeCom here to sign in")
@require_GET
def sign_in(request: HttpRequest) -> HttpResponseBase:
    """Send the browser to WeCom, which knows the officer or shows a QR code to scan."""
    wish = inside(request, request.GET.get("next", "")[:LONGEST_WISH])
    try:
        app = client().app
    except Refused as refused:
        return door(request, wanted=wish, said=str(refused), status=refused.status)
    journey = identity.set_out(wish)
    in_app = identity.in_wecom(request) or standing.is_embedded(wish)
    english = get_language() == "en"
    response = HttpResponseRedirect(identity.way(app, journey, in_app=in_app, english=english))
    identity.remember(response, journey)
    return response


@public("WeCom sends officers back here with a code")
@transaction.non_atomic_requests
@require_GET
def entered(request: HttpRequest) -> HttpResponseBase:
    """Ask WeCom whose code this is, and open the desk to that officer.

    Whatever fails is said in words on the sign-in page, where name and password still work.
    """
    journey = identity.recall(request, request.GET.get("state", ""))
    wish = inside(request, journey.after if journey else "")
    try:
        officer = _officer(request, journey, request.GET.get("code", ""))
    except Refused as refused:
        response = door(request, wanted=wish, said=str(refused), status=refused.status)
        if standing.is_embedded(wish):
            framed_by(response, standing.origin())
    else:
        login(request, officer, backend=BACKEND)
        response = HttpResponseRedirect(wish)
    if journey:
        identity.forget(response, journey)
    return response


def _officer(request: HttpRequest, journey: Journey | None, code: str) -> Officer:
    """The officer behind the code, who has now come to the desk."""
    address = address_of(request)
    if journey is None:
        raise StartAgain(
            _("This sign-in was not begun in this browser, or a while ago. Sign in anew.")
        )
    if not identity.is_code(code):
        raise StartAgain(_("WeCom sent no code, perhaps because you declined. Sign in anew."))
    if identity.is_guessing(address):
        raise Guessing(_("Too many sign-ins with WeCom have failed. Wait a minute."))
    try:
        name = identity.who(client(), code)
    except WeComRefused as refused:
        if refused.step is not Step.GIVE_UP:
            raise
        identity.note_bad_code(address)
        raise StartAgain(_("%s Sign in anew.") % refused) from None
    officer = queries.officer_in_wecom(name)
    if officer is None:
        log.warning("somebody without a desk came from WeCom")
        raise NotAllowed(
            _(
                "Your account in WeCom belongs to no officer here. Ask your department's"
                " administrator to enter it with your desk, at Staff and keys."
            )
        )
    return actions.enter(officer)


@signed_in
@transaction.non_atomic_requests
@require_GET
def signatures(request: OfficerRequest) -> HttpResponseBase:
    """Both signatures for a page of ours, as JSON; `doubted` after WeCom's client refused them."""
    own = jssdk.origin_of(request.build_absolute_uri("/"))
    try:
        signed = jssdk.signatures(
            client(),
            request.GET.get("url", ""),
            hosts=(own,),
            doubted="doubted" in request.GET,
        )
    except Refused as refused:
        return JsonResponse({"detail": str(refused)}, status=refused.status)
    return JsonResponse(signed)
