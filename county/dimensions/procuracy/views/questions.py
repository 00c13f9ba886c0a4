"""Questions for officers: the list, the counter's queue, one question, its receipt."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from county.design.forms import complete
from county.design.http import go, show
from county.design.tables import LONGEST_EXPORT, Column, export, table
from county.dimensions.procuracy.access import Permit
from county.dimensions.procuracy.actions import questions as actions
from county.dimensions.procuracy.flow import Asked
from county.dimensions.procuracy.forms.counsel import (
    AnswerForm,
    DocumentForm,
    ReferForm,
    WalkInForm,
    WhyForm,
)
from county.dimensions.procuracy.knowledge.counsel import LIMITS
from county.dimensions.procuracy.models import Question, QuestionFile, Topic
from county.dimensions.procuracy.queries import questions as queries
from county.foundation.files.views import answer as hand_out
from county.foundation.staff.policy import (
    OfficerRequest,
    allow,
    demand_export,
    may_export,
    signed_in,
)
from county.kernel import clock
from county.kernel.deadlines import light, rule
from county.kernel.errors import Incomplete, NotAllowed
from county.records.organisations.queries import exactly

LIST = "/procuracy/questions/"
COUNTER = "/procuracy/questions/counter/"
COLUMNS = [
    Column(gettext_lazy("number"), lambda one: one.number, "number"),
    Column(gettext_lazy("who asked"), lambda one: one.whose, "organisation__name"),
    Column(gettext_lazy("topic"), lambda one: one.get_topic_display(), "topic"),
    Column(gettext_lazy("state"), lambda one: one.get_state_display(), "state"),
    Column(gettext_lazy("due"), lambda one: one.due_on, "due_on"),
    Column(gettext_lazy("procurator"), lambda one: one.officer.name if one.officer else ""),
    Column(gettext_lazy("days taken"), queries.days_of),
    Column(gettext_lazy("satisfaction"), lambda one: one.rating or ""),
]
DESK = (Permit.COUNSEL, Permit.COUNTER, Permit.ROSTER, Permit.FIGURES)


def _demand_desk(request: OfficerRequest) -> None:
    if not any(request.user.has(permit) for permit in DESK):
        raise NotAllowed(_("Your post does not include the duty desk."))


@signed_in
@require_GET
def listing(request: OfficerRequest) -> HttpResponseBase:
    """Every question the officer may see: filtered, sorted, searched, exported; S21 above."""
    _demand_desk(request)
    asked = {
        "state": request.GET.get("state", "")[:10],
        "topic": request.GET.get("topic", "")[:20],
        "words": request.GET.get("words", "").strip()[:40],
        "span": request.GET.get("span", "")[:21],
    }
    rows = queries.narrowed(queries.questions_for(request.user), **asked)
    if (form := request.GET.get("format")) in ("xlsx", "csv"):
        demand_export(request.user)
        found = rows.order_by("-day", "-serial")[:LONGEST_EXPORT]
        return export(_("questions"), COLUMNS, found, form=str(form))
    context = {
        "table": table(request, rows, COLUMNS, default="-number"),
        "asked": asked,
        "states": [
            ("running", _("not ended")), ("late", _("overdue")), *Asked.choices,
        ],
        "topics": Topic.choices,
        "query": request.GET.urlencode(),
        "may_export": may_export(request.user),
        "figure": queries.lately() if request.user.has(Permit.FIGURES) else None,
        "tone": _tone,
        "days_of": queries.days_of,
    }  # fmt: skip
    return show(request, "procuracy/questions.html", context)


def _tone(question: Question) -> str:
    return light(question.due_on, clock.today()) if question.state in queries.OPEN else "gry"


@allow(Permit.COUNTER)
@require_GET
def counter(request: OfficerRequest) -> HttpResponseBase:
    """The counter: register who comes, today's times, who waits and who is at the desk."""
    context = {
        "form": WalkInForm(auto_id="walk_%s"),
        "booked": list(queries.booked_on(clock.today())),
        "waiting": list(queries.waiting()),
        "called": list(queries.called()),
        "limits": LIMITS,
    }
    return show(request, "procuracy/counter.html", context)


@allow(Permit.COUNTER)
@require_POST
def walk_in(request: OfficerRequest) -> HttpResponseBase:
    """Register a question at the counter; its receipt follows."""
    said = dict(complete(WalkInForm(request.POST)).cleaned_data)
    named = said.pop("organisation")
    firm = exactly(named) if named else None
    if named and firm is None:
        raise Incomplete(_("No enterprise has this credit code or exactly this name."))
    question = actions.walk_in(**said, organisation=firm, by=request.user)
    return go(request, f"{LIST}{question.pk}/receipt/")


