"""The queues; one matter and what belongs to it; search."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import BooleanField, ExpressionWrapper, F, Q, QuerySet
from django.utils.translation import gettext as _

from county.dimensions.helpdesk import access
from county.dimensions.helpdesk.flow import DONE_STATES, OPEN_STATES
from county.dimensions.helpdesk.models import Duty, Helper, Matter
from county.foundation.database.hot import Plan, counting, remembered, rows_of
from county.foundation.staff.models import Officer
from county.foundation.staff.policy import Holder
from county.kernel import clock
from county.records.conversations.queries import containing, excerpts
from county.records.organisations.models import Organisation
from county.records.residents.models import called
from county.records.residents.queries import found


@dataclass(frozen=True, slots=True)
class Row:
    """One matter as a queue shows it."""

    id: UUID
    number: str
    kind: str
    state: str
    topic: str
    priority: int
    town_code: str
    last_text: str
    last_at: datetime
    waiting_since: datetime | None
    unread: int
    next_due: datetime | None
    alert: str
    alert_category: str
    conversation_id: UUID | None
    assignee_id: int | None
    assignee: str | None
    alias: str | None
    name_masked: str | None
    file_number: int | None

    @property
    def called(self) -> str:
        """How the queue speaks of the resident; of a lead that belongs to nobody, by that."""
        if self.kind == "lead" and self.file_number is None:
            return _("Anonymous source")
        return called(self.alias or "", self.name_masked or "", self.file_number)

    @property
    def url(self) -> str:
        """The matter's page."""
        return f"/helpdesk/matters/{self.id}/"


_ROW = (
    "id", "number", "kind", "state", "topic", "priority", "town_code", "last_text", "last_at",
    "waiting_since", "unread", "next_due", "alert", "alert_category", "conversation_id",
    "assignee_id", "assignee__name", "resident__alias", "resident__name_masked", "resident__number",
)  # fmt: skip


def matters_for(holder: Holder) -> QuerySet[Matter]:
    """The matters this officer or key may see at all; every page starts here."""
    helped = Helper.objects.filter(officer_id=access.number_of(holder) or 0).values("matter")
    return access.scope(Matter.objects.all(), holder, helped=helped)


def in_hand(holder: Holder) -> Q:
    """One's own matters and those one helps with, as keys that are found without looking at all."""
    number = access.number_of(holder)
    if number is None:
        return Q(pk__in=[])
    helped = Helper.objects.filter(officer_id=number).values("matter")
    return Q(pk__in=Matter.objects.filter(assignee_id=number).values("pk").union(helped))


def unassigned(officer: Officer) -> QuerySet[Matter]:
    """Open matters of the officer's areas that nobody has taken: by priority, then by limit."""
    waiting = matters_for(officer).filter(state__in=OPEN_STATES, assignee__isnull=True)
    return waiting.order_by("priority", F("next_due").asc(nulls_last=True), "id")


def mine(officer: Officer) -> QuerySet[Matter]:
    """The officer's own open matters, latest word first."""
    held = Matter.objects.filter(assignee=officer, state__in=OPEN_STATES)
    return _without_leads(held, officer).order_by("-last_at", "-id")


def at_work_for(officer: Officer) -> QuerySet[Matter]:
    """The matters the officer holds or helps with in which something is to be done, by limit."""
    helped = Helper.objects.filter(officer=officer).values("matter")
    own = matters_for(officer).filter(Q(assignee=officer) | Q(pk__in=helped))
    rows = own.filter(state__in=OPEN_STATES).exclude(state__in=DONE_BUT_OPEN)
    return rows.order_by(F("next_due").asc(nulls_last=True), "priority", "id")


def unassigned_on_duty(officer: Officer) -> QuerySet[Matter]:
    """What waits in the queue of the desks at which the roster puts the officer now."""
    now = clock.now()
    duties = Duty.objects.filter(officer=officer, starts_at__lte=now, ends_at__gt=now)
    areas = set(duties.values_list("area_code", flat=True))
    rows = unassigned(officer)
    if "" in areas:
        return rows
    return rows.filter(town_code__in=[*areas, ""]) if areas else rows.none()


def joint(officer: Officer) -> QuerySet[Matter]:
    """Open matters the officer helps with."""
    helped = Matter.objects.filter(helpers__officer=officer, state__in=OPEN_STATES)
    return _without_leads(helped, officer).order_by("-last_at", "-id")


def _without_leads(matters: QuerySet[Matter], officer: Officer) -> QuerySet[Matter]:
    """Whoever has come to a post without leads holds none that could be opened."""
    return matters if officer.has(access.Permit.LEADS) else matters.exclude(kind="lead")


def closed(officer: Officer) -> QuerySet[Matter]:
    """What is done, in the officer's areas, latest first."""
    done = matters_for(officer).filter(state__in=DONE_STATES)
    return done.order_by("-last_at", "-id")


QUEUES: dict[str, Callable[[Officer], QuerySet[Matter]]] = {
    "unassigned": unassigned,
    "mine": mine,
    "joint": joint,
    "closed": closed,
}
BADGED = ("unassigned", "mine", "joint")


def narrowed(matters: QuerySet[Matter], wanted: dict[str, Any]) -> QuerySet[Matter]:
    """The matters that match every filter that was set."""
    for field in ("kind", "topic", "alert", "priority", "state"):
        if wanted.get(field):
            matters = matters.filter(**{field: wanted[field]})
    if wanted.get("town"):
        matters = matters.filter(town_code=wanted["town"])
    if wanted.get("officer"):
        matters = matters.filter(assignee_id=wanted["officer"])
    if wanted.get("opened_from"):
        matters = matters.filter(opened_at__gte=wanted["opened_from"])
    if wanted.get("opened_to"):
        matters = matters.filter(opened_at__lt=wanted["opened_to"])
    return matters


