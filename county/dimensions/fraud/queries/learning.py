"""What decisions taught, who lets their words be kept, and whether officers still read."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from statistics import median
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import TruncWeek

from county.dimensions.fraud.access import Permit
from county.dimensions.fraud.flow import AlertState
from county.dimensions.fraud.knowledge.labelled import Labelled
from county.dimensions.fraud.knowledge.masking import masked, name_like
from county.dimensions.fraud.knowledge.oversight import Acceptance, limits
from county.dimensions.fraud.models import Alert, Example
from county.foundation.staff.models import Officer
from county.foundation.staff.policy import Holder
from county.kernel import clock
from county.kernel.sealing import blind_index
from county.records.conversations.models import Read
from county.records.residents.models import Resident
from county.records.residents.queries import consents, current, may_have_fraud_profile

LEARNING = "fraud_examples"
"""The scope of a resident's word on whether masked words of theirs may be kept as examples."""
TOLD_SINCE = "2026-12"
"""The first notice that says so; who read an earlier one is asked before anything is kept."""
WEEKS = 12
MOST_NAMES = 120


def may_be_noted(resident: Resident) -> bool:
    """Whether anything about fraud may be kept beyond the conversation: of no minor, child or
    erased person."""
    mine = current(resident)
    return mine.erased_at is None and may_have_fraud_profile(mine)


def may_teach(resident: Resident | None) -> bool:
    """Whether masked words of this resident may be kept as an example.

    Their own word decides; without one, whether the notice that they read told them of it.
    """
    if resident is None or not may_be_noted(resident):
        return False
    mine = current(resident)
    said = next((one for one in consents(mine) if one.scope == LEARNING), None)
    return said.given if said else mine.notice_version >= TOLD_SINCE


def masked_text(alert: Alert) -> str:
    """What the alert was raised on, with everything masked that tells who somebody is."""
    text = alert.message.text
    if alert.source == "image":
        read = Read.objects.filter(message=alert.message_id).values_list("text", flat=True)
        text = read.first() or ""
    return masked(text, known=_known_words(text, alert.conversation.resident)).strip()


def _known_words(text: str, resident: Resident | None) -> set[str]:
    """The words in a text by which the office knows the resident: name, alias, workplace.

    The name is sealed and stays so: what could be a name is compared by its blind index.
    """
    if resident is None:
        return set()
    words = {resident.alias}
    if resident.organisation is not None:
        words.add(resident.organisation.name)
    if resident.name_index:
        index = bytes(resident.name_index)
        likely = sorted(name_like(text))[:MOST_NAMES]
        words |= {one for one in likely if blind_index("name", one) == index}
    return words


def examples() -> Iterator[Labelled]:
    """Every example that officers' decisions left, in the order of the decisions: for training."""
    rows = Example.objects.order_by("decided_at", "pk").values_list("text", "intent", "category")
    for text, intent, category in rows.iterator(chunk_size=2_000):
        yield Labelled(text, intent, category)


def examples_for(holder: Holder) -> QuerySet[Example]:
    """The examples that the fraud desk looks over; nobody else sees any."""
    rows = Example.objects.all()
    return rows if holder.has(Permit.DESK) else rows.none()


def examples_of(resident_id: UUID | str) -> int:
    """How many examples are kept of this person's messages."""
    return Example.objects.filter(alert__conversation__resident_id=resident_id).count()


def examples_by_week(holder: Holder) -> list[dict[str, Any]]:
    """How many decisions of each of the last weeks were kept, of fraud and of none."""
    since = clock.start_of_day(clock.today()) - timedelta(weeks=WEEKS)
    rows = examples_for(holder).filter(decided_at__gte=since).order_by()
    counted = rows.annotate(
        week=TruncWeek("decided_at", tzinfo=clock.SHANGHAI)
    ).values("week")  # fmt: skip
    return list(
        counted.annotate(
            scams=Count("pk", filter=Q(is_scam=True)), others=Count("pk", filter=Q(is_scam=False))
        ).order_by("-week")
    )


def examples_by_type(holder: Holder) -> list[tuple[str, bool, int]]:
    """(type, whether fraud, number) of all examples, the most first."""
    rows = examples_for(holder).order_by().values_list("category", "is_scam")
    return list(rows.annotate(n=Count("pk")).order_by("-n", "category"))


def acceptance(holder: Officer) -> list[Acceptance]:
    """The officers whom this supervisor looks after, with what they decided in the last days.

    Shown to people who may ask the officer; nothing follows from it by itself.
    """
    if not holder.has(Permit.SUPERVISE):
        return []
    since = clock.now() - timedelta(days=limits().days)
    rows = Alert.objects.filter(
        judge__isnull=False, decided_at__gte=since, state__in=(AlertState.CONFIRMED,
                                                               AlertState.DISMISSED),
    )  # fmt: skip
    if holder.reach is not None:
        rows = rows.filter(judge__department_id=holder.department_id)
    found: dict[int, list[tuple[Any, ...]]] = {}
    for row in rows.values_list(
        "judge_id", "judge__name", "judge__department__name", "state", "raised_at", "decided_at"
    ):
        found.setdefault(row[0], []).append(row)
    told = [_accepted(mine) for mine in found.values()]
    return sorted(told, key=lambda one: (not one.alarm, -one.decided, one.officer))


def _accepted(rows: list[tuple[Any, ...]]) -> Acceptance:
    seconds = [(decided - raised).total_seconds() for *_who, raised, decided in rows]
    return Acceptance(
        officer=rows[0][1],
        department=rows[0][2],
        decided=len(rows),
        confirmed=sum(state == AlertState.CONFIRMED for _k, _n, _d, state, _r, _a in rows),
        seconds=median(seconds),
    )
