"""What stands against erasing a person, what is sealed the old way, and who has fallen silent."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.db import connection

from county.records.residents.models import Resident

Hold = Callable[[Resident], list[str]]
HOLDS: list[Hold] = []


def holds(hold: Hold) -> Hold:
    """Let this function say, in words, what of its app must first end before a file is erased."""
    HOLDS.append(hold)
    return hold


def against_erasure(resident: Resident) -> list[str]:
    """What stands against erasing the person now, in words; nothing where nothing does."""
    return [reason for hold in HOLDS for reason in hold(resident)]


_OLD = """
SELECT id FROM residents_resident WHERE
    substring(name from 1 for 1) = '\\x01' OR substring(phone from 1 for 1) = '\\x01'
    OR substring(identity from 1 for 1) = '\\x01' OR substring(address from 1 for 1) = '\\x01'
LIMIT %s
"""


def sealed_the_old_way(limit: int) -> list[Resident]:
    """Files with something sealed under a purpose's key, not under the person's own."""
    with connection.cursor() as cursor:
        cursor.execute(_OLD, [limit])
        keys = [row[0] for row in cursor.fetchall()]
    return list(Resident.objects.select_for_update(of=("self",)).filter(pk__in=keys))


def silent_since(moment: datetime, *, archived: bool, limit: int = 500) -> list[Resident]:
    """Files without contact since then: those not yet archived, or archived since then."""
    rows = Resident.objects.filter(erased_at=None, merged_into=None, is_child=False)
    if archived:
        rows = rows.filter(archived_at__lt=moment)
    else:
        rows = rows.filter(archived_at=None, last_contact_at__lt=moment)
    return list(rows.order_by("last_contact_at")[:limit])
