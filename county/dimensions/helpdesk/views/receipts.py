"""Receipts of leads: shown, kept as a file, looked up by whoever holds one."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST
from markupsafe import Markup

from county.design import qrcodes
from county.design.http import address_of, html, show
from county.dimensions.helpdesk.actions import leads
from county.dimensions.helpdesk.forms.leads import LeadForm
from county.dimensions.helpdesk.models import Matter
from county.dimensions.helpdesk.queries import leads as asked
from county.dimensions.helpdesk.views import words
from county.foundation.staff.policy import public
from county.kernel.errors import Refused
from county.kernel.limits import Limit
from county.records.conversations import queries as said
from county.records.residents import phones
from county.records.residents.models import Resident

TRIES = Limit(30, 3600)
"""Looks at receipts from one address within an hour; local design value."""


class TooOften(Refused):
    """Nobody looks up so many receipts by hand."""

    status = 429


def drawn(text: str) -> Markup:
    """A code as a picture inside the page."""
    return Markup(qrcodes.svg(text).decode().partition("?>")[2] or qrcodes.svg(text).decode())  # noqa: S704


def address_of_receipt(signed: asked.Signed) -> str:
    """Where a receipt is looked up."""
    page = f"{settings.SIWEI_ADDRESS}/helpdesk/phone/receipt/"
    return f"{page}?n={signed.number}&k={signed.signs}"


def addresses(matter: Matter) -> str:
    """Where the reporter sees how far the own lead is; empty for what is no lead."""
    if matter.kind != "lead" or not hasattr(matter, "lead"):
        return ""
    signed = asked.signed(matter)
    return f"/helpdesk/phone/receipt/?n={signed.number}&k={signed.signs}"


def receipt_context(matter: Matter) -> dict[str, Any]:
    """A receipt as it is shown and kept."""
    signed = asked.signed(matter)
    return {
        "receipt": signed,
        "code": drawn(address_of_receipt(signed)),
        "labels": words.labels(),
    }


def reporter_on(request: HttpRequest) -> Resident | None:
    """Whose phone this is; nobody for a stranger."""
    address = phones.conversation_address(request)
    conversation = said.at_address("web", address) if address else None
    return conversation.resident if conversation else None


def _asked_for(request: HttpRequest) -> Matter | None:
    number, signs = request.GET.get("n", "")[:40], request.GET.get("k", "")[:40]
    if not number or not signs:
        return None
    if not TRIES.take(address_of(request)):
        raise TooOften(_("Too many receipts were looked up from here. Try again in an hour."))
    return asked.of_receipt(number, signs)


@public("whoever holds a receipt may check it; the reporter sees how far the lead is")
@require_GET
def page(request: HttpRequest) -> HttpResponseBase:
    """Whether a receipt is genuine; state and result for the reporter, and for the bearer of one
    that names nobody."""
    lead = _asked_for(request)
    own = lead is not None and (
        lead.lead.secrecy == "anonymous" or asked.is_reporter(lead, reporter_on(request))
    )
    context: dict[str, Any] = {"lead": lead, "own": own, "asked": bool(request.GET.get("n"))}
    context |= {"labels": words.labels(), "number": request.GET.get("n", "")[:40]}
    if lead is not None:
        context |= receipt_context(lead)
    return show(request, "helpdesk/phone_receipt.html", context)


@public("a receipt as a file, for whoever holds it")
@require_GET
def download(request: HttpRequest) -> HttpResponseBase:
    """The receipt as a page of its own, to be kept or printed."""
    lead = _asked_for(request)
    if lead is None:
        raise Refused(_("There is no such receipt."))
    text = html(request, "helpdesk/receipt_file.html", receipt_context(lead))
    answer = HttpResponse(text, content_type="text/html; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{lead.number}.html"'
    return answer


GIVEN = Limit(20, 3600)
"""Leads from one address of the ordinary pages within an hour; local design value."""


def _form_context(form: LeadForm) -> dict[str, Any]:
    address = settings.SIWEI_TIPS_ADDRESS
    return {"form": form, "receipt": None, "tips": address, "tips_code": address and drawn(address)}


@public("a lead may be given by anyone")
@require_GET
def lead(request: HttpRequest) -> HttpResponseBase:
    """Ask what was seen, where, and how the source wishes to be known."""
    return show(request, "helpdesk/phone_lead.html", _form_context(LeadForm()))


@public("a lead may be given by anyone")
@require_POST
def give_lead(request: HttpRequest) -> HttpResponseBase:
    """Seal the lead and give its signed receipt."""
    form = LeadForm(request.POST)
    if not form.is_valid():
        return show(request, "helpdesk/phone_lead.html", _form_context(form), status=422)
    resident = reporter_on(request)
    if resident is None and form.cleaned_data["secrecy"] != "anonymous":
        raise Refused(_("To be reached later, begin a conversation first; or stay anonymous."))
    if not GIVEN.take(address_of(request)):
        raise TooOften(_("Many leads came from here just now. In an emergency call 110."))
    matter = leads.take_in(**form.cleaned_data, by=resident or leads.SOURCE, resident=resident)
    return show(request, "helpdesk/phone_lead.html", receipt_context(matter))