def rows(matters: QuerySet[Matter], *, limit: int = 50, offset: int = 0) -> list[Row]:
    """A page of a queue as plain rows, in one query."""
    return [Row(*row) for row in rows_of(matters.values_list(*_ROW)[offset : offset + limit])]


def queue(officer: Officer, name: str, *, limit: int = 50, offset: int = 0) -> list[Row]:
    """A page of a whole queue."""

    def ask() -> QuerySet[Matter, Any]:
        return QUEUES[name](officer).values_list(*_ROW)[offset : offset + limit]

    plan = remembered(("queue", name, limit, offset, *_view(officer)), ask)
    return [Row(*row) for row in rows_of(plan)]


def sizes(officer: Officer, most: int = 100) -> dict[str, int]:
    """How many wait in each queue with a badge, counting no further than a badge shows."""

    def ask() -> Plan | None:
        return counting({name: QUEUES[name](officer) for name in BADGED}, most)

    plan = remembered(("sizes", most, *_view(officer)), ask)
    return dict.fromkeys(BADGED, 0) | dict(rows_of(plan))


def _view(officer: Officer) -> tuple[Hashable, ...]:
    """All that decides which matters an officer sees."""
    return officer.pk, officer.is_active, officer.permits, officer.reach


TAIL = 4
"""Digits at the end of a matter's number that count the day's matters."""


def search(officer: Officer, words: str, *, limit: int = 50) -> list[Row]:
    """Matters by number, by what was said, or by the resident's name, phone or number.

    What was said is matched as a substring and shown where it stands; names and numbers exactly,
    through blind indexes; of a matter's number its last four digits are enough.
    """
    words = words.strip()
    if not words:
        return []
    seen = matters_for(officer)
    places = containing(words, among=seen.values("conversation_id"), limit=limit)
    # Keys, not subqueries: PostgreSQL then unites three indexes instead of reading every matter.
    people = list(found(words, officer).values_list("pk", flat=True)[:200])
    hit = Q(number=words.upper()) | Q(conversation_id__in=places) | Q(resident_id__in=people)
    if words.isdigit() and len(words) == TAIL:
        hit |= Q(number__endswith=f"-{words}")
    lines = rows(seen.filter(hit).order_by("-last_at", "-id"), limit=limit)
    shown = excerpts(words, [line.conversation_id for line in lines if line.conversation_id])
    return [
        replace(line, last_text=shown[line.conversation_id])
        if line.conversation_id in shown
        else line
        for line in lines
    ]


DONE_BUT_OPEN = ("answered", "resolved", "solved", "no_case")
"""States in which nothing is at work any more, though the matter is not closed."""


def open_in(conversation_id: UUID) -> Matter | None:
    """The conversation's matter that is at work; without one, its latest that is not closed."""
    alive = Matter.objects.filter(conversation_id=conversation_id, state__in=OPEN_STATES)
    done = ExpressionWrapper(Q(state__in=DONE_BUT_OPEN), output_field=BooleanField())
    return alive.order_by(done.asc(), "-opened_at").first()


def at_work_in(matter: Matter) -> Matter | None:
    """Another matter of the same conversation that is at work: there may be one at a time."""
    if matter.conversation_id is None:
        return None
    alive = Matter.objects.filter(conversation=matter.conversation_id, state__in=OPEN_STATES)
    return alive.exclude(pk=matter.pk).exclude(state__in=DONE_BUT_OPEN).first()


def closed_since(conversation_id: UUID, moment: datetime) -> Matter | None:
    """The conversation's latest matter, if it was closed and its last word is not older."""
    latest = Matter.objects.filter(conversation_id=conversation_id).exclude(kind="lead")
    found = latest.order_by("-opened_at").first()
    return found if found and found.state == "closed" and found.last_at >= moment else None


def of_conversation(conversation_id: UUID) -> QuerySet[Matter]:
    """Every matter of a conversation, latest first."""
    return Matter.objects.filter(conversation_id=conversation_id).order_by("-opened_at")


def of_resident(resident_id: UUID) -> QuerySet[Matter]:
    """Every matter of a resident, latest first."""
    return Matter.objects.filter(resident_id=resident_id).order_by("-opened_at")


def unrated(conversation_id: UUID) -> Matter | None:
    """The conversation's latest matter that is done and waits for the resident's rating."""
    done = Matter.objects.filter(
        conversation_id=conversation_id,
        rating__isnull=True,
        state__in=["resolved", "closed", "answered"],
    ).exclude(kind="lead")
    return done.order_by("-opened_at").first()


def numbers_of(keys: list[UUID]) -> list[tuple[UUID, str]]:
    """The numbers of these matters."""
    return list(Matter.objects.filter(pk__in=keys).values_list("pk", "number"))


def firm_of(conversation_id: UUID | str) -> Organisation | None:
    """The enterprise that the latest matter names, or else where its resident works; or None."""
    rows = Matter.objects.filter(conversation_id=conversation_id).order_by("-opened_at")
    latest = rows.select_related("organisation", "resident__organisation").first()
    if latest is None:
        return None
    return latest.organisation or (latest.resident.organisation if latest.resident else None)
