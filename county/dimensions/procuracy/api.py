"""The menu of law lessons and how far orders are, for other systems; nobody's contact is in it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema

from county.dimensions.procuracy.access import Permit
from county.dimensions.procuracy.flow import OrderState
from county.dimensions.procuracy.models.lessons import MenuVersion, Order
from county.dimensions.procuracy.queries import menu as shelf
from county.dimensions.procuracy.queries import orders as asked
from county.foundation.staff.models import Key
from county.foundation.staff.policy import demand
from county.kernel import clock

router = Router(tags=["procuracy"])


class ItemOut(Schema):
    """A lesson of the menu; an empty list of industries is for every trade."""

    code: str
    version: int
    title: str
    summary: str
    domain: str
    industries: list[str]
    roles: list[str]
    minutes: int
    form: str
    most_persons: int
    is_example: bool
    valid_through: date | None


class OrderOut(Schema):
    """An order without contact, question and names."""

    id: UUID
    enterprise: str
    item: str
    state: str
    submitted_at: datetime | None
    starts_at: datetime | None
    given_at: datetime | None


class Orders(Schema):
    """A page of orders; `next` is the `after` of the following page, or null."""

    orders: list[OrderOut]
    next: UUID | None


class Filters(Schema):
    """Which orders."""

    state: str = ""
    after: UUID | None = None
    limit: int = Field(50, ge=1, le=200)


def holder(request: HttpRequest) -> Key:
    """The request's key, if it was issued for the procuratorate's figures."""
    key: Key = request.auth  # type: ignore[attr-defined]
    demand(key, Permit.FIGURES)
    return key


@router.get("/menu", response=list[ItemOut], summary="The menu of law lessons")
def list_menu(request: HttpRequest) -> list[dict[str, Any]]:
    """Every lesson that may be ordered today."""
    holder(request)
    return [_item(one) for one in shelf.online(clock.today())]


@router.get("/orders", response=Orders, summary="Orders of law lessons")
def list_orders(request: HttpRequest, filters: Query[Filters]) -> dict[str, Any]:
    """The orders of the key's towns, newest first."""
    rows = asked.orders_for(holder(request))
    if filters.state in OrderState.values:
        rows = rows.filter(state=filters.state)
    if filters.after:
        rows = rows.filter(pk__lt=filters.after)
    page = list(rows.order_by("-pk")[: filters.limit + 1])
    more, page = len(page) > filters.limit, page[: filters.limit]
    return {"orders": [_order(one) for one in page], "next": page[-1].pk if more else None}


def _item(one: MenuVersion) -> dict[str, Any]:
    names = (
        "title", "summary", "domain", "industries", "roles", "minutes", "form", "most_persons",
        "is_example", "valid_through",
    )  # fmt: skip
    told = {name: getattr(one, name) for name in names}
    return {"code": one.item_id, "version": one.number, **told}


def _order(one: Order) -> dict[str, Any]:
    return {
        "id": one.pk, "enterprise": one.organisation.code, "item": one.version.item_id,
        "state": one.state, "submitted_at": one.submitted_at, "given_at": one.given_at,
        "starts_at": one.slot.starts_at if one.slot else None,
    }  # fmt: skip
