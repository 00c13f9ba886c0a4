"""Propose a visit, plan it with the person's word, note what came of it."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from county.foundation.events.actions import announce
from county.foundation.events.registry import Actor, System
from county.foundation.files import actions as files
from county.foundation.staff.models import Officer
from county.foundation.staff.policy import demand
from county.kernel import clock
from county.kernel.errors import Incomplete, Refused
from county.kernel.saying import saying, trimmed
from county.records.organisations.models import Organisation
from county.records.residents.models import Resident
from county.records.residents.wording import forbidden_in, require_sayable
from county.records.tags import actions as tags
from county.records.visits import queries
from county.records.visits.access import Permit
from county.records.visits.events import VisitEnded, VisitPlanned, VisitProposed
from county.records.visits.flow import VISIT, State
from county.records.visits.models import Kind, Visit
from county.records.worklist import actions as worklist
from county.records.worklist.models import Kind as TaskKind

DESK = System("desk")
SHORTEST = 2
LATEST = timedelta(days=366)
"""How far ahead a visit may lie."""
VISITED, FOLLOW_UP = "T1206", "T1205"
EVEN_SO = (Kind.ASKED, Kind.AFTER_CARE, Kind.SERVICE)
"""Visits that the person asked for or was promised: they are no duplicates."""


@transaction.atomic
def propose(
    *,
    kind: str,
    why: str,
    due_on: date,
    by: Actor,
    resident: Resident | None = None,
    organisation: Organisation | None = None,
    officer: Officer | None = None,
    about: str = "",
    url: str = "",
    key: str = "",
) -> Visit:
    """Put a visit on the list; nobody goes before it is planned. The same key is the same visit.

    Raises Refused when a resident was visited in the last thirty days and did not ask for more.
    """
    if isinstance(by, Officer):
        demand(by, Permit.USE)
    _in_reason(due_on)
    if resident is not None and kind not in EVEN_SO and queries.visited_lately(resident):
        raise Refused(_("Somebody was there in the last 30 days: once is enough."))
    town, area = _where(resident, organisation)
    visit, made = Visit.objects.get_or_create(
        key=key or f"visit:{clock.now().timestamp()}:{by.actor}",
        defaults={
            "kind": kind, "why": _words(why, 200), "due_on": due_on, "resident": resident,
            "organisation": organisation, "officer": officer, "about": about[:100],
            "url": url[:200], "town_code": town, "area_code": area, "proposed_by": by.actor,
        },
    )  # fmt: skip
    if made:
        announce(VisitProposed(visit_id=str(visit.pk), visit_kind=kind), by=by)
    return visit


def _where(resident: Resident | None, organisation: Organisation | None) -> tuple[str, str]:
    if resident is not None:
        return resident.town_code, resident.area_code
    if organisation is not None:
        return organisation.area_id[:9], organisation.area_id
    raise Incomplete(_("Say who is to be visited."))


@transaction.atomic
def plan(visit: Visit, *, on: date, appointment: str, by: Officer) -> Visit:
    """Go there on a day. A resident has agreed to it before: nobody is visited cold (T0103)."""
    visit = _held(visit, by)
    if on < clock.today():
        raise Incomplete(_("The day has passed."))
    _in_reason(on)
    if visit.resident_id is not None:
        visit.appointment = _words(appointment, 100)
    VISIT.move(visit, "plan")
    visit.planned_on, visit.officer = on, by
    visit.save(update_fields=["state", "planned_on", "officer", "appointment"])
    worklist.assign(
        key=visit.key,
        kind=TaskKind.VISIT,
        title=saying(gettext_noop("Visit to %s"), visit.whom),
        why=visit.why,
        about=f"visit:{visit.pk}",
        due_at=clock.end_of_day(on),
        officer=by,
        by=by,
        url=f"/visits/{visit.pk}/",
        area_code=visit.area_code,
    )
    announce(VisitPlanned(visit_id=str(visit.pk), on=on.isoformat()), by=by)
    return visit


@transaction.atomic
def record(
    visit: Visit,
    *,
    how: str,
    outcome: str,
    by: Officer,
    photo: bytes = b"",
    photo_name: str = "",
    next_on: date | None = None,
) -> Visit:
    """Note what came of a visit; a photo is kept in its harmless form, without its place.

    A visit that was made sets “visited in the last 30 days” (T1206) and ends “follow-up due”; a
    next date sets that (T1205) and proposes the next visit.
    """
    visit = _held(visit, by)
    if how not in ("done", "not_met", "declined"):
        raise Incomplete(_("Say whether you met the person."))
    VISIT.move(visit, how)
    visit.outcome, visit.officer, visit.ended_at = _words(outcome, 300), by, clock.now()
    if next_on is not None:
        if next_on <= clock.today():
            raise Incomplete(_("The next visit lies after today."))
        _in_reason(next_on)
        visit.next_on = next_on
    if photo:
        visit.photo = files.keep(photo, name=photo_name or "photo.jpg", by=by, purpose="visit")
    visit.save()
    announce(VisitEnded(visit_id=str(visit.pk), how=how), by=by)
    worklist.settle(visit.key, outcome=visit.outcome, by=by)
    _mark(visit, by)
    return visit


def _mark(visit: Visit, by: Officer) -> None:
    """Let the tags of the system and the next proposal follow from what was noted."""
    if visit.resident is not None and visit.state == State.DONE:
        _set_anew(visit, VISITED)
        tags.clear(visit.resident, FOLLOW_UP, by=DESK)
    if visit.next_on is None or visit.state == State.DECLINED:
        return
    if visit.resident is not None:
        _set_anew(visit, FOLLOW_UP)
    propose(
        kind=Kind.AFTER_CARE if visit.kind == Kind.AFTER_CARE else Kind.ASKED
        if visit.resident_id else visit.kind,
        why=visit.why, due_on=visit.next_on, by=by, resident=visit.resident,
        organisation=visit.organisation, officer=by, about=visit.about, url=visit.url,
        key=f"next:{visit.pk}",
    )  # fmt: skip


def _set_anew(visit: Visit, code: str) -> None:
    """Set the tag from today; where none may stand, none does."""
    if visit.resident is None:
        return
    tags.clear(visit.resident, code, by=DESK)
    with suppress(Refused):
        tags.note(visit.resident, code, by=DESK, evidence=f"visit:{visit.pk}")


@transaction.atomic
def finish_by_task(task_key: str, *, outcome: str, by: Officer) -> None:
    """A visit whose task was finished on the worklist is done, in the same words."""
    visit = Visit.objects.filter(key=task_key, state__in=VISIT.moves["done"].sources).first()
    if visit is not None:
        told = outcome.strip()
        sayable = len(told) >= SHORTEST and not forbidden_in(told)
        record(visit, how="done", outcome=told if sayable else _("told on the worklist"), by=by)


def _held(visit: Visit, by: Officer) -> Visit:
    demand(by, Permit.USE)
    rows = Visit.objects.select_for_update(of=("self",)).select_related("resident", "organisation")
    return rows.get(pk=visit.pk)


def _words(text: str, longest: int) -> str:
    text = trimmed(text)
    if not SHORTEST <= len(text) <= longest:
        raise Incomplete(_("Say it in 2 to %(longest)s characters.") % {"longest": longest})
    return require_sayable(text)


def _in_reason(day: date) -> None:
    if day > clock.today() + LATEST:
        raise Incomplete(_("Visits are planned for a year at most."))
