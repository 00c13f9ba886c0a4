"""The one page of the anonymous address; it never changes: no history tells what was done."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from county.dimensions.helpdesk import knowledge
from county.dimensions.helpdesk.actions import tips
from county.dimensions.helpdesk.flow import State
from county.dimensions.helpdesk.forms.leads import TipForm
from county.dimensions.helpdesk.models import PartOfDay
from county.dimensions.helpdesk.queries.leads import key_row_for
from county.dimensions.helpdesk.views.tips import gates
from county.dimensions.helpdesk.views.tips.frame import shown
from county.foundation.files import sandbox
from county.foundation.files.recognition import Rejected
from county.foundation.files.refusals import FileRefused
from county.foundation.staff.policy import public
from county.kernel.boxes import DIGITS
from county.kernel.errors import Incomplete, Refused

LARGEST = 8 * 1024 * 1024
PAGE = "helpdesk/tips.html"


@public("anybody may tell something; nobody is asked who they are")
@transaction.non_atomic_requests
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest) -> HttpResponseBase:
    """What this address is; a lead; a box; whatever was asked for is said by the form itself."""
    acts = {"send": send, "open": open_box, "say": say, "leave": leave}
    act = acts.get(request.POST.get("do", "")) if request.method == "POST" else None
    return act(request) if act is not None else front(request)


def front(
    request: HttpRequest, form: TipForm | None = None, said: str = "", status: int = 200
) -> HttpResponse:
    """What is protected here and what is not; the form; the door to a box."""
    context = {
        "form": form or TipForm(),
        "said": said,
        "open": key_row_for("") is not None,
        "token": gates.token(),
        "second": gates.token(),
        "flooded": gates.flooded(),
        "days": knowledge.CLUE_KEPT_DAYS,
    }
    answer: HttpResponse = shown(request, PAGE, context, status)
    return answer


def send(request: HttpRequest) -> HttpResponse:
    """Put a lead into a box of its own and show the receipt, once."""
    form = TipForm(request.POST)
    if not form.is_valid():
        return front(request, form, form.sentence(), 422)
    try:
        gates.demand_token(request.POST.get("token", ""), wait=True)
        gates.may_send(_sender(request))  # before its files, whose cleaning costs us most
        files = attached(request)
    except Refused as refusal:
        return front(request, form, str(refusal), refusal.status)
    digits = tips.send(**form.cleaned_data, files=files)
    groups = [digits[at : at + 4] for at in range(0, DIGITS, 4)]
    answer: HttpResponse = shown(request, "helpdesk/tips_sent.html", {"groups": groups})
    return answer


def open_box(request: HttpRequest) -> HttpResponse:
    """What waits under a receipt."""
    gates.demand_token(request.POST.get("token", ""))
    gates.may_open(_sender(request))
    digits = "".join(sign for sign in request.POST.get("receipt", "")[:60] if sign in "0123456789")
    # Whatever was typed, the same work is done: the time tells nothing.
    found = tips.open_box(digits)
    if found is None:
        raise Incomplete(_("No box opens with these digits."))
    opened, private = found
    return _box(request, opened, gates.ticket(opened.locator, private))


def say(request: HttpRequest) -> HttpResponse:
    """Put another word into an opened box."""
    gates.demand_token(request.POST.get("token", ""))
    given = request.POST.get("ticket", "")[:2000]
    ticket = gates.ticket_of(given)
    gates.may_say(ticket.locator)
    tips.say(ticket.locator, text=request.POST.get("text", "")[:20_000], files=attached(request))
    found = tips.look_again(ticket.locator, ticket.private)
    if found is None:
        raise Refused(_("There is no such box any more."))
    return _box(
        request, found[0], given, said=_("Sent. It reaches the unit on the next full hour.")
    )


def leave(request: HttpRequest) -> HttpResponse:
    """Let the browser forget this address, as far as it obeys."""
    said = _("Close the window now. If others use this device, clear its history too.")
    answer: HttpResponse = shown(request, "helpdesk/tips_said.html", {"said": said})
    answer.headers["Clear-Site-Data"] = '"*"'
    return answer


def _box(request: HttpRequest, opened: tips.Opened, ticket: str, said: str = "") -> HttpResponse:
    states = {**dict(State.choices), "sent": _("received, not yet read")}
    context: dict[str, Any] = {
        "opened": opened,
        "state": states.get(opened.state, opened.state),
        "parts": dict(PartOfDay.choices),
        "ticket": ticket,
        "token": gates.token(),
        "said": said,
    }
    answer: HttpResponse = shown(request, "helpdesk/tips_box.html", context)
    return answer


def attached(request: HttpRequest) -> list[tips.Attached]:
    """What is attached, made anew without place, device and author; the original if wished."""
    keep = request.POST.get("keep") == "1"
    found = []
    for number, sent in enumerate(request.FILES.getlist("files")[: tips.MOST_FILES]):
        if (sent.size or 0) > LARGEST:
            raise Incomplete(_("A file has more than 8 MB."))
        content = sent.read()
        if not content:
            continue
        try:
            cleaned = sandbox.cleaned(content)
        except Rejected as rejected:
            raise FileRefused(rejected.code) from None
        # The name is the source's own word for it, and often names the source.
        name = f"file-{number + 1}"
        found.append(tips.Attached(cleaned, name, content if keep else b""))
    return found


def _sender(request: HttpRequest) -> str:
    """The eight signs that the door made of the sender's neighbourhood."""
    return str(request.META.get("REMOTE_ADDR", ""))[:16]
