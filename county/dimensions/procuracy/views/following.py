"""What is done after delivery: objections, urging, replies and their review, visits, archive."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET, require_POST

from county.design.forms import complete
from county.design.http import go
from county.dimensions.procuracy.access import Permit
from county.dimensions.procuracy.actions import following, issuing, replying
from county.dimensions.procuracy.forms import suggestions as forms
from county.dimensions.procuracy.models import Evidence
from county.dimensions.procuracy.queries import suggestions as asked
from county.dimensions.procuracy.views.suggestions import seen
from county.foundation.files.views import answer
from county.foundation.staff.policy import OfficerRequest, allow, signed_in


@allow(Permit.HANDLE)
@require_POST
def note_objection(request: OfficerRequest, suggestion_id: UUID) -> HttpResponseBase:
    """Keep an objection that came on paper."""
    suggestion = seen(request, suggestion_id)
    said = complete(forms.ObjectionForm(request.POST)).cleaned_data
    following.object_to(suggestion, **said, by=request.user)
    return go(request, suggestion.url)


@allow(Permit.APPROVE)
@require_POST
def decide_objection(request: OfficerRequest, suggestion_id: UUID) -> HttpResponseBase:
    """Uphold the objection, wholly or by an amended letter, or say why not."""
    suggestion = seen(request, suggestion_id)
    said = complete(forms.ObjectionDecisionForm(request.POST)).cleaned_data
    verb = {
        "dismiss": following.dismiss_objection,
        "amend": following.amend,
        "withdraw": following.withdraw_after_objection,
    }[said["outcome"]]
    verb(suggestion, reasons=said["reasons"], by=request.user)
    return go(request, suggestion.url)


@allow(Permit.HANDLE)
@require_POST
def urge(request: OfficerRequest, suggestion_id: UUID) -> HttpResponseBase:
    """Keep the record of an urging."""
    suggestion = seen(request, suggestion_id)
    said = complete(forms.UrgeForm(request.POST)).cleaned_data
    following.urge(suggestion, **said, by=request.user)
    return go(request, suggestion.url)


@allow(Permit.APPROVE)
@require_POST
def escalate(request: OfficerRequest, suggestion_id: UUID) -> HttpResponseBase:
    """Take it further."""
    suggestion = seen(request, suggestion_id)
    said = complete(forms.EscalateForm(request.POST)).cleaned_data
    following.escalate(suggestion, **said, by=request.user)
    return go(request, suggestion.url)


@allow(Permit.APPROVE)
@require_POST
def withdraw(request: OfficerRequest, suggestion_id: UUID) -> HttpResponseBase:
    """Withdraw an improper letter."""
    suggestion = seen(request, suggestion_id)
    said = complete(forms.WordsForm(request.POST)).cleaned_data
    issuing.withdraw(suggestion, **said, by=request.user)
    return go(request, suggestion.url)


@allow(Permit.HANDLE)
@require_POST
def note_reply(request: OfficerRequest, suggestion_id: UUID) -> HttpResponseBase:
    """Keep and send a reply that came on paper."""
    suggestion = seen(request, suggestion_id)
    said = complete(forms.ReplyForm(request.POST)).cleaned_data
    items = asked.items_of(asked.letter_of(suggestion))
    answers = forms.for_items(forms.AnswerForm, items, request.POST)
    replying.save_reply(
        suggestion, **said, by=request.user,
        answers={no: complete(form).cleaned_data for no, form in answers.items()},
    )  # fmt: skip
    replying.send_reply(suggestion, by=request.user)
    return go(request, suggestion.url)


@allow(Permit.HANDLE)
@require_POST
def review_reply(request: OfficerRequest, suggestion_id: UUID) -> HttpResponseBase:
    """Say of each item whether it was adopted and is put right."""
    suggestion = seen(request, suggestion_id)
    items = asked.items_of(asked.letter_of(suggestion))
    found = forms.for_items(forms.FoundForm, items, request.POST)
    replying.review_reply(
        suggestion, by=request.user, words=request.POST.get("words", "")[:1000],
        found={no: complete(form).cleaned_data for no, form in found.items()},
    )  # fmt: skip
    return go(request, suggestion.url)


@allow(Permit.HANDLE)
@require_POST
def revisit(request: OfficerRequest, suggestion_id: UUID) -> HttpResponseBase:
    """Keep the record of a return visit."""
    suggestion = seen(request, suggestion_id)
    said = dict(complete(forms.RevisitForm(request.POST, files=request.FILES)).cleaned_data)
    items = asked.items_of(asked.letter_of(suggestion))
    checks = forms.for_items(forms.CheckForm, items, request.POST)
    photo = said.pop("photo", None)
    effect = {name: said.pop(name) for name in replying.EFFECT}
    replying.revisit(
        suggestion, effect=effect, **said, by=request.user,
        checks={no: complete(form).cleaned_data for no, form in checks.items()},
        photo=photo.read() if photo else b"", photo_name=photo.name[:80] if photo else "",
    )  # fmt: skip
    return go(request, suggestion.url)


@allow(Permit.MANAGE)
@require_POST
def archive(request: OfficerRequest, suggestion_id: UUID) -> HttpResponseBase:
    """Put an ended suggestion into the archive."""
    suggestion = seen(request, suggestion_id)
    said = complete(forms.ArchiveForm(request.POST)).cleaned_data
    replying.archive(suggestion, **said, by=request.user)
    return go(request, suggestion.url)


@signed_in
@require_GET
def evidence(request: OfficerRequest, suggestion_id: UUID, evidence_id: int) -> HttpResponseBase:
    """A file that the addressee laid beside its reply, once the reply was sent."""
    suggestion = seen(request, suggestion_id)
    rows = Evidence.objects.filter(answer__reply__suggestion=suggestion)
    sent = rows.filter(answer__reply__sent_at__isnull=False).select_related("file")
    return answer(request, get_object_or_404(sent, pk=evidence_id).file)
