"""The bell."""

from __future__ import annotations

from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET, require_POST

from county.design.http import fragment
from county.foundation.audit.links import open_links
from county.foundation.notices import actions, queries
from county.foundation.staff.policy import OfficerRequest, signed_in


@signed_in
@require_GET
def bell(request: OfficerRequest) -> HttpResponseBase:
    """The officer's latest notices, and how many are unread."""
    return _bell(request)


@signed_in
@require_POST
def read_all(request: OfficerRequest) -> HttpResponseBase:
    """Mark every notice read."""
    actions.mark_read(request.user)
    return _bell(request)


@signed_in
@require_GET
def one(request: OfficerRequest, notice_id: int) -> HttpResponseBase:
    """One of the officer's notices, for the corner of an open page."""
    notice = get_object_or_404(queries.unread(request.user), pk=notice_id)
    return fragment(request, "notices/bell.html", {"notice": notice}, part="toast")


def _bell(request: OfficerRequest) -> HttpResponseBase:
    notices = queries.recent(request.user)
    context = {
        "notices": notices,
        "leads": open_links(request.user, [one.url for one in notices]),
        "unread": queries.unread(request.user).count(),
    }
    return fragment(request, "notices/bell.html", context, part="bell")
