"""Which files an officer opened and may open; which looks led to nothing."""

from __future__ import annotations

from datetime import datetime

from django.db import connection
from django.db.models import Q, QuerySet

from county.foundation.audit.models import Look
from county.foundation.staff.models import Officer
from county.kernel import clock
from county.records.residents.access import Permit
from county.records.residents.models import Allowance, Grant, Resident
from county.records.residents.models.looking import FILES_A_DAY


def _today(officer: Officer) -> QuerySet[Look]:
    start = clock.start_of_day(clock.today())
    return Look.objects.filter(by=officer.actor, at__gte=start, subject__startswith="resident:")


def files_opened_today(officer: Officer) -> set[str]:
    """The files that an officer has opened today, by the names the audit gives them."""
    return set(_today(officer).values_list("subject", flat=True))


def files_allowed(officer: Officer) -> int:
    """How many files the officer's post may open in a day."""
    kept = Allowance.objects.filter(post_id=officer.post_id).values_list("files_a_day", flat=True)
    return kept.first() or FILES_A_DAY


def opened_today(officer: Officer, resident: Resident, because: str) -> bool:
    """Whether the officer's opening of this page is on record today already."""
    rows = _today(officer).filter(subject=resident.actor, fields="file")
    return rows.filter(because=because).exists() if because else rows.exists()


def grant_of(officer: Officer, resident: Resident) -> Grant | None:
    """The leave under which the officer has this file open now, if it needed one."""
    rows = Grant.objects.filter(officer=officer, resident=resident, until__gt=clock.now())
    return rows.order_by("-id").first()


def looks_of_file(resident: Resident) -> QuerySet[Look]:
    """Who looked at the person's file, or at one joined to it, newest first."""
    given_up = Resident.objects.filter(merged_into=resident).values_list("pk", flat=True)
    subjects = [resident.actor, *(f"resident:{key}" for key in given_up)]
    return Look.objects.filter(subject__in=subjects).order_by("-id")


def looks_for(resident: Resident, officer: Officer) -> QuerySet[Look]:
    """The looks that an officer may read on the file: all only for who oversees, and the resident.

    A colleague's look in clear, with its reason and minute, would tell the whole station whose
    identity was opened for a secret lead.
    """
    looks = looks_of_file(resident)
    if officer.has(Permit.OVERSEE):
        return looks
    return looks.filter(Q(fields="file") | Q(by=officer.actor))


# A look led somewhere when the officer did something with the person within a week: a fact by the
# officer about the resident, or in connection with what the look names.
_UNLINKED = """
SELECT l.id FROM audit_look l
WHERE l.at >= %s AND l.at < %s AND l.subject LIKE 'resident:%%' AND l.by LIKE 'officer:%%'
  AND NOT EXISTS (
    SELECT 1 FROM events_event e
    WHERE e.by = l.by AND e.happened_at BETWEEN l.at - interval '1 day' AND l.at + interval '7 days'
      AND e.kind NOT IN ('residents.leave_asked')
      AND (e.subject = l.subject
           OR e.facts->>'resident_id' = substring(l.subject from 10)
           OR (l.because <> '' AND e.subject = l.because)))
ORDER BY l.id LIMIT 1000
"""


def unlinked_looks(since: datetime, until: datetime) -> QuerySet[Look]:
    """Looks of this time after which the officer did nothing for the person in a week (E21)."""
    with connection.cursor() as cursor:
        cursor.execute(_UNLINKED, [since, until])
        keys = [row[0] for row in cursor.fetchall()]
    return Look.objects.filter(pk__in=keys).order_by("-id")