@signed_in
@require_POST
def call_next(request: OfficerRequest) -> HttpResponseBase:
    """Call whoever has waited longest."""
    question = actions.call_next(by=request.user)
    if question is None:
        raise Incomplete(_("Nobody waits."))
    return go(request, f"{LIST}{question.pk}/")


def _question(request: OfficerRequest, question_id: UUID) -> Question:
    return get_object_or_404(queries.questions_for(request.user), pk=question_id)


def _back(request: OfficerRequest, question: Question) -> HttpResponseBase:
    return go(request, f"{LIST}{question.pk}/")


@signed_in
@require_GET
def one(request: OfficerRequest, question_id: UUID) -> HttpResponseBase:
    """One question with everything that may be done about it."""
    _demand_desk(request)
    question = _question(request, question_id)
    limit = rule(question.rule)
    context: dict[str, Any] = {
        "question": question,
        "files": list(QuestionFile.objects.filter(question=question).select_related("file")),
        "limit": limit,
        "basis": limit.basis_in_words(),
        "tone": _tone(question),
        "is_open": question.state in queries.OPEN,
        "answer": AnswerForm(auto_id="answer_%s"),
        "refer": ReferForm(
            auto_id="refer_%s", initial={"to": "12309"} if question.is_complaint else None
        ),
        "extend": WhyForm(auto_id="extend_%s"),
        "document": DocumentForm(auto_id="doc_%s"),
        "limits": LIMITS,
    }
    return show(request, "procuracy/question.html", context)


@signed_in
@require_GET
def receipt(request: OfficerRequest, question_id: UUID) -> HttpResponseBase:
    """What is printed and given along: number, day, limits of advice."""
    _demand_desk(request)
    question = _question(request, question_id)
    context = {"question": question, "limits": LIMITS, "waits": queries.ahead_of(question)}
    return show(request, "procuracy/receipt.html", context)


@allow(Permit.COUNTER)
@require_POST
def queue(request: OfficerRequest, question_id: UUID) -> HttpResponseBase:
    """Who booked has come."""
    actions.queue(_question(request, question_id), by=request.user)
    return go(request, COUNTER)


@signed_in
@require_POST
def miss(request: OfficerRequest, question_id: UUID) -> HttpResponseBase:
    """Nobody came when called."""
    return _back(request, actions.miss(_question(request, question_id), by=request.user))


@signed_in
@require_POST
def complaint(request: OfficerRequest, question_id: UUID) -> HttpResponseBase:
    """It is a complaint or a request for supervision."""
    question = actions.find_complaint(_question(request, question_id), by=request.user)
    return _back(request, question)


@allow(Permit.COUNSEL)
@require_POST
def answer(request: OfficerRequest, question_id: UUID) -> HttpResponseBase:
    """Answer the question."""
    question = _question(request, question_id)
    said = complete(AnswerForm(request.POST)).cleaned_data
    return _back(request, actions.answer(question, **said, by=request.user))


@allow(Permit.COUNSEL)
@require_POST
def refer(request: OfficerRequest, question_id: UUID) -> HttpResponseBase:
    """Move the question to who is competent."""
    question = _question(request, question_id)
    said = complete(ReferForm(request.POST)).cleaned_data
    return _back(request, actions.refer(question, **said, by=request.user))


@allow(Permit.COUNSEL)
@require_POST
def extend(request: OfficerRequest, question_id: UUID) -> HttpResponseBase:
    """Take longer for a complex question."""
    question = _question(request, question_id)
    said = complete(WhyForm(request.POST)).cleaned_data
    return _back(request, actions.extend(question, **said, by=request.user))


@signed_in
@require_POST
def document(request: OfficerRequest, question_id: UUID) -> HttpResponseBase:
    """Keep a document with the question."""
    question = _question(request, question_id)
    file = complete(DocumentForm(request.POST, files=request.FILES)).cleaned_data["document"]
    actions.attach(question, content=file.read(), name=file.name[:80], by=request.user)
    return _back(request, question)


@signed_in
@require_GET
def file(request: OfficerRequest, question_id: UUID, file_id: UUID) -> HttpResponseBase:
    """A document of the question."""
    _demand_desk(request)
    rows = QuestionFile.objects.filter(question=_question(request, question_id))
    return hand_out(request, get_object_or_404(rows.select_related("file"), file=file_id).file)
