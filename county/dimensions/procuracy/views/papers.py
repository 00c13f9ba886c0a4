"""The papers of a suggestion as pictures and files: for the house and the enterprise."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET

from county.design.http import show
from county.dimensions.procuracy.models import Suggestion
from county.dimensions.procuracy.queries import papers
from county.dimensions.procuracy.views import firm
from county.dimensions.procuracy.views.suggestions import seen
from county.foundation.documents.models import Issued
from county.foundation.documents.views import draft_file, issued_file, preview, preview_issued
from county.foundation.staff.policy import OfficerRequest, signed_in
from county.records.enterprises.access import Permit as Firm
from county.records.enterprises.pages import show_firm
from county.records.enterprises.seats import RepresentativeRequest, speaks_for


@signed_in
@require_GET
def draft(request: OfficerRequest, suggestion_id: UUID) -> HttpResponseBase:
    """The letter as it would be issued, marked as a draft."""
    suggestion = seen(request, suggestion_id)
    address = f"{suggestion.url}papers/draft/file/"
    shown = preview(request, papers.letter(suggestion), address=address)
    context = {"suggestion": suggestion, "shown": shown, "back": suggestion.url}
    return show(request, "procuracy/paper.html", context)


@signed_in
@require_GET
def load_draft(request: OfficerRequest, suggestion_id: UUID) -> HttpResponseBase:
    """The draft as a file."""
    return draft_file(request, papers.letter(seen(request, suggestion_id)))


@signed_in
@require_GET
def one(request: OfficerRequest, suggestion_id: UUID, paper_id: UUID) -> HttpResponseBase:
    """An issued paper, page by page."""
    suggestion = seen(request, suggestion_id)
    context = _shown(request, suggestion, _paper(suggestion, paper_id), suggestion.url)
    return show(request, "procuracy/paper.html", context)


@signed_in
@require_GET
def load(request: OfficerRequest, suggestion_id: UUID, paper_id: UUID) -> HttpResponseBase:
    """An issued paper as a file."""
    return issued_file(request, _paper(seen(request, suggestion_id), paper_id))


@speaks_for(Firm.SUGGESTIONS)
@require_GET
def of_firm(
    request: RepresentativeRequest, suggestion_id: UUID, paper_id: UUID
) -> HttpResponseBase:
    """The letter that the enterprise received, or its own reply, page by page."""
    suggestion = firm.own(request, suggestion_id)
    paper = _paper(suggestion, paper_id, for_firm=True)
    context = _shown(request, suggestion, paper, suggestion.firm_url)
    return show_firm(request, "procuracy/firm_paper.html", context)


@speaks_for(Firm.SUGGESTIONS)
@require_GET
def load_of_firm(
    request: RepresentativeRequest, suggestion_id: UUID, paper_id: UUID
) -> HttpResponseBase:
    """The same as a file."""
    return issued_file(request, _paper(firm.own(request, suggestion_id), paper_id, for_firm=True))


def _paper(suggestion: Suggestion, paper_id: UUID, *, for_firm: bool = False) -> Issued:
    found = [one.pk for one in papers.issued_of(suggestion, for_firm=for_firm)]
    rows = Issued.objects.filter(pk__in=found).select_related("pdf", "docx")
    return get_object_or_404(rows, pk=paper_id)


def _shown(
    request: HttpRequest, suggestion: Suggestion, paper: Issued, home: str
) -> dict[str, Any]:
    address = f"{home}papers/{paper.pk}/file/"
    return {
        "suggestion": suggestion,
        "paper": paper,
        "shown": preview_issued(request, paper, address=address),
        "back": home,
    }
