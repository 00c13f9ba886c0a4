"""The menu on an enterprise's phone: what is recommended and why, ordering, one's own orders."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET, require_POST

from county.design.forms import Form, complete
from county.design.http import go, wants_part
from county.dimensions.procuracy.actions import feedback, orders, slots
from county.dimensions.procuracy.flow import ORDER, OrderState
from county.dimensions.procuracy.forms.lessons import (
    FeedbackForm,
    OrderForm,
    first_days,
    of_draft,
)
from county.dimensions.procuracy.models.lessons import Feedback, MenuVersion, Order
from county.dimensions.procuracy.models.slots import Slot
from county.dimensions.procuracy.queries import menu as shelf
from county.dimensions.procuracy.queries import orders as asked
from county.dimensions.procuracy.queries import recommending
from county.dimensions.procuracy.views.calendar import as_file
from county.kernel import clock
from county.kernel.errors import Incomplete, Refused
from county.kernel.numbers import uuid7
from county.records.enterprises.access import Permit
from county.records.enterprises.pages import show_firm
from county.records.enterprises.seats import RepresentativeRequest, speaks_for
from county.records.organisations.models import Organisation

HOME = "/procuracy/firm/menu/"


def _recommended(organisation: Organisation) -> list[recommending.Recommendation]:
    grounds = recommending.grounds_of(organisation)
    return recommending.for_firm(organisation, today=clock.today(), grounds=grounds)


@speaks_for(Permit.LESSONS)
@require_GET
def menu(request: RepresentativeRequest) -> HttpResponseBase:
    """The menu, with what is recommended on top."""
    firm = request.representative.organisation
    rows = shelf.online(clock.today())
    domain = request.GET.get("domain", "")[:30]
    recommended = _recommended(firm) if not domain else []
    context = {
        "recommended": recommended,
        "off": recommending.is_off(firm),
        "items": shelf.narrowed(rows, domain=domain),
        "domains": shelf.fields_of_law(rows),
        "domain": domain,
    }
    return show_firm(request, "procuracy/firm_menu.html", context)


def _online(code: str) -> MenuVersion:
    return get_object_or_404(shelf.online(clock.today()), item_id=code)


def _why(firm: Organisation, code: str) -> str:
    return next((one.why for one in _recommended(firm) if one.code == code), "")


@speaks_for(Permit.LESSONS)
@require_GET
def item(request: RepresentativeRequest, code: str) -> HttpResponseBase:
    """One lesson, and the form to order it."""
    version, firm = _online(code), request.representative.organisation
    draft = asked.of_firm(firm).filter(state=OrderState.DRAFT, version__item_id=code).first()
    initial = of_draft(draft) if draft else {**first_days(), "place": firm.address,
                                             "key": uuid7()}  # fmt: skip
    return _item(request, version, OrderForm(initial=initial))


def _item(
    request: RepresentativeRequest,
    version: MenuVersion,
    form: Form,
    *,
    wrong: str = "",
    status: int = 200,
) -> HttpResponseBase:
    firm = request.representative.organisation
    context = {
        "version": version,
        "form": form,
        "why": _why(firm, version.item_id),
        "wrong": wrong,
    }
    return show_firm(request, "procuracy/firm_item.html", context, status=status)


@speaks_for(Permit.LESSONS)
@require_POST
def place(request: RepresentativeRequest, code: str) -> HttpResponseBase:
    """Order it, or keep what was written as a draft."""
    version, form = _online(code), OrderForm(request.POST)
    because = _why(request.representative.organisation, code)
    send = request.POST.get("do") != "keep"
    try:
        given = complete(form).given()
        placed = orders.order(
            version, **given, because=because, by=request.representative, send=send
        )
    except (Incomplete, Refused) as refused:
        if wants_part(request):
            raise
        # A plain browser shows the form again with everything that was typed.
        return _item(request, version, form, wrong=str(refused), status=refused.status)
    return go(request, placed.firm_url)


@speaks_for(Permit.LESSONS)
@require_GET
def mine(request: RepresentativeRequest) -> HttpResponseBase:
    """My enterprise's orders."""
    rows = asked.of_firm(request.representative.organisation)[:100]
    return show_firm(request, "procuracy/firm_orders.html", {"orders": rows})


