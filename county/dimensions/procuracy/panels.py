"""What the procuratorate lends to shared pages: the menu, the enterprise's page and its tabs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import (
    Avg,
    Count,
    DurationField,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
)
from django.db.models.functions import Coalesce, TruncDate
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from county.design.jinja import moment
from county.design.panels import menu, panel
from county.design.tables import Column
from county.dimensions.procuracy.access import Permit
from county.dimensions.procuracy.forms.counsel import WordsForm
from county.dimensions.procuracy.models import Initiative, Part, Progress, Question
from county.dimensions.procuracy.models.lessons import Attendance
from county.dimensions.procuracy.queries import figures, liaison
from county.dimensions.procuracy.queries import orders as ordered
from county.dimensions.procuracy.queries import questions as counselled
from county.dimensions.procuracy.queries import suggestions as asked
from county.foundation.figures import registry
from county.foundation.figures.registry import Days, Figure, lend
from county.foundation.staff.policy import Holder
from county.kernel.clock import SHANGHAI
from county.kernel.periods import Period
from county.records.enterprises.access import Permit as Firm
from county.records.enterprises.pages import tab
from county.records.organisations.models import Organisation
from county.records.places.queries import name_of, towns

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


def _seen(rows: Callable[[Period], QuerySet[Any]], where: str = "pk") -> registry.Rows:
    """The rows of a figure that belong to suggestions which the holder may see."""

    def seen(holder: Holder, period: Period) -> QuerySet[Any]:
        return rows(period).filter(**{f"{where}__in": asked.suggestions_for(holder).values("pk")})

    return seen


def _given(holder: Holder, period: Period) -> QuerySet[Any]:
    """S17: the holder's orders that were given in the period, each with its persons."""
    signed = Attendance.objects.filter(order=OuterRef("pk")).order_by().values("order")
    came = Coalesce(Subquery(signed.annotate(n=Count("pk")).values("n")), 0) + F("by_hand")
    given = ordered.given(period.first, period.last).values("pk")
    return ordered.orders_for(holder).filter(pk__in=given).annotate(came=came)


def _placed(holder: Holder, period: Period) -> QuerySet[Any]:
    """S18: the holder's orders that were submitted in the period."""
    placed = ordered.ordered(period.first, period.last).values("pk")
    return ordered.orders_for(holder).filter(pk__in=placed)


def _judged(holder: Holder, period: Period) -> QuerySet[Any]:
    """S18: what enterprises said, in the period, of the holder's orders."""
    own = ordered.orders_for(holder).order_by().values("pk")
    return ordered.feedbacks(period.first, period.last).filter(order__in=own)


def _covered(holder: Holder, period: Period) -> QuerySet[Any]:
    """S20: towns with a liaison prosecutor on the last day of the period."""
    stands = liaison.active(period.last).filter(part=Part.MAIN, town_id=OuterRef("pk"))
    return towns().filter(Exists(stands))


def _ended(holder: Holder, period: Period) -> QuerySet[Question]:
    """S21: the holder's questions that ended in the period, each with how long it took."""
    rows = counselled.ended_within(counselled.questions_for(holder), period.first, period.last)
    took = TruncDate("ended_at", tzinfo=SHANGHAI) - F("day")
    return rows.annotate(took=ExpressionWrapper(took, output_field=DurationField()))


