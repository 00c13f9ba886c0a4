"""Alerts and stop requests that an officer may see; what an alert's card shows."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from county.dimensions.fraud.access import Permit
from county.dimensions.fraud.events import SuspicionConfirmed, SuspicionRaised
from county.dimensions.fraud.flow import AlertState
from county.dimensions.fraud.knowledge.identifiers import Identifier, find
from county.dimensions.fraud.knowledge.reading import CATEGORIES, next_questions, script
from county.dimensions.fraud.knowledge.replies import english
from county.dimensions.fraud.models import Alert, StopRequest
from county.foundation.events.queries import timeline
from county.foundation.events.registry import Fact
from county.foundation.staff.models import Officer
from county.foundation.staff.policy import Holder
from county.foundation.staff.queries import officers
from county.records.conversations.models import Author, Message
from county.records.conversations.reach import conversations_for

HIGH, MEDIUM = 0.9, 0.7
VICTIM = "victim"
"""What the readers call the words of somebody who has paid."""
MOST_TOLD = 5
"""Reasons an officer can weigh in five seconds."""


def alerts_for(holder: Holder) -> QuerySet[Alert]:
    """The alerts this officer may see: those of conversations within the officer's reach."""
    alerts = Alert.objects.all()
    if not holder.has(Permit.READ):
        return alerts.none()
    if holder.reach is None:
        return alerts
    return alerts.filter(conversation__in=conversations_for(holder))


def alerts_in(conversation_id: UUID) -> list[Alert]:
    """The alerts of a conversation, latest first."""
    return list(Alert.objects.filter(conversation_id=conversation_id).order_by("-raised_at"))


def alerts_on(messages: Iterable[UUID]) -> dict[UUID, Alert]:
    """The alerts on these messages."""
    return {
        alert.message_id: alert for alert in Alert.objects.filter(message_id__in=list(messages))
    }


def quoting() -> QuerySet[Alert]:
    """The alerts that quote something of their messages."""
    return Alert.objects.exclude(evidence=[])


def quoting_the_emptied() -> QuerySet[Alert]:
    """The alerts that quote messages whose own words have been taken out."""
    return quoting().filter(message__text="", message__file=None, message__read=None)


def stops_for(holder: Holder) -> QuerySet[StopRequest]:
    """The stop-payment requests this officer may see."""
    stops = StopRequest.objects.all()
    if holder.has(Permit.DESK):
        return stops
    if not holder.has(Permit.READ):
        return stops.none()
    return stops.filter(conversation__in=conversations_for(holder))


def stops_in(conversation_id: UUID) -> list[StopRequest]:
    """The stop-payment requests of a conversation, latest first."""
    return list(StopRequest.objects.filter(conversation_id=conversation_id).order_by("-asked_at"))


def seen_before(stops: Iterable[StopRequest]) -> dict[UUID, int]:
    """How many other requests name the same account as each of these, by its blind index."""
    stops = list(stops)
    same = StopRequest.objects.filter(account_index__in=[stop.account_index for stop in stops])
    counted = same.order_by().values_list("account_index").annotate(n=Count("pk"))
    found = {bytes(index): n for index, n in counted}
    return {stop.pk: found.get(bytes(stop.account_index), 1) - 1 for stop in stops}


def categories_since(holder: Holder, start: datetime) -> list[tuple[str, str, int]]:
    """(type, state, number) of the alerts raised since `start`."""
    counted = alerts_for(holder).filter(raised_at__gte=start).order_by()
    return list(counted.values_list("category", "state").annotate(n=Count("pk")).order_by("-n"))


