"""What the desk lends to shared pages: its lines in the menu."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.conf import settings
from django.db.models import Count, QuerySet, Sum
from django.http import HttpRequest
from django.utils.translation import gettext, gettext_noop, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from markupsafe import Markup, escape

from county.design.jinja import moment, word
from county.design.panels import menu, panel
from county.design.tables import Column
from county.dimensions.helpdesk.access import Permit, areas_of
from county.dimensions.helpdesk.actions import matters as acts
from county.dimensions.helpdesk.actions import reporting
from county.dimensions.helpdesk.models import Matter
from county.dimensions.helpdesk.queries import figures, openly
from county.dimensions.helpdesk.queries import matters as asked
from county.dimensions.helpdesk.queries.matters import matters_for, numbers_of, of_conversation
from county.foundation.audit.naming import keys_of, names, opens, pages
from county.foundation.figures.registry import INCIDENTS, POLICING, Figure, Kept, lend
from county.foundation.notices.buttons import button
from county.foundation.outside.queries import mapped_to
from county.foundation.outside.registry import Asked, Report, Service, Shown, guards, serves
from county.foundation.staff.models import Key, Officer
from county.foundation.staff.policy import Holder
from county.kernel.errors import Refused
from county.kernel.periods import Period
from county.records.conversations.reach import reaches
from county.records.places.queries import name_of
from county.records.worklist.registry import MOST, Waiting, waits

menu(
    "",
    _("Conversations"),
    "/helpdesk/",
    icon="message-circle",
    permit=Permit.READ,
    order=10,
    covers=("/helpdesk/queues/", "/helpdesk/matters/0", "/helpdesk/search/"),
)
menu("", _("Matters"), "/helpdesk/matters/", icon="clipboard-check", permit=Permit.READ, order=20)
DIGITAL = _("Digital policing")
menu(
    DIGITAL, _("Answer library"), "/helpdesk/answers/", icon="book-2", permit=Permit.READ, order=60
)
menu(
    DIGITAL, _("Beside the chat"), "/helpdesk/sidebar/", icon="users", permit=Permit.READ, order=61
)
menu(DIGITAL, _("Duty roster"), "/helpdesk/duty/", icon="calendar", permit=Permit.DUTY, order=62)
LEADS = _("Secrecy of leads")
menu(
    LEADS, _("Consent of two"), "/helpdesk/leads/consents/", icon="users", permit=Permit.LEADS,
    order=63,
)  # fmt: skip
menu(
    LEADS, _("To consent to"), "/helpdesk/leads/consents/to-answer/", icon="clipboard-check",
    permit=Permit.CONSENT, order=64,
)  # fmt: skip
menu(
    LEADS, _("Key of leads"), "/helpdesk/leads/key/", icon="lock", permit=Permit.LEAD_KEYS,
    order=65,
)  # fmt: skip
menu(
    LEADS, _("The county's key"), "/helpdesk/leads/county-key/", icon="lock",
    permit=Permit.COUNTY_KEY, order=66,
)  # fmt: skip
menu(
    _("Analysis"),
    _("Desk figures"),
    "/helpdesk/figures/",
    icon="chart-bar",
    permit=Permit.FIGURES,
    order=80,
)


@panel("resident", "helpdesk/of_resident.html", permit=Permit.READ, order=10)
def matters_of_resident(request: HttpRequest, resident_id: Any) -> dict[str, Any]:
    """The resident's matters, as far as this officer may see them."""
    own = matters_for(request.user).filter(resident_id=resident_id)  # type: ignore[arg-type]
    return {"matters": list(own.order_by("-opened_at")[:30])}


@panel("conversation", "outside/mapped.html", permit=Permit.READ, order=30)
def in_other_systems(request: HttpRequest, conversation_id: Any) -> dict[str, Any]:
    """Under which numbers other systems know the matters of this conversation."""
    subjects = [one.subject for one in of_conversation(conversation_id)]
    return {"mapped": mapped_to(subjects)}


