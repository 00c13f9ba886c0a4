"""What everybody, and what another system, may know of matters."""

from __future__ import annotations

from decimal import Decimal
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import get_language, gettext

from county.dimensions.helpdesk.flow import State
from county.dimensions.helpdesk.knowledge.services import services
from county.dimensions.helpdesk.models import Matter, PublicRequest
from county.dimensions.helpdesk.models.matters import AlertState
from county.dimensions.helpdesk.queries.matters import matters_for
from county.foundation.outside.registry import Asked, Attribute, Service, Shown
from county.foundation.staff.models import Key

DONE = (State.ANSWERED, State.RESOLVED, State.CLOSED)
"""States that Open311 calls closed."""
MOST = 1000


def public_services() -> list[Service]:
    """The public services, in the language of the page."""
    at = 0 if (get_language() or "").startswith("zh") else 1
    return [
        Service(
            code=one.code, name=one.name[at], description=one.description[at],
            keywords=one.keywords, group=one.group[at],
            attributes=tuple(
                Attribute(
                    code=question.code, description=question.description[at],
                    datatype=question.datatype, required=question.required,
                    values=tuple((key, words[at]) for key, words in question.values),
                )
                for question in one.questions
            ),
        )
        for one in services().values()
    ]  # fmt: skip


def shown_to_all() -> QuerySet[PublicRequest]:
    """Service requests that everybody may see: still a public service's, and no sign of fraud.

    What turned out to be something else, such as violence at home, is seen by nobody outside.
    """
    topics = {one.topic for one in services().values()}
    rows = PublicRequest.objects.filter(
        service__in=services(), matter__topic__in=topics, matter__kind__in=("help", "consultation"),
        matter__alert__in=(AlertState.NONE, AlertState.DISMISSED),
    )  # fmt: skip
    return rows.select_related("matter__department")


def public_requests(asked: Asked) -> tuple[list[Shown], int]:
    """The requests asked for, the newest first, and how many there are in all."""
    rows = shown_to_all()
    if asked.numbers:
        rows = rows.filter(matter__number__in=asked.numbers)
    else:
        rows = _narrowed(rows, asked)
    rows = rows.order_by("-matter__opened_at", "-matter_id")
    page = rows[asked.first : asked.first + min(asked.most, MOST)]
    return [_shown(one) for one in page], rows.count()


def _narrowed(rows: QuerySet[PublicRequest], asked: Asked) -> QuerySet[PublicRequest]:
    if asked.services:
        rows = rows.filter(service__in=asked.services)
    if asked.since:
        rows = rows.filter(matter__opened_at__gte=asked.since)
    if asked.until:
        rows = rows.filter(matter__opened_at__lte=asked.until)
    if len(set(asked.statuses)) == 1:
        done = Q(matter__state__in=DONE)
        rows = rows.filter(done if asked.statuses[0] == "closed" else ~done)
    if asked.box:  # of the rounded points: a box cannot find out more than a request shows
        # As decimals: the field would round a plain number to its own hundredths.
        west, south, east, north = (Decimal(repr(edge)) for edge in asked.box)
        rows = rows.filter(
            longitude__gte=west, longitude__lte=east, latitude__gte=south, latitude__lte=north
        )
    return rows


def _shown(one: PublicRequest) -> Shown:
    matter = one.matter
    moments = (matter.opened_at, matter.first_reply_at, matter.resolved_at, matter.closed_at)
    is_open = matter.state not in DONE
    return Shown(
        number=matter.number,
        service=one.service,
        is_open=is_open,
        notes=gettext(str(State(matter.state).label)),
        agency=str(matter.department or ""),
        requested_at=matter.opened_at,
        updated_at=max(moment for moment in moments if moment is not None),
        expected_at=matter.next_due if is_open else None,
        latitude=None if one.latitude is None else float(one.latitude),
        longitude=None if one.longitude is None else float(one.longitude),
    )


def may_hear(key: Key, matter_id: str, theirs: bool) -> bool:  # noqa: FBT001 - a Guard
    """Whether a partner may be told about a matter: its own event, or one its key may read.

    A lead is told to nobody.
    """
    rows = Matter.objects.all() if theirs else matters_for(key)
    return rows.filter(pk=UUID(matter_id)).exclude(kind="lead").exists()
