"""What the procuratorate lends to shared pages: the menu, the enterprise's page and its tabs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from county.design.panels import menu, panel
from county.dimensions.procuracy.access import Permit
from county.dimensions.procuracy.forms.counsel import WordsForm
from county.dimensions.procuracy.models import Suggestion
from county.dimensions.procuracy.queries import liaison, waiting
from county.dimensions.procuracy.queries import orders as ordered
from county.dimensions.procuracy.queries import questions as counselled
from county.dimensions.procuracy.queries import suggestions as asked
from county.foundation.audit.naming import keys_of, names, opens, pages
from county.foundation.staff.models import Officer
from county.foundation.staff.policy import Holder
from county.kernel import clock
from county.records.enterprises.access import Permit as Firm
from county.records.enterprises.pages import tab
from county.records.organisations.models import Organisation
from county.records.worklist.registry import MOST, Waiting, waits

LAW = _("Rule of law")
for permit in (Permit.HANDLE, Permit.REVIEW, Permit.APPROVE, Permit.MANAGE, Permit.LIAISE):
    menu(LAW, _("Suggestions"), "/procuracy/suggestions/", icon="gavel", permit=permit, order=30)
menu(LAW, _("Copied to us"), "/procuracy/copies/", icon="gavel", permit=Permit.COPIES, order=31)
menu(
    LAW, _("Figures"), "/procuracy/figures/", icon="chart-bar", permit=Permit.FIGURES, order=38,
    covers=("/procuracy/measures/",),
)  # fmt: skip
tab(
    _("Suggestions"), "/procuracy/firm/suggestions/", icon="gavel", trust=Firm.SUGGESTIONS,
    order=20,
)  # fmt: skip


@panel("firm", "procuracy/of_firm.html", permit=Firm.SUGGESTIONS, order=20)
def suggestions_of_firm(request: HttpRequest, organisation_id: Any) -> dict[str, Any]:
    """The suggestions delivered to the own enterprise that are not yet closed."""
    rows = asked.of_firm(organisation_id).exclude(state__in=asked.ENDED)
    return {"suggestions": list(rows[:5])}


@panel("organisation", "procuracy/law_of_organisation.html", permit=Permit.FIGURES, order=20)
def law_of_organisation(request: HttpRequest, organisation_id: Any) -> dict[str, Any]:
    """An enterprise's suggestions and orders, as far as this officer may see them."""
    officer: Any = request.user
    own = asked.suggestions_for(officer).filter(organisation=organisation_id)
    placed = ordered.orders_for(officer).filter(organisation=organisation_id)
    return {
        "suggestions": list(own.order_by("-registered_at")[:10]),
        "orders": list(placed.order_by("-made_at")[:10]),
    }


@panel("firm", "procuracy/firm_orders_panel.html", permit=Firm.LESSONS, order=25)
def orders_of_firm(request: HttpRequest, organisation_id: Any) -> dict[str, Any]:
    """The own enterprise's orders that are not over."""
    firm = Organisation.objects.get(pk=organisation_id)
    rows = ordered.of_firm(firm).exclude(state__in=ordered.OVER)
    return {"orders": list(rows[:5])}


# Lessons
menu(
    LAW,
    _("Orders of lessons"),
    "/procuracy/orders/",
    icon="clipboard-check",
    permit=Permit.FIGURES,
    order=70,
)
menu(
    LAW,
    _("Calendar of lessons"),
    "/procuracy/orders/calendar/",
    icon="calendar",
    permit=Permit.FIGURES,
    order=71,
)
menu(LAW, _("Menu of lessons"), "/procuracy/menu/", icon="book-2", permit=Permit.FIGURES, order=72)
menu(LAW, _("Lecturers"), "/procuracy/lecturers/", icon="users", permit=Permit.LIAISE, order=73)
menu(LAW, _("Yearly plan of lessons"), "/procuracy/plans/", icon="list-check",
     permit=Permit.FIGURES, order=74)  # fmt: skip
tab(_("Lessons"), "/procuracy/firm/menu/", icon="book-2", trust=Firm.LESSONS, order=30)
tab(_("Our orders"), "/procuracy/firm/orders/", icon="clipboard-check", trust=Firm.LESSONS,
    order=31)  # fmt: skip
menu(LAW, _("Duty desk: questions"), "/procuracy/questions/", icon="help-circle",
     permit=Permit.COUNSEL, order=64)  # fmt: skip
menu(LAW, _("Counter"), "/procuracy/questions/counter/", icon="users", permit=Permit.COUNTER,
     order=65)  # fmt: skip