class PublicDesk:
    """The desk's public services, as Open311 reaches them."""

    def services(self) -> list[Service]:
        """The public services."""
        return openly.public_services()

    def report(self, report: Report, by: Key) -> str:
        """Open a matter; its number."""
        reported = reporting.Reported(
            service=report.service, text=report.description, latitude=report.latitude,
            longitude=report.longitude, address=report.address, answers=report.answers,
        )  # fmt: skip
        return reporting.report(reported, by=by).number

    def requests(self, asked: Asked) -> tuple[list[Shown], int]:
        """What everybody may see."""
        return openly.public_requests(asked)


serves(PublicDesk())
guards("matter_id")(openly.may_hear)


@reaches
def conversations_of_matters(holder: Holder) -> QuerySet[Any]:
    """The conversations of the matters the holder may see."""
    matters = matters_for(holder).exclude(conversation=None)
    return matters.order_by().values("conversation_id")


@names("matter")
def matters(keys: list[str]) -> dict[str, str]:
    """Matters by their numbers."""
    rows = numbers_of(keys_of(keys))
    return {str(key): number for key, number in rows}


@button(Permit.TAKE, _("Take it"))
def take_from_the_card(officer: Officer, subject: str) -> str:
    """Take the matter straight from the card in WeCom."""
    matter = matters_for(officer).filter(pk__in=keys_of([subject.partition(":")[2]])).first()
    if matter is None:
        raise Refused(gettext("You can no longer see this matter."))
    return gettext("Taken: %s") % acts.take(matter, by=officer).number


MARKS = [
    gettext_noop("[picture]"),
    gettext_noop("[location]"),
    gettext_noop("[link]"),
    gettext_noop("[voice]"),
    gettext_noop("[video]"),
    gettext_noop("[file]"),
    gettext_noop("[sealed]"),
    gettext_noop("[taken back]"),
    gettext_noop("[blank]"),
]


@word
def marked(text: str, words: str) -> Markup:
    """The text with the sought words marked."""
    at = text.lower().find(words.lower()) if words else -1
    if at < 0:
        return escape(text)
    end = at + len(words)
    return Markup("{}<mark>{}</mark>{}").format(text[:at], text[at:end], text[end:])


@word
def linked(text: str) -> Markup:
    """The text with this installation's own addresses as links; nobody else's become links."""
    address = rf"({re.escape(settings.SIWEI_ADDRESS)}/[\w/.-]*)"
    parts = re.split(address, text) if settings.SIWEI_ADDRESS else [text]
    link = Markup('<a href="{0}">{0}</a>').format
    return Markup().join(link(part) if n % 2 else escape(part) for n, part in enumerate(parts))


@word
def preview(text: str) -> str:
    """The last words of a matter, with its marks for pictures and the like in words."""
    for mark in MARKS:
        if text.startswith(mark):
            return f"{gettext(mark)}{text.removeprefix(mark)}"
    return text


def _rows(name: str) -> Callable[[Holder, Period], QuerySet[Matter]]:
    """The holder's matters that a figure of the desk counts in a period."""

    def rows(holder: Holder, period: Period) -> QuerySet[Matter]:
        span = figures.Span(period.begins, period.ends)
        return figures.behind(holder, name, span).select_related("assignee")

    return rows


COLUMNS = (
    Column(_("number"), lambda row: row.number, "number"),
    Column(_("kind"), lambda row: row.get_kind_display(), "kind"),
    Column(_("topic"), lambda row: row.get_topic_display(), "topic"),
    Column(_("town"), lambda row: name_of(row.town_code), "town_code"),
    Column(_("officer"), lambda row: row.assignee.name if row.assignee else "", "assignee__name"),
    Column(_("opening time"), lambda row: moment(row.opened_at), "opened_at"),
    Column(_("closing time"), lambda row: moment(row.closed_at), "closed_at"),
    Column(_("result"), lambda row: row.get_result_display() if row.result else "", "result"),
)
MONEY = (
    *COLUMNS[:5],
    Column(_("time of the outcome"), lambda row: moment(row.resolved_at), "resolved_at"),
    Column(_("fraud type"), lambda row: row.alert_category, "alert_category"),
    Column(_("money"), lambda row: row.get_money_display() if row.result else "", "money"),
    Column(_("amount as stated"), lambda row: _amount(row.stated_amount), "stated_amount"),
    Column(_("amount verified"), lambda row: _amount(row.verified_amount), "verified_amount"),
)
CASES = (
    *COLUMNS[:5],
    Column(_("case number"), lambda row: row.case_number, "case_number"),
    Column(_("time of the outcome"), lambda row: moment(row.resolved_at), "resolved_at"),
)


