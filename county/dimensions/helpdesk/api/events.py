"""Events of partners' systems, such as the town platform: reported once, then followed."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _
from ninja import Field, Router, Schema, Status

from county.dimensions.helpdesk.actions import reporting
from county.dimensions.helpdesk.actions.talk import TooMany
from county.dimensions.helpdesk.models import Matter
from county.foundation.outside import queries
from county.foundation.outside.access import Permit
from county.foundation.outside.models import LONGEST_NAME, ExternalEvent
from county.foundation.staff.models import Key
from county.foundation.staff.policy import demand
from county.kernel.limits import Limit

router = Router(tags=["helpdesk"])
SENT = Limit(300, 60.0)
"""Events taken in for one key in a minute; local design value."""
NAME = r"^[^\x00-\x1f\x7f]+$"


class EventIn(Schema):
    """An event as the partner's system knows it."""

    external_event_id: str = Field(
        min_length=1, max_length=LONGEST_NAME, pattern=NAME, description="its number there"
    )
    service_code: str = Field(max_length=20, description="of Open311's service list")
    description: str = Field(min_length=1, max_length=4000)
    town_code: str = Field("", max_length=12, pattern=r"^[0-9]*$")
    address: str = Field("", max_length=200)
    latitude: float | None = Field(None, ge=-90, le=90, allow_inf_nan=False)
    longitude: float | None = Field(None, ge=-180, le=180, allow_inf_nan=False)


class EventOut(Schema):
    """The event and the matter that it is."""

    external_event_id: str
    matter_id: str
    number: str
    kind: str
    topic: str
    state: str
    opened_at: datetime
    closed_at: datetime | None
    new: bool


def _out(event: ExternalEvent, matter: Matter, *, new: bool) -> dict[str, Any]:
    return {
        "external_event_id": event.external_event_id, "matter_id": str(matter.pk),
        "number": matter.number, "kind": matter.kind, "topic": matter.topic,
        "state": matter.state, "opened_at": matter.opened_at, "closed_at": matter.closed_at,
        "new": new,
    }  # fmt: skip


@router.post("/events", response={201: EventOut, 200: EventOut}, summary="Report an event")
def report_event(request: HttpRequest, body: EventIn) -> Status[dict[str, Any]]:
    """Open a matter for the event, once; 409 where other content came under this number before."""
    key: Key = request.auth  # type: ignore[attr-defined]
    if not SENT.take(str(key.pk)):
        raise TooMany(_("Too many events with this key: wait a minute."))
    point = body.latitude is not None and body.longitude is not None
    reported = reporting.Reported(
        service=body.service_code, text=body.description, town=body.town_code,
        address=body.address, latitude=body.latitude if point else None,
        longitude=body.longitude if point else None,
    )  # fmt: skip
    matter, event, new = reporting.report_event(body.external_event_id, reported, by=key)
    return Status(201 if new else 200, _out(event, matter, new=new))


@router.get("/events/{external_event_id}", response=EventOut, summary="Follow an event")
def follow_event(request: HttpRequest, external_event_id: str) -> dict[str, Any]:
    """How far the partner's own event is."""
    key: Key = request.auth  # type: ignore[attr-defined]
    demand(key, Permit.REPORT)
    event = queries.event_of(queries.partner_of(key), external_event_id)
    matter = Matter.objects.filter(pk=event.subject.partition(":")[2]).first() if event else None
    if event is None or matter is None:
        raise Http404
    return _out(event, matter, new=False)