NUMBER = Column(_("number"), str, "draft_no")
LETTERS = (
    NUMBER,
    Column(_("addressee"), lambda row: row.addressee, "addressee"),
    Column(_("ground of the suggestion"), lambda row: row.ground, "ground"),
    Column(_("stage"), lambda row: row.get_state_display(), "state"),
    Column(_("issued at"), lambda row: moment(row.issued_at), "issued_at"),
    Column(_("reply due"), lambda row: row.reply_due, "reply_due"),
    Column(_("replied at"), lambda row: moment(row.replied_at), "replied_at"),
)
ITEMS = (
    Column(_("number"), lambda row: str(row.letter.suggestion), "letter__suggestion__draft_no"),
    Column(_("addressee"), lambda row: row.letter.suggestion.addressee,
           "letter__suggestion__addressee"),
    Column(_("item of a letter"), str, "no"),
)  # fmt: skip
ANSWERS = (
    Column(_("number"), lambda row: str(row.reply.suggestion), "reply__suggestion__draft_no"),
    Column(_("addressee"), lambda row: row.reply.suggestion.addressee,
           "reply__suggestion__addressee"),
    Column(_("item of a letter"), lambda row: str(row.item), "item__no"),
    Column(_("adopted"), lambda row: row.get_adopted_display(), "adopted"),
)  # fmt: skip
ORDERS = (
    Column(_("enterprise"), lambda row: row.organisation.name, "organisation__name"),
    Column(_("lesson"), lambda row: row.version.title, "version__title"),
    Column(_("state"), lambda row: row.get_state_display(), "state"),
    Column(_("submitted at"), lambda row: moment(row.submitted_at), "submitted_at"),
    Column(_("given at"), lambda row: moment(row.given_at), "given_at"),
)
FIRM_AREA = "organisation__area__code"


def _letters(code: str, title: Any, definition: Any, rows: registry.Rows,
             **more: Any) -> Figure:  # fmt: skip
    """A figure of suggestions: those that the reader may see."""
    told: dict[str, Any] = {
        "unit": pgettext_lazy("unit", "suggestions"), "town": FIRM_AREA, "grid": FIRM_AREA,
        "columns": LETTERS, "filters": ("state", "ground"), "sort": "-registered_at",
        "page": lambda row: row.url,
    } | more  # fmt: skip
    return Figure(code=code, title=title, definition=definition, group=registry.LAW,
                  permit=Permit.FIGURES,
                  rows=rows, **told)  # fmt: skip