def _amount(value: Any) -> float | str:
    return float(value) if value is not None else ""


COUNTED = Kept("helpdesk_matter", areas_of, asked.in_hand)


def _figure(code: str, title: Any, definition: Any, name: str, **more: Any) -> Figure:
    """A figure of the desk: matters, within the areas of whoever reads."""
    told: dict[str, Any] = {
        "unit": pgettext_lazy("unit", "matters"), "columns": COLUMNS, "filters": ("topic",),
        "day": "closed_at",
        "sort": "-opened_at",
    } | more  # fmt: skip
    return Figure(
        code=code, title=title, definition=definition, group=POLICING, permit=Permit.FIGURES,
        rows=_rows(name), town="town_code", grid="area_code", page=lambda row: row.url, **told,
    )  # fmt: skip


lend(
    _figure("S09", _("Consultations answered"), _("Closed consultations on household, traffic, exit"
            " and entry and the other listed topics, by the day of closing. One thread is one,"
            " however often it was reopened."), "consultations", kept=COUNTED),
    _figure("S10", _("Help given"), _("Help requests closed as solved, or as referred and"
            " completed, by the day of closing."), "helps", smallest=INCIDENTS, kept=COUNTED),
    _figure("S11", _("Small cases solved by leads"), _("Distinct solved cases to which an officer"
            " linked at least one lead, directly or indirectly, by the day of the outcome."),
            "leads_solved", unit=pgettext_lazy("unit", "cases"), columns=CASES, day="resolved_at",
            value=Count("case_number", distinct=True), also=((_("leads"), Count("pk")),),
            smallest=INCIDENTS),
    _figure("S31", _("Frauds stopped"), _("Help requests about fraud whose money was not"
            " transferred, or whose payment was stopped, by the day of the outcome. Amounts as"
            " stated by residents and as verified by officers are kept apart."),
            "frauds_kept", columns=MONEY, day="resolved_at", filters=("money",),
            also=((_("yuan as stated"), Sum("stated_amount")),
                  (_("yuan verified"), Sum("verified_amount"))), smallest=INCIDENTS, kept=COUNTED),
)  # fmt: skip


@opens("matter")
def matter_pages(holder: Holder, keys: list[str]) -> dict[str, str]:
    """The pages of the matters that the holder may see."""
    rows = matters_for(holder)
    return pages(rows, keys, "/helpdesk/matters/%s/") if holder.has(Permit.READ) else {}


DESK = _("Help desk")


@waits("helpdesk", DESK, what=_("matter in hand"), permit=Permit.READ,
       url="/helpdesk/queues/mine/")  # fmt: skip
def in_hand(officer: Officer) -> Iterator[Waiting]:
    """The matters this officer holds or helps with, as far as something is to be done."""
    yield from _waiting(asked.at_work_for(officer)[: MOST + 1])


@waits("helpdesk", DESK, what=_("matter at the desk"), permit=Permit.TAKE,
       url="/helpdesk/queues/unassigned/")  # fmt: skip
def at_the_desk(officer: Officer) -> Iterator[Waiting]:
    """What nobody has taken, for whom the roster puts at its desk now."""
    yield from _waiting(asked.unassigned_on_duty(officer)[: MOST + 1])


def _waiting(matters: Iterable[Matter]) -> Iterator[Waiting]:
    for one in matters:
        why = f"{one.get_kind_display()} · {one.get_topic_display()} · {one.get_state_display()}"
        yield Waiting(
            one.subject, one.number, one.url, one.next_due, why, urgent=one.priority == 1,
            personal=False,
        )  # fmt: skip
