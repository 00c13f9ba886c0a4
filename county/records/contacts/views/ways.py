"""Contact codes: list, make, show, print, delete."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from county.design.forms import complete
from county.design.http import go, show
from county.design.jinja import moment
from county.design.tables import Column, table
from county.foundation.files.queries import file
from county.foundation.files.views import answer
from county.foundation.staff.policy import OfficerRequest, allow
from county.foundation.staff.queries import officers
from county.records.contacts.access import Permit
from county.records.contacts.actions import ways as acts
from county.records.contacts.flow import WayState
from county.records.contacts.forms import WayForm
from county.records.contacts.models import ContactWay
from county.records.contacts.queries import ways as queries

COLUMNS = [
    Column(_("title"), lambda one: one.title, "title"),
    Column(_("town"), lambda one: one.town_code, "town_code"),
    Column(_("state"), lambda one: one.get_state_display(), "state"),
    Column(_("contacts by it"), lambda one: one.pk),
    Column(_("made"), lambda one: moment(one.made_at), "made_at"),
]


@allow(Permit.MANAGE)
@require_GET
def listing(request: OfficerRequest) -> HttpResponseBase:
    """The codes by which residents add officers."""
    found = table(request, queries.ways_for(request.user), COLUMNS, default="-made_at")
    context = {
        "table": found,
        "came": queries.came_by(list(found.rows)),
        "form": WayForm(by=request.user, auto_id="way_%s"),
    }
    return show(request, "contacts/ways.html", context)


@allow(Permit.MANAGE)
@require_POST
def make(request: OfficerRequest) -> HttpResponseBase:
    """Plan a code; WeCom makes it in a moment."""
    form = complete(WayForm(request.POST, by=request.user))
    way = acts.plan(**form.cleaned_data, by=request.user)
    return go(request, f"/contacts/ways/{way.pk}/")


@allow(Permit.MANAGE)
@require_GET
def one(request: OfficerRequest, way_id: UUID) -> HttpResponseBase:
    """One code: its picture, its officers, how many came by it."""
    way = get_object_or_404(queries.ways_for(request.user), pk=way_id)
    context = {
        "way": way,
        "came": queries.came_by([way])[way.state_word],
        "members": list(officers().filter(wecom_id__in=way.members).order_by("name")),
    }
    return show(request, "contacts/way.html", context)


@allow(Permit.MANAGE)
@require_POST
def delete(request: OfficerRequest, way_id: UUID) -> HttpResponseBase:
    """Make a code worthless."""
    acts.delete(get_object_or_404(queries.ways_for(request.user), pk=way_id), by=request.user)
    return go(request, "/contacts/ways/")


def _in_use(request: OfficerRequest, way_id: UUID) -> ContactWay:
    """A code that leads to somebody and whose picture is in our house."""
    usable = queries.ways_for(request.user).filter(state=WayState.READY, file__isnull=False)
    return get_object_or_404(usable.select_related("file"), pk=way_id)


@allow(Permit.MANAGE)
@require_GET
def picture(request: OfficerRequest, way_id: UUID) -> HttpResponseBase:
    """The code's picture, out of our own house."""
    return answer(request, file(_in_use(request, way_id).file_id))


@allow(Permit.MANAGE)
@require_GET
def poster(request: OfficerRequest, way_id: UUID) -> HttpResponseBase:
    """The code on a page of its own, to be printed and put up."""
    way = _in_use(request, way_id)
    context = {
        "kind": "way",
        "name": way.title,
        "town": way.town_code,
        "picture": f"/contacts/ways/{way.pk}/picture/",
        "back": f"/contacts/ways/{way.pk}/",
    }
    return show(request, "contacts/poster.html", context)
