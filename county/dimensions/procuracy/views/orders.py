"""Orders of lessons as officers see them: the list, one, its acts."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from county.design.forms import complete
from county.design.http import fragment, go, show
from county.design.jinja import moment
from county.design.tables import Column, export, table
from county.dimensions.procuracy.access import Permit
from county.dimensions.procuracy.actions import orders as acts
from county.dimensions.procuracy.flow import ORDER, OrderState
from county.dimensions.procuracy.forms.lessons import GiveForm, ProposeForm, WordsForm
from county.dimensions.procuracy.models.lessons import Feedback, Order
from county.dimensions.procuracy.queries import orders as asked
from county.foundation.files.actions import keep
from county.foundation.files.views import answer
from county.foundation.staff.policy import OfficerRequest, allow, demand_export
from county.kernel import clock
from county.records.places.queries import name_of, town_names

TONES = {
    "submitted": "amb", "accepted": "blu", "scheduling": "blu", "confirmed": "grn",
    "delivered": "grn", "closed": "gry", "declined": "red", "cancelled": "red",
}  # fmt: skip
COLUMNS = [
    Column(_("enterprise"), lambda one: str(one.organisation), "organisation__name"),
    Column(_("lesson"), lambda one: str(one.version), "version__item_id"),
    Column(_("state"), lambda one: one.get_state_display(), "state"),
    Column(_("next limit"), lambda one: due.on if (due := asked.due_of(one)) else ""),
    Column(_("when"), lambda one: moment(one.slot.starts_at) if one.slot else "",
           "slot__starts_at"),
    Column(_("lecturer"), lambda one: str(one.slot.lecturer) if one.slot else ""),
    Column(_("liaison"), lambda one: str(one.officer or ""), "officer__name"),
    Column(_("town"), lambda one: name_of(one.organisation.area_id), "organisation__area_id"),
    Column(_("ordered"), lambda one: moment(one.submitted_at), "submitted_at"),
]  # fmt: skip


@allow(Permit.FIGURES)
@require_GET
def listing(request: OfficerRequest) -> HttpResponseBase:
    """The orders of one's towns, by state, town and what is late."""
    rows = asked.orders_for(request.user)
    state, town = request.GET.get("state", ""), request.GET.get("town", "")
    if state in OrderState.values:
        rows = rows.filter(state=state)
    if town in dict(town_names()):
        rows = asked.within(rows, {town})
    if request.GET.get("late"):
        rows = rows.filter(pk__in=[one.pk for one in asked.late(clock.today())])
    if request.GET.get("format") in ("csv", "xlsx"):
        demand_export(request.user)
        found = rows.order_by("-submitted_at")
        return export("orders", COLUMNS, found, form=request.GET["format"])
    context = {
        "table": table(request, rows, COLUMNS, default="-submitted_at"),
        "states": [one for one in OrderState.choices if one[0] != OrderState.DRAFT],
        "state": state,
        "towns": town_names(),
        "town": town,
        "late": bool(request.GET.get("late")),
        "due_of": asked.due_of,
        "tones": TONES,
    }
    return show(request, "procuracy/orders.html", context)


def _order(request: OfficerRequest, order_id: UUID) -> Order:
    return get_object_or_404(asked.orders_for(request.user), pk=order_id)


@allow(Permit.FIGURES)
@require_GET
def one(request: OfficerRequest, order_id: UUID) -> HttpResponseBase:
    """One order: what is wanted, what was said, what comes next."""
    placed = _order(request, order_id)
    context: dict[str, Any] = {
        "record": placed.subject,
        "order": placed,
        "open": ORDER.open_to(placed.state),
        "due": asked.due_of(placed),
        "last_day": asked.lesson_by(placed),
        "proposals": asked.proposals(placed),
        "room": len(asked.still_to_be_had(placed)) < acts.MOST_PROPOSED,
        "waitings": asked.waitings(placed),
        "words": asked.words(placed),
        "persons": asked.persons_of(placed),
        "signed": placed.attendances.count(),
        "feedback": Feedback.objects.filter(order=placed).first(),
        "propose": ProposeForm(auto_id="prop_%s"),
        "give": GiveForm(auto_id="give_%s"),
        "reason": WordsForm(auto_id="words_%s"),
        "tones": TONES,
        "now": clock.now(),
    }
    return show(request, "procuracy/order.html", context)


@allow(Permit.LIAISE)
@require_POST
def accept(request: OfficerRequest, order_id: UUID) -> HttpResponseBase:
    """Accept it and be its liaison."""
    placed = acts.accept(_order(request, order_id), by=request.user)
    return go(request, placed.url)


@allow(Permit.LIAISE)
@require_POST
def decline(request: OfficerRequest, order_id: UUID) -> HttpResponseBase:
    """Decline it in words."""
    words = complete(WordsForm(request.POST)).cleaned_data["words"]
    placed = acts.decline(_order(request, order_id), reason=words, by=request.user)
    return go(request, placed.url)


@allow(Permit.LIAISE)
@require_POST
def propose(request: OfficerRequest, order_id: UUID) -> HttpResponseBase:
    """Lay times before the enterprise."""
    form = complete(ProposeForm(request.POST))
    placed = _order(request, order_id)
    acts.propose(placed, **form.given(), by=request.user)
    return go(request, placed.url)


@allow(Permit.LIAISE)
@require_POST
def miss(request: OfficerRequest, order_id: UUID) -> HttpResponseBase:
    """Note that nobody was there."""
    words = complete(WordsForm(request.POST)).cleaned_data["words"]
    placed = acts.miss(_order(request, order_id), reason=words, by=request.user)
    return go(request, placed.url)


@allow(Permit.LIAISE)
@require_POST
def give(request: OfficerRequest, order_id: UUID) -> HttpResponseBase:
    """Note that it was held, with photo and count."""
    given = complete(GiveForm(request.POST, files=request.FILES)).cleaned_data
    placed, sent = _order(request, order_id), given.pop("photo", None)
    kept = (
        keep(sent.read(), name=sent.name[:80], by=request.user, purpose="lesson") if sent else None
    )
    acts.give(placed, **given, photo=kept, by=request.user)
    return go(request, placed.url)


@allow(Permit.LIAISE)
@require_POST
def contact(request: OfficerRequest, order_id: UUID) -> HttpResponseBase:
    """The contact in clear; that it was seen is written down."""
    name, phone = acts.see_contact(_order(request, order_id), by=request.user)
    context = {"name": name, "phone": phone}
    return fragment(request, "procuracy/contact.html", context, part="contact")


@allow(Permit.FIGURES)
@require_GET
def photo(request: OfficerRequest, order_id: UUID) -> HttpResponseBase:
    """The photo of a lesson, in its harmless form."""
    placed = _order(request, order_id)
    if placed.photo is None:
        raise Http404
    return answer(request, placed.photo)
