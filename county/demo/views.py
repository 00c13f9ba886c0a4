"""The cast, one click to be one of them; and the resident's phone beside the officer's desk."""

from __future__ import annotations

from functools import wraps
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET, require_POST

from county.demo.cast import company, roles
from county.demo.stories.firms import speakers
from county.demo.stories.leads import PASSPHRASE
from county.design.http import show
from county.foundation.channels.wecom import standing
from county.foundation.staff import actions
from county.foundation.staff.models import Officer
from county.foundation.staff.policy import View, public
from county.foundation.staff.views import BACKEND
from county.records.enterprises.seats import sit


def in_demo_only(view: View) -> View:
    """There is no such page outside the demonstration, whatever the database holds."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not settings.SIWEI_DEMO:
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


@public("the demonstration's first page")
@in_demo_only
@require_GET
def stage(request: HttpRequest) -> HttpResponseBase:
    """Who can be played, and where the two-minute story begins."""
    people = {officer.username: officer for officer in company()}
    cast = [(role, people[role.username]) for role in roles() if role.username in people]
    return show(
        request,
        "demo/stage.html",
        {
            "cast": cast,
            "wecom": standing.origin(),
            "tips": settings.SIWEI_TIPS_ADDRESS,
            "passphrase": PASSPHRASE,
            "firms": list(speakers()),
        },
    )


@public("one click to be a member of the cast, in the demonstration only")
@in_demo_only
@require_POST
def be(request: HttpRequest, username: str) -> HttpResponseBase:
    """Sign in as a member of the cast."""
    names = {role.username for role in roles()}
    officer = get_object_or_404(Officer, username=username, username__in=names, is_active=True)
    login(request, actions.enter(officer), backend=BACKEND)
    beside = request.POST.get("beside")
    return HttpResponseRedirect("/demo/beside/" if beside else "/")


@public("one click to act for a firm of the demonstration, in the demonstration only")
@in_demo_only
@require_POST
def be_firm(request: HttpRequest, representative_id: UUID) -> HttpResponseBase:
    """Sign in as somebody who speaks for one of the demonstration's firms."""
    representative = get_object_or_404(speakers(), pk=representative_id)
    return sit(request, HttpResponseRedirect("/firm/"), representative)


@public("phone and desk side by side, in the demonstration only")
@in_demo_only
@require_GET
def beside(request: HttpRequest) -> HttpResponseBase:
    """The resident's phone on the left, the officer's desk on the right."""
    desk = "/helpdesk/" if request.user.is_authenticated else "/demo/"
    return show(request, "demo/beside.html", {"desk": desk})
