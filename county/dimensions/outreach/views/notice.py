"""The page behind a notice: large print, read aloud, ask, complain, no more of these."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponseBase
from django.views.decorators.http import require_GET, require_POST

from county.design.forms import complete
from county.design.http import go, show
from county.dimensions.outreach import queries
from county.dimensions.outreach.actions import answers
from county.dimensions.outreach.forms import AskForm
from county.dimensions.outreach.models import Campaign
from county.foundation.files.queries import file as stored
from county.foundation.files.views import answer
from county.foundation.staff.policy import public
from county.records.residents import phones
from county.records.residents.models import Resident


def _notice(code: str) -> Campaign:
    found = queries.by_code(code)
    if found is None:
        raise Http404
    return found


def _known(request: HttpRequest) -> Resident | None:
    try:
        return phones.resident_on(request)
    except phones.NotBegun:
        return None


@public("a notice that residents were sent; it names nobody")
@require_GET
def page(request: HttpRequest, code: str) -> HttpResponseBase:
    """The notice in large print."""
    campaign, resident = _notice(code), _known(request)
    answers.opened(campaign, resident)
    context = {
        "campaign": campaign,
        "resident": resident,
        "said": request.GET.get("said", ""),
        "form": AskForm(auto_id="ask_%s"),
    }
    return show(request, "outreach/notice.html", context)


@public("the recording of a notice")
@require_GET
def recording(request: HttpRequest, code: str) -> HttpResponseBase:
    """The notice as a colleague reads it."""
    campaign = _notice(code)
    kept = stored(campaign.recording) if campaign.recording else None
    if kept is None:
        raise Http404
    return answer(request, kept)


@public("a resident's question about a notice")
@require_POST
def ask(request: HttpRequest, code: str) -> HttpResponseBase:
    """Take a question or a complaint to the desk."""
    campaign, resident = _notice(code), phones.resident_on(request)
    form = complete(AskForm(request.POST))
    address = phones.conversation_address(request)
    answers.ask(campaign, **form.cleaned_data, address=address, by=resident)
    return go(request, f"/outreach/n/{code}/?said=asked")


@public("a resident wants generic content only")
@require_POST
def no_more(request: HttpRequest, code: str) -> HttpResponseBase:
    """Generic content only from now on."""
    campaign, resident = _notice(code), phones.resident_on(request)
    answers.opt_out(resident, campaign=campaign)
    return go(request, f"/outreach/n/{code}/?said=no_more")
