"""What fraud triage lends to shared pages: menu lines, alerts beside messages, stop requests."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from county.design.http import html
from county.design.jinja import word
from county.design.panels import menu, panel
from county.dimensions.fraud import queries
from county.dimensions.fraud.access import Permit
from county.dimensions.fraud.flow import AlertState, StopState
from county.dimensions.fraud.knowledge.identifiers import shown
from county.foundation.figures.registry import Alarm, ring
from county.kernel import clock
from county.kernel.text import shorten
from county.records.conversations.margins import chip, margin
from county.records.residents.models import Resident

DIGITAL = _("Digital policing")
menu(DIGITAL, _("Fraud alerts"), "/fraud/", icon="alert-triangle", permit=Permit.READ, order=50)
menu(
    DIGITAL,
    _("Stop-payment requests"),
    "/fraud/stops/",
    icon="urgent",
    permit=Permit.READ,
    order=52,
)
menu(DIGITAL, _("Patterns this week"), "/fraud/week/", icon="chart-bar", permit=Permit.DESK,
     order=53)  # fmt: skip
menu(DIGITAL, _("What decisions taught"), "/fraud/learning/", icon="book-2", permit=Permit.DESK,
     order=54)  # fmt: skip
menu(DIGITAL, _("How alerts are judged"), "/fraud/oversight/", icon="shield-check",
     permit=Permit.SUPERVISE, order=55)  # fmt: skip


@word
def likelihood(score: float) -> str:
    """How sure the recogniser is, in words."""
    return queries.level(score)


@word
def fraud_type(category: str) -> str:
    """A type of fraud in the language of the page; its Chinese name is the official one."""
    return queries.type_name(category)


@word
def month(moment: datetime) -> str:
    """The month in the county, such as 2026-11."""
    return f"{clock.day_of(moment):%Y-%m}"


@word
def day(moment: datetime) -> str:
    """The day in the county, such as 2026-11-23."""
    return f"{clock.day_of(moment):%F}"


@word
def shortened(text: str, length: int) -> str:
    """A text on one line, cut with an ellipsis."""
    return shorten(text, length)


KINDS = {
    "qr": _("QR code"), "phone": _("phone"), "bank_card": _("bank card"), "account": _("account"),
    "id_card": _("identity card"), "link": _("link"), "email": _("e-mail"), "wallet": _("wallet"),
    "wechat": _("WeChat"), "qq": _("QQ"), "meeting": _("meeting"), "invite": _("invitation code"),
    "app": _("app"),
}  # fmt: skip
MOST_CHIPS = 12
LONGEST_CHIP = 80


@chip
def identifiers_beside(request: HttpRequest, messages: Sequence[UUID]) -> dict[UUID, str]:
    """Short chips under a message: the numbers, links, codes and apps it names."""
    if not request.user.has(Permit.READ):  # type: ignore[union-attr]
        return {}
    return {
        message: html(
            request,
            "fraud/identifiers.html",
            {
                "chips": [
                    (one.kind, KINDS[one.kind], shown(one)[:LONGEST_CHIP])
                    for one in named[:MOST_CHIPS]
                ],
                "more": max(0, len(named) - MOST_CHIPS),
            },
        )
        for message, named in queries.identifiers_on(messages).items()
    }


@margin
def alerts_beside(request: HttpRequest, messages: Sequence[UUID]) -> dict[UUID, str]:
    """The card of each message's alert."""
    if not request.user.has(Permit.READ):  # type: ignore[union-attr]
        return {}
    alerts = queries.alerts_on(messages)
    return {
        message: html(request, "fraud/alert.html", queries.card(alert))
        for message, alert in alerts.items()
    }


@panel("conversation", "fraud/panel.html", permit=Permit.READ, order=20)
def stops_of_conversation(request: HttpRequest, conversation_id: Any) -> dict[str, Any]:
    """The stop-payment requests made from this conversation."""
    return {"stops": queries.stops_in(conversation_id), "states": dict(StopState.choices)}


@panel("my_data", "fraud/mine.html", permit="", order=60)
def of_me(request: HttpRequest, resident_id: Any) -> dict[str, Any]:
    """Whether masked words of mine may teach the program; a switch to refuse, or allow it."""
    resident = Resident.objects.get(pk=resident_id)
    return {
        "shown": queries.may_be_noted(resident),
        "allowed": queries.may_teach(resident),
        "kept": queries.examples_of(resident_id),
    }


ring(
    Alarm(
        "fraud_unjudged",
        _("Suspected frauds that nobody has judged"),
        Permit.READ,
        lambda holder: (
            queries.alerts_for(holder)
            .filter(state=AlertState.RAISED)
            .select_related("conversation__resident")
        ),
        moment="raised_at",
        words=lambda alert: queries.type_name(alert.category) or _("type unclear"),
        list="/fraud/?state=raised",
        place=lambda alert: (
            alert.conversation.resident.town_code if alert.conversation.resident else ""
        ),
        page=lambda alert: f"/helpdesk/conversations/{alert.conversation_id}/",
        grave=True,
    )
)
