"""The confirmed cases most like a message: what came of them, and how they began, masked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from county.dimensions.fraud.flow import AlertState
from county.dimensions.fraud.knowledge.masking import opening
from county.dimensions.fraud.knowledge.resemblance import (
    LEAST_LIKE,
    LEAST_SHARED,
    grams,
    likeness,
)
from county.dimensions.fraud.models import Alert, Example, Outcome
from county.dimensions.fraud.queries.alerts import alerts_for
from county.dimensions.fraud.queries.learning import masked_text
from county.foundation.staff.policy import Holder
from county.records.places.queries import name_of

MOST = 3
"""Cases shown beside an alert."""
LOOKED_THROUGH = 200
"""The likest examples of the county, of which the officer's own areas' are shown."""

# The rows of a gram lie together: only what is shared is touched. A rare gram tells more (idf).
_LIKE = """
WITH hit AS (
  SELECT g.gram, g.example_id FROM fraud_gram g WHERE g.gram = ANY(%s)
), told AS (
  SELECT gram, ln(1 + %s / count(*)::float) AS weight FROM hit GROUP BY gram
)
SELECT hit.example_id, count(*) FROM hit JOIN told USING (gram)
GROUP BY hit.example_id HAVING count(*) >= %s
ORDER BY sum(told.weight) DESC, hit.example_id DESC LIMIT %s
"""


@dataclass(frozen=True, slots=True)
class Case:
    """A confirmed case of the past as an officer may read it: nothing says whose it was."""

    category: str
    town: str
    month: datetime
    outcome: str
    began: str
    source: str
    likeness: float

    @property
    def is_told_alike(self) -> bool:
        """Whether it was found by its wording, not only by its type."""
        return self.likeness > 0

    @property
    def outcome_words(self) -> str:
        """What became of the money, in words; empty where nobody noted it."""
        return str(Outcome(self.outcome).label) if self.outcome else ""


def similar_cases(alert: Alert, holder: Holder, *, most: int = MOST) -> list[Case]:
    """The likest confirmed cases of the areas this officer works in, other people's only; where
    too few are told alike, the latest of the same type."""
    signature = grams(masked_text(alert))
    found = _likest(signature) if len(signature) >= LEAST_SHARED else {}
    seen = {alert.conversation_id}
    cases: list[Case] = []
    for one in _cases_in(list(found), holder):
        like = likeness(found[one.pk], len(signature), one.size)
        least = LEAST_SHARED if one.category == alert.category else LEAST_SHARED + 1
        fits = like >= LEAST_LIKE and found[one.pk] >= least
        if fits and one.alert.conversation_id not in seen:
            seen.add(one.alert.conversation_id)
            cases.append(_case(one, like))
    return cases[:most] + _of_the_type(alert, holder, seen, most - len(cases))


def _open_to(holder: Holder) -> QuerySet[Example]:
    """The confirmed examples of the areas this officer works in."""
    rows = Example.objects.filter(
        is_scam=True, alert__state=AlertState.CONFIRMED, alert__in=alerts_for(holder)
    )
    return rows.select_related("alert__conversation__resident").only(
        "text", "size", "category", "source", "alert__raised_at", "alert__outcome",
        "alert__conversation__resident__town_code",
    )  # fmt: skip


def _cases_in(keys: list[UUID], holder: Holder) -> list[Example]:
    """Those of these examples that the officer may see, in the same order."""
    order = {key: place for place, key in enumerate(keys)}
    rows = _open_to(holder).filter(pk__in=keys) if keys else []
    return sorted(rows, key=lambda one: order[one.pk])


def _of_the_type(alert: Alert, holder: Holder, seen: set[UUID], most: int) -> list[Case]:
    """The latest cases of the alert's type, where too few are told alike; likeness 0."""
    if most <= 0:
        return []
    rows = _open_to(holder).filter(category=alert.category)
    rows = rows.exclude(alert__conversation__in=seen).order_by("-decided_at")
    cases: dict[UUID, Case] = {}
    for one in rows[: most * 4]:
        cases.setdefault(one.alert.conversation_id, _case(one, 0.0))
    return list(cases.values())[:most]


def _likest(signature: list[int]) -> dict[UUID, int]:
    """Examples by how much they tell the same, with the number of grams shared."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT greatest(reltuples, 1) FROM pg_class WHERE relname = 'fraud_example'"
        )
        kept = cursor.fetchone()[0]
        cursor.execute(_LIKE, [signature, max(kept, 1000.0), LEAST_SHARED, LOOKED_THROUGH])
        return dict(cursor.fetchall())


def _case(example: Example, like: float) -> Case:
    resident = example.alert.conversation.resident
    return Case(
        category=example.category,
        town=name_of(resident.town_code) if resident else "",
        month=example.alert.raised_at,
        outcome=example.alert.outcome,
        began=opening(example.text),
        source=example.source,
        likeness=like,
    )
