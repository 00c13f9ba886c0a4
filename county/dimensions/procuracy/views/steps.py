"""What is done with a suggestion until its letter is out: each door fills in one verb."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponseBase
from django.views.decorators.http import require_GET, require_POST

from county.design.forms import complete
from county.design.http import go, show
from county.dimensions.procuracy.access import Permit
from county.dimensions.procuracy.actions import amending, drafting, issuing, registering
from county.dimensions.procuracy.forms import suggestions as forms
from county.dimensions.procuracy.queries import suggestions as asked
from county.dimensions.procuracy.views.suggestions import seen
from county.foundation.files.actions import keep
from county.foundation.staff.policy import OfficerRequest, allow
from county.foundation.staff.queries import holders
from county.kernel import clock


@allow(Permit.HANDLE)
@require_POST
def submit_plan(request: OfficerRequest, suggestion_id: UUID) -> HttpResponseBase:
    """Lay the plan of the investigation before the chief."""
    suggestion = seen(request, suggestion_id)
    said = complete(forms.PlanForm(request.POST)).cleaned_data
    registering.submit_plan(suggestion, **said, by=request.user)
    return go(request, suggestion.url)


@allow(Permit.APPROVE)
@require_POST
def decide_plan(request: OfficerRequest, suggestion_id: UUID) -> HttpResponseBase:
    """Approve the investigation, or end the matter."""
    suggestion = seen(request, suggestion_id)
    said = complete(forms.DecideForm(request.POST)).cleaned_data
    registering.decide_plan(suggestion, **said, by=request.user)
    return go(request, suggestion.url)


@allow(Permit.APPROVE)
@require_POST
def extend(request: OfficerRequest, suggestion_id: UUID) -> HttpResponseBase:
    """Give the investigation more time."""
    suggestion = seen(request, suggestion_id)
    said = complete(forms.ExtendForm(request.POST)).cleaned_data
    registering.extend_investigation(suggestion, **said, by=request.user)
    return go(request, suggestion.url)


@allow(Permit.HANDLE)
@require_POST
def note_step(request: OfficerRequest, suggestion_id: UUID) -> HttpResponseBase:
    """Keep the record of a measure, with its scan."""
    suggestion = seen(request, suggestion_id)
    said = complete(forms.StepForm(request.POST, files=request.FILES)).cleaned_data
    scan = said.pop("file", None)
    file = keep(scan.read(), name=scan.name[:80], by=request.user, purpose="step") if scan else None
    registering.note_step(suggestion, **said, file=file, by=request.user)
    return go(request, suggestion.url)


@allow(Permit.HANDLE)
@require_POST
def report(request: OfficerRequest, suggestion_id: UUID) -> HttpResponseBase:
    """End the investigation with its report."""
    suggestion = seen(request, suggestion_id)
    said = complete(forms.ReportForm(request.POST)).cleaned_data
    registering.report(suggestion, **said, by=request.user)
    return go(request, suggestion.url)


@allow(Permit.APPROVE)
@require_POST
def decide_no(request: OfficerRequest, suggestion_id: UUID) -> HttpResponseBase:
    """Decide that no suggestion is made."""
    suggestion = seen(request, suggestion_id)
    said = complete(forms.WordsForm(request.POST)).cleaned_data
    registering.decide_no(suggestion, **said, by=request.user)
    return go(request, suggestion.url)


@allow(Permit.HANDLE)
@require_POST
def begin_draft(request: OfficerRequest, suggestion_id: UUID) -> HttpResponseBase:
    """Begin the letter."""
    suggestion = registering.begin_draft(seen(request, suggestion_id), by=request.user)
    return go(request, f"{suggestion.url}letter/")


@allow(Permit.HANDLE)
@require_POST
def begin_amendment(request: OfficerRequest, suggestion_id: UUID) -> HttpResponseBase:
    """Open the amended letter."""
    suggestion = seen(request, suggestion_id)
    amending.begin(suggestion, by=request.user)
    return go(request, f"{suggestion.url}letter/")


@allow(Permit.HANDLE)
@require_POST
def lay_amendment(request: OfficerRequest, suggestion_id: UUID) -> HttpResponseBase:
    """Lay the amended letter before the reviewers."""
    suggestion = amending.lay(seen(request, suggestion_id), by=request.user)
    return go(request, suggestion.url)


@allow(Permit.REVIEW)
@require_POST
def review_amendment(request: OfficerRequest, suggestion_id: UUID) -> HttpResponseBase:
    """Say that the amended letter is lawful."""
    suggestion = seen(request, suggestion_id)
    said = complete(forms.WordsForm(request.POST)).cleaned_data
    amending.review(suggestion, **said, by=request.user)
    return go(request, suggestion.url)


@allow(Permit.HANDLE)
@require_POST
def send_to_review(request: OfficerRequest, suggestion_id: UUID) -> HttpResponseBase:
    """Lay the draft before the legal reviewers."""
    suggestion = drafting.send_to_review(seen(request, suggestion_id), by=request.user)
    return go(request, suggestion.url)


@allow(Permit.REVIEW)
@require_POST
def review(request: OfficerRequest, suggestion_id: UUID) -> HttpResponseBase:
    """Say whether the letter passes legal review."""
    suggestion = seen(request, suggestion_id)
    said = dict(complete(forms.ReviewForm(request.POST)).cleaned_data)
    word = said.pop("passed")
    drafting.review(
        suggestion, passed=word != "return", consult=word == "consult", **said, by=request.user
    )
    return go(request, "/procuracy/suggestions/")


@allow(Permit.HANDLE)
@require_POST
def note_consultation(request: OfficerRequest, suggestion_id: UUID) -> HttpResponseBase:
    """Keep the written opinion of the addressee."""
    suggestion = seen(request, suggestion_id)
    said = complete(forms.OpinionForm(request.POST)).cleaned_data
    drafting.note_consultation(suggestion, **said, by=request.user)
    return go(request, suggestion.url)


@allow(Permit.APPROVE)
@require_POST
def sign(request: OfficerRequest, suggestion_id: UUID) -> HttpResponseBase:
    """Approve the letter, or give it back."""
    suggestion = seen(request, suggestion_id)
    said = complete(forms.SignForm(request.POST)).cleaned_data
    drafting.sign(suggestion, **said, by=request.user)
    return go(request, suggestion.url)


@allow(Permit.MANAGE)
@require_POST
def issue(request: OfficerRequest, suggestion_id: UUID) -> HttpResponseBase:
    """Number and seal the letter."""
    suggestion = issuing.issue(seen(request, suggestion_id), by=request.user)
    return go(request, suggestion.url)


@allow(Permit.HANDLE)
@require_POST
def deliver(request: OfficerRequest, suggestion_id: UUID) -> HttpResponseBase:
    """Note how and when the addressee received the letter."""
    suggestion = seen(request, suggestion_id)
    said = complete(forms.DeliverForm(request.POST)).cleaned_data
    issuing.deliver(suggestion, **said, by=request.user)
    return go(request, suggestion.url)


@allow(Permit.MANAGE)
@require_POST
def file_upward(request: OfficerRequest, suggestion_id: UUID) -> HttpResponseBase:
    """Note that the letter was filed with the upper procuratorate."""
    suggestion = seen(request, suggestion_id)
    said = complete(forms.FileForm(request.POST)).cleaned_data
    issuing.file_upward(suggestion, **said, by=request.user)
    return go(request, suggestion.url)


@allow(Permit.APPROVE)
@require_POST
def copy_to(request: OfficerRequest, suggestion_id: UUID) -> HttpResponseBase:
    """Send copies, without trade secrets."""
    suggestion = seen(request, suggestion_id)
    said = complete(forms.CopyForm(request.POST)).cleaned_data
    issuing.copy_to(suggestion, **said, by=request.user)
    return go(request, suggestion.url)


@allow(Permit.APPROVE)
@require_POST
def correct_from_above(request: OfficerRequest, suggestion_id: UUID) -> HttpResponseBase:
    """Withdraw an issued letter on the upper procuratorate's order."""
    suggestion = seen(request, suggestion_id)
    said = complete(forms.WordsForm(request.POST)).cleaned_data
    issuing.correct_from_above(suggestion, **said, by=request.user)
    return go(request, suggestion.url)


@allow(Permit.APPROVE)
@require_POST
def hand_over(request: OfficerRequest, suggestion_id: UUID) -> HttpResponseBase:
    """Give the suggestion to another handling prosecutor."""
    suggestion = seen(request, suggestion_id)
    able = holders(Permit.HANDLE)
    said = complete(forms.HandOverForm(request.POST, officers=able)).cleaned_data
    registering.hand_over(suggestion, **said, by=request.user)
    return go(request, suggestion.url)


@allow(Permit.MANAGE)
@require_GET
def numbers(request: OfficerRequest) -> HttpResponseBase:
    """The numbers of each year and type: how many were given, here and on paper."""
    context = {
        "series": asked.series(),
        "form": forms.SeriesForm(initial={"year": clock.today().year, "last_on_paper": 0}),
    }
    return show(request, "procuracy/numbers.html", context)


@allow(Permit.MANAGE)
@require_POST
def open_series(request: OfficerRequest) -> HttpResponseBase:
    """Say which numbers of a year were given on paper."""
    said = complete(forms.SeriesForm(request.POST)).cleaned_data
    issuing.open_series(**said, by=request.user)
    return go(request, "/procuracy/numbers/")
