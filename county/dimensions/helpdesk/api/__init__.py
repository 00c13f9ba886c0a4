"""Matters for other systems."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from ninja import Field, Query, Router, Schema, Status

from county.dimensions.helpdesk.access import Permit
from county.dimensions.helpdesk.actions import matters as acts
from county.dimensions.helpdesk.actions import talk
from county.dimensions.helpdesk.api import events
from county.dimensions.helpdesk.flow import FLOWS
from county.dimensions.helpdesk.queries import matters as asked
from county.foundation.staff.models import Key, Officer
from county.foundation.staff.policy import demand
from county.kernel.errors import NotAllowed
from county.records.conversations.queries import thread

router = Router(tags=["helpdesk"])
router.add_router("", events.router)


class MatterOut(Schema):
    """A matter without personal data."""

    id: UUID
    number: str
    kind: str
    state: str
    topic: str
    priority: int
    town_code: str
    alert: str
    alert_category: str
    opened_at: datetime
    first_reply_at: datetime | None
    closed_at: datetime | None
    result: str
    money: str


class LineOut(Schema):
    """One thing said."""

    id: UUID
    author: str
    kind: str
    text: str
    said_at: datetime


class MatterFull(MatterOut):
    """A matter with its thread."""

    messages: list[LineOut]


class Page(Schema):
    """A page of matters; `next` is the `after` of the following page, or null."""

    matters: list[MatterOut]
    next: UUID | None


class Filters(Schema):
    """Which matters."""

    state: str = ""
    kind: str = ""
    after: UUID | None = None
    limit: int = Field(50, ge=1, le=200)


class ReplyIn(Schema):
    """A reply; `key` makes a second try the same reply."""

    text: str = Field(min_length=1, max_length=20_000)
    key: UUID | None = None


class ReplyOut(Schema):
    """The kept reply."""

    id: UUID


def holder(request: HttpRequest, permit: str) -> Key:
    """The request's key, if it was issued for this."""
    key: Key = request.auth  # type: ignore[attr-defined]
    demand(key, permit)
    return key


def officer_of(key: Key) -> Officer:
    """The officer in whose name the key acts."""
    if key.officer is None:
        raise NotAllowed(_("This key acts in no officer's name, so it cannot answer residents."))
    return key.officer


@router.get("/matters", response=Page, summary="List matters")
def list_matters(request: HttpRequest, filters: Query[Filters]) -> dict[str, Any]:
    """Matters the key may see, newest first."""
    matters = asked.matters_for(holder(request, Permit.READ))
    matters = asked.narrowed(matters, {"state": filters.state, "kind": filters.kind})
    if filters.after:
        matters = matters.filter(id__lt=filters.after)
    page = list(matters.order_by("-id")[: filters.limit + 1])
    more = len(page) > filters.limit
    page = page[: filters.limit]
    return {"matters": page, "next": page[-1].pk if more else None}


@router.get("/matters/{matter_id}", response=MatterFull, summary="Inspect a matter")
def inspect(request: HttpRequest, matter_id: UUID) -> dict[str, Any]:
    """One matter with its thread; leads come without content."""
    matter = get_object_or_404(asked.matters_for(holder(request, Permit.READ)), pk=matter_id)
    lines = thread(matter.conversation_id) if matter.conversation_id else []
    return {**MatterOut.from_orm(matter).dict(), "messages": lines}


@router.post("/matters/{matter_id}/reply", response={201: ReplyOut}, summary="Reply")
def reply(request: HttpRequest, matter_id: UUID, body: ReplyIn) -> Status[dict[str, Any]]:
    """Answer the resident in the name of the key's officer."""
    key = holder(request, Permit.REPLY)
    matter = get_object_or_404(asked.matters_for(key), pk=matter_id)
    message = talk.reply(matter, text=body.text, by=officer_of(key), key=body.key)
    return Status(201, {"id": message.pk})


@router.post("/matters/{matter_id}/close", response=MatterOut, summary="Close")
def close(request: HttpRequest, matter_id: UUID) -> Any:
    """Close what was answered or resolved."""
    key = holder(request, Permit.REPLY)
    matter = get_object_or_404(asked.matters_for(key), pk=matter_id)
    if "close" in FLOWS[matter.kind].moves:
        demand(key, FLOWS[matter.kind].moves["close"].may)
    return acts.close(matter, by=officer_of(key))
