"""What fraud triage lends to shared pages: menu lines, alerts beside messages, stop requests."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from county.design.http import html
from county.design.jinja import word
from county.design.panels import menu, panel
from county.dimensions.fraud import queries
from county.dimensions.fraud.access import Permit
from county.dimensions.fraud.flow import StopState
from county.records.conversations.margins import margin

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


@word
def likelihood(score: float) -> str:
    """How sure the recogniser is, in words."""
    return queries.level(score)


@word
def fraud_type(category: str) -> str:
    """A type of fraud in the language of the page; its Chinese name is the official one."""
    return queries.type_name(category)


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
