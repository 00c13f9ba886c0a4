"""Open a file: each look with its reason, within the day's allowance (security T4, E21)."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import connection, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, override

from county.foundation.audit.actions import look
from county.foundation.events.actions import announce
from county.foundation.events.registry import System
from county.foundation.notices.actions import tell
from county.foundation.staff import queries as staff
from county.foundation.staff.models import Officer, Post
from county.foundation.staff.policy import demand
from county.kernel import clock
from county.kernel.errors import Refused
from county.kernel.saying import saying
from county.records.residents import queries
from county.records.residents.access import Permit
from county.records.residents.events import AllowanceSpent, LeaveAsked
from county.records.residents.models import Allowance, Grant, Resident

DESK = System("desk")
SHIFT = timedelta(hours=8)
FILE = "file"
"""What was seen when a file's page was opened: everything of it, masked."""


class BudgetSpent(Refused):
    """The officer opened as many files today as the post may."""

    status = 429


@transaction.atomic
def open_page(
    resident: Resident, *, by: Officer, reason: str = "", because: str = "", address: str = ""
) -> None:
    """Note that an officer opens a file's page; once a day for each file and connection.

    Raises BudgetSpent when the day's allowance of files is used up.
    """
    spend(resident, by)
    if queries.opened_today(by, resident, because):
        return
    grant = queries.grant_of(by, resident)
    with override(settings.LANGUAGE_CODE):  # the resident reads it, not the officer
        usual = _("Work with residents of the own area")
    reason = reason or (grant.reason if grant else usual)
    because = because or (grant.because if grant else "")
    look(by, resident.actor, fields=FILE, reason=reason, because=because, address=address)


def spend(resident: Resident, officer: Officer) -> None:
    """Count a file against the officer's day; half of it tells the auditors, all of it refuses."""
    with connection.cursor() as cursor:  # the same officer twice at once is counted once each
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"files|{officer.pk}"])
    opened, allowed = queries.files_opened_today(officer), queries.files_allowed(officer)
    if resident.actor in opened:
        return
    if len(opened) >= allowed:
        raise BudgetSpent(
            _(
                "You have opened %s files today, which is what your post may. For more, speak to"
                " your supervisor; help in an emergency goes through the desk."
            )
            % allowed
        )
    if len(opened) + 1 == max(1, allowed // 2):
        fact = AllowanceSpent(officer_id=str(officer.pk), opened=len(opened) + 1, allowed=allowed)
        announce(fact, by=DESK)
        tell(
            staff.holders("audit.read"),
            title=saying(gettext_noop("%s opened half of the day's files"), officer.name),
            url="/residents/looks/",
            by=DESK,
            about=f"{officer.actor}:{clock.today()}",
        )


@transaction.atomic
def ask_leave(
    resident: Resident, *, reason: str, because: str, by: Officer, address: str = ""
) -> Grant:
    """Open a file of another station for a shift, for a reason that the resident can read.

    Raises ReasonNeeded without one, BudgetSpent.
    """
    demand(by, Permit.READ)
    spend(resident, by)
    look(by, resident.actor, fields=FILE, reason=reason, because=because[:100], address=address)
    grant = Grant.objects.create(
        officer=by,
        resident=resident,
        reason=reason.strip()[:200],
        because=because[:100],
        until=clock.now() + SHIFT,
    )
    announce(LeaveAsked(resident_id=str(resident.pk), officer_id=str(by.pk)), by=by)
    return grant


@transaction.atomic
def set_allowance(post: Post, *, files_a_day: int, by: Officer) -> Allowance:
    """Say how many files the holders of a post may open in a day."""
    demand(by, Permit.OVERSEE)
    kept, _made = Allowance.objects.update_or_create(
        post=post,
        defaults={"files_a_day": files_a_day, "set_by": by.actor, "set_at": clock.now()},
    )
    return kept