lend(
    _letters("S22", _("Suggestions issued"), _("Procuratorial suggestions that were numbered and"
             " issued in the period."), _seen(figures.issued), day="issued_at"),
    _letters("S22a", _("Suggestions adopted"), _("Of the items whose answers were reviewed, of"
             " letters issued in the period: those the addressee adopted, wholly or in part."),
             _seen(lambda period: figures.answers_adopted(period).select_related(
                 "reply__suggestion", "item"), "reply__suggestion"), unit=pgettext_lazy("unit",
                 "items"),
             is_rate=True, of=_seen(figures.answers_reviewed, "reply__suggestion"), columns=ANSWERS,
             filters=("adopted",), sort="pk", page=lambda row: row.reply.suggestion.url,
             town=f"reply__suggestion__{FIRM_AREA}", grid=f"reply__suggestion__{FIRM_AREA}"),
    _letters("S22b", _("Suggestions replied to"), _("Of the letters whose written reply was due in"
             " the period, withdrawn ones left out: those that were answered at all."),
             _seen(figures.replied), is_rate=True, of=_seen(figures.reply_due),
             day="reply_due"),
    _letters("S22c", _("Replies in time"), _("Of the letters whose written reply was due in the"
             " period, withdrawn ones left out: those answered on the last day or before."),
             _seen(figures.replied_in_time), is_rate=True, of=_seen(figures.reply_due),
             day="reply_due"),
    _letters("S22d", _("Items put right"), _("Of the items of letters issued in the period: those"
             " found fully put right at the latest review or return visit."),
             _seen(lambda period: figures.items_right(period).select_related(
                 "letter__suggestion"), "letter__suggestion"), unit=pgettext_lazy("unit", "items"),
             is_rate=True, of=_seen(figures.items_issued, "letter__suggestion"), columns=ITEMS,
             filters=(), sort="pk", page=lambda row: row.letter.suggestion.url,
             town=f"letter__suggestion__{FIRM_AREA}", grid=f"letter__suggestion__{FIRM_AREA}"),
    _letters("S23", _("Return visits made"), _("Of the letters answered in the period: those"
             " visited again within 180 days after the reply."), _seen(figures.revisited),
             is_rate=True, of=_seen(figures.revisit_due), day="replied_at"),
    Figure("S17", _("Law lessons at enterprises"), _("Orders whose lesson was given in the period;"
           " persons signed in or were counted by hand with a reason; enterprises are counted"
           " once."), pgettext_lazy("unit", "lessons"), registry.LAW, Permit.FIGURES, _given,
           town=FIRM_AREA, grid=FIRM_AREA, day="given_at",
           also=((_("persons"), Sum("came")),
                 (_("enterprises"), Count("organisation", distinct=True))),
           columns=(*ORDERS, Column(_("persons"), lambda row: row.came, "came")),
           filters=("state",), sort="-given_at", page=lambda row: row.url),
    Figure("S18", _("Law lessons ordered"), _("Orders that enterprises submitted in the period."),
           pgettext_lazy("unit", "orders"), registry.LAW, Permit.FIGURES, _placed, town=FIRM_AREA,
           grid=FIRM_AREA,
           day="submitted_at", columns=ORDERS, filters=("state",), sort="-submitted_at",
           page=lambda row: row.url),
    Figure("S18a", _("Usefulness of lessons"), _("Mean of the marks from 1 to 5 that enterprises"
           " gave in the period; orders closed without feedback are not among them."),
           pgettext_lazy("unit", "of 5"), registry.LAW, Permit.FIGURES, _judged,
           value=Avg("useful"),
           also=((_("feedbacks"), Count("pk")),),
           town=f"order__{FIRM_AREA}", grid=f"order__{FIRM_AREA}", day="at",
           columns=(Column(_("enterprise"), lambda row: row.order.organisation.name,
                           "order__organisation__name"),
                    Column(_("lesson"), lambda row: row.order.version.title,
                           "order__version__title"),
                    Column(_("usefulness"), lambda row: row.useful, "useful"),
                    Column(_("at"), lambda row: moment(row.at), "at")),
           filters=("useful",), sort="-at", page=lambda row: row.order.url),
    Figure("S19", _("The nine measures"), _("Measures of the programme by their state; what shows"
           " it is counted from the records, on each measure's page."), pgettext_lazy("unit",
           "measures"),
           registry.LAW, Permit.FIGURES, lambda holder, period: Initiative.objects.all(),
           also=tuple((progress.label, Count("pk", filter=Q(progress=progress)))
                      for progress in reversed(Progress)),
           columns=(Column(_("no."), lambda row: row.no, "no"),
                    Column(_("title"), lambda row: row.title, "title"),
                    Column(_("target"), lambda row: row.target, "target"),
                    Column(_("progress"), lambda row: row.get_progress_display(), "progress")),
           filters=("progress",), sort="no",
           page=lambda row: f"/procuracy/measures/{row.no}/"),
    Figure("S20", _("Towns with a liaison prosecutor"), _("Towns with an active assignment on the"
           " last day of the period, of all towns."), pgettext_lazy("unit", "towns"),
           registry.LAW, Permit.FIGURES,
           _covered, of=lambda holder, period: towns(), town="code", smallest=0,
           columns=(Column(_("town"), lambda row: name_of(row.code), "code"),), sort="code",
           page=lambda row: f"/county/?town={row.code}"),
    Figure("S21", _("Days for an answer"), _("Median of the days from registration to answer or"
           " referral, of questions to the procurator on duty that ended in the period."),
           pgettext_lazy("unit", "days"), registry.LAW, Permit.FIGURES, _ended, value=Days("took",
           share=0.5),
           also=((_("90th percentile"), Days("took", share=0.9)), (_("questions"), Count("pk"))),
           town=FIRM_AREA, grid=FIRM_AREA, day="ended_at",
           columns=(Column(_("number"), lambda row: row.number, "number"),
                    Column(_("topic"), lambda row: row.get_topic_display(), "topic"),
                    Column(_("state"), lambda row: row.get_state_display(), "state"),
                    Column(_("day"), lambda row: row.day, "day"),
                    Column(_("ended at"), lambda row: moment(row.ended_at), "ended_at"),
                    Column(_("days"), lambda row: row.took.days, "took")),
           filters=("topic", "state"), sort="-ended_at",
           page=lambda row: f"/procuracy/questions/{row.pk}/"),
)  # fmt: skip