menu(
    LAW, _("Roster of the duty desk"), "/procuracy/duty/", icon="calendar", permit=Permit.ROSTER,
    order=66,
)  # fmt: skip
menu(LAW, _("Liaison: all towns"), "/procuracy/liaison/", icon="map-2", permit=Permit.ROSTER,
     order=67)  # fmt: skip
menu(LAW, _("My enterprises"), "/procuracy/liaison/mine/", icon="heart-handshake",
     permit=Permit.LIAISE, order=67)  # fmt: skip
tab(
    _("Questions"), "/procuracy/firm/questions/", icon="help-circle", trust=Firm.QUESTIONS, order=40
)


@panel("organisation", "procuracy/of_organisation.html", permit=Permit.COUNSEL, order=30)
def counsel_of_organisation(request: HttpRequest, organisation_id: Any) -> dict[str, Any]:
    """Who stands by an enterprise, first contacts, needs, questions."""
    firm = Organisation.objects.get(pk=organisation_id)
    return {
        "firm": firm,
        "liaison": liaison.liaison_of(firm),
        "contacts": liaison.contacts_of(organisation_id),
        "needs": liaison.needs_of(organisation_id),
        "questions": list(counselled.questions_of(firm)[:10]),
        "words": WordsForm(auto_id=False),
    }


@panel("firm", "procuracy/firm_panel.html", permit=Firm.QUESTIONS, order=30)
def counsel_of_firm(request: HttpRequest, organisation_id: Any) -> dict[str, Any]:
    """The enterprise's liaison with the office's phone, and its latest questions."""
    firm = Organisation.objects.get(pk=organisation_id)
    return {
        "liaison": liaison.liaison_of(firm),
        "questions": list(counselled.questions_of(firm)[:3]),
    }


@names("suggestion")
def suggestions(keys: list[str]) -> dict[str, str]:
    """Suggestions by their numbers, or what they are called before they have one."""
    rows = Suggestion.objects.filter(pk__in=keys_of(keys)).select_related("organisation")
    return {str(one.pk): str(one) for one in rows}


@opens("suggestion")
def suggestion_pages(holder: Holder, keys: list[str]) -> dict[str, str]:
    """The pages of suggestions that the officer may see; a key sees none."""
    rows = asked.suggestions_for(holder) if isinstance(holder, Officer) else None
    return {} if rows is None else pages(rows, keys, "/procuracy/suggestions/%s/")


@opens("order")
def order_pages(holder: Holder, keys: list[str]) -> dict[str, str]:
    """The pages of orders that the holder may see."""
    rows = ordered.orders_for(holder)
    return pages(rows, keys, "/procuracy/orders/%s/") if holder.has(Permit.FIGURES) else {}


@waits("procuracy", LAW, what=_("suggestion"), url="/procuracy/suggestions/")
def suggestions_waiting(officer: Officer) -> Iterator[Waiting]:
    """Suggestions that wait for this officer's hand, by the clock of the step they are at."""
    for one in waiting.suggestions(officer)[: MOST + 1]:
        due = waiting.due_of_step(one)
        yield Waiting(
            one.subject, f"{one} · {one.addressee}", one.url,
            clock.end_of_day(due) if due else None, one.get_state_display(), urgent=one.urgent,
            personal=False,
        )  # fmt: skip


@waits("procuracy", LAW, what=_("order of a lesson"), permit=Permit.LIAISE,
       url="/procuracy/orders/")  # fmt: skip
def orders_waiting(officer: Officer) -> Iterator[Waiting]:
    """Orders from the towns by which a liaison prosecutor stands, by their next limit."""
    rows = ordered.orders_for(officer).filter(state__in=waiting.ORDERS_IN_HAND)
    for one in rows.order_by("submitted_at", "pk")[: MOST + 1]:
        due = ordered.due_of(one)
        yield Waiting(
            one.subject, str(one), one.url, clock.end_of_day(due.on) if due else None,
            due.what if due else "", personal=False,
        )  # fmt: skip


@waits("procuracy", LAW, what=_("question of an enterprise"), permit=Permit.COUNSEL,
       url="/procuracy/questions/")  # fmt: skip
def questions_waiting(officer: Officer) -> Iterator[Waiting]:
    """Open questions that this procurator answers, or that nobody does yet."""
    for one in waiting.questions(officer)[: MOST + 1]:
        yield Waiting(
            f"question:{one.pk}", one.number, f"/procuracy/questions/{one.pk}/",
            clock.end_of_day(one.due_on), one.get_topic_display(), personal=False,
        )  # fmt: skip
