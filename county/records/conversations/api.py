"""Messages from other systems."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import orjson
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from ninja import Field, Router, Schema

from county.foundation.channels.ports import Incoming
from county.foundation.staff.policy import demand
from county.records.conversations import actions
from county.records.conversations.access import Permit

router = Router(tags=["conversations"])


class MessageIn(Schema):
    """A resident's message as the sending system knows it."""

    external_id: str = Field(min_length=1, max_length=100, description="its name there; kept once")
    sender: str = Field(min_length=1, max_length=80, description="the sender's address there")
    text: str = Field(max_length=200_000)
    said_at: datetime | None = None


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
            external_id=f"{key.pk}:{body.external_id}"[:100],
            sender=f"{key.pk}:{body.sender}"[:80],
            text=body.text,
            said_at=body.said_at,
        )
    )
    kept = {"id": message, "conversation_id": conversation, "new": new}
    # The platform's busiest answer: written at once, without the schema's second look.
    return HttpResponse(
        orjson.dumps(kept), status=201 if new else 200, content_type="application/json"
    )