def _order(request: RepresentativeRequest, order_id: UUID) -> Order:
    own = asked.of_firm(request.representative.organisation)
    found: Order = get_object_or_404(own, pk=order_id)
    return found


@speaks_for(Permit.LESSONS)
@require_GET
def one(request: RepresentativeRequest, order_id: UUID) -> HttpResponseBase:
    """One order: where it is, the times proposed, what was said."""
    placed = _order(request, order_id)
    context: dict[str, Any] = {
        "order": placed,
        "due": asked.due_of(placed),
        "proposals": asked.proposals(placed),
        "open": {one.slot_id for one in asked.still_to_be_had(placed)},
        "waitings": asked.waitings(placed),
        "words": asked.words(placed)[:20],
        "can": ORDER.open_to(placed.state),
        "when": slots.when,
        "now": clock.now(),
        "form": FeedbackForm(auto_id="fb_%s"),
        "feedback": Feedback.objects.filter(order=placed).first(),
        "cancel_hours": asked.CANCEL.length,
    }
    return show_firm(request, "procuracy/firm_order.html", context)


def _slot(placed: Order, slot_id: UUID) -> Slot:
    rows = Slot.objects.filter(proposals__order=placed).select_related("lecturer__officer")
    return get_object_or_404(rows, pk=slot_id)


@speaks_for(Permit.LESSONS)
@require_POST
def confirm(request: RepresentativeRequest, order_id: UUID, slot_id: UUID) -> HttpResponseBase:
    """Take one of the proposed times."""
    placed = _order(request, order_id)
    orders.confirm(placed, _slot(placed, slot_id), by=request.representative)
    return go(request, placed.firm_url)


@speaks_for(Permit.LESSONS)
@require_POST
def wait(request: RepresentativeRequest, order_id: UUID, slot_id: UUID) -> HttpResponseBase:
    """Wait for a seat at a time that is taken."""
    placed = _order(request, order_id)
    slots.wait(placed, _slot(placed, slot_id), by=request.representative)
    return go(request, placed.firm_url)


@speaks_for(Permit.LESSONS)
@require_POST
def leave(request: RepresentativeRequest, order_id: UUID, slot_id: UUID) -> HttpResponseBase:
    """Wait no longer."""
    placed = _order(request, order_id)
    rows = placed.waitings.filter(state__in=("waits", "offered")).select_related("slot")
    slots.leave(get_object_or_404(rows, slot_id=slot_id), by=request.representative)
    return go(request, placed.firm_url)


@speaks_for(Permit.LESSONS)
@require_POST
def cancel(request: RepresentativeRequest, order_id: UUID) -> HttpResponseBase:
    """Cancel a confirmed lesson in time."""
    placed = _order(request, order_id)
    reason = request.POST.get("reason", "")[:200]
    orders.cancel(placed, reason=reason, by=request.representative)
    return go(request, placed.firm_url)


@speaks_for(Permit.LESSONS)
@require_POST
def feed_back(request: RepresentativeRequest, order_id: UUID) -> HttpResponseBase:
    """Say how it was."""
    placed = _order(request, order_id)
    form = complete(FeedbackForm(request.POST))
    feedback.feed_back(placed, **form.given(), by=request.representative)
    return go(request, placed.firm_url)


@speaks_for(Permit.LESSONS)
@require_GET
def lesson(request: RepresentativeRequest, order_id: UUID) -> HttpResponseBase:
    """The confirmed lesson for one's own calendar."""
    placed = _order(request, order_id)
    return as_file(placed.version.title, [placed], name="lesson")


@speaks_for(Permit.LESSONS)
@require_POST
def switch(request: RepresentativeRequest) -> HttpResponseBase:
    """Switch recommendations on or off."""
    feedback.switch_recommendations(on=request.POST.get("on") == "1", by=request.representative)
    return go(request, HOME)
