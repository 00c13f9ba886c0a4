"""A resident's own copy; for the office, requests with their clocks, and periods of keeping."""

from __future__ import annotations

import json
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from county.design.forms import complete
from county.design.http import go, show
from county.design.jinja import moment
from county.design.tables import Column, table
from county.foundation.staff.policy import OfficerRequest, allow, public
from county.kernel import clock
from county.records.residents import phones
from county.records.residents.copying import copy_of
from county.records.residents.models import Resident
from county.records.residents.queries import against_erasure
from county.records.rights import actions, queries
from county.records.rights.access import Permit
from county.records.rights.forms import AnswerForm, PeriodForm

COLUMNS = [
    Column(gettext_lazy("received at"), lambda one: moment(one.received_at), "received_at"),
    Column(gettext_lazy("asked for"), lambda one: one.get_right_display(), "right"),
    Column(gettext_lazy("state"), lambda one: one.get_state_display(), "state"),
    Column(gettext_lazy("due"), lambda one: moment(one.due_at), "due_at"),
    Column(gettext_lazy("file"), lambda one: one.resident.number),
]


@public("a resident's own data")
@require_GET
def my_json(request: HttpRequest) -> HttpResponseBase:
    """Everything kept of the resident, for machines (PIPL 45)."""
    resident = phones.resident_on(request)
    actions.note_copy(resident, form="json")
    text = json.dumps(copy_of(resident), ensure_ascii=False, indent=1)
    response = HttpResponse(text, content_type="application/json; charset=utf-8")
    name = f"siwei-{resident.number}-{clock.today():%Y%m%d}.json"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "no-store"
    return response


@public("a resident's own data")
@require_GET
def my_page(request: HttpRequest) -> HttpResponseBase:
    """Everything kept of the resident, to be read."""
    resident = phones.resident_on(request)
    actions.note_copy(resident, form="html")
    response = show(
        request, "rights/copy.html", {"copy": copy_of(resident), "back": phones.ABOUT_ME}
    )
    response.headers["Cache-Control"] = "no-store"
    return response


@allow(Permit.READ)
@require_GET
def listing(request: OfficerRequest) -> HttpResponseBase:
    """Requests with their clocks."""
    rows = queries.requests_for(request.user)
    context = {
        "table": table(request, rows, COLUMNS, default="due_at"),
        "overdue": queries.overdue(clock.now()),
        "now": clock.now(),
    }
    return show(request, "rights/listing.html", context)


@allow(Permit.READ)
@require_GET
def one(request: OfficerRequest, request_id: UUID) -> HttpResponseBase:
    """One request, and what stands against erasing."""
    asked = get_object_or_404(queries.requests_for(request.user), pk=request_id)
    context = {
        "asked": asked,
        "against": against_erasure(asked.resident) if asked.right == "delete" else [],
        "others": queries.of_resident(asked.resident),
        "form": AnswerForm(auto_id="answer_%s"),
        "now": clock.now(),
    }
    return show(request, "rights/one.html", context)


@allow(Permit.ANSWER)
@require_POST
def answer(request: OfficerRequest, request_id: UUID) -> HttpResponseBase:
    """Answer a request."""
    asked = get_object_or_404(queries.requests_for(request.user), pk=request_id)
    form = complete(AnswerForm(request.POST))
    actions.answer(asked, **form.cleaned_data, by=request.user)
    return go(request, f"/rights/{asked.pk}/")


@allow(Permit.READ)
@require_GET
def of_resident(request: OfficerRequest, resident_id: UUID) -> HttpResponseBase:
    """What one resident asked for."""
    resident = get_object_or_404(Resident.objects.all(), pk=resident_id)
    context = {
        "resident": resident,
        "requests": queries.of_resident(resident),
        "against": against_erasure(resident),
    }
    return show(request, "rights/of_resident.html", context)


@allow(Permit.READ)
@require_GET
def periods(request: OfficerRequest) -> HttpResponseBase:
    """For how long each kind of thing is kept."""
    return show(request, "rights/periods.html", {"periods": queries.periods()})


@allow(Permit.ANSWER)
@require_POST
def set_period(request: OfficerRequest) -> HttpResponseBase:
    """Change a period."""
    form = complete(PeriodForm(request.POST))
    actions.set_period(**form.cleaned_data, by=request.user)
    return go(request, "/rights/periods/")