def telling(evidence: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The evidence an officer reads: each reason once, no span within another, in text order."""
    kept: list[dict[str, Any]] = []
    for item in sorted(evidence, key=lambda one: one["start"] - one["end"]):
        inside = any(k["start"] <= item["start"] and item["end"] <= k["end"] for k in kept)
        told = any(k["why_zh"] == item["why_zh"] for k in kept)
        if item["quote"] and not inside and not told:
            kept.append(item)
    return sorted(kept[:MOST_TOLD], key=lambda one: one["start"])


def script_for(category: str) -> str:
    """The office's first reply for a type of fraud, in the language of the residents."""
    return script(category)[0]


def level(score: float) -> str:
    """How sure the recogniser is, in words: its figures are no percentages of truth."""
    if score >= HIGH:
        return _("high")
    return _("medium") if score >= MEDIUM else _("low")


def questions_for(category: str) -> list[str]:
    """What an officer asks next, in the language of the page."""
    place = 0 if (get_language() or "").startswith("zh") else 1
    return [pair[place] for pair in next_questions(category)]


def card(alert: Alert) -> dict[str, Any]:
    """What the card of an alert shows: the opinion, its reasons, what to do about it."""
    quoted = [(item["quote"], item) for item in telling(alert.evidence)]
    return {
        "alert": alert,
        "level": level(alert.score),
        "quoted": quoted,
        "categories": CATEGORIES,
        "script": script_for(alert.category),
        "questions": questions_for(alert.category),
    }


def identifiers_on(messages: Collection[UUID]) -> dict[UUID, list[Identifier]]:
    """What residents' messages and their pictures name somebody by, each thing once: first what
    QR codes say (kind `qr`), then numbers, links and names in the order of the text."""
    rows = Message.objects.filter(pk__in=messages, author=Author.RESIDENT, recalled_at=None)
    found: dict[UUID, list[Identifier]] = {}
    for key, text, seen, turns in rows.values_list("pk", "text", "read__text", "read__turns"):
        codes = [one["text"] for one in turns or [] if one.get("speaker") == "code"]
        named = [Identifier("qr", code, 0, 0) for code in codes]
        named += [one for part in (text, seen) if part for one in find(part)]
        whole = "\n".join(codes).lower()  # a link in a code is shown with the code
        once = {
            (one.kind, one.value): one
            for one in named
            if one.kind != "link" or one.value not in whole
        }
        if once:
            found[key] = list(once.values())
    return found


def type_name(category: str) -> str:
    """A type of fraud in the language of the page; its Chinese name is the official one."""
    if (get_language() or "").startswith("zh") or category not in CATEGORIES:
        return category
    return english(category)


def tells_of_payment(alert_id: UUID | str) -> bool:
    """Whether an alert was raised because somebody wrote of having paid."""
    raised = timeline(f"alert:{alert_id}").filter(kind=SuspicionRaised.kind)
    return raised.filter(facts__intent=VICTIM).exists()


def has_paid(conversation_id: UUID | str) -> bool:
    """Whether an alert of the conversation, not dismissed, says that money was paid."""
    rows = Alert.objects.filter(conversation_id=conversation_id, intent=VICTIM)
    return rows.exclude(state=AlertState.DISMISSED).exists()


def judge_of(alert_id: UUID | str, verdict: type[Fact] = SuspicionConfirmed) -> Officer | None:
    """The officer who confirmed an alert, or gave another verdict, if they are still in service."""
    told = timeline(f"alert:{alert_id}").filter(kind=verdict.kind)
    by = told.order_by("-id").values_list("by", flat=True).first() or ""
    kind, _colon, number = by.partition(":")
    if kind != "officer" or not number.isdecimal():
        return None
    return officers().filter(pk=int(number)).first()


def confirmed_between(
    category: str, start: datetime, end: datetime, *, towns: Collection[str] = ()
) -> int:
    """How many alerts of a type, raised in a span, officers confirmed; in these towns, or all."""
    rows = Alert.objects.filter(
        category=category, state=AlertState.CONFIRMED, raised_at__gte=start, raised_at__lt=end
    )
    if towns:
        rows = rows.filter(conversation__resident__town_code__in=list(towns))
    return rows.count()
