"""Suggestions as the enterprise sees them: its own letters, its reply, its objection."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET, require_POST

from county.design.forms import complete
from county.design.http import fragment, go
from county.dimensions.procuracy.actions import following, replying
from county.dimensions.procuracy.flow import SUGGESTION, Stage
from county.dimensions.procuracy.forms import suggestions as forms
from county.dimensions.procuracy.models import Evidence, Reply, Suggestion
from county.dimensions.procuracy.queries import papers
from county.dimensions.procuracy.queries import suggestions as asked
from county.foundation.files.views import answer
from county.kernel import clock
from county.records.enterprises.access import Permit as Firm
from county.records.enterprises.pages import show_firm
from county.records.enterprises.seats import RepresentativeRequest, speaks_for

PAGE = "procuracy/firm_suggestion.html"


def own(request: RepresentativeRequest, suggestion_id: UUID) -> Suggestion:
    """The suggestion, if it was delivered to the enterprise that asks."""
    mine = asked.of_firm(request.representative.organisation)
    return get_object_or_404(mine, pk=suggestion_id)


@speaks_for(Firm.SUGGESTIONS)
@require_GET
def listing(request: RepresentativeRequest) -> HttpResponseBase:
    """The suggestions delivered to the own enterprise."""
    context = {"suggestions": list(asked.of_firm(request.representative.organisation))}
    return show_firm(request, "procuracy/firm_suggestions.html", context)


@speaks_for(Firm.SUGGESTIONS)
@require_GET
def one(request: RepresentativeRequest, suggestion_id: UUID) -> HttpResponseBase:
    """One letter with its periods; where a reply is awaited, its form filled with the draft."""
    return show_firm(request, PAGE, _context(own(request, suggestion_id)))


def _context(suggestion: Suggestion) -> dict[str, Any]:
    letter = asked.delivered_letter(suggestion)
    items = asked.items_of(letter)
    draft = asked.reply_draft(suggestion)
    is_open = suggestion.state in SUGGESTION.moves["reply"].sources
    return {
        "suggestion": suggestion,
        "letter": letter,
        "papers": papers.issued_of(suggestion, for_firm=True),
        "items": items,
        "clocks": [one for one in asked.clocks_of(suggestion) if one.whose == "firm"],
        "replies": asked.replies_of(suggestion),
        "objections": asked.objections_of(suggestion),
        "is_open": is_open,
        "may_object": suggestion.state == Stage.RECTIFYING,
        "late": bool(suggestion.objection_due and clock.today() > suggestion.objection_due),
        "form": forms.ReplyForm(initial=_said(draft)),
        "answers": _answers(draft, items) if is_open else [],
        "draft": draft,
        "seen": _seen(draft),
        "objection": forms.ObjectionForm(auto_id="objection_%s"),
        "today": clock.today(),
    }


def _seen(draft: Reply | None) -> str:
    """Which state of the reply stands on the screen; empty before the first was kept."""
    return draft.saved_at.isoformat() if draft else ""


def _said(draft: Reply | None) -> dict[str, str]:
    return {"responsible": draft.responsible, "summary": draft.summary} if draft else {}


def _answers(draft: Reply | None, items: list[Any]) -> list[tuple[Any, Any, list[Evidence]]]:
    rows = draft.answers.prefetch_related("evidence__file") if draft else []
    kept = {one.item_id: one for one in rows}
    names = ("measure", "state", "on", "person", "remaining")
    initial = {
        item.no: {name: getattr(kept[item.pk], name) for name in names}
        for item in items
        if item.pk in kept
    }
    small = forms.for_items(forms.AnswerForm, items, initial=initial)
    return [
        (item, small[item.no], list(kept[item.pk].evidence.all()) if item.pk in kept else [])
        for item in items
    ]


def _save(request: RepresentativeRequest, suggestion: Suggestion) -> Reply:
    said = complete(forms.ReplyForm(request.POST)).cleaned_data
    items = asked.items_of(asked.letter_of(suggestion))
    answers = forms.for_items(forms.AnswerForm, items, request.POST)
    return replying.save_reply(
        suggestion, **said, seen=request.POST.get("seen"), by=request.representative,
        answers={no: complete(form).cleaned_data for no, form in answers.items()},
    )  # fmt: skip


@speaks_for(Firm.SUGGESTIONS)
@require_POST
def save_reply(request: RepresentativeRequest, suggestion_id: UUID) -> HttpResponseBase:
    """Keep the reply while it is written; files go with it; `send` sends it."""
    suggestion = own(request, suggestion_id)
    _save(request, suggestion)
    for item in asked.items_of(asked.letter_of(suggestion)):
        if sent := request.FILES.get(f"file{item.no}"):
            file = complete(forms.EvidenceForm({}, files={"file": sent})).cleaned_data["file"]
            replying.add_evidence(
                suggestion, no=item.no, content=file.read(), name=str(file.name)[:80],
                by=request.representative,
            )  # fmt: skip
    if "send" in request.POST:
        replying.send_reply(suggestion, by=request.representative)
        return go(request, suggestion.firm_url)
    return _kept(request, suggestion, with_files=bool(request.FILES))


def _kept(
    request: RepresentativeRequest, suggestion: Suggestion, *, with_files: bool
) -> HttpResponseBase:
    """What was kept, beside what is being typed: the page stays, only lists of files come anew."""
    if "HX-Request" not in request.headers:
        return go(request, f"{suggestion.firm_url}#reply")
    draft = asked.reply_draft(suggestion)
    context: dict[str, Any] = {"draft": draft, "seen": _seen(draft), "kept": True}
    if with_files:
        items = asked.items_of(asked.letter_of(suggestion))
        context |= {"suggestion": suggestion, "answers": _answers(draft, items), "swapped": True}
    return fragment(request, PAGE, context, part="saved")


@speaks_for(Firm.SUGGESTIONS)
@require_POST
def drop_evidence(
    request: RepresentativeRequest, suggestion_id: UUID, evidence_id: int
) -> HttpResponseBase:
    """Take a file off the reply that is being written."""
    suggestion = own(request, suggestion_id)
    replying.drop_evidence(suggestion, evidence_id=evidence_id, by=request.representative)
    return _kept(request, suggestion, with_files=True)


@speaks_for(Firm.SUGGESTIONS)
@require_POST
def object_to(request: RepresentativeRequest, suggestion_id: UUID) -> HttpResponseBase:
    """Object to the letter."""
    suggestion = own(request, suggestion_id)
    said = complete(forms.ObjectionForm(request.POST)).cleaned_data
    following.object_to(suggestion, **said, by=request.representative)
    return go(request, suggestion.firm_url)


@speaks_for(Firm.SUGGESTIONS)
@require_GET
def evidence(
    request: RepresentativeRequest, suggestion_id: UUID, evidence_id: int
) -> HttpResponseBase:
    """A file of the own reply."""
    suggestion = own(request, suggestion_id)
    rows = Evidence.objects.filter(answer__reply__suggestion=suggestion).select_related("file")
    return answer(request, get_object_or_404(rows, pk=evidence_id).file)
