"""Files that may be of one person: suggested to an officer, never joined by themselves."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_noop

from county.foundation.staff.policy import Holder
from county.records.residents.models import Distinct, Joining, Resident
from county.records.residents.queries.files import residents_for

MOST = 200
IDENTITY, NAME_BIRTH, NAME_TOWN = (
    gettext_noop("the same identity number"),
    gettext_noop("the same name and month of birth"),
    gettext_noop("the same name in the same town"),
)


@dataclass(frozen=True)
class Double:
    """Two files that may be one, and why."""

    one: Resident
    other: Resident
    why: str


_PAIRS = """
WITH living AS (
    SELECT id, identity_index, name_index, town_code, born_month FROM residents_resident
    WHERE merged_into_id IS NULL AND erased_at IS NULL AND NOT is_child
      AND (identity_index IS NOT NULL OR name_index IS NOT NULL)
), pairs AS (
    SELECT a.id AS one, b.id AS other, 1 AS rank
    FROM living a JOIN living b ON a.identity_index = b.identity_index AND a.id < b.id
    UNION ALL
    SELECT a.id, b.id, CASE WHEN a.born_month = b.born_month THEN 2 ELSE 3 END
    FROM living a JOIN living b ON a.name_index = b.name_index AND a.id < b.id
    WHERE a.born_month = b.born_month
       OR (a.town_code = b.town_code AND a.town_code <> ''
           AND (a.born_month IS NULL OR b.born_month IS NULL)
           AND (a.identity_index IS NULL OR b.identity_index IS NULL))
)
SELECT one, other, min(rank) FROM pairs p
WHERE NOT EXISTS (
    SELECT 1 FROM residents_distinct d WHERE d.one_id = p.one AND d.other_id = p.other)
GROUP BY one, other ORDER BY 3, 1 LIMIT 1000
"""


def likely_doubles(holder: Holder) -> list[Double]:
    """Pairs of files that both lie within the officer's reach, the surest first."""
    with connection.cursor() as cursor:
        cursor.execute(_PAIRS)
        pairs = cursor.fetchall()
    keys = {key for one, other, _rank in pairs for key in (one, other)}
    known = residents_for(holder).in_bulk(list(keys))
    words = {1: IDENTITY, 2: NAME_BIRTH, 3: NAME_TOWN}
    return [
        Double(known[one], known[other], words[rank])
        for one, other, rank in pairs
        if one in known and other in known
    ][:MOST]


def doubles_of(resident: Resident, holder: Holder) -> list[Double]:
    """Files that may be of the same person as this one."""
    alike = Q(pk=None)
    if resident.identity_index is not None:
        alike |= Q(identity_index=resident.identity_index)
    if resident.name_index is not None:
        same = Q(name_index=resident.name_index)
        near = Q(pk=None)
        if resident.born_month is not None:
            near |= Q(born_month=resident.born_month)
        if resident.town_code:
            near |= Q(town_code=resident.town_code)
        alike |= same & near
    rows = residents_for(holder).filter(alike, erased_at=None, is_child=False)
    apart = _kept_apart(resident.pk)
    others = [one for one in rows.exclude(pk=resident.pk)[:20] if one.pk not in apart]
    return [Double(resident, other, _why(resident, other)) for other in others]


def _kept_apart(key: UUID) -> set[UUID]:
    rows = Distinct.objects.filter(Q(one=key) | Q(other=key)).values_list("one", "other")
    return {part for pair in rows for part in pair} - {key}


def _why(one: Resident, other: Resident) -> str:
    if one.identity_index is not None and one.identity_index == other.identity_index:
        return IDENTITY
    if one.born_month is not None and one.born_month == other.born_month:
        return NAME_BIRTH
    return NAME_TOWN


def joinings_of(resident: Resident) -> QuerySet[Joining]:
    """Every joining that this file took part in, the latest first."""
    rows = Joining.objects.filter(Q(kept=resident) | Q(given_up=resident))
    return rows.select_related("kept", "given_up").order_by("-at")
