"""An enterprise's questions on its own page: ask, book, read the answer, rate it."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET, require_POST

from county.design.forms import complete
from county.design.http import go
from county.dimensions.procuracy.actions import questions as actions
from county.dimensions.procuracy.flow import Asked
from county.dimensions.procuracy.forms.counsel import (
    RATINGS,
    AskForm,
    BookForm,
    DocumentForm,
    RatingForm,
)
from county.dimensions.procuracy.knowledge.counsel import LIMITS
from county.dimensions.procuracy.models import Question, QuestionFile
from county.dimensions.procuracy.queries import duty
from county.dimensions.procuracy.queries import questions as queries
from county.foundation.files.views import answer as hand_out
from county.kernel.deadlines import rule
from county.records.enterprises.access import Permit as Firm
from county.records.enterprises.pages import show_firm
from county.records.enterprises.seats import RepresentativeRequest, speaks_for

LIST = "/procuracy/firm/questions/"
SHOWN = 50


@speaks_for(Firm.QUESTIONS)
@require_GET
def listing(request: RepresentativeRequest) -> HttpResponseBase:
    """The enterprise's questions, and the form with the limits of advice above it."""
    rows = queries.questions_of(request.representative.organisation)
    context = {
        "questions": list(rows[:SHOWN]),
        "form": AskForm(auto_id="ask_%s"),
        "limits": LIMITS,
    }
    return show_firm(request, "procuracy/firm_questions.html", context)


@speaks_for(Firm.QUESTIONS)
@require_POST
def ask(request: RepresentativeRequest) -> HttpResponseBase:
    """Send a question; its number follows."""
    said = dict(complete(AskForm(request.POST, files=request.FILES)).cleaned_data)
    file = said.pop("document")
    question = actions.ask(request.representative, **said)
    if file is not None:
        actions.attach(
            question, content=file.read(), name=file.name[:80], by=request.representative
        )
    return go(request, f"{LIST}{question.pk}/")


def _own(request: RepresentativeRequest, question_id: UUID) -> Question:
    rows = queries.questions_of(request.representative.organisation)
    return get_object_or_404(rows, pk=question_id)


def _back(request: RepresentativeRequest, question: Question) -> HttpResponseBase:
    return go(request, f"{LIST}{question.pk}/")


@speaks_for(Firm.QUESTIONS)
@require_GET
def one(request: RepresentativeRequest, question_id: UUID) -> HttpResponseBase:
    """One question: its state and, once there is one, the answer."""
    question = _own(request, question_id)
    context = {
        "question": question,
        "files": list(QuestionFile.objects.filter(question=question).select_related("file")),
        "basis": rule(question.rule).basis_in_words(),
        "is_open": question.state in queries.OPEN,
        "may_book": question.state == Asked.OPEN,
        "free": duty.free_slots() if question.state == Asked.OPEN else [],
        "may_rate": question.state in queries.ENDED and question.rating is None,
        "ratings": RATINGS,
        "document": DocumentForm(auto_id="doc_%s"),
        "limits": LIMITS,
    }
    return show_firm(request, "procuracy/firm_question.html", context)


@speaks_for(Firm.QUESTIONS)
@require_POST
def book(request: RepresentativeRequest, question_id: UUID) -> HttpResponseBase:
    """Book a time at the centre, or another."""
    question = _own(request, question_id)
    said = complete(BookForm(request.POST)).cleaned_data
    return _back(request, actions.book(question, **said, by=request.representative))


@speaks_for(Firm.QUESTIONS)
@require_POST
def withdraw(request: RepresentativeRequest, question_id: UUID) -> HttpResponseBase:
    """Take the question back."""
    question = _own(request, question_id)
    return _back(request, actions.withdraw(question, by=request.representative))


@speaks_for(Firm.QUESTIONS)
@require_POST
def document(request: RepresentativeRequest, question_id: UUID) -> HttpResponseBase:
    """Add a document."""
    question = _own(request, question_id)
    file = complete(DocumentForm(request.POST, files=request.FILES)).cleaned_data["document"]
    actions.attach(question, content=file.read(), name=file.name[:80], by=request.representative)
    return _back(request, question)


@speaks_for(Firm.QUESTIONS)
@require_POST
def rate(request: RepresentativeRequest, question_id: UUID) -> HttpResponseBase:
    """Say how satisfied the enterprise is, once."""
    question = _own(request, question_id)
    said = complete(RatingForm(request.POST)).cleaned_data
    return _back(request, actions.rate(question, **said, by=request.representative))


@speaks_for(Firm.QUESTIONS)
@require_GET
def file(request: RepresentativeRequest, question_id: UUID, file_id: UUID) -> HttpResponseBase:
    """A document of the enterprise's own question."""
    rows = QuestionFile.objects.filter(question=_own(request, question_id))
    return hand_out(request, get_object_or_404(rows.select_related("file"), file=file_id).file)
