"""Take a request, answer it, erase a file for it; let end what was kept long enough."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from county.foundation.events.actions import announce
from county.foundation.events.registry import System
from county.foundation.staff.models import Department, Officer
from county.foundation.staff.policy import demand
from county.kernel import clock
from county.kernel.errors import Incomplete, Refused
from county.kernel.saying import saying
from county.kernel.text import clean
from county.records.residents import actions as residents
from county.records.residents.events import ResidentArchived
from county.records.residents.models import Resident
from county.records.residents.queries import silent_since
from county.records.rights import queries
from county.records.rights.access import Permit
from county.records.rights.events import CopyGiven, PeriodEnded, RightAnswered, RightAsked
from county.records.rights.flow import REQUEST, State
from county.records.rights.models import Period, Request, Right
from county.records.worklist import actions as worklist
from county.records.worklist.models import Kind, Task

CLOCK = System("clock")
OFFICE = "DPO"
TARGET_DAYS, LIMIT_DAYS = 15, 30
"""Days within which a request is to be, and must be, answered (E15; GB/T 35273-2020, 8.7)."""
ARCHIVE, REDUCE = "silent_file", "archived_file"
WISHES = {
    Right.SEE: gettext_noop("asks to see all that is kept"),
    Right.CORRECT: gettext_noop("asks to correct what is kept"),
    Right.DELETE: gettext_noop("asks to delete what is kept"),
}


class AskedAlready(Refused):
    """The same wish waits already."""


@transaction.atomic
def ask(resident: Resident, *, right: str, words: str = "") -> Request:
    """Take a resident's request; the data protection office has it as a task with its deadline.

    A copy is met at once: the resident takes it from the page. Raises AskedAlready.
    """
    if right not in Right.values:
        raise Refused(_("Choose what you ask for."))
    if Request.objects.filter(resident=resident, right=right, state=State.OPEN).exists():
        raise AskedAlready(_("You have asked for this already; it will be answered in time."))
    now, day = clock.now(), clock.today()
    request = Request(
        resident=resident,
        right=right,
        words=clean(words, 300),
        received_at=now,
        target_at=clock.end_of_day(day + timedelta(days=TARGET_DAYS)),
        due_at=clock.end_of_day(day + timedelta(days=LIMIT_DAYS)),
    )
    if right == Right.SEE:
        request.state, request.answered_at = State.MET, now
        request.answered_by, request.answer = CLOCK.actor, ""
    request.save(force_insert=True)
    ids = {"request_id": str(request.pk), "resident_id": str(resident.pk)}
    announce(RightAsked(**ids, right=right), by=resident)
    if request.state == State.OPEN:
        _task(request)
    return request


def _task(request: Request) -> Task:
    resident, right = request.resident, Right(request.right)
    return worklist.assign(
        key=f"right:{request.pk}",
        kind=Kind.OTHER,
        title=saying(gettext_noop("Resident %s"), saying(WISHES[right])),
        why=request.words or saying(gettext_noop("No further words.")),
        basis="PIPL 44-47; GB/T 35273-2020 8.7",
        about=resident.actor,
        due_at=request.target_at,
        department=Department.objects.get(pk=OFFICE),
        by=resident,
        url=f"/rights/{request.pk}/",
        area_code=resident.area_code,
    )


@transaction.atomic
def answer(request: Request, *, met: bool, words: str, by: Officer) -> Request:
    """Answer a request; the resident reads the words. To delete erases the file.

    Raises Incomplete without words, Refused where something open stands against erasing.
    """
    demand(by, Permit.ANSWER)
    if len(words.strip()) < 2:
        raise Incomplete(_("Say what was done, or why not. The resident reads it."))
    request = Request.objects.select_for_update(of=("self",)).get(pk=request.pk)
    REQUEST.move(request, "meet" if met else "refuse")
    request.answered_at, request.answered_by = clock.now(), by.actor
    request.answer = words.strip()[:300]
    request.save(update_fields=["state", "answered_at", "answered_by", "answer"])
    if met and request.right == Right.DELETE:
        residents.erase(request.resident, reason=words, by=by)
    for task in Task.objects.filter(key=f"right:{request.pk}", state="open"):
        worklist.finish(task, outcome=request.answer, by=by)
    ids = {"request_id": str(request.pk), "resident_id": str(request.resident_id)}
    announce(RightAnswered(**ids, met=met), by=by)
    return request


@transaction.atomic
def note_copy(resident: Resident, *, form: str) -> None:
    """Note that the resident took a copy of everything kept of them."""
    announce(CopyGiven(resident_id=str(resident.pk), form=form), by=resident)


@transaction.atomic
def set_period(code: str, *, days: int, by: Officer) -> Period:
    """Say for how long a kind of thing is kept; raises Refused for a kind there is none of."""
    demand(by, Permit.ANSWER)
    if code not in {one.kind.code for one in queries.periods()}:
        raise Refused(_("There is no such period."))
    period, _made = Period.objects.update_or_create(
        code=code, defaults={"days": days, "set_by": by.actor, "set_at": clock.now()}
    )
    return period


@transaction.atomic
def end_periods() -> dict[str, int]:
    """Take away what was kept long enough; says how much of each kind."""
    done = {}
    for one in queries.periods():
        if one.kind.expire is None:
            continue
        number = one.kind.expire(clock.now() - timedelta(days=one.days))
        if number:
            announce(PeriodEnded(code=one.kind.code, number=number), by=CLOCK)
            done[one.kind.code] = number
    return done


@transaction.atomic
def review_by_age(resident: Resident, *, age: int) -> Task:
    """Have a file reviewed whose person reached an age (E19)."""
    return worklist.assign(
        key=f"age:{resident.pk}:{age}",
        kind=Kind.OTHER,
        title=saying(gettext_noop("Review a file: the person is %s now"), str(age)),
        why=saying(gettext_noop("What was kept of a minor is kept on only with a new consent.")),
        basis="PIPL 31",
        about=resident.actor,
        due_at=clock.end_of_day(clock.today() + timedelta(days=TARGET_DAYS)),
        department=Department.objects.get(pk=OFFICE),
        by=CLOCK,
        url=f"/residents/{resident.pk}/",
        area_code=resident.area_code,
    )


def archive_silent(before: datetime) -> int:
    """Archive files whose person was not in contact since then (E31); says how many."""
    silent = silent_since(before, archived=False)
    for resident in silent:
        resident.archived_at = clock.now()
        resident.save(update_fields=["archived_at"])
        announce(ResidentArchived(resident_id=str(resident.pk)), by=CLOCK)
    return len(silent)


def reduce_archived(before: datetime) -> int:
    """Reduce files archived before then to nothing but the audit (E31); says how many."""
    done = 0
    for resident in silent_since(before, archived=True):
        try:
            with transaction.atomic():
                residents.erase(resident, reason="E31", by=CLOCK)
            done += 1
        except Refused:
            continue  # something is still open: next night again
    return done
