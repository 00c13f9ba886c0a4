"""Approvals that wait for an officer, and those an officer asked for."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import orjson
from django.db.models import Q, QuerySet

from county.foundation.approvals.access import Permit
from county.foundation.approvals.flow import State
from county.foundation.approvals.models import MANY, Approval
from county.foundation.approvals.registry import KINDS
from county.foundation.staff.models import Officer
from county.foundation.staff.policy import Holder
from county.foundation.staff.queries import officers
from county.kernel import ciphers, clock


def digest_of(payload: Any) -> bytes:
    """The SM3 of what is laid before the second person; the same for the same content."""
    return ciphers.digest(orjson.dumps(payload, option=orjson.OPT_SORT_KEYS))


def decidable(holder: Holder) -> list[str]:
    """The kinds that the holder's post may decide."""
    return [kind.name for kind in KINDS.values() if holder.has(kind.permit)]


def approvals_for(officer: Officer) -> QuerySet[Approval]:
    """What an officer may see: what they asked for, and what their post decides."""
    rows = Approval.objects.select_related("asker__department", "decider__department")
    if officer.has(Permit.SEE_ALL):
        return rows
    return rows.filter(Q(asker=officer) | Q(kind__in=decidable(officer)))


def waiting_for(officer: Officer) -> QuerySet[Approval]:
    """What this officer could decide now: not their own, nor their unit's where many are meant."""
    rows = Approval.objects.filter(
        state=State.ASKED, kind__in=decidable(officer), ends_at__gt=clock.now()
    )
    own_unit = Q(people__gt=MANY, asker_department_id=officer.department_id)
    return rows.exclude(asker=officer).exclude(own_unit)


def deciders(kind: str, *, asker: Officer, people: int) -> QuerySet[Officer]:
    """Who may be the second person for something that `asker` asks."""
    able = officers().filter(post__permits__contains=[KINDS[kind].permit]).exclude(pk=asker.pk)
    return able.exclude(department=asker.department_id) if people > MANY else able


def open_for(kind: str, subject: str) -> Approval | None:
    """The approval of this subject that waits or is granted, if there is one."""
    return open_among(kind, [subject]).get(subject)


def open_among(kind: str, subjects: Iterable[str]) -> dict[str, Approval]:
    """The approvals that wait or are granted, by their subjects."""
    rows = Approval.objects.filter(kind=kind, subject__in=list(subjects))
    found = rows.filter(state__in=(State.ASKED, State.GRANTED))
    return {one.subject: one for one in found}


def history(kind: str, subject: str) -> list[Approval]:
    """Every approval of this subject, the latest first."""
    rows = Approval.objects.filter(kind=kind, subject=subject)
    return list(rows.select_related("asker", "decider").order_by("-asked_at"))
