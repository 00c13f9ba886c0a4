"""Messages from other systems."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

import orjson
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from ninja import Field, Router, Schema
from pydantic import AwareDatetime, field_validator

from county.foundation.channels.ports import Incoming
from county.foundation.staff.policy import demand
from county.kernel import clock
from county.records.conversations import actions
from county.records.conversations.access import Permit

router = Router(tags=["conversations"])
NAME = r"^[^\x00-\x1f\x7f]+$"
OLDEST = datetime(2000, 1, 1, tzinfo=UTC)


class MessageIn(Schema):
    """A resident's message as the sending system knows it."""

    external_id: str = Field(
        min_length=1, max_length=88, pattern=NAME, description="its name there; kept once"
    )
    sender: str = Field(
        min_length=1, max_length=68, pattern=NAME, description="the sender's address there"
    )
    text: str = Field(max_length=200_000)
    said_at: AwareDatetime | None = Field(None, description="with its offset from UTC")

    @field_validator("said_at")
    @classmethod
    def is_near(cls, moment: datetime | None) -> datetime | None:
        """A moment that calendars hold: neither before this century nor after tomorrow."""
        if moment is not None and not OLDEST <= moment <= clock.now() + timedelta(days=1):
            raise ValueError("said_at lies before 2000 or after tomorrow")
        return moment


class MessageOut(Schema):
    """Where the message was kept."""

    id: UUID
    conversation_id: UUID
    new: bool


@router.post("/messages", response={201: MessageOut, 200: MessageOut}, summary="Create a message")
@transaction.non_atomic_requests
def create_message(request: HttpRequest, body: MessageIn) -> HttpResponse:
    """Keep a message, once; it reaches the desk and is read for signs of fraud later."""
    key = request.auth  # type: ignore[attr-defined]
    demand(key, Permit.RECEIVE)
    message, conversation, new = actions.receive(
        Incoming(
            channel="api",
            external_id=f"{key.pk}:{body.external_id}",
            sender=f"{key.pk}:{body.sender}",
            text=body.text,
            said_at=body.said_at,
        )
    )
    kept = {"id": message, "conversation_id": conversation, "new": new}
    # The platform's busiest answer: written at once, without the schema's second look.
    return HttpResponse(
        orjson.dumps(kept), status=201 if new else 200, content_type="application/json"
    )
